//! Writes the made-up logs of many people, as they would export them, and what the fold makes of them: the same every
//! time. `cargo run --example sample_logs -- --people 50 --events 4000 --format jsonl --out target/sample`

mod person;
mod random;

use clap::{Parser, ValueEnum};
use housestyle::export::{OtlpFile, ParquetFile, line};
use housestyle::rework::scorecard::{Fold, Scorecard, Settings, Span};
use housestyle::rework::{Event, EventKind};
use person::{BEGIN, Person};
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Parser)]
struct Arguments {
    /// How many people write.
    #[arg(long, default_value_t = 50)]
    people: u64,
    /// About how many events each has.
    #[arg(long, default_value_t = 4_000)]
    events: usize,
    /// As what the logs are written.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Do this part alone: each can then be measured by itself.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Where `logs/` and `expected.json` are written.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Jsonl,
    Parquet,
    Otlp,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The logs.
    Write,
    /// What the fold makes of them.
    Fold,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let logs = arguments.out.join("logs");
    fs::create_dir_all(&logs)?;
    if arguments.only != Some(Part::Fold) {
        let mut lines = 0;
        each_log(&arguments, |name, log| {
            lines += log.len();
            write(&logs.join(name), arguments.format, log)
        })?;
        println!("  {lines} events written, some of them twice");
    }
    if arguments.only != Some(Part::Write) {
        // Three scorecards of the same logs: of all there is, of a span with a present and a rate, and of the moment in which
        // a flag was raised and nobody's keys were logged, so that what is unknown is compared, too.
        let (from, to) = (BEGIN + 10 * 86_400_000, BEGIN + 70 * 86_400_000);
        let (whole, events, seconds) = fold(&arguments, Span::default(), &Settings::default())?;
        let settings = Settings { now: Some(to), rate_hundredths: Some(6_450) };
        let (part, ..) = fold(&arguments, Span { from: Some(from), to: Some(to) }, &settings)?;
        let moment = Person::new(1).write(arguments.events).0.into_iter().find_map(|event| match event.kind {
            EventKind::FlagRaised { .. } => Some(event.at),
            _ => None,
        });
        let moment = moment.ok_or("no flag was raised")?;
        let (still, ..) = fold(&arguments, Span { from: Some(moment), to: Some(moment + 1) }, &settings)?;
        assert_eq!(still.value("touch", "", ""), None, "keys were logged in that moment");
        let card = serde_json::json!({
            "whole": whole.numbers,
            "part": part.numbers,
            "moment": still.numbers,
            "moment_settings": {"from_ms": moment, "to_ms": moment + 1, "now_ms": to, "rate_hundredths": 6_450},
            "settings": {"from_ms": from, "to_ms": to, "now_ms": to, "rate_hundredths": 6_450},
            "events": events,
            "fold_seconds": seconds,
        });
        fs::write(arguments.out.join("expected.json"), card.to_string())?;
        println!("  {events} events of {} people folded in {seconds:.1} s", arguments.people + 1);
    }
    Ok(())
}

/// The scorecard of a span, of how many events there are in all, and the seconds that folding them took.
fn fold(arguments: &Arguments, span: Span, settings: &Settings) -> Result<(Scorecard, u64, f64), Box<dyn Error>> {
    let (mut fold, mut events, mut took) = (Fold::new(span, None), 0, Duration::ZERO);
    each_log(arguments, |_, log| {
        let begun = Instant::now();
        events += log.iter().map(|event| u64::from(fold.add(event))).sum::<u64>();
        took += begun.elapsed();
        Ok(())
    })?;
    let begun = Instant::now();
    let card = fold.scorecard(settings);
    Ok((card, events, (took + begun.elapsed()).as_secs_f64()))
}

/// Makes each person's log in turn, under the name of its file. Every tenth person has exported the first half of it
/// before, under another name: no event of it may count twice.
fn each_log(
    arguments: &Arguments,
    mut take: impl FnMut(String, &[Event]) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let ending = match arguments.format {
        Format::Jsonl => "jsonl",
        Format::Parquet => "parquet",
        Format::Otlp => "otlp.jsonl",
    };
    let mut waiting = Vec::new();
    for number in 1..=arguments.people {
        let (log, more) = Person::new(number).write(arguments.events);
        waiting.extend(more);
        if number.is_multiple_of(10) {
            take(format!("{number:04}-earlier.{ending}"), &log[..log.len() / 2])?;
        }
        take(format!("{number:04}.{ending}"), &log)?;
    }
    let number = arguments.people + 1;
    take(format!("{number:04}.{ending}"), &Person::new(number).answer(&waiting))
}

fn write(path: &Path, format: Format, events: &[Event]) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    match format {
        Format::Jsonl => events.iter().try_for_each(|event| file.write_all(line(event).as_bytes()))?,
        Format::Parquet => {
            let mut parquet = ParquetFile::new(file)?;
            events.iter().try_for_each(|event| parquet.push(event))?;
            parquet.finish()?.flush()?;
            return Ok(());
        }
        Format::Otlp => {
            let mut otlp = OtlpFile::default();
            for event in events {
                if let Some(lines) = otlp.push(event.clone()) {
                    file.write_all(lines.as_bytes())?;
                }
            }
            file.write_all(otlp.finish().as_bytes())?;
        }
    }
    file.flush()?;
    Ok(())
}
