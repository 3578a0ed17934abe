//! Translation edit rate: how many words had to be put in, taken out, replaced or moved to turn one text into another.
//! Counts are those of sacrebleu's TER with its default settings; a faster way must never be another result.

mod beam;
mod search;
mod tokens;

pub use search::TerSearch;
pub use tokens::{keyed_tokens, tokens};

use serde::{Deserialize, Serialize};

/// The edits of a translation edit rate, by type, in words as [`tokens`] tells them.
///
/// TER (Snover et al. 2006) between what was given and what became of it; against the person's own revision of the
/// same text it is called HTER. The counts equal those of sacrebleu's TER with its default settings (tercom's
/// tokenisation without normalisation, lower case, a beam of 25 around the diagonal, shifts of at most 10 words over at
/// most 50, at most 1,000 shifts looked at), which follows tercom; as does which of several shortest lists is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ter {
    /// Words put in.
    pub insertions: u32,
    /// Words taken out.
    pub deletions: u32,
    /// Words replaced by another.
    pub substitutions: u32,
    /// Stretches of words moved; a move counts once, however long.
    pub shifts: u32,
    /// Words of the final text.
    pub reference_length: u32,
}

impl Ter {
    /// All edits.
    pub fn edits(&self) -> u32 {
        self.insertions + self.deletions + self.substitutions + self.shifts
    }

    /// Edits per word of the final text; may exceed 1. Of a final text without words: 1 when there were edits, else 0.
    ///
    /// ```
    /// use housestyle::rework::ter;
    /// let ter = ter("We leverage the best plan", "We use the best plan of all");
    /// assert_eq!((ter.substitutions, ter.insertions, ter.reference_length), (1, 2, 7));
    /// assert_eq!(ter.hter(), 3.0 / 7.0);
    /// ```
    pub fn hter(&self) -> f64 {
        match (self.edits(), self.reference_length) {
            (0, 0) => 0.0,
            (_, 0) => 1.0,
            (edits, length) => f64::from(edits) / f64::from(length),
        }
    }
}

/// The edits from `given` to `last` in one go. For long texts in a browser take [`TerSearch`], which stops and goes on.
pub fn ter(given: &str, last: &str) -> Ter {
    let mut search = TerSearch::begin(&tokens(given), &tokens(last));
    loop {
        if let Some(ter) = search.step(usize::MAX) {
            return ter;
        }
    }
}

#[cfg(test)]
mod tests;
