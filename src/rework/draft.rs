//! What is kept of a draft across stops of the background and reloads of the page. Never prose: fingerprints,
//! lengths and counts only.

use super::{Burst, Origin, OriginRun};
use crate::guide::{Severity, Surface};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};

/// What is kept of one draft. Stored in the same transaction as the events that led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftState {
    /// Names the draft: a keyed fingerprint of where it stands.
    pub key: String,
    /// Host of the page.
    pub host: String,
    /// Surface.
    pub surface: Surface,
    /// Channel, if the guide names one.
    pub channel: Option<String>,
    /// Whether `draft_opened` was logged without a `draft_closed` since.
    pub open: bool,
    /// The client that wrote to it last.
    pub client: String,
    /// Number of that client's last message that is in this state; up to it, messages are durable.
    pub last_n: u32,
    /// Epoch milliseconds of the last change; by it old drafts are forgotten.
    pub updated_at: u64,
    /// The next flag's number within the draft.
    pub next_flag: u32,
    /// Flags that were raised and are not resolved yet.
    pub open_flags: Vec<OpenFlag>,
    /// Fingerprints of flags that were ignored once: they are not raised again in this draft.
    pub set_aside: Vec<String>,
    /// Rules that were set aside for the whole draft.
    pub silenced_rules: Vec<String>,
    /// The blocks in document order, as of the last change.
    pub blocks: Vec<BlockState>,
    /// The burst that is still open.
    pub burst: Option<Burst>,
    /// Whether a flag of severity warning or above was open since the last `checked_clean`.
    pub had_flags: bool,
    /// Length of the draft in UTF-16 code units.
    pub characters: u32,
    /// Words in the draft (UAX #29).
    pub words: u32,
}

/// A flag that was raised and is not resolved yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenFlag {
    /// Its number within the draft, the one that events carry.
    pub flag: u32,
    /// The rule.
    pub rule: String,
    /// The rule's severity when it was raised.
    pub severity: Severity,
    /// Keyed fingerprint of what is flagged; by it the flag is known again after a reload.
    pub fingerprint: String,
    /// Epoch milliseconds at which it was raised.
    pub raised_at: u64,
    /// Whether `flag_raised` was logged: a flag that goes while its word is still being typed never is.
    #[serde(default)]
    pub logged: bool,
    /// Whether the person set it aside.
    #[serde(default)]
    pub dismissed: bool,
}

/// One block as it was last seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockState {
    /// Keyed fingerprint of its text.
    pub fingerprint: String,
    /// Where its text came from.
    pub runs: Vec<OriginRun>,
}

/// Gives each present block (fingerprint and length in UTF-16 code units) the runs that were stored for it: the first
/// block of a fingerprint those of the first stored one, the second those of the second, and so on. A block that
/// was not stored, or whose stored runs do not cover it, is of unknown origin.
pub fn realign(stored: &[BlockState], now: &[(String, u32)]) -> Vec<Vec<OriginRun>> {
    let mut known: HashMap<&str, VecDeque<&BlockState>> = HashMap::new();
    for block in stored {
        known.entry(&block.fingerprint).or_default().push_back(block);
    }
    let mut found = |fingerprint: &str, len: u32| {
        let block = known.get_mut(fingerprint)?.pop_front()?;
        (block.runs.iter().map(|run| u64::from(run.len)).sum::<u64>() == u64::from(len)).then(|| block.runs.clone())
    };
    now.iter()
        .map(|(fingerprint, len)| match found(fingerprint, *len) {
            Some(runs) => runs,
            None if *len == 0 => Vec::new(),
            None => vec![OriginRun { len: *len, origin: Origin::Unknown }],
        })
        .collect()
}
