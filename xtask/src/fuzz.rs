//! Runs fuzz targets in turn, each for a while, beginning with the texts of the ordinary tests; goes on past what one
//! finds, and closes with all of it. Where the machine lacks what that takes it says so and runs none.

use super::steps::{Done, cargo, output, root, step};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Seconds for each target where nothing else is asked for.
const SECONDS: u32 = 60;

/// Where inputs begin. Every target is given all of it: what leads a target nowhere it drops at once.
const SEEDS: [&str; 7] = [
    "tests/guide/cases",
    "tests/cases",
    "tests/command",
    "tests/language",
    "tests/pages",
    "guides",
    "examples/sample_logs",
];

/// One input may take no longer, and be no longer: what hangs is found as what panics is.
const LIMITS: [&str; 2] = ["-timeout=20", "-max_len=8192"];

/// `cargo xtask fuzz [TARGET…] [--seconds N]`.
pub fn command(options: &[String]) -> Done {
    let (names, seconds) = match options {
        [names @ .., option, seconds] if option == "--seconds" => {
            (names, seconds.parse().map_err(|_| format!("“{seconds}” is no whole number of seconds"))?)
        }
        names => (names, SECONDS),
    };
    let targets = chosen(names)?;
    if output("cargo", &["fuzz", "--version"]).is_none() {
        println!("No target was run: it takes cargo-fuzz (`cargo install cargo-fuzz`).");
        return Ok(());
    }
    // The flags that watch memory and tell coverage are for nightly compilers; told so, the pinned one takes them, too.
    let mut build = cargo(&["fuzz", "build", "--target-dir", "target/fuzz"]);
    if let [one] = names {
        build.arg(one);
    }
    step("build what fuzzes", build.env("RUSTC_BOOTSTRAP", "1"))?;
    let mut found = Vec::new();
    for target in targets {
        println!("▸ fuzz {target}");
        match run(&target, seconds) {
            Ok(told) => println!("  {target}: {told}"),
            Err(told) => {
                println!("✗ {target}: {told}");
                found.push(target);
            }
        }
    }
    if found.is_empty() { Ok(()) } else { Err(format!("something was found by {}", found.join(", "))) }
}

/// Runs one target, and tells how far it came. What it says goes into a file, since it says a great deal.
fn run(target: &str, seconds: u32) -> Result<String, String> {
    let folder = root().join("target/fuzz");
    let (kept, found) = (folder.join("corpus").join(target), folder.join("found").join(target));
    let log = folder.join(format!("{target}.log"));
    let broken = |error: std::io::Error| format!("{}: {error}", folder.display());
    for place in [&kept, &found] {
        fs::create_dir_all(place).map_err(broken)?;
    }
    let ended = Command::new(program(target)?)
        .current_dir(root())
        // New inputs are written to the first folder alone.
        .arg(&kept)
        .args(SEEDS)
        .args(LIMITS)
        .args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={}/", found.display())])
        .arg("-print_final_stats=1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&log).map_err(broken)?)
        .status()
        .map_err(broken)?;
    let said = fs::read(&log).map_err(broken)?;
    let said = String::from_utf8_lossy(&said);
    let after = |mark: &str| Some(said.rsplit_once(mark)?.1.split_whitespace().next()?.to_owned());
    if !ended.success() {
        let input = after("Test unit written to ").unwrap_or_default();
        return Err(format!("failed on {input}; {} says how", log.display()));
    }
    match (after("stat::number_of_executed_units:"), after(" cov: ")) {
        (Some(inputs), Some(edges)) => Ok(format!("{inputs} inputs, {edges} edges of code, nothing found")),
        _ => Err(format!("did not say how far it came; see {}", log.display())),
    }
}

/// Where a built target lies.
fn program(target: &str) -> Result<PathBuf, String> {
    let host = output("rustc", &["--print", "host-tuple"]).ok_or("rustc does not say what it builds for")?;
    Ok(root().join("target/fuzz").join(host).join("release").join(target))
}

/// The targets of these names, or all.
fn chosen(names: &[String]) -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let files = entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "rs"));
    let mut targets: Vec<String> =
        files.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    targets.sort();
    match names.iter().find(|name| !targets.contains(name)) {
        Some(name) => Err(format!("there is no target “{name}”: write one of {}", targets.join(", "))),
        None if names.is_empty() => Ok(targets),
        None => Ok(names.to_vec()),
    }
}
