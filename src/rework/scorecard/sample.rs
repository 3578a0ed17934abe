//! Durations as a multiset: merged in any order, and read by rank. Never averages what it can keep.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How often each value occurred.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    counts: BTreeMap<u64, u64>,
}

impl Sample {
    /// Adds one value.
    pub fn add(&mut self, value: u64) {
        *self.counts.entry(value).or_default() += 1;
    }

    /// Adds all values of another.
    pub fn merge(&mut self, other: Self) {
        for (value, count) in other.counts {
            *self.counts.entry(value).or_default() += count;
        }
    }

    /// All values of several, put in order once.
    pub fn sum<'a>(samples: impl Iterator<Item = &'a Self>) -> Self {
        let mut all: Vec<(u64, u64)> =
            samples.flat_map(|sample| sample.counts.iter().map(|(value, count)| (*value, *count))).collect();
        all.sort_unstable();
        all.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        Self { counts: all.into_iter().collect() }
    }

    /// How many values there are.
    pub fn len(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The percentile by the nearest-rank method (Hyndman & Fan 1996, *Sample Quantiles in Statistical Packages*,
    /// definition 1): the smallest value that at least `percent` in a hundred do not exceed. It is always a value that
    /// occurred; of none there is none.
    ///
    /// ```
    /// use housestyle::rework::scorecard::Sample;
    /// let mut sample = Sample::default();
    /// for value in [30, 10, 20, 40] {
    ///     sample.add(value);
    /// }
    /// assert_eq!((sample.percentile(50), sample.percentile(90)), (Some(20), Some(40)));
    /// ```
    pub fn percentile(&self, percent: u64) -> Option<u64> {
        let rank = (self.len() * percent).div_ceil(100).max(1);
        let mut before = 0;
        self.counts.iter().find_map(|(value, count)| {
            before += count;
            (before >= rank).then_some(*value)
        })
    }
}
