//! Tallies kept by day, so that a scorecard over months needs no recount: equal to one, or it is of no use.

use super::super::Event;
use super::position::Positions;
use super::score::{Scorecard, Settings};
use super::tally::{Tally, local_day};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Tallies of one store, by the local day of the events. The store sees to it that no event is added twice.
///
/// Keep it with the log, in the transaction that adds the events. Days whose events were dropped keep their tally: what
/// was counted stays counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rollup {
    days: BTreeMap<i64, Tally>,
    positions: Positions,
}

impl Rollup {
    /// Adds an event that was not added before, and says which day's tally that changed.
    pub fn add(&mut self, event: &Event) -> i64 {
        let day = local_day(event.at, event.offset);
        self.positions.add(event);
        self.days.entry(day).or_default().add(event);
        day
    }

    /// One day's tally, to be kept by itself.
    pub fn day(&self, day: i64) -> Option<&Tally> {
        self.days.get(&day)
    }

    /// Takes a day's tally from where it was kept, in place of the one that is here.
    pub fn put_day(&mut self, day: i64, tally: Tally) {
        self.days.insert(day, tally);
    }

    /// Positions of all events, to be kept beside the days.
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Takes the positions from where they were kept.
    pub fn put_positions(&mut self, positions: Positions) {
        self.positions = positions;
    }

    /// Days that have events.
    pub fn days(&self) -> BTreeSet<i64> {
        self.days.keys().copied().collect()
    }

    /// The tally of a range of days.
    pub fn tally(&self, days: RangeInclusive<i64>) -> Tally {
        let mut whole = Tally::default();
        if days.start() <= days.end() {
            self.days.range(days).for_each(|(_, tally)| whole.merge(tally.clone()));
        }
        whole
    }

    /// The scorecard of a range of days; what is missing is told of the whole log.
    pub fn scorecard(&self, days: RangeInclusive<i64>, settings: &Settings) -> Scorecard {
        let missing = self.positions.missing();
        let count = missing.iter().fold(0u64, |sum, gap| sum.saturating_add((gap.to - gap.from).saturating_add(1)));
        Scorecard {
            settings: *settings,
            numbers: self.tally(days).numbers(settings, count, self.positions.dropped()),
            missing,
            newer: BTreeMap::new(),
        }
    }
}
