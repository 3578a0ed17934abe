//! The command line: what it takes, and which part of the command answers. Rules, checking and logs are the library's.

mod check;
mod document;
mod draft;
mod export;
mod guide;
mod html;
mod markdown;
mod resources;
mod sarif;
mod source;

use clap::{Parser, Subcommand};
use std::io::{self, Write};
use std::process::ExitCode;

/// A brand style guide at the writer's cursor: flags, fixes and an exportable log of rework.
#[derive(Parser)]
#[command(name = "housestyle", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check texts against a guide.
    ///
    /// Exit status: 0 when no flag of the severity told by --fail-on was raised, 1 when one was, 2 when the guide, a
    /// file or the command line could not be read.
    Check(check::Arguments),
    /// Work with guides.
    #[command(subcommand)]
    Guide(guide::Command),
    /// Merge exported logs into one, as JSON Lines or CSV.
    ///
    /// Events are told apart by their id, so the same log may be given twice. What is missing between the events of an
    /// installation is reported on standard error. When a line cannot be read, nothing is written.
    Export(export::Arguments),
}

/// How a command ended, in the order of what matters more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All is well.
    Fine,
    /// A flag was raised that must not be there.
    Flagged,
    /// Something could not be read or written.
    Failed,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = match arguments.command {
        Command::Check(arguments) => check::run(&arguments, &mut out),
        Command::Guide(command) => guide::run(&command, &mut out),
        Command::Export(arguments) => export::run(&arguments, &mut out),
    };
    let outcome = outcome.and_then(|outcome| out.flush().map(|()| outcome)).unwrap_or_else(|error| {
        // Whoever reads has enough, as `head` does: not worth a word.
        if error.kind() != io::ErrorKind::BrokenPipe {
            complain(&format!("cannot write: {error}"));
        }
        Outcome::Failed
    });
    ExitCode::from(outcome as u8)
}

/// One line on standard error. That it cannot be written is no reason to stop.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
