//! Running other programs, one step a line. Never hides what a failing step printed.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

pub type Done = Result<(), String>;

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default()
}

/// Runs a step, showing its name, and its time when it took long. Its output goes through.
pub fn step(name: &str, command: &mut Command) -> Done {
    let started = Instant::now();
    println!("▸ {name}");
    let status = command
        .current_dir(root())
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("{name}: {} cannot be started: {error}", command.get_program().display()))?;
    let seconds = started.elapsed().as_secs();
    if seconds >= 5 {
        println!("  {name}: {seconds} s");
    }
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})")) }
}

/// What a program prints, trimmed; none when it cannot be run or fails.
pub fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(root()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// `cargo` with arguments, sharing this build's target folder.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// `node` with arguments.
pub fn node(arguments: &[&str]) -> Command {
    let mut command = Command::new("node");
    command.args(arguments);
    command
}

/// A program that an npm package brings.
pub fn npm_bin(name: &str) -> Command {
    let mut command = Command::new("node");
    // The shims under .bin are scripts on some systems and links on others; node runs what they point at.
    let shim = root().join("node_modules/.bin").join(name);
    command.arg(std::fs::canonicalize(&shim).unwrap_or(shim));
    command
}

/// Refuses options that the command does not know.
pub fn only(options: &[String], known: &[&str]) -> Done {
    match options.iter().find(|option| !known.contains(&option.as_str())) {
        Some(option) if known.is_empty() => Err(format!("unknown option “{option}”: this command takes none")),
        Some(option) => Err(format!("unknown option “{option}”: write {}", known.join(" or "))),
        None => Ok(()),
    }
}
