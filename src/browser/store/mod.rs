//! The log and the drafts' states in IndexedDB. Everything one commit brings is written in one transaction or not at
//! all; `seq` is given out inside that transaction, so it has no gaps.

mod append;
mod journal;
mod kept;
mod loss;
mod queue;
mod schema;
mod settle;

pub(super) use settle::StoreError;

use self::append::{append, ask};
use self::journal::Doubt;
use self::schema::{DAMAGED, DRAFTS, EVENTS, META, OPEN, ORDER, PACKED, PIECES, WRITTEN};
use self::settle::settle;
use super::value::{from_js, to_js};
use crate::engine::{LogTrouble, StoreSummary};
use crate::export::read_stored;
use crate::rework::scorecard::ROLLUP_FORMAT;
use crate::rework::{DraftState, DraftWrite, Event, Piece, PieceId};
use idb::{Database, KeyRange, Query, Transaction, TransactionMode};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// How many events are logged until somebody else is told of the log's last position again, and so how many more than were
/// lost a gap may show.
const KNOWN_STEP: u64 = 100;

/// Key in [`META`] of the log's figures.
const FIGURES: &str = "figures";

/// The database, opened when it is needed and whenever it is safe to.
pub(super) struct Store {
    database: RefCell<Option<Database>>,
    /// A newer version of this extension has written it: it is read, and nothing is written.
    newer: Cell<bool>,
    /// A new file is being begun.
    beginning: Cell<bool>,
    /// The log has had events up to this position at least, says somebody who would know though the database were gone.
    known: Cell<u64>,
}

/// The log's figures, kept with it so that none of them needs a count.
#[derive(Debug, Serialize, Deserialize)]
struct Figures {
    next_seq: u64,
    events: u64,
    first: Option<u64>,
    last: Option<u64>,
    kinds: BTreeMap<String, u64>,
    /// Bytes of the events, as JSON Lines; known where rollups are kept.
    #[serde(default)]
    bytes: u64,
    /// The format of the rollups beside the events; 0 where they are not kept yet.
    #[serde(default)]
    rollups: u32,
}

impl Default for Figures {
    fn default() -> Self {
        let (events, bytes, rollups) = (0, 0, ROLLUP_FORMAT);
        Self { next_seq: 1, events, first: None, last: None, kinds: BTreeMap::new(), bytes, rollups }
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
        let store = Self::unopened();
        store.connect(Doubt::Heeded).await?;
        Ok(store)
    }

    /// One that opens the database when something is first asked of it.
    pub fn unopened() -> Self {
        let (newer, beginning) = (Cell::new(false), Cell::new(false));
        Self { database: RefCell::new(None), newer, beginning, known: Cell::new(0) }
    }

    /// Begins a transaction; one that writes, when it is safe to.
    async fn transaction(&self, stores: &[&str], mode: TransactionMode) -> Result<Transaction, StoreError> {
        if mode == TransactionMode::ReadWrite {
            self.ready().await?;
        }
        self.begun(stores, mode).await
    }

    /// A browser lets go of a database when a disk is full or fails: then it is opened again, when that is safe.
    async fn begun(&self, stores: &[&str], mode: TransactionMode) -> Result<Transaction, StoreError> {
        if let Some(transaction) = self.at_hand(stores, mode) {
            return Ok(transaction);
        }
        self.connect(Doubt::Heeded).await?;
        self.at_hand(stores, mode).ok_or_else(let_go)
    }

    /// A transaction, where the database is open.
    fn at_hand(&self, stores: &[&str], mode: TransactionMode) -> Option<Transaction> {
        self.database.borrow().as_ref()?.transaction(stores, mode).ok()
    }

    /// Opens the database without a look at what the file of it may be like.
    async fn open_now(&self) -> Result<(), StoreError> {
        let (database, newer) = schema::open().await?;
        self.newer.set(newer);
        if let Some(old) = self.database.replace(Some(database)) {
            old.close();
        }
        Ok(())
    }

    async fn begin(&self, mode: TransactionMode) -> Result<Transaction, StoreError> {
        self.transaction(&WRITTEN, mode).await
    }

    /// The log has had events up to this position at least. A database that knows of fewer is another one, since the
    /// browser or somebody has thrown the old one away: then the log goes on behind, and the gap is seen.
    pub fn has_had(&self, position: u64) {
        self.known.set(position);
    }

