//! How a field's list of blocks became another one, as the client tells it.

use super::{Block, BlockId};
use serde::{Deserialize, Serialize};

/// One change to the list of blocks. Changes of one message apply in order, each to what the one before left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    /// `removed` blocks from index `at` give way to `inserted`. A block kept under its id is an edited block.
    Splice {
        /// Index in the list of blocks.
        at: u32,
        /// How many blocks go.
        removed: u32,
        /// What stands there instead.
        inserted: Vec<Block>,
    },
    /// Inside one block, `removed` UTF-16 code units from `start` give way to `inserted`.
    Edit {
        /// The block.
        block: BlockId,
        /// UTF-16 offset.
        start: u32,
        /// UTF-16 length taken out.
        removed: u32,
        /// Text put in.
        inserted: String,
    },
}
