//! Judges one block: finds what literals and patterns match, silences what is excepted. Looks at nothing but the
//! block and the place.

use super::compile::{Checker, Literal, Role};
use super::facts::{Facts, Found, Part};
use super::fit::fit;
use super::forms::Form;
use super::silence::Silence;
use super::{Flag, Place};
use crate::guide::{Guide, Requirement, Rule, RuleKind, Verdict, Where};
use crate::text::{Block, BlockId, BlockKind, InlineKind, Span, View, cased, folded, plain};
use std::ops::Range;

/// Where each rule holds at a place: a bit for each kind of block, and one for rules that ask for stretches within.
#[derive(Debug)]
pub(super) struct InForce(Vec<u32>);

/// The bit of rules that speak only of stretches within blocks.
const INLINE: u32 = 1 << 31;

/// Every kind of block.
const KINDS: [BlockKind; 10] = [
    BlockKind::Paragraph,
    BlockKind::Heading,
    BlockKind::ListItem,
    BlockKind::TableCell,
    BlockKind::Quote,
    BlockKind::Code,
    BlockKind::Line,
    BlockKind::AltText,
    BlockKind::FrontMatter,
    BlockKind::Raw,
];

impl InForce {
    /// Of a guide's rules at a place.
    pub fn new(guide: &Guide, place: &Place) -> Self {
        Self(guide.rules.iter().map(|rule| if holds(&rule.scope, place) { bits(&rule.scope) } else { 0 }).collect())
    }

    /// Whether a rule holds at all.
    pub fn anywhere(&self, rule: u32) -> bool {
        self.0[rule as usize] != 0
    }

    fn speaks_of(&self, rule: u32, kind: u32) -> bool {
        self.0[rule as usize] & kind != 0
    }

    fn asks_for_inline(&self, rule: u32) -> bool {
        self.0[rule as usize] & INLINE != 0
    }
}

/// The bit of a block's kind; headings have one for each level.
fn bit(kind: BlockKind, level: u8) -> u32 {
    match kind {
        BlockKind::Heading => 1 << (KINDS.len() as u32 + u32::from(level.min(6))),
        other => 1 << other as u32,
    }
}

fn bits(scope: &Where) -> u32 {
    let mut bits = if scope.inline.is_empty() { 0 } else { INLINE };
    for kind in KINDS {
        let speaks = if scope.blocks.is_empty() {
            !matches!(
                kind,
                BlockKind::Quote | BlockKind::Code | BlockKind::AltText | BlockKind::FrontMatter | BlockKind::Raw
            )
        } else {
            scope.blocks.contains(&kind)
        };
        for level in (0..=6).filter(|_| speaks) {
            if kind != BlockKind::Heading || scope.levels.is_empty() || scope.levels.contains(&level) {
                bits |= bit(kind, level);
            }
        }
    }
    bits
}

fn holds(scope: &Where, place: &Place) -> bool {
    let host = |known: &String| {
        place.host == *known || place.host.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('.'))
    };
    (scope.surfaces.is_empty() || scope.surfaces.contains(&place.surface))
        && (scope.hosts.is_empty() || scope.hosts.iter().any(host))
        && (scope.channels.is_empty() || place.channel.as_ref().is_some_and(|channel| scope.channels.contains(channel)))
}

/// Whether a rule has anything to say of a stretch of a block: of code and quotations only where it asks for them, and
/// where it asks for any, of nothing else.
fn speaks_within(wanted: &[InlineKind], block: &Block, span: Span) -> bool {
    if wanted.is_empty() {
        let apart = |kind| matches!(kind, InlineKind::Code | InlineKind::Quote);
        !block.inline.iter().any(|inline| apart(inline.kind) && inline.span.overlaps(span))
    } else {
        let covers = |by: Span| by.start <= span.start && by.end >= span.end;
        block.inline.iter().any(|inline| wanted.contains(&inline.kind) && covers(inline.span))
    }
}

/// A literal or a pattern that was found.
struct Find {
    rule: u32,
    role: Role,
    form: Form,
    span: Span,
    /// The same in bytes of the block's text.
    bytes: Range<usize>,
}

impl Checker {
    /// Judges one block.
    pub(super) fn judge(&self, in_force: &InForce, block: &Block) -> Facts {
        let mut facts = Facts::default();
        if block.text.is_empty() {
            return facts;
        }
        let kind = bit(block.kind, block.level);
        // What a rule asks for may stand in a quotation or anywhere else.
        let speaks = |rule: u32, role: Role| match role {
            Role::Met { .. } => in_force.anywhere(rule),
            _ => in_force.speaks_of(rule, kind),
        };
        let rules = &self.guide().rules;
        let within = |rule: u32, span: Span| match block.inline.is_empty() {
            true => !in_force.asks_for_inline(rule),
            false => speaks_within(&rules[rule as usize].scope.inline, block, span),
        };
        let mut finds = Vec::new();
        let mut possible = vec![false; self.patterns.len()];
        self.find_literals(&block.text, speaks, &mut finds, &mut possible);
        self.find_patterns(&block.text, speaks, &mut finds, &possible);
        if finds.is_empty() {
            return facts;
        }
        let silence = Silence::new(finds.iter().filter_map(|find| match find.role {
            Role::Allow => Some((None, find.span)),
            Role::Except => Some((Some(find.rule), find.span)),
            _ => None,
        }));
        for find in finds {
            let Find { rule, role, form, span, bytes } = find;
            let found = |choice| Found { rule, span, quote: block.text[bytes].into(), choice, form, told: None };
            match role {
                Role::Met { document, alternative, line } => {
                    facts.parts.push((document, Part::Met { alternative, line }));
                }
                Role::Flag(choice) if !silence.covers(rule, span) && within(rule, span) => {
                    facts.found.push(found(Some(choice)))
                }
                Role::When(document) if !silence.covers(rule, span) && within(rule, span) => {
                    facts.parts.push((document, Part::When(found(None))));
                }
                Role::Flag(_) | Role::When(_) | Role::Except | Role::Allow | Role::Gate(_) => {}
            }
        }
        // Of one rule what sets it off comes first, from the longest at the earliest place, and only once.
        facts.parts.sort_by_key(|(document, part)| match part {
            Part::When(found) => (*document, 0, found.span.start, u32::MAX - found.span.end),
            Part::Met { alternative, line } => (*document, 1, *alternative, *line),
        });
        facts.parts.dedup_by(|(document, part), (before, known)| {
            document == before && (part == known || matches!((part, known), (Part::When(_), Part::When(_))))
        });
        facts
    }

