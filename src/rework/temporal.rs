//! Temporal effort: how long hands were at the text, and in what bursts it was written. Times come in with the edits.
//!
//! Temporal, technical and cognitive effort are told apart after Krings (2001), *Repairing Texts*.

use super::{LONGEST_GAP_MS, PAUSE_MS};
use serde::{Deserialize, Serialize};

/// Times of one person's edits to one text.
///
/// - Touch time is the sum of the gaps between edits that are no longer than the threshold; a longer one is a pause
///   and does not count. Elapsed time runs from the first edit to the last.
/// - A P-burst is text production that ends in a pause of 2 s or more, or with the session; an R-burst one that ends
///   in a revision: something is taken out, or put in elsewhere than where the burst had got to (Chenoweth & Hayes
///   2001; the threshold is Inputlog's, Leijten & Van Waes 2013).
///
/// ```
/// use housestyle::rework::Temporal;
/// let mut temporal = Temporal::default();
/// temporal.edit(1_000, 0, 0, 4); // "Plan"
/// temporal.edit(1_400, 4, 0, 1);
/// temporal.edit(9_000, 5, 0, 3); // after a pause: the first burst was a P-burst
/// temporal.edit(9_500, 7, 1, 0); // a revision: the second was an R-burst
/// assert_eq!((temporal.touch_ms(), temporal.elapsed_ms()), (900, 8_500));
/// assert_eq!((temporal.p_bursts(), temporal.r_bursts()), (1, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Temporal {
    longest_gap: u64,
    first: Option<u64>,
    last: u64,
    touch: u64,
    p_bursts: u32,
    r_bursts: u32,
    /// Where the burst under way has got to.
    burst: Option<u32>,
}

impl Default for Temporal {
    fn default() -> Self {
        Self::new(LONGEST_GAP_MS)
    }
}

impl Temporal {
    /// Gaps longer than so many milliseconds are pauses.
    pub fn new(longest_gap: u64) -> Self {
        Self { longest_gap, first: None, last: 0, touch: 0, p_bursts: 0, r_bursts: 0, burst: None }
    }

    /// An edit by the person's hand at a time (epoch milliseconds) and a UTF-16 offset. A clock that was set back
    /// makes a gap of none.
    pub fn edit(&mut self, at: u64, position: u32, removed: u32, inserted: u32) {
        let gap = self.touch_at(at);
        if gap >= PAUSE_MS && self.burst.take().is_some() {
            self.p_bursts += 1;
        }
        // An edit that neither takes out nor puts in, as a selection typed over with itself, revises nothing.
        if self.burst.is_some_and(|end| removed > 0 || (inserted > 0 && position != end)) {
            self.burst = None;
            self.r_bursts += 1;
        }
        if inserted > 0 {
            self.burst = Some(position + inserted);
        }
    }

    /// Another part of the edit before, in front of it, as when a comparison of texts tells one edit as several: it ends
    /// no burst.
    pub fn part(&mut self, position: u32, removed: u32, inserted: u32) {
        self.burst = match self.burst {
            Some(end) => Some((end + inserted).saturating_sub(removed)),
            None => (inserted > 0).then_some(position + inserted),
        };
    }

    /// Something done by hand that writes no text, or not by keys: touch time alone. Gives back the gap before it.
    pub fn touch_at(&mut self, at: u64) -> u64 {
        let gap = if self.first.is_some() { at.saturating_sub(self.last) } else { 0 };
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        self.last = self.last.max(at);
        if gap <= self.longest_gap {
            self.touch += gap;
        }
        gap
    }

    /// Active time in milliseconds.
    pub fn touch_ms(&self) -> u64 {
        self.touch
    }

    /// First to last edit in milliseconds.
    pub fn elapsed_ms(&self) -> u64 {
        self.first.map_or(0, |first| self.last - first)
    }

    /// When the last edit was made.
    pub fn last_at(&self) -> Option<u64> {
        self.first.map(|_| self.last)
    }

    /// Bursts ended by a pause, or by the end.
    pub fn p_bursts(&self) -> u32 {
        self.p_bursts + u32::from(self.burst.is_some())
    }

    /// Bursts ended by a revision.
    pub fn r_bursts(&self) -> u32 {
        self.r_bursts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_that_changes_nothing_ends_no_burst() {
        let mut temporal = Temporal::default();
        temporal.edit(1_000, 0, 0, 4);
        temporal.edit(1_500, 2, 0, 0);
        temporal.edit(2_000, 4, 0, 1);
        assert_eq!((temporal.p_bursts(), temporal.r_bursts(), temporal.touch_ms()), (1, 0, 1_000));
    }
}
