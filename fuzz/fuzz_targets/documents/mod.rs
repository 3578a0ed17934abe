//! The command's readers, which are no part of the library, and what must hold of everything they read.

#[path = "../../../src/command/document.rs"]
mod document;
#[path = "../../../src/command/draft.rs"]
mod draft;
#[path = "../../../src/command/html/mod.rs"]
mod html;
#[path = "../../../src/command/markdown.rs"]
mod markdown;

use document::Document;
pub use document::Format;
use housestyle::text::Span;

/// Reads the text and looks up every character of every block and every marked stretch.
pub fn assert_every_place(text: &str, format: Format) {
    let mut document = Document::read(text, format);
    document.push_raw(text);
    for block in &document.blocks {
        let (mut at, mut last) = (0, 0);
        for character in block.text.chars() {
            let end = at + character.len_utf16() as u32;
            let range = document.source(block.id, Span::new(at, end), text);
            assert!(range.start >= last && text.get(range.clone()).is_some());
            (at, last) = (end, range.start);
        }
        for inline in &block.inline {
            assert!(inline.span.start < inline.span.end && inline.span.end <= at);
        }
    }
}
