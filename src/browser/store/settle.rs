//! How a transaction ends. Nothing is durable before it has ended well, and why it did not is told apart: whoever reads
//! of it can do something about a full disk.

use super::journal;
use idb::Transaction;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why nothing was written.
#[derive(Debug)]
pub enum StoreError {
    /// The browser gives no more room.
    Full,
    /// A newer version of this extension has written the log.
    Newer,
    /// Anything else.
    Other(JsError),
}

impl From<JsError> for StoreError {
    fn from(error: JsError) -> Self {
        Self::Other(error)
    }
}

impl From<idb::Error> for StoreError {
    fn from(error: idb::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<StoreError> for JsError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => {
                JsError::new("there is too little room for the log: free some space on the disk; 32 MB must be left")
            }
            StoreError::Newer => JsError::new("a newer version of Housestyle wrote this log: update this one"),
            StoreError::Other(error) => error,
        }
    }
}

/// Waits until everything is durable.
pub async fn settle(transaction: Transaction) -> Result<(), StoreError> {
    let raw = JsValue::from(transaction);
    let ended = Promise::new(&mut |resolve, reject| {
        // Plain properties of an object that has them: setting them cannot fail.
        let _ = Reflect::set(&raw, &"oncomplete".into(), &resolve);
        let _ = Reflect::set(&raw, &"onabort".into(), &reject);
    });
    let transaction = Transaction::try_from(raw.clone())?;
    // One that was aborted already cannot be committed; its end tells why.
    let _ = transaction.commit();
    match JsFuture::from(ended).await {
        Ok(_) => Ok(()),
        Err(_) => {
            journal::doubt().await;
            Err(reason(&raw))
        }
    }
}

fn reason(transaction: &JsValue) -> StoreError {
    let text = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).ok().and_then(|text| text.as_string());
    let error = Reflect::get(transaction, &"error".into()).unwrap_or_default();
    let message = text(&error, "message").unwrap_or("the transaction was aborted".into());
    // Chromium has no name of its own for a disk that is full.
    if text(&error, "name").as_deref() == Some("QuotaExceededError") || message.contains("NO_SPACE") {
        return StoreError::Full;
    }
    StoreError::Other(JsError::new(&message))
}
