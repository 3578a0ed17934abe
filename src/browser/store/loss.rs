//! What leaves the log: events beyond the limits that policy or the person has set, and records that cannot be read. Both
//! go in the transaction that logs what went and why; what cannot be read is set aside as it was found, not destroyed.

use super::append::{self, KeptLog, append, ask, uncount};
use super::kept::between;
use super::schema::{DAMAGED, DAYS, EVENTS, LOGS, ROLLUPS, TIMES};
use super::settle::settle;
use super::{Store, StoreError, figures, keep_figures};
use crate::browser::value::{from_js, to_js};
use crate::engine::Retention;
use crate::export::read_stored;
use crate::rework::scorecard::{HOURS_OF_DAY, ROLLUP_FORMAT, Rollup, hour};
use crate::rework::{DropReason, Event, EventKind, IdSource, SetBy};
use idb::{Query, TransactionMode};
use js_sys::{Object, Reflect};
use std::ops::Range;
use wasm_bindgen::prelude::*;

const HOUR_MS: u64 = 3_600_000;
/// At most so many hours go in one transaction.
const HOURS_AT_ONCE: u64 = 24;

/// Whole hours of one log that are beyond a limit: as many of them as it takes to free `over` bytes.
struct Beyond {
    hours: Range<u64>,
    over: u64,
    why: DropReason,
    set_by: Option<SetBy>,
}

/// Positions of one log that are gone, without a gap between them.
struct Gone {
    from: u64,
    to: u64,
    count: u64,
    first: Option<u64>,
    last: Option<u64>,
}

impl Store {
    /// Drops what is beyond the limits, whole hours, the oldest first. Gives how many events that were.
    pub async fn trim(&self, retention: &Retention, record: &Event, ids: &mut IdSource) -> Result<u64, StoreError> {
        if self.newer.get() {
            return Ok(0);
        }
        let mut dropped = 0;
        loop {
            let transaction = self.begin(TransactionMode::ReadOnly).await?;
            let figures = figures(&transaction).await?;
            if figures.rollups != ROLLUP_FORMAT {
                self.keep_anew().await?;
                continue;
            }
            let mut oldest: Option<(u64, String)> = None;
            for log in transaction.object_store(LOGS)?.get_all(None, None)?.await? {
                let KeptLog { installation, facts } = from_js(&log)?;
                // Of what is only records of loss, nothing is dropped.
                if let Some(first) = facts.droppable {
                    oldest = oldest.into_iter().chain([(first, installation)]).min();
                }
            }
            let Some((first, installation)) = oldest else { return Ok(dropped) };
            // The hour that is being logged stays whole.
            let present = hour(record.at);
            let old = retention.from.map_or(0, hour).min(present);
            let over = figures.bytes.saturating_sub(retention.bytes.unwrap_or(u64::MAX));
            let hours = hour(first)..present.min(hour(first) + HOURS_AT_ONCE);
            let beyond = if hour(first) < old {
                Beyond {
                    hours: hours.start..old.min(hours.end),
                    over: u64::MAX,
                    why: DropReason::Age,
                    set_by: retention.set_by.0,
                }
            } else if over > 0 && !hours.is_empty() {
                Beyond { hours, over, why: DropReason::Size, set_by: retention.set_by.1 }
            } else {
                return Ok(dropped);
            };
            dropped += self.drop_hours(&installation, beyond, record, ids).await?;
        }
    }

    /// Drops the events of some hours of one log, but for those that say what was dropped before.
    async fn drop_hours(
        &self,
        installation: &str,
        Beyond { hours, over, why, set_by }: Beyond,
        record: &Event,
        ids: &mut IdSource,
    ) -> Result<u64, StoreError> {
        let (from, mut end) = (hours.start, hours.end);
        let transaction = self.begin(TransactionMode::ReadWrite).await?;
        let mut figures = figures(&transaction).await?;
        let mut log = append::log(&transaction, installation).await?;
        let store = transaction.object_store(EVENTS)?;
        let times = store.index(TIMES)?;
        let range = between(installation, from * HOUR_MS, end * HOUR_MS)?.map(Query::from);
        let (mut went, mut stay, mut freed) = (Vec::new(), Vec::new(), 0);
        // In the order of time.
        for stored in times.get_all(range, None)?.await? {
            if freed >= over && number(&stored, "at").is_some_and(|at| hour(at) >= end) {
                break;
            }
            match from_js::<Event>(&stored) {
                Ok(event) if matches!(event.kind, EventKind::Dropped { .. }) => stay.push(event),
                Ok(event) => {
                    let bytes = serde_json::to_string(&event).map_err(JsError::from)?.len() as u64 + 1;
                    freed += bytes;
                    if freed >= over {
                        end = end.min(hour(event.at) + 1);
                    }
                    went.push((event, bytes));
                }
                // What cannot be read is not judged here.
                Err(_) => {}
            }
        }
        for (event, bytes) in &went {
            store.delete(Query::from(JsValue::from(event.id.as_str())))?;
            uncount(&mut figures, event, *bytes);
            log.facts.remove(event, *bytes);
        }
        if let Some(range) = between(installation, from, end)? {
            transaction.object_store(ROLLUPS)?.delete(Query::from(range))?;
        }
        if let Some(range) = between(installation, from / HOURS_OF_DAY, end.div_ceil(HOURS_OF_DAY))? {
            transaction.object_store(DAYS)?.delete(Query::from(range))?;
        }
        for event in &stay {
            let mut rollup = Rollup::default();
            rollup.add(event);
            append::put(&transaction, installation, hour(event.at), &rollup, &event.id)?;
        }
        log.facts.droppable = None;
        if let Some(rest) = between(installation, end * HOUR_MS, u64::MAX)? {
            let next = times.get_all(Some(rest.into()), Some(1))?.await?;
            log.facts.droppable = next.first().and_then(|next| number(next, "at"));
        }
        log.facts.first = stay.iter().map(|event| event.at).chain(log.facts.droppable).min().or(log.facts.first);
        transaction.object_store(LOGS)?.put(&to_js(&log)?, None)?;
        let mut first = None;
        for log in transaction.object_store(LOGS)?.get_all(None, None)?.await? {
            let KeptLog { facts, .. } = from_js(&log)?;
            first = [first, facts.first].into_iter().flatten().min();
        }
        figures.first = first;
        let mut gone: Vec<(u64, Option<u64>)> = went.iter().map(|(event, _)| (event.seq, Some(event.at))).collect();
        let records = records(&mut gone, installation, (why, set_by), record, ids);
        let asked = ask(&transaction, records)?;
        append(&transaction, &mut figures, asked, true).await?;
        keep_figures(&transaction, &figures)?;
        settle(transaction).await?;
        Ok(went.len() as u64)
    }

