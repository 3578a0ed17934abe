//! What changed between two texts: a short list of edits that turn one into the other.

use super::align::common;

/// `removed` units from `start` of the old text gave way to `inserted` units. All in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Offset in the old text.
    pub start: u32,
    /// Length taken out of the old text.
    pub removed: u32,
    /// Length put in.
    pub inserted: u32,
}

/// Up to this many characters (old and new together) a stretch is compared character by character straight away.
const SHORT: usize = 512;

/// The edits that turn `old` into `new`, in order, with offsets in `old`; no two touch. Characters are never cut.
///
/// Short stretches are compared by character (the shortest list, Myers 1986). Long ones are compared by word first,
/// with words that stand once on each side as anchors, and then by character between the words that are kept.
///
/// ```
/// use housestyle::text::{Edit, diff};
/// assert_eq!(diff("good day", "good new day"), [Edit { start: 5, removed: 0, inserted: 4 }]);
/// ```
pub fn diff(old: &str, new: &str) -> Vec<Edit> {
    diff_at(old, new, None)
}

/// As [`diff`]; where an edit could as well stand elsewhere (one of two equal letters was typed), it is placed where
/// the caret says: `caret` is its UTF-16 offset in `new`, behind what was put in or where something was taken out.
///
/// ```
/// use housestyle::text::{Edit, diff_at};
/// assert_eq!(diff_at("leter", "letter", Some(3)), [Edit { start: 2, removed: 0, inserted: 1 }]);
/// assert_eq!(diff_at("leter", "letter", Some(4)), [Edit { start: 3, removed: 0, inserted: 1 }]);
/// ```
pub fn diff_at(old: &str, new: &str, caret: Option<u32>) -> Vec<Edit> {
    if old == new {
        return Vec::new();
    }
    let head = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum::<usize>();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum::<usize>();
    let a: Vec<char> = old_rest[..old_rest.len() - tail].chars().collect();
    let b: Vec<char> = new_rest[..new_rest.len() - tail].chars().collect();
    let offset = utf16(old[..head].chars());
    let kept = if a.is_empty() || b.is_empty() { Vec::new() } else { kept(&a, &b) };
    let mut edits = between(&a, &b, &kept, offset);
    if let Some(caret) = caret {
        place_at(&mut edits, old, new, caret);
    }
    edits
}

fn utf16(characters: impl Iterator<Item = char>) -> u32 {
    characters.map(|c| c.len_utf16() as u32).sum()
}

