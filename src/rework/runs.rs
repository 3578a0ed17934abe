//! The runs of a whole draft, carried through edits whose cost does not grow with the draft. Holds lengths, never prose.

use super::Origin;
use serde::{Deserialize, Serialize};

/// Most runs of one chunk: an edit copies three chunks at most.
const CHUNK: usize = 64;

/// How a stretch came in, and the generation in whose place it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// See [`Origin`].
    pub origin: Origin,
    /// Of AI text, the generation that gave it; of other text, the one it was written into or in place of; 0 is none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub generation: u32,
}

// Serde hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_none(generation: &u32) -> bool {
    *generation == 0
}

/// A run of one stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Length in UTF-16 code units; never 0.
    pub len: u32,
    /// How it came in.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// The runs of a draft: they cover it without gaps, and no two neighbours have the same stamp. Kept in chunks, so that
/// an edit among 10,000 runs looks at the lengths of some hundred chunks and copies three.
///
/// ```
/// use housestyle::rework::{Origin, Runs, Stamp};
/// let mut runs = Runs::new(10, Stamp { origin: Origin::Ai, generation: 1 });
/// let gone = runs.apply(4, 2, 3, Stamp { origin: Origin::Typed, generation: 1 });
/// assert_eq!(gone[0].len, 2);
/// assert_eq!(runs.len(), 11);
/// assert_eq!(runs.iter().map(|run| run.len).collect::<Vec<_>>(), [4, 3, 4]);
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Run>", into = "Vec<Run>")]
pub struct Runs {
    chunks: Vec<Chunk>,
    len: u32,
}

#[derive(Clone, Debug)]
struct Chunk {
    len: u32,
    runs: Vec<Run>,
}

impl Runs {
    /// `len` UTF-16 code units of one stamp.
    pub fn new(len: u32, stamp: Stamp) -> Self {
        let mut runs = Self::default();
        runs.apply(0, 0, len, stamp);
        runs
    }

    /// Length in UTF-16 code units.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The runs, first to last.
    pub fn iter(&self) -> impl Iterator<Item = Run> + '_ {
        self.chunks.iter().flat_map(|chunk| chunk.runs.iter().copied())
    }

    /// How many units have a stamp that fits.
    pub fn count(&self, fits: impl Fn(Stamp) -> bool) -> u32 {
        self.iter().filter(|run| fits(run.stamp)).map(|run| run.len).sum()
    }

    /// The stamp of the unit at an offset; none at the end and past it.
    pub fn stamp_at(&self, at: u32) -> Option<Stamp> {
        if at >= self.len {
            return None;
        }
        let (chunk, mut before) = self.chunk_of(at);
        self.chunks[chunk]
            .runs
            .iter()
            .find(|run| {
                before += run.len;
                before > at
            })
            .map(|run| run.stamp)
    }

    /// The runs of the `len` units from `start`, cut off at both ends and at the end of the draft.
    pub fn stretch(&self, start: u32, len: u32) -> Vec<Run> {
        let end = start.saturating_add(len).min(self.len);
        let mut found = Vec::new();
        if start >= end {
            return found;
        }
        let (chunk, mut at) = self.chunk_of(start);
        for run in self.chunks[chunk..].iter().flat_map(|chunk| &chunk.runs) {
            if at >= end {
                break;
            }
            let next = at + run.len;
            push(&mut found, next.min(end).saturating_sub(at.max(start)), run.stamp);
            at = next;
        }
        found
    }

    /// `removed` units from `start` give way to `inserted` units of one stamp; gives back the runs of what went.
    /// What lies past the end is cut off.
    pub fn apply(&mut self, start: u32, removed: u32, inserted: u32, stamp: Stamp) -> Vec<Run> {
        self.splice(start, removed, &[Run { len: inserted, stamp }])
    }

    /// As [`Runs::apply`], with runs for what is put in.
    pub fn splice(&mut self, start: u32, removed: u32, inserted: &[Run]) -> Vec<Run> {
        let start = start.min(self.len);
        let end = start.saturating_add(removed).min(self.len);
        let gone = self.stretch(start, end - start);
        // One chunk more at both sides: neighbours of one stamp meet, and chunks do not stay small.
        let (first, _) = self.chunk_of(start);
        let first = first.saturating_sub(1);
        let last = self.chunks.len().min(self.chunk_of(end).0 + 2);
        let mut at: u32 = self.chunks[..first].iter().map(|chunk| chunk.len).sum();
        let (mut head, mut tail) = (Vec::with_capacity(3 * CHUNK), Vec::with_capacity(3 * CHUNK));
        for run in self.chunks[first..last].iter().flat_map(|chunk| &chunk.runs) {
            let next = at + run.len;
            push(&mut head, next.min(start).saturating_sub(at), run.stamp);
            push(&mut tail, next.saturating_sub(at.max(end)), run.stamp);
            at = next;
        }
        for run in inserted.iter().chain(&tail) {
            push(&mut head, run.len, run.stamp);
        }
        self.len = self.len - (end - start) + inserted.iter().map(|run| run.len).sum::<u32>();
        let chunks = head.len().div_ceil(CHUNK).max(1);
        let size = head.len().div_ceil(chunks).max(1);
        let new = head.chunks(size).map(|runs| Chunk { len: length(runs), runs: runs.to_vec() });
        self.chunks.splice(first..last, new);
        gone
    }

    /// The chunk that holds a unit, and the offset at which it begins; at the end of the draft the last one.
    fn chunk_of(&self, at: u32) -> (usize, u32) {
        let mut before = 0;
        for (index, chunk) in self.chunks.iter().enumerate() {
            if before + chunk.len > at || index + 1 == self.chunks.len() {
                return (index, before);
            }
            before += chunk.len;
        }
        (0, 0)
    }
}

