//! Adds events, and brings what is kept of them up to date in the same transaction, so that the two are never out of
//! step. It must delete nothing that is not there: every deletion is a search of the browser's, and a write of its own.

use super::Figures;
use super::schema::{DAYS, EVENTS, LOGS, ROLLUPS};
use crate::browser::value::{from_js, to_js};
use crate::rework::Event;
use crate::rework::scorecard::{HOURS_OF_DAY, LogFacts, ROLLUP_FORMAT, Rollup, hour};
use idb::request::futures::{GetKeyStoreRequestFuture, GetStoreRequestFuture};
use idb::{Query, Transaction};
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
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

/// Events that are to be added, with everything asked for that decides what becomes of them.
pub struct Asked {
    events: Vec<(Event, GetKeyStoreRequestFuture)>,
    logs: BTreeMap<String, GetStoreRequestFuture>,
    hours: BTreeMap<(String, u64), GetStoreRequestFuture>,
    /// Whether anything is kept of a day as a whole.
    days: BTreeMap<(String, u64), GetKeyStoreRequestFuture>,
}

/// Asks for all that adding these events needs to know, before the first answer is waited for: each wait is a way to the
/// browser's own process and back.
pub fn ask(transaction: &Transaction, events: Vec<Event>) -> Result<Asked, JsError> {
    let store = transaction.object_store(EVENTS)?;
    let (logs, rollups) = (transaction.object_store(LOGS)?, transaction.object_store(ROLLUPS)?);
    let whole_days = transaction.object_store(DAYS)?;
    let mut asked = Asked {
        events: Vec::with_capacity(events.len()),
        logs: BTreeMap::new(),
        hours: BTreeMap::new(),
        days: BTreeMap::new(),
    };
    for event in events {
        let known = store.get_key(Query::from(JsValue::from(event.id.as_str())))?.into_future();
        if !asked.logs.contains_key(&event.installation) {
            let log = logs.get(Query::from(JsValue::from(event.installation.as_str())))?.into_future();
            asked.logs.insert(event.installation.clone(), log);
        }
        let place = (event.installation.clone(), hour(event.at));
        let key = rollup_key(&place.0, place.1, UNFILLED);
        if let Entry::Vacant(hour) = asked.hours.entry(place) {
            hour.insert(rollups.get(Query::from(key))?.into_future());
        }
        let place = (event.installation.clone(), hour(event.at) / HOURS_OF_DAY);
        let key = day_key(&place.0, place.1);
        if let Entry::Vacant(day) = asked.days.entry(place) {
            day.insert(whole_days.get_key(Query::from(key))?.into_future());
        }
        asked.events.push((event, known));
    }
    Ok(asked)
}

/// Adds those events whose ids are not there, numbering them if asked to. Gives how many were added.
pub async fn append(
    transaction: &Transaction,
    figures: &mut Figures,
    Asked { events, logs, hours, days }: Asked,
    number: bool,
) -> Result<u64, JsError> {
    let store = transaction.object_store(EVENTS)?;
    let mut added: Vec<(Event, u64)> = Vec::with_capacity(events.len());
    let mut ids = HashSet::new();
    for (mut event, known) in events {
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
        keep(transaction, &added, logs, hours).await?;
        take_out(transaction, &added, days).await?;
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
async fn keep(
    transaction: &Transaction,
    added: &[(Event, u64)],
    logs: BTreeMap<String, GetStoreRequestFuture>,
    hours: BTreeMap<(String, u64), GetStoreRequestFuture>,
) -> Result<(), JsError> {
    let mut by_log: BTreeMap<&str, Vec<&(Event, u64)>> = BTreeMap::new();
    let mut by_hour: BTreeMap<(&str, u64), Vec<&Event>> = BTreeMap::new();
    for each in added {
        by_log.entry(&each.0.installation).or_default().push(each);
        by_hour.entry((&each.0.installation, hour(each.0.at))).or_default().push(&each.0);
    }
    let store = transaction.object_store(LOGS)?;
    for (installation, kept) in logs {
        let kept = kept.await?;
        let Some(events) = by_log.get(&*installation) else { continue };
        let mut log = read_log(kept, &installation)?;
        for (event, bytes) in events {
            log.facts.add(event, *bytes);
        }
        store.put(&to_js(&log)?, None)?;
    }
    let store = transaction.object_store(ROLLUPS)?;
    for ((installation, hour), kept) in hours {
        let kept = kept.await?;
        let Some(events) = by_hour.get(&(&*installation, hour)) else { continue };
        let (installation, key) = (&*installation, rollup_key(&installation, hour, UNFILLED));
        let begun = kept.is_some();
        let mut rollup = match kept {
            Some(bytes) => Rollup::unpack(&bytes.unchecked_into::<Uint8Array>().to_vec())
                .ok_or_else(|| JsError::new("what is kept of an hour cannot be read"))?,
            None => Rollup::default(),
        };
        events.iter().for_each(|event| rollup.add(event));
        if rollup.is_full() {
            // Under a name of its own, so that the next event begins another.
            put(transaction, installation, hour, &rollup, events.last().map_or("", |event| &event.id))?;
            if begun {
                store.delete(Query::from(key))?;
            }
        } else {
            put(transaction, installation, hour, &rollup, UNFILLED)?;
        }
    }
    Ok(())
}

/// Takes out what is kept of the days that events were added to, where anything is.
async fn take_out(
    transaction: &Transaction,
    added: &[(Event, u64)],
    days: BTreeMap<(String, u64), GetKeyStoreRequestFuture>,
) -> Result<(), JsError> {
    let changed: HashSet<(&str, u64)> =
        added.iter().map(|(event, _)| (&*event.installation, hour(event.at) / HOURS_OF_DAY)).collect();
    let store = transaction.object_store(DAYS)?;
    for ((installation, day), kept) in days {
        if kept.await?.is_some() && changed.contains(&(&*installation, day)) {
            store.delete(Query::from(day_key(&installation, day)))?;
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

/// Name of a day of an installation's among the days.
pub fn day_key(installation: &str, day: u64) -> JsValue {
    Array::of2(&installation.into(), &JsValue::from(day as f64)).into()
}

/// What is kept of one installation's log, which may be nothing yet.
pub async fn log(transaction: &Transaction, installation: &str) -> Result<KeptLog, JsError> {
    let found = transaction.object_store(LOGS)?.get(Query::from(JsValue::from(installation)))?.await?;
    read_log(found, installation)
}

fn read_log(found: Option<JsValue>, installation: &str) -> Result<KeptLog, JsError> {
    match found {
        Some(found) => from_js(&found),
        None => Ok(KeptLog { installation: installation.to_owned(), facts: LogFacts::default() }),
    }
}
