//! Posting a log to an OTLP collector, sans-IO: what to send next, and what an answer means. Says how far the log is
//! delivered; never lets go of an event that no collector has taken or refused for good.

use serde::{Deserialize, Serialize};

/// How much is sent at once, and how long is waited after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Most events in one request.
    pub batch: u32,
    /// First wait after a failure, in milliseconds; it doubles with each further one.
    pub first_wait_ms: u64,
    /// Longest wait, in milliseconds, unless the collector asks for a longer one.
    pub longest_wait_ms: u64,
    /// A request without an answer for so long has failed, in milliseconds.
    pub patience_ms: u64,
}

impl Default for Limits {
    /// 512 events, 1 s doubling to 5 min, and 10 s for an answer: the OpenTelemetry SDK's batch size and time-out.
    fn default() -> Self {
        Self { batch: 512, first_wait_ms: 1_000, longest_wait_ms: 300_000, patience_ms: 10_000 }
    }
}

/// What outlives a restart: kept beside the log, in the transaction that learns of it. The log itself is the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueState {
    /// Everything up to this position is done with.
    pub done: u64,
    /// Failures since the last success.
    pub failures: u32,
    /// Nothing is sent before this time.
    pub not_before: u64,
    /// Most events in the next request, after a collector found one too large; none where the limit holds.
    pub smaller_batch: Option<u32>,
    /// Events that a collector refused for good: they stay in the log, and are not sent again.
    pub refused: u64,
    /// Why it refused, or failed, last.
    pub last_error: Option<String>,
}

/// A request to make: the events after `after`, at most `most`, in the order of `seq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Position after which the batch begins.
    pub after: u64,
    /// Most events in it.
    pub most: u32,
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The collector answered.
    Status {
        /// HTTP status.
        status: u16,
        /// `Retry-After` in milliseconds from now, if the answer has one.
        retry_after_ms: Option<u64>,
        /// `partialSuccess.rejectedLogRecords` of the body, 0 where there is none.
        rejected: u64,
        /// What the answer says of it.
        message: Option<String>,
    },
    /// There was no answer.
    Unreachable {
        /// What is known of it.
        message: String,
    },
}

/// The machine. One request is under way at a time, so that records arrive in order.
#[derive(Clone, Debug)]
pub struct OtlpQueue {
    limits: Limits,
    state: QueueState,
    under_way: Option<UnderWay>,
}

#[derive(Clone, Copy, Debug)]
struct UnderWay {
    last: u64,
    events: u32,
    gives_up_at: u64,
}

impl OtlpQueue {
    /// Goes on where the state left off; what was under way then is sent again, and is the same records: a collector
    /// knows them by their ids.
    pub fn new(limits: Limits, state: QueueState) -> Self {
        Self { limits, state, under_way: None }
    }

    /// What must be kept before the next request.
    pub fn state(&self) -> &QueueState {
        &self.state
    }

    /// When to look again, if `newest` is the last position of the log; none when all is delivered.
    pub fn wakes_at(&self, newest: u64) -> Option<u64> {
        match self.under_way {
            Some(under_way) => Some(under_way.gives_up_at),
            None => (newest > self.state.done).then_some(self.state.not_before),
        }
    }

    /// What to send now, if anything. Whoever asks reads the events and says so with [`OtlpQueue::sent`].
    pub fn next(&mut self, newest: u64, now: u64) -> Option<Batch> {
        if self.under_way.is_some_and(|under_way| under_way.gives_up_at <= now) {
            self.answer(Answer::Unreachable { message: "no answer in time".into() }, now);
        }
        if self.under_way.is_some() || newest <= self.state.done || now < self.state.not_before {
            return None;
        }
        let most = self.state.smaller_batch.unwrap_or(self.limits.batch).max(1);
        Some(Batch { after: self.state.done, most })
    }

    /// A request with so many events is on its way, the last of which has the position `last`. Without any event
    /// (retention took them all) there is no request, and everything up to `last` is done with.
    pub fn sent(&mut self, events: u32, last: u64, now: u64) {
        if events == 0 {
            self.state.done = self.state.done.max(last);
        } else {
            self.under_way = Some(UnderWay { last, events, gives_up_at: now + self.limits.patience_ms });
        }
    }

    /// The request under way has ended. An answer to none, as one that comes too late, changes nothing.
    ///
    /// By the OpenTelemetry protocol: 2xx is success, and what a partial success rejects must not be sent again; 429,
    /// 502, 503 and 504 are tried again, after `Retry-After` where it is told, else with exponential back-off; any
    /// other status is final for these records. Three are told apart beyond that: 413 halves the batch, 401 and 403
    /// and 404 mean that the collector or its key is set wrongly, which is no reason to give up a record, so they are
    /// tried again at the longest interval.
    pub fn answer(&mut self, answer: Answer, now: u64) {
        let Some(UnderWay { last, events, .. }) = self.under_way.take() else { return };
        match answer {
            Answer::Status { status: 200..=299, rejected, message, .. } => {
                self.state.refused += rejected.min(u64::from(events));
                self.settle(last, if rejected > 0 { message.or(Some("records were rejected".into())) } else { None });
                self.state.smaller_batch = None;
            }
            Answer::Status { status: 413, message, .. } if events > 1 => {
                self.state.smaller_batch = Some(events / 2);
                self.state.last_error = message.or(Some("413".into()));
                self.state.not_before = now;
            }
            Answer::Status { status: status @ (401 | 403 | 404), retry_after_ms, message, .. } => {
                let message = message.unwrap_or_else(|| status.to_string());
                let wait = retry_after_ms.unwrap_or(0).max(self.limits.longest_wait_ms);
                self.fail(message, wait, now);
            }
            Answer::Status { status: status @ (429 | 502 | 503 | 504), retry_after_ms, message, .. } => {
                let message = message.unwrap_or_else(|| status.to_string());
                let wait = retry_after_ms.unwrap_or_else(|| self.back_off());
                self.fail(message, wait, now);
            }
            Answer::Status { status, message, .. } => {
                self.state.refused += u64::from(events);
                self.settle(last, Some(message.unwrap_or_else(|| status.to_string())));
            }
            Answer::Unreachable { message } => {
                let wait = self.back_off();
                self.fail(message, wait, now);
            }
        }
    }

    fn settle(&mut self, last: u64, error: Option<String>) {
        self.state.done = self.state.done.max(last);
        self.state.failures = 0;
        self.state.not_before = 0;
        self.state.last_error = error;
    }

    fn fail(&mut self, message: String, wait: u64, now: u64) {
        self.state.failures = self.state.failures.saturating_add(1);
        self.state.not_before = now.saturating_add(wait);
        self.state.last_error = Some(message);
    }

    /// The wait doubles with each failure. Where in the upper half of it lies, the state itself decides: many
    /// installations behind one failed collector do not come back at once, and no randomness is needed.
    fn back_off(&self) -> u64 {
        let doubled = self.limits.first_wait_ms.saturating_mul(1 << self.state.failures.min(30));
        let wait = doubled.min(self.limits.longest_wait_ms);
        let half = wait / 2;
        let spread = self.state.done.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        wait - if half == 0 { 0 } else { spread % half }
    }
}
