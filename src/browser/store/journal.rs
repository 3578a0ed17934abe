//! Looks after the file that a browser appends to when it writes the store. Chromium throws a whole database away when a
//! record in the middle of that file was cut short, and it goes on behind one that a full disk or a power failure has cut
//! short at the end. So nothing is written without room, and once in a run of the browser, and again after any failure, a
//! new file is begun.

use super::schema::PACKED;
use super::settle::settle;
use super::{Store, StoreError};
use gloo::timers::callback::Timeout;
use idb::{KeyRange, Query, TransactionMode};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Bytes the browser must have left before anything is written: what a transaction takes, and what others take of the disk
/// between the look and the write. `extension/pages/words.ts` tells people the number.
const ROOM: f64 = 32.0 * 1024.0 * 1024.0;

/// Among what is kept for one run of the browser: a new file was begun in this run, and no write has failed since.
const BEGUN: &str = "journal_begun";

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
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = remove, catch)]
    fn forget_for_this_run(key: &str) -> Result<Promise, JsValue>;
}

impl Store {
    /// Waits until it is safe to write.
    ///
    /// # Errors
    /// There is too little room, or a new file could not be begun.
    pub(super) async fn ready(&self) -> Result<(), StoreError> {
        // Firefox keeps databases in SQLite, which knows what it has written whole.
        if !is_chromium() {
            return Ok(());
        }
        // Both are asked before either is waited for.
        let (room, begun) = (estimate(), of_this_run(BEGUN));
        if answer(room).await.as_ref().and_then(left).is_some_and(|left| left < ROOM) {
            return Err(StoreError::Full);
        }
        let begun = answer(begun).await.as_ref().and_then(|found| number(found, BEGUN)).is_some();
        // Who writes meanwhile need not wait: what matters is that a new file is begun before the browser opens the old
        // one again.
        if begun || self.beginning.replace(true) {
            return Ok(());
        }
        let outcome = self.begin_file().await;
        self.beginning.set(false);
        outcome?;
        let values = js_sys::Object::new();
        // A plain property of an object of ours: setting it cannot fail. Where it is not kept, the next writer begins one
        // more file.
        let _ = Reflect::set(&values, &BEGUN.into(), &1.into());
        answer(keep_for_this_run(&values)).await;
        Ok(())
    }

    async fn begin_file(&self) -> Result<(), StoreError> {
        let filler = Uint8Array::new_with_length(FILLER_BYTES);
        let transaction = self.begun(&[PACKED], TransactionMode::ReadWrite).await?;
        let store = transaction.object_store(PACKED)?;
        for piece in 0..FILLER_PIECES {
            store.put(&filler, Some(&format!("{FILLER} {piece:02}").into()))?;
        }
        settle(transaction).await?;
        let transaction = self.begun(&[PACKED], TransactionMode::ReadWrite).await?;
        let range = KeyRange::bound(&FILLER.into(), &format!("{FILLER}~").into(), None, None)?;
        transaction.object_store(PACKED)?.delete(Query::from(range))?;
        settle(transaction).await
    }
}

/// A write has failed, or the browser let go of the database: nobody knows how the file ends.
pub(super) async fn doubt() {
    answer(forget_for_this_run(BEGUN)).await;
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
