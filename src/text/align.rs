//! What two sequences have in common, in order: the shortest difference where it is small, anchors that stand once on
//! each side where it is large. Never pairs what is not equal.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// Past this many differences the search for the shortest list is given up.
const BOUND: usize = 256;
/// Anchors within anchors, and no deeper.
const DEEPEST: usize = 32;

/// Pairs of indices that both sequences keep, strictly rising on both sides.
///
/// The longest such list (Myers 1986) where at most 256 elements differ; beyond that the elements that stand once in
/// each are anchors (patience diff, B. Cohen), and what is between two anchors is compared for itself. A stretch that
/// differs in more and has no anchor keeps nothing. Time is bounded by about 256 × length for each level of anchors.
pub(crate) fn common<T: Copy + Eq + Hash>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let mut kept = Vec::new();
    within(a, b, 0..a.len(), 0..b.len(), 0, &mut kept);
    kept
}

fn within<T: Copy + Eq + Hash>(
    a: &[T],
    b: &[T],
    mut left: Range<usize>,
    mut right: Range<usize>,
    depth: usize,
    kept: &mut Vec<(usize, usize)>,
) {
    let head = a[left.clone()].iter().zip(&b[right.clone()]).take_while(|(a, b)| a == b).count();
    kept.extend((0..head).map(|index| (left.start + index, right.start + index)));
    (left.start, right.start) = (left.start + head, right.start + head);
    let tail = a[left.clone()].iter().rev().zip(b[right.clone()].iter().rev()).take_while(|(a, b)| a == b).count();
    (left.end, right.end) = (left.end - tail, right.end - tail);
    if !left.is_empty() && !right.is_empty() {
        if let Some(pairs) = shortest(&a[left.clone()], &b[right.clone()]) {
            kept.extend(pairs.into_iter().map(|(x, y)| (left.start + x, right.start + y)));
        } else if depth < DEEPEST {
            let anchors = anchors(a, b, left.clone(), right.clone());
            let (mut x, mut y) = (left.start, right.start);
            for (next_x, next_y) in anchors.iter().copied() {
                within(a, b, x..next_x, y..next_y, depth + 1, kept);
                kept.push((next_x, next_y));
                (x, y) = (next_x + 1, next_y + 1);
            }
            if !anchors.is_empty() {
                within(a, b, x..left.end, y..right.end, depth + 1, kept);
            }
        }
    }
    kept.extend((0..tail).map(|index| (left.end + index, right.end + index)));
}

/// Elements that stand once on each side: the longest list of them that rises on both.
fn anchors<T: Copy + Eq + Hash>(a: &[T], b: &[T], left: Range<usize>, right: Range<usize>) -> Vec<(usize, usize)> {
    let mut seen: HashMap<T, (usize, usize, usize, usize)> = HashMap::new();
    for x in left.clone() {
        let entry = seen.entry(a[x]).or_default();
        (entry.0, entry.1) = (entry.0 + 1, x);
    }
    for y in right {
        if let Some(entry) = seen.get_mut(&b[y]) {
            (entry.2, entry.3) = (entry.2 + 1, y);
        }
    }
    // Patience sorting: the smallest end of a rising list of each length, and what comes before each element.
    let mut ends: Vec<usize> = Vec::new();
    let mut found: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for x in left {
        let Some(&(1, _, 1, y)) = seen.get(&a[x]) else { continue };
        let length = ends.partition_point(|index| found[*index].1 < y);
        found.push((x, y, length.checked_sub(1).map(|before| ends[before])));
        if length == ends.len() { ends.push(found.len() - 1) } else { ends[length] = found.len() - 1 }
    }
    let mut list = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        let (x, y, before) = found[index];
        list.push((x, y));
        next = before;
    }
    list.reverse();
    list
}

/// Myers' greedy search, given up past [`BOUND`] differences.
fn shortest<T: Eq>(a: &[T], b: &[T]) -> Option<Vec<(usize, usize)>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_text_with_moved_parts_keeps_what_stands_in_order() {
        let a: Vec<u32> = (0..2000).collect();
        let b: Vec<u32> = (0..500).chain(5000..5400).chain(1000..2000).chain(500..1000).collect();
        let kept = common(&a, &b);
        assert_eq!(kept.len(), 1500);
        assert!(kept.iter().all(|(x, y)| a[*x] == b[*y]));
    }

    proptest! {
        #[test]
        fn pairs_are_equal_and_rise(a in prop::collection::vec(0u32..400, 0..700), b in prop::collection::vec(0u32..400, 0..700)) {
            let kept = common(&a, &b);
            prop_assert!(kept.iter().all(|(x, y)| a[*x] == b[*y]));
            prop_assert!(kept.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
        }

        #[test]
        fn short_ones_keep_the_most(a in prop::collection::vec(0u8..4, 0..20), b in prop::collection::vec(0u8..4, 0..20)) {
            let mut most = vec![vec![0usize; b.len() + 1]; a.len() + 1];
            for (i, x) in a.iter().enumerate() {
                for (j, y) in b.iter().enumerate() {
                    most[i + 1][j + 1] =
                        if x == y { most[i][j] + 1 } else { most[i][j + 1].max(most[i + 1][j]) };
                }
            }
            prop_assert_eq!(common(&a, &b).len(), most[a.len()][b.len()]);
        }
    }
}
