//! Two views of a text for matching, each mapped back exactly to UTF-16 spans of the source. Never changes the
//! source, and never maps into the middle of one of its characters.
//!
//! - [`plain`]: letter case kept; curly quotes straight, every space a space, soft hyphens, zero-width characters and
//!   direction marks gone, fullwidth letters and digits narrow, Unicode hyphens `-`, combining sequences composed (NFC).
//! - [`folded`]: the plain view, case folded by Unicode's full mapping (`ß` is `ss`, `ﬁ` is `fi`), a run of spaces one
//!   space, and a hyphen between two letters or digits a space, so that *best-in-class* and *best in class* are one.

use super::Span;
use caseless::Caseless;
use std::ops::Range;
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical, is_combining_mark};

/// A view of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The text as seen in this view.
    pub text: String,
    /// What of the source each stretch of the view stands for; in order.
    pieces: Vec<Piece>,
}

/// A stretch of the view, up to the beginning of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Byte offset in the view.
    at: u32,
    /// Where it begins in the source, in UTF-16 units and in bytes.
    units: u32,
    bytes: u32,
    /// How much of the source the whole stretch stands for, in units and bytes; 0 where it stands for it one to one:
    /// each byte of the view for one unit and one byte.
    taken: u32,
    taken_bytes: u32,
}

impl Piece {
    /// Where in the source the byte `at` of the view begins.
    fn start(self, at: u32) -> (u32, u32) {
        let into = if self.taken == 0 { at - self.at } else { 0 };
        (self.units + into, self.bytes + into)
    }

    /// Where in the source the byte of the view ends that `at` is one past of.
    fn end(self, at: u32) -> (u32, u32) {
        if self.taken == 0 { self.start(at) } else { (self.units + self.taken, self.bytes + self.taken_bytes) }
    }
}

impl View {
    /// The span of the source that a byte range of the view stands for, and the same in bytes. A range that takes part
    /// of what one source character became takes the whole character. The range must not be empty and must lie within
    /// the view.
    pub fn source(&self, start: usize, end: usize) -> (Span, Range<usize>) {
        debug_assert!(start < end && end <= self.text.len());
        let piece = |at: usize| self.pieces[self.pieces.partition_point(|piece| piece.at as usize <= at) - 1];
        let (from, from_bytes) = piece(start).start(start as u32);
        let (to, to_bytes) = piece(end - 1).end(end as u32);
        (Span::new(from, to), from_bytes as usize..to_bytes as usize)
    }
}

/// The view that keeps letter case.
pub fn plain(source: &str) -> View {
    let mut builder = Builder::new(source);
    each_plain(source, |part| match part {
        Part::Ascii(text, units, start) => {
            builder.ascii(units, start);
            let simple = |c: char| if c.is_ascii_control() && c != '\n' { ' ' } else { c };
            match text.bytes().any(|byte| byte.is_ascii_control()) {
                true => builder.text.extend(text.chars().map(simple)),
                false => builder.text.push_str(text),
            }
        }
        Part::Character(c, taken) => builder.push(c, taken),
    });
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
    let mut spacing = Spacing { builder: Builder::new(source), before: None, hyphen: None };
    each_plain(source, |part| match part {
        Part::Ascii(text, units, start) => spacing.ascii(text, units, start, fold_case),
        Part::Character(c, taken) if fold_case => {
            std::iter::once(c).default_case_fold().for_each(|folded| spacing.push(folded, taken));
        }
        Part::Character(c, taken) => spacing.push(c, taken),
    });
    spacing.settle_hyphen(false);
    spacing.builder.view()
}

/// A literal as it must be looked for in a folded view.
pub fn folded_literal(literal: &str) -> String {
    folded(literal).text.trim().to_owned()
}

/// Makes a run of spaces one, and a hyphen between two letters or digits a space.
struct Spacing {
    builder: Builder,
    /// The character before, as it was before spacing.
    before: Option<char>,
    /// A hyphen after a letter or digit, until it is known what follows.
    hyphen: Option<Source>,
}

