//! Digits and signs that a pattern cannot match without: a text that lacks them is not searched at all. Never is a text
//! left out in which the pattern could match.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

/// A set of ASCII characters; its last bit stands for everything beyond ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signs(u128);

const BEYOND: u128 = 1 << 127;

impl Signs {
    /// The characters of a text.
    pub fn of(text: &str) -> Self {
        let mut seen = [false; 256];
        text.bytes().for_each(|byte| seen[usize::from(byte)] = true);
        let ascii = (0..127).filter(|byte| seen[*byte]).fold(0, |set, byte| set | 1 << byte);
        // A control character that stands at the end of ASCII is taken for something beyond, which leaves out nothing.
        Self(if seen[127..].contains(&true) { ascii | BEYOND } else { ascii })
    }

    /// Whether a text with these characters has one of each of the sets.
    pub fn have(self, needed: &[Signs]) -> bool {
        needed.iter().all(|set| set.0 & self.0 != 0)
    }
}

/// Sets of which every match of a pattern contains at least one character each. `match_case` is left out of account:
/// letters are never among them.
pub(super) fn needed(pattern: &str) -> Vec<Signs> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    let mut sets = sets(&hir);
    sets.sort_by_key(|set| set.0);
    sets.dedup();
    sets
}

fn sets(hir: &Hir) -> Vec<Signs> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            text.chars().filter_map(|c| set([(c, c)])).collect()
        }
        HirKind::Class(Class::Unicode(class)) => {
            set(class.iter().map(|range| (range.start(), range.end()))).into_iter().collect()
        }
        HirKind::Capture(capture) => sets(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => sets(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(sets).collect(),
        HirKind::Alternation(ways) => {
            // Whichever way it goes, one of each way's narrowest set is there.
            let narrowest = |way| sets(way).into_iter().min_by_key(|set| set.0.count_ones());
            let union = ways.iter().map(narrowest).try_fold(0, |union, set| Some(union | set?.0));
            union.map(Signs).into_iter().collect()
        }
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => Vec::new(),
    }
}

/// Characters as a set; none where there are letters among them, whose case may be folded, or spaces, which every text has.
fn set(ranges: impl IntoIterator<Item = (char, char)>) -> Option<Signs> {
    let mut set = 0;
    for (first, last) in ranges {
        for byte in u32::from(first)..=u32::from(last).min(126) {
            let c = char::from_u32(byte)?;
            if c.is_ascii_alphabetic() || c.is_ascii_whitespace() {
                return None;
            }
            set |= 1 << byte;
        }
        if last > '~' {
            // Letters beyond ASCII that fold to ASCII ones are beyond ASCII all the same.
            if first > '~' && (first..=last).take(256).any(char::is_alphabetic) {
                return None;
            }
            set |= BEYOND;
        }
    }
    Some(Signs(set))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn left_out(pattern: &str, text: &str) -> bool {
        !Signs::of(text).have(&needed(pattern))
    }

    #[test]
    fn texts_without_the_signs_are_left_out() {
        for (pattern, text) in
            [(r"\d+% off", "20 off"), (r"\d+% off", "% off"), (r"#\w+", "no tag"), (r"(\$|€)\s?\d", "5 pounds")]
        {
            assert!(left_out(pattern, text), "{pattern} in {text}");
        }
        for (pattern, text) in [
            (r"\d+% off", "5% off"),
            (r"\d", "٣"),
            (r"(\$|€)\s?\d", "€5"),
            (r"k", "\u{212a}"),
            (r"(!|\w)", "a"),
            (r"#?\w+", "tag"),
            (r"[^a]", "b"),
            (r"(", "x"),
        ] {
            assert!(!left_out(pattern, text), "{pattern} in {text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_left_out_in_which_the_pattern_matches(
            pattern in prop::collection::vec(prop::sample::select(&[
                "a", "é", r"\d", r"\w", r"\s", "%", "€", "[0-9.]", "[^x]", "(#|!)", "(#|a)", "b?", "1+", "2*", "(3%)?", r"\b", "K", ".",
            ][..]), 1..5),
            text in "[aé0-9٣%€.#!bkK\u{212a} ]{0,12}",
        ) {
            let pattern = pattern.concat();
            let regex = regex::RegexBuilder::new(&pattern).case_insensitive(true).build().unwrap();
            prop_assert!(!(left_out(&pattern, &text) && regex.is_match(&text)), "{} in {:?}", pattern, text);
        }
    }
}
