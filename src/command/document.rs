//! A file as blocks, with the way back from each block's text to the file. Never changes a character of what it shows
//! beyond what the format itself says (entities, escapes, line breaks).

use super::draft::{Draft, Piece};
use super::{html, markdown};
use housestyle::text::{Block, BlockKind, Span};
use std::cmp::Reverse;
use std::ops::Range;

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Plain text: every line is a block.
    Text,
    /// Markdown (CommonMark with tables, footnotes, task lists, strikethrough and front matter).
    Markdown,
    /// HTML, a page or a part of one.
    Html,
}

/// A file as blocks.
#[derive(Default)]
pub struct Document {
    /// The blocks; their ids are their indices.
    pub blocks: Vec<Block>,
    pieces: Vec<Vec<Piece>>,
}

impl Document {
    /// Reads a file's text.
    pub fn read(text: &str, format: Format) -> Self {
        match format {
            Format::Text => Self::lines(text),
            Format::Markdown => markdown::read(text),
            Format::Html => html::read(text),
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

    /// Adds the whole file, markup and all, as a block of its own, for rules that ask for it.
    pub fn push_raw(&mut self, text: &str) {
        let mut draft = Draft::new(BlockKind::Raw, 0);
        draft.push(text, 0..text.len(), text);
        self.push(draft);
    }

    /// Takes a finished block, unless it is empty.
    pub fn push(&mut self, draft: Draft) {
        if draft.text.is_empty() {
            return;
        }
        let id = self.blocks.len() as u32;
        let Draft { kind, level, text, mut inline, .. } = draft;
        inline.sort_by_key(|one| (one.span.start, Reverse(one.span.end)));
        self.blocks.push(Block { id, kind, level, text, inline });
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

#[cfg(test)]
impl Document {
    /// The blocks as `kind: text [kind of a stretch, its text]`.
    pub fn shown(&self) -> Vec<String> {
        let one = |block: &Block| {
            let level = if block.level > 0 { block.level.to_string() } else { String::new() };
            let units: Vec<u16> = block.text.encode_utf16().collect();
            let inline = block.inline.iter().map(|inline| {
                let Span { start, end } = inline.span;
                let within = String::from_utf16(&units[start as usize..end as usize]).expect("whole characters");
                format!(" [{} {within}]", format!("{:?}", inline.kind).to_lowercase())
            });
            format!("{:?}{level}: {}{}", block.kind, block.text, inline.collect::<String>())
        };
        self.blocks.iter().map(one).collect()
    }

    /// Panics unless every character of every block stands in the file where the document says, in the file's order.
    /// What is written as an entity or escape, and white space, need only stand somewhere.
    pub fn assert_sources(&self, text: &str) {
        for block in &self.blocks {
            let (mut at, mut last) = (0, 0);
            for character in block.text.chars() {
                let len = character.len_utf16() as u32;
                let range = self.source(block.id, Span::new(at, at + len), text);
                assert!(range.start >= last && range.start <= range.end, "{range:?} of {:?} in {text:?}", block.text);
                let Some(source) = text.get(range.clone()) else {
                    panic!("{range:?} is not on character boundaries of {text:?}");
                };
                if character.is_alphanumeric() {
                    let as_is = source.contains(character) || source.starts_with('&');
                    assert!(as_is, "{character:?} stands at {source:?} in {text:?}");
                }
                (last, at) = (range.start, at + len);
            }
            assert!(text.get(self.source(block.id, Span::new(0, at), text)).is_some());
            for inline in &block.inline {
                assert!(inline.span.start < inline.span.end && inline.span.end <= at, "{inline:?} in {:?}", block.text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use housestyle::check::{Checker, Place, Session};
    use housestyle::guide;
    use proptest::prelude::*;
    use std::sync::{Arc, LazyLock};

    static CHECKER: LazyLock<Arc<Checker>> = LazyLock::new(|| {
        let source = "housestyle: 1\nname: Test\nversion: '1'\nowner: Tests\nrules:\n\
            - {id: risk, terms: [risk free, no risk]}\n- {id: use, replace: {leverage: use}}\n";
        Arc::new(Checker::compile(Arc::new(guide::parse(source).expect("a guide"))).expect("a checker"))
    });

    /// What a stretch of a file says, markup and white space aside.
    fn said(text: &str, format: Format) -> String {
        let blocks = Document::read(text, format).blocks;
        blocks.iter().flat_map(|block| block.text.chars()).filter(|c| c.is_alphanumeric()).collect()
    }

    fn flags_read_as_their_quotes(text: &str, format: Format) {
        let document = Document::read(text, format);
        let mut session = Session::new(CHECKER.clone(), Place::default());
        session.splice(0, 0, &document.blocks);
        session.settle();
        for flag in session.flags() {
            let source = &text[document.source(flag.block, flag.span, text)];
            let quote: String = flag.quote.chars().filter(|c| c.is_alphanumeric()).collect();
            assert_eq!(said(source, format), quote, "{source:?} in {text:?}");
            let edges = |c: char| c.is_alphanumeric() || c == '&' || c == ';';
            assert!(source.starts_with(edges) && source.ends_with(edges), "{source:?} in {text:?}");
        }
    }

    /// The words of the rules, torn by these bits.
    fn torn(bits: &'static [&'static str]) -> impl Strategy<Value = String> {
        let words =
            ["risk", "free", "no", "lever", "age", "leverage", "&#114;isk", " ", " ", " ", "\n", "&nbsp;", "&#32;"];
        let bits: Vec<&str> = words.iter().chain(bits).copied().collect();
        prop::collection::vec(prop::sample::select(bits), 0..60).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn flags_in_html_read_as_their_quotes(text in torn(&[
            "<b>", "</b>", "<a href=x>", "</a>", "<!-- free -->", "<p>", "<li>", "<td>", "&shy;", "<wbr>", "\r\n",
        ])) {
            flags_read_as_their_quotes(&text, Format::Html);
        }

        #[test]
        fn flags_in_markdown_read_as_their_quotes(text in torn(&["**", "_", "- ", "# ", "> ", "\n\n", "<b>", "</b>"])) {
            flags_read_as_their_quotes(&text, Format::Markdown);
        }
    }
}
