//! All of a guide's literals, and every place in a text where one of them stands, found in one pass. Knows neither
//! rules nor flags: a literal is a text and a number.
//!
//! Literals that are whole words and begin with a letter or digit are looked up by the hash of their first word, or of
//! their first two where they have more than one: hardly any two words of a text begin a literal, however many literals
//! there are, and all the others are passed over after a look at a small table that fits the nearest caches.
//! What is left (parts of words, literals that begin with a sign or are written without spaces) goes into an automaton.

use crate::text::{each_run, is_word_boundary};
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use serde::{Deserialize, Serialize};

/// All the literals of a guide.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: Words,
    /// What is not among the words.
    automaton: Option<AhoCorasick>,
    /// The automaton's literals: their texts, their numbers, and whether each counts only as a whole word.
    rest: Vec<(Box<str>, u32, bool)>,
}

/// What [`Lexicon::kept`] wrote.
#[derive(Deserialize)]
pub(super) struct KeptLexicon(Words, Vec<(Box<str>, u32, bool)>);

fn automaton(rest: &[(Box<str>, u32, bool)]) -> Result<Option<AhoCorasick>, BuildError> {
    let build = || {
        AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(rest.iter().map(|(text, ..)| text.as_bytes()))
    };
    (!rest.is_empty()).then(build).transpose()
}

/// Literals that are whole words, by the key of their first run or first two.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Words {
    /// Entries by their key, and sorted by their text within a key.
    entries: Vec<Entry>,
    /// Their texts, end to end.
    texts: String,
    /// Open addressing over keys; a power of two long.
    slots: Vec<Slot>,
    /// A bit for each value of a key's first bits that may be there; a power of two long.
    sieve: Vec<u64>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Entry {
    start: u32,
    end: u32,
    number: u32,
    /// The longest other entry of its bucket that this one begins with, as an index; [`NONE`] if there is none.
    prefix: u32,
    /// The four bytes after the runs of the key, 0 where there are none, and which of them are there: they tell most
    /// candidates off without a look at their text.
    tail: u32,
    tail_mask: u32,
}

/// Entries that share a key.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Slot {
    key: u32,
    first: u32,
    /// 0 in a slot that is free.
    count: u32,
}

const NONE: u32 = u32::MAX;

/// The sieve has about so many bits for a key, within these bounds: from 512 bytes to what fits the second cache.
const SIEVE_BITS_A_KEY: usize = 16;
const SIEVE_BITS: std::ops::RangeInclusive<usize> = 1 << 12..=1 << 19;

/// So many entries are looked at one by one; more of them are searched.
const FEW: usize = 6;

/// A literal that was found: its number, and where it begins and ends in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub number: u32,
    pub start: usize,
    pub end: usize,
}

impl Lexicon {
    /// A lexicon of folded texts, each once; the number of a literal is its place in the list. `whole` says of each
    /// whether it counts only where it is a whole word.
    ///
    /// # Errors
    /// Literals that are too many or too large for the automaton.
    pub fn new(literals: &[(String, bool)]) -> Result<Self, BuildError> {
        let mut anchored: Vec<(u32, &str, u32)> = Vec::with_capacity(literals.len());
        let mut rest: Vec<(Box<str>, u32, bool)> = Vec::new();
        for (number, (text, whole)) in (0u32..).zip(literals) {
            match Key::of(text).filter(|_| *whole) {
                Some(key) => anchored.push((key.value, text, number)),
                None => rest.push((text.as_str().into(), number, *whole)),
            }
        }
        anchored.sort_unstable();
        let buckets = anchored.chunk_by(|a, b| a.0 == b.0);
        let keys = buckets.clone().count();
        let bits = (keys * SIEVE_BITS_A_KEY).next_power_of_two().clamp(*SIEVE_BITS.start(), *SIEVE_BITS.end());
        let mut words = Words {
            slots: vec![Slot::default(); (keys * 3 / 2).next_power_of_two().max(2)],
            sieve: vec![0; bits / 64],
            ..Words::default()
        };
        buckets.for_each(|bucket| words.add(bucket));
        Ok(Self { words, automaton: automaton(&rest)?, rest })
    }

