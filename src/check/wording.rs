//! How a find is shown: its flag, the wordings that may replace it, and what the hint says. Decides nothing of what is
//! found.

use super::Flag;
use super::block_rule::BlockRule;
use super::compile::Checker;
use super::facts::Found;
use super::fit::fit;
use crate::guide::{Guide, Requirement, Rule, RuleKind, Verdict, Within};
use crate::text::BlockId;

impl Checker {
    /// The flag that a find is shown as; it has no number yet.
    pub(super) fn flag(&self, found: &Found, block: BlockId) -> Flag {
        let guide = self.guide();
        let rule = &guide.rules[found.rule as usize];
        let quote = String::from(&*found.quote);
        let told = found.told.as_deref();
        let suggestions = match told.and_then(|told| told.suggestions.clone()) {
            Some(suggestions) => suggestions,
            None if matches!(rule.kind, RuleKind::Spell(_)) => self.spellings(found),
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

impl Checker {
    /// What may have been meant by a word that is spelt wrong.
    fn spellings(&self, found: &Found) -> Vec<String> {
        let of_rule = self.blocks.iter().find(|(rule, _)| *rule == found.rule);
        match of_rule {
            Some((_, BlockRule::Spell(rule))) => rule.suggestions(&found.quote),
            _ => Vec::new(),
        }
    }
}

/// The rule's own wordings, fitted to what was found.
fn suggestions(rule: &Rule, found: &Found) -> Vec<String> {
    let mut suggestions: Vec<String> = Vec::new();
    let mut offer = |wording: &String| {
        let fitted = fit(wording, found.form, &found.quote, rule.keep_case);
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

/// What the hint's headline says.
fn message(guide: &Guide, rule: &Rule, quote: &str, suggestion: Option<&str>) -> String {
    if let Some(template) = &rule.message {
        // Cut at the one, so that what stands for it is never taken for the other.
        let filled = template.split("{suggestion}").map(|part| part.replace("{quote}", quote)).collect::<Vec<_>>();
        return filled.join(suggestion.unwrap_or_default());
    }
    if let RuleKind::Require { require, within, .. } = &rule.kind {
        let near = match within {
            Within::Draft => "in the same text",
            Within::Blocks(0) => "in the same paragraph",
            Within::Blocks(_) => "near it",
        };
        return match require {
            Requirement::Module(id) => {
                let title = guide.module(id).map_or(id.as_str(), |module| &module.title);
                format!("“{quote}” needs the wording “{title}” {near}.")
            }
            Requirement::Text(texts) => {
                format!("“{quote}” needs “{}” {near}.", texts.first().map_or("", String::as_str))
            }
            Requirement::Pattern(_) => format!("“{quote}” needs more {near}."),
        };
    }
    if let RuleKind::Spell(_) = rule.kind {
        return format!("“{quote}” is in no dictionary.");
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
