//! What a rule looks for: one type for each kind of rule, as the author wrote it. It never says how it is matched.

use serde::{Deserialize, Serialize};

/// What a rule looks for. One per rule, told by its field in the guide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Any of these words or phrases.
    Terms(Vec<String>),
    /// Deprecated wording, each with what to write instead.
    Replace(Vec<Replacement>),
    /// A regular expression (letter case folded unless `match_case`).
    Pattern(String),
    /// If the condition is met, then the requirement must be met too.
    Require {
        /// What sets the rule off; its first match is what gets flagged.
        when: Condition,
        /// What must then stand there.
        require: Requirement,
        /// How near.
        within: Within,
    },
    /// Either–or in one draft: of each set only one alternative may be used.
    Consistent {
        /// Sets of at least two alternatives.
        sets: Vec<Vec<TermOrPattern>>,
        /// Which alternative stays.
        keep: Keep,
    },
    /// The same twice in a row, line breaks within a block notwithstanding.
    Repeat(Repeat),
    /// Letter case of whole blocks, or of each sentence where the rule's unit is the sentence.
    Case(CaseRule),
    /// At most or at least so many.
    Count(Count),
    /// A measure of the text within bounds.
    Measure(Measure),
    /// Spelling by a Hunspell dictionary.
    Spell(Spell),
    /// Words by their part of speech, one after another in a sentence.
    Sequence(Vec<SequenceToken>),
}

impl RuleKind {
    /// The field that tells this kind in a guide.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Terms(_) => "terms",
            Self::Replace(_) => "replace",
            Self::Pattern(_) => "pattern",
            Self::Require { .. } => "require",
            Self::Consistent { .. } => "consistent",
            Self::Repeat(_) => "repeat",
            Self::Case(_) => "case",
            Self::Count(_) => "count",
            Self::Measure(_) => "measure",
            Self::Spell(_) => "spell",
            Self::Sequence(_) => "sequence",
        }
    }
}

impl Default for RuleKind {
    fn default() -> Self {
        Self::Terms(Vec::new())
    }
}

/// Plain wording, or a regular expression, which guides write between slashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermOrPattern {
    /// A word or phrase.
    Term(String),
    /// A regular expression, without its slashes.
    Pattern(String),
}

impl TermOrPattern {
    /// Reads what a guide writes: `/…/` is a pattern, all else a term.
    pub fn read(text: &str) -> Self {
        match text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(pattern) => Self::Pattern(pattern.to_owned()),
            None => Self::Term(text.to_owned()),
        }
    }

    /// The words or the expression, without slashes.
    pub fn text(&self) -> &str {
        match self {
            Self::Term(text) | Self::Pattern(text) => text,
        }
    }

    /// The words, if it is a term.
    pub fn term(&self) -> Option<&str> {
        match self {
            Self::Term(text) => Some(text),
            Self::Pattern(_) => None,
        }
    }
}

impl Default for TermOrPattern {
    fn default() -> Self {
        Self::Term(String::new())
    }
}

/// One deprecated wording and its better ones; `preferred` empty means: reword or leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// What not to write.
    pub deprecated: TermOrPattern,
    /// What to write instead, best first. Beside a pattern, `$1` and `${name}` stand for what its groups matched and
    /// `$$` for a dollar sign.
    pub preferred: Vec<String>,
}

/// What sets a `require` rule off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// A regular expression (a plain string in `when`).
    Pattern(String),
    /// Any of these terms (a list in `when`).
    Terms(Vec<String>),
}

/// What a `require` rule asks for: met when any part of it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// This module's text, compared folded.
    Module(String),
    /// Any of these texts, compared folded.
    Text(Vec<String>),
    /// A match of this regular expression.
    Pattern(String),
}

/// How near a requirement must be met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// Anywhere in the draft: one flag for the draft, where the rule is first set off.
    #[default]
    Draft,
    /// At most so many blocks before or after the one that sets the rule off (0: in the same block): one flag for
    /// each block that sets it off and has nothing near enough.
    Blocks(u32),
}

