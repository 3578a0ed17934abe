//! The fold itself: facts of events, added and merged in any order. Holds counts, times and keys; nothing of it is a
//! ratio yet, so nothing is rounded before it is asked for.

use super::super::{DismissReason, Event, EventKind, Evidence, Origin, Resolution};
use super::draft::{DraftFacts, EffortFacts, FlagFacts, earlier};
use super::escalation::{EscalationFacts, Opening};
use super::persons::Persons;
use super::sample::Sample;
use crate::guide::{Severity, Surface};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Facts of a set of events. Adding is associative and commutative; that no event is added twice is the caller's to see
/// to ([`super::Fold`] does).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub(super) events: u64,
    /// Who logged them: the person where policy names one, else the installation.
    pub(super) people: BTreeSet<Arc<str>>,
    /// Whom these events name.
    pub(super) persons: Persons,
    /// By installation and draft.
    pub(super) drafts: BTreeMap<Arc<str>, BTreeMap<Arc<str>, DraftFacts>>,
    pub(super) rules: BTreeMap<Arc<str>, RuleFacts>,
    /// By the id of the opening event.
    pub(super) escalations: BTreeMap<String, EscalationFacts>,
    /// By tool; under the empty name where it is not known.
    pub(super) tools: BTreeMap<Arc<str>, GenerationFacts>,
    pub(super) evidence: BTreeMap<Evidence, u64>,
    pub(super) replacing: u64,
    pub(super) writing: WritingFacts,
    pub(super) qa_passes: u64,
    pub(super) prompts_sent: u64,
    /// What was logged as saved: how often, and minutes.
    pub(super) saved: Option<(u64, i64)>,
    /// What needs no draft, by local day (days since 1970-01-01).
    pub(super) days: BTreeMap<i64, DayFacts>,
}

/// Facts of one rule's flags.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct RuleFacts {
    pub raised: u64,
    pub resolved: BTreeMap<Resolution, u64>,
    pub dismissed: BTreeMap<DismissReason, u64>,
    pub open_ms: Sample,
    /// Who owns it, behind the time of the latest flag that says so.
    pub owner: Option<(u64, Arc<str>)>,
}

/// Facts of one tool's generations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct GenerationFacts {
    pub generations: u64,
    pub words: u64,
    pub characters: u64,
}

/// Facts of revisions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct WritingFacts {
    pub revisions: u64,
    pub touch_ms: u64,
    pub inserted: u64,
    pub deleted: u64,
    pub in_ai: u64,
    /// Where any revision tells them.
    pub p_bursts: Option<u64>,
    pub r_bursts: Option<u64>,
    /// Touch time in prompts.
    pub prompt_touch_ms: u64,
}

/// Facts of one day that need no draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct DayFacts {
    pub touch_ms: u64,
    pub generations: u64,
    pub flags: u64,
    pub resolved: u64,
    pub dismissed: u64,
    pub escalations: u64,
}

/// Whether a revision is a person's touch: everything but what a tool or a script wrote without a key.
pub(super) fn is_touch(origin: Origin, keystrokes: u32) -> bool {
    origin != Origin::Ai && (origin != Origin::Unknown || keystrokes > 0)
}

/// The day it was for whoever logged an event: whole days since 1970-01-01 in their local time.
///
/// ```
/// use housestyle::rework::scorecard::local_day;
/// assert_eq!(local_day(86_399_999, 0), 0);
/// assert_eq!(local_day(86_399_999, 1), 1);
/// assert_eq!(local_day(0, -1), -1);
/// ```
pub fn local_day(at: u64, offset: i32) -> i64 {
    ((i128::from(at) + i128::from(offset) * 60_000).div_euclid(86_400_000)) as i64
}

