//! What is known of one escalation, gathered from its events in any order and from any installation: whoever answers
//! for a route has a log of their own.

use super::super::Decision;
use super::draft::earlier;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Facts of one escalation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationFacts {
    /// Its opening, if that was seen.
    pub opened: Option<Opening>,
    /// When it was first acknowledged.
    pub acknowledged: Option<u64>,
    /// When it was first decided.
    pub decided: Option<u64>,
    /// What was decided last, behind when and by which event.
    pub decision: Option<(u64, String, Decision)>,
    /// When it was first withdrawn.
    pub withdrawn: Option<u64>,
}

/// How it was opened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening {
    /// When.
    pub at: u64,
    /// Its route.
    pub route: Arc<str>,
    /// When an answer is due, if the route says.
    pub respond_due: Option<u64>,
    /// When a decision is due, if the route says.
    pub resolve_due: Option<u64>,
}

/// How a promise was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// In time.
    Met,
    /// Late, or not at all though the time is over.
    Missed,
    /// None was made, its time is not over, or nobody needs it any more.
    Open,
}

impl EscalationFacts {
    /// When it was first answered: a decision answers too.
    pub fn answered(&self) -> Option<u64> {
        earlier(self.acknowledged, self.decided)
    }

    /// Whether it waits for a decision.
    pub fn is_open(&self) -> bool {
        self.opened.is_some() && self.decided.is_none() && self.withdrawn.is_none()
    }

    /// Whether it waits, and for longer than was promised. Unknown where the present is.
    pub fn is_overdue(&self, now: Option<u64>) -> Option<bool> {
        let now = now?;
        let late = |due: Option<u64>| due.is_some_and(|due| due < now);
        let opening = self.opened.as_ref();
        let decision = opening.is_some_and(|opening| late(opening.resolve_due));
        let answer = self.answered().is_none() && opening.is_some_and(|opening| late(opening.respond_due));
        Some(self.is_open() && (decision || answer))
    }

    /// Whether it was answered in time.
    pub fn response(&self, now: Option<u64>) -> Promise {
        self.promise(self.opened.as_ref().and_then(|opening| opening.respond_due), self.answered(), now)
    }

    /// Whether it was decided in time.
    pub fn resolution(&self, now: Option<u64>) -> Promise {
        self.promise(self.opened.as_ref().and_then(|opening| opening.resolve_due), self.decided, now)
    }

    fn promise(&self, due: Option<u64>, kept: Option<u64>, now: Option<u64>) -> Promise {
        let Some(due) = due else { return Promise::Open };
        let given_up = self.withdrawn.or(now);
        match kept {
            Some(kept) if kept <= due => Promise::Met,
            Some(_) => Promise::Missed,
            None if given_up.is_some_and(|given_up| given_up > due) => Promise::Missed,
            None => Promise::Open,
        }
    }

    /// Adds what another part of the logs says of the same escalation.
    pub fn merge(&mut self, other: Self) {
        self.opened = earlier(self.opened.take(), other.opened);
        self.acknowledged = earlier(self.acknowledged, other.acknowledged);
        self.decided = earlier(self.decided, other.decided);
        self.decision = self.decision.take().max(other.decision);
        self.withdrawn = earlier(self.withdrawn, other.withdrawn);
    }
}
