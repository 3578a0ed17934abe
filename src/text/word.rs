//! Where words begin and end, after UAX #29 with two liberties: scripts written without spaces have a boundary
//! everywhere, and a possessive *'s* is not part of its word.

use unicode_segmentation::UnicodeSegmentation;

/// Number of words in a text (UAX #29).
pub fn word_count(text: &str) -> u32 {
    u32::try_from(text.unicode_words().count()).unwrap_or(u32::MAX)
}

/// Whether a word may begin or end at a byte offset of a text; the offset must be on a character boundary.
pub fn is_word_boundary(text: &str, at: usize) -> bool {
    // Nearly always two ASCII characters meet, and none of them is a mark that may join.
    let bytes = text.as_bytes();
    if let (Some(&left), Some(&right)) = (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at))
        && left.is_ascii()
        && right.is_ascii()
        && ![left, right].iter().any(|byte| matches!(byte, b'\'' | b'.' | b',' | b';'))
    {
        return !(is_word_character(left.into()) && is_word_character(right.into()));
    }
    let (before, after) = text.split_at(at);
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else { return true };
    if extends(right) {
        return !is_word_character(left) && !extends(left);
    }
    match (is_word_character(left), is_word_character(right)) {
        (true, true) => stands_alone(left) || stands_alone(right) || is_katakana(left) != is_katakana(right),
        (true, false) => !joined_by(left, right, after.chars().nth(1)) || is_possessive(after),
        (false, true) => !joined_by(right, left, before.chars().nth_back(1)),
        (false, false) => true,
    }
}

/// Whether a mark between two letters or two digits joins them: *don't*, *e.g*, *3.5*.
fn joined_by(near: char, mark: char, far: Option<char>) -> bool {
    let Some(far) = far else { return false };
    match mark {
        '\'' | '.' if near.is_alphabetic() => far.is_alphabetic() && !stands_alone(near) && !stands_alone(far),
        '\'' | '.' | ',' | ';' if near.is_numeric() => far.is_numeric(),
        _ => false,
    }
}

fn is_possessive(after: &str) -> bool {
    let mut rest = after.chars();
    rest.next() == Some('\'')
        && rest.next().is_some_and(|c| c.eq_ignore_ascii_case(&'s'))
        && rest.next().is_none_or(|c| !is_word_character(c))
}

pub(super) fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

pub(super) fn extends(c: char) -> bool {
    c > '\u{2ff}' && unicode_normalization::char::is_combining_mark(c)
}

/// Characters of scripts that are written without spaces between words.
pub(super) fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{309f}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(text: &str, word: &str) -> bool {
        let at = text.find(word).unwrap();
        is_word_boundary(text, at) && is_word_boundary(text, at + word.len())
    }

    #[test]
    fn words_are_found_where_people_see_them() {
        assert!(whole("risk-free", "free"));
        assert!(whole("acme's plan", "acme"));
        assert!(whole("これはAcmeです", "Acme"));
        assert!(whole("我们保证效果", "保证"));
        assert!(whole("(free)", "free"));
        assert!(whole("free😀", "free"));
        assert!(!whole("freedom", "free"));
        assert!(!whole("don't", "don"));
        assert!(!whole("3.5", "3"));
        assert!(!whole("snake_case", "case"));
        assert!(!whole("テストケース", "テスト"));
    }

    proptest! {
        #[test]
        fn boundaries_are_those_of_uax_29(text in "[a-zA-Zéß0-9 '.,!?()-]{0,40}") {
            let standard: std::collections::BTreeSet<usize> =
                text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (at, _) in text.char_indices() {
                // Runs of spaces and the possessive are where this is more generous; never is it stricter.
                if standard.contains(&at) {
                    prop_assert!(is_word_boundary(&text, at), "{text:?} at {at}");
                } else if is_word_boundary(&text, at) {
                    let (before, after) = text.split_at(at);
                    let beside_mark = |c: Option<char>| c.is_none_or(|c| !is_word_character(c));
                    prop_assert!(is_possessive(after) || beside_mark(before.chars().next_back()) && beside_mark(after.chars().next()), "{text:?} at {at}");
                }
            }
        }
    }
}
