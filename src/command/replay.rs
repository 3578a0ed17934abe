//! `housestyle replay`: a trace in, its outcome out. Nothing is printed of a trace with a line that cannot be read.

use super::{Outcome, complain, guide, source};
use clap::{Args, ValueEnum};
use housestyle::rework::{GenerationEffort, LONGEST_GAP_MS, Replay, Replayed, TraceEdit};
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// What to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Take every edit's origin as the trace has it. Otherwise what was taken out lately and comes back whole as
    /// `pasted` or `unknown` (a move, an editor that refills its field) has the origin it had.
    #[arg(long)]
    as_told: bool,
    /// Gaps between edits longer than so many milliseconds are pauses and no touch time.
    #[arg(long, value_name = "MS", default_value_t = LONGEST_GAP_MS)]
    pause: u64,
    /// The trace; `-` is standard input.
    #[arg(value_name = "TRACE")]
    trace: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables, for people.
    Text,
    /// One JSON object, for programs.
    Json,
}

/// At most so many problems of a trace are told.
const MOST_PROBLEMS: usize = 20;

pub fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<Outcome> {
    let path = &arguments.trace;
    let text = match source::read_text(path) {
        Ok(text) => text,
        Err(error) => {
            complain(&format!("{}: {error}", path.display()));
            return Ok(Outcome::Failed);
        }
    };
    let mut replay = Replay::new(arguments.as_told, arguments.pause);
    let mut problems = 0;
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        // Behind a line that is wrong the text is not what the trace means: its edits are read, and not made.
        let edit = TraceEdit::parse(line, number);
        let done = edit.and_then(|edit| if problems == 0 { replay.apply(&edit, number) } else { Ok(()) });
        if let Err(problem) = done {
            complain(&guide::name(path, &problem));
            problems += 1;
        }
        if problems == MOST_PROBLEMS {
            complain(&format!("{}: there may be more problems; put these right first", path.display()));
            break;
        }
    }
    if problems > 0 {
        return Ok(Outcome::Failed);
    }
    let replayed = replay.finish();
    if replayed.characters_came_back > 0 {
        complain(&format!(
            "{}: {} that the trace calls pasted or unknown had been taken out before, and have the origin they had then \
             (--as-told takes every origin from the trace)",
            path.display(),
            guide::counted(replayed.characters_came_back as usize, "character"),
        ));
    }
    match arguments.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&replayed)?)?,
        Format::Text => print(&replayed, out)?,
    }
    Ok(Outcome::Fine)
}

fn print(replayed: &Replayed, out: &mut impl Write) -> io::Result<()> {
    let Replayed { characters, words, .. } = replayed;
    writeln!(out, "Final text: {characters} characters, {words} words\n\n{}\n", replayed.text)?;
    writeln!(out, "Origin runs (UTF-16 offsets)\n")?;
    for run in &replayed.runs {
        let origin = serde_json::to_value(run.origin)?;
        write!(out, "{:>8}..{:<8} {}", run.start, run.end, origin.as_str().unwrap_or_default())?;
        if let Some(generation) = run.generation {
            write!(out, ", generation {generation}")?;
        }
        if let Some(tool) = &run.tool {
            write!(out, " ({tool})")?;
        }
        writeln!(out)?;
    }
    let shares: Vec<String> = replayed.origins.iter().map(|(origin, units)| format!("{origin} {units}")).collect();
    writeln!(out, "\nCharacters by origin: {}", shares.join(", "))?;
    writeln!(
        out,
        "Process: {} put in, {} taken out, product-process ratio {:.3}; touch time {:.1} s of {:.1} s; {} P-bursts, {} R-bursts",
        replayed.characters_inserted,
        replayed.characters_deleted,
        replayed.product_process_ratio,
        seconds(replayed.touch_ms),
        seconds(replayed.elapsed_ms),
        replayed.p_bursts,
        replayed.r_bursts,
    )?;
    for generation in &replayed.generations {
        print_generation(generation, out)?;
    }
    Ok(())
}

fn print_generation(generation: &GenerationEffort, out: &mut impl Write) -> io::Result<()> {
    let GenerationEffort { effort, .. } = generation;
    let ter = &effort.ter;
    write!(out, "\nGeneration {}", generation.generation)?;
    if let Some(tool) = &generation.tool {
        write!(out, " ({tool})")?;
    }
    write!(out, ", iteration {}", generation.iteration)?;
    if let Some(replaces) = generation.replaces {
        write!(out, ", in place of {replaces}")?;
    }
    writeln!(
        out,
        "\n  words: {} given, {} kept in place (retention {:.3}), {} in its place now",
        effort.given_words, effort.kept_words, generation.retention, ter.reference_length,
    )?;
    writeln!(
        out,
        "  edits: {} insertions, {} deletions, {} substitutions, {} shifts; HTER {:.4}",
        ter.insertions, ter.deletions, ter.substitutions, ter.shifts, generation.hter,
    )?;
    writeln!(
        out,
        "  characters: {} given, {} kept; {} put in, {} taken out; {} in its place now; product-process ratio {:.3}",
        generation.given_characters,
        generation.kept_characters,
        generation.characters_inserted,
        generation.characters_deleted,
        generation.final_characters,
        generation.product_process_ratio,
    )?;
    writeln!(
        out,
        "  touch time {:.1} s; {:.1} s from its coming to the last edit in its place",
        seconds(generation.touch_ms),
        seconds(generation.elapsed_ms),
    )
}

fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
