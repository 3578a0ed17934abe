//! What each rule of a guide adds to a checker: literals, patterns, rules of a block and rules of the whole draft. Never
//! looks at a draft, and compiles no pattern.

use super::block_rule::BlockRule;
use super::case::Fixed;
use super::document::DocumentRule;
use super::forms::{Form, forms, word_forms};
use super::formula::FormulaError;
use super::gates::{gates, sequence_gates};
use super::measure_rule::MeasureRule;
use super::pattern::PatternError;
use super::pattern_use::PatternUse;
use super::sequence_rule::SequenceRule;
use super::signs;
use super::spell_rule::SpellRule;
use crate::guide::{
    Condition, Count, FormsLanguage, Guide, LetterCase, Measure, Per, Requirement, Rule, RuleKind, TermOrPattern, Unit,
    Verdict, Within,
};
use crate::text::{cased, folded_literal};
use serde::{Deserialize, Serialize};

/// What a find of a literal or pattern means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Role {
    /// The rule flags it; for `replace`, by which of its replacements.
    Flag(u32),
    /// The rule says nothing of what this covers.
    Except,
    /// No rule says anything of what this covers.
    Allow,
    /// It sets off the requirement that is the document rule of that index.
    When(u32),
    /// It meets the requirement that is the document rule of that index: line `line` of alternative `alternative`.
    Met { document: u32, alternative: u32, line: u32 },
    /// It is a use of an alternative of the document rule of that index.
    Used { document: u32, alternative: u32 },
    /// The block rule of that index looks at it.
    Gathered(u32),
    /// The pattern of that index may match: without one of its gates it cannot.
    Gate(u32),
    /// The block rule of that index may find something: without one of its gates it cannot.
    BlockGate(u32),
    /// The block rule of that index runs the pattern itself.
    Own,
}

/// A literal's meaning.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Literal {
    /// Index of the rule.
    pub rule: u32,
    pub role: Role,
    /// Which form of the guide's wording it is.
    pub form: Form,
    /// What it must equal in the view that keeps letter case, if the rule cares.
    pub cased: Option<Box<str>>,
}

/// What all rules of a guide add, gathered.
#[derive(Default)]
pub(super) struct Lowered {
    /// A folded text, whether it counts only as a whole word, and what it stands for.
    pub literals: Vec<((String, bool), Literal)>,
    pub patterns: Vec<PatternUse>,
    /// Each with the index of its rule; so the next.
    pub blocks: Vec<(u32, BlockRule)>,
    pub documents: Vec<(u32, DocumentRule)>,
    /// What could not be read: index of the rule, its field, and what is wrong there.
    pub wrong: Vec<(u32, String, PatternError)>,
    /// Whether literals, gates and signs are left out: they are there already.
    known: bool,
}

impl Lowered {
    /// Of every rule of a guide, in their order. Without literals, gates and signs where they are `known`.
    pub fn new(guide: &Guide, known: bool) -> Self {
        let mut lowered = Self { known, ..Self::default() };
        for (index, rule) in guide.rules.iter().enumerate() {
            Lowering { guide, rule, at: index as u32, into: &mut lowered }.run();
        }
        lowered
    }
}

/// One rule on its way.
struct Lowering<'a> {
    guide: &'a Guide,
    rule: &'a Rule,
    at: u32,
    into: &'a mut Lowered,
}

