//! OTLP logs in JSON, by the OpenTelemetry protocol's own encoding: one event, one log record. What an event says stands
//! in attributes, typed; nothing is said that the event does not.

use super::table::{COLUMNS, fields};
use crate::guide::Severity;
use crate::rework::{Event, EventKind};
use serde_json::{Value, json};

/// One `ExportLogsServiceRequest` with all events, in their order, as a compact JSON text without a line end.
///
/// Encoding: OpenTelemetry protocol, *OTLP/JSON*: field names in lowerCamelCase, 64-bit integers as decimal strings,
/// enumerations as numbers. Neighbours of one installation share a resource. The id is `log.record.uid`; all other
/// fields carry the prefix `housestyle.`.
///
/// ```
/// use housestyle::export::otlp_request;
/// assert_eq!(otlp_request(&[]), r#"{"resourceLogs":[]}"#);
/// ```
pub fn otlp_request<'a>(events: impl IntoIterator<Item = &'a Event>) -> String {
    let mut resources: Vec<(&str, Vec<Value>)> = Vec::new();
    for event in events {
        match resources.last_mut() {
            Some((installation, records)) if *installation == event.installation => records.push(record(event)),
            _ => resources.push((&event.installation, vec![record(event)])),
        }
    }
    let resources: Vec<Value> = resources.into_iter().map(|(name, records)| resource(name, records)).collect();
    json!({ "resourceLogs": resources }).to_string()
}

/// Writes a log as OTLP's file exporters do: JSON Lines, each line a whole request ([`otlp_request`]), so that memory
/// does not grow with the log.
///
/// ```
/// use housestyle::export::OtlpFile;
/// assert_eq!(OtlpFile::default().finish(), "");
/// ```
#[derive(Debug, Default)]
pub struct OtlpFile {
    waiting: Vec<Event>,
}

/// Events in one line.
const LINE: usize = 1024;

impl OtlpFile {
    /// Takes an event, and gives back what is to be written now, if anything.
    pub fn push(&mut self, event: Event) -> Option<String> {
        self.waiting.push(event);
        (self.waiting.len() == LINE).then(|| self.line())
    }

    /// What is left to be written.
    pub fn finish(mut self) -> String {
        if self.waiting.is_empty() { String::new() } else { self.line() }
    }

    fn line(&mut self) -> String {
        let mut line = otlp_request(&self.waiting);
        line.push('\n');
        self.waiting.clear();
        line
    }
}

fn resource(installation: &str, records: Vec<Value>) -> Value {
    json!({
        "resource": {"attributes": [
            attribute("service.name", &"housestyle".into()),
            attribute("service.version", &env!("CARGO_PKG_VERSION").into()),
            attribute("service.instance.id", &installation.into()),
        ]},
        "scopeLogs": [{
            "scope": {"name": "housestyle.rework", "version": env!("CARGO_PKG_VERSION")},
            "logRecords": records,
        }],
    })
}

fn record(event: &Event) -> Value {
    let fields = fields(event);
    let attributes: Vec<Value> = COLUMNS
        .iter()
        .filter_map(|column| match fields.get(column.name) {
            None | Some(Value::Null) => None,
            Some(id) if column.name == "id" => Some(attribute("log.record.uid", id)),
            Some(value) => Some(attribute(&format!("housestyle.{}", column.name), value)),
        })
        .collect();
    let (number, text) = match &event.kind {
        EventKind::FlagRaised { severity: Severity::Warning, .. } => (13, "WARN"),
        EventKind::FlagRaised { severity: Severity::Error, .. } => (17, "ERROR"),
        _ => (9, "INFO"),
    };
    let mut record = json!({
        "severityNumber": number,
        "severityText": text,
        "eventName": format!("housestyle.{}", event.kind.name()),
        "attributes": attributes,
    });
    // A time in nanoseconds leaves 64 bits in the year 2554. A collector would refuse every record of such a request; one
    // without a time is of an unknown time, and its attribute says which it was.
    if let Some(nanoseconds) = event.at.checked_mul(1_000_000) {
        record["timeUnixNano"] = nanoseconds.to_string().into();
    }
    record
}

fn attribute(key: &str, value: &Value) -> Value {
    let value = match value {
        Value::String(text) => json!({ "stringValue": text }),
        Value::Bool(truth) => json!({ "boolValue": truth }),
        Value::Number(number) if number.is_f64() => json!({ "doubleValue": number }),
        // In proto3's JSON, a 64-bit integer is a string. One beyond the signed range is no `intValue` at all.
        Value::Number(number) if number.as_i64().is_some() => json!({ "intValue": number.to_string() }),
        other => json!({ "stringValue": other.to_string() }),
    };
    json!({ "key": key, "value": value })
}
