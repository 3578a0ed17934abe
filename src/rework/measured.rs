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
    /// What was done in its place; none in logs from before that was counted.
    pub process: Option<Process>,
}

/// What was done in the place of one generation since it came, in UTF-16 units and bursts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Process {
    /// Characters that the tool gave.
    pub characters_given: u32,
    /// Characters that stand in their place now.
    pub characters_now: u32,
    /// Characters put in there.
    pub inserted: u32,
    /// Characters taken out there.
    pub deleted: u32,
    /// Bursts of typing that ended in a pause of 2 s or more, or with the work on it.
    pub p_bursts: u32,
    /// Bursts of typing that ended in a revision.
    pub r_bursts: u32,
}

impl Process {
    /// All characters that ever came to stand there.
    pub fn produced(&self) -> u64 {
        u64::from(self.characters_given) + u64::from(self.inserted)
    }

    /// Product-process ratio: what stands there now per character that ever did (Leijten & Van Waes 2013, Inputlog);
    /// none where nothing did.
    ///
    /// ```
    /// use housestyle::rework::Process;
    /// let process = Process { characters_given: 80, inserted: 20, characters_now: 75, ..Process::default() };
    /// assert_eq!(process.product_process(), Some(0.75));
    /// ```
    pub fn product_process(&self) -> Option<f64> {
        let produced = self.produced();
        (produced > 0).then(|| f64::from(self.characters_now) / produced as f64)
    }
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    characters_given: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    characters_now: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inserted: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p_bursts: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r_bursts: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    product_process: Option<f64>,
}

impl From<Effort> for Record {
    fn from(effort: Effort) -> Self {
        let (edits, process) = (effort.edits, effort.process);
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
            characters_given: process.map(|process| process.characters_given),
            characters_now: process.map(|process| process.characters_now),
            inserted: process.map(|process| process.inserted),
            deleted: process.map(|process| process.deleted),
            p_bursts: process.map(|process| process.p_bursts),
            r_bursts: process.map(|process| process.r_bursts),
            product_process: process.and_then(|process| process.product_process()),
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
        let counts = [record.inserted, record.deleted, record.p_bursts, record.r_bursts];
        let process = match (record.characters_given, record.characters_now, counts) {
            (
                Some(characters_given),
                Some(characters_now),
                [Some(inserted), Some(deleted), Some(p_bursts), Some(r_bursts)],
            ) => Some(Process { characters_given, characters_now, inserted, deleted, p_bursts, r_bursts }),
            (None, None, [None, None, None, None]) => None,
            _ => {
                let fields = "characters_given, characters_now, inserted, deleted, p_bursts and r_bursts";
                return Err(format!("{fields} stand there all or not at all"));
            }
        };
        // Numbers read from text may be off in the last digit.
        let agrees = |told: Option<f64>, ratio: Option<f64>| match (told, ratio) {
            (None, _) => true,
            (Some(told), Some(ratio)) => (told - ratio).abs() <= 1e-9 * ratio.max(1.0),
            (Some(_), None) => false,
        };
        if !agrees(record.hter, edits.and_then(|edits| edits.hter())) {
            return Err("hter is not the edits over reference_words".into());
        }
        if !agrees(record.product_process, process.and_then(|process| process.product_process())) {
            return Err("product_process is not characters_now over characters_given and inserted".into());
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
            process,
        })
    }
}
