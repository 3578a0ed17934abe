//! What each number of the scorecard means. The one place for names, units and definitions: pages, the command and the
//! SQL all speak of numbers by these names.

use serde::Serialize;

/// In what a number is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A plain number.
    Count,
    /// Milliseconds.
    Milliseconds,
    /// Minutes.
    Minutes,
    /// `amount / of`.
    Ratio,
    /// `1000 × amount / of`.
    PerThousand,
    /// `amount / of` of whatever the rate is in.
    Money,
    /// As the number of the same name as the part.
    Mixed,
}

/// One number of the scorecard.
///
/// `value` is `amount`, or with an `of` the two divided (times 1,000 where the unit is per thousand). What is not known
/// has no value: a ratio of nothing, a time nobody logged. Both integers are exact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// A name in [`DEFINITIONS`].
    pub name: &'static str,
    /// Which rule, route, tool or day; empty where it is of all.
    pub key: String,
    /// Which part of it; empty where it is whole.
    pub part: String,
    /// The number, or what is divided.
    pub amount: Option<i64>,
    /// What it is divided by.
    pub of: Option<i64>,
    /// What is shown.
    pub value: Option<f64>,
}

/// What a number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Its name.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What its key is: `rule`, `route`, `tool`, `evidence`, `day`, `week`, or nothing.
    pub key: &'static str,
    /// What its part is, or nothing.
    pub part: &'static str,
    /// How it is computed.
    pub meaning: &'static str,
    /// Where the measure comes from, if it is not our own.
    pub source: &'static str,
}

/// A rule counts as mostly dismissed only when at least so many of its flags were resolved or dismissed.
pub const MOSTLY_DISMISSED_LEAST: u64 = 5;

/// The definition of a number.
pub(super) fn definition(name: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|definition| definition.name == name)
}

const fn define(
    name: &'static str,
    unit: Unit,
    key: &'static str,
    part: &'static str,
    meaning: &'static str,
    source: &'static str,
) -> Definition {
    Definition { name, unit, key, part, meaning, source }
}

use Unit::*;

