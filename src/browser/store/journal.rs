//! Looks after the file that a browser appends to when it writes the store. Chromium throws a whole database away when a
//! record in the middle of that file was cut short, and at each opening it goes on behind one that a full disk or a power
//! failure has cut short at the end, and writes there by itself. So nothing is written without room; once in a run of the
//! browser, and again after any failure, a new file is begun; and where that is still to do, the database is not opened
//! before there is room to do it.

use super::schema::PACKED;
use super::settle::settle;
use super::{Store, StoreError, let_go};
use gloo::timers::callback::Timeout;
use idb::{KeyRange, Query, TransactionMode};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Bytes the browser must have left before anything is written: what a transaction takes, and what others take of the disk
/// between the look and the write. `extension/pages/words.ts` tells people the number.
const ROOM: f64 = 32.0 * 1024.0 * 1024.0;

/// Among what is kept for one run of the browser: `begun` once a new file was begun in it, `failed` once something has failed
/// since. `extension/background.ts` looks at it, too.
const JOURNAL: &str = "journal";

/// What is known of how the file ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Journal {
    /// It was begun in this run of the browser, and nothing has failed since.
    Begun,
    /// It is of an earlier run.
    Earlier,
    /// Something has failed, or the browser let go of the database.
    Failed,
}

/// An answer that takes longer is none.
const PATIENCE_MS: u32 = 2_000;

/// Filler that makes LevelDB begin a new file, which it does after 4 MB. Each piece stays below the 64 KB from which
/// Chromium keeps a value elsewhere.
const FILLER: &str = "filler";
const FILLER_PIECES: u32 = 84;
const FILLER_BYTES: u32 = 60_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "storage"], js_name = estimate, catch)]
    fn estimate() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = get, catch)]
    fn of_this_run(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = set, catch)]
    fn keep_for_this_run(values: &JsValue) -> Result<Promise, JsValue>;
}

thread_local! {
    /// Something has failed here, which the browser may not know yet when it is asked what is kept of this run.
    static FAILED: Cell<bool> = const { Cell::new(false) };
}

/// Whether the database is opened where the file of it may have been cut short and there is no room to begin another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It is not.
    Heeded,
    /// It is, since all that is in it goes.
    Ignored,
}

impl Store {
    /// Opens the database. Where something has failed since a file was begun, the first thing is to begin another.
    ///
    /// # Errors
    /// There is too little room to open it safely, or it cannot be opened.
    pub(super) async fn connect(&self, doubt: Doubt) -> Result<(), StoreError> {
        if !is_chromium() || doubt == Doubt::Ignored {
            return self.open_now().await;
        }
        let (room, journal) = (estimate(), of_this_run(JOURNAL));
        let journal = known(answer(journal).await);
        if journal != Journal::Begun && is_short(answer(room).await) {
            return Err(StoreError::Full);
        }
        self.open_now().await?;
        // What a newer version has written is not written to.
        if journal == Journal::Failed && !self.newer.get() { self.begin_file().await } else { Ok(()) }
    }

    /// Waits until it is safe to write.
    ///
    /// # Errors
    /// There is too little room, a newer version has written the log, or a new file could not be begun.
    pub(super) async fn ready(&self) -> Result<(), StoreError> {
        // Whose it is shows when it is open.
        if self.database.borrow().is_none() {
            self.connect(Doubt::Heeded).await?;
        }
        if self.newer.get() {
            return Err(StoreError::Newer);
        }
        // Firefox keeps databases in SQLite, which knows what it has written whole.
        if !is_chromium() {
            return Ok(());
        }
        // Both are asked before either is waited for.
        let (room, journal) = (estimate(), of_this_run(JOURNAL));
        if is_short(answer(room).await) {
            return Err(StoreError::Full);
        }
        if known(answer(journal).await) == Journal::Begun { Ok(()) } else { self.begin_file().await }
    }

    /// Has a new file begun where none was in this run of the browser and there is room; the next write tries again.
    pub async fn look_after(&self) {
        match self.ready().await {
            Ok(()) | Err(StoreError::Newer) => {}
            Err(error) => {
                gloo::console::warn!("Housestyle: the log's file is as an earlier run left it:", JsError::from(error));
            }
        }
    }

    /// Who writes meanwhile need not wait: what matters is that a new file is begun before the browser opens the old one
    /// again.
    async fn begin_file(&self) -> Result<(), StoreError> {
        if self.beginning.replace(true) {
            return Ok(());
        }
        let outcome = self.fill().await;
        self.beginning.set(false);
        if outcome.is_ok() {
            FAILED.set(false);
            keep("begun").await;
        }
        outcome
    }

    async fn fill(&self) -> Result<(), StoreError> {
        let open = || self.at_hand(&[PACKED], TransactionMode::ReadWrite);
        let transaction = match open() {
            Some(transaction) => transaction,
            None => {
                self.open_now().await?;
                open().ok_or_else(let_go)?
            }
        };
        let filler = Uint8Array::new_with_length(FILLER_BYTES);
        let store = transaction.object_store(PACKED)?;
        for piece in 0..FILLER_PIECES {
            store.put(&filler, Some(&format!("{FILLER} {piece:02}").into()))?;
        }
        settle(transaction).await?;
        // Not in a database opened anew: that is when it would be too late.
        let transaction = open().ok_or_else(let_go)?;
        let range = KeyRange::bound(&FILLER.into(), &format!("{FILLER}~").into(), None, None)?;
        transaction.object_store(PACKED)?.delete(Query::from(range))?;
        settle(transaction).await
    }
}

/// A write has failed, or the browser let go of the database: nobody knows how the file ends.
pub(super) async fn doubt() {
    FAILED.set(true);
    keep("failed").await;
}

/// Keeps how the file ends for this run. Where that is not kept, the next writer begins one more.
async fn keep(state: &str) {
    let values = js_sys::Object::new();
    // A plain property of an object of ours: setting it cannot fail.
    let _ = Reflect::set(&values, &JOURNAL.into(), &state.into());
    answer(keep_for_this_run(&values)).await;
}

fn known(kept: Option<JsValue>) -> Journal {
    let state = kept.and_then(|kept| Reflect::get(&kept, &JOURNAL.into()).ok()?.as_string());
    match state.as_deref() {
        _ if FAILED.get() => Journal::Failed,
        Some("begun") => Journal::Begun,
        Some(_) => Journal::Failed,
        None => Journal::Earlier,
    }
}

fn is_short(estimate: Option<JsValue>) -> bool {
    estimate.as_ref().and_then(left).is_some_and(|left| left < ROOM)
}

/// What the browser answers; none where it does not, or not in time: the log must not wait for ever.
async fn answer(asked: Result<Promise, JsValue>) -> Option<JsValue> {
    let patience = Promise::new(&mut |resolve, _| {
        Timeout::new(PATIENCE_MS, move || drop(resolve.call0(&JsValue::UNDEFINED))).forget();
    });
    let first = Promise::race(&Array::of2(&asked.ok()?.into(), &patience));
    JsFuture::from(first).await.ok().filter(|answer| !answer.is_undefined())
}

/// Bytes that are left, where the browser says so.
fn left(estimate: &JsValue) -> Option<f64> {
    Some(number(estimate, "quota")? - number(estimate, "usage")?)
}

fn number(object: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(object, &name.into()).ok()?.as_f64()
}

fn is_chromium() -> bool {
    let location = Reflect::get(&js_sys::global(), &"location".into()).unwrap_or_default();
    let protocol = Reflect::get(&location, &"protocol".into()).ok().and_then(|protocol| protocol.as_string());
    protocol.as_deref() == Some("chrome-extension:")
}
