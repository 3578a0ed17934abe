//! A burst: edits of one origin that follow each other closely. Persisted while open, so that a stopped background
//! loses none of it.

use super::{EventKind, Origin, Temporal};
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
    /// P-bursts and R-bursts of the typing in it.
    #[serde(default)]
    typing: Temporal,
}

fn usual() -> u64 {
    LONGEST_GAP_MS
}

impl Burst {
    /// Begins at `from` (epoch milliseconds); a gap longer than `longest_gap` ends it.
    pub fn begin(origin: Origin, from: u64, longest_gap: u64) -> Self {
        let (inserted, deleted, keystrokes, pauses, in_ai) = Default::default();
        let typing = Temporal::new(longest_gap);
        Self { origin, began: from, last: from, inserted, deleted, keystrokes, pauses, in_ai, longest_gap, typing }
    }

    /// Whether edits of this origin from this time on belong to it.
    pub fn takes(&self, origin: Origin, from: u64) -> bool {
        self.origin == origin && from.saturating_sub(self.last) <= self.longest_gap
    }

    /// Adds edits made from `from` to `to` at a UTF-16 offset of the draft, with their UTF-16 lengths.
    #[expect(clippy::too_many_arguments, reason = "what is counted of an edit")]
    pub fn add(&mut self, from: u64, to: u64, position: u32, keys: u32, inserted: u32, deleted: u32, in_ai: u32) {
        if from.saturating_sub(self.last) >= PAUSE_MS {
            self.pauses += 1;
        }
        if self.origin == Origin::Typed {
            self.typing.edit(from, position, deleted, inserted);
            self.typing.touch_at(to);
        }
        self.last = self.last.max(to);
        self.keystrokes += keys;
        self.inserted += inserted;
        self.deleted += deleted;
        self.in_ai += in_ai;
    }

    /// When it is over if nothing else comes: from then on it takes no edit.
    pub fn closes_at(&self) -> u64 {
        self.last + self.longest_gap + 1
    }

    /// When its last edit was made.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The event it amounts to.
    pub fn into_event(self) -> EventKind {
        let typed = self.origin == Origin::Typed;
        EventKind::Revision {
            origin: self.origin,
            began: self.began,
            inserted: self.inserted,
            deleted: self.deleted,
            keystrokes: self.keystrokes,
            pauses: self.pauses,
            active_ms: self.last - self.began,
            in_ai: self.in_ai,
            p_bursts: typed.then(|| self.typing.p_bursts()),
            r_bursts: typed.then(|| self.typing.r_bursts()),
        }
    }
}
