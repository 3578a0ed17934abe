//! One paragraph, heading, list item, cell or line of a field, as plain text with a kind.

use super::Span;
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
    /// What stands for an image: judged only by rules that ask for it.
    AltText,
    /// Metadata at the head of a file: judged only by rules that ask for it.
    FrontMatter,
    /// A file's text with its markup, as it was written: judged only by rules that ask for it.
    Raw,
}

/// What a stretch within a block is. Guides name these in `where: {inline: […]}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum InlineKind {
    /// The text of a link.
    Link,
    /// Code within a line: judged only by rules that ask for it.
    Code,
    /// A quotation within a line (`<q>`): judged only by rules that ask for it.
    Quote,
}

/// A stretch within a block that is of a kind of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Inline {
    /// See [`InlineKind`].
    pub kind: InlineKind,
    /// Where in the block; never empty.
    pub span: Span,
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
    /// Stretches of a kind of their own, in order of their beginnings; they may nest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Inline>>"))]
    pub inline: Vec<Inline>,
}

impl Block {
    /// A block of the given kind.
    pub fn new(id: BlockId, kind: BlockKind, text: impl Into<String>) -> Self {
        Self { id, kind, text: text.into(), ..Self::default() }
    }
}
