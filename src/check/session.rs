//! A draft under a compiled guide: blocks come and go, flags follow. Never judges a block that did not change, and
//! keeps no text.

use super::compile::Checker;
use super::facts::{Facts, Found, Part};
use super::in_force::InForce;
use super::overlap::settle_overlaps;
use super::{Flag, FlagDifference, FlagId, Place};
use crate::text::{Block, BlockId};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
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
    in_force: InForce,
    entries: Vec<Entry>,
    /// Flags of blocks that went, until the next settling.
    gone: Vec<FlagId>,
    /// Entries that may have changed since the last settling lie in this range.
    changed: Option<Range<usize>>,
    /// Document rules to which something was added or taken away since the last settling.
    stale: BTreeSet<u32>,
    /// How many blocks add something to a document rule.
    contributing: usize,
    next_id: FlagId,
    judged: u64,
}

#[derive(Debug)]
struct Entry {
    block: BlockId,
    /// Of kind, level, text and inline stretches: equal content has equal facts.
    content: u64,
    facts: Arc<Facts>,
    /// What document rules found here as of the last settling, in their order.
    document: Vec<(u32, Found)>,
    /// What is shown as of the last settling, and the block it was shown in: another one where this took its place.
    shown: Vec<(FlagId, Found)>,
    shown_in: BlockId,
    changed: bool,
}

