//! What is kept beside the events so that nobody need recount them: read for a scorecard, and made anew from the events
//! where there is none, or one of another version's.

use super::append::{self, KeptLog, count};
use super::schema::{DAYS, EVENTS, LOGS, ORDER, ROLLUPS, TIMES};
use super::settle::settle;
use super::{Figures, Store, StoreError, figures, keep_figures};
use crate::browser::value::{from_js, to_js};
use crate::rework::Event;
use crate::rework::scorecard::{HOURS_OF_DAY, LogFacts, ROLLUP_FORMAT, Rollup, Span, Tally, hour, whole_days};
use idb::{KeyRange, Query, Transaction, TransactionMode};
use js_sys::{Array, Uint8Array};
use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::ops::Range;
use wasm_bindgen::prelude::*;

/// Events read at a time where all are read.
const BATCH: u32 = 2_000;

/// Days made at a time: what is logged meanwhile waits.
const DAYS_AT_ONCE: usize = 4;

/// What is kept of some installations' logs.
pub struct Kept {
    /// Of their events in the span.
    pub tally: Tally,
    /// Of their logs as a whole.
    pub logs: BTreeMap<String, LogFacts>,
}

impl Store {
    /// The tally of a span, of all logs or of those that are asked for, as if it were counted from the events. None
    /// where nothing is kept, and nothing can be.
    pub async fn kept(&self, span: Span, wants: impl Fn(&str) -> bool) -> Result<Option<Kept>, JsError> {
        if self.newer.get() {
            return Ok(None);
        }
        let transaction = self.begin(TransactionMode::ReadOnly).await?;
        if figures(&transaction).await?.rollups != ROLLUP_FORMAT {
            match self.keep_anew().await {
                // Then the events themselves are counted.
                Err(StoreError::Full | StoreError::Newer) => return Ok(None),
                outcome => outcome?,
            }
        }
        let (hours, edges) = span.hours();
        // What cannot be kept by day is read by hour.
        let _ = self.keep_days(&whole_days(&hours), &wants).await;
        let transaction = self.begin(TransactionMode::ReadOnly).await?;
        let mut kept = Kept { tally: Tally::default(), logs: BTreeMap::new() };
        let (rollups, days) = (transaction.object_store(ROLLUPS)?, transaction.object_store(DAYS)?);
        let times = transaction.object_store(EVENTS)?.index(TIMES)?;
        for record in transaction.object_store(LOGS)?.get_all(None, None)?.await? {
            let KeptLog { installation, facts } = from_js(&record)?;
            if wants(&installation) {
                // All are asked for before the first answer is waited for.
                let span = whole_days(&hours);
                let by_day = match between(&installation, span.start, span.end)? {
                    Some(range) => Some((
                        days.get_all_keys(Some(range.clone().into()), None)?.into_future(),
                        days.get_all(Some(range.into()), None)?.into_future(),
                    )),
                    None => None,
                };
                let mut sticking_out = Vec::new();
                for edge in &edges {
                    if let Some(range) = between(&installation, edge.from.unwrap_or(0), edge.to.unwrap_or(u64::MAX))? {
                        sticking_out.push(times.get_all(Some(range.into()), None)?.into_future());
                    }
                }
                let (mut known, mut whole) = (Vec::new(), Vec::new());
                if let Some((keys, found)) = by_day {
                    known = keys.await?.iter().filter_map(second).collect();
                    whole.push(found);
                }
                for range in gaps(&hours, &known) {
                    if let Some(range) = between(&installation, range.start, range.end)? {
                        whole.push(rollups.get_all(Some(range.into()), None)?.into_future());
                    }
                }
                for found in whole {
                    for bytes in found.await? {
                        kept.tally.merge(read_rollup(bytes)?.into_tally());
                    }
                }
                for events in sticking_out {
                    for record in events.await? {
                        if let Ok(event) = from_js::<Event>(&record) {
                            kept.tally.add(&event);
                        }
                    }
                }
            }
            kept.logs.insert(installation, facts);
        }
        Ok(Some(kept))
    }

    /// Keeps days gone by of which only hours are kept yet. A day is made in one transaction of what its hours are then,
    /// and an event that is added to it later takes it out again: it is never out of step with them.
    async fn keep_days(&self, span: &Range<u64>, wants: &impl Fn(&str) -> bool) -> Result<(), StoreError> {
        let transaction = self.begin(TransactionMode::ReadOnly).await?;
        let mut missing = Vec::new();
        for record in transaction.object_store(LOGS)?.get_all(None, None)?.await? {
            let KeptLog { installation, facts } = from_js(&record)?;
            // The last day is being logged.
            let end = span.end.min(facts.last.map_or(0, hour) / HOURS_OF_DAY);
            let Some(range) = between(&installation, span.start, end)?.filter(|_| wants(&installation)) else {
                continue;
            };
            let keys = transaction.object_store(DAYS)?.get_all_keys(Some(range.into()), None)?.await?;
            let known: Vec<u64> = keys.iter().filter_map(second).collect();
            let hours = span.start * HOURS_OF_DAY..end * HOURS_OF_DAY;
            for range in gaps(&hours, &known) {
                let Some(range) = between(&installation, range.start, range.end)? else { continue };
                let keys = transaction.object_store(ROLLUPS)?.get_all_keys(Some(range.into()), None)?.await?;
                let mut days: Vec<u64> = keys.iter().filter_map(second).map(|hour| hour / HOURS_OF_DAY).collect();
                days.dedup();
                missing.extend(days.into_iter().map(|day| (installation.clone(), day)));
            }
        }
        for some in missing.chunks(DAYS_AT_ONCE) {
            let transaction = self.transaction(&[ROLLUPS, DAYS], TransactionMode::ReadWrite).await?;
            let rollups = transaction.object_store(ROLLUPS)?;
            let mut asked = Vec::new();
            for (installation, day) in some {
                let range = between(installation, day * HOURS_OF_DAY, (day + 1) * HOURS_OF_DAY)?;
                asked.push(rollups.get_all(range.map(Query::from), None)?.into_future());
            }
            for ((installation, day), hours) in some.iter().zip(asked) {
                let mut whole = Rollup::default();
                for bytes in hours.await? {
                    whole.merge(read_rollup(bytes)?);
                }
                let bytes = Uint8Array::from(&whole.pack()[..]);
                transaction.object_store(DAYS)?.put(&bytes, Some(&append::day_key(installation, *day)))?;
            }
            settle(transaction).await?;
        }
        Ok(())
    }

