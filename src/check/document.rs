//! Rules that speak of a whole draft, as folds over what its blocks add to them. Never looks at text.

use super::facts::{Found, Part};
use std::collections::HashSet;

/// A rule that speaks of a whole draft.
#[derive(Debug)]
pub(super) enum DocumentRule {
    /// Met when any alternative is: each has so many lines, in blocks that follow each other.
    Require { alternatives: Vec<u32> },
}

impl DocumentRule {
    /// What the rule finds in a draft whose blocks add `parts` to it, in document order, each with the index of its
    /// block. Gives the places in document order, each with the index of its block.
    pub fn fold<'a>(&self, parts: impl Iterator<Item = (usize, &'a Part)>) -> Vec<(usize, Found)> {
        match self {
            Self::Require { alternatives } => unmet(alternatives, parts).into_iter().collect(),
        }
    }
}

/// The first place that sets a requirement off, unless it is met.
fn unmet<'a>(alternatives: &[u32], parts: impl Iterator<Item = (usize, &'a Part)>) -> Option<(usize, Found)> {
    let mut first = None;
    // Which line of which alternative a block ended with.
    let mut running: HashSet<(usize, u32, u32)> = HashSet::new();
    for (block, part) in parts {
        match part {
            Part::When(found) => {
                first.get_or_insert((block, found));
            }
            Part::Met { alternative, line } => {
                let follows = |block: &usize| running.contains(&(*block, *alternative, *line - 1));
                if *line == 0 || block.checked_sub(1).as_ref().is_some_and(follows) {
                    if line + 1 == alternatives[*alternative as usize] {
                        return None;
                    }
                    running.insert((block, *alternative, *line));
                }
            }
        }
    }
    first.map(|(block, found)| (block, found.clone()))
}
