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

/// A run of one origin. Runs of a block cover it without gaps, and no two neighbours have the same origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginRun {
    /// Length in UTF-16 code units.
    pub len: u32,
    /// See [`Origin`].
    pub origin: Origin,
}

/// The origin runs of one block: they cover it without gaps, none is empty, and neighbours differ.
///
/// Offsets and lengths are UTF-16 code units. What lies past the end is taken as the end, so that a message that
/// disagrees with what is held can never bring the engine down.
///
/// ```
/// use housestyle::rework::{Origin, OriginRuns};
///
/// let mut runs = OriginRuns::new(10, Origin::Ai);
/// runs.apply(4, 2, 3, Origin::Typed);
/// assert_eq!(runs.len(), 11);
/// assert_eq!(runs.within(3, 3, Origin::Typed), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<OriginRun>", into = "Vec<OriginRun>")]
pub struct OriginRuns {
    runs: Vec<OriginRun>,
}

impl OriginRuns {
    /// A block of `len` code units, all of one origin.
    pub fn new(len: u32, origin: Origin) -> Self {
        Self::from(vec![OriginRun { len, origin }])
    }

    /// Length of the block.
    pub fn len(&self) -> u32 {
        self.runs.iter().map(|run| run.len).sum()
    }

    /// Whether the block holds no text.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The runs, in order.
    pub fn runs(&self) -> &[OriginRun] {
        &self.runs
    }

    /// The runs, in order, to keep.
    pub fn into_runs(self) -> Vec<OriginRun> {
        self.runs
    }

    /// How many code units are of that origin.
    pub fn count(&self, origin: Origin) -> u32 {
        self.runs.iter().filter(|run| run.origin == origin).map(|run| run.len).sum()
    }

    /// How many of the `len` code units from `start` are of that origin.
    pub fn within(&self, start: u32, len: u32, origin: Origin) -> u32 {
        let end = start.saturating_add(len);
        let mut at = 0;
        let mut count = 0;
        for run in &self.runs {
            let next = at + run.len;
            if run.origin == origin {
                count += next.min(end).saturating_sub(at.max(start));
            }
            at = next;
            if at >= end {
                break;
            }
        }
        count
    }

    /// The `removed` code units from `start` give way to `inserted` ones of that origin.
    pub fn apply(&mut self, start: u32, removed: u32, inserted: u32, origin: Origin) {
        let (mut first, head) = self.locate(start);
        let (mut last, tail) = self.locate(start.saturating_add(removed));
        // What stays of the runs that were cut, and the neighbours that may have to be merged with what comes.
        let mut pieces = Pieces::default();
        if head > 0 {
            pieces.push(head, self.runs[first].origin);
        } else if first > 0 {
            first -= 1;
            pieces.push(self.runs[first].len, self.runs[first].origin);
        }
        pieces.push(inserted, origin);
        if let Some(run) = self.runs.get(last) {
            pieces.push(run.len - tail, run.origin);
            last += 1;
        }
        self.runs.splice(first..last, pieces.held());
    }

    /// Cuts the block in two at `at` and gives back the part behind, as when a paragraph is split.
    pub fn split(&mut self, at: u32) -> OriginRuns {
        let (index, head) = self.locate(at);
        let mut rest = self.runs.split_off(index);
        if head > 0 {
            self.runs.push(OriginRun { len: head, origin: rest[0].origin });
            rest[0].len -= head;
        }
        OriginRuns { runs: rest }
    }

    /// Puts another block's runs behind these, as when two paragraphs are joined.
    pub fn append(&mut self, behind: OriginRuns) {
        for run in behind.runs {
            self.push(run);
        }
    }

    fn push(&mut self, run: OriginRun) {
        match self.runs.last_mut() {
            _ if run.len == 0 => {}
            Some(last) if last.origin == run.origin => last.len += run.len,
            _ => self.runs.push(run),
        }
    }

    /// The run in which an offset lies, and how far in. At a boundary: the run behind it, 0.
    fn locate(&self, offset: u32) -> (usize, u32) {
        let mut left = offset;
        for (index, run) in self.runs.iter().enumerate() {
            if left < run.len {
                return (index, left);
            }
            left -= run.len;
        }
        (self.runs.len(), 0)
    }
}

impl From<Vec<OriginRun>> for OriginRuns {
    /// Takes any runs: empty ones are dropped, neighbours of one origin merged.
    fn from(runs: Vec<OriginRun>) -> Self {
        let mut merged = Self { runs: Vec::with_capacity(runs.len()) };
        for run in runs {
            merged.push(run);
        }
        merged
    }
}

impl From<OriginRuns> for Vec<OriginRun> {
    fn from(runs: OriginRuns) -> Self {
        runs.runs
    }
}

/// At most three runs, merged as they come: what one edit leaves where it happened, without an allocation.
#[derive(Default)]
struct Pieces {
    runs: [Option<OriginRun>; 3],
    held: usize,
}

impl Pieces {
    fn push(&mut self, len: u32, origin: Origin) {
        if len == 0 {
            return;
        }
        if let Some(Some(last)) = self.held.checked_sub(1).map(|index| &mut self.runs[index])
            && last.origin == origin
        {
            last.len += len;
            return;
        }
        self.runs[self.held] = Some(OriginRun { len, origin });
        self.held += 1;
    }

    fn held(self) -> impl Iterator<Item = OriginRun> {
        self.runs.into_iter().flatten()
    }
}
