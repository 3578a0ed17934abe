//! From a tally to its numbers, in the order of their definitions. Whole numbers to the end: what is divided stays beside
//! what it is divided by.

use super::super::Resolution;
use super::define::{MOSTLY_DISMISSED_LEAST, Number, Unit, definition};
use super::draft::{DraftFacts, EffortFacts, STAGES, Standing};
use super::escalation::{EscalationFacts, Promise};
use super::position::Missing;
use super::sample::Sample;
use super::tally::{RuleFacts, Tally};
use crate::guide::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What a scorecard needs beside the events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The present, in epoch milliseconds: what is overdue depends on it.
    pub now: Option<u64>,
    /// What an hour of touch costs, in hundredths of whatever the money is.
    pub rate_hundredths: Option<u32>,
}

/// A scorecard.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scorecard {
    /// What it was computed with.
    pub settings: Settings,
    /// Its numbers, in the order of [`super::DEFINITIONS`], those of one name by key and part.
    pub numbers: Vec<Number>,
    /// Where events are missing.
    pub missing: Vec<Missing>,
    /// Events of kinds that only a newer version knows: how many of each were not counted.
    pub newer: BTreeMap<String, u64>,
}

impl Scorecard {
    /// A number.
    pub fn number(&self, name: &str, key: &str, part: &str) -> Option<&Number> {
        self.numbers.iter().find(|number| number.name == name && number.key == key && number.part == part)
    }

    /// The value of a number, where it has one.
    pub fn value(&self, name: &str, key: &str, part: &str) -> Option<f64> {
        self.number(name, key, part)?.value
    }
}

/// Gathers numbers.
#[derive(Default)]
struct Sheet(Vec<Number>);

impl Sheet {
    fn put(&mut self, name: &'static str, key: &str, part: &str, amount: Option<u64>, of: Option<u64>) {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.signed(name, key, part, amount.map(whole), of.map(whole));
    }

    fn signed(&mut self, name: &'static str, key: &str, part: &str, amount: Option<i64>, of: Option<i64>) {
        let scale = match definition(name).map(|definition| definition.unit) {
            Some(Unit::PerThousand) => 1_000.0,
            _ => 1.0,
        };
        let value = match (amount, of) {
            (None, _) | (_, Some(0)) => None,
            (Some(amount), None) => Some(amount as f64),
            (Some(amount), Some(of)) => Some(scale * amount as f64 / of as f64),
        };
        self.0.push(Number { name, key: key.into(), part: part.into(), amount, of, value });
    }

    fn count(&mut self, name: &'static str, amount: impl Into<Option<u64>>) {
        self.put(name, "", "", amount.into(), None);
    }

    fn ratio(&mut self, name: &'static str, key: &str, (amount, of): (u64, u64)) {
        self.put(name, key, "", Some(amount), Some(of));
    }

    /// Median and nine in ten; `names` in that order.
    fn ranks(&mut self, names: [&'static str; 2], key: &str, sample: &Sample) {
        for (name, value) in names.into_iter().zip(sample.percentiles([50, 90])) {
            self.put(name, key, "", value, None);
        }
    }
}

impl Tally {
    /// The numbers of these events. `missing` and `dropped` are those of the whole logs, which a tally does not know.
    pub fn numbers(&self, settings: &Settings, missing: u64, dropped: u64) -> Vec<Number> {
        let mut sheet = Sheet::default();
        sheet.count("people", self.people() as u64);
        sheet.count("events", self.events);
        sheet.count("missing", missing);
        sheet.count("dropped", dropped);
        self.work(&mut sheet);
        self.generated(&mut sheet);
        self.flagged(&mut sheet);
        self.escalated(&mut sheet, settings.now);
        self.money(&mut sheet, settings);
        self.trend(&mut sheet);
        // Gathered subject by subject; told in the order of the definitions.
        let order: BTreeMap<&str, usize> =
            super::DEFINITIONS.iter().enumerate().map(|(index, definition)| (definition.name, index)).collect();
        let mut numbers = sheet.0;
        numbers.sort_by(|a, b| (order.get(a.name), &a.key, &a.part).cmp(&(order.get(b.name), &b.key, &b.part)));
        numbers
    }

    /// Words of all drafts; none where no draft was counted.
    pub(super) fn words(&self) -> Option<u64> {
        self.all_drafts()
            .filter_map(|draft| draft.words)
            .fold(None, |sum, words| Some(sum.unwrap_or(0u64).saturating_add(u64::from(words.2))))
    }

