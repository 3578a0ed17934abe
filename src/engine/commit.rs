//! When what happened is written down, and who is told once it is. Never more than one transaction under way, so
//! that acknowledgements follow the order of messages.

use super::{Effect, Engine, EngineMessage, PortId};
use crate::rework::{DraftState, Event};

/// Changes are gathered this long into one transaction.
const GATHER_MS: u64 = 200;

/// After a failed transaction, this long until the next try.
const RETRY_MS: u64 = 2_000;

/// What waits to be written.
#[derive(Debug, Default)]
pub(super) struct Commits {
    events: Vec<Event>,
    /// States of drafts whose field is closed already.
    drafts: Vec<DraftState>,
    /// Events and states under way, kept until they are durable.
    under_way: Option<(Vec<Event>, Vec<DraftState>)>,
    /// Whom to tell when what is under way is durable.
    promised: Vec<(PortId, u32)>,
    due_at: Option<u64>,
}

impl Commits {
    /// Adds an event.
    pub fn push(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Adds the last state of a draft that is closed.
    pub fn push_draft(&mut self, draft: DraftState) {
        self.drafts.retain(|kept| kept.key != draft.key);
        self.drafts.push(draft);
    }

    /// The newest state of a closed draft that is not durable yet.
    pub fn take_draft(&mut self, key: &str) -> Option<DraftState> {
        if let Some(index) = self.drafts.iter().position(|draft| draft.key == key) {
            return Some(self.drafts.remove(index));
        }
        self.under_way.as_ref().and_then(|(_, drafts)| drafts.iter().find(|draft| draft.key == key).cloned())
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
        if let Some((mut events, drafts)) = self.under_way.take() {
            events.append(&mut self.events);
            self.events = events;
            for draft in drafts {
                if !self.drafts.iter().any(|kept| kept.key == draft.key) {
                    self.drafts.push(draft);
                }
            }
        }
        self.promised.clear();
        self.due_at = Some(now + RETRY_MS);
    }

    /// Forgets everything that waits; the log was erased.
    pub fn forget(&mut self) {
        self.events.clear();
        self.drafts.clear();
    }
}

impl Engine {
    /// Begins a transaction when one is due and none is under way.
    pub(super) fn commit(&mut self, now: u64) {
        if self.commits.due_at().is_none_or(|due| due > now) {
            return;
        }
        self.gather_events();
        let mut drafts = std::mem::take(&mut self.commits.drafts);
        for client in self.clients.values_mut() {
            for state in client.changed_states() {
                drafts.retain(|kept| kept.key != state.key);
                drafts.push(state);
            }
        }
        let events = std::mem::take(&mut self.commits.events);
        self.commits.promised = self
            .clients
            .iter()
            .filter(|(_, client)| client.processed() > client.acknowledged)
            .map(|(port, client)| (*port, client.processed()))
            .collect();
        self.commits.due_at = None;
        self.commits.under_way = Some((events.clone(), drafts.clone()));
        self.effects.push(Effect::Commit { events, drafts });
    }

    /// What was under way is durable: tell the clients.
    pub(super) fn committed(&mut self) {
        self.commits.under_way = None;
        for (port, n) in std::mem::take(&mut self.commits.promised) {
            if let Some(client) = self.clients.get_mut(&port) {
                client.acknowledged = client.acknowledged.max(n);
                self.send(port, EngineMessage::Acknowledged { n });
            }
        }
    }
}
