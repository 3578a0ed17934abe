//! Judges one block: finds what literals and patterns match, silences what is excepted, and hands the block to the
//! rules that look at it as a whole. Looks at nothing but the block and the place.

use super::Counts;
use super::compile::Checker;
use super::count::places;
use super::facts::{Facts, Found, Part, Told};
use super::fit::{fit_case, is_right};
use super::forms::Form;
use super::in_force::InForce;
use super::lower::{Literal, Role};
use super::pattern::Outcome;
use super::pattern_use::{Compiled, PatternUse};
use super::sequence::{TaggedToken, tagged};
use super::signs::Signs;
use super::silence::Silence;
use crate::guide::RuleKind;
use crate::text::{Block, Span, View, cased, folded, plain, sentences};
use std::cell::OnceCell;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// A literal or a pattern that was found.
pub(super) struct Find {
    pub rule: u32,
    pub role: Role,
    pub form: Form,
    pub span: Span,
    /// The same in bytes of the block's text.
    pub bytes: Range<usize>,
    /// Wordings that take in what a pattern's groups matched.
    pub filled: Option<Vec<String>>,
}

/// What may match in a block: of what has gates, that of which one was found.
struct Possible {
    patterns: Vec<bool>,
    blocks: Vec<bool>,
}

/// A block that is being judged.
pub(super) struct Judging<'a> {
    pub checker: &'a Checker,
    pub block: &'a Block,
    in_force: &'a InForce,
    silence: Silence,
    /// What the guide allows as it stands, in bytes.
    allowed: Vec<Range<usize>>,
    /// The sentences and their tagged tokens, once a rule asks for them.
    tagged: OnceCell<Vec<(Range<usize>, Vec<TaggedToken>)>>,
    /// What the block, its text and its sentences count as, once a rule asks: every measure looks at the same.
    counts: OnceCell<Counts>,
    text_counts: OnceCell<Counts>,
    sentence_counts: OnceCell<Vec<(Range<usize>, Counts)>>,
    sentence_words: OnceCell<Vec<(Range<usize>, Counts)>>,
}

impl Checker {
    /// Judges one block.
    pub(super) fn judge(&self, in_force: &InForce, block: &Block) -> Facts {
        let mut facts = Facts::default();
        if block.text.is_empty() {
            return facts;
        }
        let kind = in_force.kind_of(block);
        // What a rule asks for may stand in a quotation or anywhere else.
        let speaks = |rule: u32, role: Role| match role {
            Role::Met { .. } => in_force.anywhere(rule),
            Role::Own => false,
            _ => in_force.speaks_of(rule, kind),
        };
        let mut finds = Vec::new();
        let mut possible =
            Possible { patterns: vec![false; self.patterns.len()], blocks: vec![false; self.blocks.len()] };
        self.find_literals(&block.text, speaks, &mut finds, &mut possible);
        self.find_patterns(&block.text, speaks, &mut finds, &possible.patterns, &mut facts.spent);
        if finds.is_empty() && self.blocks.is_empty() {
            facts.spent.dedup();
            return facts;
        }
        let silence = Silence::new(finds.iter().filter_map(|find| match find.role {
            Role::Allow => Some((None, find.span)),
            Role::Except => Some((Some(find.rule), find.span)),
            _ => None,
        }));
        let is_allowed = |find: &&Find| find.role == Role::Allow;
        let allowed = finds.iter().filter(is_allowed).map(|find| find.bytes.clone()).collect();
        let judging = Judging {
            checker: self,
            block,
            in_force,
            silence,
            allowed,
            tagged: OnceCell::new(),
            counts: OnceCell::new(),
            text_counts: OnceCell::new(),
            sentence_counts: OnceCell::new(),
            sentence_words: OnceCell::new(),
        };
        judging.sort_out(finds, kind, &possible.blocks, &mut facts);
        // Of one rule what sets it off comes first, from the longest at the earliest place, and only once.
        facts.parts.sort_by_key(|(document, part)| (*document, part.order()));
        facts.parts.dedup_by(|(document, part), (before, known)| {
            document == before && (part == known || matches!((part, known), (Part::When(_), Part::When(_))))
        });
        facts.spent.sort_unstable();
        facts.spent.dedup();
        facts
    }

    fn find_literals(
        &self,
        text: &str,
        speaks: impl Fn(u32, Role) -> bool,
        finds: &mut Vec<Find>,
        possible: &mut Possible,
    ) {
        let view = folded(text);
        self.lexicon.find(&view.text, |one| {
            let mut place = None;
            for literal in self.meanings(one.number) {
                match literal.role {
                    Role::Gate(pattern) => possible.patterns[pattern as usize] = true,
                    Role::BlockGate(block) => possible.blocks[block as usize] = true,
                    _ => {}
                }
                if matches!(literal.role, Role::Gate(_) | Role::BlockGate(_)) || !speaks(literal.rule, literal.role) {
                    continue;
                }
                let (span, bytes) = place.get_or_insert_with(|| view.source(one.start, one.end));
                if has_the_case(literal, &text[bytes.clone()]) {
                    let (rule, role, form) = (literal.rule, literal.role, literal.form);
                    finds.push(Find { rule, role, form, span: *span, bytes: bytes.clone(), filled: None });
                }
            }
        });
    }