/// Which of the alternatives of a `consistent` rule stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The one that the draft uses first.
    #[default]
    First,
    /// The one that the draft uses most; of equals the one used first.
    Most,
}

/// What must not stand twice in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// Regular expressions whose matches must not follow each other with the same text; none: words.
    pub patterns: Vec<String>,
}

/// What letter case is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRule {
    /// The letter case.
    pub to: LetterCase,
    /// What lets the next word begin with a capital in sentence case, as `:`.
    pub indicators: Vec<String>,
    /// A regular expression for what may stand before the text and is not looked at, as `\d+\. `.
    pub prefix: Option<String>,
}

/// A letter case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterCase {
    /// The first word begins with a capital, names keep theirs, all else is small.
    #[default]
    Sentence,
    /// Headline style.
    Title(TitleStyle),
    /// All capitals.
    Upper,
    /// No capitals.
    Lower,
    /// The text must match this regular expression, letter case as it stands.
    Pattern(String),
}

/// Whose rules a title follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleStyle {
    /// The Associated Press Stylebook.
    #[default]
    Ap,
    /// The Chicago Manual of Style.
    Chicago,
}

/// What a count or a measure is taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Each sentence by itself.
    Sentence,
    /// Each block by itself.
    Block,
    /// The whole draft.
    #[default]
    Draft,
}

/// At most or at least so many of something. At least one bound is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What is counted, all together.
    pub of: Vec<TermOrPattern>,
    /// The most there may be.
    pub most: Option<u32>,
    /// The least there must be.
    pub least: Option<u32>,
    /// What it is counted over.
    pub per: Per,
}

/// A measure within bounds. At least one bound is there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// What is measured.
    pub of: Measured,
    /// The most it may be.
    pub most: Option<f64>,
    /// The least it must be.
    pub least: Option<f64>,
    /// What it is measured over.
    pub per: Per,
    /// Text of fewer words is not judged.
    pub from_words: u32,
}

/// What is measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Words in a sentence; over more than one sentence, their mean.
    #[default]
    SentenceWords,
    /// Flesch reading ease.
    Flesch,
    /// Flesch–Kincaid grade.
    FleschKincaid,
    /// Gunning fog index.
    GunningFog,
    /// SMOG grade.
    Smog,
    /// Coleman–Liau index.
    ColemanLiau,
    /// Automated readability index.
    Ari,
    /// Share of sentences in the passive voice, in percent.
    PassiveShare,
    /// The author's own formula.
    Formula(String),
}

impl Measured {
    /// As guides write it; of a formula, the word `formula`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SentenceWords => "sentence_words",
            Self::Flesch => "flesch",
            Self::FleschKincaid => "flesch_kincaid",
            Self::GunningFog => "gunning_fog",
            Self::Smog => "smog",
            Self::ColemanLiau => "coleman_liau",
            Self::Ari => "ari",
            Self::PassiveShare => "passive_share",
            Self::Formula(_) => "formula",
        }
    }
}

/// Spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    /// Name of a Hunspell dictionary, as `en_US`.
    pub dictionary: String,
    /// Words that are right beside those of the dictionary.
    pub words: Vec<String>,
    /// Regular expressions; a word that one of them matches whole is not looked at.
    pub ignore: Vec<String>,
}

/// One word of a `sequence`. It has a tag, a pattern, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceToken {
    /// A regular expression that is found in the name of the word's part of speech (Penn Treebank or universal): `NN`
    /// finds `NNS` too, `^NN$` does not.
    pub tag: Option<String>,
    /// A regular expression that the word must match whole.
    pub pattern: Option<String>,
    /// Whether the word must be any other.
    pub negate: bool,
    /// Up to so many words may stand between the one before and this.
    pub skip: u32,
}