impl Spacing {
    fn push(&mut self, c: char, source: Source) {
        self.settle_hyphen(c.is_alphanumeric());
        if c.is_whitespace() {
            match self.builder.text.ends_with(' ') {
                true => self.builder.widen(source),
                false => self.builder.push(' ', source),
            }
        } else if c == '-' && self.before.is_some_and(char::is_alphanumeric) {
            self.hyphen = Some(source);
        } else {
            self.builder.push(c, source);
        }
        self.before = Some(c);
    }

    fn settle_hyphen(&mut self, joins: bool) {
        if let Some(source) = self.hyphen.take() {
            self.builder.push(if joins { ' ' } else { '-' }, source);
        }
    }

    /// The same for a stretch of ASCII, most of which is copied as it is.
    fn ascii(&mut self, text: &str, units: u32, start: u32, fold_case: bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (begin, mut after_space) = (at, self.builder.text.ends_with(' '));
            while let Some(&byte) = bytes.get(at)
                && (PLAIN[usize::from(byte)] || byte == b' ' && !after_space)
            {
                after_space = byte == b' ';
                at += 1;
            }
            if at > begin {
                self.settle_hyphen(bytes[begin].is_ascii_alphanumeric());
                self.builder.ascii(units + begin as u32, start + begin as u32);
                let copied = self.builder.text.len();
                self.builder.text.push_str(&text[begin..at]);
                if fold_case {
                    self.builder.text[copied..].make_ascii_lowercase();
                }
                self.before = Some(char::from(bytes[at - 1]));
            } else {
                let source = Source { units: units + at as u32, bytes: start + at as u32, taken: 1, taken_bytes: 1 };
                self.push(if bytes[at] == b'-' { '-' } else { ' ' }, source);
                at += 1;
            }
        }
    }
}

/// ASCII that stands for itself in every view, letter case aside.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0x21;
    while byte < 0x7f {
        table[byte] = byte != b'-' as usize;
        byte += 1;
    }
    table
};

/// What of the source a character of a view stands for.
#[derive(Clone, Copy)]
struct Source {
    units: u32,
    bytes: u32,
    taken: u32,
    taken_bytes: u32,
}

struct Builder {
    text: String,
    pieces: Vec<Piece>,
    /// How far units and bytes are from the view's bytes in a stretch that stands one to one; none outside of one.
    one_to_one: Option<(u32, u32)>,
}

impl Builder {
    fn new(source: &str) -> Self {
        Self { text: String::with_capacity(source.len() + 8), pieces: Vec::new(), one_to_one: None }
    }

    /// Says that what comes next stands one to one, from these units and bytes on.
    fn ascii(&mut self, units: u32, bytes: u32) {
        let at = self.text.len() as u32;
        let distance = (units.wrapping_sub(at), bytes.wrapping_sub(at));
        if self.one_to_one != Some(distance) {
            self.one_to_one = Some(distance);
            self.pieces.push(Piece { at, units, bytes, taken: 0, taken_bytes: 0 });
        }
    }

    fn push(&mut self, c: char, source: Source) {
        if c.is_ascii() && source.taken == 1 && source.taken_bytes == 1 {
            self.ascii(source.units, source.bytes);
        } else {
            let Source { units, bytes, taken, taken_bytes } = source;
            self.one_to_one = None;
            self.pieces.push(Piece { at: self.text.len() as u32, units, bytes, taken, taken_bytes });
        }
        self.text.push(c);
    }

    /// The last character, a space, stands for more of the source.
    fn widen(&mut self, source: Source) {
        let at = self.text.len() as u32 - 1;
        if let Some(last) = self.pieces.last().copied() {
            let (units, bytes) = last.start(at);
            if last.at == at {
                self.pieces.pop();
            }
            let taken = source.units + source.taken - units;
            let taken_bytes = source.bytes + source.taken_bytes - bytes;
            self.pieces.push(Piece { at, units, bytes, taken, taken_bytes });
            self.one_to_one = None;
        }
    }

    fn view(self) -> View {
        View { text: self.text, pieces: self.pieces }
    }
}

