//! Rules that look at a block as a whole: repetitions, letter case, counts. Each sees what was found in the block for
//! it, and nothing of other blocks.

use super::case::{Fixed, correct};
use super::count::{Excess, excess, message, places};
use super::document::named;
use super::facts::{Facts, Found, Part, Told};
use super::forms::Form;
use super::judge::{Find, Judging};
use super::measure_rule::MeasureRule;
use super::repeat::{repeated_matches, repeated_words};
use super::sequence_rule::SequenceRule;
use super::spell_rule::SpellRule;
use super::{Counts, is_prose};
use crate::guide::{CaseRule, Count, LetterCase, Per, Rule, RuleKind, Unit};
use crate::text::{Block, plain, sentences, utf16_len};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A rule of one block.
#[derive(Debug)]
pub(super) enum BlockRule {
    /// The same twice in a row: words, or matches of patterns, which are gathered.
    Repeat { of_words: bool, match_case: bool },
    /// Letter case. Of its patterns, the numbers.
    Case { prefix: Option<u32>, pattern: Option<u32>, fixed: Box<Fixed> },
    /// How many of what is gathered. For a whole draft, only where something may be said of it, with the number of
    /// the document rule.
    Count { count: Count, document: Option<u32> },
    /// A measure; of a whole draft, with the number of the document rule.
    Measure { rule: Box<MeasureRule>, document: Option<u32> },
    /// Words that are spelt wrong.
    Spell(Box<SpellRule>),
    /// Words one after another.
    Sequence(Box<SequenceRule>),
}

/// What is said of a passage may stand at one of so many of its first words.
const WORDS: usize = 8;

impl BlockRule {
    /// Whether it has something to say only of blocks in which one of its gates was found.
    pub fn is_gated(&self) -> bool {
        matches!(self, Self::Sequence(rule) if rule.gated)
    }

    /// Judges the block for the rule of that index, given what was gathered for it.
    pub fn judge(&self, judging: &Judging, rule: u32, gathered: Vec<Find>, facts: &mut Facts) {
        let one = Judged { judging, rule, text: &judging.block.text };
        match self {
            Self::Repeat { of_words: true, match_case } => one.repeated_words(*match_case, facts),
            Self::Repeat { of_words: false, match_case } => one.repeated_matches(gathered, *match_case, facts),
            Self::Case { prefix, pattern, fixed } => {
                if let RuleKind::Case(case) = &one.of().kind {
                    one.case(case, *prefix, *pattern, fixed, facts);
                }
            }
            Self::Count { document: Some(document), .. } => {
                facts.parts.extend(one.passage(0..one.text.len()).map(|found| (*document, Part::Anchor(found))));
            }
            Self::Count { count, document: None } => one.count(count, gathered, facts),
            Self::Measure { rule, document: Some(document) } => {
                if let Some(counts) = one.counts() {
                    let anchor = (counts.words > 0).then(|| one.passage(0..one.text.len())).flatten();
                    facts.parts.push((*document, Part::Measured { counts: Box::new(counts), anchor }));
                }
                debug_assert_eq!(rule.per(), Per::Draft);
            }
            Self::Measure { rule, document: None } => one.measure(rule, facts),
            Self::Spell(rule) => one.spell(rule, facts),
            Self::Sequence(rule) => one.sequence(rule, facts),
        }
    }

    /// Adds what a block of which the rule does not speak counts as.
    pub fn judge_structure(&self, block: &Block, facts: &mut Facts) {
        if let Self::Measure { rule, document: Some(document) } = self
            && rule.counts_structure()
        {
            let bare = Block { kind: block.kind, level: block.level, ..Block::default() };
            let counts = Box::new(Counts::of_block(&bare));
            facts.parts.push((*document, Part::Measured { counts, anchor: None }));
        }
    }
}

/// One rule and one block.
struct Judged<'a> {
    judging: &'a Judging<'a>,
    rule: u32,
    text: &'a str,
}