/// All numbers, in the order of the scorecard.
#[rustfmt::skip]
pub const DEFINITIONS: &[Definition] = &[
    define("people", Count, "", "", "People whose events these are: the person where policy names one, else the installation. What an installation logged before it named anybody is of the person it named; of several, the first by name.", ""),
    define("events", Count, "", "", "Events, each once.", ""),
    define("missing", Count, "", "", "Positions below the highest of their installation that no event has and no retention record explains.", ""),
    define("dropped", Count, "", "", "Positions without an event that a retention record explains.", ""),
    define("drafts", Count, "", "", "Drafts with any event.", ""),
    define("words", Count, "", "", "Words of all drafts, each as last counted (UAX #29). Unknown where no draft was counted.", ""),
    define("shipped", Count, "", "", "Drafts sent, published or copied out at least once. A prompt that is sent to an AI tool is effort, not a deliverable: it counts as prompts_sent, and nothing that speaks of shipped drafts or of the rework of AI text counts it.", ""),
    define("touch", Milliseconds, "", "", "Time in bursts of a person's edits; a gap over 5 s, or what the options say, is a pause and ends a burst. Text that a tool or a script wrote without a key is not touch. Unknown where no revision was logged.", "Krings 2001, temporal effort; threshold as in keystroke logging"),
    define("touch_per_shipped", Milliseconds, "", "", "Mean touch time of a shipped draft.", ""),
    define("elapsed_p50", Milliseconds, "", "", "From a shipped draft's first event to its first shipping: the time that half of them took at most.", ""),
    define("elapsed_p90", Milliseconds, "", "", "The same for nine in ten.", ""),
    define("inserted", Count, "", "", "Characters put in (UTF-16 code units). Unknown where no revision was logged.", ""),
    define("deleted", Count, "", "", "Characters taken out.", ""),
    define("changed_in_ai", Count, "", "", "Characters put in or taken out inside AI text.", ""),
    define("bursts", Count, "", "burst", "Bursts of typing: p ended in a pause of 2 s or more, or with its record; r ended in a revision (something taken out, or put in elsewhere). Unknown where no revision tells them.", "Chenoweth & Hayes 2001; threshold of Inputlog, Leijten & Van Waes 2013"),
    define("prompts_sent", Count, "", "", "Prompts sent to AI tools, each time.", ""),
    define("prompt_touch", Milliseconds, "", "", "Touch time in prompts; part of touch.", ""),
    define("generations", Count, "", "", "Times that AI text came into a draft.", ""),
    define("generated_words", Count, "", "", "Words that came so.", ""),
    define("generated_characters", Count, "", "", "Characters that came so.", ""),
    define("tool_generations", Count, "tool", "", "Generations by tool, where the tool is known.", ""),
    define("evidence_generations", Count, "evidence", "", "Generations by how they are known to be AI's.", ""),
    define("replacing", Ratio, "", "", "Share of generations that took the place of an earlier one.", ""),
    define("iterations", Ratio, "", "", "Generations per shipped draft: those before its first shipping, over drafts shipped with any.", ""),
    define("hter", Ratio, "", "", "Edits per word of the final text, over all generations measured, but those in prompts: sum of edits by sum of words. The latest measure of a generation counts.", "Snover et al. 2006 (TER, HTER)"),
    define("tool_hter", Ratio, "tool", "", "HTER by tool.", "Snover et al. 2006"),
    define("ter_edits", Count, "", "type", "The edits of HTER by type.", "Snover et al. 2006"),
    define("retention", Ratio, "", "", "Share of the words given that survive in place: as many as stand in the final text in the order in which they were given, over generations where both are known.", "Longest common subsequence, Hirschberg 1975"),
    define("tool_retention", Ratio, "tool", "", "Retention by tool.", ""),
    define("generation_touch", Milliseconds, "", "", "Mean touch time per generation measured.", ""),
    define("generation_inserted", Count, "", "", "Characters put in where AI text stands, since it came. Unknown where no measure tells.", "Krings 2001, technical effort"),
    define("generation_deleted", Count, "", "", "Characters taken out there.", "Krings 2001, technical effort"),
    define("product_process", Ratio, "", "", "Product-process ratio of AI text: characters that stand in its place when it ships or closes, per character ever given or put in there.", "Leijten & Van Waes 2013 (Inputlog)"),
    define("generation_bursts", Count, "", "burst", "Bursts of typing where AI text stands: p and r as of bursts.", "Chenoweth & Hayes 2001; Leijten & Van Waes 2013"),
    define("first_pass", Ratio, "", "", "First-pass yield: share of drafts shipped with AI text in which no flag of severity warning or above was raised between the first generation and the next one, or shipping.", "First-pass yield, as in quality engineering (Juran)"),
    define("qa_passes", Count, "", "", "Times that a draft was found clean after it was not.", ""),
    define("to_clean_p50", Milliseconds, "", "", "From the first generation to the first time found clean after it: half took at most this.", ""),
    define("to_clean_p90", Milliseconds, "", "", "The same for nine in ten.", ""),
    define("to_shipped_p50", Milliseconds, "", "", "From the first generation to the first shipping: half took at most this.", ""),
    define("to_shipped_p90", Milliseconds, "", "", "The same for nine in ten.", ""),
    define("funnel", Count, "", "stage", "Drafts with AI text, but prompts (generated); of those, found clean since or never seriously flagged since (clean); shipped; and both (shipped_clean).", ""),
    define("flags", Count, "", "", "Flags raised.", ""),
    define("flags_per_1000_words", PerThousand, "", "", "Flags raised per 1,000 words of the drafts.", ""),
    define("flags_open", Count, "", "", "Flags raised and not resolved, dismissed, or silenced with their rule.", ""),
    define("flags_ended", Count, "", "how", "How flags ended: edited, suggestion, module, removed, guide_changed, dismissed, silenced (their rule was set aside by way of another flag).", ""),
    define("resolve_p50", Milliseconds, "", "", "From raised to resolved: half took at most this.", ""),
    define("resolve_p90", Milliseconds, "", "", "The same for nine in ten.", ""),
    define("dismissed", Count, "", "reason", "Flags set aside, by reason.", ""),
    define("rule_flags", Count, "rule", "", "Flags raised by a rule.", ""),
    define("rule_flags_per_1000_words", PerThousand, "rule", "", "Flags of a rule per 1,000 words of the drafts.", ""),
    define("rule_open", Count, "rule", "", "Open flags of a rule.", ""),
    define("rule_ended", Count, "rule", "how", "How a rule's flags ended.", ""),
    define("rule_resolve_p50", Milliseconds, "rule", "", "From raised to resolved, of one rule: half took at most this.", ""),
    define("rule_resolve_p90", Milliseconds, "rule", "", "The same for nine in ten.", ""),
    define("rule_dismissed", Count, "rule", "reason", "Flags of a rule set aside, by reason.", ""),
    define("rule_dismissal", Ratio, "rule", "", "Share of a rule's flags that were dismissed, of those that a person resolved or dismissed.", ""),
    define("rule_mostly_dismissed", Ratio, "rule", "", "Rules of which more than half, and of at least 5, were dismissed: their guide is at fault, and their owner should see them.", ""),
    define("rule_cost", Milliseconds, "rule", "", "Touch time put to a rule's account: each draft's touch time shared out evenly among its flags (activity-based costing, whole milliseconds). An allocation, not a measurement.", "Cooper & Kaplan 1988"),
    define("touch_without_flags", Milliseconds, "", "", "Touch time in drafts without any flag, which is on no rule's account.", ""),
    define("escalations", Count, "", "state", "Escalations opened, acknowledged (or decided), decided, withdrawn, open, overdue (unknown without a present time); unmatched: answers to none that was seen.", ""),
    define("decisions", Count, "", "decision", "Decisions, the last of each escalation.", ""),
    define("sla_respond", Ratio, "", "", "Share of promised answers that came in time, of those that came, or are late. A withdrawn one counts only when it was late already. When an answer was due is told by its opening, in business time by the route's calendar.", "Service level attainment, as in ITIL (service level management)"),
    define("sla_resolve", Ratio, "", "", "The same for decisions.", "Service level attainment, as in ITIL (service level management)"),
    define("acknowledge_p50", Milliseconds, "", "", "From opened to the first answer, by the clock and not by business time: half took at most this.", ""),
    define("acknowledge_p90", Milliseconds, "", "", "The same for nine in ten.", ""),
    define("decide_p50", Milliseconds, "", "", "From opened to the first decision, by the clock: half took at most this.", ""),
    define("decide_p90", Milliseconds, "", "", "The same for nine in ten.", ""),
    define("route_escalations", Count, "route", "state", "Escalations of one route by state.", ""),
    define("route_decisions", Count, "route", "decision", "Decisions of one route.", ""),
    define("route_sla_respond", Ratio, "route", "", "Answers in time, of one route.", ""),
    define("route_sla_resolve", Ratio, "route", "", "Decisions in time, of one route.", ""),
    define("route_acknowledge_p50", Milliseconds, "route", "", "Time to the first answer, of one route: half took at most this.", ""),
    define("route_acknowledge_p90", Milliseconds, "route", "", "The same for nine in ten.", ""),
    define("route_decide_p50", Milliseconds, "route", "", "Time to the first decision, of one route: half took at most this.", ""),
    define("route_decide_p90", Milliseconds, "route", "", "The same for nine in ten.", ""),
    define("rework_cost", Money, "", "", "Touch hours times the rate. Unknown without a rate.", ""),
    define("saved", Minutes, "", "", "Minutes that people logged as saved. Unknown where nobody did.", ""),
    define("saved_value", Money, "", "", "Hours saved times the rate.", ""),
    define("day", Mixed, "day", "measure", "The same by local day (ISO 8601): touch (ms), generations, flags, resolved, dismissed, escalations by the day they were logged; shipped and first_pass by the day of the first shipping; hter and retention by the day of the latest measure.", ""),
    define("week", Mixed, "week", "measure", "The same by week, named by its Monday.", ""),
];
