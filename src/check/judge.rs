//! Judges one block: finds what literals and patterns match, silences what is excepted. Looks at nothing but the
//! block and the place.

use super::compile::{Checker, Literal, Role};
use super::fit::fit;
use super::forms::Form;
use super::{Flag, Place};
use crate::guide::{Guide, Requirement, Rule, RuleKind, Verdict, Where};
use crate::text::{Block, BlockKind, Span, byte_at, cased, folded, is_word_boundary, plain};

/// What was found in a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// Flags before overlaps are settled, with the index of their rule.
    pub candidates: Vec<(u32, Flag)>,
    /// What sets requirements off: index of the requirement and the flag it would be, first in the block.
    pub whens: Vec<(u32, Flag)>,
    /// What meets requirements: requirement, alternative, line.
    pub met: Vec<(u32, u32, u32)>,
}

/// Which rules hold at a place, by index; block kinds aside.
pub(super) fn rules_in_force(guide: &Guide, place: &Place) -> Vec<bool> {
    guide.rules.iter().map(|rule| holds(&rule.scope, place)).collect()
}

fn holds(scope: &Where, place: &Place) -> bool {
    let host = |known: &String| {
        place.host == *known || place.host.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('.'))
    };
    (scope.surfaces.is_empty() || scope.surfaces.contains(&place.surface))
        && (scope.hosts.is_empty() || scope.hosts.iter().any(host))
        && (scope.channels.is_empty() || place.channel.as_ref().is_some_and(|channel| scope.channels.contains(channel)))
}

fn speaks_of(scope: &Where, kind: BlockKind) -> bool {
    if scope.blocks.is_empty() {
        !matches!(
            kind,
            BlockKind::Quote | BlockKind::Code | BlockKind::AltText | BlockKind::FrontMatter | BlockKind::Raw
        )
    } else {
        scope.blocks.contains(&kind)
    }
}

struct Find {
    rule: u32,
    role: Role,
    form: Form,
    span: Span,
}

impl Checker {
    /// Judges one block. `in_force` is what [`rules_in_force`] says of the place.
    pub(super) fn judge(&self, in_force: &[bool], block: &Block) -> Facts {
        let guide = self.guide();
        let speaks = |rule: u32, role: Role| {
            let rule = rule as usize;
            // What a rule asks for may stand in a quotation or anywhere else.
            let anywhere = matches!(role, Role::Met { .. });
            in_force[rule] && (anywhere || speaks_of(&guide.rules[rule].scope, block.kind))
        };
        let mut finds = Vec::new();
        let mut possible = vec![false; self.patterns.len()];
        self.find_literals(&block.text, speaks, &mut finds, &mut possible);
        self.find_patterns(&block.text, speaks, &mut finds, &possible);
        if finds.is_empty() {
            return Facts::default();
        }
        let silencers: Vec<&Find> =
            finds.iter().filter(|find| matches!(find.role, Role::Allow | Role::Except)).collect();
        let silenced = |find: &Find| {
            silencers.iter().any(|other| {
                let covers = other.span.start <= find.span.start && other.span.end >= find.span.end;
                covers
                    && match other.role {
                        Role::Allow => true,
                        Role::Except => other.rule == find.rule,
                        _ => false,
                    }
            })
        };
        let mut facts = Facts::default();
        for find in &finds {
            match find.role {
                Role::Met { requirement, alternative, line } => facts.met.push((requirement, alternative, line)),
                Role::Flag(choice) if !silenced(find) => {
                    facts.candidates.push((find.rule, self.flag(find, Some(choice), block)));
                }
                Role::When(requirement) if !silenced(find) => {
                    facts.whens.push((requirement, self.flag(find, None, block)));
                }
                Role::Flag(_) | Role::When(_) | Role::Except | Role::Allow | Role::Gate(_) => {}
            }
        }
        facts
            .whens
            .sort_by_key(|(requirement, flag)| (*requirement, flag.span.start, std::cmp::Reverse(flag.span.end)));
        facts.whens.dedup_by_key(|(requirement, _)| *requirement);
        facts.met.sort_unstable();
        facts.met.dedup();
        facts
    }

