//! How runs of text came in, carried through edits. Holds lengths, never prose.

use serde::{Deserialize, Serialize};

/// How a run of text came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// By keys.
    Typed,
    /// From the clipboard or a drop.
    Pasted,
    /// From an AI tool.
    Ai,
    /// A suggestion of a rule.
    Suggestion,
    /// An approved module.
    Module,
    /// It was there when the field was first seen, or came without the person's doing.
    #[default]
    Unknown,
}

/// A run of one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginRun {
    /// Length in UTF-16 code units; never 0.
    pub len: u32,
    /// See [`Origin`].
    pub origin: Origin,
}

/// The runs of one stretch of text: they cover it without gaps, and no two neighbours have the same origin.
///
/// ```
/// use housestyle::rework::{Origin, OriginRuns};
/// let mut runs = OriginRuns::new(10, Origin::Pasted);
/// runs.apply(4, 2, 3, Origin::Typed);
/// assert_eq!(runs.len(), 11);
/// assert_eq!(runs.count(Origin::Typed), 3);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginRuns {
    runs: Vec<OriginRun>,
}

impl OriginRuns {
    /// `len` UTF-16 code units of one origin.
    pub fn new(len: u32, origin: Origin) -> Self {
        let mut runs = Self::default();
        runs.push(len, origin);
        runs
    }

    /// Runs as they were kept; neighbours of one origin are merged.
    pub fn from_runs(kept: Vec<OriginRun>) -> Self {
        let mut runs = Self { runs: Vec::with_capacity(kept.len()) };
        for run in kept {
            runs.push(run.len, run.origin);
        }
        runs
    }

    /// Lays stretches end to end, with one unit of `between` between two.
    pub fn join(stretches: impl IntoIterator<Item = Self>, between: Origin) -> Self {
        let mut joined = Self::default();
        for (index, stretch) in stretches.into_iter().enumerate() {
            if index > 0 {
                joined.push(1, between);
            }
            for run in stretch.runs {
                joined.push(run.len, run.origin);
            }
        }
        joined
    }

    /// The runs, first to last.
    pub fn runs(&self) -> &[OriginRun] {
        &self.runs
    }

    /// Length in UTF-16 code units.
    pub fn len(&self) -> u32 {
        self.runs.iter().map(|run| run.len).sum()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// How many units are of an origin.
    pub fn count(&self, origin: Origin) -> u32 {
        self.runs.iter().filter(|run| run.origin == origin).map(|run| run.len).sum()
    }

    /// How many of the `len` units from `start` are of an origin. What lies past the end counts for nothing.
    pub fn within(&self, start: u32, len: u32, origin: Origin) -> u32 {
        let (end, mut at, mut found) = (start.saturating_add(len), 0u32, 0);
        for run in &self.runs {
            let next = at + run.len;
            if run.origin == origin {
                found += next.min(end).saturating_sub(at.max(start));
            }
            at = next;
            if at >= end {
                break;
            }
        }
        found
    }

    /// `removed` units from `start` give way to `inserted` units of an origin. What lies past the end is cut off.
    pub fn apply(&mut self, start: u32, removed: u32, inserted: u32, origin: Origin) {
        let tail = self.split(start.saturating_add(removed));
        self.split(start);
        self.push(inserted, origin);
        for run in tail.runs {
            self.push(run.len, run.origin);
        }
    }

    /// Cuts after `at` units and gives back the rest.
    pub fn split(&mut self, at: u32) -> Self {
        let mut before = 0;
        for index in 0..self.runs.len() {
            let run = self.runs[index];
            if before + run.len > at {
                let mut rest = self.runs.split_off(index);
                if at > before {
                    self.runs.push(OriginRun { len: at - before, ..run });
                    rest[0].len -= at - before;
                }
                return Self { runs: rest };
            }
            before += run.len;
        }
        Self::default()
    }

    fn push(&mut self, len: u32, origin: Origin) {
        if len == 0 {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.origin == origin => last.len += len,
            _ => self.runs.push(OriginRun { len, origin }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ORIGINS: [Origin; 4] = [Origin::Typed, Origin::Pasted, Origin::Ai, Origin::Unknown];

    fn spread(runs: &OriginRuns) -> Vec<Origin> {
        runs.runs().iter().flat_map(|run| std::iter::repeat_n(run.origin, run.len as usize)).collect()
    }

    proptest! {
        #[test]
        fn runs_equal_a_list_of_units(edits in prop::collection::vec((0u32..40, 0u32..10, 0u32..10, 0usize..4), 0..40)) {
            let mut runs = OriginRuns::new(20, Origin::Unknown);
            let mut units = vec![Origin::Unknown; 20];
            for (start, removed, inserted, origin) in edits {
                let len = units.len() as u32;
                let start = start.min(len);
                let removed = removed.min(len - start);
                let origin = ORIGINS[origin];
                let stretch = &units[start as usize..(start + removed) as usize];
                prop_assert_eq!(runs.within(start, removed, Origin::Ai), stretch.iter().filter(|o| **o == Origin::Ai).count() as u32);
                runs.apply(start, removed, inserted, origin);
                units.splice(start as usize..(start + removed) as usize, std::iter::repeat_n(origin, inserted as usize));
                prop_assert_eq!(spread(&runs), units.clone());
                prop_assert!(runs.runs().windows(2).all(|pair| pair[0].origin != pair[1].origin));
                prop_assert!(runs.runs().iter().all(|run| run.len > 0));
            }
        }

        #[test]
        fn a_split_loses_nothing(lens in prop::collection::vec((1u32..9, 0usize..4), 0..12), at in 0u32..80) {
            let whole = OriginRuns::from_runs(lens.into_iter().map(|(len, o)| OriginRun { len, origin: ORIGINS[o] }).collect());
            let mut head = whole.clone();
            let tail = head.split(at);
            prop_assert_eq!(head.len(), at.min(whole.len()));
            let mut both = spread(&head);
            both.extend(spread(&tail));
            prop_assert_eq!(both, spread(&whole));
        }
    }
}
