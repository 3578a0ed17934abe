//! The log and the drafts' states in IndexedDB. Everything one commit brings is written in one transaction or not at
//! all; `seq` is given out inside that transaction, so it has no gaps.

use super::background::{from_js, to_js};
use crate::engine::StoreSummary;
use crate::rework::{DraftState, Event};
use idb::{
    Database, DatabaseEvent, Factory, IndexParams, KeyPath, KeyRange, ObjectStore, ObjectStoreParams, Query,
    Transaction, TransactionMode,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// Name of the database, in the extension's own origin.
const DATABASE: &str = "housestyle";
const VERSION: u32 = 1;
const EVENTS: &str = "events";
const DRAFTS: &str = "drafts";
const META: &str = "meta";
/// Index by which a log is read in order.
const ORDER: &str = "order";
/// Index of drafts that were left open.
const OPEN: &str = "open";
/// Key in [`META`] of the log's figures.
const FIGURES: &str = "figures";

/// The open database.
pub(super) struct Store {
    database: Database,
}

/// The log's figures, kept with it so that none of them needs a count.
#[derive(Debug, Serialize, Deserialize)]
struct Figures {
    next_seq: u64,
    events: u64,
    first: Option<u64>,
    last: Option<u64>,
    kinds: BTreeMap<String, u64>,
}

impl Default for Figures {
    fn default() -> Self {
        Self { next_seq: 1, events: 0, first: None, last: None, kinds: BTreeMap::new() }
    }
}

/// A draft's state as it is stored: one string, since a long draft has many blocks and nobody asks for a part.
#[derive(Serialize, Deserialize)]
struct StoredDraft {
    key: String,
    /// 1 or 0: IndexedDB has no index of truth values.
    open: u8,
    state: String,
}

/// Where a reader of the log stands.
pub(super) type Position = Option<JsValue>;

impl Store {
    /// Opens the database, and makes it where there is none.
    pub async fn open() -> Result<Self, JsError> {
        let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            if let Err(error) = event.database().map_err(JsError::from).and_then(|database| create(&database)) {
                gloo::console::error!("Housestyle: the log could not be made:", JsValue::from(error));
            }
        });
        Ok(Self { database: request.await? })
    }

    fn begin(&self, mode: TransactionMode) -> Result<Transaction, JsError> {
        Ok(self.database.transaction(&[EVENTS, DRAFTS, META], mode)?)
    }

    /// Writes events and states, giving each event its `seq`. An event that is there already is left as it is.
    pub async fn commit(&self, events: Vec<Event>, drafts: Vec<DraftState>) -> Result<(), JsError> {
        let transaction = self.begin(TransactionMode::ReadWrite)?;
        if !events.is_empty() {
            let mut figures = figures(&transaction).await?;
            for mut event in events {
                event.seq = figures.next_seq;
                if add(&transaction, &event, &mut figures).await? {
                    figures.next_seq += 1;
                }
            }
            keep_figures(&transaction, &figures).await?;
        }
        let store = transaction.object_store(DRAFTS)?;
        for draft in drafts {
            let stored = StoredDraft {
                key: draft.key.clone(),
                open: u8::from(draft.open),
                state: serde_json::to_string(&draft).map_err(|error| JsError::new(&error.to_string()))?,
            };
            store.put(&to_js(&stored)?, None)?.await?;
        }
        settle(transaction).await
    }

    /// Adds events of another log, or of this one, as they are. Gives how many were new.
    pub async fn import(&self, events: &[Event], installation: &str) -> Result<u64, JsError> {
        let transaction = self.begin(TransactionMode::ReadWrite)?;
        let mut figures = figures(&transaction).await?;
        let mut added = 0;
        for event in events {
            if add(&transaction, event, &mut figures).await? {
                added += 1;
                if event.installation == installation {
                    figures.next_seq = figures.next_seq.max(event.seq + 1);
                }
            }
        }
        keep_figures(&transaction, &figures).await?;
        settle(transaction).await?;
        Ok(added)
    }

    /// A draft's state.
    pub async fn draft(&self, key: &str) -> Result<Option<DraftState>, JsError> {
        let transaction = self.database.transaction(&[DRAFTS], TransactionMode::ReadOnly)?;
        let found = transaction.object_store(DRAFTS)?.get(Query::from(JsValue::from(key)))?.await?;
        Ok(found.and_then(readable))
    }

    /// States of drafts that were left open.
    pub async fn open_drafts(&self) -> Result<Vec<DraftState>, JsError> {
        let transaction = self.database.transaction(&[DRAFTS], TransactionMode::ReadOnly)?;
        let index = transaction.object_store(DRAFTS)?.index(OPEN)?;
        let found = index.get_all(Some(Query::from(JsValue::from(1))), None)?.await?;
        Ok(found.into_iter().filter_map(readable).collect())
    }

    /// What is stored; bytes are for others to say.
    pub async fn describe(&self) -> Result<StoreSummary, JsError> {
        let transaction = self.begin(TransactionMode::ReadOnly)?;
        let figures = figures(&transaction).await?;
        let drafts = transaction.object_store(DRAFTS)?.count(None)?.await?;
        let mut kinds: Vec<(String, u64)> = figures.kinds.into_iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(StoreSummary {
            events: figures.events,
            first: figures.first,
            last: figures.last,
            kinds,
            drafts,
            bytes: None,
        })
    }

    /// Erases everything but the count of `seq`, so that the gap stays visible.
    pub async fn erase(&self) -> Result<(), JsError> {
        let transaction = self.begin(TransactionMode::ReadWrite)?;
        let figures = Figures { next_seq: figures(&transaction).await?.next_seq, ..Figures::default() };
        transaction.object_store(EVENTS)?.clear()?.await?;
        transaction.object_store(DRAFTS)?.clear()?.await?;
        keep_figures(&transaction, &figures).await?;
        settle(transaction).await
    }

    /// How many events there are.
    pub async fn count(&self) -> Result<u64, JsError> {
        let transaction = self.begin(TransactionMode::ReadOnly)?;
        Ok(figures(&transaction).await?.events)
    }

    /// Up to `limit` events after a position, in the order of installation and `seq`, and the position after them.
    pub async fn read(&self, after: Position, limit: u32) -> Result<(Vec<Event>, Position), JsError> {
        let transaction = self.database.transaction(&[EVENTS], TransactionMode::ReadOnly)?;
        let index = transaction.object_store(EVENTS)?.index(ORDER)?;
        let range = after.as_ref().map(|after| KeyRange::lower_bound(after, Some(true))).transpose()?;
        let records = index.get_all(range.map(Query::from), Some(limit))?.await?;
        let mut events = Vec::with_capacity(records.len());
        for record in records {
            events.push(from_js::<Event>(record)?);
        }
        let position = events.last().map(|last| {
            let key = js_sys::Array::new();
            key.push(&JsValue::from(last.installation.as_str()));
            key.push(&JsValue::from(last.seq as f64));
            key.push(&JsValue::from(last.id.as_str()));
            JsValue::from(key)
        });
        Ok((events, position))
    }
}

