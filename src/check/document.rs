//! Rules that speak of the whole draft: each is a fold over what the blocks add to it, in document order. Looks at
//! nothing else, so that the order in which blocks changed makes no difference.

use super::Counts;
use super::consistent::kept;
use super::count::{Excess, excess, message};
use super::facts::{Found, Part, Told};
use super::fit::fit;
use super::measure_rule::MeasureRule;
use crate::guide::{Count, Keep, Within};
use std::collections::{BTreeMap, HashSet};

/// A rule of the whole draft.
#[derive(Debug)]
pub(super) enum DocumentRule {
    /// Met when any alternative is: all of its lines, in blocks that follow each other.
    Require { alternatives: Vec<u32>, within: Within },
    /// Of each set only one alternative; none for a wording that is a pattern.
    Consistent { wordings: Vec<Option<Box<str>>>, keep: Keep, keep_case: bool },
    /// At most or at least so many.
    Count(Count),
    /// A measure within bounds.
    Measure(MeasureRule),
}

/// A place that a document rule flags, with the index of its block.
pub(super) type Placed = (usize, Found);

impl DocumentRule {
    /// Whether it matters which blocks stand next to each other, and not only which there are and in which order.
    pub fn looks_at_neighbours(&self) -> bool {
        match self {
            Self::Require { alternatives, within } => {
                *within != Within::Draft || alternatives.iter().any(|lines| *lines > 1)
            }
            Self::Consistent { .. } | Self::Count(_) | Self::Measure(_) => false,
        }
    }

    /// What the rule finds in a draft whose blocks add `parts` to it, in document order, each with the index of its
    /// block. Gives the places in document order.
    pub fn fold<'a>(&self, parts: impl Iterator<Item = (usize, &'a Part)>) -> Vec<Placed> {
        match self {
            Self::Require { alternatives, within } => unmet(alternatives, *within, parts),
            Self::Consistent { wordings, keep, keep_case } => out_of_line(wordings, *keep, *keep_case, parts),
            Self::Count(count) => miscounted(count, parts).into_iter().collect(),
            Self::Measure(rule) => mismeasured(rule, parts).into_iter().collect(),
        }
    }
}

/// The places that set a requirement off and have nothing near enough that meets it: of the whole draft only the
/// first.
fn unmet<'a>(alternatives: &[u32], within: Within, parts: impl Iterator<Item = (usize, &'a Part)>) -> Vec<Placed> {
    let mut set_off = Vec::new();
    // The blocks in which a whole alternative ended.
    let mut met: Vec<usize> = Vec::new();
    // Which line of which alternative a block ended with.
    let mut running: HashSet<(usize, u32, u32)> = HashSet::new();
    for (block, part) in parts {
        match part {
            Part::When(found) => set_off.push((block, found)),
            Part::Met { alternative, line } => {
                let follows = |block: &usize| running.contains(&(*block, *alternative, *line - 1));
                if *line == 0 || block.checked_sub(1).as_ref().is_some_and(follows) {
                    if line + 1 == alternatives[*alternative as usize] {
                        met.push(block);
                    }
                    running.insert((block, *alternative, *line));
                }
            }
            Part::Used { .. } | Part::Anchor(_) | Part::Measured { .. } => {}
        }
    }
    let placed = |(block, found): (usize, &Found)| (block, found.clone());
    match within {
        Within::Draft if met.is_empty() => set_off.into_iter().next().map(placed).into_iter().collect(),
        Within::Draft => Vec::new(),
        Within::Blocks(near) => {
            let is_near = |block: usize| {
                let after = met.partition_point(|met| *met < block);
                let nearest = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|at| met.get(at));
                nearest.into_iter().any(|met| met.abs_diff(block) <= near as usize)
            };
            set_off.into_iter().filter(|(block, _)| !is_near(*block)).map(placed).collect()
        }
    }
}

