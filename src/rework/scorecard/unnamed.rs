//! An event of several people's as it may be shown: what happened, and not to whom. Never tells a person, an
//! installation, a place, a draft, a text or an hour.

use super::super::Event;
use super::crowd::Withheld;
use super::score::{date, monday, word};
use super::tally::local_day;
use serde_json::{Map, Value};

/// All that is told. What a later version adds to events stays untold until it is named here.
const TOLD: [&str; 44] = [
    "kind",
    "characters",
    "words",
    "open_flags",
    "origin",
    "inserted",
    "deleted",
    "keystrokes",
    "pauses",
    "active_ms",
    "in_ai",
    "p_bursts",
    "r_bursts",
    "rule",
    "owner",
    "verdict",
    "severity",
    "length",
    "how",
    "open_ms",
    "reason",
    "whole_rule",
    "choice",
    "module",
    "route",
    "tool",
    "evidence",
    "iteration",
    "decision",
    "words_given",
    "words_now",
    "retained",
    "insertions",
    "deletions",
    "substitutions",
    "shifts",
    "reference_words",
    "hter",
    "touch_ms",
    "elapsed_ms",
    "saved_minutes",
    "dropped",
    "count",
    "why",
];

/// What may be told of an event: its week, where enough people logged anything in it, and the fields that name nobody.
/// A rule or tool whose row is withheld is not named here either.
pub fn unnamed(event: &Event, withheld: &Withheld) -> Map<String, Value> {
    let mut told = Map::new();
    let week = date(monday(local_day(event.at, event.offset)));
    if !withheld.hides_week(&week) {
        told.insert("week".into(), week.into());
    }
    told.insert("surface".into(), word(&event.surface).into());
    let Ok(Value::Object(mut fields)) = serde_json::to_value(&event.kind) else { return told };
    for name in TOLD {
        let Some(value) = fields.remove(name) else { continue };
        let hidden = value.as_str().is_some_and(|text| match name {
            "rule" => withheld.hides_rule(text),
            "tool" => withheld.hides_tool(text),
            "evidence" => withheld.hides_evidence(text),
            _ => false,
        });
        if !hidden {
            told.insert(name.into(), value);
        }
    }
    told
}
