//! Turns a guide into a lexicon of all its literals, its patterns and its document rules. Never looks at a draft.

use super::block_rule::BlockRule;
use super::document::DocumentRule;
use super::in_force::Scopes;
use super::kept;
use super::lexicon::Lexicon;
use super::lower::{Literal, Lowered};
use super::pattern::PatternError;
use super::pattern_use::PatternUse;
use super::{Resource, Resources, Tagger};
use crate::guide::{Guide, Problem, Rule};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A guide may have so many literals, word forms included.
const MOST_LITERALS: usize = 400_000;
/// All patterns of a guide may be so many.
const MOST_PATTERNS: usize = 5_000;
/// All patterns of a guide together may compile to so many bytes.
const MOST_PATTERN_BYTES: usize = 128 << 20;

/// A guide compiled for matching; shared by every open draft.
#[derive(Debug)]
pub struct Checker {
    guide: Arc<Guide>,
    pub(super) lexicon: Lexicon,
    /// What the lexicon's literals stand for, those of one literal next to each other.
    pub(super) meanings: Vec<Literal>,
    /// Where in `meanings` those of each literal begin; one more than there are literals.
    pub(super) meanings_begin: Vec<u32>,
    pub(super) patterns: Vec<PatternUse>,
    /// What is judged of a block as a whole, each with the index of its rule.
    pub(super) blocks: Vec<(u32, BlockRule)>,
    /// Rules that speak of the whole draft, each with the index of its rule.
    pub(super) documents: Vec<(u32, DocumentRule)>,
    /// Those of them that look at which blocks follow each other.
    pub(super) neighbourly: Vec<u32>,
    /// Where each rule holds.
    pub(super) scopes: Scopes,
    /// What could not be read: index of the rule, its field, and what is wrong there.
    wrong: Vec<(u32, String, PatternError)>,
    /// The tagger, once it is there.
    pub(super) tagger: Option<Arc<Tagger>>,
    /// Rules in the order of their ids, made when first asked for.
    by_id: OnceLock<Vec<u32>>,
}

impl Checker {
    /// Compiles a guide.
    ///
    /// # Errors
    /// One problem per rule that cannot be compiled (a pattern that is no regular expression, a guide too large).
    pub fn compile(guide: Arc<Guide>) -> Result<Self, Vec<Problem>> {
        let checker = Self::compile_again(guide)?;
        let at = |rule: u32, field: &str, PatternError { message, fix }: PatternError| {
            let line = checker.guide.rules[rule as usize].line;
            Problem { line, column: 0, field: format!("rules[{rule}].{field}"), message, fix }
        };
        let wrong = checker.wrong.iter();
        let mut problems: Vec<Problem> = wrong.map(|(rule, field, error)| at(*rule, field, error.clone())).collect();
        for (rule, block) in &checker.blocks {
            if let BlockRule::Sequence(sequence) = block
                && let Err((field, error)) = sequence.try_compile()
            {
                problems.push(at(*rule, &field, error));
            }
        }
        let mut bytes = 0;
        for pattern in &checker.patterns {
            match pattern.try_compile() {
                Ok(more) => bytes += more,
                Err((field, error)) => problems.push(at(pattern.rule, &field, error)),
            }
            if bytes > MOST_PATTERN_BYTES {
                let most = MOST_PATTERN_BYTES >> 20;
                problems.push(Problem {
                    message: format!("the guide's patterns together are larger than {most} MB when compiled"),
                    fix: "write smaller repetition counts, or plain wordings under `terms`".into(),
                    ..Problem::default()
                });
                break;
            }
        }
        problems.sort_by_key(|problem| problem.line);
        if problems.is_empty() { Ok(checker) } else { Err(problems) }
    }