    fn find_literals(
        &self,
        text: &str,
        speaks: impl Fn(u32, Role) -> bool,
        finds: &mut Vec<Find>,
        possible: &mut [bool],
    ) {
        let view = folded(text);
        self.lexicon.find(&view.text, |one| {
            let mut place = None;
            for literal in self.meanings(one.number) {
                if let Role::Gate(pattern) = literal.role {
                    possible[pattern as usize] = true;
                    continue;
                }
                if !speaks(literal.rule, literal.role) {
                    continue;
                }
                let (span, bytes) = place.get_or_insert_with(|| view.source(one.start, one.end));
                if has_the_case(literal, &text[bytes.clone()]) {
                    let (rule, role, form) = (literal.rule, literal.role, literal.form);
                    finds.push(Find { rule, role, form, span: *span, bytes: bytes.clone() });
                }
            }
        });
    }

    fn find_patterns(&self, text: &str, speaks: impl Fn(u32, Role) -> bool, finds: &mut Vec<Find>, possible: &[bool]) {
        let mut view: Option<View> = None;
        for (pattern, possible) in self.patterns.iter().zip(possible) {
            if pattern.gated && !possible || !speaks(pattern.rule, pattern.role) {
                continue;
            }
            let Some(compiled) = pattern.pattern() else { continue };
            let view = view.get_or_insert_with(|| plain(text));
            let _ = compiled.find(&view.text, |range| {
                let (span, bytes) = view.source(range.start, range.end);
                finds.push(Find { rule: pattern.rule, role: pattern.role, form: Form::Base, span, bytes });
            });
        }
    }

    /// The flag that a find is shown as; it has no number yet.
    pub(super) fn flag(&self, found: &Found, block: BlockId) -> Flag {
        let guide = self.guide();
        let rule = &guide.rules[found.rule as usize];
        let quote = String::from(&*found.quote);
        let told = found.told.as_deref();
        let suggestions = match told.and_then(|told| told.suggestions.clone()) {
            Some(suggestions) => suggestions,
            None => suggestions(rule, found),
        };
        let message = match told.and_then(|told| told.message.as_ref()) {
            Some(message) if rule.message.is_none() => message.clone(),
            _ => message(guide, rule, &quote, suggestions.first().map(String::as_str)),
        };
        Flag {
            id: 0,
            rule: rule.id.clone(),
            verdict: rule.verdict,
            severity: rule.severity,
            block,
            span: found.span,
            message,
            quote,
            suggestions,
        }
    }
}

/// The rule's own wordings, fitted to what was found.
fn suggestions(rule: &Rule, found: &Found) -> Vec<String> {
    let mut suggestions: Vec<String> = Vec::new();
    let mut offer = |wording: &String| {
        let fitted = fit(wording, found.form, &found.quote);
        if *fitted != *found.quote && !suggestions.contains(&fitted) {
            suggestions.push(fitted);
        }
    };
    if let (RuleKind::Replace(replacements), Some(choice)) = (&rule.kind, found.choice) {
        replacements[choice as usize].preferred.iter().for_each(&mut offer);
    }
    if !matches!(rule.kind, RuleKind::Require { .. }) {
        rule.suggest.iter().for_each(offer);
    }
    suggestions
}

fn has_the_case(literal: &Literal, text: &str) -> bool {
    literal.cased.as_deref().is_none_or(|wanted| cased(text).text == wanted)
}

/// What the hint's headline says.
fn message(guide: &Guide, rule: &Rule, quote: &str, suggestion: Option<&str>) -> String {
    if let Some(template) = &rule.message {
        // Cut at the one, so that what stands for it is never taken for the other.
        let filled = template.split("{suggestion}").map(|part| part.replace("{quote}", quote)).collect::<Vec<_>>();
        return filled.join(suggestion.unwrap_or_default());
    }
    if let RuleKind::Require { require, .. } = &rule.kind {
        return match require {
            Requirement::Module(id) => {
                let title = guide.module(id).map_or(id.as_str(), |module| &module.title);
                format!("“{quote}” needs the wording “{title}” in the same text.")
            }
            Requirement::Text(texts) => {
                format!("“{quote}” needs “{}” in the same text.", texts.first().map_or("", String::as_str))
            }
            Requirement::Pattern(_) => format!("“{quote}” needs more in the same text."),
        };
    }
    match (rule.verdict, suggestion) {
        (Verdict::Escalate, _) => {
            let owner = rule.route.as_deref().and_then(|id| guide.route(id)).map_or(rule.owner.as_str(), |r| &r.owner);
            format!("“{quote}” needs a decision by {owner}.")
        }
        (Verdict::Restrict, _) => format!("“{quote}” must not ship."),
        (_, Some("")) => format!("Leave out “{quote}”."),
        (_, Some(suggestion)) => format!("Write “{suggestion}” instead of “{quote}”."),
        (_, None) => format!("Reword “{quote}”."),
    }
}