    /// Sets records aside that are no events of any version, and says how many were.
    pub async fn set_aside(
        &self,
        unreadable: &[String],
        record: &Event,
        ids: &mut IdSource,
    ) -> Result<u32, StoreError> {
        let transaction = self.begin(TransactionMode::ReadWrite).await?;
        let mut figures = figures(&transaction).await?;
        let (events, damaged) = (transaction.object_store(EVENTS)?, transaction.object_store(DAMAGED)?);
        let mut found: Vec<(String, u64, Option<u64>)> = Vec::new();
        for id in unreadable {
            let key = JsValue::from(id.as_str());
            let Some(stored) = events.get(Query::from(key.clone()))?.await? else { continue };
            if read_stored(&text(&stored)).is_some() {
                continue;
            }
            let installation = Reflect::get(&stored, &"installation".into()).ok().and_then(|name| name.as_string());
            let installation = installation.unwrap_or_else(|| record.installation.clone());
            found.push((installation, number(&stored, "seq").unwrap_or(0), number(&stored, "at")));
            damaged.put(&stored, Some(&key))?;
            events.delete(Query::from(key))?;
        }
        found.sort();
        let mut said = Vec::new();
        for log in found.chunk_by(|one, other| one.0 == other.0) {
            let mut gone: Vec<(u64, Option<u64>)> = log.iter().map(|(_, seq, at)| (*seq, *at)).collect();
            said.extend(records(&mut gone, &log[0].0, (DropReason::Unreadable, None), record, ids));
        }
        let asked = ask(&transaction, said)?;
        append(&transaction, &mut figures, asked, true).await?;
        if !found.is_empty() {
            // What they had been counted as is not known any more.
            figures.rollups = 0;
        }
        keep_figures(&transaction, &figures)?;
        settle(transaction).await?;
        if !found.is_empty() {
            self.keep_anew().await?;
        }
        Ok(found.len() as u32)
    }
}

/// One record for each run of positions; those without a position share one.
fn records(
    gone: &mut [(u64, Option<u64>)],
    installation: &str,
    (why, set_by): (DropReason, Option<SetBy>),
    record: &Event,
    ids: &mut IdSource,
) -> Vec<Event> {
    gone.sort();
    let mut runs: Vec<Gone> = Vec::new();
    for (seq, at) in gone.iter() {
        match runs.last_mut() {
            // Those without a position stand at 0, and none comes after them.
            Some(run) if run.to == *seq || run.to > 0 && run.to + 1 == *seq => {
                run.to = *seq;
                run.count += 1;
                run.first = [run.first, *at].into_iter().flatten().min();
                run.last = run.last.max(*at);
            }
            _ => runs.push(Gone { from: *seq, to: *seq, count: 1, first: *at, last: *at }),
        }
    }
    let mut said = Vec::new();
    for run in runs {
        let mut event = Event { id: ids.next(record.at), ..record.clone() };
        if let EventKind::Dropped {
            count, from_seq, to_seq, logged_by, why: reason, from_at, to_at, set_by: by, ..
        } = &mut event.kind
        {
            *count = run.count;
            (*from_seq, *to_seq) = ((run.from > 0).then_some(run.from), (run.from > 0).then_some(run.to));
            *logged_by = (installation != record.installation).then(|| installation.to_owned());
            *reason = why;
            (*from_at, *to_at) = (run.first, run.last);
            *by = set_by;
        }
        said.push(event);
    }
    said
}

fn number(record: &JsValue, name: &str) -> Option<u64> {
    let value = Reflect::get(record, &name.into()).ok()?.as_f64()?;
    (value >= 0.0 && value.fract() == 0.0).then_some(value as u64)
}

/// A record as JSON text, whatever it is.
pub fn text(record: &JsValue) -> String {
    let is_object = record.dyn_ref::<Object>().is_some();
    let text = js_sys::JSON::stringify(record).ok().filter(|_| is_object);
    text.and_then(|text| text.as_string()).unwrap_or_default()
}
