//! Technical effort between what was given and what became of it. Works on words or their keyed numbers, so that prose
//! need not be kept from one to the other.

use super::ter::{Ter, TerSearch};
use crate::text::common;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::Hash;

/// What it took to make one text of another. Words are those of [`super::tokens`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Edits by type.
    #[serde(flatten)]
    pub ter: Ter,
    /// Words given.
    pub given_words: u32,
    /// Words given that are still there, in the order in which they were given.
    pub kept_words: u32,
}

/// An [`Effort`] that is being measured.
#[derive(Clone, Debug)]
pub struct EffortSearch {
    search: TerSearch,
    given: Vec<u32>,
    last: Vec<u32>,
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
        let mut numbers: HashMap<&T, u32> = HashMap::new();
        let mut number = |word| {
            let next = numbers.len() as u32;
            *numbers.entry(word).or_insert(next)
        };
        let given: Vec<u32> = given.iter().map(&mut number).collect();
        let last: Vec<u32> = last.iter().map(&mut number).collect();
        EffortSearch { search: TerSearch::begin(&given, &last), given, last, kept: None }
    }

    /// Share of the given words that survive in place: what a comparison of the two texts keeps in order, over what
    /// was given; 1 of nothing.
    pub fn retention(&self) -> f64 {
        super::tracker::ratio(u64::from(self.kept_words), u64::from(self.given_words))
    }
}

impl EffortSearch {
    /// Goes on for about `budget` cells (see [`TerSearch::step`]); the result does not depend on it. The first step
    /// compares the words once, which is quick.
    pub fn step(&mut self, budget: usize) -> Option<Effort> {
        let kept_words = match self.kept {
            Some(kept) => kept,
            None => *self.kept.insert(common(&self.given, &self.last).len() as u32),
        };
        let ter = self.search.step(budget)?;
        Some(Effort { ter, given_words: self.given.len() as u32, kept_words })
    }
}