    fn find_patterns(
        &self,
        text: &str,
        speaks: impl Fn(u32, Role) -> bool,
        finds: &mut Vec<Find>,
        possible: &[bool],
        spent: &mut Vec<u32>,
    ) {
        let mut view: Option<(View, Signs)> = None;
        for (pattern, possible) in self.patterns.iter().zip(possible) {
            if pattern.gated && !possible || !speaks(pattern.rule, pattern.role) {
                continue;
            }
            let (view, signs) = view.get_or_insert_with(|| {
                let view = plain(text);
                let signs = Signs::of(&view.text);
                (view, signs)
            });
            if !signs.have(&pattern.signs) {
                continue;
            }
            let Some(compiled) = pattern.get() else { continue };
            let keep_case = self.guide().rules[pattern.rule as usize].keep_case;
            let search = Search { pattern, compiled, text, view, keep_case };
            let whole = 0..view.text.len();
            let outcome = match pattern.by_sentence {
                false => search.run(whole, finds),
                true => sentences(&view.text)
                    .map(|sentence| search.run(sentence.text, finds))
                    .fold(Outcome::Done, |all, one| if one == Outcome::Spent { one } else { all }),
            };
            if outcome == Outcome::Spent {
                spent.push(pattern.rule);
            }
        }
    }
}

/// One pattern in one text.
struct Search<'a> {
    pattern: &'a PatternUse,
    compiled: &'a Compiled,
    text: &'a str,
    view: &'a View,
    keep_case: bool,
}

impl Search<'_> {
    /// Notes every match within a stretch of the view, whose ends are those of the text for the pattern.
    fn run(&self, stretch: Range<usize>, finds: &mut Vec<Find>) -> Outcome {
        let seen = &self.view.text[stretch.clone()];
        let source = |range: Range<usize>| self.view.source(stretch.start + range.start, stretch.start + range.end);
        let mut note = |range: Range<usize>, filled| {
            let (span, bytes) = source(range);
            let (rule, role) = (self.pattern.rule, self.pattern.role);
            finds.push(Find { rule, role, form: Form::Base, span, bytes, filled });
        };
        if self.compiled.templates.is_empty() {
            return self.compiled.pattern.find(seen, |range| note(range, None));
        }
        self.compiled.pattern.captures(seen, |one| {
            let quote = &self.text[source(one.range.clone()).1];
            let group = |range: Range<usize>| if range.is_empty() { "" } else { &self.text[source(range).1] };
            let mut filled: Vec<String> = Vec::new();
            for template in &self.compiled.templates {
                let mut wording = template.fill(&one.groups, group);
                if self.keep_case {
                    wording = fit_case(&wording, template.has_capitals(), quote);
                }
                // What says already what it should is no find.
                if wording == quote {
                    return;
                }
                if !filled.contains(&wording) {
                    filled.push(wording);
                }
            }
            note(one.range, Some(filled));
        })
    }
}