    /// Counts all events, and keeps what comes of it, in one transaction: what is logged meanwhile waits.
    pub(super) async fn keep_anew(&self) -> Result<(), StoreError> {
        let transaction = self.begin(TransactionMode::ReadWrite).await?;
        let before = figures(&transaction).await?;
        let mut anew = Figures { next_seq: before.next_seq, ..Figures::default() };
        for store in [LOGS, ROLLUPS, DAYS] {
            transaction.object_store(store)?.clear()?;
        }
        let index = transaction.object_store(EVENTS)?.index(ORDER)?;
        let mut counting: Option<Counting> = None;
        let mut after: Option<JsValue> = None;
        loop {
            let range = after.as_ref().map(|after| KeyRange::lower_bound(after, Some(true))).transpose()?;
            let records = index.get_all(range.map(Query::from), Some(BATCH))?.await?;
            for record in &records {
                let Ok(event) = from_js::<Event>(record) else { continue };
                let bytes = serde_json::to_string(&event).map_err(JsError::from)?.len() as u64 + 1;
                count(&mut anew, &event, bytes);
                if let Some(ended) = counting.take_if(|counting| counting.log.installation != event.installation) {
                    ended.keep(&transaction)?;
                }
                counting.get_or_insert_with(|| Counting::of(&event)).add(&transaction, &event, bytes)?;
            }
            after = records.last().map(super::position).transpose()?;
            if records.len() < BATCH as usize {
                break;
            }
        }
        if let Some(ended) = counting {
            ended.keep(&transaction)?;
        }
        keep_figures(&transaction, &anew)?;
        settle(transaction).await
    }
}

/// One installation's log being counted. Its events come in order, so that most of an hour's come together.
struct Counting {
    log: KeptLog,
    hour: u64,
    rollup: Rollup,
    /// Id of the last event that went into the rollup.
    last: String,
}

impl Counting {
    fn of(first: &Event) -> Self {
        let log = KeptLog { installation: first.installation.clone(), facts: LogFacts::default() };
        Self { log, hour: hour(first.at), rollup: Rollup::default(), last: String::new() }
    }

    fn add(&mut self, transaction: &Transaction, event: &Event, bytes: u64) -> Result<(), JsError> {
        if self.hour != hour(event.at) || self.rollup.is_full() {
            self.keep_rollup(transaction)?;
            self.hour = hour(event.at);
        }
        self.log.facts.add(event, bytes);
        self.rollup.add(event);
        self.last.clone_from(&event.id);
        Ok(())
    }

    fn keep(mut self, transaction: &Transaction) -> Result<(), JsError> {
        self.keep_rollup(transaction)?;
        transaction.object_store(LOGS)?.put(&to_js(&self.log)?, None)?;
        Ok(())
    }

    fn keep_rollup(&mut self, transaction: &Transaction) -> Result<(), JsError> {
        let rollup = std::mem::take(&mut self.rollup);
        append::put(transaction, &self.log.installation, self.hour, &rollup, &self.last)
    }
}

/// Hours that are in none of the known days, which are in order.
fn gaps(hours: &Range<u64>, known: &[u64]) -> Vec<Range<u64>> {
    let mut from = hours.start;
    let mut gaps = Vec::new();
    for day in known {
        gaps.push(from..day * HOURS_OF_DAY);
        from = (day + 1) * HOURS_OF_DAY;
    }
    gaps.push(from..hours.end);
    gaps
}

fn read_rollup(bytes: JsValue) -> Result<Rollup, JsError> {
    let bytes = bytes.unchecked_into::<Uint8Array>().to_vec();
    Rollup::unpack(&bytes).ok_or_else(|| JsError::new("what is kept of an hour cannot be read"))
}

/// The number behind the installation in a key.
fn second(key: &JsValue) -> Option<u64> {
    js_sys::Reflect::get_u32(key, 1).ok()?.as_f64().map(|number| number as u64)
}

/// Keys that begin with an installation and a number from `from`, before `to`; none where there are none.
pub fn between(installation: &str, from: u64, to: u64) -> Result<Option<KeyRange>, JsError> {
    let key = |number: u64| Array::of2(&installation.into(), &JsValue::from(number as f64));
    if from >= to { Ok(None) } else { Ok(Some(KeyRange::bound(&key(from), &key(to), None, Some(true))?)) }
}
