//! What fields mean beside each other: tells of every one that has no meaning where it stands, and of values that
//! contradict each other. Checks nothing that a field's own shape can tell.

use super::shape::{Findings, join};
use super::yaml::Node;
use super::{
    FormsLanguage, LetterCase, Measured, Per, Rule, RuleKind, SequenceToken, Severity, Surface, TermOrPattern, Unit,
    Verdict,
};
use crate::text::{BlockKind, cased, folded_literal};
use std::collections::HashMap;

/// Fields that mean something beside some kinds only.
const BESIDE: [(&str, &[&str]); 6] = [
    ("suggest", &["terms", "replace", "pattern", "count", "sequence"]),
    (
        "except",
        &["terms", "replace", "pattern", "require", "consistent", "repeat", "case", "count", "spell", "sequence"],
    ),
    ("match_case", &["terms", "replace", "pattern", "require", "consistent", "repeat", "count", "sequence"]),
    ("whole_words", &["terms", "replace", "require", "consistent", "count"]),
    ("keep_case", &["terms", "replace", "pattern", "consistent", "count", "sequence"]),
    ("keep", &["consistent"]),
];
/// Kinds that an `allow` rule may have.
const ALLOWS: [&str; 2] = ["terms", "pattern"];
/// Kinds of terms, which have word forms. (`except` has them beside every kind.)
const WITH_FORMS: [&str; 5] = ["terms", "replace", "require", "consistent", "count"];
/// Most words in a sequence.
const MOST_TOKENS: usize = 20;

/// Notes what has no meaning in a rule, and what contradicts itself. `language` is the guide's.
pub fn check_meaning(node: &Node, rule: &Rule, language: &str, path: &str, findings: &mut Findings) {
    let mut noting = Noting { node, path, findings };
    noting.check_kind_fields(rule, language);
    noting.check_place(rule);
    match &rule.kind {
        RuleKind::Consistent { sets, .. } => noting.check_sets(sets, rule.match_case),
        RuleKind::Case(case) => noting.check_case(&case.to),
        RuleKind::Count(count) => {
            noting.check_bounds("count", count.most.map(f64::from), count.least.map(f64::from));
            if let (Some(0), None) = (count.least, count.most) {
                noting.note("count.least", "least: 0 asks for nothing", "write 1 or more, or most");
            }
        }
        RuleKind::Measure(measure) => {
            noting.check_bounds("measure", measure.most, measure.least);
            let means_nothing = !matches!(measure.of, Measured::SentenceWords | Measured::Formula(_));
            if measure.per == Per::Sentence && means_nothing {
                let message = format!("{} means nothing of a single sentence", measure.of.name());
                noting.note("measure.per", message, "write per: block or per: draft");
            }
        }
        RuleKind::Sequence(tokens) => noting.check_tokens(tokens),
        _ => {}
    }
}

struct Noting<'a> {
    node: &'a Node,
    path: &'a str,
    findings: &'a mut Findings,
}

