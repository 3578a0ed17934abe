//! How far the log is delivered to a collector: the log itself is the queue, and this its one mark. Another address begins
//! anew.

use super::schema::{EVENTS, META, ORDER};
use super::settle::settle;
use super::{Store, StoreError, figures};
use crate::browser::value::{from_js, to_js};
use crate::engine::CollectorKey;
use crate::export::QueueState;
use crate::rework::Event;
use idb::{KeyRange, Query, TransactionMode};
use js_sys::Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// Keys in [`META`].
const QUEUE: &str = "queue";
/// Here and not among the settings: what the settings are kept in, content scripts may read.
const COLLECTOR_KEY: &str = "collector_key";

#[derive(Serialize, Deserialize)]
struct Kept {
    url: String,
    state: QueueState,
}

impl Store {
    /// How far the log is delivered to an address, and its last position.
    pub async fn queue(&self, url: &str) -> Result<(QueueState, u64), JsError> {
        let transaction = self.transaction(&[META], TransactionMode::ReadOnly).await?;
        let newest = figures(&transaction).await?.next_seq - 1;
        let found = transaction.object_store(META)?.get(Query::from(JsValue::from(QUEUE)))?.await?;
        let kept = found.and_then(|found| from_js::<Kept>(&found).ok()).filter(|kept| kept.url == url);
        Ok((kept.map(|kept| kept.state).unwrap_or_default(), newest))
    }

    /// Keeps how far the log is delivered to an address.
    pub async fn keep_queue(&self, url: &str, state: &QueueState) -> Result<(), StoreError> {
        let transaction = self.transaction(&[META], TransactionMode::ReadWrite).await?;
        let kept = Kept { url: url.to_owned(), state: state.clone() };
        transaction.object_store(META)?.put(&to_js(&kept)?, Some(&JsValue::from(QUEUE)))?;
        settle(transaction).await
    }

    /// The collector's header as it was kept.
    pub async fn collector_key(&self) -> Result<Option<CollectorKey>, JsError> {
        let transaction = self.transaction(&[META], TransactionMode::ReadOnly).await?;
        let found = transaction.object_store(META)?.get(Query::from(JsValue::from(COLLECTOR_KEY)))?.await?;
        Ok(found.and_then(|found| from_js(&found).ok()))
    }

    /// Keeps the collector's header, or none, and lets what waits for a better one go at once.
    pub async fn keep_collector_key(&self, key: Option<&CollectorKey>) -> Result<(), StoreError> {
        let transaction = self.transaction(&[META], TransactionMode::ReadWrite).await?;
        let store = transaction.object_store(META)?;
        let name = JsValue::from(COLLECTOR_KEY);
        match key {
            Some(key) => drop(store.put(&to_js(key)?, Some(&name))?),
            None => drop(store.delete(Query::from(name))?),
        }
        if let Some(queue) = store.get(Query::from(JsValue::from(QUEUE)))?.await? {
            let mut kept: Kept = from_js(&queue)?;
            kept.state.not_before = 0;
            store.put(&to_js(&kept)?, Some(&JsValue::from(QUEUE)))?;
        }
        settle(transaction).await
    }

    /// Up to `most` events of one log after a position. What cannot be read is left out; so are kinds of a newer version.
    /// Beside them the last position that was looked at.
    pub async fn after(&self, installation: &str, seq: u64, most: u32) -> Result<(Vec<Event>, Option<u64>), JsError> {
        let transaction = self.transaction(&[EVENTS], TransactionMode::ReadOnly).await?;
        let index = transaction.object_store(EVENTS)?.index(ORDER)?;
        let key = |seq: f64| Array::of2(&installation.into(), &seq.into());
        let range = KeyRange::bound(&key(seq as f64 + 1.0), &key(f64::INFINITY), None, None)?;
        let records = index.get_all(Some(range.into()), Some(most))?.await?;
        let last = records.last().and_then(|record| js_sys::Reflect::get(record, &"seq".into()).ok()?.as_f64());
        let events = records.iter().filter_map(|record| from_js(record).ok()).collect();
        Ok((events, last.map(|last| last as u64)))
    }
}
