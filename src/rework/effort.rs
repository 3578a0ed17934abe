//! Technical effort between what was given and what became of it. Works on words or their keyed numbers, so that prose
//! need not be kept from one to the other.

use super::kept::KeptSearch;
use super::ter::{Ter, TerSearch};
use serde::{Deserialize, Serialize};
use std::hash::Hash;

/// What it took to make one text of another. Words are those of [`super::tokens`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Edits by type.
    #[serde(flatten)]
    pub ter: Ter,
    /// Words given.
    pub given_words: u32,
    /// Words given that are still there, in the order in which they were given: as many as can be.
    pub kept_words: u32,
}

/// An [`Effort`] that is being measured.
#[derive(Clone, Debug)]
pub struct EffortSearch {
    search: TerSearch,
    given_words: u32,
    keeping: KeptSearch,
    kept: Option<u32>,
}

impl Effort {
    /// Begins to measure; linear work. Words may be [`super::tokens`] or [`super::keyed_tokens`].
    ///
    /// ```
    /// use housestyle::rework::{Effort, keyed_tokens};
    /// let words = |text| keyed_tokens(b"key", text);
    /// let mut search = Effort::begin(&words("Save more, every day"), &words("Save a little every day"));
    /// let effort = loop {
    ///     if let Some(effort) = search.step(50_000) {
    ///         break effort;
    ///     }
    /// };
    /// assert_eq!((effort.given_words, effort.kept_words, effort.retention()), (4, 3, 0.75));
    /// assert_eq!(effort.ter.hter(), 0.4);
    /// ```
    pub fn begin<T: Hash + Eq>(given: &[T], last: &[T]) -> EffortSearch {
        EffortSearch {
            search: TerSearch::begin(given, last),
            given_words: given.len() as u32,
            keeping: KeptSearch::begin(given, last),
            kept: None,
        }
    }

    /// Share of the given words that survive in place: those of the longest common subsequence of the two texts (Hirschberg
    /// 1975), over what was given; 1 of nothing.
    pub fn retention(&self) -> f64 {
        super::tracker::ratio(u64::from(self.kept_words), u64::from(self.given_words))
    }
}

impl EffortSearch {
    /// Goes on for about `budget` cells (see [`TerSearch::step`]); the result does not depend on it.
    pub fn step(&mut self, budget: usize) -> Option<Effort> {
        if self.kept.is_none() {
            self.kept = Some(self.keeping.step(budget)?);
        }
        let ter = self.search.step(budget)?;
        Some(Effort { ter, given_words: self.given_words, kept_words: self.kept? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_survive_a_great_rewrite_are_all_counted() {
        // Every third word of 3,000 is another, and no word stands there once.
        let given: Vec<u32> = (0..3_000).map(|at| at % 7).collect();
        let last: Vec<u32> = (0..3_000).map(|at| if at % 3 == 0 { 100 + at % 50 } else { at % 7 }).collect();
        let mut search = Effort::begin(&given, &last);
        let effort = loop {
            if let Some(effort) = search.step(10_000) {
                break effort;
            }
        };
        assert_eq!((effort.given_words, effort.kept_words), (3_000, 2_000));
    }
}
