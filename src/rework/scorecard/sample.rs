//! Durations as a multiset: merged in any order, and read by rank. Never averages what it can keep.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// Values that are put in order together, at the least.
const TOGETHER: usize = 64;

/// How often each value occurred.
///
/// Values are put in order when there are as many new ones as old ones, or when somebody asks: scorecards are made of
/// hundreds of samples that are only ever added to each other, and a tree would be searched for every value of each.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Each value once, in order, with how often it occurred.
    ordered: Vec<(u64, u64)>,
    /// The same of what came since, as it came.
    since: Vec<(u64, u64)>,
}

impl Sample {
    /// Adds one value.
    pub fn add(&mut self, value: u64) {
        self.since.push((value, 1));
        self.settle();
    }

    /// Adds all values of another.
    pub fn merge(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        self.since.extend(other.ordered);
        self.since.extend(other.since);
        self.settle();
    }

    /// All values of several.
    pub fn sum<'a>(samples: impl Iterator<Item = &'a Self>) -> Self {
        let since = samples.flat_map(|sample| sample.ordered.iter().chain(&sample.since).copied()).collect();
        Self { ordered: in_order(since), since: Vec::new() }
    }

    /// How many values there are.
    pub fn len(&self) -> u64 {
        self.ordered.iter().chain(&self.since).map(|(_, count)| count).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ordered.is_empty() && self.since.is_empty()
    }

    /// Percentiles by the nearest-rank method (Hyndman & Fan 1996, *Sample Quantiles in Statistical Packages*,
    /// definition 1): the smallest value that at least so many in a hundred do not exceed. It is always a value that
    /// occurred; of none there is none.
    ///
    /// ```
    /// use housestyle::rework::scorecard::Sample;
    /// let mut sample = Sample::default();
    /// for value in [30, 10, 20, 40] {
    ///     sample.add(value);
    /// }
    /// assert_eq!(sample.percentiles([50, 90]), [Some(20), Some(40)]);
    /// ```
    pub fn percentiles<const N: usize>(&self, percents: [u64; N]) -> [Option<u64>; N] {
        let (values, all) = (self.values(), self.len());
        percents.map(|percent| {
            let rank = (all * percent).div_ceil(100).max(1);
            let mut before = 0;
            values.iter().find_map(|(value, count)| {
                before += count;
                (before >= rank).then_some(*value)
            })
        })
    }

    /// Each value once, in order, with how often it occurred.
    fn values(&self) -> Cow<'_, [(u64, u64)]> {
        if self.since.is_empty() {
            return Cow::Borrowed(&self.ordered);
        }
        Cow::Owned(in_order([&self.ordered[..], &self.since].concat()))
    }

    fn settle(&mut self) {
        if self.since.len() >= self.ordered.len().max(TOGETHER) {
            let mut all = std::mem::take(&mut self.ordered);
            all.append(&mut self.since);
            self.ordered = in_order(all);
        }
    }
}

/// Each value once, in order. What is in order for long stretches already, as samples put behind each other are, is sorted
/// in little more than the time of reading it.
fn in_order(mut values: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    values.sort_by_key(|(value, _)| *value);
    values.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    values
}

impl PartialEq for Sample {
    fn eq(&self, other: &Self) -> bool {
        self.values() == other.values()
    }
}

impl Eq for Sample {}

impl Serialize for Sample {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.values().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Sample {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::<(u64, u64)>::deserialize(deserializer)?;
        let in_place = values.windows(2).all(|pair| pair[0].0 < pair[1].0);
        Ok(Self { ordered: if in_place { values } else { in_order(values) }, since: Vec::new() })
    }
}
