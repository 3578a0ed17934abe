//! The measured effort of one generation as it is logged: counts alone, from which every ratio follows. A record that
//! contradicts itself is refused.

use serde::{Deserialize, Serialize};

/// What it took to make one generation usable. Words are counted as tercom's tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct Effort {
    /// The generation: a number that is unique within the draft.
    pub generation: u32,
    /// The tool, if it is known.
    pub tool: Option<String>,
    /// Words that the tool gave.
    pub words_given: u32,
    /// Words that stand in their place now.
    pub words_now: u32,
    /// Words given that survive in place; none when that is not known.
    pub retained: Option<u32>,
    /// The edits between the two; none when they could not be counted, as when the text was not kept.
    pub edits: Option<TerEdits>,
    /// Touch time spent on it, in milliseconds.
    pub touch_ms: u64,
    /// From when it came until now, in milliseconds.
    pub elapsed_ms: u64,
}

/// Edits that lead from what a tool gave to what was shipped, by the types of the Translation Edit Rate (Snover et al.
/// 2006, *A Study of Translation Edit Rate with Targeted Human Annotation*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TerEdits {
    /// Words put in.
    pub insertions: u32,
    /// Words taken out.
    pub deletions: u32,
    /// Words replaced.
    pub substitutions: u32,
    /// Stretches of words moved.
    pub shifts: u32,
    /// Words of the final text.
    pub reference_words: u32,
}

impl TerEdits {
    /// All edits; each counts one.
    pub fn total(&self) -> u64 {
        [self.insertions, self.deletions, self.substitutions, self.shifts].into_iter().map(u64::from).sum()
    }

    /// HTER: edits per word of the final text (Snover et al. 2006); none where nothing is left of it.
    ///
    /// ```
    /// use housestyle::rework::TerEdits;
    /// let edits = TerEdits { insertions: 1, shifts: 1, reference_words: 8, ..TerEdits::default() };
    /// assert_eq!(edits.hter(), Some(0.25));
    /// assert_eq!(TerEdits::default().hter(), None);
    /// ```
    pub fn hter(&self) -> Option<f64> {
        (self.reference_words > 0).then(|| self.total() as f64 / f64::from(self.reference_words))
    }
}

/// [`Effort`] as it is written: flat, and with the ratio beside its counts for whoever reads it in a table.
#[derive(Serialize, Deserialize)]
struct Record {
    generation: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tool: Option<String>,
    words_given: u32,
    words_now: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retained: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    insertions: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deletions: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    substitutions: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shifts: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference_words: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hter: Option<f64>,
    touch_ms: u64,
    elapsed_ms: u64,
}

impl From<Effort> for Record {
    fn from(effort: Effort) -> Self {
        let edits = effort.edits;
        Self {
            generation: effort.generation,
            tool: effort.tool,
            words_given: effort.words_given,
            words_now: effort.words_now,
            retained: effort.retained,
            insertions: edits.map(|edits| edits.insertions),
            deletions: edits.map(|edits| edits.deletions),
            substitutions: edits.map(|edits| edits.substitutions),
            shifts: edits.map(|edits| edits.shifts),
            reference_words: edits.map(|edits| edits.reference_words),
            hter: edits.and_then(|edits| edits.hter()),
            touch_ms: effort.touch_ms,
            elapsed_ms: effort.elapsed_ms,
        }
    }
}

impl TryFrom<Record> for Effort {
    type Error = String;

    fn try_from(record: Record) -> Result<Self, String> {
        let edits =
            match (record.insertions, record.deletions, record.substitutions, record.shifts, record.reference_words) {
                (Some(insertions), Some(deletions), Some(substitutions), Some(shifts), Some(reference_words)) => {
                    Some(TerEdits { insertions, deletions, substitutions, shifts, reference_words })
                }
                (None, None, None, None, None) => None,
                _ => {
                    let fields = "insertions, deletions, substitutions, shifts and reference_words";
                    return Err(format!("{fields} stand there all or not at all"));
                }
            };
        let ratio = edits.and_then(|edits| edits.hter());
        // Numbers read from text may be off in the last digit.
        let agrees = match (record.hter, ratio) {
            (None, _) => true,
            (Some(told), Some(ratio)) => (told - ratio).abs() <= 1e-9 * ratio.max(1.0),
            (Some(_), None) => false,
        };
        if !agrees {
            return Err("hter is not the edits over reference_words".into());
        }
        Ok(Self {
            generation: record.generation,
            tool: record.tool,
            words_given: record.words_given,
            words_now: record.words_now,
            retained: record.retained,
            edits,
            touch_ms: record.touch_ms,
            elapsed_ms: record.elapsed_ms,
        })
    }
}