impl From<Vec<Run>> for Runs {
    fn from(kept: Vec<Run>) -> Self {
        let mut runs = Self::default();
        runs.splice(0, 0, &kept);
        runs
    }
}

impl From<Runs> for Vec<Run> {
    fn from(runs: Runs) -> Self {
        runs.iter().collect()
    }
}

/// Drafts are equal when their runs are, however these lie in chunks.
impl PartialEq for Runs {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl Eq for Runs {}

/// Length of runs in UTF-16 code units.
pub(super) fn length(runs: &[Run]) -> u32 {
    runs.iter().map(|run| run.len).sum()
}

/// Adds a run behind the last, and to it where it has the same stamp.
pub(super) fn push(runs: &mut Vec<Run>, len: u32, stamp: Stamp) {
    if len == 0 {
        return;
    }
    match runs.last_mut() {
        Some(last) if last.stamp == stamp => last.len += len,
        _ => runs.push(Run { len, stamp }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ORIGINS: [Origin; 4] = [Origin::Typed, Origin::Pasted, Origin::Ai, Origin::Unknown];

    fn units(runs: impl IntoIterator<Item = Run>) -> Vec<Stamp> {
        runs.into_iter().flat_map(|run| std::iter::repeat_n(run.stamp, run.len as usize)).collect()
    }

    proptest! {
        #[test]
        fn runs_equal_a_list_of_units(edits in prop::collection::vec((0u32..700, 0u32..12, 0u32..9, 0usize..4, 0u32..3), 0..500)) {
            let mut runs = Runs::new(300, Stamp::default());
            let mut naive = vec![Stamp::default(); 300];
            for (start, removed, inserted, origin, generation) in edits {
                let stamp = Stamp { origin: ORIGINS[origin], generation };
                let from = naive.len().min(start as usize);
                let to = naive.len().min(from + removed as usize);
                prop_assert_eq!(runs.stamp_at(start), naive.get(start as usize).copied());
                let gone = runs.apply(start, removed, inserted, stamp);
                let naive_gone: Vec<Stamp> = naive.splice(from..to, std::iter::repeat_n(stamp, inserted as usize)).collect();
                prop_assert_eq!(units(gone), naive_gone);
                prop_assert_eq!(runs.len() as usize, naive.len());
            }
            prop_assert_eq!(units(runs.iter()), naive);
            let flat: Vec<Run> = runs.iter().collect();
            prop_assert!(flat.windows(2).all(|pair| pair[0].stamp != pair[1].stamp));
            prop_assert!(flat.iter().all(|run| run.len > 0));
            prop_assert!(runs.chunks.iter().all(|chunk| chunk.runs.len() <= CHUNK && chunk.len == length(&chunk.runs)));
            let kept = serde_json::to_string(&runs).unwrap();
            prop_assert_eq!(serde_json::from_str::<Runs>(&kept).unwrap(), runs);
        }
    }
}
