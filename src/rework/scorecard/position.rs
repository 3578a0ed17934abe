//! Which positions of each installation's log were seen, as ranges: what is missing is told, and told apart from what
//! retention says it dropped.

use super::super::{Event, EventKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// First to last position of each range, both included; ranges neither touch nor overlap.
type Ranges = BTreeMap<u64, u64>;

/// Positions seen, and positions told as dropped, by installation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Positions {
    seen: BTreeMap<Arc<str>, Ranges>,
    dropped: BTreeMap<Arc<str>, Ranges>,
}

/// Events that are missing and that nothing explains: positions `from` to `to`, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The installation.
    pub installation: String,
    /// First missing position.
    pub from: u64,
    /// Last missing position.
    pub to: u64,
}

impl Positions {
    /// Notes an event.
    pub fn add(&mut self, event: &Event) {
        self.note(&event.installation, event.seq);
        if let EventKind::Dropped { from_seq: Some(from), to_seq: Some(to), logged_by, .. } = &event.kind
            && from <= to
        {
            let installation = logged_by.as_deref().unwrap_or(&event.installation);
            insert(of(&mut self.dropped, installation), *from, *to);
        }
    }

    /// Notes a position alone. Position 0 (not stored yet) is none.
    pub fn note(&mut self, installation: &str, seq: u64) {
        if seq > 0 {
            insert(of(&mut self.seen, installation), seq, seq);
        }
    }

    /// Forgets a position whose event is gone: it is missing, unless it is told as dropped.
    pub fn forget(&mut self, installation: &str, seq: u64) {
        if let Some(ranges) = self.seen.get_mut(installation) {
            remove(ranges, seq);
        }
    }

    /// Adds what another saw.
    pub fn merge(&mut self, other: Self) {
        for (ours, theirs) in [(&mut self.seen, other.seen), (&mut self.dropped, other.dropped)] {
            for (installation, ranges) in theirs {
                let ours = ours.entry(installation).or_default();
                for (from, to) in ranges {
                    insert(ours, from, to);
                }
            }
        }
    }

    /// Positions below the highest known one of each installation that no event has and no retention record explains.
    pub fn missing(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        for (installation, known) in self.known() {
            for (from, to) in holes(&known) {
                missing.push(Missing { installation: installation.to_string(), from, to });
            }
        }
        missing
    }

    /// How many positions have no event but a retention record that explains it.
    pub fn dropped(&self) -> u64 {
        let none = Ranges::new();
        let size = |ranges: &Ranges| ranges.iter().map(|(from, to)| (to - from).saturating_add(1)).sum::<u64>();
        self.known().map(|(name, known)| size(&known) - size(self.seen.get(name).unwrap_or(&none))).sum()
    }

    /// Seen and dropped together.
    fn known(&self) -> impl Iterator<Item = (&Arc<str>, Ranges)> {
        let unseen = self.dropped.keys().filter(|name| !self.seen.contains_key(*name));
        self.seen.keys().chain(unseen).map(|name| {
            let mut known = self.seen.get(name).cloned().unwrap_or_default();
            for (from, to) in self.dropped.get(name).into_iter().flatten() {
                insert(&mut known, *from, *to);
            }
            (name, known)
        })
    }
}

fn of<'a>(map: &'a mut BTreeMap<Arc<str>, Ranges>, name: &str) -> &'a mut Ranges {
    if !map.contains_key(name) {
        map.insert(name.into(), Ranges::new());
    }
    map.get_mut(name).expect("just put in")
}

fn insert(ranges: &mut Ranges, mut from: u64, mut to: u64) {
    if let Some((start, end)) = ranges.range(..=from).next_back().map(|(start, end)| (*start, *end))
        && end >= from.saturating_sub(1)
    {
        if end >= to {
            return;
        }
        from = start;
    }
    while let Some((start, end)) = ranges.range(from..=to.saturating_add(1)).next_back().map(|(s, e)| (*s, *e)) {
        ranges.remove(&start);
        to = to.max(end);
    }
    ranges.insert(from, to);
}

fn remove(ranges: &mut Ranges, at: u64) {
    let Some((from, to)) = ranges.range(..=at).next_back().map(|(from, to)| (*from, *to)) else { return };
    if to < at {
        return;
    }
    ranges.remove(&from);
    if from < at {
        ranges.insert(from, at - 1);
    }
    if at < to {
        ranges.insert(at + 1, to);
    }
}

fn holes(ranges: &Ranges) -> Vec<(u64, u64)> {
    let mut next = 1;
    let mut holes = Vec::new();
    for (from, to) in ranges {
        if *from > next {
            holes.push((next, from - 1));
        }
        next = to.saturating_add(1);
    }
    holes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn ranges_equal_a_set(
            inserted in prop::collection::vec((1u64..60, 0u64..6), 0..30),
            removed in prop::collection::vec(1u64..66, 0..20),
        ) {
            let (mut ranges, mut set) = (Ranges::new(), BTreeSet::new());
            for (from, more) in inserted {
                insert(&mut ranges, from, from + more);
                set.extend(from..=from + more);
            }
            for at in removed {
                remove(&mut ranges, at);
                set.remove(&at);
            }
            prop_assert_eq!(ranges.iter().flat_map(|(from, to)| *from..=*to).collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
            prop_assert!(ranges.iter().zip(ranges.iter().skip(1)).all(|((_, end), (start, _))| end + 1 < *start));
            let last = set.last().copied().unwrap_or(0);
            let missing: Vec<u64> = holes(&ranges).into_iter().flat_map(|(from, to)| from..=to).collect();
            prop_assert_eq!(missing, (1..=last).filter(|seq| !set.contains(seq)).collect::<Vec<_>>());
        }
    }
}