    fn work(&self, sheet: &mut Sheet) {
        let shipped: Vec<&DraftFacts> = self.all_drafts().filter(|draft| draft.shipped.is_some()).collect();
        sheet.count("drafts", self.all_drafts().count() as u64);
        sheet.count("words", self.words());
        sheet.count("shipped", shipped.len() as u64);
        let writing = (self.writing.revisions > 0).then_some(&self.writing);
        sheet.count("touch", writing.map(|writing| writing.touch_ms));
        sheet.count("inserted", writing.map(|writing| writing.inserted));
        sheet.count("deleted", writing.map(|writing| writing.deleted));
        sheet.count("changed_in_ai", writing.map(|writing| writing.in_ai));
        for (part, count) in [("p", self.writing.p_bursts), ("r", self.writing.r_bursts)] {
            sheet.put("bursts", "", part, count, None);
        }
        let touch = shipped.iter().fold(0u64, |sum, draft| sum.saturating_add(draft.touch_ms));
        sheet.ratio("touch_per_shipped", "", (touch, shipped.len() as u64));
        let mut elapsed = Sample::default();
        for draft in &shipped {
            if let (Some(first), Some(shipped)) = (draft.first, draft.shipped) {
                elapsed.add(shipped.1.saturating_sub(first.1));
            }
        }
        sheet.ranks(["elapsed_p50", "elapsed_p90"], "", &elapsed);
        sheet.count("qa_passes", self.qa_passes);
        sheet.count("prompts_sent", self.prompts_sent);
        sheet.count("prompt_touch", writing.map(|writing| writing.prompt_touch_ms));
    }

    fn generated(&self, sheet: &mut Sheet) {
        let generations: u64 = self.tools.values().map(|tool| tool.generations).sum();
        sheet.count("generations", generations);
        sheet.count("generated_words", self.tools.values().map(|tool| tool.words).sum::<u64>());
        sheet.count("generated_characters", self.tools.values().map(|tool| tool.characters).sum::<u64>());
        for (tool, facts) in self.tools.iter().filter(|(tool, _)| !tool.is_empty()) {
            sheet.put("tool_generations", tool, "", Some(facts.generations), None);
        }
        for (evidence, count) in &self.evidence {
            sheet.put("evidence_generations", &word(evidence), "", Some(*count), None);
        }
        sheet.ratio("replacing", "", (self.replacing, generations));

        let shipped: Vec<_> =
            self.all_drafts().filter_map(|draft| draft.shipped_with_ai().map(|facts| (draft, facts))).collect();
        let before: u64 = shipped.iter().map(|(_, (_, _, before))| before).sum();
        sheet.ratio("iterations", "", (before, shipped.len() as u64));
        let passed = shipped.iter().filter(|(draft, _)| draft.passed_first()).count() as u64;
        sheet.ratio("first_pass", "", (passed, shipped.len() as u64));
        let (mut to_clean, mut to_shipped) = (Sample::default(), Sample::default());
        for (_, (first, shipped, _)) in &shipped {
            to_shipped.add(shipped.1.saturating_sub(first.1));
        }
        let mut stages = [0u64; STAGES.len()];
        for draft in self.all_drafts() {
            let Some(first) = draft.generations.first() else { continue };
            if let Some(clean) = draft.first_clean() {
                to_clean.add(clean.1.saturating_sub(first.1));
            }
            for (drafts, stage) in stages.iter_mut().zip(STAGES) {
                *drafts += u64::from(draft.came_to(stage));
            }
        }
        sheet.ranks(["to_clean_p50", "to_clean_p90"], "", &to_clean);
        sheet.ranks(["to_shipped_p50", "to_shipped_p90"], "", &to_shipped);
        for (stage, count) in STAGES.into_iter().zip(stages) {
            sheet.put("funnel", "", stage, Some(count), None);
        }
        self.measured(sheet);
    }

    fn measured(&self, sheet: &mut Sheet) {
        let mut all = Measured::default();
        let mut tools: BTreeMap<&str, Measured> = BTreeMap::new();
        for effort in self.all_drafts().flat_map(|draft| draft.effort.values()) {
            all.add(effort);
            if let Some(tool) = effort.tool.as_deref().filter(|tool| !tool.is_empty()) {
                tools.entry(tool).or_default().add(effort);
            }
        }
        sheet.ratio("hter", "", (all.types.iter().sum(), all.reference));
        sheet.ratio("retention", "", all.retention);
        for (tool, measured) in tools {
            sheet.ratio("tool_hter", tool, (measured.types.iter().sum(), measured.reference));
            sheet.ratio("tool_retention", tool, measured.retention);
        }
        for (part, count) in ["insertions", "deletions", "substitutions", "shifts"].into_iter().zip(all.types) {
            sheet.put("ter_edits", "", part, all.counted.then_some(count), None);
        }
        sheet.ratio("generation_touch", "", all.touch);
        let told = |index: usize| all.process.map(|sums| sums[index]);
        sheet.count("generation_inserted", told(0));
        sheet.count("generation_deleted", told(1));
        sheet.ratio("product_process", "", all.product_process);
        for (part, index) in [("p", 2), ("r", 3)] {
            sheet.put("generation_bursts", "", part, told(index), None);
        }
    }

