//! Sequences of tokens by part of speech and text: *a determiner, up to two words, then “synergy”*. Never goes beyond
//! one sentence; costs tokens × steps × gap at most.

use super::tag::{PENN, Tag, penn};
use super::tagger::Tagger;
use crate::text::tokens;
use regex::Regex;
use std::ops::Range;

/// A set of tags, universal and Penn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagSet(u64);

impl TagSet {
    /// The tags, universal or Penn, in whose names the pattern is found, as Vale has it: `NN` finds `NN`, `NNS` and
    /// `NNP`; `^(NN|JJ)$` finds those two. Empty where no tag fits, which is a mistake of whoever wrote it.
    pub fn matching(pattern: &Regex) -> Self {
        let names = Tag::ALL.iter().map(|(_, name)| *name).chain(PENN);
        Self(names.enumerate().filter(|(_, name)| pattern.is_match(name)).fold(0, |set, (at, _)| set | 1 << at))
    }

    /// Whether no tag is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn of(tag: Tag, penn: &str) -> Self {
        let penn = PENN.iter().position(|known| *known == penn).map_or(0, |at| 1 << (Tag::ALL.len() + at));
        Self(1 << (tag as u32) | penn)
    }

    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What one token of a sequence must be; all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// One of these parts of speech.
    pub tags: Option<TagSet>,
    /// The token's text matches; the pattern says itself whether it means the whole token (`^…$`) and letter case.
    pub text: Option<Regex>,
    /// The token must not be so; there must be one all the same.
    pub negate: bool,
    /// So many tokens of any kind may stand between the step before and this one; of no meaning for the first.
    pub skip: u32,
}

/// A token with the parts of speech it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedToken {
    /// Byte range in the sentence.
    pub range: Range<usize>,
    tags: TagSet,
}

/// The tokens of a sentence with their tags; without a tagger with none, so that only texts can match.
pub fn tagged(sentence: &str, tagger: Option<&Tagger>) -> Vec<TaggedToken> {
    let mut found: Vec<TaggedToken> =
        tokens(sentence).map(|token| TaggedToken { range: token.range, tags: TagSet::default() }).collect();
    if let Some(tagger) = tagger {
        let words: Vec<&str> = found.iter().map(|token| &sentence[token.range.clone()]).collect();
        let tags = tagger.tag(&words);
        for ((token, tag), penn) in found.iter_mut().zip(&tags).zip(penn(&words, &tags)) {
            token.tags = TagSet::of(*tag, penn);
        }
    }
    found
}

/// Steps that follow each other.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The first of them is where a match begins.
    pub steps: Vec<Step>,
}

impl Sequence {
    /// Whether any step asks for a part of speech, so that a tagger is needed.
    pub fn needs_tags(&self) -> bool {
        self.steps.iter().any(|step| step.tags.is_some())
    }

    /// The matches in a sentence, leftmost first, each as short as can be and none overlapping, as byte ranges of the
    /// sentence. The tokens are those of [`tagged`].
    pub fn find(&self, sentence: &str, tokens: &[TaggedToken]) -> Vec<Range<usize>> {
        let (mut found, mut start) = (Vec::new(), 0);
        while start < tokens.len() {
            match self.ends_at(sentence, tokens, start) {
                Some(end) => {
                    found.push(tokens[start].range.start..tokens[end].range.end);
                    start = end + 1;
                }
                None => start += 1,
            }
        }
        found
    }

    /// The last token of the shortest match that begins at a token.
    fn ends_at(&self, sentence: &str, tokens: &[TaggedToken], start: usize) -> Option<usize> {
        let (first, rest) = self.steps.split_first()?;
        if !first.is_met_by(sentence, &tokens[start]) {
            return None;
        }
        let mut reached = vec![start];
        for step in rest {
            let mut next: Vec<usize> = Vec::new();
            for at in reached {
                // What the step reached from nearer tokens was looked at already.
                let from = next.last().map_or(at + 1, |last| (last + 1).max(at + 1));
                let to = (at + 1).saturating_add(step.skip as usize).min(tokens.len().saturating_sub(1));
                next.extend((from..=to).filter(|at| step.is_met_by(sentence, &tokens[*at])));
            }
            if next.is_empty() {
                return None;
            }
            reached = next;
        }
        reached.first().copied()
    }
}

