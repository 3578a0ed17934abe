//! The one flat table that all kinds of events share: its columns, in order, and what sort of value each holds. A field
//! that an event can have is a column here, or it would be lost on the way out.

use super::table::Sort::*;
use crate::rework::Event;
use serde::Serialize;
use serde_json::{Map, Value};

/// What the cells of a column hold, where they hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A moment: epoch milliseconds, UTC.
    Moment,
    /// A number with a fraction.
    Number,
    /// True or false.
    Truth,
}

/// A column: its name, which is the field's, and its sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Name of the field.
    pub name: &'static str,
    /// What its cells hold.
    pub sort: Sort,
    /// Whether every event has it.
    pub required: bool,
}

const fn every(name: &'static str, sort: Sort) -> Column {
    Column { name, sort, required: true }
}

const fn some(name: &'static str, sort: Sort) -> Column {
    Column { name, sort, required: false }
}

/// All columns: first what every event has, then the fields of all kinds, each once. New ones come last, so that older
/// tables and newer ones can be laid on each other.
pub const COLUMNS: &[Column] = &[
    every("id", Text),
    every("seq", Whole),
    every("at", Moment),
    every("offset", Whole),
    every("installation", Text),
    some("person", Text),
    every("guide", Text),
    every("guide_version", Text),
    every("host", Text),
    every("surface", Text),
    some("channel", Text),
    every("draft", Text),
    every("kind", Text),
    some("characters", Whole),
    some("words", Whole),
    some("open_flags", Whole),
    some("origin", Text),
    some("began", Moment),
    some("inserted", Whole),
    some("deleted", Whole),
    some("keystrokes", Whole),
    some("pauses", Whole),
    some("active_ms", Whole),
    some("in_ai", Whole),
    some("flag", Whole),
    some("rule", Text),
    some("owner", Text),
    some("verdict", Text),
    some("severity", Text),
    some("length", Whole),
    some("fingerprint", Text),
    some("quote", Text),
    some("how", Text),
    some("open_ms", Whole),
    some("reason", Text),
    some("whole_rule", Truth),
    some("choice", Whole),
    some("module", Text),
    some("route", Text),
    some("respond_due", Moment),
    some("resolve_due", Moment),
    some("generation", Whole),
    some("tool", Text),
    some("evidence", Text),
    some("iteration", Whole),
    some("replaces", Whole),
    some("escalation", Text),
    some("decision", Text),
    some("words_given", Whole),
    some("words_now", Whole),
    some("retained", Whole),
    some("insertions", Whole),
    some("deletions", Whole),
    some("substitutions", Whole),
    some("shifts", Whole),
    some("reference_words", Whole),
    some("hter", Number),
    some("touch_ms", Whole),
    some("elapsed_ms", Whole),
    some("saved_minutes", Whole),
    some("dropped", Text),
    some("count", Whole),
    some("from_seq", Whole),
    some("to_seq", Whole),
    some("logged_by", Text),
    some("why", Text),
    // Whole, not moments: a table of before has none to convert.
    some("from_at", Whole),
    some("to_at", Whole),
    some("set_by", Text),
    some("characters_given", Whole),
    some("characters_now", Whole),
    some("p_bursts", Whole),
    some("r_bursts", Whole),
    some("product_process", Number),
];

/// The fields of an event by the columns' names.
pub(super) fn fields(event: &Event) -> Map<String, Value> {
    match serde_json::to_value(event) {
        Ok(Value::Object(fields)) => fields,
        _ => unreachable!("an event has string keys and no value that JSON lacks"),
    }
}
