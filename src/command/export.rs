//! `housestyle export`: logs in, one log out. Reads every line before it writes the first, and keeps places, not
//! events, in memory; a file is written beside its name and takes it only when whole.

use super::log::{Log, MOST_PROBLEMS, Place, Purpose, open};
use super::{Outcome, complain, guide, source};
use clap::{Args, ValueEnum};
use housestyle::export::{Csv, Gap, Line, OtlpFile, ParquetFile, Position, gaps_between, line, merge_by};
use housestyle::rework::Event;
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Args)]
pub struct Arguments {
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Begin the CSV with the mark by which spreadsheets know UTF-8.
    #[arg(long)]
    bom: bool,
    /// Where to write; standard output unless told.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The logs, as exported in JSON Lines or CSV; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Lines: an event a line, for programs.
    Jsonl,
    /// CSV (RFC 4180), for spreadsheets.
    Csv,
    /// Apache Parquet, for data frames and warehouses.
    Parquet,
    /// OTLP logs in JSON, a request a line, for OpenTelemetry collectors.
    Otlp,
}

/// Where an event stands, in its log and in time.
struct Entry {
    log: usize,
    place: Place,
    id: Box<str>,
    installation: Rc<str>,
    seq: u64,
    at: u64,
    /// Of all it says.
    digest: u64,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<Outcome> {
    if arguments.bom && arguments.format != Format::Csv {
        complain("--bom is for CSV: add --format csv, or leave it out");
        return Ok(Outcome::Failed);
    }
    let Some((mut logs, entries)) = read_all(&arguments.files) else { return Ok(Outcome::Failed) };
    let entries = merge_by(entries, |entry| Position {
        id: &entry.id,
        installation: &entry.installation,
        seq: entry.seq,
        at: entry.at,
    });
    for Gap { installation, from, to } in gaps_between(entries.iter().map(|entry| (&*entry.installation, entry.seq))) {
        let missing = to - from + 1;
        let range = if from == to { from.to_string() } else { format!("{from} to {to}") };
        let events = if missing == 1 { "1 event is".into() } else { format!("{missing} events are") };
        complain(&format!("installation {installation}: {events} missing (seq {range})"));
    }
    match &arguments.output {
        None => write_all(arguments, &mut logs, &entries, out)?,
        Some(path) => {
            if let Err(error) = write_file(path, |file| write_all(arguments, &mut logs, &entries, file)) {
                complain(&format!("{}: {error}", path.display()));
                return Ok(Outcome::Failed);
            }
        }
    }
    Ok(Outcome::Fine)
}

/// Reads all logs through; none when anything is wrong with any, which has then been said.
fn read_all(paths: &[PathBuf]) -> Option<(Vec<Log>, Vec<Entry>)> {
    let (mut logs, mut entries) = (Vec::new(), Vec::new());
    let mut installations = HashSet::new();
    let mut whole = true;
    for path in paths {
        match open(path).and_then(|mut log| {
            let readable = index(&mut log, logs.len(), &mut entries, &mut installations)?;
            Ok((log, readable))
        }) {
            Ok((log, readable)) => {
                whole &= readable;
                logs.push(log);
            }
            Err(error) => {
                complain(&format!("{}: {}", path.display(), source::unreadable(path, &error)));
                whole = false;
            }
        }
    }
    (whole && agree(&logs, &entries)).then_some((logs, entries))
}

/// Notes where each event of a log stands. False when a line could not be read, which has then been said.
fn index(
    log: &mut Log,
    number_of_log: usize,
    entries: &mut Vec<Entry>,
    installations: &mut HashSet<Rc<str>>,
) -> io::Result<bool> {
    let mut problems = 0;
    while let Some((place, read)) = log.record(Purpose::Keep)? {
        match read {
            Ok(Line::Event(event)) => {
                let installation = match installations.get(event.installation.as_str()) {
                    Some(known) => known.clone(),
                    None => Rc::from(event.installation.as_str()),
                };
                installations.insert(installation.clone());
                entries.push(Entry {
                    log: number_of_log,
                    place,
                    installation,
                    seq: event.seq,
                    at: event.at,
                    digest: digest(&event),
                    id: event.id.into(),
                });
            }
            Ok(Line::Newer(_)) => unreachable!("what is to be kept is read whole or not at all"),
            Err(problem) if problems < MOST_PROBLEMS => {
                complain(&guide::name(&log.path, &problem));
                problems += 1;
            }
            Err(_) => {
                complain(&format!("{}: there are more problems; put these right first", log.path.display()));
                return Ok(false);
            }
        }
    }
    Ok(problems == 0)
}

/// The event that was found at a place.
fn event(log: &mut Log, entry: &Entry) -> io::Result<Event> {
    match log.record_at(entry.place, Purpose::Keep)? {
        Some(Ok(Line::Event(event))) => Some(*event),
        _ => None,
    }
    .filter(|event| digest(event) == entry.digest)
    .ok_or_else(|| io::Error::other(format!("{} changed while it was read: try again", log.path.display())))
}

pub(super) fn digest(event: &Event) -> u64 {
    let mut hasher = DefaultHasher::new();
    line(event).hash(&mut hasher);
    hasher.finish()
}

/// Whether events with the same id say the same; where not, which ones is said.
fn agree(logs: &[Log], entries: &[Entry]) -> bool {
    let mut by_id: Vec<&Entry> = entries.iter().collect();
    by_id.sort_by(|a, b| a.id.cmp(&b.id));
    let mut agree = true;
    for pair in by_id.windows(2) {
        let (one, other) = (pair[0], pair[1]);
        if one.id == other.id && one.digest != other.digest {
            let place = |entry: &Entry| format!("{}:{}", logs[entry.log].path.display(), entry.place.line);
            complain(&format!(
                "{}: id: {} stands for another event in {} (leave out the log that was changed)",
                place(other),
                other.id,
                place(one),
            ));
            agree = false;
        }
    }
    agree
}

fn write_all(arguments: &Arguments, logs: &mut [Log], entries: &[Entry], out: &mut impl Write) -> io::Result<()> {
    let mut events = entries.iter().map(|entry| event(&mut logs[entry.log], entry));
    match arguments.format {
        Format::Jsonl => events.try_for_each(|event| out.write_all(line(&event?).as_bytes()))?,
        Format::Csv => {
            out.write_all(Csv::header(arguments.bom).as_bytes())?;
            events.try_for_each(|event| out.write_all(Csv::row(&event?).as_bytes()))?;
        }
        Format::Otlp => {
            let mut file = OtlpFile::default();
            for event in events {
                if let Some(lines) = file.push(event?) {
                    out.write_all(lines.as_bytes())?;
                }
            }
            out.write_all(file.finish().as_bytes())?;
        }
        Format::Parquet => {
            let spool = Spool::default();
            let mut file = ParquetFile::new(spool.clone()).map_err(io::Error::other)?;
            for event in events {
                file.push(&event?).map_err(io::Error::other)?;
                out.write_all(&spool.take())?;
            }
            file.finish().map_err(io::Error::other)?;
            out.write_all(&spool.take())?;
        }
    }
    out.flush()
}

/// What a writer that wants to own its sink has written so far.
#[derive(Clone, Default)]
struct Spool(Arc<Mutex<Vec<u8>>>);

impl Spool {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a file beside its name and gives it the name when it is whole, so that an input may be the output too.
fn write_file(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut name = OsString::from(path);
    name.push(".partial");
    let partial = PathBuf::from(name);
    let file = File::create_new(&partial).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let message = format!("{} is in the way: remove it, or choose another name", partial.display());
            io::Error::new(error.kind(), message)
        }
        _ => error,
    })?;
    let mut file = BufWriter::new(file);
    let written = write(&mut file).and_then(|()| file.get_ref().sync_all()).and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // What is left is of no use to anybody; the error that is told is the one that matters.
        let _ = fs::remove_file(&partial);
    }
    written
}