    /// Compiles a guide that was compiled before, as when a background starts anew: patterns wait until they are run.
    ///
    /// # Errors
    /// A guide too large.
    pub fn compile_again(guide: Arc<Guide>) -> Result<Self, Vec<Problem>> {
        let mut lowered = Lowered::new(&guide, false);
        let (mut literals, patterns) = (std::mem::take(&mut lowered.literals), &lowered.patterns);
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
        Ok(Self::of(guide, lowered, lexicon, (meanings, meanings_begin)))
    }

    /// What [`Checker::compile`] made of the same guide, from what [`Checker::keep`] wrote then; none where these bytes
    /// are not that.
    pub fn from_kept(guide: Arc<Guide>, bytes: &[u8]) -> Option<Self> {
        let kept = kept::read(bytes)?;
        let mut lowered = Lowered::new(&guide, true);
        kept.gate(&mut lowered.patterns)?;
        let lexicon = Lexicon::again(kept.lexicon)?;
        Some(Self::of(guide, lowered, lexicon, (kept.meanings, kept.meanings_begin)))
    }

    /// What is dear to make again, as bytes for [`Checker::from_kept`] in the same build: all literals with their forms,
    /// and what patterns cannot match without.
    pub fn keep(&self) -> Vec<u8> {
        kept::write(self)
    }

    fn of(guide: Arc<Guide>, lowered: Lowered, lexicon: Lexicon, literals: (Vec<Literal>, Vec<u32>)) -> Self {
        let Lowered { patterns, blocks, documents, wrong, .. } = lowered;
        let (meanings, meanings_begin) = literals;
        let numbered = documents.iter().zip(0u32..);
        let neighbourly =
            numbered.filter(|((_, rule), _)| rule.looks_at_neighbours()).map(|(_, number)| number).collect();
        let (tagger, by_id) = (None, OnceLock::new());
        let scopes = Scopes::new(&guide);
        Self {
            guide,
            scopes,
            lexicon,
            meanings,
            meanings_begin,
            patterns,
            blocks,
            documents,
            neighbourly,
            wrong,
            tagger,
            by_id,
        }
    }

    /// Gives the rules the data they need, as far as it is there.
    #[must_use]
    pub fn equipped(mut self, resources: &Resources) -> Self {
        for (_, block) in &mut self.blocks {
            if let BlockRule::Spell(rule) = block
                && let Some(spelling) = resources.dictionary(&rule.dictionary)
            {
                rule.equip(spelling);
            }
        }
        self.tagger = resources.tagger().cloned().or(self.tagger);
        self
    }

    /// What rules need and was not there: until it is, they find nothing. Each with the ids of its rules.
    pub fn missing(&self) -> Vec<(Resource, Vec<&str>)> {
        let mut missing: BTreeMap<Resource, Vec<&str>> = BTreeMap::new();
        for (rule, block) in &self.blocks {
            let resource = match block {
                BlockRule::Spell(rule) if !rule.is_equipped() => Resource::Dictionary(rule.dictionary.clone()),
                BlockRule::Sequence(rule) if rule.needs_tags() && self.tagger.is_none() => Resource::Tagger,
                _ => continue,
            };
            missing.entry(resource).or_default().push(&self.guide.rules[*rule as usize].id);
        }
        missing.into_iter().collect()
    }

    /// What the lexicon's literal of that number stands for.
    pub(super) fn meanings(&self, number: u32) -> &[Literal] {
        let begin = |number: u32| self.meanings_begin[number as usize] as usize;
        &self.meanings[begin(number)..begin(number + 1)]
    }

    /// The rule of that id, in a time that hardly grows with the guide.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let rules = &self.guide.rules;
        let id_of = |index: u32| rules[index as usize].id.as_str();
        let by_id = self.by_id.get_or_init(|| {
            let mut by_id: Vec<u32> = (0..rules.len() as u32).collect();
            by_id.sort_by_key(|index| id_of(*index));
            by_id
        });
        let found = by_id.binary_search_by_key(&id, |index| id_of(*index)).ok()?;
        Some(&rules[by_id[found] as usize])
    }

    /// The guide this was compiled from.
    pub fn guide(&self) -> &Arc<Guide> {
        &self.guide
    }
}
