//! A burst: edits of one origin that follow each other closely. Persisted while open, so that a stopped background
//! loses none of it.

use super::{EventKind, Origin};
use serde::{Deserialize, Serialize};

/// A gap longer than this ends a burst: touch time does not run on while nobody touches anything. Where thinking ends
/// and absence begins is a convention; this one is told with every figure that rests on it.
pub const LONGEST_GAP_MS: u64 = 5_000;

/// A gap of this length within a burst counts as a pause: the threshold at which keystroke logging separates
/// P-bursts (Leijten & Van Waes 2013, Inputlog).
pub const PAUSE_MS: u64 = 2_000;

/// An open burst.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    origin: Origin,
    began: u64,
    last: u64,
    inserted: u32,
    deleted: u32,
    keystrokes: u32,
    pauses: u32,
    in_ai: u32,
    #[serde(default = "usual")]
    longest_gap: u64,
}

fn usual() -> u64 {
    LONGEST_GAP_MS
}

impl Burst {
    /// Begins at `from` (epoch milliseconds); a gap longer than `longest_gap` ends it.
    pub fn begin(origin: Origin, from: u64, longest_gap: u64) -> Self {
        let (inserted, deleted, keystrokes, pauses, in_ai) = Default::default();
        Self { origin, began: from, last: from, inserted, deleted, keystrokes, pauses, in_ai, longest_gap }
    }

    /// Whether edits of this origin from this time on belong to it.
    pub fn takes(&self, origin: Origin, from: u64) -> bool {
        self.origin == origin && from.saturating_sub(self.last) <= self.longest_gap
    }

    /// Adds edits made from `from` to `to`, with their UTF-16 lengths.
    pub fn add(&mut self, from: u64, to: u64, keys: u32, inserted: u32, deleted: u32, in_ai: u32) {
        if from.saturating_sub(self.last) >= PAUSE_MS {
            self.pauses += 1;
        }
        self.last = self.last.max(to);
        self.keystrokes += keys;
        self.inserted += inserted;
        self.deleted += deleted;
        self.in_ai += in_ai;
    }

    /// When it is over if nothing else comes.
    pub fn closes_at(&self) -> u64 {
        self.last + self.longest_gap
    }

    /// When its last edit was made.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The event it amounts to.
    pub fn into_event(self) -> EventKind {
        EventKind::Revision {
            origin: self.origin,
            began: self.began,
            inserted: self.inserted,
            deleted: self.deleted,
            keystrokes: self.keystrokes,
            pauses: self.pauses,
            active_ms: self.last - self.began,
            in_ai: self.in_ai,
        }
    }
}
