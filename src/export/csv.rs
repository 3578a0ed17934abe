//! CSV for spreadsheets: RFC 4180, one row an event, the same columns whatever its kind. No cell can be taken for a
//! formula.

use super::table::{COLUMNS, Column, Sort, fields};
use crate::guide::Date;
use crate::rework::Event;
use csv::{Terminator, WriterBuilder};
use serde_json::Value;

/// Writes events as CSV: [`Csv::header`] once, then a [`Csv::row`] per event.
///
/// Lines end with CRLF; cells are quoted where needed. Times stand twice: as epoch milliseconds under their own name,
/// and as ISO 8601 in the writer's local time under that name with `_time` (`time` for `at`). Cells that a spreadsheet
/// could take for a formula begin with an apostrophe.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

impl Csv {
    /// The line of column names; with `bom`, behind the mark by which spreadsheets know UTF-8.
    pub fn header(bom: bool) -> String {
        let names = record(Self::columns());
        if bom { format!("\u{feff}{names}") } else { names }
    }

    /// One event. What its kind does not have, and what is not known, is an empty cell.
    pub fn row(event: &Event) -> String {
        let fields = fields(event);
        record(COLUMNS.iter().flat_map(|column| {
            let value = fields.get(column.name).unwrap_or(&Value::Null);
            let local = || value.as_u64().and_then(|at| iso(at, event.offset)).unwrap_or_default();
            [Some(cell(value)), time_name(column).map(|_| local())].into_iter().flatten()
        }))
    }

    /// The names of the columns, in order.
    pub fn columns() -> impl Iterator<Item = String> {
        COLUMNS.iter().flat_map(|column| [Some(column.name.to_owned()), time_name(column)].into_iter().flatten())
    }
}

/// The column in which a moment stands in local time.
fn time_name(column: &Column) -> Option<String> {
    (column.sort == Sort::Moment).then(|| match column.name {
        "at" => "time".to_owned(),
        name => format!("{name}_time"),
    })
}

fn record(cells: impl Iterator<Item = String>) -> String {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).buffer_capacity(1024).from_writer(Vec::with_capacity(512));
    writer.write_record(cells.map(String::into_bytes)).expect("writing to memory does not fail");
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("made of strings")
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if looks_like_formula(text) => format!("'{text}"),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Spreadsheets take these beginnings for formulas, the fullwidth ones too, and look for them behind a tab or a line
/// break. A plain number, as `-5` or `+1.5`, is none. What has an apostrophe before it already is treated as if it had
/// not, so that whoever reads the table knows which one was put there.
pub(super) fn looks_like_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    risky && !is_plain_number(text)
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `2026-11-24T13:00:00.000+01:00`; none for a time beyond the year 9999 or an offset beyond a day.
fn iso(at: u64, offset: i32) -> Option<String> {
    const DAY_MS: i64 = 86_400_000;
    if offset.abs() > 24 * 60 {
        return None;
    }
    let local = i64::try_from(at).ok()?.checked_add(i64::from(offset) * 60_000)?;
    let (date, ms) = (Date::from_days(local.div_euclid(DAY_MS)), local.rem_euclid(DAY_MS));
    let (hour, minute, second, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
    let (sign, east) = (if offset < 0 { '-' } else { '+' }, offset.abs());
    (date.year() <= 9_999)
        .then(|| format!("{date}T{hour:02}:{minute:02}:{second:02}.{ms:03}{sign}{:02}:{:02}", east / 60, east % 60))
}