/// A part of the plain view.
enum Part<'a> {
    /// ASCII that combines with nothing, as it stands in the source; its units and bytes there. Control characters are
    /// still to become spaces.
    Ascii(&'a str, u32, u32),
    /// A character and what it stands for.
    Character(char, Source),
}

/// A cluster in NFC. The library's own iterator knows the compatibility decompositions as well, whose tables are as large
/// as all the others together.
fn composed(cluster: &str) -> Vec<char> {
    let mut decomposed: Vec<(u8, char)> = Vec::new();
    for c in cluster.chars() {
        decompose_canonical(c, |c| {
            let class = canonical_combining_class(c);
            // Marks stand in the order of their classes, and none passes a letter.
            let mut at = decomposed.len();
            while class != 0 && at > 0 && decomposed[at - 1].0 > class {
                at -= 1;
            }
            decomposed.insert(at, (class, c));
        });
    }
    let mut composed: Vec<char> = Vec::new();
    let mut letter = None;
    let mut before = 0;
    for (class, c) in decomposed {
        if let Some(at) = letter
            && (composed.len() == at + 1 || before < class)
            && let Some(one) = compose(composed[at], c)
        {
            composed[at] = one;
            continue;
        }
        if class == 0 {
            letter = Some(composed.len());
        }
        before = class;
        composed.push(c);
    }
    composed
}

/// Calls back with every part of the plain view, in order.
fn each_plain(source: &str, mut push: impl FnMut(Part<'_>)) {
    let bytes = source.as_bytes();
    let (mut at, mut units) = (0usize, 0u32);
    while at < bytes.len() {
        let mut ascii = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
        if at + ascii < bytes.len() {
            // The last one may combine with what follows.
            ascii = ascii.saturating_sub(1);
        }
        if ascii > 0 {
            push(Part::Ascii(&source[at..at + ascii], units, at as u32));
            (at, units) = (at + ascii, units + ascii as u32);
            continue;
        }
        let mut characters = source[at..].chars().peekable();
        let Some(first) = characters.next() else { break };
        let mut stands_for =
            Source { units, bytes: at as u32, taken: first.len_utf16() as u32, taken_bytes: first.len_utf8() as u32 };
        if characters.peek().is_some_and(|next| combines(*next)) {
            // A base and what combines with it are composed together and stand for one span.
            let mut cluster = String::from(first);
            while let Some(next) = characters.next_if(|next| combines(*next)) {
                cluster.push(next);
                stands_for.taken += next.len_utf16() as u32;
                stands_for.taken_bytes += next.len_utf8() as u32;
            }
            composed(&cluster).into_iter().filter_map(simple).for_each(|c| push(Part::Character(c, stands_for)));
        } else if let Some(c) = simple(first) {
            push(Part::Character(c, stands_for));
        }
        at += stands_for.taken_bytes as usize;
        units += stands_for.taken;
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
    use unicode_normalization::UnicodeNormalization;

    fn found(source: &str, needle: &str) -> Option<String> {
        let view = folded(source);
        let at = view.text.find(needle)?;
        let (span, bytes) = view.source(at, at + needle.len());
        let units: Vec<u16> = source.encode_utf16().collect();
        let quote = String::from_utf16(&units[span.start as usize..span.end as usize]).unwrap();
        assert_eq!(quote, source[bytes]);
        Some(quote)
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
        fn clusters_are_composed_as_the_standard_has_it(
            marked in "[a-zA-Zåéệ가각\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11a8}-\u{11c2}\u{300}-\u{345}\u{5b0}-\u{5bd}]{0,8}",
            any in any::<String>(),
        ) {
            for text in [marked, any] {
                prop_assert_eq!(composed(&text), text.nfc().collect::<Vec<char>>());
            }
        }

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
                    let (span, bytes) = view.source(at, at + c.len_utf8());
                    let units = source[..bytes.start].encode_utf16().count()..source[..bytes.end].encode_utf16().count();
                    prop_assert_eq!(units, span.start as usize..span.end as usize);
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
