//! The format of a rule: every field there is, what it holds and what it is for. A field that is not here does not
//! exist; which fields mean something beside which is told in `meaning`.

use super::format::{HOST, ID, LANGUAGE, TEXTS, field, record, required};
use super::shape::{Choices, Empty, Form, Number, Record, Shape};
use super::value;

/// Verdicts, mildest first.
pub const VERDICTS: [&str; 4] = ["allow", "prefer", "restrict", "escalate"];
/// Severities, mildest first.
pub const SEVERITIES: [&str; 3] = ["suggestion", "warning", "error"];
/// Surfaces.
pub const SURFACES: [&str; 3] = ["prompt", "response", "draft"];
/// Block kinds.
pub const BLOCKS: [&str; 10] =
    ["paragraph", "heading", "list_item", "table_cell", "quote", "code", "line", "alt_text", "front_matter", "raw"];
/// Kinds of stretches within blocks.
pub const INLINES: [&str; 3] = ["link", "code", "quote"];
/// What a pattern or a letter case is held against.
pub const SCOPES: [&str; 2] = ["paragraph", "sentence"];
/// Fields of which every rule has exactly one: they tell its kind.
pub const KINDS: [&str; 11] =
    ["terms", "replace", "pattern", "require", "consistent", "repeat", "case", "count", "measure", "spell", "sequence"];
/// Letter cases that have a name.
pub const CASES: [&str; 4] = ["sentence", "title", "upper", "lower"];
/// Whose rules a title follows.
pub const TITLE_STYLES: [&str; 2] = ["ap", "chicago"];
/// What a count or measure is taken over.
pub const PER: [&str; 3] = ["sentence", "block", "draft"];
/// What can be measured.
pub const MEASURES: [&str; 8] =
    ["sentence_words", "flesch", "flesch_kincaid", "gunning_fog", "smog", "coleman_liau", "ari", "passive_share"];
/// Languages whose word forms are known.
pub const FORMS_LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];
/// Which alternative of a `consistent` rule stays.
pub const KEEP: [&str; 2] = ["first", "most"];

const WORDINGS: Shape = Shape::OneOrMany(&Shape::Wording);
const TEXT_LIST: Shape = Shape::List(&Shape::Text, Empty::Wrong);
const SOUGHT: Shape = Shape::Form(&TERM_OR_PATTERN);

