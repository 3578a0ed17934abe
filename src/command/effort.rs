//! `housestyle effort`: two files in, the edits of each pair of lines out. Writes nothing before both were read.

use super::guide::counted;
use super::{Outcome, complain, source};
use clap::Args;
use housestyle::rework::{Ter, ter};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// What was given, a text a line; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    given: PathBuf,
    /// What became of it, line by line; `-` is standard input.
    #[arg(long = "final", value_name = "FILE")]
    last: PathBuf,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    ter: Ter,
    hter: f64,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<Outcome> {
    let files = [&arguments.given, &arguments.last];
    if files.iter().all(|path| path.as_os_str() == "-") {
        complain("--given and --final cannot both be standard input: name a file for one of them");
        return Ok(Outcome::Failed);
    }
    let texts = files.map(|path| {
        let text = source::read_text(path);
        text.map_err(|error| complain(&format!("{}: {error}", path.display())))
    });
    let [Ok(given), Ok(last)] = texts else { return Ok(Outcome::Failed) };
    let (given, last): (Vec<&str>, Vec<&str>) = (given.lines().collect(), last.lines().collect());
    if given.len() != last.len() {
        complain(&format!(
            "{} has {}, {} has {}: each line of the one needs its line in the other (an empty line for a text that went)",
            arguments.given.display(),
            counted(given.len(), "line"),
            arguments.last.display(),
            counted(last.len(), "line"),
        ));
        return Ok(Outcome::Failed);
    }
    for (given, last) in given.into_iter().zip(last) {
        let ter = ter(given, last);
        let row = serde_json::to_string(&Row { ter, hter: ter.hter() })?;
        writeln!(out, "{row}")?;
    }
    Ok(Outcome::Fine)
}