fn create(database: &Database) -> Result<(), JsError> {
    let mut events = ObjectStoreParams::new();
    events.key_path(Some(KeyPath::new_single("id")));
    let events = database.create_object_store(EVENTS, events)?;
    events.create_index(ORDER, KeyPath::new_array(["installation", "seq", "id"]), Some(IndexParams::new()))?;
    let mut drafts = ObjectStoreParams::new();
    drafts.key_path(Some(KeyPath::new_single("key")));
    let drafts = database.create_object_store(DRAFTS, drafts)?;
    drafts.create_index(OPEN, KeyPath::new_single("open"), Some(IndexParams::new()))?;
    database.create_object_store(META, ObjectStoreParams::new())?;
    Ok(())
}

async fn figures(transaction: &Transaction) -> Result<Figures, JsError> {
    let found = transaction.object_store(META)?.get(Query::from(JsValue::from(FIGURES)))?.await?;
    Ok(found.map(from_js).transpose()?.unwrap_or_default())
}

async fn keep_figures(transaction: &Transaction, figures: &Figures) -> Result<(), JsError> {
    transaction.object_store(META)?.put(&to_js(figures)?, Some(&JsValue::from(FIGURES)))?.await?;
    Ok(())
}

/// Adds an event unless its id is there; says whether it was added.
async fn add(transaction: &Transaction, event: &Event, figures: &mut Figures) -> Result<bool, JsError> {
    let store: ObjectStore = transaction.object_store(EVENTS)?;
    if store.get_key(Query::from(JsValue::from(event.id.as_str())))?.await?.is_some() {
        return Ok(false);
    }
    let record = to_js(event)?;
    let kind = js_sys::Reflect::get(&record, &"kind".into()).ok().and_then(|kind| kind.as_string()).unwrap_or_default();
    store.put(&record, None)?.await?;
    figures.events += 1;
    figures.first = Some(figures.first.map_or(event.at, |first| first.min(event.at)));
    figures.last = Some(figures.last.map_or(event.at, |last| last.max(event.at)));
    *figures.kinds.entry(kind).or_default() += 1;
    Ok(true)
}

/// Waits until everything is durable.
async fn settle(transaction: Transaction) -> Result<(), JsError> {
    let result = transaction.commit()?.await?;
    if result.is_committed() { Ok(()) } else { Err(JsError::new("the transaction was aborted")) }
}

fn readable(record: JsValue) -> Option<DraftState> {
    let stored: StoredDraft = from_js(record).ok()?;
    // A state that cannot be read costs a draft its origins and open flags, never its events.
    serde_json::from_str(&stored.state).ok()
}
