//! An exported log as a file of records that can be read again: JSON Lines, or the CSV that is exported beside them. Never
//! guesses an encoding, and names the line it could not read.

use housestyle::export::{COLUMNS, Csv, Line, LogReader, parse_line, parse_line_of_any_version};
use housestyle::guide::Problem;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

/// At most so many problems of one file are told.
pub const MOST_PROBLEMS: usize = 20;

/// A log that can be read again.
pub struct Log {
    pub path: PathBuf,
    reader: BufReader<Box<dyn ReadAgain>>,
    /// Where the reader stands.
    at: u64,
    /// The line it stands at.
    line: u32,
    /// Where the log is a table: what reads its rows, once its head was read.
    table: Option<LogReader>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was read that tells what the log is.
    New,
    Begun,
    /// It is none, which has been told.
    Refused,
}

/// Where a record begins.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub offset: u64,
    pub line: u32,
}

/// What a log is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be written again: what cannot be kept whole is a problem.
    Keep,
    /// To be counted: what only a newer version knows is told.
    Count,
}

trait ReadAgain: Read + Seek {}
impl<T: Read + Seek> ReadAgain for T {}

/// Opens a log; `-` is standard input.
pub fn open(path: &Path) -> io::Result<Log> {
    let reader: Box<dyn ReadAgain> = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Box::new(Cursor::new(bytes))
    } else {
        Box::new(File::open(path)?)
    };
    Ok(Log { path: path.to_owned(), reader: BufReader::new(reader), at: 0, line: 1, table: None, state: State::New })
}

impl Log {
    /// The next record and where it begins; none at the end. A table whose head is none ends there.
    pub fn record(&mut self, purpose: Purpose) -> io::Result<Option<(Place, Result<Line, Problem>)>> {
        while self.state != State::Refused {
            let place = Place { offset: self.at, line: self.line };
            let bytes = self.bytes()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let text = match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(_) => return Ok(Some((place, Err(not_utf8(place.line))))),
            };
            // The byte order mark that a file may begin with.
            let text = if place.offset == 0 { text.trim_start_matches('\u{feff}') } else { &text };
            if text.trim().is_empty() {
                continue;
            }
            if self.state == State::New {
                self.state = State::Begun;
                if !text.trim_start().starts_with(['{', '[']) {
                    self.table = Some(LogReader::default());
                    if let Err(problem) = self.head(text, purpose) {
                        self.state = State::Refused;
                        return Ok(Some((place, Err(Problem { line: place.line, ..problem }))));
                    }
                    continue;
                }
            }
            return Ok(Some((place, self.read(text, place, purpose))));
        }
        Ok(None)
    }

    /// Reads a record again.
    pub fn record_at(&mut self, place: Place, purpose: Purpose) -> io::Result<Option<Result<Line, Problem>>> {
        if place.offset != self.at {
            self.reader.seek_relative(place.offset as i64 - self.at as i64)?;
        }
        (self.at, self.line) = (place.offset, place.line);
        Ok(self.record(purpose)?.map(|(_, read)| read))
    }

    /// A line; of a table as many as its quotes hold together.
    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut quotes = 0;
        loop {
            let before = bytes.len();
            let read = self.reader.read_until(b'\n', &mut bytes)?;
            self.at += read as u64;
            self.line += u32::from(read > 0);
            if read == 0 || self.table.is_none() {
                return Ok(bytes);
            }
            quotes += bytes[before..].iter().filter(|byte| **byte == b'"').count();
            if quotes.is_multiple_of(2) {
                return Ok(bytes);
            }
        }
    }

    /// Reads the names of a table's columns.
    fn head(&mut self, text: &str, purpose: Purpose) -> Result<(), Problem> {
        let Some(table) = &mut self.table else { return Ok(()) };
        if let Some(Err(problem)) = table.push(&ended(text)).pop() {
            return Err(problem);
        }
        let known =
            |name: &str| COLUMNS.iter().any(|column| column.name == name) || Csv::columns().any(|own| own == name);
        let newer = text.trim_end().split(',').map(|name| name.trim_matches('"')).find(|name| !known(name));
        match newer.filter(|_| purpose == Purpose::Keep) {
            Some(name) => Err(Problem {
                field: name.into(),
                message: format!("unknown column {name:?}"),
                fix: "take the column out, or read this log with the version of Housestyle that wrote it".into(),
                ..Problem::default()
            }),
            None => Ok(()),
        }
    }

    fn read(&mut self, text: &str, Place { line, .. }: Place, purpose: Purpose) -> Result<Line, Problem> {
        let Some(table) = &mut self.table else {
            return match purpose {
                Purpose::Keep => parse_line(text, line).map(|event| Line::Event(Box::new(event))),
                Purpose::Count => parse_line_of_any_version(text, line),
            };
        };
        let mut read = table.push(&ended(text));
        read.extend(table.finish());
        let problem =
            |message: &str, fix: &str| Problem { message: message.into(), fix: fix.into(), ..Problem::default() };
        let read = read.pop().unwrap_or_else(|| {
            Err(problem(
                "this row has no cells",
                "export the log again; a file that was cut off or edited by hand ends like this",
            ))
        });
        let read = match read {
            Ok(Line::Newer(newer)) if purpose == Purpose::Keep => Err(Problem {
                field: "kind".into(),
                ..problem(
                    &format!("an event of kind {:?} that this version does not know", newer.kind),
                    "read this log with the version of Housestyle that wrote it, so that nothing is lost",
                )
            }),
            read => read,
        };
        read.map_err(|problem| Problem { line, ..problem })
    }
}

/// With the end of a line, by which a reader of pieces knows that a row is whole.
fn ended(text: &str) -> String {
    format!("{}\n", text.trim_end_matches(['\r', '\n']))
}

fn not_utf8(line: u32) -> Problem {
    Problem {
        line,
        message: "this line is not UTF-8".into(),
        fix: "export the log again, or save the file as UTF-8".into(),
        ..Problem::default()
    }
}