impl Session {
    /// An empty draft at a place.
    pub fn new(checker: Arc<Checker>, place: Place) -> Self {
        let in_force = InForce::new(checker.guide(), &checker.scopes, &place);
        Self {
            checker,
            in_force,
            entries: Vec::new(),
            gone: Vec::new(),
            changed: None,
            stale: BTreeSet::new(),
            contributing: 0,
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
        let in_place = self.entries[at..end].iter().map(|entry| entry.block).eq(inserted.iter().map(|block| block.id));
        let mut heirs = self.heirs(at..end, inserted);
        let mut fresh = Vec::with_capacity(inserted.len());
        for (block, content) in inserted.iter().zip(inserted.iter().map(content)) {
            let heir = heirs.take(block.id, content);
            let facts = match &heir {
                Some(entry) if entry.content == content => entry.facts.clone(),
                _ => {
                    self.judged += 1;
                    Arc::new(self.checker.judge(&self.in_force, block))
                }
            };
            let before = heir.as_ref().map_or(&[][..], |entry| &entry.facts.parts);
            self.mark_stale(before, &facts.parts);
            let (block, empty) = (block.id, (Vec::new(), block.id, Vec::new()));
            let (shown, shown_in, document) =
                heir.map(|entry| (entry.shown, entry.shown_in, entry.document)).unwrap_or(empty);
            fresh.push(Entry { block, content, facts, document, shown, shown_in, changed: true });
        }
        for entry in heirs.left() {
            self.mark_stale(&entry.facts.parts, &[]);
            self.gone.extend(entry.shown.iter().map(|(id, _)| *id));
        }
        if !in_place && self.contributing > 0 {
            // Which blocks follow each other, and in which order these stand, is not as it was.
            self.stale.extend(&self.checker.neighbourly);
            self.stale.extend(fresh.iter().flat_map(|entry| entry.facts.parts.iter().map(|(document, _)| *document)));
        }
        self.changed = Some(match self.changed.take() {
            Some(known) => {
                let moved = if known.end > at { (known.end.max(end) + fresh.len()) - (end - at) } else { 0 };
                known.start.min(at)..moved.max(at + fresh.len())
            }
            None => at..at + fresh.len(),
        });
        // One for one where it can be, so that what follows is moved at most once.
        let common = fresh.len().min(end - at);
        let more = fresh.split_off(common);
        for (place, entry) in self.entries[at..at + common].iter_mut().zip(fresh) {
            *place = entry;
        }
        self.entries.splice(at + common..end, more);
    }

    /// Takes out the entries of a range, leaving what is to be written over.
    fn heirs(&mut self, range: Range<usize>, inserted: &[Block]) -> Heirs {
        let left = |entry: &mut Entry| {
            let empty = Entry {
                block: entry.block,
                content: 0,
                facts: Arc::default(),
                document: Vec::new(),
                shown: Vec::new(),
                shown_in: entry.block,
                changed: false,
            };
            std::mem::replace(entry, empty)
        };
        let old: Vec<Option<Entry>> = self.entries[range].iter_mut().map(|entry| Some(left(entry))).collect();
        self.contributing -= old.iter().flatten().filter(|entry| !entry.facts.parts.is_empty()).count();
        Heirs::new(old, inserted)
    }

    /// Notes which document rules are to be looked at again, when a block adds `after` to them instead of `before`.
    fn mark_stale(&mut self, before: &[(u32, Part)], after: &[(u32, Part)]) {
        self.contributing += usize::from(!after.is_empty());
        if before == after {
            return;
        }
        let of = |parts: &[(u32, Part)], document: u32| {
            let start = parts.partition_point(|(of, _)| *of < document);
            start..parts.partition_point(|(of, _)| *of <= document)
        };
        for (document, _) in before.iter().chain(after) {
            if before[of(before, *document)] != after[of(after, *document)] {
                self.stale.insert(*document);
            }
        }
    }

    /// Settles overlaps and document-wide rules, and says how the flags changed since the last call.
    pub fn settle(&mut self) -> FlagDifference {
        let mut difference = FlagDifference { cleared: std::mem::take(&mut self.gone), ..FlagDifference::default() };
        for document in std::mem::take(&mut self.stale) {
            self.fold(document);
        }
        let Some(range) = self.changed.take() else { return difference };
        let rules = &self.checker.guide().rules;
        for entry in self.entries[range].iter_mut().filter(|entry| entry.changed) {
            entry.changed = false;
            let found = entry.facts.found.iter().chain(entry.document.iter().map(|(_, found)| found)).collect();
            let winners = settle_overlaps(rules, found);
            let settling = Settling { block: entry.block, moved_over: entry.shown_in != entry.block };
            entry.shown = settling.run(&self.checker, &entry.shown, winners, &mut self.next_id, &mut difference);
            entry.shown_in = entry.block;
        }
        difference
    }

    /// Looks at a document rule again, and marks the blocks for which that makes a difference.
    fn fold(&mut self, document: u32) {
        let parts = self.entries.iter().enumerate().flat_map(|(index, entry)| {
            let parts = &entry.facts.parts;
            let start = parts.partition_point(|(of, _)| *of < document);
            parts[start..].iter().take_while(move |(of, _)| *of == document).map(move |(_, part)| (index, part))
        });
        let mut found = self.checker.documents[document as usize].1.fold(parts).into_iter().peekable();
        for (index, entry) in self.entries.iter_mut().enumerate() {
            let start = entry.document.partition_point(|(of, _)| *of < document);
            let end = entry.document.partition_point(|(of, _)| *of <= document);
            let mut here = Vec::new();
            while let Some((_, found)) = found.next_if(|(at, _)| *at == index) {
                here.push((document, found));
            }
            if entry.document[start..end] != here[..] {
                entry.document.splice(start..end, here);
                entry.changed = true;
                let known = self.changed.take().unwrap_or(index..index + 1);
                self.changed = Some(known.start.min(index)..known.end.max(index + 1));
            }
        }
    }

    /// All flags in document order, as of the last [`Session::settle`].
    pub fn flags(&self) -> impl Iterator<Item = Flag> {
        self.entries.iter().flat_map(|entry| {
            entry.shown.iter().map(|(id, found)| Flag { id: *id, ..self.checker.flag(found, entry.shown_in) })
        })
    }

    /// The flag of that number, as of the last [`Session::settle`].
    pub fn flag(&self, id: FlagId) -> Option<Flag> {
        let known = |entry: &&Entry| entry.shown.iter().any(|(shown, _)| *shown == id);
        let entry = self.entries.iter().find(known)?;
        let (_, found) = entry.shown.iter().find(|(shown, _)| *shown == id)?;
        Some(Flag { id, ..self.checker.flag(found, entry.shown_in) })
    }

    /// Ids of rules that could not look at all of the draft, since the budget of a pattern was spent; in the order of
    /// the guide. What such a rule flags is right, and may not be all.
    pub fn spent(&self) -> Vec<&str> {
        let spent: BTreeSet<u32> = self.entries.iter().flat_map(|entry| entry.facts.spent.iter().copied()).collect();
        spent.into_iter().map(|rule| self.checker.guide().rules[rule as usize].id.as_str()).collect()
    }

    /// How many blocks were judged since the session began: what incremental checking is tested by.
    pub fn judged(&self) -> u64 {
        self.judged
    }
}

/// Entries whose blocks went, for those that take their place: first the one of the same id, then one of the same
/// content.
struct Heirs {
    entries: Vec<Option<Entry>>,
    by_id: HashMap<BlockId, usize>,
    by_content: HashMap<u64, Vec<usize>>,
}

impl Heirs {
    fn new(entries: Vec<Option<Entry>>, inserted: &[Block]) -> Self {
        let mut by_id: HashMap<BlockId, usize> = HashMap::new();
        let mut by_content: HashMap<u64, Vec<usize>> = HashMap::new();
        // Those that keep their id come first, so that no other takes their flags.
        let kept: std::collections::HashSet<BlockId> = inserted.iter().map(|block| block.id).collect();
        for (index, entry) in entries.iter().enumerate().rev() {
            match entry {
                Some(entry) if kept.contains(&entry.block) => drop(by_id.insert(entry.block, index)),
                Some(entry) => by_content.entry(entry.content).or_default().push(index),
                None => {}
            }
        }
        Self { entries, by_id, by_content }
    }

