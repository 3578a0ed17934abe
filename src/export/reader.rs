//! Reads an exported log piece by piece, JSON Lines or CSV, told apart by how it begins. Holds no more than the line
//! that is not whole yet; what cannot be read is told with its line, never guessed at.

use super::json_lines::{Line, parse_line_of_any_version};
use super::table::{COLUMNS, Sort};
use crate::guide::Problem;
use csv::ReaderBuilder;
use serde_json::{Map, Value};

/// A log that comes in pieces.
///
/// ```
/// use housestyle::export::LogReader;
/// let mut reader = LogReader::default();
/// assert!(reader.push("{\"nonse").is_empty());
/// assert!(reader.push("nse\": 1}\n")[0].is_err());
/// assert!(reader.finish().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct LogReader {
    rest: String,
    /// How far `rest` was looked at, and whether that ends within quotes.
    looked: (usize, bool),
    lines: u32,
    format: Option<Format>,
}

#[derive(Debug)]
enum Format {
    JsonLines,
    /// Names of the columns, in the order of the file.
    Csv(Vec<String>),
    /// No log; one problem has said so, and what follows is not looked at.
    Refused,
}

/// A record that is longer is none of an event.
const LONGEST: usize = 4 << 20;

/// What other files begin with, and what they are.
const OTHERS: [(&str, &str); 5] = [
    ("PAR1", "a Parquet file"),
    ("PK\u{3}\u{4}", "a packed file"),
    ("\u{1f}\u{fffd}", "a packed file"),
    ("\u{1f}\u{8b}", "a packed file"),
    ("{\"resourceLogs\"", "a file of OTLP logs"),
];

impl LogReader {
    /// The lines that a piece of text makes whole.
    pub fn push(&mut self, text: &str) -> Vec<Result<Line, Problem>> {
        if matches!(self.format, Some(Format::Refused)) {
            return Vec::new();
        }
        self.rest.push_str(text);
        if let Some(problem) = self.other_file() {
            return vec![Err(self.refuse(problem))];
        }
        let whole = self.whole();
        let mut read = self.take(whole);
        if self.rest.len() > LONGEST {
            let message = format!("this line is longer than {} MB, which no event is", LONGEST >> 20);
            let problem = Problem { line: self.lines + 1, message, ..Problem::default() };
            read.push(Err(self.refuse(problem)));
        }
        read
    }

    /// The last line, where no line break ends it.
    pub fn finish(&mut self) -> Vec<Result<Line, Problem>> {
        self.take(self.rest.len())
    }

    /// What is wrong with a log that is none from its first letters on.
    fn other_file(&self) -> Option<Problem> {
        let begin = self.rest.trim_start_matches('\u{feff}');
        let what = OTHERS.iter().find(|(begins, _)| self.format.is_none() && begin.starts_with(begins))?.1;
        Some(Problem { message: format!("this is {what}"), ..Problem::default() })
    }

    fn refuse(&mut self, problem: Problem) -> Problem {
        self.format = Some(Format::Refused);
        self.rest = String::new();
        Problem { fix: "give a log exported by Housestyle as JSON Lines or CSV".into(), ..problem }
    }

    /// Up to where records are whole: in CSV a line break within quotes ends none.
    fn whole(&mut self) -> usize {
        let csv = match &self.format {
            Some(format) => matches!(format, Format::Csv(_)),
            None => begins_csv(&self.rest),
        };
        if !csv {
            return self.rest.rfind('\n').map_or(0, |at| at + 1);
        }
        let (mut from, mut quoted) = self.looked;
        let mut end = 0;
        for (at, byte) in self.rest.bytes().enumerate().skip(from) {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => end = at + 1,
                _ => {}
            }
            from = at + 1;
        }
        self.looked = (from - end, quoted);
        end
    }

    fn take(&mut self, whole: usize) -> Vec<Result<Line, Problem>> {
        let tail = self.rest.split_off(whole);
        let text = std::mem::replace(&mut self.rest, tail);
        if text.is_empty() || matches!(self.format, Some(Format::Refused)) {
            return Vec::new();
        }
        let mut text = text.as_str();
        if self.format.is_none() {
            text = text.trim_start_matches('\u{feff}');
        }
        if self.format.is_none() && !begins_csv(text) {
            // Blank lines before the first event say nothing of what follows.
            self.format = (!text.trim().is_empty()).then_some(Format::JsonLines);
        }
        match &self.format {
            None if text.trim().is_empty() => {
                self.lines += text.lines().count() as u32;
                Vec::new()
            }
            Some(Format::JsonLines) => self.json_lines(text),
            _ => self.csv(text),
        }
    }

    fn json_lines(&mut self, text: &str) -> Vec<Result<Line, Problem>> {
        let mut read = Vec::new();
        for line in text.lines() {
            self.lines += 1;
            if !line.trim().is_empty() {
                read.push(parse_line_of_any_version(line, self.lines));
            }
        }
        read
    }

    fn csv(&mut self, text: &str) -> Vec<Result<Line, Problem>> {
        let mut read = Vec::new();
        // The reader takes a byte order mark away wherever it begins; within a log that is part of a cell.
        let text = format!("\n{text}");
        let mut records = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let (mut line, mut counted) = (self.lines, 0);
        for record in records.records() {
            let Ok(record) = record else { continue };
            let mut start = record.position().map_or(counted, |position| position.byte() as usize);
            while text[start..].starts_with(['\r', '\n']) {
                start += 1;
            }
            line += text[counted..start].matches('\n').count() as u32;
            counted = start;
            match &self.format {
                Some(Format::Csv(names)) if names.len() == record.len() => read.push(event(names, &record, line)),
                Some(Format::Csv(names)) => read.push(Err(Problem {
                    line,
                    message: format!("this row has {} cells, and the table {} columns", record.len(), names.len()),
                    fix: "export the log again; a file that was cut off or edited by hand ends like this".into(),
                    ..Problem::default()
                })),
                _ => {
                    let names: Vec<String> = record.iter().map(str::to_owned).collect();
                    let absent =
                        COLUMNS.iter().find(|column| column.required && !names.iter().any(|n| n == column.name));
                    if let Some(column) = absent {
                        let message = format!("there is no column {:?}", column.name);
                        let field = column.name.into();
                        read.push(Err(self.refuse(Problem { line, field, message, ..Problem::default() })));
                        return read;
                    }
                    self.format = Some(Format::Csv(names));
                }
            }
        }
        self.lines += text.matches('\n').count() as u32 - 1;
        read
    }
}