    /// Writes events and states, giving each event its `seq`. An event that is there already is left as it is. Gives the
    /// last position of the log once it has passed the known one by [`KNOWN_STEP`].
    pub async fn commit(&self, events: Vec<Event>, drafts: Vec<DraftWrite>) -> Result<Option<u64>, StoreError> {
        let transaction = self.begin(TransactionMode::ReadWrite).await?;
        let mut last = None;
        if !events.is_empty() {
            let asked = ask(&transaction, events)?;
            let mut figures = figures(&transaction).await?;
            let known = self.known.get();
            if figures.next_seq <= known {
                figures.next_seq = known + KNOWN_STEP;
            }
            append(&transaction, &mut figures, asked, true).await?;
            keep_figures(&transaction, &figures)?;
            last = Some(figures.next_seq - 1).filter(|last| *last >= known + KNOWN_STEP || known == 0 && *last > 0);
        }
        for draft in drafts {
            write(&transaction, draft)?;
        }
        settle(transaction).await?;
        if let Some(last) = last {
            self.known.set(last);
        }
        Ok(last)
    }

    /// Adds events of another log, or of this one, as they are. Gives how many were new.
    pub async fn import(&self, events: Vec<Event>, installation: &str) -> Result<u64, StoreError> {
        let transaction = self.begin(TransactionMode::ReadWrite).await?;
        let own = events.iter().filter(|event| event.installation == installation).map(|event| event.seq).max();
        let asked = ask(&transaction, events)?;
        let mut figures = figures(&transaction).await?;
        let added = append(&transaction, &mut figures, asked, false).await?;
        figures.next_seq = figures.next_seq.max(own.unwrap_or(0) + 1);
        keep_figures(&transaction, &figures)?;
        settle(transaction).await?;
        Ok(added)
    }

    /// A draft's state.
    pub async fn draft(&self, key: &str) -> Result<Option<DraftState>, JsError> {
        let transaction = self.transaction(&[DRAFTS, PIECES], TransactionMode::ReadOnly).await?;
        let found = transaction.object_store(DRAFTS)?.get(Query::from(JsValue::from(key)))?.await?;
        Ok(match found.and_then(|record| head(&record)) {
            Some(head) => Some(with_pieces(&transaction, head).await?),
            None => None,
        })
    }

    /// States of drafts that were left open.
    pub async fn open_drafts(&self) -> Result<Vec<DraftState>, StoreError> {
        let transaction = self.transaction(&[DRAFTS, PIECES], TransactionMode::ReadOnly).await?;
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
        let transaction = self.transaction(&[PACKED], TransactionMode::ReadOnly).await.ok()?;
        let request = transaction.object_store(PACKED).ok()?.get(Query::from(JsValue::from(PACKED))).ok()?;
        request.await.ok()??.dyn_into::<js_sys::Uint8Array>().ok().map(|bytes| bytes.to_vec())
    }

    /// Keeps the guide in force as it was read.
    pub async fn keep_packed(&self, bytes: &[u8]) -> Result<(), JsError> {
        let transaction = match self.transaction(&[PACKED], TransactionMode::ReadWrite).await {
            Err(StoreError::Newer) => return Ok(()),
            begun => begun?,
        };
        let bytes = js_sys::Uint8Array::from(bytes);
        transaction.object_store(PACKED)?.put(&bytes, Some(&JsValue::from(PACKED)))?;
        Ok(settle(transaction).await?)
    }

    /// What is stored; bytes are for others to say.
    pub async fn describe(&self) -> Result<StoreSummary, JsError> {
        let transaction = match self.begin(TransactionMode::ReadOnly).await {
            Err(StoreError::Full) => {
                return Ok(StoreSummary { trouble: Some(LogTrouble::Full), ..StoreSummary::default() });
            }
            begun => begun?,
        };
        let figures = figures(&transaction).await?;
        let drafts = transaction.object_store(DRAFTS)?.count(None)?.await?;
        let mut kinds: Vec<(String, u64)> = figures.kinds.into_iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(StoreSummary {
            events: Some(figures.events),
            first: figures.first,
            last: figures.last,
            kinds,
            drafts: Some(drafts),
            bytes: None,
            damaged: transaction.object_store(DAMAGED)?.count(None)?.await?,
            undelivered: None,
            delivery_error: None,
            trouble: self.newer.get().then_some(LogTrouble::Newer),
        })
    }

    /// Erases everything but the count of `seq`, so that the gap stays visible. Does not wait for room, since it makes some.
    pub async fn erase(&self) -> Result<(), StoreError> {
        if self.at_hand(&WRITTEN, TransactionMode::ReadWrite).is_none() {
            self.connect(Doubt::Ignored).await?;
        }
        if self.newer.get() {
            return Err(StoreError::Newer);
        }
        let transaction = self.at_hand(&WRITTEN, TransactionMode::ReadWrite).ok_or_else(let_go)?;
        let figures = Figures { next_seq: figures(&transaction).await?.next_seq, ..Figures::default() };
        for store in WRITTEN {
            if store != META {
                transaction.object_store(store)?.clear()?;
            }
        }
        keep_figures(&transaction, &figures)?;
        settle(transaction).await
    }

