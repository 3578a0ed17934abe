//! One paragraph, heading, list item, cell or line of a field, as plain text with a kind.

use serde::{Deserialize, Serialize};

/// Names a block for as long as its field is open. The client gives ids out and never uses one twice in a field.
pub type BlockId = u32;

/// What a block is in its document. Guides name these in `where: {blocks: […]}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A paragraph, or text directly in the field.
    #[default]
    Paragraph,
    /// A heading; its depth is [`Block::level`].
    Heading,
    /// A list item's own text.
    ListItem,
    /// A table cell.
    TableCell,
    /// Quoted text: judged only by rules that ask for it.
    Quote,
    /// Code: judged only by rules that ask for it.
    Code,
    /// One line of a plain input or textarea.
    Line,
}

/// One block. `text` has neither line breaks of its own layout nor markup; a `<br>` inside is `\n`, a nested
/// object that is not text (image, widget) is one U+FFFC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Block {
    /// See [`BlockId`].
    pub id: BlockId,
    /// See [`BlockKind`].
    #[serde(default)]
    pub kind: BlockKind,
    /// Heading depth 1 to 6; 0 for every other kind.
    #[serde(default)]
    pub level: u8,
    /// The plain text.
    pub text: String,
}

impl Block {
    /// A block of the given kind.
    pub fn new(id: BlockId, kind: BlockKind, text: impl Into<String>) -> Self {
        Self { id, kind, level: 0, text: text.into() }
    }
}
