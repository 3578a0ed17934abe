//! The style guide as data. It holds what the author wrote, validated, and never how it is matched.

use crate::text::BlockKind;
use serde::{Deserialize, Serialize};

/// A style guide: rules, routes, modules and surfaces, with a name, a version and an owner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    /// Shown wherever the guide is named.
    pub name: String,
    /// The author's own version text, as `2026.11`.
    pub version: String,
    /// BCP 47 tag of the language the rules speak of; `en` unless told otherwise.
    pub language: String,
    /// Who answers for the guide; the owner of every rule, route and module that names none.
    pub owner: String,
    /// Where escalations go.
    pub routes: Vec<Route>,
    /// Approved language.
    pub modules: Vec<Module>,
    /// Where text stands on known sites.
    pub surfaces: Vec<SurfaceEntry>,
    /// The rules in the order they were written.
    pub rules: Vec<Rule>,
}

impl Guide {
    /// The route of that id.
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }

    /// The module of that id.
    pub fn module(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.id == id)
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// What a rule says of the text it speaks of. Ordered from the mildest to the strictest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// An exception: silences every other rule on the text it covers, and is never shown.
    Allow,
    /// Better wording exists.
    #[default]
    Prefer,
    /// May ship only after its route decides.
    Escalate,
    /// Must not ship.
    Restrict,
}

/// How much a flag matters. Ordered from the mildest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Take it or leave it.
    Suggestion,
    /// Should be settled before shipping; from here on a draft does not count as clean.
    #[default]
    Warning,
    /// Must be settled before shipping.
    Error,
}

/// Where text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// What is sent to an AI tool.
    Prompt,
    /// What an AI tool answers.
    Response,
    /// Everything else.
    #[default]
    Draft,
}

/// One requirement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Unique in the guide, as `claims.guarantee`.
    pub id: String,
    /// What it looks for.
    pub kind: RuleKind,
    /// What it says of what it finds.
    pub verdict: Verdict,
    /// How much that matters.
    pub severity: Severity,
    /// Who answers for the rule; the guide's owner unless told otherwise.
    pub owner: String,
    /// The reason, shown to the writer.
    pub why: Option<String>,
    /// Where the reason is set out at length; `https:` or `http:`.
    pub link: Option<String>,
    /// A headline for the hint with `{quote}` and `{suggestion}` filled in; made from the kind unless given.
    pub message: Option<String>,
    /// Approved wordings offered for whatever the rule flags.
    pub suggest: Vec<String>,
    /// Ids of modules that may be inserted instead of, or beside, what the rule flags.
    pub modules: Vec<String>,
    /// Id of the route of an `escalate` rule.
    pub route: Option<String>,
    /// Where the rule holds.
    pub scope: Where,
    /// Terms that silence this rule on the text they cover.
    pub except: Vec<String>,
    /// Whether letter case must agree; off unless told otherwise.
    pub match_case: bool,
    /// Whether matches must start and end on word boundaries; on unless told otherwise. Patterns ignore it.
    pub whole_words: bool,
    /// Whether English inflections of single-word terms match too; on unless told otherwise. Patterns ignore it.
    pub forms: bool,
    /// Texts the rule must and must not flag; run whenever the guide is validated.
    pub examples: Examples,
    /// 1-based line in the guide's source where the rule begins; 0 when it has no source.
    pub line: u32,
}

/// What a rule looks for. One per rule, told by its field in the guide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Any of these words or phrases.
    Terms(Vec<String>),
    /// Deprecated wording, each with what to write instead.
    Replace(Vec<Replacement>),
    /// A regular expression (syntax of the `regex` crate; letter case folded unless `match_case`).
    Pattern(String),
    /// If the condition is met, then the requirement must be met in the same draft.
    Require {
        /// What sets the rule off; its first match in the draft is what gets flagged.
        when: Condition,
        /// What must then stand in the draft.
        require: Requirement,
    },
}

impl Default for RuleKind {
    fn default() -> Self {
        Self::Terms(Vec::new())
    }
}

/// One deprecated wording and its better ones; `preferred` empty means: reword or leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// What not to write.
    pub deprecated: String,
    /// What to write instead, best first.
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

/// Where a rule holds. An empty list excludes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Where {
    /// Surfaces.
    pub surfaces: Vec<Surface>,
    /// Hosts; `example.com` covers its subdomains.
    pub hosts: Vec<String>,
    /// Channel names, as `email` or `social`.
    pub channels: Vec<String>,
    /// Block kinds. Empty means every kind but quote, code, alt text, front matter and raw.
    pub blocks: Vec<BlockKind>,
}

/// Texts a rule must and must not flag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examples {
    /// Each raises at least one flag of this rule.
    pub flag: Vec<String>,
    /// None raises a flag of this rule.
    pub pass: Vec<String>,
}

/// Where an escalation goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Unique in the guide, as `legal`.
    pub id: String,
    /// Who decides.
    pub owner: String,
    /// A `https:` or `mailto:` address with `{rule}`, `{quote}`, `{url}`, `{why}` and `{owner}` to be filled in.
    pub contact: Option<String>,
    /// Business minutes within which the owner answers; the first half of the SLA.
    pub respond_within: Option<BusinessTime>,
    /// Business time within which the owner decides; the second half of the SLA.
    pub resolve_within: Option<BusinessTime>,
    /// When the owner works; around the clock unless given.
    pub calendar: Option<Calendar>,
}

/// A stretch of business time as the guide writes it: `30m`, `4h` or `2d`. A day is one business day of the
/// route's calendar (24 hours without one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessTime {
    /// Minutes (hours are written as 60 of them).
    Minutes(u32),
    /// Business days.
    Days(u32),
}

/// Weekly business hours in one time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Working days, Monday first.
    pub days: [bool; 7],
    /// Minute of the day at which work begins.
    pub opens: u16,
    /// Minute of the day at which work ends.
    pub closes: u16,
    /// IANA time zone name.
    pub zone: String,
    /// Days off, as ISO dates.
    pub holidays: Vec<String>,
}

/// Approved language: text that may be inserted as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Unique in the guide, as `apr`.
    pub id: String,
    /// What the writer chooses it by.
    pub title: String,
    /// The text itself; may have line breaks.
    pub text: String,
    /// Who approved it.
    pub owner: String,
    /// ISO date of the last review.
    pub reviewed: Option<String>,
    /// ISO date after which it is no longer offered.
    pub expires: Option<String>,
}

/// Where text stands on a known site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurfaceEntry {
    /// The tool's name, as `ChatGPT`.
    pub name: String,
    /// Hosts; `example.com` covers its subdomains.
    pub hosts: Vec<String>,
    /// CSS selector of the field that is sent to an AI tool.
    pub prompt: Option<String>,
    /// CSS selector of what the AI tool answers.
    pub response: Option<String>,
    /// Name of the channel everything on these hosts belongs to.
    pub channel: Option<String>,
}
