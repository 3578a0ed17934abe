//! Runs of letters and digits in a text: where a term that is a whole word can begin, found in one pass. Cuts at least
//! wherever [`super::is_word_boundary`] lets a word begin or end, and by looking at two neighbours only, so that a term is cut
//! the same by itself as within a text.

use super::word::{extends, is_katakana, is_word_character, stands_alone};

/// Bytes of ASCII letters, digits and the underscore.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte == b'_' as usize;
        byte += 1;
    }
    table
};

/// Calls back with the start and end of every run of a text, in bytes.
///
/// Characters of scripts without spaces are runs of their own, and letters after a mark that combined with nothing
/// begin another run.
pub fn each_run(text: &str, mut found: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        while at < bytes.len() && bytes[at] < 0x80 && !WORD[usize::from(bytes[at])] {
            at += 1;
        }
        if at >= bytes.len() {
            return;
        }
        let start = at;
        while at < bytes.len() && WORD[usize::from(bytes[at])] {
            at += 1;
        }
        if at < bytes.len() && bytes[at] >= 0x80 {
            let before = text[start..at].chars().next_back();
            match beyond_ascii(text, at, before) {
                0 if at == start => at += text[at..].chars().next().map_or(1, char::len_utf8),
                more => {
                    at += more;
                    found(start, at);
                }
            }
        } else {
            found(start, at);
        }
    }
}

/// How many bytes from `at` on still belong to the run whose last character is `before` (none: the run begins here).
fn beyond_ascii(text: &str, at: usize, mut before: Option<char>) -> usize {
    let mut end = at;
    for c in text[at..].chars() {
        if !(extends(c) && before.is_some()) {
            if !is_word_character(c) {
                break;
            }
            if let Some(left) = before
                && (extends(left) || stands_alone(left) || stands_alone(c) || is_katakana(left) != is_katakana(c))
            {
                break;
            }
        }
        end += c.len_utf8();
        before = Some(c);
    }
    end - at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_word_boundary;
    use proptest::prelude::*;

    fn runs(text: &str) -> Vec<&str> {
        let mut runs = Vec::new();
        each_run(text, |start, end| runs.push(&text[start..end]));
        runs
    }

    fn runs_at(text: &str, from: usize) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        each_run(text, |start, end| runs.push((from + start, from + end)));
        runs
    }

    #[test]
    fn runs_are_what_terms_begin_with() {
        assert_eq!(runs("don't stop_it, C3PO!"), ["don", "t", "stop_it", "C3PO"]);
        assert_eq!(runs("café, naïve"), ["café", "naïve"]);
        assert_eq!(runs("これはAcmeです"), ["こ", "れ", "は", "Acme", "で", "す"]);
        assert_eq!(runs("テスト保証"), ["テスト", "保", "証"]);
        assert_eq!(runs("😀a😀"), ["a"]);
    }

    proptest! {
        #[test]
        fn whole_words_are_cut_by_themselves_as_within_a_text(text in "[a-cé保証テス\u{301}\u{304}0_'.😀 -]{0,16}") {
            let within = runs_at(&text, 0);
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for &start in &places {
                for &end in places.iter().filter(|end| **end > start) {
                    let alone = runs_at(&text[start..end], start);
                    let begins_with_a_run = alone.first().is_some_and(|run| run.0 == start);
                    if begins_with_a_run && is_word_boundary(&text, start) && is_word_boundary(&text, end) {
                        let here: Vec<(usize, usize)> =
                            within.iter().copied().filter(|run| start <= run.0 && run.0 < end).collect();
                        prop_assert_eq!(here, alone, "{:?} in {:?}", &text[start..end], text);
                    }
                }
            }
        }
    }
}