impl Tally {
    /// The tally of some events, none of which comes twice.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut tally = Self::default();
        events.into_iter().for_each(|event| tally.add(event));
        tally
    }

    /// Who logged an event: the person where policy names one, else the installation.
    pub fn who(event: &Event) -> &str {
        event.person.as_deref().unwrap_or(&event.installation)
    }

    /// Adds an event that was not added before.
    pub fn add(&mut self, event: &Event) {
        self.events += 1;
        if !self.people.contains(Self::who(event)) {
            self.people.insert(Self::who(event).into());
        }
        self.persons.note(event);
        self.add_apart_from_draft(event);
        if !of_no_draft(&event.kind) && !event.draft.is_empty() {
            self.add_to_draft(event);
        }
    }

    fn add_apart_from_draft(&mut self, event: &Event) {
        let day = local_day(event.at, event.offset);
        let today = self.days.entry(day).or_default();
        match &event.kind {
            EventKind::Revision {
                origin, inserted, deleted, keystrokes, active_ms, in_ai, p_bursts, r_bursts, ..
            } => {
                let touch_ms = if is_touch(*origin, *keystrokes) { *active_ms } else { 0 };
                self.writing.revisions += 1;
                self.writing.touch_ms = self.writing.touch_ms.saturating_add(touch_ms);
                self.writing.inserted += u64::from(*inserted);
                self.writing.deleted += u64::from(*deleted);
                self.writing.in_ai += u64::from(*in_ai);
                self.writing.p_bursts = plus(self.writing.p_bursts, p_bursts.map(u64::from));
                self.writing.r_bursts = plus(self.writing.r_bursts, r_bursts.map(u64::from));
                if event.surface == Surface::Prompt {
                    self.writing.prompt_touch_ms = self.writing.prompt_touch_ms.saturating_add(touch_ms);
                }
                today.touch_ms = today.touch_ms.saturating_add(touch_ms);
            }
            EventKind::FlagRaised { rule, owner, .. } => {
                today.flags += 1;
                let rule = self.rule(rule);
                rule.raised += 1;
                if rule.owner.as_ref().is_none_or(|(at, known)| (*at, &**known) < (event.at, owner)) {
                    // Owners hardly ever change: what is known is not written again.
                    let known = rule.owner.take().map(|(_, known)| known).filter(|known| **known == **owner);
                    rule.owner = Some((event.at, known.unwrap_or_else(|| owner.as_str().into())));
                }
            }
            EventKind::FlagResolved { rule, how, open_ms, .. } => {
                today.resolved += 1;
                let rule = self.rule(rule);
                *rule.resolved.entry(*how).or_default() += 1;
                rule.open_ms.add(*open_ms);
            }
            EventKind::FlagDismissed { rule, reason, .. } => {
                today.dismissed += 1;
                *self.rule(rule).dismissed.entry(*reason).or_default() += 1;
            }
            EventKind::CheckedClean { .. } => self.qa_passes += 1,
            EventKind::Generation { tool, evidence, characters, words, replaces, .. } => {
                today.generations += 1;
                *self.evidence.entry(*evidence).or_default() += 1;
                self.replacing += u64::from(replaces.is_some());
                let tool = entry(&mut self.tools, tool.as_deref().unwrap_or_default());
                tool.generations += 1;
                tool.words += u64::from(*words);
                tool.characters += u64::from(*characters);
            }
            EventKind::EscalationOpened { route, respond_due, resolve_due, .. } => {
                today.escalations += 1;
                let opening = Opening {
                    at: event.at,
                    route: route.as_str().into(),
                    respond_due: *respond_due,
                    resolve_due: *resolve_due,
                };
                let facts = self.escalations.entry(event.id.clone()).or_default();
                facts.opened = earlier(facts.opened.take(), Some(opening));
            }
            EventKind::EscalationAcknowledged { escalation } => {
                let facts = self.escalations.entry(escalation.clone()).or_default();
                facts.acknowledged = earlier(facts.acknowledged, Some(event.at));
            }
            EventKind::EscalationDecided { escalation, decision } => {
                let facts = self.escalations.entry(escalation.clone()).or_default();
                facts.decided = earlier(facts.decided, Some(event.at));
                facts.decision = facts.decision.take().max(Some((event.at, event.id.clone(), *decision)));
            }
            EventKind::EscalationWithdrawn { escalation } => {
                let facts = self.escalations.entry(escalation.clone()).or_default();
                facts.withdrawn = earlier(facts.withdrawn, Some(event.at));
            }
            EventKind::HoursSaved { saved_minutes } => {
                let (logged, minutes) = self.saved.unwrap_or_default();
                self.saved = Some((logged + 1, minutes + i64::from(*saved_minutes)));
            }
            EventKind::Shipped { .. } => self.prompts_sent += u64::from(event.surface == Surface::Prompt),
            EventKind::DraftOpened { .. }
            | EventKind::DraftClosed { .. }
            | EventKind::SuggestionApplied { .. }
            | EventKind::ModuleInserted { .. }
            | EventKind::Effort(_)
            | EventKind::Dropped { .. } => {}
        }
    }

    fn add_to_draft(&mut self, event: &Event) {
        let when = (event.seq, event.at);
        let day = local_day(event.at, event.offset);
        // One allocation for all flags of a rule.
        let known = |rules: &BTreeMap<Arc<str>, RuleFacts>, rule: &str| -> Arc<str> {
            rules.get_key_value(rule).map_or_else(|| rule.into(), |(name, _)| name.clone())
        };
        let rules = &self.rules;
        let drafts = entry(&mut self.drafts, &event.installation);
        let draft = entry(drafts, &event.draft);
        draft.first = earlier(draft.first, Some(when));
        match &event.kind {
            EventKind::DraftOpened { words, .. }
            | EventKind::DraftClosed { words, .. }
            | EventKind::CheckedClean { words, .. }
            | EventKind::Shipped { words, .. } => draft.words = draft.words.max(Some((when.0, when.1, *words))),
            _ => {}
        }
        match &event.kind {
            EventKind::Revision { origin, keystrokes, active_ms, .. } if is_touch(*origin, *keystrokes) => {
                draft.touch_ms = draft.touch_ms.saturating_add(*active_ms);
            }
            EventKind::FlagRaised { flag, rule, severity, .. } => {
                if *severity >= Severity::Warning {
                    draft.serious.insert(event.seq);
                }
                draft.flag(*flag, FlagFacts { rule: known(rules, rule), raised: Some(event.seq), ended: false });
            }
            EventKind::FlagResolved { flag, rule, .. } => {
                draft.flag(*flag, FlagFacts { rule: known(rules, rule), raised: None, ended: true });
            }
            EventKind::FlagDismissed { flag, rule, whole_rule, .. } => {
                draft.flag(*flag, FlagFacts { rule: known(rules, rule), raised: None, ended: true });
                if *whole_rule {
                    draft.silence(known(rules, rule), event.seq);
                }
            }
            EventKind::CheckedClean { .. } => drop(draft.cleans.insert(when)),
            // A prompt is effort, not a deliverable: it does not ship, and what goes into it is not the rework of AI text.
            EventKind::Generation { .. } | EventKind::Shipped { .. } | EventKind::Effort(_)
                if event.surface == Surface::Prompt => {}
            EventKind::Generation { .. } => drop(draft.generations.insert(when)),
            EventKind::Shipped { .. } => draft.shipped = earlier(draft.shipped, Some((when.0, when.1, day))),
            EventKind::Effort(effort) => draft.measure(
                effort.generation,
                EffortFacts {
                    when,
                    day,
                    tool: effort.tool.as_deref().map(Arc::from),
                    given: effort.words_given,
                    retained: effort.retained,
                    edits: effort.edits,
                    touch_ms: effort.touch_ms,
                    process: effort.process,
                },
            ),
            _ => {}
        }
    }

    fn rule(&mut self, rule: &str) -> &mut RuleFacts {
        entry(&mut self.rules, rule)
    }

    /// Adds the facts of other events.
    pub fn merge(&mut self, other: Self) {
        self.events += other.events;
        self.people.extend(other.people);
        self.persons.merge(other.persons);
        for (installation, drafts) in other.drafts {
            let ours = self.drafts.entry(installation).or_default();
            for (key, draft) in drafts {
                match ours.entry(key) {
                    // Most drafts are of one hour: what is not here yet is taken as it is.
                    Entry::Vacant(place) => drop(place.insert(draft)),
                    Entry::Occupied(ours) => ours.into_mut().merge(draft),
                }
            }
        }
        for (rule, facts) in other.rules {
            let ours = self.rules.entry(rule).or_default();
            ours.raised += facts.raised;
            add_counts(&mut ours.resolved, facts.resolved);
            add_counts(&mut ours.dismissed, facts.dismissed);
            ours.open_ms.merge(facts.open_ms);
            ours.owner = ours.owner.take().max(facts.owner);
        }
        for (id, facts) in other.escalations {
            self.escalations.entry(id).or_default().merge(facts);
        }
        for (tool, facts) in other.tools {
            let ours = self.tools.entry(tool).or_default();
            ours.generations += facts.generations;
            ours.words += facts.words;
            ours.characters += facts.characters;
        }
        add_counts(&mut self.evidence, other.evidence);
        self.replacing += other.replacing;
        self.writing.revisions += other.writing.revisions;
        self.writing.touch_ms = self.writing.touch_ms.saturating_add(other.writing.touch_ms);
        self.writing.inserted += other.writing.inserted;
        self.writing.deleted += other.writing.deleted;
        self.writing.in_ai += other.writing.in_ai;
        self.writing.p_bursts = plus(self.writing.p_bursts, other.writing.p_bursts);
        self.writing.r_bursts = plus(self.writing.r_bursts, other.writing.r_bursts);
        let prompt_touch = other.writing.prompt_touch_ms;
        self.writing.prompt_touch_ms = self.writing.prompt_touch_ms.saturating_add(prompt_touch);
        self.qa_passes += other.qa_passes;
        self.prompts_sent += other.prompts_sent;
        self.saved = match (self.saved, other.saved) {
            (Some(ours), Some(theirs)) => Some((ours.0 + theirs.0, ours.1 + theirs.1)),
            (ours, theirs) => ours.or(theirs),
        };
        for (day, facts) in other.days {
            let ours = self.days.entry(day).or_default();
            ours.touch_ms = ours.touch_ms.saturating_add(facts.touch_ms);
            ours.generations += facts.generations;
            ours.flags += facts.flags;
            ours.resolved += facts.resolved;
            ours.dismissed += facts.dismissed;
            ours.escalations += facts.escalations;
        }
    }

    /// How many people the events are of: what an installation logged before it named anybody is of whom it named.
    pub fn people(&self) -> usize {
        self.persons.each_once(self.people.iter().map(|who| &**who)).len()
    }

    /// Who owns each rule, as the latest flag of it says.
    pub fn owners(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rules.iter().filter_map(|(rule, facts)| Some((&**rule, &*facts.owner.as_ref()?.1)))
    }

    /// Whether an event answers an escalation that is counted here.
    pub fn is_answered_by(&self, event: &Event) -> bool {
        use EventKind::*;
        match &event.kind {
            EscalationAcknowledged { escalation }
            | EscalationDecided { escalation, .. }
            | EscalationWithdrawn { escalation } => self.escalations.contains_key(escalation),
            _ => false,
        }
    }

    /// All drafts.
    pub(super) fn all_drafts(&self) -> impl Iterator<Item = &DraftFacts> {
        self.drafts.values().flat_map(BTreeMap::values)
    }

    /// The draft of an event, if the event is about one.
    pub(super) fn draft(&self, event: &Event) -> Option<&DraftFacts> {
        if of_no_draft(&event.kind) { None } else { self.drafts.get(&*event.installation)?.get(&*event.draft) }
    }
}

/// Whether events of this kind are about no draft of the installation that logs them.
fn of_no_draft(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::HoursSaved { .. }
            | EventKind::Dropped { .. }
            | EventKind::EscalationAcknowledged { .. }
            | EventKind::EscalationDecided { .. }
            | EventKind::EscalationWithdrawn { .. }
    )
}

/// The sum of two, where there are any.
fn plus(ours: Option<u64>, theirs: Option<u64>) -> Option<u64> {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => Some(ours + theirs),
        (ours, theirs) => ours.or(theirs),
    }
}

fn add_counts<K: Ord>(ours: &mut BTreeMap<K, u64>, theirs: BTreeMap<K, u64>) {
    for (key, count) in theirs {
        *ours.entry(key).or_default() += count;
    }
}

pub(super) fn entry<'a, V: Default>(map: &'a mut BTreeMap<Arc<str>, V>, key: &str) -> &'a mut V {
    if !map.contains_key(key) {
        map.insert(key.into(), V::default());
    }
    map.get_mut(key).expect("just put in")
}
