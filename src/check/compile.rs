//! Turns a guide into a lexicon of all its literals, its patterns and its document rules. Never looks at a draft.

use super::document::DocumentRule;
use super::forms::{Form, forms};
use super::gates::gates;
use super::lexicon::Lexicon;
use super::pattern::{Pattern, PatternError};
use crate::guide::{Condition, FormsLanguage, Guide, Problem, Requirement, Rule, RuleKind, Verdict};
use crate::text::{cased, folded_literal};
use std::sync::{Arc, OnceLock};

/// A guide may have so many literals, word forms included.
const MOST_LITERALS: usize = 400_000;
/// All patterns of a guide may be so many.
const MOST_PATTERNS: usize = 5_000;

/// A guide compiled for matching; shared by every open draft.
#[derive(Debug)]
pub struct Checker {
    guide: Arc<Guide>,
    pub(super) lexicon: Lexicon,
    /// What the lexicon's literals stand for, those of one literal next to each other.
    meanings: Vec<Literal>,
    /// Where in `meanings` those of each literal begin; one more than there are literals.
    meanings_begin: Vec<u32>,
    pub(super) patterns: Vec<PatternUse>,
    /// Rules that speak of the whole draft, each with the index of its rule.
    pub(super) documents: Vec<(u32, DocumentRule)>,
}

/// What a find of a literal or pattern means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The pattern of that index may match: without one of its gates it cannot.
    Gate(u32),
}

/// A literal's meaning.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    /// Index of the rule.
    pub rule: u32,
    pub role: Role,
    /// Which form of the guide's wording it is.
    pub form: Form,
    /// What it must equal in the view that keeps letter case, if the rule cares.
    pub cased: Option<Box<str>>,
}

/// A pattern's meaning.
#[derive(Debug)]
pub(super) struct PatternUse {
    pub rule: u32,
    pub role: Role,
    /// Whether it is run only on blocks in which one of its gates was found.
    pub gated: bool,
    source: Box<str>,
    match_case: bool,
    /// Compiled when first run: that is dear, and most patterns of a guide have nothing to do in most drafts.
    compiled: OnceLock<Option<Pattern>>,
}

impl PatternUse {
    /// The pattern, compiled; none where it cannot be, which whoever put the guide in force was told.
    pub fn pattern(&self) -> Option<&Pattern> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    fn compile(&self) -> Result<Pattern, PatternError> {
        Pattern::compile(&self.source, self.match_case)
    }
}

impl Checker {
    /// Compiles a guide.
    ///
    /// # Errors
    /// One problem per rule that cannot be compiled (a pattern that is no regular expression, a guide too large).
    pub fn compile(guide: Arc<Guide>) -> Result<Self, Vec<Problem>> {
        let checker = Self::compile_again(guide)?;
        let problems: Vec<Problem> = checker.patterns.iter().filter_map(|pattern| checker.refused(pattern)).collect();
        if problems.is_empty() { Ok(checker) } else { Err(problems) }
    }

