//! Writes the made-up logs of many people, as they would export them, and what the fold makes of them: the same every
//! time. `cargo run --example sample_logs -- --people 50 --events 4000 --format jsonl --out target/sample`

mod person;
mod random;

use clap::{Parser, ValueEnum};
use housestyle::export::{OtlpFile, ParquetFile, line};
use housestyle::rework::Event;
use housestyle::rework::scorecard::{Fold, Settings, Span};
use person::{BEGIN, Person};
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

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
    /// Where `logs/` and `expected.jsonl` are written.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Jsonl,
    Parquet,
    Otlp,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let logs = arguments.out.join("logs");
    fs::create_dir_all(&logs)?;
    // Two scorecards of the same logs: of all there is, and of a span with a present and a rate.
    let (from, to) = (BEGIN + 10 * 86_400_000, BEGIN + 70 * 86_400_000);
    let mut whole = Fold::default();
    let mut part = Fold::new(Span { from: Some(from), to: Some(to) }, None);
    let (mut events, mut waiting) = (0, Vec::new());
    let mut take = |name: String, log: Vec<Event>| -> Result<(), Box<dyn Error>> {
        for event in &log {
            whole.add(event);
            part.add(event);
        }
        events += log.len();
        write(&logs.join(name), arguments.format, log)
    };
    let ending = match arguments.format {
        Format::Jsonl => "jsonl",
        Format::Parquet => "parquet",
        Format::Otlp => "otlp.jsonl",
    };
    for number in 1..=arguments.people {
        let (log, more) = Person::new(number).write(arguments.events);
        waiting.extend(more);
        take(format!("{number:04}.{ending}"), log)?;
    }
    let number = arguments.people + 1;
    take(format!("{number:04}.{ending}"), Person::new(number).answer(&waiting))?;
    let settings = Settings { now: Some(to), rate_hundredths: Some(6_450) };
    let card = serde_json::json!({
        "whole": whole.scorecard(&Settings::default()).numbers,
        "part": part.scorecard(&settings).numbers,
        "settings": {"from_ms": from, "to_ms": to, "now_ms": to, "rate_hundredths": 6_450},
        "events": events,
    });
    fs::write(arguments.out.join("expected.json"), card.to_string())?;
    println!("{events} events of {} people", arguments.people + 1);
    Ok(())
}

fn write(path: &Path, format: Format, events: Vec<Event>) -> Result<(), Box<dyn Error>> {
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
                if let Some(lines) = otlp.push(event) {
                    file.write_all(lines.as_bytes())?;
                }
            }
            file.write_all(otlp.finish().as_bytes())?;
        }
    }
    file.flush()?;
    Ok(())
}
