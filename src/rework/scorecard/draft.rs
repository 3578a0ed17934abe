//! What is known of one draft, gathered from its events in any order. Within a draft, which belongs to one
//! installation, the order of events is that of `seq`.

use super::super::{Process, TerEdits};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far drafts with AI text come: the parts of `funnel`.
pub const STAGES: [&str; 4] = ["generated", "clean", "shipped", "shipped_clean"];

/// Position and time of an event.
pub type Moment = (u64, u64);

/// Facts of one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftFacts {
    /// Its first event.
    pub first: Option<Moment>,
    /// Its latest known number of words, behind the position and time of who says so.
    pub words: Option<(u64, u64, u32)>,
    /// Touch time in milliseconds.
    pub touch_ms: u64,
    /// When AI text came, but to a prompt.
    pub generations: BTreeSet<Moment>,
    /// When it was found clean.
    pub cleans: BTreeSet<Moment>,
    /// Positions at which flags of severity warning or above were raised.
    pub serious: BTreeSet<u64>,
    /// Its first shipping, and the local day of it. What is sent to an AI tool as a prompt has not shipped.
    pub shipped: Option<(u64, u64, i64)>,
    /// Its flags, by their number.
    pub flags: BTreeMap<u32, FlagFacts>,
    /// Rules set aside for the whole draft, and when last.
    pub silenced: BTreeMap<Arc<str>, u64>,
    /// The latest measure of each generation.
    pub effort: BTreeMap<u32, EffortFacts>,
}

/// Facts of one flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagFacts {
    /// Its rule.
    pub rule: Arc<str>,
    /// Position at which it was raised, if that was seen.
    pub raised: Option<u64>,
    /// Whether it was resolved or dismissed.
    pub ended: bool,
}

/// The latest measure of a generation. The order is that of the log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EffortFacts {
    /// Position and time of the measure.
    pub when: Moment,
    /// Local day of it.
    pub day: i64,
    /// The tool, if it is known.
    pub tool: Option<Arc<str>>,
    /// Words given.
    pub given: u32,
    /// Words given that survive, if that is known.
    pub retained: Option<u32>,
    /// The edits, if they were counted.
    pub edits: Option<TerEdits>,
    /// Touch time in milliseconds.
    pub touch_ms: u64,
    /// What was done in its place, if that was counted.
    pub process: Option<Process>,
}

/// How a flag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was not seen to be raised.
    Unseen,
    /// It is still there.
    Open,
    /// Its rule was set aside for the whole draft, by way of another flag.
    Silenced,
    /// It was resolved or dismissed.
    Ended,
}

impl DraftFacts {
    /// How a flag stands.
    pub fn standing(&self, flag: &FlagFacts) -> Standing {
        match flag.raised {
            _ if flag.ended && flag.raised.is_some() => Standing::Ended,
            None => Standing::Unseen,
            Some(raised) if self.silenced.get(&flag.rule).is_some_and(|at| *at > raised) => Standing::Silenced,
            Some(_) => Standing::Open,
        }
    }

    /// Flags seen to be raised.
    pub fn raised(&self) -> impl Iterator<Item = &FlagFacts> {
        self.flags.values().filter(|flag| flag.raised.is_some())
    }

    /// Its first generation, first shipping, and the generations before that, if it was shipped with AI text in it.
    pub fn shipped_with_ai(&self) -> Option<(Moment, (u64, u64, i64), u64)> {
        let (first, shipped) = (*self.generations.first()?, self.shipped?);
        let before = self.generations.iter().filter(|generation| generation.0 < shipped.0).count() as u64;
        (before > 0).then_some((first, shipped, before))
    }

    /// Whether the first generation passed: no serious flag was raised between it and the next one, or shipping.
    pub fn passed_first(&self) -> bool {
        let Some((first, shipped, _)) = self.shipped_with_ai() else { return false };
        let end = self.generations.iter().nth(1).map_or(shipped.0, |second| second.0.min(shipped.0));
        self.serious.range(first.0..end.max(first.0)).next().is_none()
    }

    /// The first time it was found clean after its first generation.
    pub fn first_clean(&self) -> Option<Moment> {
        let first = self.generations.first()?;
        self.cleans.iter().find(|clean| clean.0 > first.0).copied()
    }

    /// Whether a draft with AI text came clean: found clean since, or nothing serious was raised since.
    pub fn came_clean(&self) -> bool {
        let Some(first) = self.generations.first() else { return false };
        self.first_clean().is_some() || self.serious.range(first.0..).next().is_none()
    }

    /// Whether a draft with AI text came to a stage.
    pub fn came_to(&self, stage: &str) -> bool {
        let shipped = self.shipped_with_ai().is_some();
        match stage {
            "generated" => !self.generations.is_empty(),
            "clean" => self.came_clean(),
            "shipped" => shipped,
            "shipped_clean" => shipped && self.came_clean(),
            _ => false,
        }
    }

    /// Adds what another part of the log says of the same draft.
    pub fn merge(&mut self, other: Self) {
        self.first = earlier(self.first, other.first);
        self.words = self.words.max(other.words);
        self.touch_ms = self.touch_ms.saturating_add(other.touch_ms);
        self.generations.extend(other.generations);
        self.cleans.extend(other.cleans);
        self.serious.extend(other.serious);
        self.shipped = earlier(self.shipped, other.shipped);
        for (number, flag) in other.flags {
            self.flag(number, flag);
        }
        for (rule, at) in other.silenced {
            self.silence(rule, at);
        }
        for (generation, effort) in other.effort {
            self.measure(generation, effort);
        }
    }

    /// Adds what an event says of a flag.
    pub fn flag(&mut self, number: u32, said: FlagFacts) {
        match self.flags.get_mut(&number) {
            None => drop(self.flags.insert(number, said)),
            Some(flag) => {
                flag.raised = earlier(flag.raised, said.raised);
                flag.ended |= said.ended;
                if said.rule < flag.rule {
                    flag.rule = said.rule;
                }
            }
        }
    }

    /// Notes that a rule was set aside for the whole draft.
    pub fn silence(&mut self, rule: Arc<str>, at: u64) {
        let last = self.silenced.entry(rule).or_default();
        *last = at.max(*last);
    }

    /// Keeps the later measure of a generation.
    pub fn measure(&mut self, generation: u32, effort: EffortFacts) {
        match self.effort.get_mut(&generation) {
            Some(kept) if *kept >= effort => {}
            Some(kept) => *kept = effort,
            None => drop(self.effort.insert(generation, effort)),
        }
    }
}

/// The lesser of two, where there are any.
pub fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
