//! Either–or in one draft: which alternative stays, and which uses are out of line. Looks at nothing but the order of
//! the uses.

use crate::guide::Keep;

/// The alternative that stays, given the uses of a draft in order; none where no two differ.
pub(super) fn kept(uses: impl Iterator<Item = u32>, keep: Keep) -> Option<u32> {
    // Alternative, and how often it was used; in the order of their first use.
    let mut counts: Vec<(u32, usize)> = Vec::new();
    for used in uses {
        match counts.iter_mut().find(|(alternative, _)| *alternative == used) {
            Some((_, count)) => *count += 1,
            None => counts.push((used, 1)),
        }
    }
    if counts.len() < 2 {
        return None;
    }
    let first = counts[0].0;
    match keep {
        Keep::First => Some(first),
        // Of equals the first: `max_by_key` would give the last.
        Keep::Most => counts.iter().rev().max_by_key(|(_, count)| *count).map(|(alternative, _)| *alternative),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_or_the_most_used_stays() {
        let kept = |uses: &[u32], keep| kept(uses.iter().copied(), keep);
        assert_eq!(kept(&[], Keep::First), None);
        assert_eq!(kept(&[1, 1, 1], Keep::First), None);
        assert_eq!(kept(&[1, 0, 0], Keep::First), Some(1));
        assert_eq!(kept(&[1, 0, 0], Keep::Most), Some(0));
        assert_eq!(kept(&[2, 0, 0, 2, 1], Keep::Most), Some(2));
    }
}
