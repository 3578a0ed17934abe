//! How a run of text came in.

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
