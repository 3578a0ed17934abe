//! A draft under a compiled guide: blocks come and go, flags follow. Never judges a block that did not change, and
//! keeps no text.

use super::compile::Checker;
use super::judge::{Facts, rules_in_force};
use super::{Flag, FlagDifference, FlagId, Place};
use crate::text::{Block, BlockId};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// One draft under a checker. The caller keeps the text; the session keeps what it found in it.
///
/// ```
/// # use std::sync::Arc;
/// # use housestyle::{check::{Checker, Place, Session}, guide, text::{Block, BlockKind}};
/// let guide = guide::parse("housestyle: 1\nname: G\nversion: '1'\nowner: O\nrules: [{id: a.b, terms: [synergy]}]").unwrap();
/// let mut session = Session::new(Arc::new(Checker::compile(Arc::new(guide)).unwrap()), Place::default());
/// session.splice(0, 0, &[Block::new(1, BlockKind::Paragraph, "Our synergies")]);
/// assert_eq!(session.settle().raised[0].quote, "synergies");
/// ```
#[derive(Debug)]
pub struct Session {
    checker: Arc<Checker>,
    in_force: Vec<bool>,
    entries: Vec<Entry>,
    /// Flags of blocks that went, until the next settling.
    gone: Vec<FlagId>,
    /// Where each requirement's flag stands.
    anchors: HashMap<u32, BlockId>,
    /// Whether anything a requirement depends on changed.
    requirements_changed: bool,
    next_id: FlagId,
    judged: u64,
}

#[derive(Debug)]
struct Entry {
    block: BlockId,
    /// Of kind, level and text: equal content has equal facts.
    content: u64,
    facts: Arc<Facts>,
    /// As of the last settling; from another block's where this one took its place.
    flags: Vec<Flag>,
    changed: bool,
}

impl Session {
    /// An empty draft at a place.
    pub fn new(checker: Arc<Checker>, place: Place) -> Self {
        let in_force = rules_in_force(checker.guide(), &place);
        Self {
            checker,
            in_force,
            entries: Vec::new(),
            gone: Vec::new(),
            anchors: HashMap::new(),
            requirements_changed: false,
            next_id: 1,
            judged: 0,
        }
    }

    /// The checker it works under.
    pub fn checker(&self) -> &Arc<Checker> {
        &self.checker
    }

    /// `removed` blocks from index `at` give way to `inserted`, which are judged now, but for those whose content
    /// stood among the removed. A block kept under its id keeps its flags' ids where they still hold; so does one
    /// that comes back under another id with the same content.
    pub fn splice(&mut self, at: usize, removed: usize, inserted: &[Block]) {
        let at = at.min(self.entries.len());
        let end = at.saturating_add(removed).min(self.entries.len());
        let mut old: Vec<Option<Entry>> = self.entries.drain(at..end).map(Some).collect();
        let contents: Vec<u64> = inserted.iter().map(content).collect();
        // Those that keep their id come first, so that no other takes their flags.
        let mut heirs: Vec<Option<Entry>> = Vec::with_capacity(inserted.len());
        let by_id: HashMap<BlockId, usize> =
            old.iter().enumerate().filter_map(|(index, entry)| Some((entry.as_ref()?.block, index))).collect();
        for block in inserted {
            heirs.push(by_id.get(&block.id).and_then(|index| old[*index].take()));
        }
        let mut by_content: HashMap<u64, Vec<usize>> = HashMap::new();
        for (index, entry) in old.iter().enumerate().rev() {
            if let Some(entry) = entry {
                by_content.entry(entry.content).or_default().push(index);
            }
        }
        let mut entries = Vec::with_capacity(inserted.len());
        for ((block, content), heir) in inserted.iter().zip(contents).zip(heirs) {
            let heir = heir.or_else(|| by_content.get_mut(&content)?.pop().and_then(|index| old[index].take()));
            let facts = match &heir {
                Some(entry) if entry.content == content && entry.block == block.id => entry.facts.clone(),
                Some(entry) if entry.content == content => Arc::new(renamed(&entry.facts, block.id)),
                _ => {
                    self.judged += 1;
                    Arc::new(self.checker.judge(&self.in_force, block))
                }
            };
            self.requirements_changed |= !facts.whens.is_empty()
                || !facts.met.is_empty()
                || heir.as_ref().is_some_and(|old| !old.facts.whens.is_empty() || !old.facts.met.is_empty());
            let flags = heir.map(|entry| entry.flags).unwrap_or_default();
            entries.push(Entry { block: block.id, content, facts, flags, changed: true });
        }
        for entry in old.into_iter().flatten() {
            self.requirements_changed |= !entry.facts.whens.is_empty() || !entry.facts.met.is_empty();
            self.gone.extend(entry.flags.iter().map(|flag| flag.id));
        }
        self.entries.splice(at..at, entries);
    }

