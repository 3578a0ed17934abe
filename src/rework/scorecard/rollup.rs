//! Tallies kept beside the events, by installation and hour, so that a scorecard over months needs no recount: equal to
//! one, or it is of no use. Any span is whole hours, taken from here, and what sticks out at its ends, recounted. Hours of
//! days gone by are kept as days, too: they are fewer to read.

use super::super::{Event, EventKind};
use super::fold::Span;
use super::position::Positions;
use super::tally::Tally;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// Must change whenever what [`Rollup::pack`] writes of the same events does: what was kept in another format is made
/// anew from the events.
pub const ROLLUP_FORMAT: u32 = 4;

const HOUR_MS: u64 = 3_600_000;

/// Hours of a day, in UTC.
pub const HOURS_OF_DAY: u64 = 24;

/// A rollup with so many events is full, so that adding to one costs the same however much an hour holds.
const FULL: u64 = 256;

/// The tally of some events of one installation and one hour. The store sees to it that no event is added twice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rollup {
    tally: Tally,
}

impl Rollup {
    /// Adds an event that is in no rollup yet.
    pub fn add(&mut self, event: &Event) {
        self.tally.add(event);
    }

    /// Adds what another holds, none of which is in this one.
    pub fn merge(&mut self, other: Self) {
        self.tally.merge(other.tally);
    }

    /// Whether the next event of the hour is to begin another one.
    pub fn is_full(&self) -> bool {
        self.tally.events >= FULL
    }

    /// What it holds.
    pub fn into_tally(self) -> Tally {
        self.tally
    }

    /// As it is kept.
    pub fn pack(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("counts, texts and lists")
    }

    /// Reads what [`Rollup::pack`] wrote in the same format; none of anything else.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

/// The hour of an event: whole hours since 1970-01-01, UTC.
pub fn hour(at: u64) -> u64 {
    at / HOUR_MS
}

impl Span {
    /// The whole hours in it, and what sticks out at either end.
    ///
    /// ```
    /// use housestyle::rework::scorecard::Span;
    /// let span = |from, to| Span { from: Some(from), to: Some(to) };
    /// assert_eq!(span(3_600_000, 7_200_001).hours(), (1..2, vec![span(7_200_000, 7_200_001)]));
    /// assert_eq!(span(5, 9).hours(), (0..0, vec![span(5, 9)]));
    /// ```
    pub fn hours(&self) -> (Range<u64>, Vec<Span>) {
        let first = self.from.unwrap_or(0).div_ceil(HOUR_MS);
        let end = self.to.map_or(u64::MAX / HOUR_MS + 1, hour);
        if first > end {
            return (0..0, vec![*self]);
        }
        let edge = |from: u64, to: u64| (from < to).then_some(Span { from: Some(from), to: Some(to) });
        let before = self.from.and_then(|from| edge(from, first * HOUR_MS));
        let after = self.to.and_then(|to| edge(end * HOUR_MS, to));
        (first..end, before.into_iter().chain(after).collect())
    }
}

/// The whole days among some hours.
///
/// ```
/// use housestyle::rework::scorecard::whole_days;
/// assert_eq!((whole_days(&(23..73)), whole_days(&(25..47)).is_empty()), (1..3, true));
/// ```
pub fn whole_days(hours: &Range<u64>) -> Range<u64> {
    hours.start.div_ceil(HOURS_OF_DAY)..hours.end / HOURS_OF_DAY
}

/// What is kept of one installation's log as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogFacts {
    /// Events.
    pub events: u64,
    /// Bytes of them, as JSON Lines.
    pub bytes: u64,
    /// Time of the first.
    pub first: Option<u64>,
    /// Time of the first that retention may drop: one that tells of what was dropped stays.
    #[serde(default)]
    pub droppable: Option<u64>,
    /// Time of the last.
    pub last: Option<u64>,
    /// How many events each person has in it.
    pub people: BTreeMap<String, u64>,
    /// Positions seen, and told as dropped.
    pub positions: Positions,
}

impl LogFacts {
    /// Adds an event that was not added before.
    pub fn add(&mut self, event: &Event, bytes: u64) {
        self.events += 1;
        self.bytes += bytes;
        self.first = Some(self.first.map_or(event.at, |first| first.min(event.at)));
        self.last = self.last.max(Some(event.at));
        if !matches!(event.kind, EventKind::Dropped { .. }) {
            self.droppable = Some(self.droppable.map_or(event.at, |first| first.min(event.at)));
        }
        *self.people.entry(Tally::who(event).to_owned()).or_default() += 1;
        self.positions.add(event);
    }

    /// Takes out an event that retention drops. Whoever does that says afterwards when the first and the last are of.
    pub fn remove(&mut self, event: &Event, bytes: u64) {
        self.events = self.events.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
        if let Some(count) = self.people.get_mut(Tally::who(event)) {
            *count = count.saturating_sub(1);
        }
        self.people.retain(|_, count| *count > 0);
        self.positions.forget(&event.installation, event.seq);
    }
}
