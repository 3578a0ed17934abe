//! The fast search against a slow one that computes every matrix anew.

use super::*;
use proptest::prelude::*;

/// Costs and steps of the whole matrix; the steps are told from the end.
fn distance(words: &[u8], reference: &[u8]) -> (i64, Vec<char>) {
    const FAR: i64 = i64::MAX / 4;
    let (n, m) = (words.len(), reference.len());
    let ratio = if n == 0 { 1.0 } else { m as f64 / n as f64 };
    let width = if ratio / 2.0 > 25.0 { (ratio / 2.0 + 25.0).ceil() } else { 25.0 } as i64;
    let mut cost = vec![vec![FAR; m + 1]; n + 1];
    let mut how = vec![vec!['?'; m + 1]; n + 1];
    for j in 0..=m {
        (cost[0][j], how[0][j]) = (j as i64, 'i');
    }
    for i in 1..=n {
        let middle = (i as f64 * ratio).floor() as i64;
        for j in 0..=m {
            if (j as i64) < middle - width || (i < n && j as i64 >= middle + width) {
                continue;
            }
            let mut ways = vec![(cost[i - 1][j] + 1, 'd')];
            if j > 0 {
                let same = words[i - 1] == reference[j - 1];
                ways.insert(0, (cost[i - 1][j - 1] + i64::from(!same), if same { '=' } else { 's' }));
                ways.push((cost[i][j - 1] + 1, 'i'));
            }
            (cost[i][j], how[i][j]) = ways.into_iter().min_by_key(|way| way.0).unwrap();
        }
    }
    let (mut i, mut j, mut steps) = (n, m, Vec::new());
    while i > 0 || j > 0 {
        steps.push(how[i][j]);
        match how[i][j] {
            'd' => i -= 1,
            'i' => j -= 1,
            _ => (i, j) = (i - 1, j - 1),
        }
    }
    (cost[n][m], steps)
}

fn moved(words: &[u8], start: usize, length: usize, target: usize) -> Vec<u8> {
    let (mut rest, part) = (words.to_vec(), words[start..start + length].to_vec());
    rest.drain(start..start + length);
    let at = if target > start + length { target - length } else { target };
    rest.splice(at.min(rest.len())..at.min(rest.len()), part);
    rest
}

fn slow(given: &[u8], reference: &[u8]) -> Ter {
    let count = |steps: &[char], which| steps.iter().filter(|step| **step == which).count() as u32;
    let (mut words, mut shifts, mut checked) = (given.to_vec(), 0, 0);
    if reference.is_empty() {
        return Ter { deletions: given.len() as u32, ..Ter::default() };
    }
    loop {
        let (before, steps) = distance(&words, reference);
        let (mut align, mut wrong, mut missed) = (Vec::new(), Vec::new(), Vec::new());
        for step in steps.iter().rev() {
            if *step != 'i' {
                wrong.push(*step != '=');
            }
            if *step != 'd' {
                align.push(wrong.len());
                missed.push(*step != '=');
            }
        }
        let mut best: Option<((i64, usize, isize, isize), Vec<u8>)> = None;
        'round: for start in 0..words.len() {
            for to in 0..reference.len() {
                if start.abs_diff(to) > 50 {
                    continue;
                }
                let same = words[start..].iter().zip(&reference[to..]).take_while(|(a, b)| a == b).count().min(10);
                for length in 1..=same {
                    if !wrong[start..start + length].contains(&true)
                        || !missed[to..to + length].contains(&true)
                        || (start + 1..=start + length).contains(&align[to])
                    {
                        continue;
                    }
                    let mut targets = vec![if to == 0 { 0 } else { align[to - 1] }];
                    targets.extend(&align[to..to + length]);
                    targets.dedup();
                    for target in targets {
                        let candidate = moved(&words, start, length, target);
                        let gain = before - distance(&candidate, reference).0;
                        let rank = (gain, length, -(start as isize), -(target as isize));
                        checked += 1;
                        if best.as_ref().is_none_or(|(found, _)| rank > *found) {
                            best = Some((rank, candidate));
                        }
                    }
                    if checked >= 1000 {
                        break 'round;
                    }
                }
            }
        }
        match best {
            Some(((gain, ..), candidate)) if gain > 0 && checked < 1000 => {
                shifts += 1;
                words = candidate;
            }
            _ => {
                return Ter {
                    insertions: count(&steps, 'i'),
                    deletions: count(&steps, 'd'),
                    substitutions: count(&steps, 's'),
                    shifts,
                    reference_length: reference.len() as u32,
                };
            }
        }
    }
}

fn run<T: std::hash::Hash + Eq>(given: &[T], last: &[T], budget: usize) -> Ter {
    let mut search = TerSearch::begin(given, last);
    loop {
        if let Some(ter) = search.step(budget) {
            return ter;
        }
    }
}

/// A text and a revision of it: words changed, taken out, put in, and stretches moved.
fn revised(most: usize) -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    let edit = (0usize..4, any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1usize..12, 0u8..9);
    (prop::collection::vec(0u8..40, 1..most), prop::collection::vec(edit, 0..12)).prop_map(|(given, edits)| {
        let mut last = given.clone();
        for (kind, at, to, length, word) in edits {
            let at = at.index(last.len() + 1);
            let end = last.len().min(at + length);
            match kind {
                0 => drop(last.drain(at..end.min(at + 2))),
                1 => last.insert(at, word),
                2 if at < last.len() => last[at] = word,
                _ => {
                    let part: Vec<u8> = last.drain(at..end).collect();
                    let to = to.index(last.len() + 1);
                    last.splice(to..to, part);
                }
            }
        }
        (given, last)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn short_texts_of_few_words_are_as_the_slow_search_has_them(
        given in prop::collection::vec(0u8..5, 0..14),
        last in prop::collection::vec(0u8..5, 0..14),
        budget in 1usize..200,
    ) {
        let ter = run(&given, &last, budget);
        prop_assert_eq!(ter, slow(&given, &last));
    }

    #[test]
    fn lengths_far_apart_widen_the_beam(given in prop::collection::vec(0u8..5, 0..4), last in prop::collection::vec(0u8..5, 90..400)) {
        prop_assert_eq!(run(&given, &last, 7), slow(&given, &last));
        prop_assert_eq!(run(&last, &given, 7), slow(&last, &given));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn revisions_are_as_the_slow_search_has_them((given, last) in revised(90), budget in 1usize..5000) {
        prop_assert_eq!(run(&given, &last, budget), slow(&given, &last));
    }
}

#[test]
fn texts_without_words() {
    assert_eq!(ter("", ""), Ter::default());
    assert_eq!(ter("a b", " "), Ter { deletions: 2, ..Ter::default() });
    assert_eq!(ter("a b", " ").hter(), 1.0);
    assert_eq!(ter("", "a b"), Ter { insertions: 2, reference_length: 2, ..Ter::default() });
}