/// Pairs of indices of characters that both texts keep.
fn kept(a: &[char], b: &[char]) -> Vec<(usize, usize)> {
    if a.len() + b.len() <= SHORT {
        return common(a, b);
    }
    let (words_a, words_b) = (words(a), words(b));
    let starts = |words: &[&[char]]| -> Vec<usize> {
        let ends = words.iter().scan(0, |at, word| {
            *at += word.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (starts_a, starts_b) = (starts(&words_a), starts(&words_b));
    let mut kept = Vec::new();
    let (mut x, mut y) = (0, 0);
    for (i, j) in common(&words_a, &words_b).into_iter().chain([(words_a.len(), words_b.len())]) {
        let (to_x, to_y) = (starts_a[i], starts_b[j]);
        if to_x > x && to_y > y {
            kept.extend(common(&a[x..to_x], &b[y..to_y]).into_iter().map(|(p, q)| (x + p, y + q)));
        }
        let len = words_a.get(i).map_or(0, |word| word.len());
        kept.extend((0..len).map(|index| (to_x + index, to_y + index)));
        (x, y) = (to_x + len, to_y + len);
    }
    kept
}

/// Runs of letters and digits, and every other character for itself.
fn words(text: &[char]) -> Vec<&[char]> {
    text.chunk_by(|a, b| a.is_alphanumeric() && b.is_alphanumeric()).collect()
}

/// Moves an edit that only puts in or only takes out to where the caret says, if the texts are the same for it.
pub(crate) fn place_at(edits: &mut [Edit], old: &str, new: &str, caret: u32) {
    let old: Vec<u16> = old.encode_utf16().collect();
    let new: Vec<u16> = new.encode_utf16().collect();
    let low_half = |unit: u16| (0xdc00..0xe000).contains(&unit);
    let mut shift = 0i64;
    for index in 0..edits.len() {
        let edit = edits[index];
        let after = index.checked_sub(1).map_or(0, |before| edits[before].start + edits[before].removed + 1);
        let until = edits.get(index + 1).map_or(old.len() as u32, |next| next.start - 1);
        // The text with the edited stretch in it, where that stretch begins, and where the caret would have it.
        let (text, begins, wanted, len) = match (edit.removed, edit.inserted) {
            (0, len) => (&new, i64::from(edit.start) + shift, i64::from(caret) - i64::from(len), len),
            (len, 0) => (&old, i64::from(edit.start), i64::from(caret) - shift, len),
            _ => {
                shift += i64::from(edit.inserted) - i64::from(edit.removed);
                continue;
            }
        };
        let to_old = i64::from(edit.start) - begins;
        let (from, to) = (begins.min(wanted), begins.max(wanted));
        let fits = wanted + to_old >= i64::from(after)
            && wanted + to_old + i64::from(edit.removed) <= i64::from(until)
            && from >= 0
            && to + i64::from(len) <= text.len() as i64;
        let len = len as usize;
        if fits && {
            let (from, to, at) = (from as usize, to as usize, wanted as usize);
            (from..to).all(|at| text[at] == text[at + len])
                && !text.get(at).copied().is_some_and(low_half)
                && !text.get(at + len).copied().is_some_and(low_half)
        } {
            edits[index].start = (wanted + to_old) as u32;
        }
        shift += i64::from(edit.inserted) - i64::from(edit.removed);
    }
}

fn between(a: &[char], b: &[char], kept: &[(usize, usize)], offset: u32) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut x, mut y, mut at) = (0, 0, offset);
    for &(next_x, next_y) in kept.iter().chain([&(a.len(), b.len())]) {
        if next_x > x || next_y > y {
            let removed = utf16(a[x..next_x].iter().copied());
            edits.push(Edit { start: at, removed, inserted: utf16(b[y..next_y].iter().copied()) });
            at += removed;
        }
        if let Some(c) = a.get(next_x) {
            at += c.len_utf16() as u32;
        }
        (x, y) = (next_x + 1, next_y + 1);
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rebuilds the new text from the old one, taking inserted text from where the new one must have it.
    fn apply(old: &str, new: &str, edits: &[Edit]) -> Vec<u16> {
        let old: Vec<u16> = old.encode_utf16().collect();
        let new: Vec<u16> = new.encode_utf16().collect();
        let mut out: Vec<u16> = Vec::new();
        let mut at = 0;
        for edit in edits {
            out.extend(&old[at..edit.start as usize]);
            let from = out.len();
            out.extend(&new[from..from + edit.inserted as usize]);
            at = (edit.start + edit.removed) as usize;
        }
        out.extend(&old[at..]);
        out
    }

    #[test]
    fn a_split_and_two_words_are_what_they_are() {
        assert_eq!(diff("ab", "a\nb"), [Edit { start: 1, removed: 0, inserted: 1 }]);
        let edits = diff("the quick fox", "the slow fox ran");
        assert_eq!(edits.last(), Some(&Edit { start: 13, removed: 0, inserted: 4 }));
        assert_eq!(diff("a😀b", "a😁b"), [Edit { start: 1, removed: 2, inserted: 2 }]);
    }

    #[test]
    fn many_words_changed_all_over_a_long_text_are_told_one_by_one() {
        let words: Vec<String> = (0..2000).map(|n| format!("word{n}")).collect();
        let old = words.join(" ");
        let new: Vec<String> =
            words.iter().enumerate().map(|(n, word)| if n % 5 == 0 { "XY".into() } else { word.clone() }).collect();
        let edits = diff(&old, &new.join(" "));
        assert_eq!(edits.len(), 400);
        assert!(edits.iter().all(|edit| edit.inserted == 2));
    }

    proptest! {
        #[test]
        fn edits_turn_the_old_text_into_the_new(old in "[abc😀é ]{0,30}", new in "[abc😀é ]{0,30}") {
            let edits = diff(&old, &new);
            prop_assert_eq!(apply(&old, &new, &edits), new.encode_utf16().collect::<Vec<_>>());
            prop_assert!(edits.windows(2).all(|pair| pair[0].start + pair[0].removed < pair[1].start));
        }

        #[test]
        fn wherever_the_caret_is_the_edits_turn_the_old_text_into_the_new(
            old in "[ab😀😁]{0,12}",
            new in "[ab😀😁]{0,12}",
            caret in 0u32..20,
        ) {
            let edits = diff_at(&old, &new, Some(caret));
            prop_assert_eq!(apply(&old, &new, &edits), new.encode_utf16().collect::<Vec<_>>());
            prop_assert!(edits.windows(2).all(|pair| pair[0].start + pair[0].removed < pair[1].start));
            let units: Vec<u16> = old.encode_utf16().collect();
            let whole = |at: u32| units.get(at as usize).is_none_or(|unit| !(0xdc00..0xe000).contains(unit));
            prop_assert!(edits.iter().all(|edit| whole(edit.start) && whole(edit.start + edit.removed)));
        }

        #[test]
        fn one_key_is_found_where_the_caret_is(text in "[ab]{0,12}", at in any::<prop::sample::Index>(), key in "[ab]{1,2}") {
            let at = at.index(text.len() + 1);
            let new = format!("{}{key}{}", &text[..at], &text[at..]);
            let inserted = key.len() as u32;
            let edit = Edit { start: at as u32, removed: 0, inserted };
            prop_assert_eq!(diff_at(&text, &new, Some(edit.start + inserted)), vec![edit]);
            prop_assert_eq!(diff_at(&new, &text, Some(edit.start)), vec![Edit { start: edit.start, removed: inserted, inserted: 0 }]);
        }

        #[test]
        fn long_texts_are_rebuilt_too(old in "([ab]{1,3} ){0,400}", new in "([ab]{1,3} ){0,400}") {
            let edits = diff(&old, &new);
            prop_assert_eq!(apply(&old, &new, &edits), new.encode_utf16().collect::<Vec<_>>());
            prop_assert!(edits.windows(2).all(|pair| pair[0].start + pair[0].removed < pair[1].start));
        }

        #[test]
        fn a_long_difference_is_one_edit(old in "[a-m]{300,400}", new in "[n-z]{300,400}") {
            let edits = diff(&old, &new);
            prop_assert_eq!(edits, vec![Edit { start: 0, removed: old.len() as u32, inserted: new.len() as u32 }]);
        }
    }
}
