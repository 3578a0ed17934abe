//! The log and the drafts' states in IndexedDB. Everything one commit brings is written in one transaction or not at
//! all; `seq` is given out inside that transaction, so it has no gaps.

use super::value::{from_js, to_js};
use crate::engine::StoreSummary;
use crate::rework::{DraftState, DraftWrite, Event, Piece, PieceId};
use idb::{
    Database, DatabaseEvent, Factory, IndexParams, KeyPath, KeyRange, ObjectStore, ObjectStoreParams, Query,
    Transaction, TransactionMode,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// Name of the database, in the extension's own origin.
const DATABASE: &str = "housestyle";
/// 1 had drafts as a whole; what it stored of them is read as it is, and stored in pieces from then on.
const VERSION: u32 = 2;
const EVENTS: &str = "events";
const DRAFTS: &str = "drafts";
/// What changes most of drafts' states, in pieces.
const PIECES: &str = "pieces";
const META: &str = "meta";
/// The guide in force as it was read.
const PACKED: &str = "packed";
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

/// A draft's state as it is stored, but for its pieces: one string, since nobody asks for a part.
#[derive(Serialize, Deserialize)]
struct StoredDraft {
    key: String,
    /// 1 or 0: IndexedDB has no index of truth values.
    open: u8,
    state: String,
}

/// A piece of a draft's state as it is stored.
#[derive(Serialize, Deserialize)]
struct StoredPiece {
    draft: String,
    piece: String,
    content: String,
}

/// Where a reader of the log stands.
pub(super) type Position = Option<JsValue>;

impl Store {
    /// Opens the database, and makes it where there is none.
    pub async fn open() -> Result<Self, JsError> {
        let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            if let Err(error) = event.database().map_err(JsError::from).and_then(|database| complete(&database)) {
                gloo::console::error!("Housestyle: the log could not be made:", JsValue::from(error));
            }
        });
        Ok(Self { database: request.await? })
    }

    fn begin(&self, mode: TransactionMode) -> Result<Transaction, JsError> {
        Ok(self.database.transaction(&[EVENTS, DRAFTS, PIECES, META], mode)?)
    }

    /// Writes events and states, giving each event its `seq`. An event that is there already is left as it is.
    pub async fn commit(&self, events: Vec<Event>, drafts: Vec<DraftWrite>) -> Result<(), JsError> {
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
        for draft in drafts {
            write(&transaction, draft).await?;
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
        let transaction = self.database.transaction(&[DRAFTS, PIECES], TransactionMode::ReadOnly)?;
        let found = transaction.object_store(DRAFTS)?.get(Query::from(JsValue::from(key)))?.await?;
        Ok(match found.and_then(|record| head(&record)) {
            Some(head) => Some(with_pieces(&transaction, head).await?),
            None => None,
        })
    }

    /// States of drafts that were left open.
    pub async fn open_drafts(&self) -> Result<Vec<DraftState>, JsError> {
        let transaction = self.database.transaction(&[DRAFTS, PIECES], TransactionMode::ReadOnly)?;
        let index = transaction.object_store(DRAFTS)?.index(OPEN)?;
        let mut states = Vec::new();
        for record in index.get_all(Some(Query::from(JsValue::from(1))), None)?.await? {
            if let Some(head) = head(&record) {
                states.push(with_pieces(&transaction, head).await?);
            }
        }
        Ok(states)
    }

    /// The guide in force as it was read, if that was kept.
    pub async fn packed(&self) -> Option<Vec<u8>> {
        let transaction = self.database.transaction(&[PACKED], TransactionMode::ReadOnly).ok()?;
        let request = transaction.object_store(PACKED).ok()?.get(Query::from(JsValue::from(PACKED))).ok()?;
        request.await.ok()??.dyn_into::<js_sys::Uint8Array>().ok().map(|bytes| bytes.to_vec())
    }

    /// Keeps the guide in force as it was read.
    pub async fn keep_packed(&self, bytes: &[u8]) -> Result<(), JsError> {
        let transaction = self.database.transaction(&[PACKED], TransactionMode::ReadWrite)?;
        let bytes = js_sys::Uint8Array::from(bytes);
        transaction.object_store(PACKED)?.put(&bytes, Some(&JsValue::from(PACKED)))?.await?;
        settle(transaction).await
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
        transaction.object_store(PIECES)?.clear()?.await?;
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
            events.push(from_js::<Event>(&record)?);
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

/// Makes what the database does not have yet, whichever version it was.
fn complete(database: &Database) -> Result<(), JsError> {
    let known = database.store_names();
    let missing = |name: &str| known.iter().all(|known| known != name);
    let keyed = |path: KeyPath| {
        let mut params = ObjectStoreParams::new();
        params.key_path(Some(path));
        params
    };
    if missing(EVENTS) {
        let events = database.create_object_store(EVENTS, keyed(KeyPath::new_single("id")))?;
        events.create_index(ORDER, KeyPath::new_array(["installation", "seq", "id"]), Some(IndexParams::new()))?;
    }
    if missing(DRAFTS) {
        let drafts = database.create_object_store(DRAFTS, keyed(KeyPath::new_single("key")))?;
        drafts.create_index(OPEN, KeyPath::new_single("open"), Some(IndexParams::new()))?;
    }
    if missing(PIECES) {
        database.create_object_store(PIECES, keyed(KeyPath::new_array(["draft", "piece"])))?;
    }
    for name in [META, PACKED] {
        if missing(name) {
            database.create_object_store(name, ObjectStoreParams::new())?;
        }
    }
    Ok(())
}

/// Writes what changed of a draft's state.
async fn write(transaction: &Transaction, write: DraftWrite) -> Result<(), JsError> {
    let text = |error: serde_json::Error| JsError::new(&error.to_string());
    let DraftWrite { head, whole, pieces } = write;
    let store = transaction.object_store(PIECES)?;
    if whole {
        store.delete(pieces_of(&head.key)?)?.await?;
    }
    for (id, piece) in pieces {
        let (draft, piece_id) = (head.key.clone(), id.to_string());
        match piece {
            Some(piece) => {
                let content = serde_json::to_string(&piece).map_err(text)?;
                store.put(&to_js(&StoredPiece { draft, piece: piece_id, content })?, None)?.await?;
            }
            None => {
                let key = js_sys::Array::of2(&draft.into(), &piece_id.into());
                store.delete(Query::from(JsValue::from(key)))?.await?;
            }
        }
    }
    let state = serde_json::to_string(&head).map_err(text)?;
    let stored = StoredDraft { open: u8::from(head.open), key: head.key, state };
    transaction.object_store(DRAFTS)?.put(&to_js(&stored)?, None)?.await?;
    Ok(())
}

/// All pieces of a draft: an array of its key and a text comes after that key alone, and before it with an array.
fn pieces_of(key: &str) -> Result<Query, JsError> {
    let first = js_sys::Array::of1(&key.into());
    let last = js_sys::Array::of2(&key.into(), &js_sys::Array::new());
    Ok(KeyRange::bound(&first, &last, None, None)?.into())
}

/// Reads the pieces of a draft's state. One that cannot be read costs the draft origins or open flags, never events.
async fn with_pieces(transaction: &Transaction, head: DraftState) -> Result<DraftState, JsError> {
    let records = transaction.object_store(PIECES)?.get_all(Some(pieces_of(&head.key)?), None)?.await?;
    let read = |record: &JsValue| {
        let stored: StoredPiece = from_js(record).ok()?;
        Some((PieceId::read(&stored.piece)?, serde_json::from_str::<Piece>(&stored.content).ok()?))
    };
    Ok(head.with_pieces(records.iter().filter_map(read)))
}

async fn figures(transaction: &Transaction) -> Result<Figures, JsError> {
    let found = transaction.object_store(META)?.get(Query::from(JsValue::from(FIGURES)))?.await?;
    Ok(found.map(|found| from_js(&found)).transpose()?.unwrap_or_default())
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

fn head(record: &JsValue) -> Option<DraftState> {
    let stored: StoredDraft = from_js(record).ok()?;
    // A state that cannot be read costs a draft its origins and open flags, never its events.
    serde_json::from_str(&stored.state).ok()
}
