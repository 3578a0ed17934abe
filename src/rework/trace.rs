//! One line of a recorded editing trace. A line that says anything but one edit is refused, with what to write instead.

use super::Origin;
use crate::guide::Problem;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

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
    /// Text put in there, as UTF-16: half a character may come alone.
    pub ins: Vec<u16>,
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
    /// assert_eq!(String::from_utf16(&TraceEdit::parse(line, 1).unwrap().ins).unwrap(), "Save.");
    /// let problem = TraceEdit::parse(&line.replace("ai", "Ai"), 7).unwrap_err();
    /// assert_eq!((problem.line, problem.field.as_str()), (7, "origin"));
    /// ```
    ///
    /// # Errors
    /// The field that is missing, unknown, or of the wrong sort, and what to write instead.
    pub fn parse(line: &str, number: u32) -> Result<Self, Problem> {
        let whole_characters = without_halves(line);
        let value: Value = serde_json::from_str(&whole_characters).map_err(|error| {
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
        if let Some(name) = repeated(&whole_characters) {
            return Err(problem(number, &name, "it stands there twice".into(), "leave one of the two out"));
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
            ins: match &whole_characters {
                Cow::Borrowed(_) => text(&object, "ins", number)?.encode_utf16().collect(),
                Cow::Owned(_) => text(&object, "ins", number).map(|_| units(line).unwrap_or_default())?,
            },
        })
    }
}

pub(super) fn problem(line: u32, field: &str, message: String, fix: &str) -> Problem {
    Problem { line, column: 0, field: field.into(), message, fix: fix.into() }
}

fn whole(object: &Map<String, Value>, field: &str, number: u32, most: u64, what: &str) -> Result<u64, Problem> {
    let value = object.get(field);
    // Clocks of browsers tell fractions of a millisecond; some writers of JSON give every number a fraction.
    let fits = |n: &f64| *n >= 0.0 && (field == "at" || n.fract() == 0.0);
    let floor = |value: &Value| value.as_u64().or_else(|| value.as_f64().filter(fits).map(|n| n as u64));
    value.and_then(floor).filter(|value| *value <= most).ok_or_else(|| {
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

/// The field that stands there twice, if one does: of two values a JSON reader takes either.
fn repeated(line: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Once {
        #[serde(rename = "at")]
        _at: Option<IgnoredAny>,
        #[serde(rename = "origin")]
        _origin: Option<IgnoredAny>,
        #[serde(rename = "tool")]
        _tool: Option<IgnoredAny>,
        #[serde(rename = "pos")]
        _pos: Option<IgnoredAny>,
        #[serde(rename = "del")]
        _del: Option<IgnoredAny>,
        #[serde(rename = "ins")]
        _ins: Option<IgnoredAny>,
    }
    let message = serde_json::from_str::<Once>(line).err()?.to_string();
    message.strip_prefix("duplicate field `")?.split('`').next().map(str::to_owned)
}

/// The line with U+FFFD in place of every escape that is half a surrogate pair and stands alone: a JSON string may hold
/// such, and a Rust one may not.
fn without_halves(line: &str) -> Cow<'_, str> {
    let bytes = line.as_bytes();
    let half = |at: usize| -> Option<u16> {
        let digits = line.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok().filter(|unit| (0xd800..0xe000).contains(unit))
    };
    let mut out = String::new();
    let (mut at, mut kept) = (0, 0);
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'\\') {
        at += next;
        match half(at) {
            Some(high) if high < 0xdc00 && half(at + 6).is_some_and(|low| low >= 0xdc00) => at += 12,
            Some(_) => {
                out.push_str(&line[kept..at]);
                out.push_str("\\ufffd");
                at += 6;
                kept = at;
            }
            None => at = (at + 2).min(bytes.len()),
        }
    }
    if kept == 0 {
        return Cow::Borrowed(line);
    }
    out.push_str(&line[kept..]);
    Cow::Owned(out)
}

/// What a line puts in, halves and all.
fn units(line: &str) -> Option<Vec<u16>> {
    #[derive(Deserialize)]
    struct Line {
        ins: Ins,
    }
    struct Ins(Vec<u16>);
    struct Wtf8;
    impl Visitor<'_> for Wtf8 {
        type Value = Ins;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a text")
        }

        /// As the reader tells it: UTF-8, in which half a character is three bytes that UTF-8 itself forbids.
        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Ins, E> {
            let mut units = Vec::with_capacity(bytes.len());
            let mut rest = bytes;
            while !rest.is_empty() {
                let whole = match std::str::from_utf8(rest) {
                    Ok(text) => text,
                    Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(),
                };
                units.extend(whole.encode_utf16());
                rest = &rest[whole.len()..];
                if let [first, second, third, ..] = *rest {
                    let bits = |byte: u8, mask: u8| u16::from(byte & mask);
                    units.push(bits(first, 0x0f) << 12 | bits(second, 0x3f) << 6 | bits(third, 0x3f));
                    rest = &rest[3..];
                } else if whole.is_empty() {
                    break;
                }
            }
            Ok(Ins(units))
        }
    }
    impl<'de> Deserialize<'de> for Ins {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_bytes(Wtf8)
        }
    }
    serde_json::from_str::<Line>(line).ok().map(|line| line.ins.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_character_is_taken_as_it_is() {
        let read = |ins: &str| {
            let line = format!(r#"{{"at":1.75,"origin":"typed","pos":0,"del":0,"ins":"{ins}"}}"#);
            TraceEdit::parse(&line, 1).unwrap().ins
        };
        assert_eq!(read(r"\ud83d"), [0xd83d]);
        assert_eq!(
            read(r"a\uDE00\u00e9\ud83d\ude00é😀\\ud83d"),
            [
                &[0x61, 0xde00, 0xe9, 0xd83d, 0xde00, 0xe9, 0xd83d, 0xde00][..],
                &r"\ud83d".encode_utf16().collect::<Vec<_>>(),
            ]
            .concat()
        );
        assert_eq!(read(r"\ud83d\ud83d\ude00\ude00"), [0xd83d, 0xd83d, 0xde00, 0xde00]);
    }

    #[test]
    fn a_number_may_have_an_empty_fraction_and_no_field_comes_twice() {
        let read = |fields: &str| TraceEdit::parse(&format!(r#"{{"origin":"typed","ins":"x",{fields}}}"#), 3);
        let edit = read(r#""at":1.75,"pos":2.0,"del":0.0"#).unwrap();
        assert_eq!((edit.at, edit.pos, edit.del), (1, 2, 0));
        assert_eq!(read(r#""at":1,"pos":2.5,"del":0"#).unwrap_err().field, "pos");
        assert_eq!(read(r#""at":1,"pos":-1.0,"del":0"#).unwrap_err().field, "pos");
        for twice in [
            r#""at":1,"pos":0,"del":0,"at":2"#,
            r#""at":1,"pos":0,"pos":0,"del":0"#,
            r#""at":1,"pos":0,"del":0,"ins":"\ud83d""#,
        ] {
            let problem = read(twice).unwrap_err();
            assert_eq!((problem.line, problem.message.as_str()), (3, "it stands there twice"), "{twice}");
        }
    }

    proptest! {
        #[test]
        fn any_units_come_back(units in prop::collection::vec(prop_oneof![any::<u16>(), 0xd7f0u16..0xe010], 0..12)) {
            let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let line = format!(r#"{{"at":1,"origin":"typed","pos":0,"del":0,"ins":"{escaped}"}}"#);
            prop_assert_eq!(TraceEdit::parse(&line, 1).unwrap().ins, units);
        }
    }
}
