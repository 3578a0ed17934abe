//! Posts the log to a collector, batch by batch, as far as its answers allow. Decides nothing: what to send next and what an
//! answer means is the queue's to say.

use super::platform::Platform;
use super::store::Store;
use super::value::from_js;
use crate::engine::Authorization;
use crate::export::{Answer, Limits, OtlpQueue, otlp_request};
use serde::Deserialize;
use serde_json::Value;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// Whether something is being posted, and whether there was something new meanwhile.
#[derive(Default)]
pub(super) struct Collector {
    busy: Cell<bool>,
    again: Cell<bool>,
}

/// What the platform tells of an answer.
#[derive(Deserialize)]
struct Reply {
    status: u16,
    retry_after_ms: Option<u64>,
    body: String,
}

impl Collector {
    /// Posts what is not delivered yet. Gives when to go on, if there is more; none of it where it is being posted already.
    pub async fn post(
        &self,
        platform: &Platform,
        store: &Store,
        (url, authorization): (&str, Option<&Authorization>),
        installation: &str,
        now: fn() -> u64,
    ) -> Result<Option<Option<u64>>, JsError> {
        if self.busy.replace(true) {
            self.again.set(true);
            return Ok(None);
        }
        let outcome = loop {
            let outcome = post(platform, store, (url, authorization), installation, now).await;
            if outcome.is_err() || !self.again.replace(false) {
                break outcome;
            }
        };
        self.busy.set(false);
        outcome.map(Some)
    }
}

async fn post(
    platform: &Platform,
    store: &Store,
    (url, authorization): (&str, Option<&Authorization>),
    installation: &str,
    now: fn() -> u64,
) -> Result<Option<u64>, JsError> {
    let (state, mut newest) = store.queue(url).await?;
    let mut queue = OtlpQueue::new(Limits::default(), state);
    while let Some(batch) = queue.next(newest, now()) {
        let (events, last) = store.after(installation, batch.after, batch.most).await?;
        queue.sent(events.len() as u32, last.unwrap_or(newest), now());
        if !events.is_empty() {
            let header = authorization.map(|authorization| authorization.reveal().to_owned());
            let answer = match platform.post(url, &otlp_request(&events), header).await {
                Ok(reply) => understood(&reply, authorization)?,
                Err(error) => Answer::Unreachable { message: format!("{error:?}") },
            };
            queue.answer(answer, now());
        }
        store.keep_queue(url, queue.state()).await?;
        newest = store.queue(url).await?.1;
    }
    Ok(queue.wakes_at(newest))
}

/// The answer as the queue takes it. By the OpenTelemetry protocol a success may name records that it rejects.
fn understood(reply: &JsValue, authorization: Option<&Authorization>) -> Result<Answer, JsError> {
    let Reply { status, retry_after_ms, body } = from_js(reply)?;
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    let partial = &body["partialSuccess"];
    let count = &partial["rejectedLogRecords"];
    let rejected = count.as_u64().or_else(|| count.as_str()?.parse().ok()).unwrap_or(0);
    let said = partial["errorMessage"].as_str().or(body["message"].as_str()).filter(|said| !said.is_empty());
    let conceal = |said: &str| authorization.map_or_else(|| said.to_owned(), |secret| secret.conceal(said));
    Ok(Answer::Status {
        status,
        retry_after_ms,
        rejected,
        message: said.map(|said| format!("{status}: {}", conceal(said))),
    })
}
