//! A file as blocks, with the way back from each block's text to the file. Never changes a character of what it shows
//! beyond what the format itself says (entities, escapes, line breaks).

use super::markdown;
use housestyle::text::{Block, BlockKind, Span};
use std::ops::Range;

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Plain text: every line is a block.
    Text,
    /// Markdown (CommonMark with tables, footnotes, task lists, strikethrough and front matter).
    Markdown,
}

/// A file as blocks.
#[derive(Default)]
pub struct Document {
    /// The blocks; their ids are their indices.
    pub blocks: Vec<Block>,
    pieces: Vec<Vec<Piece>>,
}

/// A stretch of a block's text and where it stands in the file.
struct Piece {
    /// UTF-16 offset in the block.
    at: u32,
    /// UTF-16 length in the block.
    len: u32,
    /// Byte range in the file.
    source: Range<usize>,
    /// Whether the file has these very characters there; otherwise the whole range stands for the whole piece.
    verbatim: bool,
}

impl Document {
    /// Reads a file's text.
    pub fn read(text: &str, format: Format) -> Self {
        match format {
            Format::Text => Self::lines(text),
            Format::Markdown => markdown::read(text),
        }
    }

    fn lines(text: &str) -> Self {
        let mut document = Self::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let shown = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
            let mut draft = Draft::new(BlockKind::Line, 0);
            draft.push(shown, at..at + shown.len(), text);
            document.push(draft);
            at += line.len();
        }
        document
    }

    /// Takes a finished block, unless it is empty.
    pub fn push(&mut self, draft: Draft) {
        if draft.text.is_empty() {
            return;
        }
        let id = self.blocks.len() as u32;
        self.blocks.push(Block { id, kind: draft.kind, level: draft.level, text: draft.text, inline: Vec::new() });
        self.pieces.push(draft.pieces);
    }

    /// The byte range in the file from the first to the last character of a block's span.
    pub fn source(&self, block: u32, span: Span, text: &str) -> Range<usize> {
        let pieces = &self.pieces[block as usize];
        let start = place(pieces, span.start, text).start;
        if span.is_empty() { start..start } else { start..place(pieces, span.end - 1, text).end }
    }
}

/// The byte range of the character that holds a UTF-16 offset of a block; at the block's end, the empty one there.
fn place(pieces: &[Piece], offset: u32, text: &str) -> Range<usize> {
    let index = pieces.partition_point(|piece| piece.at + piece.len <= offset);
    let Some(piece) = pieces.get(index) else {
        let end = pieces.last().map_or(0, |piece| piece.source.end);
        return end..end;
    };
    if !piece.verbatim {
        return piece.source.clone();
    }
    let mut at = piece.at;
    for (byte, character) in text[piece.source.clone()].char_indices() {
        at += character.len_utf16() as u32;
        if at > offset {
            let start = piece.source.start + byte;
            return start..start + character.len_utf8();
        }
    }
    piece.source.end..piece.source.end
}

/// A block in the making.
pub struct Draft {
    kind: BlockKind,
    level: u8,
    text: String,
    len: u32,
    pieces: Vec<Piece>,
}

impl Draft {
    /// An empty block.
    pub fn new(kind: BlockKind, level: u8) -> Self {
        Self { kind, level, text: String::new(), len: 0, pieces: Vec::new() }
    }

    /// Adds what is shown for a byte range of the file.
    pub fn push(&mut self, shown: &str, source: Range<usize>, text: &str) {
        if shown.is_empty() {
            return;
        }
        let len = shown.encode_utf16().count() as u32;
        let verbatim = text.get(source.clone()) == Some(shown);
        self.text.push_str(shown);
        self.pieces.push(Piece { at: self.len, len, source, verbatim });
        self.len += len;
    }
}
