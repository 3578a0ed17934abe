//! Blocks in the making: what a reader of a format pushes in the order of the file, with the place it came from.
//! Never reorders what it is given, but for asides, which follow the block that they stood in.

use super::document::Document;
use housestyle::text::{BlockKind, Inline, InlineKind, Span};
use std::ops::Range;

/// What stands in a block for something that is not text, as an image.
pub const OBJECT: &str = "\u{fffc}";

/// About so many bytes are the most of a piece that the file has as it is: a place in one is found by walking through
/// it, and a line or a whole file may be megabytes with as many flags.
const STRETCH: usize = 128;

/// A stretch of a block's text and where it stands in the file.
pub struct Piece {
    /// UTF-16 offset in the block.
    pub at: u32,
    /// UTF-16 length in the block.
    pub len: u32,
    /// Byte range in the file.
    pub source: Range<usize>,
    /// Whether the file has these very characters there; otherwise the whole range stands for the whole piece.
    pub verbatim: bool,
}

/// A block in the making.
pub struct Draft {
    pub kind: BlockKind,
    pub level: u8,
    pub text: String,
    pub inline: Vec<Inline>,
    pub pieces: Vec<Piece>,
    len: u32,
}

impl Draft {
    /// An empty block.
    pub fn new(kind: BlockKind, level: u8) -> Self {
        Self { kind, level, text: String::new(), inline: Vec::new(), pieces: Vec::new(), len: 0 }
    }

    /// Adds what is shown for a byte range of the file.
    pub fn push(&mut self, shown: &str, source: Range<usize>, text: &str) {
        self.text.push_str(shown);
        if text.get(source.clone()) != Some(shown) {
            return self.place(shown, source, false);
        }
        let (mut rest, mut start) = (shown, source.start);
        while !rest.is_empty() {
            let (stretch, more) = rest.split_at(rest.ceil_char_boundary(STRETCH));
            self.place(stretch, start..start + stretch.len(), true);
            (rest, start) = (more, start + stretch.len());
        }
    }

    fn place(&mut self, shown: &str, source: Range<usize>, verbatim: bool) {
        let len = shown.encode_utf16().count() as u32;
        match self.pieces.last_mut() {
            _ if len == 0 => {}
            Some(last)
                if verbatim
                    && last.verbatim
                    && last.source.end == source.start
                    && last.source.len() + source.len() <= STRETCH =>
            {
                last.len += len;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { at: self.len, len, source, verbatim }),
        }
        self.len += len;
    }

    /// Marks what was added since `start` as of a kind of its own.
    fn mark(&mut self, kind: InlineKind, start: u32) {
        if start < self.len {
            self.inline.push(Inline { kind, span: Span::new(start, self.len) });
        }
    }
}

/// The block being read, what stands aside of it, and which links, code and quotations are open in it.
#[derive(Default)]
pub struct Flow {
    document: Document,
    open: Option<Draft>,
    aside: Vec<Draft>,
    /// Where each began in the open block; nothing until it has text there.
    inline: Vec<(InlineKind, Option<u32>)>,
}

impl Flow {
    /// Adds to the open block, or begins one of this kind and level.
    pub fn push(&mut self, (kind, level): (BlockKind, u8), shown: &str, source: Range<usize>, text: &str) {
        let open = self.open.get_or_insert_with(|| Draft::new(kind, level));
        for (_, start) in &mut self.inline {
            start.get_or_insert(open.len);
        }
        open.push(shown, source, text);
    }

    /// Adds to the open block what belongs to no link, code or quotation that has no text yet.
    pub fn push_between(&mut self, shown: &str, source: Range<usize>, text: &str) {
        if let Some(open) = &mut self.open {
            open.push(shown, source, text);
        }
    }

    /// What the open block holds so far.
    pub fn so_far(&self) -> &str {
        self.open.as_ref().map_or("", |open| &open.text)
    }

    /// Begins a link, code or a quotation within the block.
    pub fn begin_inline(&mut self, kind: InlineKind) {
        self.inline.push((kind, None));
    }

    /// Ends the one of this kind that was begun last, if one is open.
    pub fn end_inline(&mut self, kind: InlineKind) {
        if let Some(at) = self.inline.iter().rposition(|(open, _)| *open == kind) {
            let (kind, start) = self.inline.remove(at);
            if let (Some(start), Some(open)) = (start, &mut self.open) {
                open.mark(kind, start);
            }
        }
    }

    /// Ends all of them.
    pub fn end_all_inline(&mut self) {
        while let Some((kind, _)) = self.inline.last() {
            self.end_inline(*kind);
        }
    }

    /// Puts a block behind the open one.
    pub fn put_aside(&mut self, draft: Draft) {
        self.aside.push(draft);
    }

    /// The block that was put aside last.
    pub fn last_aside(&mut self) -> Option<&mut Draft> {
        self.aside.last_mut()
    }

    /// Ends the open block. A link that goes on goes on in the next one.
    pub fn close(&mut self) {
        for (kind, start) in &mut self.inline {
            if let (Some(start), Some(open)) = (start.take(), &mut self.open) {
                open.mark(*kind, start);
            }
        }
        for draft in self.open.take().into_iter().chain(self.aside.drain(..)) {
            self.document.push(draft);
        }
    }

    /// The blocks.
    pub fn finish(mut self) -> Document {
        self.close();
        self.document
    }
}