    fn flagged(&self, sheet: &mut Sheet) {
        let words = self.words().unwrap_or(0);
        // A place for each rule, by which the flags of all drafts are counted.
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut stood: Vec<RuleStanding> = Vec::new();
        // Rules of one draft, which are few, with the number of its flags.
        let mut of_rule: Vec<(usize, u64)> = Vec::new();
        let mut unallocated = 0u64;
        for draft in self.all_drafts() {
            of_rule.clear();
            let mut all = 0u64;
            for flag in draft.raised() {
                let place = *places.entry(&flag.rule).or_insert_with(|| {
                    stood.push(RuleStanding::default());
                    stood.len() - 1
                });
                match of_rule.iter_mut().find(|(rule, _)| *rule == place) {
                    Some((_, flags)) => *flags += 1,
                    None => of_rule.push((place, 1)),
                }
                all += 1;
                let standing = draft.standing(flag);
                stood[place].open += u64::from(standing == Standing::Open);
                stood[place].silenced += u64::from(standing == Standing::Silenced);
            }
            if all == 0 {
                unallocated = unallocated.saturating_add(draft.touch_ms);
            }
            for (place, flags) in &of_rule {
                let share = u128::from(draft.touch_ms) * u128::from(*flags) / u128::from(all);
                let cost = &mut stood[*place].cost_ms;
                *cost = cost.saturating_add(share as u64);
            }
        }
        let mut total = RuleFacts::default();
        let mut total_stood = RuleStanding::default();
        for (rule, facts) in &self.rules {
            let standing = places.get(&**rule).map(|place| stood[*place]).unwrap_or_default();
            total.raised += facts.raised;
            for (how, count) in &facts.resolved {
                *total.resolved.entry(*how).or_default() += count;
            }
            for (reason, count) in &facts.dismissed {
                *total.dismissed.entry(*reason).or_default() += count;
            }
            total_stood.open += standing.open;
            total_stood.silenced += standing.silenced;

            sheet.put("rule_flags", rule, "", Some(facts.raised), None);
            sheet.put("rule_flags_per_1000_words", rule, "", Some(facts.raised), Some(words));
            sheet.put("rule_open", rule, "", Some(standing.open), None);
            ends(sheet, ["rule_ended", "rule_dismissed"], rule, facts, standing);
            sheet.ranks(["rule_resolve_p50", "rule_resolve_p90"], rule, &facts.open_ms);
            sheet.put("rule_cost", rule, "", Some(standing.cost_ms), None);
            let dismissed: u64 = facts.dismissed.values().sum();
            let resolved = facts.resolved.iter().filter(|(how, _)| **how != Resolution::GuideChanged);
            let ended = dismissed + resolved.map(|(_, count)| count).sum::<u64>();
            sheet.ratio("rule_dismissal", rule, (dismissed, ended));
            if ended >= MOSTLY_DISMISSED_LEAST && dismissed * 2 > ended {
                sheet.ratio("rule_mostly_dismissed", rule, (dismissed, ended));
            }
        }
        total.open_ms = Sample::sum(self.rules.values().map(|facts| &facts.open_ms));
        sheet.count("flags", total.raised);
        sheet.ratio("flags_per_1000_words", "", (total.raised, words));
        sheet.count("flags_open", total_stood.open);
        ends(sheet, ["flags_ended", "dismissed"], "", &total, total_stood);
        sheet.ranks(["resolve_p50", "resolve_p90"], "", &total.open_ms);
        sheet.count("touch_without_flags", (self.writing.revisions > 0).then_some(unallocated));
    }

    fn escalated(&self, sheet: &mut Sheet, now: Option<u64>) {
        let mut total = Escalated::default();
        let mut routes: BTreeMap<&Arc<str>, Escalated> = BTreeMap::new();
        for facts in self.escalations.values() {
            total.add(facts, now);
            if let Some(opening) = &facts.opened {
                routes.entry(&opening.route).or_default().add(facts, now);
            }
        }
        total.put(sheet, "", now, &ESCALATION_NAMES);
        sheet.put("escalations", "", "unmatched", Some(total.unmatched), None);
        for (route, escalated) in routes {
            escalated.put(sheet, route, now, &ROUTE_NAMES);
        }
    }

