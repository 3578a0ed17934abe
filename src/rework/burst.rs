//! An open burst of edits of one origin. It counts and times, and never sees the text.

use super::{EventKind, Origin};
use serde::{Deserialize, Serialize};

/// The longest gap between two inputs of one burst, in milliseconds. Translation process research counts keyboard
/// activity as coherent up to pauses of 5 s (`Kdur` of the CRITT TPR-DB; Carl, Schaeffer and Bangalore 2016).
pub const LONGEST_GAP_MS: u64 = 5_000;

/// The shortest gap that counts as a pause, in milliseconds: the usual threshold of keystroke logging
/// (Inputlog; Leijten and Van Waes 2013).
pub const SHORTEST_PAUSE_MS: u64 = 2_000;

/// An open burst: edits of one origin, no two of them more than [`LONGEST_GAP_MS`] apart. It is kept with the state
/// of its draft until it is over, so that a background that is stopped loses none of it.
///
/// ```
/// use housestyle::rework::{Burst, Origin};
///
/// let mut burst = Burst::begin(Origin::Typed, 1_000);
/// burst.add(1_000, 1_400, 5, 5, 0, 0);
/// assert!(burst.takes(Origin::Typed, 6_400));
/// assert!(!burst.takes(Origin::Typed, burst.closes_at()));
/// assert!(!burst.takes(Origin::Pasted, 1_500));
/// ```
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
}

impl Burst {
    /// Begins a burst at the time of its first input; the input itself is then told to [`Burst::add`].
    pub fn begin(origin: Origin, from: u64) -> Self {
        Self { origin, began: from, last: from, inserted: 0, deleted: 0, keystrokes: 0, pauses: 0, in_ai: 0 }
    }

    /// How the text of this burst comes in.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether input of that origin at that time belongs to this burst. Time before the burst began does not: the
    /// clock was set back, and no length of time could be told from it.
    pub fn takes(&self, origin: Origin, from: u64) -> bool {
        origin == self.origin && from >= self.began && from.saturating_sub(self.last) <= LONGEST_GAP_MS
    }

    /// Adds what was gathered from `from` to `to` (epoch milliseconds of its first and last input): key presses,
    /// characters put in and taken out, and how many of both fell inside runs of AI origin.
    pub fn add(&mut self, from: u64, to: u64, keys: u32, inserted: u32, deleted: u32, in_ai: u32) {
        if from.saturating_sub(self.last) >= SHORTEST_PAUSE_MS {
            self.pauses = self.pauses.saturating_add(1);
        }
        self.last = self.last.max(from).max(to);
        self.keystrokes = self.keystrokes.saturating_add(keys);
        self.inserted = self.inserted.saturating_add(inserted);
        self.deleted = self.deleted.saturating_add(deleted);
        self.in_ai = self.in_ai.saturating_add(in_ai);
    }

    /// The first moment at which the burst is over if nothing else comes, in epoch milliseconds.
    pub fn closes_at(&self) -> u64 {
        self.last.saturating_add(LONGEST_GAP_MS + 1)
    }

    /// The time of its last input, in epoch milliseconds: when the event happened.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The finished burst, a [`EventKind::Revision`].
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
