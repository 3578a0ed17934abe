//! Winnowing fingerprints: what was copied from an AI surface is known again when some of it is pasted, though neither
//! is kept. Never an answer about text that was not handed in.
//!
//! Schleimer, Wilkerson and Aiken, *Winnowing: local algorithms for document fingerprinting*, SIGMOD 2003.

use super::rolling::{Rolling, finalise};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Letters and digits of one hashed stretch (the paper's *k*): no shorter match is found.
pub const GRAM: usize = 16;
/// Stretches of which at least one is kept (the paper's *w*): a shared passage of `GRAM + WINDOW - 1` = 24 letters and
/// digits, about five words, is always found.
pub const WINDOW: usize = 9;
/// How long a copy is remembered.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;
/// How many fingerprints are remembered, over all copies: some 1.7 MB of text.
const MOST_PRINTS: usize = 200_000;

/// Of a stretch that a text repeats, so many places are looked at: enough to know it, and time stays linear.
const MOST_PLACES: usize = 16;

/// The fingerprints of one text: keyed hashes of some of its stretches and where these begin, counted in letters and
/// digits. White space, quotation marks, punctuation, letter case and markup signs do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprints {
    prints: Vec<(u64, u32)>,
    /// Letters and digits.
    length: u32,
}

/// Letters and digits of a text in lower case, and the spans they stand at.
struct Reduced {
    units: Vec<u32>,
    spans: Vec<Span>,
}

impl Reduced {
    fn new(text: &str) -> Self {
        let mut reduced = Self { units: Vec::with_capacity(text.len()), spans: Vec::with_capacity(text.len()) };
        let mut at = 0;
        for c in text.chars() {
            let end = at + c.len_utf16() as u32;
            if c.is_alphanumeric() {
                for lower in c.to_lowercase().filter(|c| c.is_alphanumeric()) {
                    reduced.units.push(u32::from(lower));
                    reduced.spans.push(Span::new(at, end));
                }
            }
            at = end;
        }
        reduced
    }

    /// Hashes of all stretches of [`GRAM`] units, of 52 bits.
    fn hashes(&self, key: &Rolling) -> Vec<u64> {
        let mut hashes = key.windows(&self.units, GRAM);
        hashes.iter_mut().for_each(|hash| *hash = finalise(*hash) >> 12);
        hashes
    }
}

impl Fingerprints {
    /// Of a text, under an installation's key.
    pub fn of(key: &[u8], text: &str) -> Self {
        let reduced = Reduced::new(text);
        let hashes = reduced.hashes(&Rolling::new(key, "winnow"));
        Self { prints: winnow(&hashes), length: reduced.units.len() as u32 }
    }
}

/// Of every [`WINDOW`] hashes in a row the smallest, the last one where several are: with their places.
fn winnow(hashes: &[u64]) -> Vec<(u64, u32)> {
    let mut prints: Vec<(u64, u32)> = Vec::new();
    let mut least: Option<usize> = None;
    for end in 0..hashes.len() {
        let start = (end + 1).saturating_sub(WINDOW);
        least = match least {
            Some(at) if at >= start && hashes[at] < hashes[end] => Some(at),
            Some(at) if at >= start => Some(at.max(end)),
            // The least one left the window.
            _ => (start..=end).rev().min_by_key(|at| hashes[*at]),
        };
        if end + 1 >= WINDOW.min(hashes.len())
            && let Some(at) = least
            && prints.last().is_none_or(|print| print.1 != at as u32)
        {
            prints.push((hashes[at], at as u32));
        }
    }
    prints
}

/// What was copied from AI surfaces within a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    copies: Vec<Copy>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Copy {
    tool: String,
    at: u64,
    fingerprints: Fingerprints,
}

/// A stretch of pasted text that was copied from an AI surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Where, in the pasted text.
    pub span: Span,
    /// The tool it was copied from.
    pub tool: String,
    /// When it was copied, epoch milliseconds.
    pub copied_at: u64,
}

impl Copies {
    /// Remembers a copy made at `at` (epoch milliseconds), and forgets what is older than a day.
    pub fn remember(&mut self, tool: &str, at: u64, fingerprints: Fingerprints) {
        self.forget(at);
        self.copies.retain(|copy| copy.fingerprints != fingerprints || copy.tool != tool);
        self.copies.push(Copy { tool: tool.into(), at, fingerprints });
        let mut prints = 0;
        let kept = self.copies.iter().rev().take_while(|copy| {
            prints += copy.fingerprints.prints.len();
            prints <= MOST_PRINTS
        });
        let kept = kept.count().max(1);
        self.copies.drain(..self.copies.len() - kept);
    }

