//! Runs every fuzz target in turn, each for a while. Where the machine lacks what that takes it says so and runs none.

use super::steps::{Done, output, root, step};
use std::fs;
use std::process::Command;

/// Seconds for each target where nothing else is asked for.
const SECONDS: u32 = 60;

/// `cargo xtask fuzz [--seconds N]`.
pub fn command(options: &[String]) -> Done {
    let seconds = match options {
        [] => SECONDS,
        [option, seconds] if option == "--seconds" => {
            seconds.parse().map_err(|_| format!("“{seconds}” is no whole number of seconds"))?
        }
        _ => return Err("write `cargo xtask fuzz`, or `cargo xtask fuzz --seconds N`".into()),
    };
    if let Some(lack) = lack() {
        println!("No target was run: {lack}.");
        return Ok(());
    }
    for target in targets()? {
        let limit = format!("-max_total_time={seconds}");
        step(
            &format!("fuzz {target}"),
            nightly().args(["cargo", "fuzz", "run", &target, "--", &limit, "-verbosity=0"]),
        )?;
    }
    Ok(())
}

/// What fuzzing wants and is not there.
fn lack() -> Option<&'static str> {
    let toolchains = output("rustup", &["toolchain", "list"]);
    if !toolchains.is_some_and(|list| list.lines().any(|line| line.starts_with("nightly"))) {
        return Some("it takes a nightly compiler (`rustup toolchain install nightly`)");
    }
    let version = output("rustup", &["run", "nightly", "cargo", "fuzz", "--version"]);
    version.is_none().then_some("it takes cargo-fuzz (`cargo install cargo-fuzz`)")
}

/// A program of the nightly toolchain's; this one's own must not be handed on to it.
fn nightly() -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly"]);
    for variable in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(variable);
    }
    command
}

fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "rs"));
    let mut names: Vec<String> =
        names.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}