impl Judging<'_> {
    /// Gives each find to what it belongs to.
    fn sort_out(&self, finds: Vec<Find>, kind: u32, possible: &[bool], facts: &mut Facts) {
        let mut gathered: Vec<(u32, Find)> = Vec::new();
        let mut used: Vec<(u32, u32, Find)> = Vec::new();
        for find in finds {
            match find.role {
                Role::Met { document, alternative, line } => {
                    facts.parts.push((document, Part::Met { alternative, line }));
                }
                Role::Gathered(block) => gathered.push((block, find)),
                Role::Except | Role::Allow | Role::Gate(_) | Role::BlockGate(_) | Role::Own => {}
                _ if !self.hears(&find) => {}
                Role::Flag(choice) if self.is_right(&find, choice) => {}
                Role::Flag(choice) => facts.found.push(self.found(find, Some(choice))),
                Role::When(document) => facts.parts.push((document, Part::When(self.found(find, None)))),
                Role::Used { document, alternative } => used.push((document, alternative, find)),
            }
        }
        used.sort_by_key(|(document, ..)| *document);
        let mut used = used.into_iter().peekable();
        while let Some((document, alternative, find)) = used.next() {
            let mut of_one = vec![(alternative, find)];
            while let Some((_, alternative, find)) = used.next_if(|(next, ..)| *next == document) {
                of_one.push((alternative, find));
            }
            for (alternative, find) in places(of_one, |(_, find)| find.span) {
                facts.parts.push((document, Part::Used { alternative, found: self.found(find, None) }));
            }
        }
        gathered.sort_by_key(|(block, _)| *block);
        let mut gathered = gathered.into_iter().peekable();
        // Gates are looked for in the folded text, where a letter and the mark behind it may have become one letter.
        let text = &self.block.text;
        let marked = !text.is_ascii() && text.chars().any(is_combining_mark);
        for (index, (rule, block_rule)) in self.checker.blocks.iter().enumerate() {
            let mut finds = Vec::new();
            while let Some((_, find)) = gathered.next_if(|(block, _)| *block == index as u32) {
                finds.push(find);
            }
            if block_rule.is_gated() && !possible[index] && !marked {
                continue;
            }
            if self.in_force.speaks_of(*rule, kind) {
                block_rule.judge(self, *rule, finds, facts);
            } else if self.in_force.anywhere(*rule) {
                block_rule.judge_structure(self.block, facts);
            }
        }
    }

    fn found(&self, find: Find, choice: Option<u32>) -> Found {
        let Find { rule, form, span, bytes, filled, .. } = find;
        let told = filled.map(|filled| Box::new(Told { suggestions: Some(filled), ..Told::default() }));
        Found { rule, span, quote: self.block.text[bytes].into(), choice, form, told }
    }

    /// Whether what a replacement finds is what it would suggest.
    fn is_right(&self, find: &Find, choice: u32) -> bool {
        let rule = &self.checker.guide().rules[find.rule as usize];
        let RuleKind::Replace(replacements) = &rule.kind else { return false };
        let quote = &self.block.text[find.bytes.clone()];
        let preferred = &replacements[choice as usize].preferred;
        find.filled.is_none() && preferred.iter().any(|wording| is_right(wording, find.form, quote, rule.keep_case))
    }

    /// Whether a find counts: nothing silences it, and it stands where its rule holds.
    pub fn hears(&self, find: &Find) -> bool {
        !self.silence.covers(find.rule, find.span) && self.speaks_within(find.rule, find.span)
    }

    /// The same of what a block rule found.
    pub fn speaks_of(&self, found: &Found) -> bool {
        !self.silence.covers(found.rule, found.span) && self.speaks_within(found.rule, found.span)
    }

    /// Whether a rule has anything to say of that stretch of the block.
    pub fn speaks_within(&self, rule: u32, span: Span) -> bool {
        self.in_force.speaks_within(&self.checker.guide().rules[rule as usize].scope.inline, rule, self.block, span)
    }

    /// The stretches of the block that a rule looks at as a whole, in bytes: the block, or what it asks for within.
    pub fn pieces(&self, rule: u32) -> Vec<Range<usize>> {
        let wanted = &self.checker.guide().rules[rule as usize].scope.inline;
        if wanted.is_empty() {
            return std::iter::once(0..self.block.text.len()).collect();
        }
        let asked = self.block.inline.iter().filter(|inline| wanted.contains(&inline.kind));
        asked.filter_map(|inline| self.bytes(inline.span)).collect()
    }

    /// What a rule on letter case leaves as it is, in bytes: what the guide allows, and code and quotations it does
    /// not ask for.
    pub fn untouched(&self, rule: u32) -> Vec<Range<usize>> {
        let apart = self.block.inline.iter().filter(|inline| !self.speaks_within(rule, inline.span));
        let mut untouched: Vec<Range<usize>> = apart.filter_map(|inline| self.bytes(inline.span)).collect();
        untouched.extend(self.allowed.iter().cloned());
        untouched
    }

    /// A span in bytes; none where it does not fit the text.
    fn bytes(&self, span: Span) -> Option<Range<usize>> {
        let text = &self.block.text;
        let mut units = 0;
        let (mut start, mut end) = (None, None);
        for at in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
            if units == span.start {
                start = start.or(Some(at));
            }
            if units == span.end {
                end = Some(at);
                break;
            }
            units += text[at..].chars().next().map_or(0, |c| c.len_utf16() as u32);
        }
        Some(start?..end?)
    }

    /// What the block counts as, by its kind.
    pub fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| Counts::of_block(self.block))
    }

    /// What the block's text counts as, whatever the block's kind.
    pub fn text_counts(&self) -> &Counts {
        self.text_counts.get_or_init(|| Counts::of_text(&self.block.text))
    }

    /// What each of its sentences counts as; of words alone where nothing else is asked for.
    pub fn sentence_counts(&self, words_alone: bool) -> &[(Range<usize>, Counts)] {
        let text = &self.block.text;
        let each =
            |count: fn(&str) -> Counts| sentences(text).map(|one| (one.text.clone(), count(&text[one.text]))).collect();
        match words_alone {
            true => self.sentence_words.get_or_init(|| each(Counts::words_of)),
            false => self.sentence_counts.get_or_init(|| each(Counts::of_text)),
        }
    }

    /// The block's sentences, in bytes, and their tokens with the parts of speech.
    pub fn tagged(&self) -> &[(Range<usize>, Vec<TaggedToken>)] {
        self.tagged.get_or_init(|| {
            let tagger = self.checker.tagger.as_deref();
            let text = &self.block.text;
            sentences(text).map(|one| (one.text.clone(), tagged(&text[one.text], tagger))).collect()
        })
    }

    /// Notes that a rule could not look at all of the block.
    pub fn note(&self, rule: u32, outcome: Outcome, facts: &mut Facts) {
        if outcome == Outcome::Spent {
            facts.spent.push(rule);
        }
    }
}

fn has_the_case(literal: &Literal, text: &str) -> bool {
    literal.cased.as_deref().is_none_or(|wanted| cased(text).text == wanted)
}