    /// Forgets what was copied more than a day before `now`.
    pub fn forget(&mut self, now: u64) {
        self.copies.retain(|copy| copy.at.saturating_add(KEPT_MS) >= now);
    }

    /// The stretches of a paste that were copied within a day before `now`, in order; no two overlap. A stretch is
    /// known to within [`WINDOW`] letters and digits at an end that is not an end of the paste.
    ///
    /// ```
    /// use housestyle::rework::{Copies, Fingerprints};
    /// let answer = "Our plan \"Flex\" lets you pay when it suits you, at any time of the month.";
    /// let mut copies = Copies::default();
    /// copies.remember("ChatGPT", 0, Fingerprints::of(b"key", answer));
    /// let found = copies.find(b"key", "plan “Flex”  lets you pay when it suits you", 1000);
    /// assert_eq!((found[0].span.start, found[0].span.end), (0, 43));
    /// assert!(copies.find(b"key", "I wrote all of this for myself this morning.", 1000).is_empty());
    /// ```
    pub fn find(&self, key: &[u8], pasted: &str, now: u64) -> Vec<Match> {
        let reduced = Reduced::new(pasted);
        let hashes = reduced.hashes(&Rolling::new(key, "winnow"));
        let mut found: Vec<(usize, usize, &Copy)> = Vec::new();
        if hashes.is_empty() {
            return Vec::new();
        }
        for copy in self.copies.iter().rev().filter(|copy| copy.at.saturating_add(KEPT_MS) >= now) {
            found.extend(stretches(&hashes, reduced.units.len(), &copy.fingerprints).map(|(s, e)| (s, e, copy)));
        }
        // The longest first, of equals the one copied last; what is left of the others between them.
        found.sort_by_key(|(start, end, _)| (std::cmp::Reverse(end - start), *start));
        let mut owner: Vec<Option<usize>> = vec![None; reduced.units.len()];
        for (index, (start, end, _)) in found.iter().enumerate() {
            owner[*start..*end].iter_mut().filter(|owner| owner.is_none()).for_each(|owner| *owner = Some(index));
        }
        let mut matches = Vec::new();
        let mut at = 0;
        let last = owner.len();
        for group in owner.chunk_by(|a, b| a == b) {
            let (start, end) = (at, at + group.len());
            at = end;
            let Some(index) = group[0].filter(|_| group.len() >= GRAM) else { continue };
            let length = pasted.encode_utf16().count() as u32;
            let from = if start == 0 { 0 } else { reduced.spans[start].start };
            let to = if end == last { length } else { reduced.spans[end - 1].end };
            let copy = found[index].2;
            matches.push(Match { span: Span::new(from, to), tool: copy.tool.clone(), copied_at: copy.at });
        }
        matches
    }
}