    fn take(&mut self, block: BlockId, content: u64) -> Option<Entry> {
        let index = match self.by_id.remove(&block) {
            Some(index) => index,
            None => self.by_content.get_mut(&content)?.pop()?,
        };
        self.entries[index].take()
    }

    fn left(self) -> impl Iterator<Item = Entry> {
        self.entries.into_iter().flatten()
    }
}

fn content(block: &Block) -> u64 {
    let mut hasher = DefaultHasher::new();
    (block.kind, block.level, &block.text, &block.inline).hash(&mut hasher);
    hasher.finish()
}

/// A block whose flags are to be told anew.
struct Settling {
    block: BlockId,
    /// Whether what was shown stood in another block.
    moved_over: bool,
}

impl Settling {
    /// Gives what was shown before (same rule, same quote, in order) its old number, and the others new ones.
    fn run(
        &self,
        checker: &Checker,
        before: &[(FlagId, Found)],
        winners: Vec<Cow<Found>>,
        next_id: &mut FlagId,
        difference: &mut FlagDifference,
    ) -> Vec<(FlagId, Found)> {
        let mut known: HashMap<(u32, &str), VecDeque<&(FlagId, Found)>> = HashMap::new();
        for shown in before {
            known.entry((shown.1.rule, &shown.1.quote)).or_default().push_back(shown);
        }
        let mut ids = Vec::with_capacity(winners.len());
        for found in &winners {
            let same = match known.is_empty() {
                true => None,
                false => known.get_mut(&(found.rule, &*found.quote)).and_then(VecDeque::pop_front),
            };
            let id = match same {
                Some((id, before)) => {
                    if *before != **found || self.moved_over {
                        difference.moved.push(Flag { id: *id, ..checker.flag(found, self.block) });
                    }
                    *id
                }
                None => {
                    let id = *next_id;
                    *next_id += 1;
                    difference.raised.push(Flag { id, ..checker.flag(found, self.block) });
                    id
                }
            };
            ids.push(id);
        }
        let mut left: Vec<FlagId> = known.into_values().flatten().map(|(id, _)| *id).collect();
        // In the order they stood in, whatever the order of the map.
        left.sort_unstable();
        difference.cleared.extend(left);
        ids.into_iter().zip(winners.into_iter().map(Cow::into_owned)).collect()
    }
}