    fn money(&self, sheet: &mut Sheet, settings: &Settings) {
        let touch = (self.writing.revisions > 0).then_some(self.writing.touch_ms);
        let rate = settings.rate_hundredths.map(u64::from);
        // Hundredths per hour times milliseconds: by 3,600,000 ms and by 100.
        let cost = touch.zip(rate).map(|(touch, rate)| touch.saturating_mul(rate));
        sheet.put("rework_cost", "", "", cost, cost.map(|_| 360_000_000));
        let saved = self.saved.map(|(_, minutes)| minutes);
        sheet.signed("saved", "", "", saved, None);
        let value = saved.zip(settings.rate_hundredths).map(|(saved, rate)| saved.saturating_mul(i64::from(rate)));
        sheet.signed("saved_value", "", "", value, value.map(|_| 6_000));
    }

    fn trend(&self, sheet: &mut Sheet) {
        for (name, of_day) in [("day", (|day| day) as fn(i64) -> i64), ("week", monday)] {
            let mut periods: BTreeMap<i64, Period> = BTreeMap::new();
            for (day, facts) in &self.days {
                let period = periods.entry(of_day(*day)).or_default();
                let counts = [
                    facts.touch_ms,
                    facts.generations,
                    facts.flags,
                    facts.resolved,
                    facts.dismissed,
                    facts.escalations,
                ];
                for (sum, count) in period.counts.iter_mut().zip(counts) {
                    *sum = sum.saturating_add(count);
                }
            }
            for draft in self.all_drafts() {
                if let Some((_, _, day)) = draft.shipped {
                    let period = periods.entry(of_day(day)).or_default();
                    period.shipped += 1;
                    period.first_pass.0 += u64::from(draft.passed_first());
                    period.first_pass.1 += u64::from(draft.shipped_with_ai().is_some());
                }
                for effort in draft.effort.values() {
                    periods.entry(of_day(effort.day)).or_default().measured.add(effort);
                }
            }
            for (day, period) in periods {
                period.put(sheet, name, &date(day));
            }
        }
    }
}

#[derive(Clone, Copy, Default)]
struct RuleStanding {
    open: u64,
    silenced: u64,
    cost_ms: u64,
}

/// How flags ended, and why they were set aside.
fn ends(sheet: &mut Sheet, names: [&'static str; 2], rule: &str, facts: &RuleFacts, standing: RuleStanding) {
    for (how, count) in &facts.resolved {
        sheet.put(names[0], rule, &word(how), Some(*count), None);
    }
    let dismissed: u64 = facts.dismissed.values().sum();
    for (how, count) in [("dismissed", dismissed), ("silenced", standing.silenced)] {
        if count > 0 {
            sheet.put(names[0], rule, how, Some(count), None);
        }
    }
    for (reason, count) in &facts.dismissed {
        sheet.put(names[1], rule, &word(reason), Some(*count), None);
    }
}

/// Sums over measures of effort.
#[derive(Default)]
struct Measured {
    /// Insertions, deletions, substitutions, shifts.
    types: [u64; 4],
    reference: u64,
    counted: bool,
    retention: (u64, u64),
    touch: (u64, u64),
    /// Characters put in and taken out, P-bursts, R-bursts.
    process: Option<[u64; 4]>,
    product_process: (u64, u64),
}

impl Measured {
    fn add(&mut self, effort: &EffortFacts) {
        if let Some(edits) = effort.edits {
            let counts = [edits.insertions, edits.deletions, edits.substitutions, edits.shifts];
            for (sum, count) in self.types.iter_mut().zip(counts) {
                *sum += u64::from(count);
            }
            self.reference += u64::from(edits.reference_words);
            self.counted = true;
        }
        if let Some(retained) = effort.retained {
            self.retention.0 += u64::from(retained);
            self.retention.1 += u64::from(effort.given);
        }
        self.touch.0 = self.touch.0.saturating_add(effort.touch_ms);
        self.touch.1 += 1;
        if let Some(process) = effort.process {
            let counts = [process.inserted, process.deleted, process.p_bursts, process.r_bursts];
            for (sum, count) in self.process.get_or_insert_default().iter_mut().zip(counts) {
                *sum += u64::from(count);
            }
            self.product_process.0 += u64::from(process.characters_now);
            self.product_process.1 += process.produced();
        }
    }
}

/// Names of what is told of escalations, of all and of a route.
struct EscalationNames {
    states: &'static str,
    decisions: &'static str,
    respond: &'static str,
    resolve: &'static str,
    acknowledge: [&'static str; 2],
    decide: [&'static str; 2],
}

const ESCALATION_NAMES: EscalationNames = EscalationNames {
    states: "escalations",
    decisions: "decisions",
    respond: "sla_respond",
    resolve: "sla_resolve",
    acknowledge: ["acknowledge_p50", "acknowledge_p90"],
    decide: ["decide_p50", "decide_p90"],
};

const ROUTE_NAMES: EscalationNames = EscalationNames {
    states: "route_escalations",
    decisions: "route_decisions",
    respond: "route_sla_respond",
    resolve: "route_sla_resolve",
    acknowledge: ["route_acknowledge_p50", "route_acknowledge_p90"],
    decide: ["route_decide_p50", "route_decide_p90"],
};

#[derive(Default)]
struct Escalated {
    opened: u64,
    acknowledged: u64,
    decided: u64,
    withdrawn: u64,
    open: u64,
    overdue: u64,
    unmatched: u64,
    decisions: BTreeMap<String, u64>,
    respond: (u64, u64),
    resolve: (u64, u64),
    acknowledge: Sample,
    decide: Sample,
}

impl Escalated {
    fn add(&mut self, facts: &EscalationFacts, now: Option<u64>) {
        let Some(opening) = &facts.opened else {
            self.unmatched += 1;
            return;
        };
        self.opened += 1;
        self.acknowledged += u64::from(facts.answered().is_some());
        self.decided += u64::from(facts.decided.is_some());
        self.withdrawn += u64::from(facts.withdrawn.is_some());
        self.open += u64::from(facts.is_open());
        self.overdue += u64::from(facts.is_overdue(now) == Some(true));
        if let Some((_, _, decision)) = &facts.decision {
            *self.decisions.entry(word(decision)).or_default() += 1;
        }
        for (promise, sla) in [(facts.response(now), &mut self.respond), (facts.resolution(now), &mut self.resolve)] {
            sla.0 += u64::from(promise == Promise::Met);
            sla.1 += u64::from(promise != Promise::Open);
        }
        if let Some(at) = facts.answered() {
            self.acknowledge.add(at.saturating_sub(opening.at));
        }
        if let Some(at) = facts.decided {
            self.decide.add(at.saturating_sub(opening.at));
        }
    }

    fn put(&self, sheet: &mut Sheet, route: &str, now: Option<u64>, names: &EscalationNames) {
        for (state, count) in [
            ("opened", Some(self.opened)),
            ("acknowledged", Some(self.acknowledged)),
            ("decided", Some(self.decided)),
            ("withdrawn", Some(self.withdrawn)),
            ("open", Some(self.open)),
            ("overdue", now.map(|_| self.overdue)),
        ] {
            sheet.put(names.states, route, state, count, None);
        }
        for (decision, count) in &self.decisions {
            sheet.put(names.decisions, route, decision, Some(*count), None);
        }
        sheet.ratio(names.respond, route, self.respond);
        sheet.ratio(names.resolve, route, self.resolve);
        sheet.ranks(names.acknowledge, route, &self.acknowledge);
        sheet.ranks(names.decide, route, &self.decide);
    }
}

/// What is told of a day or week.
#[derive(Default)]
struct Period {
    /// Touch, generations, flags, resolved, dismissed, escalations.
    counts: [u64; 6],
    shipped: u64,
    first_pass: (u64, u64),
    measured: Measured,
}

impl Period {
    fn put(&self, sheet: &mut Sheet, name: &'static str, key: &str) {
        let measures = ["touch", "generations", "flags", "resolved", "dismissed", "escalations"];
        for (measure, count) in measures.into_iter().zip(self.counts) {
            sheet.put(name, key, measure, Some(count), None);
        }
        sheet.put(name, key, "shipped", Some(self.shipped), None);
        for (measure, (amount, of)) in [
            ("first_pass", self.first_pass),
            ("hter", (self.measured.types.iter().sum(), self.measured.reference)),
            ("retention", self.measured.retention),
        ] {
            sheet.put(name, key, measure, Some(amount), Some(of));
        }
    }
}

/// The Monday of a day's week. Day 0, 1970-01-01, was a Thursday.
pub(super) fn monday(day: i64) -> i64 {
    (day + 3).div_euclid(7) * 7 - 3
}

/// Days whose year has four digits: 0000-01-01 to 9999-12-31.
const WRITTEN: std::ops::Range<i64> = -719_528..2_932_897;

/// The date of a day, as ISO 8601; its number where the year has not four digits.
pub(super) fn date(day: i64) -> String {
    if WRITTEN.contains(&day) { Date::from_days(day).to_string() } else { day.to_string() }
}

/// The word by which a value is written in events.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