    /// As it is kept for the next start: all but the automaton, which is small.
    pub fn kept(&self) -> impl Serialize + '_ {
        (&self.words, &self.rest)
    }

    /// From what was kept of one.
    pub fn again(KeptLexicon(words, rest): KeptLexicon) -> Option<Self> {
        Some(Self { automaton: automaton(&rest).ok()?, words, rest })
    }

    /// Calls back with every literal that stands in a folded text: whole words where they must be. Matches come in no
    /// order.
    pub fn find(&self, text: &str, mut found: impl FnMut(Match)) {
        self.words.find(text, &mut found);
        if let Some(automaton) = &self.automaton {
            for one in automaton.find_overlapping_iter(text) {
                let (start, end) = (one.start(), one.end());
                let &(_, number, whole) = &self.rest[one.pattern().as_usize()];
                if !whole || is_word_boundary(text, start) && is_word_boundary(text, end) {
                    found(Match { number, start, end });
                }
            }
        }
    }
}

impl Words {
    fn add(&mut self, bucket: &[(u32, &str, u32)]) {
        let first = self.entries.len() as u32;
        let mut open: Vec<u32> = Vec::new();
        for &(_, text, number) in bucket {
            let start = self.texts.len() as u32;
            self.texts.push_str(text);
            // In sorted order, what a text begins with stands on the way to it.
            while open.last().is_some_and(|index| !text.starts_with(self.text(self.entries[*index as usize]))) {
                open.pop();
            }
            let prefix = open.last().copied().unwrap_or(NONE);
            open.push(self.entries.len() as u32);
            let key_end = Key::of(text).map_or(text.len(), |key| key.end);
            let there = (text.len() - key_end).min(4) as u32;
            let tail_mask = if there == 4 { u32::MAX } else { (1 << (8 * there)) - 1 };
            let end = self.texts.len() as u32;
            self.entries.push(Entry { start, end, number, prefix, tail: tail(text.as_bytes(), key_end), tail_mask });
        }
        let key = bucket[0].0;
        let bit = key >> self.sieve_shift();
        self.sieve[(bit >> 6) as usize] |= 1 << (bit & 63);
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].count > 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = Slot { key, first, count: bucket.len() as u32 };
    }

    /// How far a key is shifted to give its bit in the sieve.
    fn sieve_shift(&self) -> u32 {
        32 - (self.sieve.len() * 64).trailing_zeros()
    }

    fn text(&self, entry: Entry) -> &str {
        &self.texts[entry.start as usize..entry.end as usize]
    }

    fn find(&self, text: &str, found: &mut impl FnMut(Match)) {
        if self.entries.is_empty() {
            return;
        }
        let shift = self.sieve_shift();
        let may_be = |key: u32| {
            let bit = key >> shift;
            self.sieve[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
        };
        let mut look = |key: u32, start, key_end| {
            if may_be(key)
                && let Some(slot) = self.slot(key)
            {
                self.find_at(slot, text, start, key_end, found);
            }
        };
        let mut before: Option<(u64, usize)> = None;
        each_run(text, |start, end| {
            let hash = hash(&text.as_bytes()[start..end]);
            look(key_of_one(hash), start, end);
            if let Some((first, start)) = before {
                look(key_of_two(first, hash), start, end);
            }
            before = Some((hash, start));
        });
    }

    fn slot(&self, key: u32) -> Option<Slot> {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.count == 0 {
                return None;
            }
            if slot.key == key {
                return Some(slot);
            }
            at = (at + 1) & mask;
        }
    }

    /// Of the entries of a bucket, those that the text from `start` on begins with; the runs of the key end at `key_end`.
    fn find_at(&self, slot: Slot, text: &str, start: usize, key_end: usize, found: &mut impl FnMut(Match)) {
        let bytes = &text.as_bytes()[start..];
        let bucket = &self.entries[slot.first as usize..(slot.first + slot.count) as usize];
        let ahead = tail(text.as_bytes(), key_end);
        let mut starts_whole = None;
        let mut look = |entry: &Entry| {
            if (entry.tail ^ ahead) & entry.tail_mask == 0 && bytes.starts_with(self.text(*entry).as_bytes()) {
                let end = start + (entry.end - entry.start) as usize;
                let whole =
                    *starts_whole.get_or_insert_with(|| is_word_boundary(text, start)) && is_word_boundary(text, end);
                if whole {
                    found(Match { number: entry.number, start, end });
                }
            }
        };
        if bucket.len() <= FEW {
            bucket.iter().for_each(look);
            return;
        }
        // The last entry that does not come after the text in order begins with every other that the text begins with.
        let after = bucket.partition_point(|entry| self.text(*entry).as_bytes() <= bytes);
        let mut index = if after == 0 { NONE } else { slot.first + after as u32 - 1 };
        while index != NONE {
            let entry = &self.entries[index as usize];
            look(entry);
            index = entry.prefix;
        }
    }
}