impl Lowering<'_> {
    fn run(&mut self) {
        let rule = self.rule;
        let role = |choice: usize| if rule.verdict == Verdict::Allow { Role::Allow } else { Role::Flag(choice as u32) };
        match &rule.kind {
            RuleKind::Terms(terms) => {
                for (choice, term) in terms.iter().enumerate() {
                    self.term(role(choice), term);
                }
            }
            RuleKind::Replace(replacements) => {
                for (choice, replacement) in replacements.iter().enumerate() {
                    match &replacement.deprecated {
                        TermOrPattern::Term(term) => self.term(role(choice), term),
                        TermOrPattern::Pattern(pattern) => {
                            let wordings = replacement.preferred.iter().chain(&rule.suggest).cloned().collect();
                            self.pattern(role(choice), pattern, format!("replace[\"/{pattern}/\"]"), wordings);
                        }
                    }
                }
            }
            RuleKind::Pattern(pattern) => self.pattern(role(0), pattern, "pattern".into(), rule.suggest.clone()),
            RuleKind::Require { when, require, within } => self.require(when, require, *within),
            RuleKind::Consistent { sets, keep } => {
                for set in sets {
                    let document = self.into.documents.len() as u32;
                    for (alternative, one) in set.iter().enumerate() {
                        let role = Role::Used { document, alternative: alternative as u32 };
                        self.term_or_pattern(role, one, "consistent");
                    }
                    let wordings = set.iter().map(|one| one.term().map(Box::from)).collect();
                    let rule = DocumentRule::Consistent { wordings, keep: *keep, keep_case: rule.keep_case };
                    self.into.documents.push((self.at, rule));
                }
            }
            RuleKind::Repeat(repeat) => {
                let block = self.into.blocks.len() as u32;
                for pattern in &repeat.patterns {
                    self.pattern(Role::Gathered(block), pattern, "repeat.pattern".into(), Vec::new());
                }
                let of_words = repeat.patterns.is_empty();
                self.into.blocks.push((self.at, BlockRule::Repeat { of_words, match_case: rule.match_case }));
            }
            RuleKind::Case(case) => {
                let own = |lowering: &mut Self, source: &str, field: &str, match_case| {
                    let number = lowering.into.patterns.len() as u32;
                    lowering.into.patterns.push(PatternUse::own(lowering.at, source, field.into(), match_case));
                    number
                };
                let prefix =
                    case.prefix.as_ref().map(|prefix| own(self, &format!(r"\A(?:{prefix})"), "case.prefix", true));
                let pattern = match &case.to {
                    LetterCase::Pattern(pattern) => Some(own(self, pattern, "case.pattern", true)),
                    _ => None,
                };
                let fixed = Fixed::new(rule.except.iter().map(String::as_str));
                self.into.blocks.push((self.at, BlockRule::Case { prefix, pattern, fixed: Box::new(fixed) }));
                // Exceptions are kept as they are written, and silence nothing.
                return;
            }
            RuleKind::Count(count) => self.count(count),
            RuleKind::Measure(measure) => self.measure(measure),
            RuleKind::Spell(spell) => {
                let ignore = spell.ignore.iter().map(|ignored| {
                    let number = self.into.patterns.len() as u32;
                    let pattern = PatternUse::own(self.at, &format!(r"\A(?:{ignored})\z"), "spell.ignore".into(), true);
                    self.into.patterns.push(pattern);
                    number
                });
                let ignore = ignore.collect();
                let rule = SpellRule::new(&spell.dictionary, &spell.words, ignore);
                self.into.blocks.push((self.at, BlockRule::Spell(Box::new(rule))));
            }
            RuleKind::Sequence(tokens) => {
                let gates = sequence_gates(tokens);
                let block = self.into.blocks.len() as u32;
                for gate in gates.iter().flatten() {
                    let role = Role::BlockGate(block);
                    let literal = Literal { rule: self.at, role, form: Form::Base, cased: None };
                    self.into.literals.push(((gate.clone(), false), literal));
                }
                let rule_of = SequenceRule::new(tokens, rule.match_case, gates.is_some());
                self.into.blocks.push((self.at, BlockRule::Sequence(Box::new(rule_of))));
            }
        }
        for term in &rule.except {
            self.term(Role::Except, term);
        }
    }

    fn require(&mut self, when: &Condition, require: &Requirement, within: Within) {
        let document = self.into.documents.len() as u32;
        match when {
            Condition::Pattern(pattern) => self.pattern(Role::When(document), pattern, "when".into(), Vec::new()),
            Condition::Terms(terms) => {
                for term in terms {
                    self.term(Role::When(document), term);
                }
            }
        }
        let mut alternatives = Vec::new();
        let guide = self.guide;
        let texts = match require {
            Requirement::Module(id) => guide.module(id).map(|module| vec![&module.text]).unwrap_or_default(),
            Requirement::Text(texts) => texts.iter().collect(),
            Requirement::Pattern(pattern) => {
                let role = Role::Met { document, alternative: 0, line: 0 };
                alternatives.push(1);
                self.pattern(role, pattern, "require.pattern".into(), Vec::new());
                Vec::new()
            }
        };
        for text in texts {
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            let whole = lines.join(" ");
            let mut ways = vec![vec![whole.as_str()]];
            if lines.len() > 1 {
                ways.push(lines);
            }
            for lines in ways {
                let alternative = alternatives.len() as u32;
                alternatives.push(lines.len() as u32);
                for (line, text) in lines.into_iter().enumerate() {
                    self.term(Role::Met { document, alternative, line: line as u32 }, text);
                }
            }
        }
        self.into.documents.push((self.at, DocumentRule::Require { alternatives, within }));
    }

    fn count(&mut self, count: &Count) {
        let role = match count.per {
            Per::Draft => Role::Used { document: self.into.documents.len() as u32, alternative: 0 },
            Per::Sentence | Per::Block => Role::Gathered(self.into.blocks.len() as u32),
        };
        for one in &count.of {
            self.term_or_pattern(role, one, "count.of");
        }
        if count.per == Per::Draft {
            self.into.documents.push((self.at, DocumentRule::Count(count.clone())));
        }
        if count.per != Per::Draft || count.least.is_some() {
            // What is missing in a whole draft stands at its first word, which each block tells.
            let document = (count.per == Per::Draft).then(|| self.into.documents.len() as u32 - 1);
            self.into.blocks.push((self.at, BlockRule::Count { count: count.clone(), document }));
        }
    }

    fn measure(&mut self, measure: &Measure) {
        let rule = match MeasureRule::new(measure) {
            Ok(rule) => rule,
            Err(FormulaError { column, message, fix }) => {
                let message = format!("{message} (column {column} of the formula)");
                let wrong = (self.at, "measure.formula".to_owned(), PatternError { message, fix });
                return self.into.wrong.push(wrong);
            }
        };
        let document = (measure.per == Per::Draft).then_some(self.into.documents.len() as u32);
        if document.is_some() {
            self.into.documents.push((self.at, DocumentRule::Measure(rule.clone())));
        }
        self.into.blocks.push((self.at, BlockRule::Measure { rule: Box::new(rule), document }));
    }

    fn term_or_pattern(&mut self, role: Role, one: &TermOrPattern, field: &str) {
        match one {
            TermOrPattern::Term(term) => self.term(role, term),
            TermOrPattern::Pattern(pattern) => self.pattern(role, pattern, field.into(), Vec::new()),
        }
    }

    fn term(&mut self, role: Role, term: &str) {
        if self.into.known {
            return;
        }
        let rule = self.rule;
        let folded = folded_literal(term);
        if folded.is_empty() {
            return;
        }
        let cares = rule.match_case && !matches!(role, Role::Except | Role::Met { .. });
        let cased = |text: &str| cares.then(|| cased(text).text.trim().into());
        let language = rule.forms.filter(|_| !matches!(role, Role::Met { .. }));
        // A name is not inflected: neither one that must be written just so nor one with capitals of its own. Every
        // German noun begins with one.
        let own_capitals = usize::from(language == Some(FormsLanguage::German));
        let is_name = cares || term.chars().skip(own_capitals).any(char::is_uppercase);
        let variants = match language {
            Some(language) if !is_name => variants(language, &folded),
            _ => vec![(Form::Base, folded)],
        };
        for (form, text) in variants {
            let literal = Literal { rule: self.at, role, form, cased: cased(term) };
            self.into.literals.push(((text, rule.whole_words), literal));
        }
    }

    fn pattern(&mut self, role: Role, source: &str, field: String, wordings: Vec<String>) {
        let index = self.into.patterns.len() as u32;
        let known = self.into.known;
        let gates = if known { None } else { gates(source) };
        for gate in gates.iter().flatten() {
            let literal = Literal { rule: self.at, role: Role::Gate(index), form: Form::Base, cased: None };
            self.into.literals.push(((gate.clone(), false), literal));
        }
        let by_sentence = self.rule.scope.unit == Unit::Sentence && matches!(role, Role::Flag(_) | Role::Allow);
        let mut pattern = PatternUse::own(self.at, source, field.into(), self.rule.match_case);
        (pattern.role, pattern.gated, pattern.by_sentence) = (role, gates.is_some(), by_sentence);
        if !known {
            pattern.signs = signs::needed(source);
        }
        if wordings.iter().any(|wording| wording.contains('$')) {
            pattern.wordings = wordings;
        }
        self.into.patterns.push(pattern);
    }
}

/// A folded wording in all its forms: of a single word all; of an English phrase those of its first word and, as
/// plural, of its last.
fn variants(language: FormsLanguage, folded: &str) -> Vec<(Form, String)> {
    let words: Vec<&str> = folded.split(' ').collect();
    let [first, .., last] = words[..] else { return word_forms(language, folded) };
    if language != FormsLanguage::English {
        return vec![(Form::Base, folded.to_owned())];
    }
    let rest = &folded[first.len()..];
    let head = &folded[..folded.len() - last.len()];
    let mut variants: Vec<(Form, String)> =
        forms(first).into_iter().map(|(form, first)| (form, format!("{first}{rest}"))).collect();
    for (form, last) in forms(last) {
        let text = format!("{head}{last}");
        // A phrase whose last word is inflected keeps its first as it is; so does what is suggested for it.
        if form == Form::S && variants.iter().all(|(_, known)| *known != text) {
            variants.push((Form::Base, text));
        }
    }
    variants
}