/// Stretches of units that stand in the fingerprinted text too, by the paste's hashes.
fn stretches(hashes: &[u64], units: usize, kept: &Fingerprints) -> impl Iterator<Item = (usize, usize)> {
    let mut places: HashMap<u64, Vec<u32>> = HashMap::new();
    for (hash, place) in &kept.prints {
        let places = places.entry(*hash).or_default();
        if places.len() < MOST_PLACES {
            places.push(*place);
        }
    }
    // Where the paste stands in the copy by a constant distance, it is the same passage; between two kept stretches of
    // it are at most WINDOW units.
    let mut hits: Vec<(i64, usize)> = Vec::new();
    for (at, hash) in hashes.iter().enumerate() {
        for place in places.get(hash).into_iter().flatten() {
            hits.push((i64::from(*place) - at as i64, at));
        }
    }
    hits.sort_unstable();
    let length = i64::from(kept.length);
    let passages: Vec<(usize, usize)> = hits
        .chunk_by(|a, b| a.0 == b.0 && b.1 - a.1 <= WINDOW)
        .map(|passage| {
            let (distance, first) = passage[0];
            let last = passage[passage.len() - 1].1 + GRAM;
            // What is pasted from its very beginning shows its first kept stretch within the first window.
            let from_start = first < WINDOW && distance >= 0;
            let to_end = last + WINDOW > units && units as i64 + distance <= length;
            (if from_start { 0 } else { first }, if to_end { units } else { last })
        })
        .collect();
    passages.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_answer_that_shares_a_sentence_with_another_is_one() {
        let answer = "Flexible saving starts with one small step, and we are with you from the first day, whatever comes. Begin with little, and raise it when it suits you.";
        let other = "We call it \"flexible saving\", and it's yours from the first day: begin with little, and raise it when it suits you.";
        for order in [[answer, other, answer], [other, answer, answer], [answer, answer, other]] {
            // Under whatever key: which stretches are kept depends on it.
            for key in 0u8..100 {
                let mut copies = Copies::default();
                for (at, text) in order.into_iter().enumerate() {
                    copies.remember("T", at as u64, Fingerprints::of(&[key], text));
                }
                for text in [answer, other] {
                    let found = copies.find(&[key], text, 10);
                    assert_eq!(found.len(), 1, "{key}: {found:?}");
                    assert_eq!(found[0].span.len(), text.len() as u32);
                }
            }
        }
    }

    proptest! {
        /// The guarantee of the paper, for passages that share nothing else.
        #[test]
        fn a_shared_passage_of_k_plus_w_less_one_is_found(
            // GRAM + WINDOW - 1 letters or more.
            passage in "[a-e]{24,60}",
            before in "[f-j]{0,50}", after in "[f-j]{0,50}",
            left in "[k-o]{0,50}", right in "[k-o]{0,50}",
        ) {
            let mut copies = Copies::default();
            copies.remember("tool", 0, Fingerprints::of(b"k", &format!("{before}{passage}{after}")));
            let found = copies.find(b"k", &format!("{left}{passage}{right}"), 1);
            prop_assert!(!found.is_empty());
            let (from, to) = (left.len(), left.len() + passage.len());
            for m in &found {
                let (start, end) = (m.span.start as usize, m.span.end as usize);
                prop_assert!(start + WINDOW > from && end < to + WINDOW, "{start}..{end} for {from}..{to}");
            }
            let covered: u32 = found.iter().map(|m| m.span.len()).sum();
            prop_assert!(covered as usize + 2 * WINDOW > passage.len(), "{covered} of {}", passage.len());
        }

        #[test]
        fn of_every_window_the_least_is_kept(hashes in prop::collection::vec(0u64..30, 0..60)) {
            let kept: Vec<u32> = winnow(&hashes).iter().map(|print| print.1).collect();
            prop_assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
            let mut naive: Vec<u32> = Vec::new();
            for start in 0..(hashes.len() + 1).saturating_sub(WINDOW) {
                let at = (start..start + WINDOW).rev().min_by_key(|at| hashes[*at]).unwrap() as u32;
                if naive.last() != Some(&at) {
                    naive.push(at);
                }
            }
            if hashes.len() >= WINDOW {
                prop_assert_eq!(kept, naive);
            } else {
                prop_assert_eq!(kept.len(), usize::from(!hashes.is_empty()));
            }
        }

        #[test]
        fn any_text_can_be_asked_for(copied in any::<String>(), pasted in any::<String>()) {
            let mut copies = Copies::default();
            copies.remember("tool", 0, Fingerprints::of(b"k", &copied));
            let length = pasted.encode_utf16().count() as u32;
            let found = copies.find(b"k", &pasted, 1);
            prop_assert!(found.iter().all(|m| m.span.end <= length));
            prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            let whole = copies.find(b"k", &copied, 1);
            let letters = Reduced::new(&copied).units.len();
            prop_assert_eq!(whole.len(), usize::from(letters >= GRAM));
        }
    }

    #[test]
    fn part_of_an_answer_among_own_words_is_found_for_a_day() {
        let answer = "Here is a draft: “Flexible saving starts with one small step, and we’re with you from day one.”";
        let mut copies = Copies::default();
        copies.remember("Claude", 1_000, Fingerprints::of(b"k", answer));
        let pasted =
            "I would say it like this - Flexible saving starts with one\nsmall step, and we're with you - and stop.";
        let found = copies.find(b"k", pasted, 2_000);
        assert_eq!(found.len(), 1);
        let units: Vec<u16> = pasted.encode_utf16().collect();
        let text = String::from_utf16(&units[found[0].span.start as usize..found[0].span.end as usize]).unwrap();
        assert!(
            text.len() > 45 && "Flexible saving starts with one\nsmall step, and we're with you".contains(&text),
            "{text}"
        );
        assert!(copies.find(b"other key", pasted, 2_000).is_empty());
        assert!(copies.find(b"k", pasted, 1_001 + KEPT_MS).is_empty());
        assert!(!serde_json::to_string(&copies).unwrap().contains("step"));
    }
}
