//! Adds events, and brings what is kept of them up to date in the same transaction, so that the two are never out of
//! step.

use super::Figures;
use super::schema::{EVENTS, LOGS, ROLLUPS};
use crate::browser::value::{from_js, to_js};
use crate::rework::Event;
use crate::rework::scorecard::{LogFacts, ROLLUP_FORMAT, Rollup, hour};
use idb::{Query, Transaction};
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::future::IntoFuture;
use wasm_bindgen::prelude::*;

/// What is kept of one installation's log.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptLog {
    pub installation: String,
    // Beside it, not among its fields: maps by number are not read back when they are flattened.
    pub facts: LogFacts,
}

/// Adds those events whose ids are not there, numbering them if asked to. Gives how many were added.
pub async fn append(
    transaction: &Transaction,
    figures: &mut Figures,
    events: Vec<Event>,
    number: bool,
) -> Result<u64, JsError> {
    let store = transaction.object_store(EVENTS)?;
    // All are asked for before the first answer is waited for.
    let mut asked = Vec::with_capacity(events.len());
    for event in &events {
        asked.push(store.get_key(Query::from(JsValue::from(event.id.as_str())))?.into_future());
    }
    let mut added: Vec<(Event, u64)> = Vec::with_capacity(events.len());
    let mut ids = HashSet::new();
    for (mut event, known) in events.into_iter().zip(asked) {
        if known.await?.is_some() || !ids.insert(event.id.clone()) {
            continue;
        }
        if number {
            event.seq = figures.next_seq;
            figures.next_seq += 1;
        }
        let text = serde_json::to_string(&event)?;
        let record = js_sys::JSON::parse(&text).map_err(|error| JsError::new(&format!("{error:?}")))?;
        store.put(&record, None)?;
        added.push((event, text.len() as u64 + 1));
    }
    for (event, bytes) in &added {
        count(figures, event, *bytes);
    }
    if figures.rollups == ROLLUP_FORMAT {
        keep(transaction, &added).await?;
    }
    Ok(added.len() as u64)
}

/// Adds an event to the figures.
pub fn count(figures: &mut Figures, event: &Event, bytes: u64) {
    figures.events += 1;
    figures.bytes += bytes;
    figures.first = Some(figures.first.map_or(event.at, |first| first.min(event.at)));
    figures.last = figures.last.max(Some(event.at));
    *figures.kinds.entry(event.kind.name().to_owned()).or_default() += 1;
}

/// Takes an event out of the figures; when the first is of now, whoever does that says.
pub fn uncount(figures: &mut Figures, event: &Event, bytes: u64) {
    figures.events = figures.events.saturating_sub(1);
    figures.bytes = figures.bytes.saturating_sub(bytes);
    if let Some(count) = figures.kinds.get_mut(event.kind.name()) {
        *count = count.saturating_sub(1);
    }
    figures.kinds.retain(|_, count| *count > 0);
}

/// Adds events, each with its bytes, to what is kept of their logs and hours.
async fn keep(transaction: &Transaction, added: &[(Event, u64)]) -> Result<(), JsError> {
    let mut logs: BTreeMap<&str, Vec<&(Event, u64)>> = BTreeMap::new();
    let mut hours: BTreeMap<(&str, u64), Vec<&Event>> = BTreeMap::new();
    for each in added {
        logs.entry(&each.0.installation).or_default().push(each);
        hours.entry((&each.0.installation, hour(each.0.at))).or_default().push(&each.0);
    }
    let store = transaction.object_store(LOGS)?;
    for (installation, events) in logs {
        let mut log = log(transaction, installation).await?;
        for (event, bytes) in events {
            log.facts.add(event, *bytes);
        }
        store.put(&to_js(&log)?, None)?;
    }
    let store = transaction.object_store(ROLLUPS)?;
    for ((installation, hour), events) in hours {
        let key = rollup_key(installation, hour, UNFILLED);
        let kept = store.get(Query::from(key.clone()))?.await?;
        let mut rollup = match kept {
            Some(bytes) => Rollup::unpack(&bytes.unchecked_into::<Uint8Array>().to_vec())
                .ok_or_else(|| JsError::new("what is kept of an hour cannot be read"))?,
            None => Rollup::default(),
        };
        events.iter().for_each(|event| rollup.add(event));
        let store = transaction.object_store(ROLLUPS)?;
        if rollup.is_full() {
            // Under a name of its own, so that the next event begins another.
            put(transaction, installation, hour, &rollup, events.last().map_or("", |event| &event.id))?;
            store.delete(Query::from(key))?;
        } else {
            put(transaction, installation, hour, &rollup, UNFILLED)?;
        }
    }
    Ok(())
}

/// Keeps a rollup under a name that no other of its hour has.
pub fn put(transaction: &Transaction, of: &str, hour: u64, rollup: &Rollup, name: &str) -> Result<(), JsError> {
    let bytes = Uint8Array::from(&rollup.pack()[..]);
    transaction.object_store(ROLLUPS)?.put(&bytes, Some(&rollup_key(of, hour, name)))?;
    Ok(())
}

/// Name of the one rollup of an hour that takes more events.
const UNFILLED: &str = "";

fn rollup_key(installation: &str, hour: u64, name: &str) -> JsValue {
    Array::of3(&installation.into(), &JsValue::from(hour as f64), &name.into()).into()
}

/// What is kept of one installation's log, which may be nothing yet.
pub async fn log(transaction: &Transaction, installation: &str) -> Result<KeptLog, JsError> {
    let found = transaction.object_store(LOGS)?.get(Query::from(JsValue::from(installation)))?.await?;
    match found {
        Some(found) => from_js(&found),
        None => Ok(KeptLog { installation: installation.to_owned(), facts: LogFacts::default() }),
    }
}
