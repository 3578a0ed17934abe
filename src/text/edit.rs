//! What changed between two texts: a short list of edits that turn one into the other.

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

/// Past this many differing units the search for the shortest list is given up, and the stretch is one edit.
const BOUND: usize = 256;

/// The edits that turn `old` into `new`, in order, with offsets in `old`; no two touch. Characters are never cut.
/// The list is the shortest (Myers 1986) where the two differ by at most 256 characters after what they share at
/// either end, and one edit otherwise.
///
/// ```
/// use housestyle::text::{Edit, diff};
/// assert_eq!(diff("good day", "good new day"), [Edit { start: 5, removed: 0, inserted: 4 }]);
/// ```
pub fn diff(old: &str, new: &str) -> Vec<Edit> {
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
    let whole = |offset| Edit { start: offset, removed: utf16(a.iter().copied()), inserted: utf16(b.iter().copied()) };
    if a.is_empty() || b.is_empty() {
        return vec![whole(offset)];
    }
    match shortest(&a, &b) {
        Some(kept) => between(&a, &b, &kept, offset),
        None => vec![whole(offset)],
    }
}

fn utf16(characters: impl Iterator<Item = char>) -> u32 {
    characters.map(|c| c.len_utf16() as u32).sum()
}

/// Pairs of indices that both texts keep, in order: Myers' greedy search, given up past [`BOUND`] differences.
fn shortest(a: &[char], b: &[char]) -> Option<Vec<(usize, usize)>> {
    let (n, m) = (a.len() as isize, b.len() as isize);
    let bound = (n + m).min(BOUND as isize);
    let middle = bound + 1;
    let mut reach = vec![0isize; 2 * middle as usize + 1];
    let mut trace = Vec::new();
    for d in 0..=bound {
        trace.push(reach[(middle - d) as usize..=(middle + d) as usize].to_vec());
        for k in (-d..=d).step_by(2) {
            let at = (middle + k) as usize;
            let down = k == -d || (k != d && reach[at - 1] < reach[at + 1]);
            let mut x = if down { reach[at + 1] } else { reach[at - 1] + 1 };
            let mut y = x - k;
            while x < n && y < m && a[x as usize] == b[y as usize] {
                (x, y) = (x + 1, y + 1);
            }
            reach[at] = x;
            if x >= n && y >= m {
                return Some(walk_back(&trace, n, m));
            }
        }
    }
    None
}

fn walk_back(trace: &[Vec<isize>], n: isize, m: isize) -> Vec<(usize, usize)> {
    let (mut x, mut y) = (n, m);
    let mut kept = Vec::new();
    for (d, reach) in trace.iter().enumerate().rev() {
        let d = d as isize;
        let k = x - y;
        let at = |k: isize| reach[(k + d) as usize];
        // In the first round nothing came before: what is left is the common beginning.
        let (from_x, from_y) = if d == 0 {
            (0, 0)
        } else {
            let down = k == -d || (k != d && at(k - 1) < at(k + 1));
            let from_k = if down { k + 1 } else { k - 1 };
            let from_x = at(from_k);
            (from_x, from_x - from_k)
        };
        let step = if d == 0 {
            (0, 0)
        } else if k == from_x - from_y - 1 {
            (from_x, from_y + 1)
        } else {
            (from_x + 1, from_y)
        };
        while x > step.0 && y > step.1 {
            (x, y) = (x - 1, y - 1);
            kept.push((x as usize, y as usize));
        }
        (x, y) = (from_x, from_y);
    }
    kept.reverse();
    kept
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

    proptest! {
        #[test]
        fn edits_turn_the_old_text_into_the_new(old in "[abc😀é ]{0,30}", new in "[abc😀é ]{0,30}") {
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