    /// Settles overlaps and document-wide rules, and says how the flags changed since the last call.
    pub fn settle(&mut self) -> FlagDifference {
        let mut difference = FlagDifference { cleared: std::mem::take(&mut self.gone), ..FlagDifference::default() };
        if std::mem::take(&mut self.requirements_changed) {
            self.anchor_requirements();
        }
        for entry in self.entries.iter_mut().filter(|entry| entry.changed) {
            entry.changed = false;
            let mut found = entry.facts.candidates.clone();
            found.extend(
                entry
                    .facts
                    .whens
                    .iter()
                    .filter(|(requirement, _)| self.anchors.get(requirement) == Some(&entry.block))
                    .map(|(requirement, flag)| (self.checker.requirements[*requirement as usize].rule, flag.clone())),
            );
            let mut fresh = settle_overlaps(found);
            keep_ids(&mut entry.flags, &mut fresh, &mut self.next_id, &mut difference);
            entry.flags = fresh;
        }
        difference
    }

    /// All flags in document order, as of the last [`Session::settle`].
    pub fn flags(&self) -> impl Iterator<Item = &Flag> {
        self.entries.iter().flat_map(|entry| &entry.flags)
    }

    /// How many blocks were judged since the session began: what incremental checking is tested by.
    pub fn judged(&self) -> u64 {
        self.judged
    }

    /// Finds for each requirement that is set off and not met the first block that sets it off.
    fn anchor_requirements(&mut self) {
        let mut anchors: HashMap<u32, BlockId> = HashMap::new();
        let mut met: HashSet<u32> = HashSet::new();
        // Alternatives of several lines: the line that the block before ended with.
        let mut running: HashSet<(u32, u32, u32)> = HashSet::new();
        for entry in &self.entries {
            for (requirement, _) in &entry.facts.whens {
                anchors.entry(*requirement).or_insert(entry.block);
            }
            let mut next = HashSet::new();
            for &(requirement, alternative, line) in &entry.facts.met {
                if line > 0 && !running.contains(&(requirement, alternative, line - 1)) {
                    continue;
                }
                next.insert((requirement, alternative, line));
                let lines = self.checker.requirements[requirement as usize].alternatives[alternative as usize];
                if line + 1 == lines {
                    met.insert(requirement);
                }
            }
            running = next;
        }
        anchors.retain(|requirement, _| !met.contains(requirement));
        for entry in &mut self.entries {
            let concerned = entry.facts.whens.iter().any(|(requirement, _)| {
                let here = |anchors: &HashMap<u32, BlockId>| anchors.get(requirement) == Some(&entry.block);
                here(&anchors) != here(&self.anchors)
            });
            entry.changed |= concerned;
        }
        self.anchors = anchors;
    }
}

fn content(block: &Block) -> u64 {
    let mut hasher = DefaultHasher::new();
    (block.kind, block.level, &block.text).hash(&mut hasher);
    hasher.finish()
}

/// The same facts under another block's id.
fn renamed(facts: &Facts, block: BlockId) -> Facts {
    let mut facts = facts.clone();
    for (_, flag) in facts.candidates.iter_mut().chain(&mut facts.whens) {
        flag.block = block;
    }
    facts
}

/// Of flags that overlap the longest wins, then the stricter verdict, then the higher severity, then the earlier
/// rule. Gives the winners in order.
fn settle_overlaps(mut found: Vec<(u32, Flag)>) -> Vec<Flag> {
    found.sort_by(|(rule_a, a), (rule_b, b)| {
        b.span
            .len()
            .cmp(&a.span.len())
            .then(b.verdict.cmp(&a.verdict))
            .then(b.severity.cmp(&a.severity))
            .then(rule_a.cmp(rule_b))
            .then(a.span.cmp(&b.span))
    });
    let mut winners: std::collections::BTreeMap<u32, Flag> = std::collections::BTreeMap::new();
    for (_, flag) in found {
        let clear_before =
            winners.range(..flag.span.end).next_back().is_none_or(|(_, before)| !before.span.overlaps(flag.span));
        if clear_before {
            winners.insert(flag.span.start, flag);
        }
    }
    winners.into_values().collect()
}

/// Gives flags that were there before (same rule, same quote, in order) their old ids, and the others new ones.
fn keep_ids(old: &mut Vec<Flag>, fresh: &mut [Flag], next_id: &mut FlagId, difference: &mut FlagDifference) {
    for flag in fresh.iter_mut() {
        match old.iter().position(|known| known.rule == flag.rule && known.quote == flag.quote) {
            Some(index) => {
                let known = old.remove(index);
                flag.id = known.id;
                if *flag != known {
                    difference.moved.push(flag.clone());
                }
            }
            None => {
                flag.id = *next_id;
                *next_id += 1;
                difference.raised.push(flag.clone());
            }
        }
    }
    difference.cleared.extend(old.drain(..).map(|flag| flag.id));
}
