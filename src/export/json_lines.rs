//! JSON Lines: one event, one line. A line that cannot be kept whole is refused, never shortened.

use crate::guide::Problem;
use crate::rework::{Event, EventKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// One event as one line, ended by `\n`. The fields stand in the order of [`Event`], the kind's own behind `kind`.
pub fn line(event: &Event) -> String {
    let mut line = serde_json::to_string(event).expect("an event has string keys and no value that JSON lacks");
    line.push('\n');
    line
}

/// What one line of a log is.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// An event; fields that only a newer version knows are left out of it.
    Event(Box<Event>),
    /// An event of a kind that only a newer version knows, or with a word for something that only it knows.
    Newer(Newer),
}

/// What is known of an event that only a newer version can read: that it is there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Newer {
    /// Its id.
    pub id: String,
    /// Its installation.
    pub installation: String,
    /// Its position in the installation's log.
    pub seq: u64,
    /// When, in epoch milliseconds.
    pub at: u64,
    /// Its kind.
    pub kind: String,
}

/// Reads one line for whoever only counts, and will not write it again: what a newer version logged is told, and is no
/// reason to stop.
///
/// # Errors
/// As [`parse_line`], but not for unknown kinds, fields and words.
pub fn parse_line_of_any_version(line: &str, number: u32) -> Result<Line, Problem> {
    // Most lines are read at once; only one that fails is looked at closely.
    if let Ok(event) = serde_json::from_str::<Event>(line) {
        return Ok(Line::Event(Box::new(event)));
    }
    let problem = match parse_line(line, number) {
        Ok(event) => return Ok(Line::Event(Box::new(event))),
        Err(problem) => problem,
    };
    match serde_json::from_str::<Newer>(line) {
        Ok(newer) if problem.fix == NEWER => Ok(Line::Newer(newer)),
        _ => Err(problem),
    }
}

/// What a stored record is, given as JSON text: an event, one of a kind that only a newer version knows, or none where it
/// is damaged.
///
/// ```
/// use housestyle::export::read_stored;
/// assert!(read_stored(r#"{"id": "a", "seq": "damaged"}"#).is_none());
/// ```
pub fn read_stored(text: &str) -> Option<Line> {
    parse_line_of_any_version(text, 0).ok()
}

/// Reads one line of an exported log; `number` is its 1-based number in the file, for the problem.
///
/// A newer version may log kinds, fields and words that this one does not know. Such a line is refused, because reading it
/// and writing it again would drop them.
///
/// # Errors
/// The field that is missing, unknown or of the wrong sort, and what to write instead.
pub fn parse_line(line: &str, number: u32) -> Result<Event, Problem> {
    let problem = |column: u32, field: &str, message: String, fix: &str| Problem {
        line: number,
        column,
        field: field.into(),
        message,
        fix: fix.into(),
    };
    let value: Value = serde_json::from_str(line).map_err(|error| {
        let column = utf16_column(line, error.column());
        let message = format!("this is no JSON object on one line: {}", without_place(&error.to_string()));
        problem(column, "", message, "export the log again; a file that was cut off or edited by hand ends like this")
    })?;
    let Value::Object(object) = value else {
        let message = "an event must be a JSON object".into();
        return Err(problem(1, "", message, "give a log exported by Housestyle as JSON Lines"));
    };
    // Read from the text, not from the object, so that a field that stands there twice is an error.
    let event = match serde_json::from_str::<Event>(line) {
        Ok(event) => event,
        Err(error) => {
            let message = without_place(&error.to_string());
            let field = guilty(&object, &message).unwrap_or_default();
            return Err(match object.get("kind") {
                Some(kind @ Value::String(_)) if field == "kind" && message.starts_with("unknown variant") => {
                    problem(0, "kind", format!("unknown kind of event {kind}"), NEWER)
                }
                _ if message.starts_with("unknown variant") => problem(0, &field, message, NEWER),
                _ => problem(0, &field, message, "export the log again, or put back what was there"),
            });
        }
    };
    let kept = serde_json::to_value(&event).expect("an event has string keys and no value that JSON lacks");
    match object.iter().find(|(name, value)| !value.is_null() && kept.get(name.as_str()).is_none()) {
        Some((name, _)) => Err(problem(0, name, format!("unknown field {name:?}"), NEWER)),
        None => Ok(event),
    }
}

const NEWER: &str = "a newer version of Housestyle wrote this log: read it with that version, so that nothing is lost";

/// The error without serde_json's own " at line 1 column 7", which counts in the line alone.
fn without_place(message: &str) -> String {
    message.rfind(" at line ").map_or(message, |end| &message[..end]).to_owned()
}

/// serde_json counts columns in bytes; a [`Problem`] counts them in UTF-16 code units.
fn utf16_column(line: &str, byte_column: usize) -> u32 {
    let mut before = byte_column.saturating_sub(1).min(line.len());
    while !line.is_char_boundary(before) {
        before -= 1;
    }
    line[..before].encode_utf16().count() as u32 + 1
}

/// The field an error is about: the missing one it names, or the one without which it would be another.
fn guilty(object: &Map<String, Value>, message: &str) -> Option<String> {
    for named in ["missing field `", "duplicate field `"] {
        if let Some(rest) = message.strip_prefix(named) {
            return rest.split('`').next().map(str::to_owned);
        }
    }
    // The kind's own fields first: as long as one of those is wrong, leaving out any other field changes nothing here.
    without_which::<EventKind>(object).or_else(|| without_which::<Event>(object))
}

/// The field without which the object's error would be another; `kind` only when it is no other.
fn without_which<T: DeserializeOwned>(object: &Map<String, Value>) -> Option<String> {
    // By way of text, as the line itself was read: what reads values alone is one more reader in the Wasm.
    let error = |object: Map<String, Value>| {
        let text = Value::from(object).to_string();
        serde_json::from_str::<T>(&text).err().map(|error| without_place(&error.to_string()))
    };
    let whole = Some(error(object.clone())?);
    let mut names = object.keys().filter(|name| *name != "kind").chain(object.keys().filter(|name| *name == "kind"));
    let name = names.find(|name| {
        let mut rest = object.clone();
        rest.remove(*name);
        error(rest) != whole
    })?;
    Some(name.clone())
}
