//! The command line: what it takes, and which part of the command answers. Rules, checking and logs are the library's.

mod check;
mod document;
mod draft;
mod effort;
mod export;
mod guide;
mod html;
mod log;
mod markdown;
mod replay;
mod resources;
mod sarif;
mod score;
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
    /// Merge exported logs into one, as JSON Lines, CSV, Parquet or OTLP.
    ///
    /// Reads JSON Lines and CSV.
    /// Events are told apart by their id, so the same log may be given twice. What is missing between the events of an
    /// installation is reported on standard error. When a line cannot be read, nothing is written.
    Export(export::Arguments),
    /// Measure the edits between what was given and what became of it, line by line.
    ///
    /// Prints one JSON line for each pair of lines: `insertions`, `deletions`, `substitutions` and `shifts` in words,
    /// `reference_length` (words of the final line) and `hter` (edits per word of the final line). The figures are those
    /// of sacrebleu's TER with its default settings. Exit status: 0, or 2 when a file could not be read or the two
    /// differ in length.
    Effort(effort::Arguments),
    /// Replay a recorded editing trace: the final text, how each run of it came in, the effort of each AI generation.
    ///
    /// A trace is JSON Lines, one edit a line: {"at":1764000000000,"origin":"ai","tool":"ChatGPT","pos":0,"del":0,"ins":"Save."}.
    /// `at` is epoch milliseconds; `pos` and `del` count UTF-16 code units; `origin` is typed, pasted, ai, suggestion,
    /// module, unknown, undo or redo; `tool` may be left out. The text is empty to begin with. Edits are made in the order of
    /// their lines; where a time is before the one of the line above, no time has passed. An edit may put in or take out half
    /// of a surrogate pair; half a character is printed as U+FFFD. Exit status: 0, or 2 when a line could not be read.
    Replay(replay::Arguments),
    /// Print the scorecard of exported logs, of one person or of several.
    ///
    /// Events are told apart by their id, so the same log may be given twice. What is missing, and what a newer version
    /// logged, is reported on standard error.
    Score(score::Arguments),
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
        Command::Effort(arguments) => effort::run(&arguments, &mut out),
        Command::Replay(arguments) => replay::run(&arguments, &mut out),
        Command::Score(arguments) => score::run(&arguments, &mut out),
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
