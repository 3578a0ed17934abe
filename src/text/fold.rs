//! Two views of a text for matching, each mapped back exactly to UTF-16 spans of the source. Never changes the
//! source, and never maps into the middle of one of its characters.
//!
//! - [`plain`]: letter case kept; curly quotes straight, every space a space, soft hyphens, zero-width characters and
//!   direction marks gone, fullwidth letters and digits narrow, Unicode hyphens `-`, combining sequences composed (NFC).
//! - [`folded`]: the plain view, case folded by Unicode's full mapping (`ß` is `ss`, `ﬁ` is `fi`), a run of spaces one
//!   space, and a hyphen between two letters or digits a space, so that *best-in-class* and *best in class* are one.

use super::Span;
use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A view of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The text as seen in this view.
    pub text: String,
    map: Map,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Map {
    /// Byte offsets of the view are UTF-16 offsets of the source: both are ASCII, one to one.
    Same,
    /// Where each character of the view begins, and what of the source it stands for; in order.
    Pieces(Vec<Piece>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Byte offset in the view.
    at: u32,
    /// UTF-16 span in the source.
    start: u32,
    end: u32,
}

impl View {
    /// The span of the source that a byte range of the view stands for. A range that takes part of what one source
    /// character became takes the whole character. The range must not be empty and must lie within the view.
    pub fn source(&self, start: usize, end: usize) -> Span {
        debug_assert!(start < end && end <= self.text.len());
        match &self.map {
            Map::Same => Span::new(start as u32, end as u32),
            Map::Pieces(pieces) => {
                let piece = |at: usize| pieces[pieces.partition_point(|piece| piece.at as usize <= at) - 1];
                let (first, last) = (piece(start), piece(end - 1));
                Span::new(first.start, last.end)
            }
        }
    }
}

/// The view that keeps letter case.
pub fn plain(source: &str) -> View {
    if source.is_ascii() && !source.bytes().any(|byte| byte.is_ascii_control() && byte != b'\n') {
        return View { text: source.to_owned(), map: Map::Same };
    }
    let mut builder = Builder::default();
    each_plain(source, |c, start, end| builder.push(c, start, end));
    builder.view()
}

/// The view that literals are matched in.
pub fn folded(source: &str) -> View {
    spaced(source, true)
}

/// The folded view, but for letter case.
pub fn cased(source: &str) -> View {
    spaced(source, false)
}

fn spaced(source: &str, fold_case: bool) -> View {
    if let Some(text) = spaced_ascii(source, fold_case) {
        return View { text, map: Map::Same };
    }
    let mut characters: Vec<(char, u32, u32)> = Vec::with_capacity(source.len());
    each_plain(source, |c, start, end| {
        if fold_case {
            characters.extend(std::iter::once(c).default_case_fold().map(|folded| (folded, start, end)));
        } else {
            characters.push((c, start, end));
        }
    });
    let mut builder = Builder::default();
    for index in 0..characters.len() {
        let (c, start, end) = characters[index];
        if c.is_whitespace() {
            match builder.text.ends_with(' ') {
                true => builder.widen(end),
                false => builder.push(' ', start, end),
            }
        } else if c == '-' && joins(&characters, index) {
            builder.push(' ', start, end);
        } else {
            builder.push(c, start, end);
        }
    }
    builder.view()
}

/// A literal as it must be looked for in a folded view.
pub fn folded_literal(literal: &str) -> String {
    folded(literal).text.trim().to_owned()
}

fn joins(characters: &[(char, u32, u32)], hyphen: usize) -> bool {
    let wordlike = |index: usize| characters.get(index).is_some_and(|(c, ..)| c.is_alphanumeric());
    hyphen > 0 && wordlike(hyphen - 1) && wordlike(hyphen + 1)
}

/// Folds ASCII one byte to one byte, where that is all it takes.
fn spaced_ascii(source: &str, fold_case: bool) -> Option<String> {
    let bytes = source.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut after_space = false;
    for (index, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii() {
            return None;
        }
        let space = byte.is_ascii_whitespace();
        if space && after_space || byte.is_ascii_control() && !space {
            return None;
        }
        after_space = space;
        let hyphen = byte == b'-'
            && index > 0
            && bytes[index - 1].is_ascii_alphanumeric()
            && bytes.get(index + 1).is_some_and(u8::is_ascii_alphanumeric);
        out.push(match byte {
            _ if space || hyphen => b' ',
            byte if fold_case => byte.to_ascii_lowercase(),
            byte => byte,
        });
    }
    String::from_utf8(out).ok()
}

#[derive(Default)]
struct Builder {
    text: String,
    pieces: Vec<Piece>,
}

impl Builder {
    fn push(&mut self, c: char, start: u32, end: u32) {
        self.pieces.push(Piece { at: self.text.len() as u32, start, end });
        self.text.push(c);
    }

    /// The last character stands for more of the source.
    fn widen(&mut self, end: u32) {
        if let Some(last) = self.pieces.last_mut() {
            last.end = end;
        }
    }

    fn view(self) -> View {
        View { text: self.text, map: Map::Pieces(self.pieces) }
    }
}

/// Calls back with every character of the plain view and the UTF-16 span it stands for.
fn each_plain(source: &str, mut push: impl FnMut(char, u32, u32)) {
    let mut at = 0u32;
    let mut characters = source.chars().peekable();
    while let Some(first) = characters.next() {
        let start = at;
        at += first.len_utf16() as u32;
        if !characters.peek().is_some_and(|next| combines(*next)) {
            if let Some(c) = simple(first) {
                push(c, start, at);
            }
            continue;
        }
        // A base and what combines with it are composed together and stand for one span.
        let mut cluster = String::from(first);
        while let Some(next) = characters.next_if(|next| combines(*next)) {
            cluster.push(next);
            at += next.len_utf16() as u32;
        }
        for c in cluster.nfc().filter_map(simple) {
            push(c, start, at);
        }
    }
}

/// Whether a character may compose with what stands before it.
fn combines(c: char) -> bool {
    c > '\u{2ff}' && (is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}'))
}

/// A character's place in the plain view; none for those that leave no trace.
fn simple(c: char) -> Option<char> {
    Some(match c {
        '\n' => '\n',
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{180e}'
        | '\u{fe00}'..='\u{fe0f}' => return None,
        '‘' | '’' | '‚' | '‛' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c),
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(source: &str, needle: &str) -> Option<String> {
        let view = folded(source);
        let at = view.text.find(needle)?;
        let span = view.source(at, at + needle.len());
        let units: Vec<u16> = source.encode_utf16().collect();
        Some(String::from_utf16(&units[span.start as usize..span.end as usize]).unwrap())
    }

    #[test]
    fn folding_sees_through_typography() {
        assert_eq!(found("We guar\u{ad}an\u{200b}tee it", "guarantee").as_deref(), Some("guar\u{ad}an\u{200b}tee"));
        assert_eq!(found("ＦＲＥＥ trial", "free").as_deref(), Some("ＦＲＥＥ"));
        assert_eq!(found("it’s here", "it's").as_deref(), Some("it’s"));
        assert_eq!(found("best\u{2011}in\u{a0}class", "best in class").as_deref(), Some("best\u{2011}in\u{a0}class"));
        assert_eq!(found("best  in-class", "best in class").as_deref(), Some("best  in-class"));
        assert_eq!(found("die Straße", "strasse").as_deref(), Some("Straße"));
        assert_eq!(found("cafe\u{301} bar", "café").as_deref(), Some("cafe\u{301}"));
        assert_eq!(found("😀 ﬁne", "fi").as_deref(), Some("ﬁ"));
        assert_eq!(found("no - risk", "no risk"), None);
    }

    proptest! {
        #[test]
        fn every_character_of_a_view_maps_to_whole_characters_in_order(source in any::<String>()) {
            let boundaries: std::collections::BTreeSet<u32> = source
                .chars()
                .scan(0, |at, c| { *at += c.len_utf16() as u32; Some(*at) })
                .chain([0])
                .collect();
            for view in [plain(&source), folded(&source)] {
                let mut last = 0;
                for (at, c) in view.text.char_indices() {
                    let span = view.source(at, at + c.len_utf8());
                    prop_assert!(boundaries.contains(&span.start) && boundaries.contains(&span.end));
                    prop_assert!(!span.is_empty() && span.start >= last);
                    last = span.start;
                }
            }
        }

        #[test]
        fn ascii_folds_the_same_on_both_ways(source in "[ -~\n]{0,40}") {
            let slow = folded(&format!("{source}é"));
            let fast = folded(&source);
            prop_assert!(slow.text.starts_with(fast.text.trim_end_matches('-')));
        }
    }
}