    /// How many events there are.
    pub async fn count(&self) -> Result<u64, JsError> {
        let transaction = self.begin(TransactionMode::ReadOnly).await?;
        Ok(figures(&transaction).await?.events)
    }

    /// Up to `limit` records after a position, in the order of installation and `seq`, as JSON texts beside their ids,
    /// and the position after them.
    pub async fn read(&self, after: Position, limit: u32) -> Result<(Vec<(String, String)>, Position), JsError> {
        let transaction = self.transaction(&[EVENTS], TransactionMode::ReadOnly).await?;
        let index = transaction.object_store(EVENTS)?.index(ORDER)?;
        let range = after.as_ref().map(|after| KeyRange::lower_bound(after, Some(true))).transpose()?;
        let records = index.get_all(range.map(Query::from), Some(limit))?.await?;
        Ok((records.iter().map(with_id).collect(), records.last().map(position).transpose()?))
    }

    /// Records that do not say where in the order they stand, which no event lacks.
    pub async fn without_order(&self) -> Result<Vec<String>, JsError> {
        let transaction = self.transaction(&[EVENTS], TransactionMode::ReadOnly).await?;
        let store = transaction.object_store(EVENTS)?;
        let mut found = Vec::new();
        if store.count(None)?.await? == store.index(ORDER)?.count(None)?.await? {
            return Ok(found);
        }
        let mut after: Option<JsValue> = None;
        loop {
            let range = after.as_ref().map(|after| KeyRange::lower_bound(after, Some(true))).transpose()?;
            let records = store.get_all(range.map(Query::from), Some(SEARCHED))?.await?;
            for (id, text) in records.iter().map(with_id) {
                after = Some(id.as_str().into());
                if read_stored(&text).is_none() {
                    found.push(id);
                }
            }
            if records.len() < SEARCHED as usize {
                return Ok(found);
            }
        }
    }
}

/// Records looked through at a time.
const SEARCHED: u32 = 2_000;

fn let_go() -> StoreError {
    StoreError::Other(JsError::new("the browser let go of the log's database"))
}

fn with_id(record: &JsValue) -> (String, String) {
    let id = js_sys::Reflect::get(record, &"id".into()).ok().and_then(|id| id.as_string());
    (id.unwrap_or_default(), loss::text(record))
}

/// Where a record stands in the order of the log.
fn position(record: &JsValue) -> Result<JsValue, JsError> {
    let key = js_sys::Array::new();
    for name in ["installation", "seq", "id"] {
        let value = js_sys::Reflect::get(record, &name.into()).map_err(|_| JsError::new("a record that is none"))?;
        key.push(&value);
    }
    Ok(key.into())
}

/// Writes what changed of a draft's state.
fn write(transaction: &Transaction, write: DraftWrite) -> Result<(), JsError> {
    let text = |error: serde_json::Error| JsError::new(&error.to_string());
    let DraftWrite { head, whole, pieces } = write;
    let store = transaction.object_store(PIECES)?;
    if whole {
        store.delete(pieces_of(&head.key)?)?;
    }
    for (id, piece) in pieces {
        let (draft, piece_id) = (head.key.clone(), id.to_string());
        match piece {
            Some(piece) => {
                let content = serde_json::to_string(&piece).map_err(text)?;
                store.put(&to_js(&StoredPiece { draft, piece: piece_id, content })?, None)?;
            }
            None => {
                let key = js_sys::Array::of2(&draft.into(), &piece_id.into());
                store.delete(Query::from(JsValue::from(key)))?;
            }
        }
    }
    let state = serde_json::to_string(&head).map_err(text)?;
    let stored = StoredDraft { open: u8::from(head.open), key: head.key, state };
    transaction.object_store(DRAFTS)?.put(&to_js(&stored)?, None)?;
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

fn keep_figures(transaction: &Transaction, figures: &Figures) -> Result<(), JsError> {
    transaction.object_store(META)?.put(&to_js(figures)?, Some(&JsValue::from(FIGURES)))?;
    Ok(())
}

fn head(record: &JsValue) -> Option<DraftState> {
    let stored: StoredDraft = from_js(record).ok()?;
    // A state that cannot be read costs a draft its origins and open flags, never its events.
    serde_json::from_str(&stored.state).ok()
}
