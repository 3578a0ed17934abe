//! What is kept of a draft while its background is stopped and between visits. Holds no prose: fingerprints and
//! numbers only.

use super::{Burst, Origin, OriginRun};
use crate::guide::{Severity, Surface};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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
    pub runs: Vec<OriginRun>,
}

/// Gives each block that is there now (its fingerprint and length) the runs that were kept for a block of the same
/// fingerprint, each of them once and in order; where there are none its origin is unknown.
pub fn realign(kept: &[BlockState], now: &[(String, u32)]) -> Vec<Vec<OriginRun>> {
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
                _ => vec![OriginRun { len: *len, origin: Origin::Unknown }],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(fingerprint: &str, len: u32, origin: Origin) -> BlockState {
        BlockState { fingerprint: fingerprint.into(), runs: vec![OriginRun { len, origin }] }
    }

    #[test]
    fn blocks_that_moved_keep_their_origin_and_new_ones_have_none() {
        let kept = [block("a", 3, Origin::Typed), block("b", 2, Origin::Pasted), block("a", 3, Origin::Ai)];
        let now =
            [("b".into(), 2), ("a".into(), 3), ("c".into(), 4), ("a".into(), 3), ("a".into(), 3), ("e".into(), 0)];
        let origins: Vec<Option<Origin>> =
            realign(&kept, &now).iter().map(|runs| runs.first().map(|run| run.origin)).collect();
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
