//! One line of a recorded editing trace. A line that says anything but one edit is refused, with what to write instead.

use super::Origin;
use crate::guide::Problem;
use serde_json::{Map, Value};

/// One edit of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceEdit {
    /// Epoch milliseconds.
    pub at: u64,
    /// How the text came in.
    pub origin: TraceOrigin,
    /// The AI tool.
    pub tool: Option<String>,
    /// UTF-16 offset in the text so far.
    pub pos: u32,
    /// Units taken out there.
    pub del: u32,
    /// Text put in there.
    pub ins: String,
}

/// How the text of an edit came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceOrigin {
    /// As an origin has it.
    Told(Origin),
    /// By undo or redo.
    Undone,
}

const FIELDS: [&str; 6] = ["at", "origin", "tool", "pos", "del", "ins"];
const ORIGINS: [(&str, TraceOrigin); 8] = [
    ("typed", TraceOrigin::Told(Origin::Typed)),
    ("pasted", TraceOrigin::Told(Origin::Pasted)),
    ("ai", TraceOrigin::Told(Origin::Ai)),
    ("suggestion", TraceOrigin::Told(Origin::Suggestion)),
    ("module", TraceOrigin::Told(Origin::Module)),
    ("unknown", TraceOrigin::Told(Origin::Unknown)),
    ("undo", TraceOrigin::Undone),
    ("redo", TraceOrigin::Undone),
];
const SHAPE: &str = r#"write one edit a line, as {"at":1764000000000,"origin":"typed","pos":0,"del":0,"ins":"text"}"#;

impl TraceEdit {
    /// Reads a line, the `number`th of its file.
    ///
    /// ```
    /// use housestyle::rework::TraceEdit;
    /// let line = r#"{"at":1764000000000,"origin":"ai","tool":"ChatGPT","pos":0,"del":0,"ins":"Save."}"#;
    /// assert_eq!(TraceEdit::parse(line, 1).unwrap().ins, "Save.");
    /// let problem = TraceEdit::parse(&line.replace("ai", "Ai"), 7).unwrap_err();
    /// assert_eq!((problem.line, problem.field.as_str()), (7, "origin"));
    /// ```
    ///
    /// # Errors
    /// The field that is missing, unknown, or of the wrong sort, and what to write instead.
    pub fn parse(line: &str, number: u32) -> Result<Self, Problem> {
        let value: Value = serde_json::from_str(line).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let before = line.as_bytes().get(..error.column().saturating_sub(1)).unwrap_or_default();
            let column = String::from_utf8_lossy(before).encode_utf16().count() as u32 + 1;
            Problem { column, ..problem(number, "", format!("this is no JSON object on one line: {message}"), SHAPE) }
        })?;
        let Value::Object(object) = value else {
            return Err(problem(number, "", "an edit must be a JSON object".into(), SHAPE));
        };
        if let Some(name) = object.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            let message = format!("unknown field {name:?}");
            return Err(problem(number, name, message, &format!("leave it out; the fields are {}", FIELDS.join(", "))));
        }
        let origin = text(&object, "origin", number)?;
        let Some((_, origin)) = ORIGINS.iter().find(|(name, _)| *name == origin) else {
            let names = ORIGINS.map(|(name, _)| name).join(", ");
            return Err(problem(
                number,
                "origin",
                format!("unknown origin {origin:?}"),
                &format!("write one of {names}"),
            ));
        };
        let tool = match object.get("tool") {
            None | Some(Value::Null) => None,
            Some(Value::String(tool)) => Some(tool.clone()),
            Some(other) => {
                return Err(problem(
                    number,
                    "tool",
                    format!("{other} is no text"),
                    "write the tool's name, or leave it out",
                ));
            }
        };
        Ok(Self {
            at: whole(&object, "at", number, u64::MAX >> 11, "epoch milliseconds, as 1764000000000")?,
            origin: *origin,
            tool,
            pos: whole(&object, "pos", number, u64::from(u32::MAX), "a UTF-16 offset, from 0")? as u32,
            del: whole(&object, "del", number, u64::from(u32::MAX), "how many UTF-16 units are taken out, 0 for none")?
                as u32,
            ins: text(&object, "ins", number)?.to_owned(),
        })
    }
}

pub(super) fn problem(line: u32, field: &str, message: String, fix: &str) -> Problem {
    Problem { line, column: 0, field: field.into(), message, fix: fix.into() }
}

fn whole(object: &Map<String, Value>, field: &str, number: u32, most: u64, what: &str) -> Result<u64, Problem> {
    let value = object.get(field);
    value.and_then(Value::as_u64).filter(|value| *value <= most).ok_or_else(|| {
        let message = value.map_or_else(|| "it is missing".into(), |value| format!("{value} is no such number"));
        problem(number, field, message, &format!("write {what}"))
    })
}

fn text<'a>(object: &'a Map<String, Value>, field: &str, number: u32) -> Result<&'a str, Problem> {
    let value = object.get(field);
    value.and_then(Value::as_str).ok_or_else(|| {
        let message = value.map_or_else(|| "it is missing".into(), |value| format!("{value} is no text"));
        let what = if field == "ins" {
            "write the text that is put in, \"\" for none"
        } else {
            "write how the text came in, as \"typed\""
        };
        problem(number, field, message, what)
    })
}
