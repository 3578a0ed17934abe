//! Passages that were taken out lately, so that what comes back (a cut pasted elsewhere, an undo, an editor that clears
//! and refills its field) has the origin it had. Holds keyed hashes and lengths; never prose.

use super::rolling::Rolling;
use super::runs::{Run, length, push};
use serde::{Deserialize, Serialize};

/// How long a passage is remembered.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;
/// How many passages are remembered, and how many runs of them.
const MOST_PASSAGES: usize = 64;
const MOST_RUNS: usize = 20_000;
/// A passage of fewer units may be the same by chance: it comes back only as what was taken out last.
pub const LEAST_KNOWN: u32 = 16;
/// And of fewer still not even so, unless the person undid something.
pub const LEAST_JUST_CUT: u32 = 5;

/// What was taken out lately, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    passages: Vec<Passage>,
    /// Where the last passage was, while nothing else has happened: a further key press there takes out more of it.
    open_at: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Passage {
    /// As text: a number of 64 bits does not survive JavaScript.
    #[serde(with = "super::rolling::hexadecimal")]
    hash: u64,
    at: u64,
    runs: Vec<Run>,
}

impl Removed {
    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// Remembers a passage that was taken out at `position` (an offset in the draft) and time `at`.
    pub fn remember(&mut self, hash: &Rolling, position: u32, units: &[u16], runs: Vec<Run>, at: u64) {
        let open_at = self.open_at.replace(position);
        let len = length(&runs);
        let code = hash.of(units.iter().map(|unit| u32::from(*unit)));
        // Backspaces one after the other are undone as one.
        if let (Some(open_at), Some(last)) = (open_at, self.passages.last_mut())
            && len < LEAST_KNOWN
        {
            let last_len = length(&last.runs);
            let joined = if position == open_at {
                Some((hash.join(last.hash, code, len), [last.runs.clone(), runs.clone()]))
            } else if position + len == open_at {
                Some((hash.join(code, last.hash, last_len), [runs.clone(), last.runs.clone()]))
            } else {
                None
            };
            if let Some((code, parts)) = joined {
                let mut whole = Vec::new();
                for run in parts.into_iter().flatten() {
                    push(&mut whole, run.len, run.stamp);
                }
                *last = Passage { hash: code, at, runs: whole };
                return;
            }
        }
        self.passages.push(Passage { hash: code, at, runs });
        self.passages.retain(|passage| passage.at.saturating_add(KEPT_MS) >= at);
        let mut runs = 0;
        let kept = self.passages.iter().rev().enumerate().take_while(|(index, passage)| {
            runs += passage.runs.len();
            *index == 0 || (*index < MOST_PASSAGES && runs <= MOST_RUNS)
        });
        let kept = kept.count();
        self.passages.drain(..self.passages.len() - kept);
    }

    /// Something else happened.
    pub fn close(&mut self) {
        self.open_at = None;
    }

    /// The runs of a passage that comes back whole, the one taken out last first. `surely` says that it does come back
    /// (an undo), so that even a short one is the passage it looks like.
    pub fn recall(&self, hash: &Rolling, units: &[u16], at: u64, surely: bool) -> Option<Vec<Run>> {
        let len = units.len() as u32;
        let least = match (surely, self.open_at) {
            (true, _) => 1,
            (false, Some(_)) => LEAST_JUST_CUT,
            (false, None) => LEAST_KNOWN,
        };
        if len < least {
            return None;
        }
        let code = hash.of(units.iter().map(|unit| u32::from(*unit)));
        let mut last = true;
        self.passages
            .iter()
            .rev()
            .find(|passage| {
                let long_enough = len >= LEAST_KNOWN || surely || (last && self.open_at.is_some());
                last = false;
                long_enough && passage.hash == code && length(&passage.runs) == len && passage.at + KEPT_MS >= at
            })
            .map(|passage| passage.runs.clone())
    }
}