impl Step {
    fn is_met_by(&self, sentence: &str, token: &TaggedToken) -> bool {
        let tagged = self.tags.is_none_or(|tags| tags.meets(token.tags));
        let met = tagged && self.text.as_ref().is_none_or(|text| text.is_match(&sentence[token.range.clone()]));
        met != self.negate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tags(pattern: &str) -> Option<TagSet> {
        Some(TagSet::matching(&Regex::new(pattern).unwrap()))
    }

    fn text(pattern: &str) -> Option<Regex> {
        Some(Regex::new(&format!("(?i)^(?:{pattern})$")).unwrap())
    }

    fn small() -> Tagger {
        Tagger::new("tagger 1\na DET\nbig ADJ\ngreen ADJ\nplan NOUN\nplans NOUN\nthe DET\nwe PRON\nwrite VERB\n")
            .unwrap()
    }

    fn found(sequence: &Sequence, sentence: &str) -> Vec<String> {
        let tokens = tagged(sentence, Some(&small()));
        sequence.find(sentence, &tokens).into_iter().map(|range| sentence[range].to_owned()).collect()
    }

    #[test]
    fn steps_follow_each_other_with_gaps() {
        let step = |skip| Step { tags: tags("^NOUN$"), skip, ..Step::default() };
        let article = Step { tags: tags("^DT$"), ..Step::default() };
        for (skip, expected) in [(0, vec![]), (1, vec!["the plans"]), (2, vec!["a big green plan", "the plans"])] {
            let sequence = Sequence { steps: vec![article.clone(), step(skip)] };
            let sentence = if skip == 0 { "We write a big plan." } else { "A big green plan, the plans." };
            let found = found(&sequence, sentence);
            assert_eq!(found.iter().map(|found| found.to_lowercase()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn negation_needs_a_token_that_is_not_so() {
        let sequence = Sequence {
            steps: vec![
                Step { text: text("we"), ..Step::default() },
                Step { tags: tags("^VB"), negate: true, ..Step::default() },
            ],
        };
        assert_eq!(found(&sequence, "We write. We, too. We"), ["We,"]);
        assert!(sequence.needs_tags());
    }

    #[test]
    fn texts_match_without_a_tagger_and_tags_do_not() {
        let sentence = "We write a plan";
        let tokens = tagged(sentence, None);
        let by_text = Sequence { steps: vec![Step { text: text("a"), ..Step::default() }] };
        assert_eq!(by_text.find(sentence, &tokens), [9..10]);
        let by_tag = Sequence { steps: vec![Step { tags: tags("DET"), ..Step::default() }] };
        assert!(by_tag.find(sentence, &tokens).is_empty());
        assert!(Sequence::default().find(sentence, &tokens).is_empty());
        assert!(tags("^NOWN$").unwrap().is_empty());
    }

    #[test]
    fn the_shortest_way_is_found_whatever_gap_it_needs() {
        let x = |skip| Step { text: text("x"), skip, ..Step::default() };
        let end = Step { text: text("end"), skip: 1, ..Step::default() };
        let sequence = Sequence { steps: vec![x(0), x(2), end] };
        assert_eq!(found(&sequence, "x x o x end"), ["x x o x end"]);
        assert_eq!(found(&sequence, "x o o x o end"), ["x o o x o end"]);
        assert_eq!(found(&sequence, "x o o o x end"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn matches_are_those_of_a_search_by_hand(sentence in "([abx] ){0,12}", skips in proptest::collection::vec((0u32..4, "[abx]", any::<bool>()), 1..4)) {
            let steps = skips.iter().map(|(skip, letter, negate)| Step { text: text(letter), skip: *skip, negate: *negate, tags: None });
            let sequence = Sequence { steps: steps.collect() };
            let tokens = tagged(&sentence, None);
            fn shortest(sequence: &[Step], sentence: &str, tokens: &[TaggedToken], at: usize) -> Option<usize> {
                let (step, rest) = sequence.split_first()?;
                if at >= tokens.len() || !step.is_met_by(sentence, &tokens[at]) {
                    return None;
                }
                let Some(next) = rest.first() else { return Some(at) };
                (0..=next.skip as usize).filter_map(|gap| shortest(rest, sentence, tokens, at + 1 + gap)).min()
            }
            for start in 0..tokens.len() {
                prop_assert_eq!(sequence.ends_at(&sentence, &tokens, start), shortest(&sequence.steps, &sentence, &tokens, start));
            }
        }
    }
}
