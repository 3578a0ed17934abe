//! One place where a rule speaks, and how the flags of a draft changed. Holds prose (the quote): it is shown, never logged.

use crate::guide::{Severity, Verdict};
use crate::text::{BlockId, Span};
use serde::{Deserialize, Serialize};

/// Names a flag for as long as its session lives; kept while the flag moves with its text.
pub type FlagId = u32;

/// One place where a rule speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Flag {
    /// See [`FlagId`].
    pub id: FlagId,
    /// Id of the rule.
    pub rule: String,
    /// The rule's verdict; never `allow`.
    pub verdict: Verdict,
    /// The rule's severity.
    pub severity: Severity,
    /// The block it stands in.
    pub block: BlockId,
    /// Where in the block.
    pub span: Span,
    /// The flagged text as it stands.
    pub quote: String,
    /// What the hint's headline says.
    pub message: String,
    /// Wordings that may replace the quote as they are (letter case and inflection already fitted), best first.
    /// An empty string means: take the quote out.
    pub suggestions: Vec<String>,
}

/// How the flags of a draft changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FlagDifference {
    /// New flags.
    pub raised: Vec<Flag>,
    /// Flags that stand elsewhere now; same id.
    pub moved: Vec<Flag>,
    /// Flags that are gone.
    pub cleared: Vec<FlagId>,
}

impl FlagDifference {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.raised.is_empty() && self.moved.is_empty() && self.cleared.is_empty()
    }
}
