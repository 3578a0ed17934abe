//! How many words of one text stand in another in the same order: the length of their longest common subsequence, exact
//! whatever the texts, in slices of bounded work. Never tells which ones; for that there is a comparison of texts.

use std::collections::HashMap;
use std::hash::Hash;

/// Words of the first text that one place of the table holds.
const PLACE: usize = 64;

/// A count under way, by the bit-vector algorithm of Hyyrö (2004, *Bit-parallel LCS-length computation revisited*): a bit
/// for each word of the first text, and a round for each of the second.
#[derive(Clone, Debug)]
pub struct KeptSearch {
    /// For each word of the second text that the first one has, in their order: which of `places` is its.
    rounds: Vec<u32>,
    next: usize,
    /// Where a word stands in the first text: its bits, by the index of their place, ascending.
    places: Vec<Vec<(u32, u64)>>,
    /// A bit is 0 where a longest list grows by one.
    bits: Vec<u64>,
    words: usize,
}

impl KeptSearch {
    /// Begins: linear work.
    pub fn begin<T: Hash + Eq>(given: &[T], last: &[T]) -> Self {
        let mut numbers: HashMap<&T, u32> = HashMap::new();
        let mut places: Vec<Vec<(u32, u64)>> = Vec::new();
        for (at, word) in given.iter().enumerate() {
            let number = *numbers.entry(word).or_insert_with(|| {
                places.push(Vec::new());
                places.len() as u32 - 1
            });
            let (place, bit) = ((at / PLACE) as u32, 1u64 << (at % PLACE));
            match places[number as usize].last_mut() {
                Some(known) if known.0 == place => known.1 |= bit,
                _ => places[number as usize].push((place, bit)),
            }
        }
        let rounds = last.iter().filter_map(|word| numbers.get(word).copied()).collect();
        Self { rounds, next: 0, places, bits: vec![u64::MAX; given.len().div_ceil(PLACE)], words: given.len() }
    }

    /// Goes on for about `budget` cells of 64 words each, and gives the count when it is there.
    pub fn step(&mut self, budget: usize) -> Option<u32> {
        let mut spent = 0usize;
        while let Some(word) = self.rounds.get(self.next) {
            if spent >= budget.max(1) {
                return None;
            }
            spent += round(&mut self.bits, &self.places[*word as usize]);
            self.next += 1;
        }
        let ones: u32 = self.bits.iter().map(|bits| bits.count_ones()).sum();
        // What is beyond the last word stays 1.
        let beyond = self.bits.len() * PLACE - self.words;
        Some((self.words + beyond) as u32 - ones)
    }
}

/// `bits = (bits + (bits & word)) | (bits & !word)`, looking only at places where the word stands or a carry comes by.
/// Gives the places looked at.
fn round(bits: &mut [u64], word: &[(u32, u64)]) -> usize {
    let (mut looked, mut carry, mut at) = (0, false, 0);
    for &(place, here) in word {
        let place = place as usize;
        while carry && at < place {
            (bits[at], carry) = carried(bits[at]);
            (at, looked) = (at + 1, looked + 1);
        }
        at = place;
        let old = bits[at];
        let (sum, over) = old.overflowing_add(old & here);
        let (sum, more) = sum.overflowing_add(u64::from(carry));
        bits[at] = sum | (old & !here);
        (carry, at, looked) = (over | more, at + 1, looked + 1);
    }
    while carry && at < bits.len() {
        (bits[at], carry) = carried(bits[at]);
        (at, looked) = (at + 1, looked + 1);
    }
    looked
}

/// A place where the word does not stand, when a carry comes to it.
fn carried(old: u64) -> (u64, bool) {
    let (sum, over) = old.overflowing_add(1);
    (sum | old, over)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By the table that textbooks have.
    fn slow(given: &[u16], last: &[u16]) -> u32 {
        let mut row = vec![0u32; last.len() + 1];
        for a in given {
            let mut diagonal = 0;
            for (at, b) in last.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if a == b { diagonal + 1 } else { above.max(row[at]) };
                diagonal = above;
            }
        }
        row[last.len()]
    }

    fn run(given: &[u16], last: &[u16], budget: usize) -> u32 {
        let mut search = KeptSearch::begin(given, last);
        loop {
            if let Some(kept) = search.step(budget) {
                return kept;
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_what_the_table_says(
            words in 1u16..400,
            given in prop::collection::vec(any::<u16>(), 0..700),
            last in prop::collection::vec(any::<u16>(), 0..700),
            budget in 0usize..50,
        ) {
            let few = |text: &[u16]| text.iter().map(|word| word % words).collect::<Vec<_>>();
            let (given, last) = (few(&given), few(&last));
            prop_assert_eq!(run(&given, &last, budget), slow(&given, &last));
        }
    }

    #[test]
    fn texts_that_differ_in_much_keep_what_they_share() {
        // Every third word is another one, and none of the rest stands there once: no anchor for a quick comparison.
        let given: Vec<u16> = (0..3_000).map(|at| at % 7).collect();
        let last: Vec<u16> = (0..3_000).map(|at| if at % 3 == 0 { 100 + at } else { at % 7 }).collect();
        assert_eq!(run(&given, &last, 10), slow(&given, &last));
        assert_eq!(slow(&given, &last), 2_000);
        assert_eq!(run(&given, &given, usize::MAX), 3_000);
        assert_eq!((run(&[], &given, 1), run(&given, &[], 1)), (0, 0));
    }
}