impl Judged<'_> {
    fn of(&self) -> &Rule {
        &self.judging.checker.guide().rules[self.rule as usize]
    }

    fn found(&self, bytes: Range<usize>, told: Told) -> Found {
        let start = utf16_len(&self.text[..bytes.start]);
        let span = crate::text::Span::new(start, start + utf16_len(&self.text[bytes.clone()]));
        let quote = self.text[bytes].into();
        Found { rule: self.rule, span, quote, choice: None, form: Form::Base, told: Some(Box::new(told)) }
    }

    /// What is said of a passage: at its first words, the first where no other flag stands. None of one without words.
    fn passage(&self, bytes: Range<usize>) -> Option<Found> {
        let words = self.text[bytes.clone()].unicode_word_indices();
        let mut places = words
            .map(|(at, word)| self.found(bytes.start + at..bytes.start + at + word.len(), Told::default()))
            .filter(|found| self.judging.speaks_within(self.rule, found.span))
            .take(WORDS);
        let first = places.next()?;
        let or_at = places.map(|found| (found.span, found.quote)).collect();
        Some(Found { told: Some(Box::new(Told { yields: true, or_at, ..Told::default() })), ..first })
    }

    fn repeated_words(&self, match_case: bool, facts: &mut Facts) {
        let view = plain(self.text);
        for repetition in repeated_words(&view.text, match_case) {
            let bytes = |range: Range<usize>| view.source(range.start, range.end).1;
            self.repeated(bytes(repetition.range), bytes(repetition.once), facts);
        }
    }

    fn repeated_matches(&self, gathered: Vec<Find>, match_case: bool, facts: &mut Facts) {
        let matches: Vec<Range<usize>> =
            places(gathered, |find| find.span).into_iter().map(|find| find.bytes).collect();
        for repetition in repeated_matches(self.text, &matches, match_case) {
            self.repeated(repetition.range, repetition.once, facts);
        }
    }

    fn repeated(&self, range: Range<usize>, once: Range<usize>, facts: &mut Facts) {
        let once = self.text[once].to_owned();
        let message = format!("“{}” stands here more than once in a row.", once.trim());
        let told = Told { suggestions: Some(vec![once]), message: Some(message), ..Told::default() };
        let found = self.found(range, told);
        if self.judging.speaks_of(&found) {
            facts.found.push(found);
        }
    }

    fn case(&self, case: &CaseRule, prefix: Option<u32>, pattern: Option<u32>, fixed: &Fixed, facts: &mut Facts) {
        let untouched = self.judging.untouched(self.rule);
        for mut piece in self.judging.pieces(self.rule) {
            if let Some(prefix) = prefix.and_then(|number| self.judging.checker.patterns[number as usize].get()) {
                let outcome = prefix.pattern.find(&self.text[piece.clone()], |range| piece.start += range.end);
                self.judging.note(self.rule, outcome, facts);
            }
            let units = match self.of().scope.unit {
                Unit::Block => vec![piece],
                Unit::Sentence => sentences(&self.text[piece.clone()])
                    .map(|one| piece.start + one.text.start..piece.start + one.text.end)
                    .collect(),
            };
            for unit in units {
                match pattern {
                    Some(number) => self.case_pattern(unit, number, facts),
                    None => self.case_of(unit, case, fixed, &untouched, facts),
                }
            }
        }
    }

    fn case_of(
        &self,
        unit: Range<usize>,
        case: &CaseRule,
        fixed: &Fixed,
        untouched: &[Range<usize>],
        facts: &mut Facts,
    ) {
        let inside: Vec<Range<usize>> = untouched
            .iter()
            .filter(|range| range.start < unit.end && range.end > unit.start)
            .map(|range| range.start.max(unit.start) - unit.start..range.end.min(unit.end) - unit.start)
            .collect();
        let Some(correction) = correct(&self.text[unit.clone()], &case.to, fixed, &case.indicators, &inside) else {
            return;
        };
        let name = match case.to {
            LetterCase::Sentence => "in sentence case",
            LetterCase::Title(_) => "as a title",
            LetterCase::Upper => "in capitals",
            LetterCase::Lower | LetterCase::Pattern(_) => "in small letters",
        };
        let message = Some(format!("Write this {name}: “{}”.", correction.text));
        let told = Told { suggestions: Some(vec![correction.text]), message, yields: true, or_at: Vec::new() };
        let range = unit.start + correction.range.start..unit.start + correction.range.end;
        facts.found.push(self.found(range, told));
    }

    fn case_pattern(&self, unit: Range<usize>, number: u32, facts: &mut Facts) {
        let Some(compiled) = self.judging.checker.patterns[number as usize].get() else { return };
        match compiled.pattern.is_match(&self.text[unit.clone()]) {
            Some(true) => {}
            Some(false) => {
                let message = "The letter case here is not as the guide has it.".to_owned();
                facts.found.extend(self.passage(unit).map(|found| told(found, message)));
            }
            None => self.judging.note(self.rule, super::pattern::Outcome::Spent, facts),
        }
    }

    fn count(&self, count: &Count, gathered: Vec<Find>, facts: &mut Facts) {
        let heard = gathered.into_iter().filter(|find| self.judging.hears(find)).collect();
        let places = places(heard, |find| find.span);
        if places.is_empty() && count.least.is_none() {
            return;
        }
        let (units, per): (Vec<Range<usize>>, &str) = match count.per {
            Per::Sentence => (sentences(self.text).map(|one| one.text).collect(), "sentence"),
            Per::Block | Per::Draft => (std::iter::once(0..self.text.len()).collect(), "paragraph"),
        };
        for unit in units {
            let from = places.partition_point(|find| find.bytes.start < unit.start);
            let to = places.partition_point(|find| find.bytes.start < unit.end);
            let here = &places[from..to];
            match excess(here.len(), count.most, count.least) {
                Some(excess @ Excess::MoreThan(most)) => {
                    let find = &here[most as usize];
                    let message = message(excess, here.len(), &self.text[find.bytes.clone()], per);
                    let found = self.found(find.bytes.clone(), Told { message: Some(message), ..Told::default() });
                    facts.found.push(Found { form: find.form, ..found });
                }
                Some(excess @ Excess::FewerThan(_)) => {
                    let message = message(excess, here.len(), &named(count), per);
                    facts.found.extend(self.passage(unit).map(|found| told(found, message)));
                }
                None => {}
            }
        }
    }
}

