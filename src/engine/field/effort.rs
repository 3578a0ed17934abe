//! The generations of a draft as the log tells them, and what it took to make them usable. Keeps the keyed words of what
//! was given, never prose; measures nothing at a keystroke.

use super::{Field, Touched};
use crate::rework::{
    Came, Effort, EffortSearch, EventKind, Evidence, Generation, LoggedEffort, Piece, PieceId, Process, Shipping,
    TerEdits, keyed_tokens,
};
use crate::text::{BlockId, word_count};
use std::collections::BTreeMap;

/// An effort that is being measured, and when it is told as of.
#[derive(Debug)]
pub(in crate::engine) struct Measure {
    at: u64,
    known: LoggedEffort,
    search: EffortSearch,
}

impl Measure {
    /// What it is told as of.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Goes on for about so many cells (some nanoseconds each), and gives the event when it is there.
    pub fn step(&mut self, cells: usize) -> Option<EventKind> {
        let Effort { ter, kept_words, .. } = self.search.step(cells)?;
        let edits = TerEdits {
            insertions: ter.insertions,
            deletions: ter.deletions,
            substitutions: ter.substitutions,
            shifts: ter.shifts,
            reference_words: ter.reference_length,
        };
        Some(EventKind::Effort(LoggedEffort { retained: Some(kept_words), edits: Some(edits), ..self.known.clone() }))
    }
}

impl Field {
    /// Takes note of generations that came with a change.
    pub(super) fn note_generations(&mut self, came: &[u32], evidence: Evidence) {
        for generation in came {
            if !self.state.unlogged.iter().any(|known| known.generation == *generation)
                && !self.state.given.contains_key(generation)
            {
                self.state.unlogged.push(Came { generation: *generation, evidence, words: 0 });
            }
        }
        if evidence != Evidence::Streamed {
            self.log_generations(u64::MAX);
            self.learn_given(came);
        }
    }

    /// Logs the generations that are all there, by a time.
    pub(super) fn log_generations(&mut self, now: u64) {
        if self.text.streams_until().is_some_and(|until| until > now) {
            return;
        }
        self.text.growth = None;
        if self.state.unlogged.is_empty() {
            return;
        }
        let unlogged = std::mem::take(&mut self.state.unlogged);
        let ids: Vec<u32> = unlogged.iter().map(|came| came.generation).collect();
        let words = self.learn_given(&ids);
        for Came { generation, evidence, .. } in unlogged {
            let Some(known) = self.text.tracker.generations().iter().find(|known| known.id == generation) else {
                continue;
            };
            let kind = EventKind::Generation {
                generation,
                tool: named(known),
                evidence,
                characters: known.given,
                words: words.get(&generation).copied().unwrap_or_default(),
                iteration: known.iteration,
                replaces: (known.replaces > 0).then_some(known.replaces),
            };
            self.happenings.push((known.at, kind));
        }
        self.dirty = true;
    }

    /// Keeps the keyed words of what generations gave, which stands as it was given; tells how many words (UAX #29).
    fn learn_given(&mut self, generations: &[u32]) -> BTreeMap<u32, u32> {
        if generations.is_empty() {
            return BTreeMap::new();
        }
        let texts = self.text.of_generations(generations);
        for (id, text) in &texts {
            self.state.given.insert(*id, keyed_tokens(&self.text.key, text));
            self.given_unwritten.insert(*id);
        }
        texts.iter().map(|(id, text)| (*id, word_count(text))).collect()
    }

    /// Text that is put in was not shipped yet; where a shipped text gives way to nothing, another one begins.
    pub(super) fn note_shipping(&mut self, touched: Touched) {
        if touched.inserted + touched.deleted == 0 {
            return;
        }
        if self.state.shipped && self.text.blocks().iter().all(|block| block.text.trim().is_empty()) {
            self.begin_anew();
        } else {
            self.state.unmeasured = true;
        }
        self.state.shipped &= touched.inserted == 0;
    }

