//! Logs of several files or installations as one: merged without doubles, with what is missing in plain sight.

use crate::rework::Event;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Where an event stands among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position<'a> {
    /// The event's id.
    pub id: &'a str,
    /// The installation that logged it.
    pub installation: &'a str,
    /// Its position in that installation's log.
    pub seq: u64,
    /// When, in epoch milliseconds.
    pub at: u64,
}

impl<'a> From<&'a Event> for Position<'a> {
    fn from(event: &'a Event) -> Self {
        Self { id: &event.id, installation: &event.installation, seq: event.seq, at: event.at }
    }
}

/// Events missing from an installation's log: positions `from` to `to`, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The installation.
    pub installation: String,
    /// First missing position.
    pub from: u64,
    /// Last missing position.
    pub to: u64,
}

/// One log of many: of events with the same id the first is kept, and all are put in order. Merging twice, or merging
/// a log with itself, changes nothing.
///
/// The order is that of time, but each installation's events keep the order of `seq` even where its clock was set
/// back.
pub fn merge(events: Vec<Event>) -> Vec<Event> {
    merge_by(events, |event| event.into())
}

/// [`merge`] for anything that stands for an event, as a place in a file.
pub fn merge_by<T>(mut items: Vec<T>, position: impl for<'a> Fn(&'a T) -> Position<'a>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(items.len());
    let first: Vec<bool> = items.iter().map(|item| seen.insert(position(item).id)).collect();
    drop(seen);
    let mut first = first.into_iter();
    items.retain(|_| first.next() == Some(true));

    items.sort_by(|a, b| {
        let (a, b) = (position(a), position(b));
        (a.installation, a.seq, a.id).cmp(&(b.installation, b.seq, b.id))
    });
    // Each event's time, or that of an earlier one of its installation where the clock was set back.
    let mut latest = 0;
    let mut before: Option<&T> = None;
    let mut times = Vec::with_capacity(items.len());
    for item in &items {
        if before.is_none_or(|before| position(before).installation != position(item).installation) {
            latest = 0;
        }
        latest = latest.max(position(item).at);
        times.push(latest);
        before = Some(item);
    }
    let mut timed: Vec<(u64, T)> = times.into_iter().zip(items).collect();
    timed.sort_by_key(|(time, _)| *time);
    timed.into_iter().map(|(_, item)| item).collect()
}

/// What is missing, by installation: positions below the highest that no event has. Position 0 (not stored yet) does
/// not count.
pub fn gaps<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Gap> {
    gaps_between(events.into_iter().map(|event| (event.installation.as_str(), event.seq)))
}

/// [`gaps`] for pairs of installation and position, in any order.
pub fn gaps_between<'a>(positions: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<Gap> {
    let mut logs: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (installation, seq) in positions {
        logs.entry(installation).or_default().push(seq);
    }
    let mut gaps = Vec::new();
    for (installation, mut positions) in logs {
        positions.sort_unstable();
        let mut last = 0;
        for seq in positions {
            if seq > last + 1 {
                gaps.push(Gap { installation: installation.into(), from: last + 1, to: seq - 1 });
            }
            last = seq;
        }
    }
    gaps
}
