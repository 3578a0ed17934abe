//! Guides, rules and surfaces as the writer sees them: what a hint or a page shows, and nothing of how it is judged.

use crate::guide::{Severity, Verdict};
use serde::{Deserialize, Serialize};

/// A guide in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GuideCard {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Owner.
    pub owner: String,
    /// Number of rules.
    pub rules: u32,
}

/// How to tell the surface of a field on this host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SurfaceCard {
    /// The tool's name.
    pub name: String,
    /// CSS selector of prompt fields.
    pub prompt: Option<String>,
    /// CSS selector of responses.
    pub response: Option<String>,
    /// CSS selector of the button that sends the prompt.
    pub send: Option<String>,
    /// Whether the site has an assistant that writes into the person's own text.
    pub assistant: bool,
}

/// What the hint says of a rule beside what each flag says itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleCard {
    /// Id.
    pub id: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Severity.
    pub severity: Severity,
    /// Owner.
    pub owner: String,
    /// Reason.
    pub why: Option<String>,
    /// Where the reason is set out at length.
    pub link: Option<String>,
    /// Whether a prompt with a flag of it is held back once.
    pub hold: bool,
    /// Approved language that may be inserted; expired modules are left out.
    pub modules: Vec<ModuleCard>,
    /// Where an escalation goes.
    pub route: Option<RouteCard>,
}

/// Approved language, as the hint shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ModuleCard {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Who approved it.
    pub owner: String,
    /// ISO date of the last review.
    pub reviewed: Option<String>,
}

/// A route, as the hint shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RouteCard {
    /// Id.
    pub id: String,
    /// Who decides.
    pub owner: String,
    /// Whether there is a contact to open.
    pub contact: bool,
    /// As the guide writes it, `4h`.
    pub respond_within: Option<String>,
    /// As the guide writes it, `2d`.
    pub resolve_within: Option<String>,
}
