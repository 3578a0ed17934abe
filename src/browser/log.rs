//! Export and import of the log, for the extension's pages. Streams: never holds the whole log.

use super::store::Store;
use super::value::to_js;
use crate::export::{COLUMNS, Csv, Line, OtlpFile, line, parse_line, read_stored};
use crate::guide::Problem;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Events read, formatted and handed on at a time.
const BATCH: u32 = 1_000;

/// What an export did.
#[derive(Default, Serialize)]
struct Exported {
    events: f64,
    /// Events of kinds that only a newer version knows, which a table has no place for.
    left_out: f64,
    /// Ids of records that could not be read.
    unreadable: Vec<String>,
}

/// Writes the whole log through `write(chunk, done, total)`, which may answer with a promise to be waited for.
/// `format` is `jsonl`, `csv`, `otlp`, or `rows`: JSON Lines of what [`columns`] have a place for, to be made a table of by
/// the page. `bom` begins a CSV with a byte order mark, which some spreadsheets need.
/// Gives the number of events, and what could not be written. A record that cannot be read holds up no other.
///
/// # Errors
/// The log cannot be read, or `write` fails.
#[wasm_bindgen]
pub async fn export_events(format: &str, bom: bool, write: js_sys::Function) -> Result<JsValue, JsValue> {
    let mut chunk = match format {
        "csv" => Csv::header(bom),
        "jsonl" | "otlp" | "rows" => String::new(),
        other => return Err(JsError::new(&format!("unknown format “{other}”: write jsonl, csv, otlp or rows")).into()),
    };
    let store = Store::open().await?;
    let total = store.count().await? as f64;
    let mut outcome = Exported::default();
    let mut otlp = OtlpFile::default();
    let mut position = None;
    loop {
        let (records, next) = store.read(position.take(), BATCH).await?;
        for (id, text) in &records {
            match (read_stored(text), format) {
                (Some(Line::Event(event)), _) => {
                    outcome.events += 1.0;
                    match format {
                        "csv" => chunk.push_str(&Csv::row(&event)),
                        "otlp" => chunk.extend(otlp.push(*event)),
                        _ => chunk.push_str(&line(&event)),
                    }
                }
                // As it is: whoever reads it may be newer.
                (Some(Line::Newer(_)), "jsonl") => {
                    outcome.events += 1.0;
                    chunk.push_str(text);
                    chunk.push('\n');
                }
                (Some(Line::Newer(_)), _) => outcome.left_out += 1.0,
                (None, _) => outcome.unreadable.push(id.clone()),
            }
        }
        let ended = records.len() < BATCH as usize;
        if ended && format == "otlp" {
            chunk.push_str(&std::mem::take(&mut otlp).finish());
        }
        if !chunk.is_empty() {
            let done = outcome.events.into();
            let said = write.call3(&JsValue::NULL, &JsValue::from(chunk.as_str()), &done, &total.into())?;
            JsFuture::from(js_sys::Promise::resolve(&said)).await?;
            chunk.clear();
        }
        if ended {
            outcome.unreadable.extend(store.without_order().await?);
            return Ok(to_js(&outcome)?);
        }
        position = next;
    }
}

/// The columns of a table of events, as JSON text.
#[wasm_bindgen]
pub fn columns() -> String {
    serde_json::to_string(COLUMNS).expect("names and sorts")
}

/// What an import did.
#[derive(Default, Serialize)]
struct Imported {
    added: f64,
    known: f64,
    refused: Vec<Problem>,
}

/// At most so many refused lines are told one by one.
const MOST_REFUSED: usize = 1_000;

/// Adds the events of a JSON Lines log. `read()` gives the next piece of text, or undefined at the end; `progress`
/// is told the number of lines read. Events that are there already are left as they are.
///
/// # Errors
/// The log cannot be written, or `read` fails. What was added before stays.
#[wasm_bindgen]
pub async fn import_events(
    installation: &str,
    read: js_sys::Function,
    progress: js_sys::Function,
) -> Result<JsValue, JsValue> {
    let store = Store::open().await?;
    let mut outcome = Imported::default();
    let mut rest = String::new();
    let mut line_number = 0;
    let mut ended = false;
    while !ended {
        let piece = JsFuture::from(js_sys::Promise::resolve(&read.call0(&JsValue::NULL)?)).await?;
        match piece.as_string() {
            Some(piece) => rest.push_str(&piece),
            None => ended = true,
        }
        let whole = if ended { rest.len() } else { rest.rfind('\n').map_or(0, |at| at + 1) };
        let tail = rest.split_off(whole);
        let mut events = Vec::new();
        for text in rest.lines() {
            line_number += 1;
            let text = if line_number == 1 { text.trim_start_matches('\u{feff}') } else { text };
            if text.trim().is_empty() {
                continue;
            }
            match parse_line(text, line_number) {
                Ok(event) => events.push(event),
                Err(problem) if outcome.refused.len() < MOST_REFUSED => outcome.refused.push(problem),
                Err(_) => {}
            }
        }
        rest = tail;
        while !events.is_empty() {
            let rest = events.split_off(events.len().min(BATCH as usize));
            let batch = std::mem::replace(&mut events, rest);
            let given = batch.len() as f64;
            let added = store.import(batch, installation).await.map_err(JsError::from)? as f64;
            outcome.added += added;
            outcome.known += given - added;
        }
        progress.call1(&JsValue::NULL, &f64::from(line_number).into())?;
    }
    Ok(to_js(&outcome)?)
}