    /// Another text begins in the same field.
    pub(super) fn begin_anew(&mut self) {
        self.text.tracker.begin_anew();
        self.text.growth = None;
        self.given_unwritten.extend(std::mem::take(&mut self.state.given).into_keys());
        self.state.unlogged.clear();
        (self.state.unmeasured, self.state.shipped) = (false, false);
        self.write_all = true;
        self.dirty = true;
    }

    /// The draft leaves the writer's hands as it stands. What did so already, and was not added to since, does not again.
    pub fn ship(&mut self, n: u32, how: Shipping, at: u64) {
        if !self.counts(n, at) || self.state.shipped {
            return;
        }
        let (characters, words) = self.text.size();
        if words == 0 {
            return;
        }
        self.ripen(u64::MAX, at);
        let open_flags = u32::try_from(self.flags.len()).unwrap_or(u32::MAX);
        self.state.shipped = true;
        self.happenings.push((at, EventKind::Shipped { how, characters, words, open_flags }));
        self.measure(at);
    }

    /// The person says of a passage that it is an AI tool's, or in their own words.
    pub fn claim(&mut self, n: u32, from: (BlockId, u32), to: (BlockId, u32), tool: Option<&str>, at: u64) {
        if !self.counts(n, at) || self.catching_up.is_some() {
            return;
        }
        let (Some(position), Some(end)) = (self.text.offset_of(from.0, from.1), self.text.offset_of(to.0, to.1)) else {
            return;
        };
        if position >= end {
            return;
        }
        let len = end - position;
        self.log_generations(u64::MAX);
        self.end_burst();
        let cause = tool.map_or(crate::rework::Cause::Known(crate::rework::Origin::Typed), crate::rework::Cause::Ai);
        let came: Vec<u32> = self.text.tracker.claim(at, position, len, cause).into_iter().collect();
        self.text.restamped(position, len);
        self.state.unmeasured = true;
        self.note_generations(&came, Evidence::Told);
        self.dirty = true;
    }

    /// Begins to measure the generations, if anything changed since they were measured last.
    pub(super) fn measure(&mut self, at: u64) {
        if !std::mem::replace(&mut self.state.unmeasured, false) || self.catching_up.is_some() {
            return;
        }
        self.dirty = true;
        let generations = self.text.tracker.generations();
        let ids: Vec<u32> = generations.iter().map(|generation| generation.id).collect();
        if ids.is_empty() {
            return;
        }
        let texts = self.text.of_generations(&ids);
        for generation in generations {
            // What was given before anybody kept its words is not known.
            let Some(given) = self.state.given.get(&generation.id) else { continue };
            let now = keyed_tokens(&self.text.key, texts.get(&generation.id).map_or("", String::as_str));
            let known = LoggedEffort {
                generation: generation.id,
                tool: named(generation),
                words_given: given.len() as u32,
                words_now: now.len() as u32,
                retained: None,
                edits: None,
                touch_ms: generation.temporal.touch_ms(),
                elapsed_ms: at.saturating_sub(generation.at),
                process: Some(Process {
                    characters_given: generation.given,
                    characters_now: self.text.tracker.runs().count(|stamp| stamp.generation == generation.id),
                    inserted: generation.inserted,
                    deleted: generation.deleted,
                    p_bursts: generation.temporal.p_bursts(),
                    r_bursts: generation.temporal.r_bursts(),
                }),
            };
            self.measures.push(Measure { at, known, search: Effort::begin(given, &now) });
        }
    }

    /// Takes the efforts that are to be measured.
    pub fn take_measures(&mut self) -> Vec<Measure> {
        std::mem::take(&mut self.measures)
    }

    pub(super) fn write_given(&mut self, all: bool, into: &mut BTreeMap<PieceId, Option<Piece>>) {
        let mut ids = std::mem::take(&mut self.given_unwritten);
        if all {
            ids.extend(self.state.given.keys());
        }
        let given = &self.state.given;
        into.extend(ids.into_iter().map(|id| (PieceId::Given(id), given.get(&id).cloned().map(Piece::Given))));
    }
}

fn named(generation: &Generation) -> Option<String> {
    (!generation.tool.is_empty()).then(|| generation.tool.clone())
}
