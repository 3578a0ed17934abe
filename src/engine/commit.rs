//! When what happened is written down, and who is told once it is. Never more than one transaction under way, so
//! that acknowledgements follow the order of messages.

use super::{Effect, Engine, EngineMessage, PageReply, PortId};
use crate::rework::{DraftState, DraftWrite, Event};
use std::collections::BTreeMap;

/// Changes are gathered this long into one transaction.
const GATHER_MS: u64 = 200;

/// After a failed transaction, this long until the next try.
const RETRY_MS: u64 = 2_000;

/// What waits to be written.
#[derive(Debug, Default)]
pub(super) struct Commits {
    waiting: Batch,
    /// Kept until it is durable.
    under_way: Option<Batch>,
    /// Whom to tell when what is under way is durable.
    promised: Vec<(PortId, u32)>,
    due_at: Option<u64>,
}

/// What goes into one transaction. A draft stands in `drafts` or in `writes`, not in both.
#[derive(Clone, Debug, Default)]
struct Batch {
    events: Vec<Event>,
    /// States of drafts whose field is closed already, by key.
    drafts: BTreeMap<String, DraftState>,
    /// What changed of drafts whose field is open, by key.
    writes: BTreeMap<String, DraftWrite>,
    /// Calls of pages that are answered when it is durable.
    calls: Vec<(PortId, u32)>,
}

impl Batch {
    /// Puts this, which came first and was not written, before what came since.
    fn before(mut self, since: Self) -> Self {
        self.events.extend(since.events);
        self.calls.extend(since.calls);
        for (key, state) in since.drafts {
            self.writes.remove(&key);
            self.drafts.insert(key, state);
        }
        for (_, write) in since.writes {
            self.write(write);
        }
        self
    }

    fn write(&mut self, write: DraftWrite) {
        let key = write.head.key.clone();
        // The field was opened from this state, and its first write is a whole one.
        self.drafts.remove(&key);
        match self.writes.get_mut(&key) {
            Some(waiting) => waiting.then(write),
            None => drop(self.writes.insert(key, write)),
        }
    }
}

impl Commits {
    /// Adds an event.
    pub fn push(&mut self, event: Event) {
        self.waiting.events.push(event);
    }

    /// Promises a page's call an answer when all that waits is durable.
    pub fn tell(&mut self, port: PortId, call: u32) {
        self.waiting.calls.push((port, call));
    }

    /// Adds the last state of a draft that is closed.
    pub fn push_draft(&mut self, draft: DraftState) {
        self.waiting.writes.remove(&draft.key);
        self.waiting.drafts.insert(draft.key.clone(), draft);
    }

    /// The newest state of a closed draft that is not durable yet.
    pub fn take_draft(&mut self, key: &str) -> Option<DraftState> {
        let waiting = self.waiting.drafts.remove(key);
        waiting.or_else(|| self.under_way.as_ref()?.drafts.get(key).cloned())
    }

    /// Asks for a transaction: at once, or after gathering for a while.
    pub fn ask(&mut self, now: u64, at_once: bool) {
        let at = if at_once { now } else { now + GATHER_MS };
        self.due_at = Some(self.due_at.map_or(at, |due| due.min(at)));
    }

    /// When the next transaction should begin.
    pub fn due_at(&self) -> Option<u64> {
        if self.under_way.is_some() { None } else { self.due_at }
    }

    /// Nothing was written: everything under way waits again, before what came since.
    pub fn failed(&mut self, now: u64) {
        if let Some(under_way) = self.under_way.take() {
            self.waiting = under_way.before(std::mem::take(&mut self.waiting));
        }
        self.promised.clear();
        self.due_at = Some(now + RETRY_MS);
    }

    /// Forgets everything that waits, and what is under way if it fails; the log was erased. Gives the calls that were
    /// promised an answer.
    pub fn forget(&mut self) -> Vec<(PortId, u32)> {
        let mut calls = std::mem::take(&mut self.waiting).calls;
        if let Some(under_way) = &mut self.under_way {
            calls.extend(std::mem::take(under_way).calls);
        }
        calls
    }
}

impl Engine {
    /// Begins a transaction when one is due and none is under way.
    pub(super) fn commit(&mut self, now: u64) {
        if self.commits.due_at().is_none_or(|due| due > now) {
            return;
        }
        self.gather_events();
        // What is short is measured at once, and told with what ended it.
        self.measure(now);
        let mut batch = std::mem::take(&mut self.commits.waiting);
        for client in self.clients.values_mut() {
            for write in client.writes() {
                batch.write(write);
            }
        }
        self.commits.promised = self
            .clients
            .iter()
            .filter(|(_, client)| client.processed() > client.acknowledged)
            .map(|(port, client)| (*port, client.processed()))
            .collect();
        self.commits.due_at = None;
        let closed = batch.drafts.values().cloned().map(DraftWrite::whole);
        let drafts = batch.writes.values().cloned().chain(closed).collect();
        self.effects.push(Effect::Commit { events: batch.events.clone(), drafts });
        self.commits.under_way = Some(batch);
    }

    /// What was under way is durable: tell the clients.
    pub(super) fn committed(&mut self) {
        for (port, call) in self.commits.under_way.take().unwrap_or_default().calls {
            self.answer(port, call, PageReply::Done);
        }
        for (port, n) in std::mem::take(&mut self.commits.promised) {
            if let Some(client) = self.clients.get_mut(&port) {
                client.acknowledged = client.acknowledged.max(n);
                self.send(port, EngineMessage::Acknowledged { n });
            }
        }
    }
}
