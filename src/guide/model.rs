//! The style guide as data. It holds what the author wrote, validated, and never how it is matched.

use super::RuleKind;
use crate::text::{BlockKind, InlineKind};
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
    /// The language whose inflections of single-word terms match too, if any do: the guide's unless told otherwise.
    /// Patterns ignore it.
    pub forms: Option<FormsLanguage>,
    /// Whether suggestions take on the letter case of what they replace; on unless told otherwise.
    pub keep_case: bool,
    /// Whether a prompt with a flag of this rule is held back once before it is sent; off unless told otherwise.
    pub hold: bool,
    /// Texts the rule must and must not flag; run whenever the guide is validated.
    pub examples: Examples,
    /// 1-based line in the guide's source where the rule begins; 0 when it has no source.
    pub line: u32,
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
    /// BCP 47 tags of what the text is written in; `en` covers `en-GB`. Text of unknown language is covered by all.
    pub languages: Vec<String>,
    /// Block kinds. Empty means every kind but quote, code, alt text, front matter and raw.
    pub blocks: Vec<BlockKind>,
    /// Heading levels, 1 to 6; headings of others are left out.
    pub levels: Vec<u8>,
    /// Stretches within blocks: only these are looked at. Empty means all text but inline code and quotations.
    pub inline: Vec<InlineKind>,
    /// What a pattern or a letter case is held against.
    pub unit: Unit,
}

/// What a pattern or a letter case is held against: `scope` in the guide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The whole block (`paragraph` in the guide).
    #[default]
    Block,
    /// Each sentence by itself: no match runs over its end, and `^` and `$` stand for its ends.
    Sentence,
}

/// A language whose word forms are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FormsLanguage {
    /// English.
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
}

impl FormsLanguage {
    /// The language of a BCP 47 tag, if its word forms are known.
    pub fn of(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            "fr" => Some(Self::French),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }
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
    /// CSS selector of the button that sends the prompt.
    pub send: Option<String>,
    /// Whether the site has an assistant that writes into the person's own text.
    pub assistant: bool,
    /// Name of the channel everything on these hosts belongs to.
    pub channel: Option<String>,
}