fn begins_csv(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    !text.is_empty() && !text.starts_with(['{', '['])
}

/// A row as the line it was: an event's own reader then judges it.
fn event(names: &[String], record: &csv::StringRecord, line: u32) -> Result<Line, Problem> {
    let mut fields = Map::new();
    for (name, cell) in names.iter().zip(record) {
        // Local times stand beside the moments that they are made of; other names are a newer version's.
        let Some(column) = COLUMNS.iter().find(|column| column.name == *name) else { continue };
        if !cell.is_empty() {
            fields.insert(name.clone(), value(column.sort, cell));
        } else if column.required && column.sort == Sort::Text {
            fields.insert(name.clone(), Value::from(""));
        }
    }
    // A text may be empty, and an empty cell does not tell it from one that is not there: the kind knows.
    loop {
        let read = parse_line_of_any_version(&Value::from(fields.clone()).to_string(), line);
        match read {
            Err(problem)
                if problem.message.starts_with("missing field")
                    && names.contains(&problem.field)
                    && COLUMNS.iter().any(|column| column.name == problem.field && column.sort == Sort::Text)
                    && !fields.contains_key(&problem.field) =>
            {
                fields.insert(problem.field, Value::from(""));
            }
            read => return read,
        }
    }
}

fn value(sort: Sort, cell: &str) -> Value {
    match sort {
        Sort::Text => Value::from(cell.strip_prefix('\'').filter(|rest| guarded(rest)).unwrap_or(cell)),
        Sort::Truth if cell.eq_ignore_ascii_case("true") => Value::from(true),
        Sort::Truth if cell.eq_ignore_ascii_case("false") => Value::from(false),
        // Spreadsheets keep what they were given; what is no number any more is refused by the event's reader.
        _ => serde_json::from_str(cell).ok().filter(Value::is_number).unwrap_or_else(|| Value::from(cell)),
    }
}

/// Whether the writer put an apostrophe before this.
fn guarded(text: &str) -> bool {
    super::csv::looks_like_formula(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(pieces: &[&str]) -> Vec<String> {
        let mut reader = LogReader::default();
        let mut read: Vec<_> = pieces.iter().flat_map(|piece| reader.push(piece)).collect();
        read.extend(reader.finish());
        read.into_iter().map(|line| line.unwrap_err().to_string()).collect()
    }

    #[test]
    fn another_file_is_refused_once_and_told_by_what_it_is() {
        for (begin, what) in
            [("PAR1\u{15}", "a Parquet file"), ("PK\u{3}\u{4}x", "a packed file"), ("\u{1f}\u{fffd}", "a packed file")]
        {
            let told = problems(&[begin, "\"odd quotes\n", "{\"id\": 1}\n"]);
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].contains(what) && told[0].contains("JSON Lines or CSV"), "{told:?}");
        }
        assert!(problems(&["{\"resourceLogs\": []}\n"])[0].contains("OTLP"));
    }

    #[test]
    fn a_line_without_an_end_is_refused_with_its_number_and_not_kept() {
        let long = format!("{{\"{}", "x".repeat(LONGEST));
        let told = problems(&["\n\n", &long, &long]);
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("3:1: this line is longer than 4 MB"), "{told:?}");
        let mut reader = LogReader::default();
        reader.push(&long);
        assert!(reader.rest.is_empty());
    }
}
