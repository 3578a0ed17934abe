//! The same twice in a row: words, or matches of a pattern, with nothing but space between them, line breaks
//! included. Scripts without spaces repeat characters by nature and have no words here.

use crate::text::folded_literal;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A run of the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repetition {
    /// From the first to the last of the run, in bytes.
    pub range: Range<usize>,
    /// What should stand there: the first once, or the last where a line break stands before it.
    pub once: Range<usize>,
}

/// Words that stand twice or more in a row. Numbers are no words: *1 000 000*.
pub(super) fn repeated_words(text: &str, match_case: bool) -> Vec<Repetition> {
    let words = text
        .unicode_word_indices()
        .filter(|(_, word)| word.contains(char::is_alphabetic))
        .map(|(start, word)| start..start + word.len());
    // Without a space between them, two words are one: *テスト*, 谢谢.
    repeated(text, words, match_case, true)
}

/// Matches in a row with the same text. Matches must be in order, and not overlap.
pub(super) fn repeated_matches(text: &str, matches: &[Range<usize>], match_case: bool) -> Vec<Repetition> {
    repeated(text, matches.iter().cloned(), match_case, false)
}

fn repeated(text: &str, tokens: impl Iterator<Item = Range<usize>>, match_case: bool, spaced: bool) -> Vec<Repetition> {
    let mut found: Vec<Repetition> = Vec::new();
    let mut before: Option<Range<usize>> = None;
    for token in tokens {
        if let Some(before) = before.replace(token.clone()) {
            let gap = &text[before.end..token.start];
            let next = gap.chars().all(char::is_whitespace) && !(spaced && gap.is_empty());
            if !next || !is_same(&text[before.clone()], &text[token.clone()], match_case) {
                continue;
            }
            let broken = gap.rfind('\n').map(|at| before.end + at..token.end);
            match found.last_mut() {
                Some(run) if run.range.end == before.end => {
                    run.range.end = token.end;
                    run.once = broken.unwrap_or(run.once.clone());
                }
                _ => {
                    let once = broken.unwrap_or(before.clone());
                    found.push(Repetition { range: before.start..token.end, once });
                }
            }
        }
    }
    found
}

fn is_same(one: &str, other: &str, match_case: bool) -> bool {
    // Nearly all neighbours differ in their first letter; folding is for those that do not.
    one == other || !match_case && one.len() <= other.len() * 3 && folded_literal(one) == folded_literal(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        repeated_words(text, false).into_iter().map(|one| (&text[one.range], &text[one.once])).collect()
    }

    #[test]
    fn words_in_a_row() {
        for (text, expected) in [
            ("on the the mat", vec![("the the", "the")]),
            ("The the mat", vec![("The the", "The")]),
            ("on the\nthe mat", vec![("the\nthe", "\nthe")]),
            ("the  the", vec![("the  the", "the")]),
            ("the the the", vec![("the the the", "the")]),
            ("the, the", vec![]),
            ("the. The", vec![]),
            ("cafe\u{301} café", vec![("cafe\u{301} café", "cafe\u{301}")]),
            ("don't don’t", vec![("don't don’t", "don't")]),
            ("1 000 000", vec![]),
            ("ha-ha", vec![]),
            ("谢谢", vec![]),
            ("a b a b", vec![]),
            ("straße STRASSE", vec![("straße STRASSE", "straße")]),
            ("the the cat cat", vec![("the the", "the"), ("cat cat", "cat")]),
        ] {
            assert_eq!(found(text), expected);
        }
        assert_eq!(repeated_words("The the", true), []);
    }

    #[test]
    fn matches_in_a_row() {
        let text = "!! ?! 5% 5%";
        let matches = [0..1, 1..2, 3..4, 4..5, 6..8, 9..11];
        let found: Vec<&str> =
            repeated_matches(text, &matches, false).into_iter().map(|one| &text[one.range]).collect();
        assert_eq!(found, ["!!", "5% 5%"]);
    }

    proptest! {
        #[test]
        fn a_repetition_is_of_one_word(text in "((the|The|cat|é|谢|1)[ \n,]{0,2}){0,12}") {
            let mut last = 0;
            for one in repeated_words(&text, false) {
                prop_assert!(one.range.start >= last);
                last = one.range.end;
                let words: Vec<String> = text[one.range.clone()].split_whitespace().map(str::to_lowercase).collect();
                prop_assert!(words.len() > 1 && words.iter().all(|word| *word == words[0]));
                prop_assert_eq!(text[one.once].trim().to_lowercase(), words[0].clone());
            }
        }
    }
}