    fn find_literals(
        &self,
        text: &str,
        speaks: impl Fn(u32, Role) -> bool,
        finds: &mut Vec<Find>,
        possible: &mut [bool],
    ) {
        let Some(automaton) = &self.automaton else { return };
        let rules = &self.guide().rules;
        let view = folded(text);
        for found in automaton.find_overlapping_iter(&view.text) {
            let (start, end) = (found.start(), found.end());
            let mut whole: Option<bool> = None;
            for literal in &self.literals[found.pattern().as_usize()] {
                if let Role::Gate(pattern) = literal.role {
                    possible[pattern as usize] = true;
                    continue;
                }
                let rule = &rules[literal.rule as usize];
                if !speaks(literal.rule, literal.role) {
                    continue;
                }
                let bounded = !rule.whole_words
                    || *whole.get_or_insert_with(|| {
                        is_word_boundary(&view.text, start) && is_word_boundary(&view.text, end)
                    });
                if !bounded {
                    continue;
                }
                let span = view.source(start, end);
                if !has_the_case(literal, text, span) {
                    continue;
                }
                finds.push(Find { rule: literal.rule, role: literal.role, form: literal.form, span });
            }
        }
    }

    fn find_patterns(&self, text: &str, speaks: impl Fn(u32, Role) -> bool, finds: &mut Vec<Find>, possible: &[bool]) {
        if text.is_empty() {
            return;
        }
        let mut view = None;
        for (pattern, possible) in self.patterns.iter().zip(possible) {
            if pattern.gated && !possible || !speaks(pattern.rule, pattern.role) {
                continue;
            }
            let Some(regex) = pattern.regex() else { continue };
            let view = view.get_or_insert_with(|| plain(text));
            for found in regex.find_iter(&view.text).filter(|found| !found.is_empty()) {
                let span = view.source(found.start(), found.end());
                finds.push(Find { rule: pattern.rule, role: pattern.role, form: Form::Base, span });
            }
        }
    }

    fn flag(&self, find: &Find, choice: Option<u32>, block: &Block) -> Flag {
        let guide = self.guide();
        let rule = &guide.rules[find.rule as usize];
        let quote = slice(&block.text, find.span).to_owned();
        let mut suggestions: Vec<String> = Vec::new();
        if let (RuleKind::Replace(replacements), Some(choice)) = (&rule.kind, choice) {
            let replacement = &replacements[choice as usize];
            suggestions.extend(replacement.preferred.iter().map(|preferred| fit(preferred, find.form, &quote)));
        }
        if !matches!(rule.kind, RuleKind::Require { .. }) {
            suggestions.extend(rule.suggest.iter().map(|suggestion| fit(suggestion, find.form, &quote)));
        }
        let mut seen = std::collections::HashSet::new();
        suggestions.retain(|suggestion| *suggestion != quote && seen.insert(suggestion.clone()));
        Flag {
            id: 0,
            rule: rule.id.clone(),
            verdict: rule.verdict,
            severity: rule.severity,
            block: block.id,
            span: find.span,
            message: message(guide, rule, &quote, suggestions.first().map(String::as_str)),
            quote,
            suggestions,
        }
    }
}

fn has_the_case(literal: &Literal, text: &str, span: Span) -> bool {
    literal.cased.as_deref().is_none_or(|wanted| cased(slice(text, span)).text == wanted)
}

/// The part of a text that a span covers. Spans come from views, which never cut a character.
fn slice(text: &str, span: Span) -> &str {
    match byte_at(text, span.start).zip(byte_at(text, span.end)) {
        Some((start, end)) => &text[start..end],
        None => "",
    }
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
