//! Whose events stand behind the rows of a scorecard. A rule, a tool or a day of fewer than five people is a cut like any
//! other and is withheld from whoever may not see it, with as much beside it as keeps it from being worked out.
//! Of a row that is of many people, never more of them are kept than it takes to tell it from smaller ones.

use super::super::{Event, EventKind, Evidence};
use super::cut::{LEAST_PEOPLE, Viewer, shown};
use super::define::Number;
use super::persons::Persons;
use super::score::{date, monday, word};
use super::tally::{Tally, entry, is_touch, local_day};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// At most so many people of a row are kept: far more than are enough, since of several rows the smallest is withheld
/// beside one that is too small.
const MANY: usize = 8 * LEAST_PEOPLE;

/// People behind a row; at most [`MANY`] of them.
type People = BTreeSet<Arc<str>>;

/// Rows of one sort, by key.
type Rows<K> = BTreeMap<K, People>;

/// What is told of days and weeks, and any event at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    Any,
    Touch,
    Generations,
    Flags,
    Resolved,
    Dismissed,
    Escalations,
    Shipped,
    FirstPass,
    Hter,
    Retention,
}

/// Measures that have a part of `day` and `week`, with its name.
const MEASURES: [(Measure, &str); 10] = [
    (Measure::Touch, "touch"),
    (Measure::Generations, "generations"),
    (Measure::Flags, "flags"),
    (Measure::Resolved, "resolved"),
    (Measure::Dismissed, "dismissed"),
    (Measure::Escalations, "escalations"),
    (Measure::Shipped, "shipped"),
    (Measure::FirstPass, "first_pass"),
    (Measure::Hter, "hter"),
    (Measure::Retention, "retention"),
];

/// Who stands behind what, noted event by event.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowds {
    /// By rules that raised flags.
    rules: Rows<Arc<str>>,
    /// By rules whose flags ended, maybe raised before the span.
    ended: Rows<Arc<str>>,
    /// By what brought AI text.
    tools: Rows<Arc<str>>,
    evidence: Rows<Evidence>,
    days: BTreeMap<Measure, Rows<i64>>,
    /// Who an installation's events are of, by which drafts are known.
    owners: BTreeMap<Arc<str>, Arc<str>>,
}

/// Rows that are not shown. Routes are: what is told of one is how it keeps what it promised, whoever asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Withheld {
    rules: BTreeSet<String>,
    tools: BTreeSet<String>,
    /// Tools whose measured effort is of too few.
    measured: BTreeSet<String>,
    evidence: BTreeSet<String>,
    /// By measure.
    days: BTreeMap<&'static str, BTreeSet<String>>,
    weeks: BTreeMap<&'static str, BTreeSet<String>>,
    /// Weeks in which anything at all was logged by too few.
    quiet_weeks: BTreeSet<String>,
}

impl Crowds {
    /// Notes whose an event is.
    pub fn add(&mut self, event: &Event, who: &Arc<str>) {
        use EventKind::*;
        if !self.owners.contains_key(&*event.installation) {
            self.owners.insert((*event.installation).into(), who.clone());
        }
        let day = local_day(event.at, event.offset);
        self.on(Measure::Any, day, who);
        match &event.kind {
            Revision { origin, keystrokes, .. } if is_touch(*origin, *keystrokes) => self.on(Measure::Touch, day, who),
            FlagRaised { rule, .. } => {
                note(entry(&mut self.rules, rule), who);
                self.on(Measure::Flags, day, who);
            }
            FlagResolved { rule, .. } => {
                note(entry(&mut self.ended, rule), who);
                self.on(Measure::Resolved, day, who);
            }
            FlagDismissed { rule, .. } => {
                note(entry(&mut self.ended, rule), who);
                self.on(Measure::Dismissed, day, who);
            }
            Generation { tool, evidence, .. } => {
                note(entry(&mut self.tools, tool.as_deref().unwrap_or_default()), who);
                note(self.evidence.entry(*evidence).or_default(), who);
                self.on(Measure::Generations, day, who);
            }
            EscalationOpened { .. } => self.on(Measure::Escalations, day, who),
            _ => {}
        }
    }

    /// Adds what another noted.
    pub fn merge(&mut self, other: Self) {
        merge(&mut self.rules, other.rules);
        merge(&mut self.ended, other.ended);
        merge(&mut self.tools, other.tools);
        merge(&mut self.evidence, other.evidence);
        for (measure, rows) in other.days {
            merge(self.days.entry(measure).or_default(), rows);
        }
        for (installation, who) in other.owners {
            self.owners.entry(installation).or_insert(who);
        }
    }