impl Noting<'_> {
    /// Notes a problem at a field, given by its path within the rule; at the nearest group that there is.
    fn note(&mut self, field: &str, message: impl Into<String>, fix: impl Into<String>) {
        let mut at = self.node;
        for part in field.split('.') {
            match at.get(part) {
                Some(node) => at = node,
                None => break,
            }
        }
        self.findings.add(at.mark, &format!("{}.{field}", self.path), message, fix);
    }

    fn has(&self, field: &str) -> bool {
        self.node.get(field).is_some()
    }

    fn check_kind_fields(&mut self, rule: &Rule, language: &str) {
        let kind = rule.kind.name();
        // Where nothing says what to look for, that is said already.
        if !self.has(kind) {
            return;
        }
        if rule.verdict == Verdict::Allow {
            let mut meaningless = vec!["suggest", "modules"];
            if !ALLOWS.contains(&kind) {
                meaningless.push(kind);
            }
            for field in meaningless {
                if self.has(field) {
                    let message = format!("{field} has no meaning with verdict: allow, which shows nothing");
                    self.note(field, message, "name what is allowed in terms or pattern");
                }
            }
        }
        for (field, kinds) in BESIDE {
            // What is switched off says nothing, and harms nothing.
            let off = super::decode::flag(self.node, field) == Some(false) && field != "keep_case";
            let told = off || kinds.contains(&kind) || field == "suggest" && rule.verdict == Verdict::Allow;
            if self.has(field) && !told {
                let fix = match field {
                    "keep" => "leave it out".to_owned(),
                    _ => format!("leave it out; it belongs to {}", super::nearest::any_of(kinds)),
                };
                self.note(field, format!("{field} has no meaning beside {kind}"), fix);
            }
        }
        let asks_for_forms = self.has("forms") && super::decode::flag(self.node, "forms") != Some(false);
        if asks_for_forms && !WITH_FORMS.contains(&kind) && !self.has("except") {
            let message = format!("forms has no meaning beside {kind}, which has no terms");
            self.note("forms", message, "leave it out");
        } else if super::decode::flag(self.node, "forms") == Some(true) && FormsLanguage::of(language).is_none() {
            let message = format!("no word forms are known of the guide's language, {language}");
            self.note("forms", message, "write false, or the language of the terms: en, de, fr or es");
        }
    }

    fn check_place(&mut self, rule: &Rule) {
        if !rule.scope.levels.is_empty() && !rule.scope.blocks.contains(&BlockKind::Heading) {
            let field = if self.node.get("where").is_some_and(|place| place.get("level").is_some()) {
                "level"
            } else {
                "levels"
            };
            let field = format!("where.{field}");
            self.note(
                &field,
                "only headings have a level, and blocks leaves them out",
                "add heading to blocks, or leave it out",
            );
        }
        if rule.hold {
            if rule.verdict != Verdict::Restrict || rule.severity != Severity::Error {
                let fix = "leave hold out, or write verdict: restrict and severity: error";
                self.note("hold", "only what must not ship holds a prompt back", fix);
            }
            if !rule.scope.surfaces.is_empty() && !rule.scope.surfaces.contains(&Surface::Prompt) {
                self.note(
                    "hold",
                    "the rule does not look at prompts",
                    "add prompt to where.surface, or leave hold out",
                );
            }
        }
        let by_unit = match &rule.kind {
            RuleKind::Pattern(_) | RuleKind::Case(_) => true,
            RuleKind::Replace(pairs) => pairs.iter().any(|pair| pair.deprecated.term().is_none()),
            _ => false,
        };
        let named = self.node.get("where").is_some_and(|place| place.get("scope").is_some());
        if named && !by_unit {
            let fix = match &rule.kind {
                RuleKind::Count(_) | RuleKind::Measure(_) => "leave it out, and write per: sentence, block or draft",
                RuleKind::Require { .. } => "leave it out, and write within: block in require",
                _ => "leave it out",
            };
            self.note("where.scope", format!("scope has no meaning beside {}", rule.kind.name()), fix);
        }
        if rule.scope.unit == Unit::Sentence
            && matches!(&rule.kind, RuleKind::Case(case) if matches!(case.to, LetterCase::Title(_)))
        {
            self.note("where.scope", "a title is not made of sentences", "leave it out, or write case: sentence");
        }
    }

    fn check_sets(&mut self, sets: &[Vec<TermOrPattern>], match_case: bool) {
        let mut seen: HashMap<(bool, String), usize> = HashMap::new();
        let lists = super::decode::items(self.node, "consistent");
        let group = self.node.get("consistent").map_or(self.node.mark, |node| node.mark);
        for (index, set) in sets.iter().enumerate() {
            let list = lists.get(index);
            let path = match list {
                Some(_) => format!("{}.consistent[{index}]", self.path),
                None => format!("{}.consistent", self.path),
            };
            let mark = list.map_or(group, |list| list.mark);
            let mut note = |message: String, fix: &str| self.findings.add(mark, &path, message, fix);
            if set.len() == 1 && list.is_some_and(|list| matches!(list.value, super::yaml::Value::List(_))) {
                let message = format!("“{}” has nothing to be consistent with", set[0].text());
                note(message, "name at least two alternatives in each list");
            }
            for alternative in set {
                let key = match alternative {
                    TermOrPattern::Pattern(pattern) => (true, pattern.clone()),
                    TermOrPattern::Term(term) if match_case => (false, cased(term).text.trim().to_owned()),
                    TermOrPattern::Term(term) => (false, folded_literal(term)),
                };
                let text = alternative.text();
                match seen.insert(key, index) {
                    Some(before) if before == index => {
                        let message = format!(
                            "“{text}” is the same as another of its alternatives: letter case (unless match_case is true), and hyphen or space, make no difference"
                        );
                        note(message, "name another spelling, or leave it out");
                    }
                    Some(_) => {
                        let message = format!("“{text}” stands in two lists");
                        note(message, "put all its alternatives in one list");
                    }
                    None => {}
                }
            }
        }
    }

    fn check_case(&mut self, to: &LetterCase) {
        let name = match to {
            LetterCase::Sentence => "sentence",
            LetterCase::Title(_) => "title",
            LetterCase::Upper => "upper",
            LetterCase::Lower => "lower",
            LetterCase::Pattern(_) => "pattern",
        };
        let has = |noting: &Self, field: &str| noting.node.get("case").is_some_and(|case| case.get(field).is_some());
        if has(self, "style") && name != "title" {
            self.note("case.style", format!("style has no meaning beside {name}"), "leave it out, or write to: title");
        }
        if has(self, "indicators") && name != "sentence" {
            let fix = match name {
                "title" => "leave it out; a title has a capital after a colon anyway",
                _ => "leave it out, or write to: sentence",
            };
            self.note("case.indicators", format!("indicators has no meaning beside {name}"), fix);
        }
        if self.has("except") && name == "pattern" {
            self.note("except", "except has no meaning beside a pattern of letter case", "allow for it in the pattern");
        }
    }

    fn check_bounds(&mut self, kind: &str, most: Option<f64>, least: Option<f64>) {
        let group = self.node.get(kind);
        let named = |field: &str| group.is_some_and(|group| group.get(field).is_some());
        if !named("most")
            && !named("least")
            && group.is_some_and(|group| matches!(group.value, super::yaml::Value::Map(_)))
        {
            self.note(kind, "nothing says how much is too much", "add most, least or both");
        }
        if let (Some(most), Some(least)) = (most, least)
            && most < least
        {
            let message = format!("at least {least} and at most {most} cannot both be");
            self.note(&format!("{kind}.least"), message, format!("write a number up to {most}"));
        }
    }

    fn check_tokens(&mut self, tokens: &[SequenceToken]) {
        let items = super::decode::items(self.node, "sequence");
        let mut note = |index: usize, field: &str, message: &str, fix: &str| {
            let mark = items[index].get(field).map_or(items[index].mark, |node| node.mark);
            let path = format!("{}.sequence[{index}]", self.path);
            let path = if field.is_empty() { path } else { join(&path, field) };
            self.findings.add(mark, &path, message, fix);
        };
        for (index, token) in tokens.iter().enumerate() {
            let is_group = matches!(items[index].value, super::yaml::Value::Map(_));
            if is_group && token.tag.is_none() && token.pattern.is_none() {
                note(index, "", "nothing says which word this is", "add tag, pattern or both");
            }
        }
        if tokens.first().is_some_and(|first| first.skip > 0) {
            note(0, "skip", "there is nothing before the first word to skip from", "leave it out");
        }
        if tokens.len() > 1 && tokens.iter().all(|token| token.negate) {
            note(
                0,
                "negate",
                "every word is negated, so nearly all text would match",
                "name one word that must be there",
            );
        }
        if tokens.len() > MOST_TOKENS {
            let message = format!("{} words are more than {MOST_TOKENS}", tokens.len());
            note(MOST_TOKENS, "", &message, "write shorter sequences");
        }
    }
}