/// The uses of alternatives other than the one that stays, each with that one as its suggestion.
fn out_of_line<'a>(
    wordings: &[Option<Box<str>>],
    keep: Keep,
    keep_case: bool,
    parts: impl Iterator<Item = (usize, &'a Part)>,
) -> Vec<Placed> {
    let uses: Vec<(usize, u32, &Found)> = parts
        .filter_map(|(block, part)| match part {
            Part::Used { alternative, found } => Some((block, *alternative, found)),
            _ => None,
        })
        .collect();
    let Some(stays) = kept(uses.iter().map(|(_, alternative, _)| *alternative), keep) else { return Vec::new() };
    let model = uses.iter().find(|(_, alternative, _)| *alternative == stays).map_or("", |(.., found)| &found.quote);
    let wording = wordings[stays as usize].as_deref();
    // Messages of one alternative are the same wherever it stands.
    let mut messages: BTreeMap<&str, String> = BTreeMap::new();
    let out = uses.iter().filter(|(_, alternative, _)| *alternative != stays);
    out.map(|(block, _, found)| {
        let quote = &*found.quote;
        let message = messages.entry(quote).or_insert_with(|| {
            let model = wording.unwrap_or(model);
            let often = if keep == Keep::First { "first" } else { "mostly" };
            format!("This text {often} has “{model}”: write one of “{model}” and “{quote}” throughout.")
        });
        let suggestions = wording.map(|wording| fit(wording, found.form, quote, keep_case)).into_iter().collect();
        let told = Told { suggestions: Some(suggestions), message: Some(message.clone()), ..Told::default() };
        (*block, Found { told: Some(Box::new(told)), ..(*found).clone() })
    })
    .collect()
}

/// The first use too many, or the first word of a draft that has too few.
fn miscounted<'a>(count: &Count, parts: impl Iterator<Item = (usize, &'a Part)>) -> Option<Placed> {
    let (mut uses, mut first_too_many, mut anchor) = (0, None, None);
    for (block, part) in parts {
        match part {
            Part::Used { found, .. } => {
                if count.most.is_some_and(|most| uses == most as usize) {
                    first_too_many = Some((block, found));
                }
                uses += 1;
            }
            Part::Anchor(found) => drop(anchor.get_or_insert((block, found))),
            Part::When(_) | Part::Met { .. } | Part::Measured { .. } => {}
        }
    }
    let excess = excess(uses, count.most, count.least)?;
    let (block, found) = if matches!(excess, Excess::MoreThan(_)) { first_too_many? } else { anchor? };
    let what = match excess {
        Excess::MoreThan(_) => found.quote.to_string(),
        Excess::FewerThan(_) => named(count),
    };
    let told = found.told.as_deref().cloned().unwrap_or_default();
    let told = Told { message: Some(message(excess, uses, &what, "text")), ..told };
    Some((block, Found { told: Some(Box::new(told)), ..found.clone() }))
}

/// The first word of a draft whose measure is out of bounds.
fn mismeasured<'a>(rule: &MeasureRule, parts: impl Iterator<Item = (usize, &'a Part)>) -> Option<Placed> {
    let (mut all, mut first) = (Counts::default(), None);
    for (block, part) in parts {
        if let Part::Measured { counts, anchor } = part {
            all += **counts;
            first = first.or(anchor.as_ref().map(|anchor| (block, anchor)));
        }
    }
    let message = rule.message(&all)?;
    let (block, found) = first?;
    let told = found.told.as_deref().cloned().unwrap_or_default();
    let told = Told { message: Some(message), ..told };
    Some((block, Found { told: Some(Box::new(told)), ..found.clone() }))
}

/// What a count is of, in short.
pub(super) fn named(count: &Count) -> String {
    let mut names: Vec<&str> = count.of.iter().take(3).map(|one| one.text()).collect();
    if count.of.len() > 3 {
        names.push("…");
    }
    names.join(", ")
}