impl Judged<'_> {
    /// Whether the block has sentences to measure: running text, or what the rule asks for.
    fn is_measured(&self) -> bool {
        is_prose(self.judging.block.kind) || !self.of().scope.blocks.is_empty()
    }

    fn counts(&self) -> Option<Counts> {
        let block = self.judging.block;
        let mut counts = *self.judging.counts();
        if !is_prose(block.kind) && self.is_measured() {
            counts += Counts { paragraphs: 0, ..*self.judging.text_counts() };
        }
        (counts != Counts::default()).then_some(counts)
    }

    fn measure(&self, rule: &MeasureRule, facts: &mut Facts) {
        if !self.is_measured() {
            return;
        }
        if rule.per() == Per::Block {
            let message = rule.message(self.judging.text_counts());
            let place = message.and_then(|message| Some(told(self.passage(0..self.text.len())?, message)));
            return facts.found.extend(place);
        }
        for (sentence, counts) in self.judging.sentence_counts(rule.asks_for_words_alone()) {
            let message = rule.message(counts);
            facts.found.extend(message.and_then(|message| Some(told(self.passage(sentence.clone())?, message))));
        }
    }

    fn spell(&self, rule: &SpellRule, facts: &mut Facts) {
        let ignored = |word: &str| {
            let mut patterns =
                rule.ignore.iter().filter_map(|number| self.judging.checker.patterns[*number as usize].get());
            patterns.any(|compiled| compiled.pattern.is_match(word) == Some(true))
        };
        let view = plain(self.text);
        for range in rule.wrong(&view.text) {
            let (_, range) = view.source(range.start, range.end);
            let found = Found { told: None, ..self.found(range, Told::default()) };
            if self.judging.speaks_of(&found) && !ignored(&found.quote) {
                facts.found.push(found);
            }
        }
    }

    fn sequence(&self, rule: &SequenceRule, facts: &mut Facts) {
        if rule.needs_tags() && self.judging.checker.tagger.is_none() {
            return;
        }
        let Some(sequence) = rule.get() else { return };
        for (sentence, tokens) in self.judging.tagged() {
            for range in sequence.find(&self.text[sentence.clone()], tokens) {
                let range = sentence.start + range.start..sentence.start + range.end;
                let found = Found { told: None, ..self.found(range, Told::default()) };
                if self.judging.speaks_of(&found) {
                    facts.found.push(found);
                }
            }
        }
    }
}

/// A place with what is said there.
fn told(found: Found, message: String) -> Found {
    let told = Told {
        message: Some(message),
        suggestions: Some(Vec::new()),
        ..found.told.as_deref().cloned().unwrap_or_default()
    };
    Found { told: Some(Box::new(told)), ..found }
}
