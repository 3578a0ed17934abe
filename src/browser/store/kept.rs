//! What is kept beside the events so that nobody need recount them: read for a scorecard, and made anew from the events
//! where there is none, or one of another version's.

use super::append::{self, KeptLog, count};
use super::schema::{EVENTS, LOGS, ORDER, ROLLUPS, TIMES};
use super::settle::settle;
use super::{Figures, Store, StoreError, figures, keep_figures};
use crate::browser::value::{from_js, to_js};
use crate::rework::Event;
use crate::rework::scorecard::{LogFacts, ROLLUP_FORMAT, Rollup, Span, Tally, hour};
use idb::{KeyRange, Query, Transaction, TransactionMode};
use js_sys::{Array, Uint8Array};
use std::collections::BTreeMap;
use std::future::IntoFuture;
use wasm_bindgen::prelude::*;

/// Events read at a time where all are read.
const BATCH: u32 = 2_000;

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
            self.keep_anew().await?;
        }
        let transaction = self.begin(TransactionMode::ReadOnly).await?;
        let (hours, edges) = span.hours();
        let mut kept = Kept { tally: Tally::default(), logs: BTreeMap::new() };
        let rollups = transaction.object_store(ROLLUPS)?;
        let times = transaction.object_store(EVENTS)?.index(TIMES)?;
        for record in transaction.object_store(LOGS)?.get_all(None, None)?.await? {
            let KeptLog { installation, facts } = from_js(&record)?;
            if wants(&installation) {
                // All are asked for before the first answer is waited for.
                let whole = match between(&installation, hours.start, hours.end)? {
                    Some(range) => Some(rollups.get_all(Some(range.into()), None)?.into_future()),
                    None => None,
                };
                let mut sticking_out = Vec::new();
                for edge in &edges {
                    if let Some(range) = between(&installation, edge.from.unwrap_or(0), edge.to.unwrap_or(u64::MAX))? {
                        sticking_out.push(times.get_all(Some(range.into()), None)?.into_future());
                    }
                }
                if let Some(whole) = whole {
                    for bytes in whole.await? {
                        let bytes = bytes.unchecked_into::<Uint8Array>().to_vec();
                        let unreadable = || JsError::new("what is kept of an hour cannot be read");
                        kept.tally.merge(Rollup::unpack(&bytes).ok_or_else(unreadable)?.into_tally());
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

    /// Counts all events, and keeps what comes of it, in one transaction: what is logged meanwhile waits.
    pub(super) async fn keep_anew(&self) -> Result<(), StoreError> {
        let transaction = self.begin_writing().await?;
        let before = figures(&transaction).await?;
        let mut anew = Figures { next_seq: before.next_seq, ..Figures::default() };
        for store in [LOGS, ROLLUPS] {
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

/// Keys that begin with an installation and a number from `from`, before `to`; none where there are none.
pub fn between(installation: &str, from: u64, to: u64) -> Result<Option<KeyRange>, JsError> {
    let key = |number: u64| Array::of2(&installation.into(), &JsValue::from(number as f64));
    if from >= to { Ok(None) } else { Ok(Some(KeyRange::bound(&key(from), &key(to), None, Some(true))?)) }
}