/// The four bytes of a text from `at` on, 0 past its end.
fn tail(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4).and_then(|four| four.try_into().ok()) {
        Some(four) => u32::from_le_bytes(four),
        None => bytes[at.min(bytes.len())..].iter().rev().fold(0, |tail, byte| tail << 8 | u32::from(*byte)),
    }
}

/// What a literal is looked up by: its only run, or its first two.
struct Key {
    value: u32,
    /// Where these runs end in the text.
    end: usize,
}

impl Key {
    /// None where the text does not begin with a run.
    fn of(text: &str) -> Option<Self> {
        let (mut first, mut second) = (None, None);
        each_run(text, |start, end| {
            if first.is_none() {
                first = Some((start, end));
            } else if second.is_none() {
                second = Some((start, end));
            }
        });
        let hash = |(start, end): (usize, usize)| hash(&text.as_bytes()[start..end]);
        let first = first.filter(|(start, _)| *start == 0)?;
        Some(match second {
            None => Self { value: key_of_one(hash(first)), end: first.1 },
            Some(second) => Self { value: key_of_two(hash(first), hash(second)), end: second.1 },
        })
    }
}

/// The key of a literal of one run: even, so that none of two has the same.
fn key_of_one(run: u64) -> u32 {
    (run >> 32) as u32 & !1
}

/// The key of a literal by the hashes of its first two runs: odd.
fn key_of_two(first: u64, second: u64) -> u32 {
    ((first.rotate_left(23) ^ second).wrapping_mul(SPREAD) >> 32) as u32 | 1
}

const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of a short word, four or eight bytes at a time; its upper half is the better one.
fn hash(word: &[u8]) -> u64 {
    let mut state = (word.len() as u64).wrapping_mul(SPREAD);
    let mut add = |part: u64| state = (state.rotate_left(23) ^ part).wrapping_mul(SPREAD);
    let eight = |at: usize| word[at..at + 8].try_into().map_or(0, u64::from_le_bytes);
    let four = |at: usize| word[at..at + 4].try_into().map_or(0, |four| u64::from(u32::from_le_bytes(four)));
    match word.len() {
        0 => {}
        // Parts that overlap cover every length without a loop over the last bytes.
        len @ 1..4 => add(u64::from(word[0]) | u64::from(word[len / 2]) << 8 | u64::from(word[len - 1]) << 16),
        len @ 4..8 => add(four(0) | four(len - 4) << 32),
        len => {
            let mut at = 0;
            while at + 8 < len {
                add(eight(at));
                at += 8;
            }
            add(eight(len - 8));
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ab]{1,2}",
            "[ab]{1,2} [ab]{1,2}",
            "[ab]{8,10}",
            "[ab#'é保テ]{1,3}",
            "a( a){0,4}",
            "[ab]\u{301}?b?"
        ]
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_search_for_each_finds(
            words in prop::collection::btree_map(word(), any::<bool>(), 0..24),
            text in prop::collection::vec(prop_oneof![4 => word(), 1 => "[ .,'#-]"], 0..12),
            glue in prop_oneof![Just(" "), Just("")],
        ) {
            let text = text.join(glue);
            let literals: Vec<(String, bool)> = words.into_iter().collect();
            let lexicon = Lexicon::new(&literals).unwrap();
            let mut found = BTreeSet::new();
            lexicon.find(&text, |one| {
                let whole = is_word_boundary(&text, one.start) && is_word_boundary(&text, one.end);
                assert!(whole || !literals[one.number as usize].1, "not a whole word");
                assert!(found.insert((one.number, one.start, one.end)), "found twice");
            });
            let mut expected = BTreeSet::new();
            for (number, (literal, whole)) in literals.iter().enumerate() {
                for (start, _) in text.char_indices().filter(|(at, _)| text[*at..].starts_with(literal.as_str())) {
                    let end = start + literal.len();
                    if !whole || is_word_boundary(&text, start) && is_word_boundary(&text, end) {
                        expected.insert((number as u32, start, end));
                    }
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