static TERM_OR_PATTERN: Form = Form {
    noun: "a term, or a pattern between slashes",
    check: |text| value::term_or_pattern(text).map(drop),
    pattern: Some(r"\S"),
    examples: &["leverage", r"/(\w+)-wise/"],
};
static LINK: Form = Form {
    noun: "a web address",
    check: |text| value::link(text).map(drop),
    pattern: Some(r"^https?://\S+$"),
    examples: &["https://brand.example.com/claims"],
};
static MESSAGE: Form = Form {
    noun: "a message",
    check: |text| value::message(text).map(drop),
    pattern: None,
    examples: &["Say “{suggestion}” rather than “{quote}”."],
};
static DICTIONARY: Form = Form {
    noun: "the name of a dictionary",
    check: |text| value::dictionary(text).map(drop),
    pattern: Some(r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"),
    examples: &["en_US", "de_DE"],
};

static TIMES: Number = Number { least: 0.0, most: 100_000.0, whole: true };
static NEAR: Number = Number { least: 1.0, most: 1_000.0, whole: true };
static LEVEL: Number = Number { least: 1.0, most: 6.0, whole: true };
static SKIP: Number = Number { least: 0.0, most: 20.0, whole: true };
static BOUND: Number = Number { least: -1_000_000.0, most: 1_000_000.0, whole: false };

/// One rule.
pub static RULE: Record = Record {
    name: "rule",
    doc: "One requirement. Says what it looks for by exactly one of terms, replace, pattern, require (with when), consistent, repeat, case, count, measure, spell or sequence.",
    one_of: &KINDS,
    together: &[("when", "require")],
    exactly_when: &[("route", "verdict", "escalate")],
    fields: &[
        required("id", Shape::Form(&ID), "Unique in the guide, as claims.guarantee."),
        field(
            "verdict",
            Shape::Choice(&VERDICTS),
            "What it says of what it finds; prefer unless told otherwise. allow silences other rules; prefer: better wording exists; restrict: must not ship; escalate: its route decides.",
        ),
        field(
            "severity",
            Shape::Choice(&SEVERITIES),
            "How much it matters. Unless told otherwise prefer is a suggestion, escalate a warning, restrict an error.",
        ),
        field(
            "terms",
            TEXTS,
            "Words or phrases to look for; letter case and word forms are folded unless told otherwise.",
        ),
        field(
            "replace",
            Shape::Map(Some(&TERM_OR_PATTERN), &Shape::Nullable(&WORDINGS)),
            "Deprecated wording, each with what to write instead: text, a list (best first), \"\" to take it out, or null to have it reworded. Between slashes it is a regular expression, and $1 and ${name} stand for what its groups matched.",
        ),
        field("pattern", Shape::Text, "A regular expression to look for; single quotes keep its backslashes."),
        field("when", TEXTS, "What sets the requirement off: a regular expression, or a list of terms."),
        field("require", Shape::Record(&REQUIRE), "What must then stand in the same draft, or nearer."),
        field(
            "consistent",
            Shape::OneOf(&CONSISTENT),
            "Sets of alternatives of which a draft may use only one: [[e-mail, email], [adviser, advisor]], or {adviser: advisor}.",
        ),
        field(
            "keep",
            Shape::Choice(&KEEP),
            "Which alternative stays: the one used first (unless told otherwise) or most.",
        ),
        field(
            "repeat",
            Shape::OneOf(&REPEAT),
            "What must not stand twice in a row: words, or {pattern: …} for what a regular expression matches.",
        ),
        field(
            "case",
            Shape::OneOf(&CASE),
            "Letter case of whole blocks, usually with where: {blocks: heading}: sentence, title, upper, lower, or more in {to: …}. Words in except are kept as they are written there.",
        ),
        field("count", Shape::Record(&COUNT), "At most or at least so many of something."),
        field("measure", Shape::Record(&MEASURE), "A measure of the text within bounds, as readability."),
        field("spell", Shape::OneOf(&SPELL), "Spelling by a Hunspell dictionary, as en_US; more in {dictionary: …}."),
        field(
            "sequence",
            Shape::List(&Shape::Record(&TOKEN), Empty::Wrong),
            "Words one after another in a sentence, by part of speech or pattern. English only.",
        ),
        field(
            "suggest",
            WORDINGS,
            "Approved wordings offered for whatever the rule flags; \"\" offers to take it out. Beside a pattern, $1 and ${name} stand for what its groups matched, $$ for a dollar sign.",
        ),
        field("modules", TEXTS, "Ids of modules offered for whatever the rule flags."),
        field("message", Shape::Form(&MESSAGE), "The hint's headline; {quote} and {suggestion} are filled in."),
        field("why", Shape::Text, "The reason, shown to the writer."),
        field("link", Shape::Form(&LINK), "Where the reason is set out at length."),
        field("owner", Shape::Text, "Who answers for the rule; the guide's owner unless told otherwise."),
        field("route", Shape::Form(&ID), "Id of the route that decides; only with verdict: escalate."),
        field("where", Shape::Record(&WHERE), "Where the rule holds; everywhere unless told otherwise."),
        field("except", TEXTS, "Terms that silence this rule on the text they cover."),
        field("match_case", Shape::Flag, "Whether letter case must agree; false unless told otherwise."),
        field("whole_words", Shape::Flag, "Whether matches are whole words; true unless told otherwise."),
        field(
            "forms",
            Shape::OneOf(&FORMS),
            "Whether inflections of single words match too, and of which language: true (the guide's language, unless told otherwise), false, en, de, fr or es.",
        ),
        field(
            "keep_case",
            Shape::Flag,
            "Whether suggestions take on the letter case of what they replace; true unless told otherwise.",
        ),
        field(
            "hold",
            Shape::Flag,
            "Whether a prompt with a flag of this rule is held back once before it is sent: only with verdict: restrict and severity: error, where prompts are looked at; false unless told otherwise.",
        ),
        field(
            "examples",
            Shape::Record(&EXAMPLES),
            "Texts the rule must and must not flag; run whenever the guide is validated.",
        ),
    ],
};

static REQUIRE: Record = Record {
    name: "requirement",
    doc: "What must stand in the draft: a module, a text or a match of a pattern.",
    one_of: &["module", "text", "pattern"],
    together: &[],
    exactly_when: &[],
    fields: &[
        field("module", Shape::Form(&ID), "Id of a module whose text must be there; it is offered to the writer."),
        field("text", TEXTS, "A text that must be there, or a list any of which will do."),
        field("pattern", Shape::Text, "A regular expression that must match."),
        field(
            "within",
            Shape::OneOf(&WITHIN),
            "How near: draft (anywhere in it, unless told otherwise), block (the same one), or so many blocks before or after.",
        ),
    ],
};

static WITHIN: Choices = Choices {
    noun: "how near",
    fix: "write draft, block or a number of blocks",
    shapes: &[Shape::Choice(&["draft", "block"]), Shape::Number(&NEAR)],
};

static CONSISTENT: Choices = Choices {
    noun: "sets of alternatives",
    fix: "write [[e-mail, email], [adviser, advisor]] or {adviser: advisor}",
    shapes: &[
        Shape::List(&Shape::OneOf(&ALTERNATIVES), Empty::Wrong),
        Shape::Map(Some(&TERM_OR_PATTERN), &Shape::OneOrMany(&SOUGHT)),
    ],
};

static ALTERNATIVES: Choices = Choices {
    noun: "a list of alternatives",
    fix: "put the alternatives in a list of their own, as [[e-mail, email]]",
    shapes: &[Shape::List(&SOUGHT, Empty::Wrong)],
};

static REPEAT: Choices = Choices {
    noun: "what must not repeat",
    fix: "write words, or {pattern: …}",
    shapes: &[Shape::Choice(&["words"]), Shape::Record(&REPEAT_RECORD)],
};

static REPEAT_RECORD: Record = record(
    "repeat",
    "What must not stand twice in a row.",
    &[required("pattern", TEXTS, "A regular expression, or a list: matches of the same text in a row are flagged.")],
);

static CASE: Choices = Choices {
    noun: "a letter case",
    fix: "write sentence, title, upper or lower, or {to: …}",
    shapes: &[Shape::Choice(&CASES), Shape::Record(&CASE_RECORD)],
};

static CASE_RECORD: Record = Record {
    name: "case",
    doc: "A letter case, by name or as a pattern.",
    one_of: &["to", "pattern"],
    together: &[],
    exactly_when: &[],
    fields: &[
        field("to", Shape::Choice(&CASES), "sentence, title, upper or lower."),
        field("pattern", Shape::Text, "A regular expression that the text must match, letter case as it stands."),
        field(
            "style",
            Shape::Choice(&TITLE_STYLES),
            "Whose rules a title follows: ap (unless told otherwise) or chicago.",
        ),
        field(
            "indicators",
            TEXTS,
            "What lets the next word begin with a capital in sentence case, as \":\"; nothing unless told otherwise.",
        ),
        field("prefix", Shape::Text, "A regular expression for what may stand before the text and is not looked at."),
    ],
};

static COUNT: Record = record(
    "count",
    "At most or at least so many of something; one flag for each sentence, block or draft that is out of bounds.",
    &[
        required(
            "of",
            Shape::OneOrMany(&SOUGHT),
            "What is counted, all together: terms, or regular expressions between slashes.",
        ),
        field("most", Shape::Number(&TIMES), "The most there may be."),
        field("least", Shape::Number(&TIMES), "The least there must be."),
        field("per", Shape::Choice(&PER), "What it is counted over: sentence, block or draft (unless told otherwise)."),
    ],
);

static MEASURE: Record = Record {
    name: "measure",
    doc: "A measure of the text within bounds.",
    one_of: &["of", "formula"],
    together: &[],
    exactly_when: &[],
    fields: &[
        field(
            "of",
            Shape::Choice(&MEASURES),
            "What is measured. passive_share is in percent of the sentences; the others are on their own published scales.",
        ),
        field(
            "formula",
            Shape::Text,
            "Your own formula, with + - * / ( ), numbers and words, sentences, characters, syllables, complex_words, long_words, polysyllabic_words, paragraphs, list, blockquote, pre, heading_h1 to heading_h6.",
        ),
        field("most", Shape::Number(&BOUND), "The most it may be."),
        field("least", Shape::Number(&BOUND), "The least it must be."),
        field(
            "per",
            Shape::Choice(&PER),
            "What it is measured over: sentence (unless told otherwise for sentence_words), block or draft (for all others).",
        ),
        field("from_words", Shape::Number(&TIMES), "Text of fewer words is not judged; 0 unless told otherwise."),
    ],
};

static SPELL: Choices = Choices {
    noun: "a dictionary",
    fix: "write its name, as en_US, or {dictionary: …}",
    shapes: &[Shape::Form(&DICTIONARY), Shape::Record(&SPELL_RECORD)],
};

static SPELL_RECORD: Record = record(
    "spell",
    "Spelling by a Hunspell dictionary.",
    &[
        required("dictionary", Shape::Form(&DICTIONARY), "Its name, as en_US."),
        field("words", TEXTS, "Words that are right beside those of the dictionary, as names of products."),
        field("ignore", TEXTS, "Regular expressions: a word that one of them matches whole is not looked at."),
    ],
);

static TOKEN: Record = record(
    "token",
    "One word of a sequence: by tag, by pattern or by both.",
    &[
        field("tag", Shape::Text, "Part of speech: a Penn Treebank tag, or a regular expression, as VB.* or NN|NNS."),
        field("pattern", Shape::Text, "A regular expression that the whole word must match."),
        field("negate", Shape::Flag, "Whether it must be any other word; false unless told otherwise."),
        field("skip", Shape::Number(&SKIP), "Up to so many words may stand between the one before and this."),
    ],
);

static FORMS: Choices = Choices {
    noun: "true, false or a language",
    fix: "write true, false, en, de, fr or es",
    shapes: &[Shape::Flag, Shape::Choice(&FORMS_LANGUAGES)],
};

static WHERE: Record = record(
    "place",
    "Where a rule holds. What is left out excludes nothing.",
    &[
        field(
            "surface",
            Shape::OneOrMany(&Shape::Choice(&SURFACES)),
            "prompt (sent to an AI tool), response (its answer) or draft (all else).",
        ),
        field("surfaces", Shape::OneOrMany(&Shape::Choice(&SURFACES)), "The same as surface."),
        field("host", Shape::OneOrMany(&Shape::Form(&HOST)), "Host names; subdomains are covered."),
        field("hosts", Shape::OneOrMany(&Shape::Form(&HOST)), "The same as host."),
        field("channel", TEXTS, "Channels, as the surfaces name them."),
        field("channels", TEXTS, "The same as channel."),
        field(
            "language",
            Shape::OneOrMany(&Shape::Form(&LANGUAGE)),
            "Languages the text is written in; en covers en-GB. Text whose language is unknown is covered.",
        ),
        field("languages", Shape::OneOrMany(&Shape::Form(&LANGUAGE)), "The same as language."),
        field(
            "block",
            Shape::OneOrMany(&Shape::Choice(&BLOCKS)),
            "Block kinds; every kind but quote, code, alt_text, front_matter and raw unless told otherwise.",
        ),
        field("blocks", Shape::OneOrMany(&Shape::Choice(&BLOCKS)), "The same as block."),
        field(
            "level",
            Shape::OneOrMany(&Shape::Number(&LEVEL)),
            "Heading levels, 1 to 6; alone it means headings of these levels only.",
        ),
        field("levels", Shape::OneOrMany(&Shape::Number(&LEVEL)), "The same as level."),
        field(
            "inline",
            Shape::OneOrMany(&Shape::Choice(&INLINES)),
            "Only the text of links, inline code or inline quotations; all but inline code and quotations unless told otherwise.",
        ),
        field(
            "scope",
            Shape::Choice(&SCOPES),
            "What a pattern or a letter case is held against: paragraph (the whole block, unless told otherwise) or sentence. Only with pattern, case and patterns in replace.",
        ),
    ],
);

static EXAMPLES: Record = record(
    "examples",
    "Texts the rule must and must not flag.",
    &[
        field("flag", TEXT_LIST, "Each raises at least one flag of this rule."),
        field("pass", TEXT_LIST, "None raises a flag of this rule."),
    ],
);
