//! What is kept of a draft while its background is stopped and between visits. Holds no prose: fingerprints and
//! numbers only.

use super::runs::push;
use super::{Burst, Evidence, Removed, Run, Stamp, Tracked};
use crate::guide::{Severity, Surface};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A draft's state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftState {
    /// Key of the draft: a fingerprint of host, path and field.
    pub key: String,
    /// Host of the page.
    pub host: String,
    /// Surface.
    pub surface: Surface,
    /// Channel, if the guide names one.
    pub channel: Option<String>,
    /// Local time's distance from UTC in minutes.
    pub offset: i32,
    /// Whether a visit is under way.
    pub open: bool,
    /// The client of that visit.
    pub client: String,
    /// Number of the last message of that client's that this state holds.
    pub last_n: u32,
    /// When the draft last gave a sign of life.
    pub updated_at: u64,
    /// When its text last changed.
    pub changed_at: u64,
    /// The number given to a flag last.
    pub next_flag: u32,
    /// Flags that are open, in the order they were raised.
    pub open_flags: Vec<OpenFlag>,
    /// Fingerprints of flags that were ignored once, with the words around them.
    pub set_aside: Vec<String>,
    /// Rules that were ignored for the whole draft.
    pub silenced_rules: Vec<String>,
    /// The blocks, in order.
    pub blocks: Vec<BlockState>,
    /// Where blocks and flags are stored in pieces, the order of the pieces that hold blocks.
    pub block_pieces: Vec<u32>,
    /// The burst of edits under way.
    pub burst: Option<Burst>,
    /// Whether a flag of severity warning or above was logged since the draft was last clean.
    pub had_flags: bool,
    /// Length in UTF-16 code units.
    pub characters: u32,
    /// Words.
    pub words: u32,
    /// Generations, times and where the last edit was; runs are kept with their blocks.
    pub tracked: Tracked,
    /// What was taken out lately.
    pub removed: Removed,
    /// The keyed words that each generation gave.
    pub given: BTreeMap<u32, Vec<u64>>,
    /// Generations that the log does not speak of yet.
    pub unlogged: Vec<Came>,
    /// Whether the text changed since the effort of its generations was measured.
    pub unmeasured: bool,
    /// Whether it left the writer's hands, and nothing was put in since.
    pub shipped: bool,
}

/// A generation that came and may not be all there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// Its number in the draft.
    pub generation: u32,
    /// How it is known to be a tool's.
    pub evidence: Evidence,
    /// Words (UAX #29) that came.
    pub words: u32,
}

/// An open flag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenFlag {
    /// Its number in the draft.
    pub flag: u32,
    /// Its rule.
    pub rule: String,
    /// Its severity.
    pub severity: Severity,
    /// Fingerprint of the flagged text.
    pub fingerprint: String,
    /// Length of the flagged text.
    pub length: u32,
    /// When it was raised.
    pub raised_at: u64,
    /// Whether the log speaks of it: it does not of flags that stood for a moment only.
    pub logged: bool,
    /// Whether it was sent up its route.
    pub escalated: bool,
}

/// What is kept of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockState {
    /// Fingerprint of its text.
    pub fingerprint: String,
    /// Where its text came from.
    pub runs: Vec<Run>,
}

/// Gives each block that is there now (its fingerprint and length) the runs that were kept for a block of the same
/// fingerprint, each of them once and in order; where there are none its origin is unknown.
pub fn realign(kept: &[BlockState], now: &[(String, u32)]) -> Vec<Vec<Run>> {
    let mut by_fingerprint: HashMap<&str, Vec<&BlockState>> = HashMap::new();
    for block in kept.iter().rev() {
        by_fingerprint.entry(&block.fingerprint).or_default().push(block);
    }
    now.iter()
        .map(|(fingerprint, len)| {
            let found = by_fingerprint.get_mut(fingerprint.as_str()).and_then(Vec::pop);
            match found {
                Some(block) if block.runs.iter().map(|run| run.len).sum::<u32>() == *len => block.runs.clone(),
                _ if *len == 0 => Vec::new(),
                _ => vec![Run { len: *len, stamp: Stamp::default() }],
            }
        })
        .collect()
}

/// Lays the runs of blocks end to end, with one unit between two: it is of the stamp that it stands amid, or unknown.
pub fn end_to_end(blocks: &[Vec<Run>]) -> Vec<Run> {
    let mut whole: Vec<Run> = Vec::new();
    let mut between = 0;
    for (index, runs) in blocks.iter().enumerate() {
        between += u32::from(index > 0);
        let Some(first) = runs.first() else { continue };
        let same = whole.last().is_some_and(|last| last.stamp == first.stamp);
        push(&mut whole, between, if same { first.stamp } else { Stamp::default() });
        between = 0;
        for run in runs {
            push(&mut whole, run.len, run.stamp);
        }
    }
    push(&mut whole, between, Stamp::default());
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rework::Origin;

    fn run(len: u32, origin: Origin) -> Run {
        Run { len, stamp: Stamp { origin, generation: 0 } }
    }

    fn block(fingerprint: &str, len: u32, origin: Origin) -> BlockState {
        BlockState { fingerprint: fingerprint.into(), runs: vec![run(len, origin)] }
    }

    #[test]
    fn what_stands_between_two_blocks_is_of_what_it_stands_amid() {
        let blocks = [vec![], vec![run(2, Origin::Ai)], vec![], vec![run(3, Origin::Ai)], vec![run(1, Origin::Typed)]];
        let whole = [run(1, Origin::Unknown), run(7, Origin::Ai), run(1, Origin::Unknown), run(1, Origin::Typed)];
        assert_eq!(end_to_end(&blocks), whole);
        assert_eq!(end_to_end(&[vec![], vec![], vec![]]), [run(2, Origin::Unknown)]);
    }

    #[test]
    fn blocks_that_moved_keep_their_origin_and_new_ones_have_none() {
        let kept = [block("a", 3, Origin::Typed), block("b", 2, Origin::Pasted), block("a", 3, Origin::Ai)];
        let now =
            [("b".into(), 2), ("a".into(), 3), ("c".into(), 4), ("a".into(), 3), ("a".into(), 3), ("e".into(), 0)];
        let origins: Vec<Option<Origin>> =
            realign(&kept, &now).iter().map(|runs| runs.first().map(|run| run.stamp.origin)).collect();
        assert_eq!(
            origins,
            [
                Some(Origin::Pasted),
                Some(Origin::Typed),
                Some(Origin::Unknown),
                Some(Origin::Ai),
                Some(Origin::Unknown),
                None
            ]
        );
    }
}