    /// Compiles a guide that was compiled before, as when a background starts anew: patterns wait until they are run.
    ///
    /// # Errors
    /// A guide too large.
    pub fn compile_again(guide: Arc<Guide>) -> Result<Self, Vec<Problem>> {
        let mut building = Building::default();
        for (index, rule) in guide.rules.iter().enumerate() {
            building.rule(&guide, index as u32, rule);
        }
        let Building { mut literals, patterns, documents } = building;
        let mut problems = Vec::new();
        if literals.len() > MOST_LITERALS {
            problems.push(Problem {
                message: format!(
                    "the guide has {} wordings, forms included; {MOST_LITERALS} are the most",
                    literals.len()
                ),
                fix: "split it into several guides, or set `forms: false` on long lists".into(),
                ..Problem::default()
            });
        }
        if patterns.len() > MOST_PATTERNS {
            problems.push(Problem {
                message: format!("the guide has {} patterns; {MOST_PATTERNS} are the most", patterns.len()),
                fix: "write plain wordings under `terms`, which cost nothing".into(),
                ..Problem::default()
            });
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        // Stable: what rules say of one literal stays in the order of the rules.
        literals.sort_by(|a, b| a.0.cmp(&b.0));
        let (mut keys, mut meanings, mut meanings_begin) = (Vec::new(), Vec::with_capacity(literals.len()), Vec::new());
        for (key, meaning) in literals {
            if keys.last() != Some(&key) {
                keys.push(key);
                meanings_begin.push(meanings.len() as u32);
            }
            meanings.push(meaning);
        }
        meanings_begin.push(meanings.len() as u32);
        let lexicon = Lexicon::new(&keys).map_err(|error| {
            vec![Problem {
                message: format!("the guide's wordings are too large: {error}"),
                fix: "split the guide".into(),
                ..Problem::default()
            }]
        })?;
        Ok(Self { guide, lexicon, meanings, meanings_begin, patterns, documents })
    }

    /// What the lexicon's literal of that number stands for.
    pub(super) fn meanings(&self, number: u32) -> &[Literal] {
        let begin = |number: u32| self.meanings_begin[number as usize] as usize;
        &self.meanings[begin(number)..begin(number + 1)]
    }

    fn refused(&self, pattern: &PatternUse) -> Option<Problem> {
        let error = pattern.compile().map(|compiled| drop(pattern.compiled.set(Some(compiled)))).err()?;
        let rule = &self.guide.rules[pattern.rule as usize];
        let field = match pattern.role {
            Role::When(_) => "when",
            Role::Met { .. } => "require.pattern",
            _ => "pattern",
        };
        Some(refused(pattern.rule as usize, rule, field, &error))
    }

    /// The guide this was compiled from.
    pub fn guide(&self) -> &Arc<Guide> {
        &self.guide
    }
}

#[derive(Default)]
struct Building {
    /// A folded text, whether it counts only as a whole word, and what it stands for.
    literals: Vec<((String, bool), Literal)>,
    patterns: Vec<PatternUse>,
    documents: Vec<(u32, DocumentRule)>,
}

impl Building {
    fn rule(&mut self, guide: &Guide, at: u32, rule: &Rule) {
        let role = |choice: usize| if rule.verdict == Verdict::Allow { Role::Allow } else { Role::Flag(choice as u32) };
        let forms = rule.forms == Some(FormsLanguage::English);
        match &rule.kind {
            RuleKind::Terms(terms) => {
                for (choice, term) in terms.iter().enumerate() {
                    self.term(at, rule, role(choice), term, forms);
                }
            }
            RuleKind::Replace(replacements) => {
                for (choice, replacement) in replacements.iter().enumerate() {
                    if let Some(term) = replacement.deprecated.term() {
                        self.term(at, rule, role(choice), term, forms);
                    }
                }
            }
            RuleKind::Pattern(pattern) => self.pattern(at, rule, role(0), pattern),
            RuleKind::Require { when, require, within: _ } => {
                let document = self.documents.len() as u32;
                match when {
                    Condition::Pattern(pattern) => {
                        self.pattern(at, rule, Role::When(document), pattern);
                    }
                    Condition::Terms(terms) => {
                        for term in terms {
                            self.term(at, rule, Role::When(document), term, forms);
                        }
                    }
                }
                let mut alternatives = Vec::new();
                let texts = match require {
                    Requirement::Module(id) => guide.module(id).map(|module| vec![&module.text]).unwrap_or_default(),
                    Requirement::Text(texts) => texts.iter().collect(),
                    Requirement::Pattern(pattern) => {
                        let role = Role::Met { document, alternative: 0, line: 0 };
                        alternatives.push(1);
                        self.pattern(at, rule, role, pattern);
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
                            let role = Role::Met { document, alternative, line: line as u32 };
                            self.term(at, rule, role, text, false);
                        }
                    }
                }
                self.documents.push((at, DocumentRule::Require { alternatives }));
            }
            RuleKind::Consistent { .. }
            | RuleKind::Repeat(_)
            | RuleKind::Case(_)
            | RuleKind::Count(_)
            | RuleKind::Measure(_)
            | RuleKind::Spell(_)
            | RuleKind::Sequence(_) => {}
        }
        for term in &rule.except {
            self.term(at, rule, Role::Except, term, forms);
        }
    }

    fn term(&mut self, rule_index: u32, rule: &Rule, role: Role, term: &str, with_forms: bool) {
        let folded = folded_literal(term);
        if folded.is_empty() {
            return;
        }
        let cares = rule.match_case && matches!(role, Role::Flag(_) | Role::Allow | Role::When(_));
        let cased = |text: &str| cares.then(|| cased(text).text.trim().into());
        // A name is not inflected: neither one that must be written just so nor one with capitals of its own.
        let is_name = cares || term.chars().any(char::is_uppercase);
        let variants = if with_forms && !is_name { variants(&folded) } else { vec![(Form::Base, folded)] };
        for (form, text) in variants {
            let literal = Literal { rule: rule_index, role, form, cased: cased(term) };
            self.literals.push(((text, rule.whole_words), literal));
        }
    }

    fn pattern(&mut self, rule_index: u32, rule: &Rule, role: Role, source: &str) {
        let index = self.patterns.len() as u32;
        let gates = gates(source);
        for gate in gates.iter().flatten() {
            let literal = Literal { rule: rule_index, role: Role::Gate(index), form: Form::Base, cased: None };
            self.literals.push(((gate.clone(), false), literal));
        }
        self.patterns.push(PatternUse {
            rule: rule_index,
            role,
            gated: gates.is_some(),
            source: source.into(),
            match_case: rule.match_case,
            compiled: OnceLock::new(),
        });
    }
}

fn refused(index: usize, rule: &Rule, field: &str, error: &PatternError) -> Problem {
    let PatternError { message, fix } = error.clone();
    Problem { line: rule.line, column: 0, field: format!("rules[{index}].{field}"), message, fix }
}

/// A folded wording in all its forms: of a single word all, of a phrase those of its first word and, as plural, of
/// its last.
fn variants(folded: &str) -> Vec<(Form, String)> {
    let words: Vec<&str> = folded.split(' ').collect();
    let [first, .., last] = words[..] else { return forms(folded) };
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