    /// The rows of a tally's numbers that a viewer may not see.
    pub fn withheld(&self, tally: &Tally, viewer: &Viewer, persons: &Persons) -> Withheld {
        if tally.people.len() <= 1 || viewer.sees_people {
            return Withheld::default();
        }
        let mut days = self.days.clone();
        let mut measured: Rows<Arc<str>> = Rows::new();
        for (installation, drafts) in &tally.drafts {
            let Some(who) = self.owners.get(installation) else { continue };
            for draft in drafts.values() {
                let mut on = |measure, day| note(days.entry(measure).or_default().entry(day).or_default(), who);
                if let Some((_, _, day)) = draft.shipped {
                    on(Measure::Shipped, day);
                    if draft.shipped_with_ai().is_some() {
                        on(Measure::FirstPass, day);
                    }
                }
                for effort in draft.effort.values() {
                    for (measure, known) in
                        [(Measure::Hter, effort.edits.is_some()), (Measure::Retention, effort.retained.is_some())]
                    {
                        if known {
                            on(measure, effort.day);
                        }
                    }
                    note(entry(&mut measured, effort.tool.as_deref().unwrap_or_default()), who);
                }
            }
        }
        let mut rules = self.ended.clone();
        rules.extend(self.rules.clone());
        let mut withheld = Withheld {
            rules: small(&rules, (viewer, persons), |rule| rule.to_string()),
            tools: small(&self.tools, (viewer, persons), |tool| tool.to_string()),
            measured: small(&measured, (viewer, persons), |tool| tool.to_string()),
            evidence: small(&self.evidence, (viewer, persons), word),
            ..Withheld::default()
        };
        for (measure, part) in MEASURES {
            let Some(days) = days.get(&measure) else { continue };
            let weeks = by_week(days);
            let small_weeks = small(&weeks, (viewer, persons), |week| date(*week));
            let mut small_days = BTreeSet::new();
            // A week that is shown must not give away a day of it that is not.
            for week in weeks.keys() {
                let of_week = days.range(*week..*week + 7).map(|(day, people)| (*day, people.clone())).collect();
                if small_weeks.contains(&date(*week)) {
                    small_days.extend(Rows::into_keys(of_week).map(date));
                } else {
                    small_days.append(&mut small(&of_week, (viewer, persons), |day| date(*day)));
                }
            }
            withheld.days.insert(part, small_days);
            withheld.weeks.insert(part, small_weeks);
        }
        if let Some(days) = days.get(&Measure::Any) {
            withheld.quiet_weeks = small(&by_week(days), (viewer, persons), |week| date(*week));
        }
        withheld
    }

    fn on(&mut self, measure: Measure, day: i64, who: &Arc<str>) {
        note(self.days.entry(measure).or_default().entry(day).or_default(), who);
    }
}

impl Withheld {
    /// Whether a number is in a row that is not shown.
    pub fn holds(&self, number: &Number) -> bool {
        let of = |rows: &BTreeMap<&str, BTreeSet<String>>| {
            rows.get(&*number.part).is_some_and(|rows| rows.contains(&number.key))
        };
        match number.name {
            "tool_generations" => self.tools.contains(&number.key),
            "tool_hter" | "tool_retention" => self.measured.contains(&number.key),
            "evidence_generations" => self.evidence.contains(&number.key),
            "day" => of(&self.days),
            "week" => of(&self.weeks),
            name if name.starts_with("rule_") => self.rules.contains(&number.key),
            _ => false,
        }
    }

    pub(super) fn hides_rule(&self, rule: &str) -> bool {
        self.rules.contains(rule)
    }

    pub(super) fn hides_tool(&self, tool: &str) -> bool {
        self.tools.contains(tool) || self.measured.contains(tool)
    }

    pub(super) fn hides_evidence(&self, evidence: &str) -> bool {
        self.evidence.contains(evidence)
    }

    pub(super) fn hides_week(&self, week: &str) -> bool {
        self.quiet_weeks.contains(week)
    }
}

fn note(people: &mut People, who: &Arc<str>) {
    if people.len() < MANY && !people.contains(who) {
        people.insert(who.clone());
    }
}

fn merge<K: Ord>(ours: &mut Rows<K>, theirs: Rows<K>) {
    for (key, people) in theirs {
        let ours = ours.entry(key).or_default();
        people.iter().for_each(|who| note(ours, who));
    }
}

fn by_week(days: &Rows<i64>) -> Rows<i64> {
    let mut weeks = Rows::new();
    for (day, people) in days {
        let week: &mut People = weeks.entry(monday(*day)).or_default();
        people.iter().for_each(|who| note(week, who));
    }
    weeks
}

/// The keys of rows that may not be shown.
fn small<K: Ord>(
    rows: &Rows<K>,
    (viewer, persons): (&Viewer, &Persons),
    name: impl Fn(&K) -> String,
) -> BTreeSet<String> {
    let (shown, _) = shown(rows.iter(), viewer, persons);
    rows.keys().filter(|key| !shown.contains(key)).map(name).collect()
}
