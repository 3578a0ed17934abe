//! The tracker: one draft's origin runs and generations, carried through every edit. Holds lengths, times and keyed
//! hashes; never prose. What an edit costs does not grow with the draft.

use super::removed::Removed;
use super::rolling::Rolling;
use super::runs::{Run, Runs, Stamp, length, push};
use super::{Origin, Temporal};
use serde::{Deserialize, Serialize};

/// AI text that goes on where it stopped within this time is the same answer, streamed.
pub const STREAM_GAP_MS: u64 = 1_000;

/// How many places that gave way to nothing are remembered.
const MOST_VACANT: usize = 16;

/// One edit: `removed` gives way to `inserted` at a UTF-16 offset of the draft.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Epoch milliseconds.
    pub at: u64,
    /// UTF-16 offset in the draft.
    pub position: u32,
    /// What is taken out there, as UTF-16.
    pub removed: &'a [u16],
    /// What is put in, as UTF-16.
    pub inserted: &'a [u16],
    /// How it came in.
    pub cause: Cause<'a>,
}

/// How text came in, as far as is known when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause<'a> {
    /// In a way that says its origin: keys, a suggestion, a module.
    Known(Origin),
    /// From the clipboard, or in no way that is known: what was taken out lately and comes back whole has the origin it
    /// had; all else is pasted, or unknown.
    Maybe(Origin),
    /// From an AI tool.
    Ai(&'a str),
    /// Undone or redone: what comes back has the origin it had, however short; all else is unknown.
    Undone,
}

/// One insertion of AI text, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// From 1, in the order they came.
    pub id: u32,
    /// The tool, empty where it is not known.
    pub tool: String,
    /// When it came, epoch milliseconds.
    pub at: u64,
    /// When the last of it came, where it was streamed.
    pub until: u64,
    /// Units it gave.
    pub given: u32,
    /// The generation that it took the place of, in whole or in part, 0 if none.
    pub replaces: u32,
    /// 1 for the first one in its place, and one more for each that took the place of another.
    pub iteration: u32,
    /// Units put in within it or in place of parts of it; what comes back there counts.
    pub inserted: u32,
    /// Units taken out of it and of what was written into it.
    pub deleted: u32,
    /// When it was worked on.
    pub temporal: Temporal,
}

/// The state of a tracker: what is kept while nothing runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tracked {
    #[serde(skip_serializing_if = "Runs::is_empty")]
    runs: Runs,
    /// How many generations came before those that are kept.
    forgotten: u32,
    generations: Vec<Generation>,
    #[serde(skip_serializing_if = "Removed::is_empty")]
    removed: Removed,
    last: Option<Last>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    vacant: Vec<Vacant>,
    temporal: Temporal,
    produced: u64,
    deleted: u64,
    longest_gap: Option<u64>,
}

/// The change before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    at: u64,
    /// Where the caret was left.
    end: u32,
    /// The generation in whose place it stood.
    place: u32,
    /// The generation that it was part of.
    stream: u32,
}

/// Where text of a generation's place was taken out, and nothing stands instead: AI text that comes there takes its place,
/// whatever was written elsewhere in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Vacant {
    /// UTF-16 offset in the draft.
    at: u32,
    generation: u32,
}

/// Carries origin through the edits of one draft.
///
/// ```
/// use housestyle::rework::{Cause, Change, Origin, Tracker};
/// let mut tracker = Tracker::new(b"key");
/// let answer: Vec<u16> = "Save more today.".encode_utf16().collect();
/// let change = |at, position, removed, inserted, cause| Change { at, position, removed, inserted, cause };
/// tracker.apply(&change(1_000, 0, &[], &answer, Cause::Ai("ChatGPT")));
/// tracker.apply(&change(3_000, 5, &answer[5..9], &[], Cause::Known(Origin::Typed)));
/// let origins = |tracker: &Tracker| tracker.runs().iter().map(|run| (run.len, run.stamp.origin)).collect::<Vec<_>>();
/// assert_eq!(origins(&tracker), [(12, Origin::Ai)]);
/// // Undone: what comes back is still the AI's.
/// tracker.apply(&change(4_000, 5, &[], &answer[5..9], Cause::Undone));
/// assert_eq!(origins(&tracker), [(16, Origin::Ai)]);
/// assert_eq!(tracker.generations()[0].deleted, 4);
/// ```
#[derive(Clone, Debug)]
pub struct Tracker {
    state: Tracked,
    hash: Rolling,
    /// Whether what comes now is part of the edit before.
    in_parts: bool,
}

impl Tracker {
    /// For an empty draft, under an installation's key.
    pub fn new(key: &[u8]) -> Self {
        Self::resume(Tracked::default(), key)
    }

    /// Goes on from a state that was kept.
    pub fn resume(state: Tracked, key: &[u8]) -> Self {
        Self { state, hash: Rolling::new(key, "removed"), in_parts: false }
    }

    /// Gaps longer than so many milliseconds do not count as touch time; to be told before the first change.
    #[must_use]
    pub fn with_longest_gap(mut self, longest_gap: u64) -> Self {
        self.state.temporal = Temporal::new(longest_gap);
        self.state.longest_gap = Some(longest_gap);
        self
    }

    /// The same for what comes from now on: generations that are there, and a draft that was worked on, keep theirs.
    pub fn use_longest_gap(&mut self, longest_gap: u64) {
        self.state.longest_gap = Some(longest_gap);
        if self.state.temporal.last_at().is_none() {
            self.state.temporal = Temporal::new(longest_gap);
        }
    }

    /// Says whether the changes from now on are further parts of one edit, told from its end to its front.
    pub fn in_parts(&mut self, in_parts: bool) {
        self.in_parts = in_parts;
    }

    /// What is to be kept.
    pub fn state(&self) -> &Tracked {
        &self.state
    }

    /// What is to be kept, but for the runs and what was taken out, which whoever keeps them keeps apart.
    pub fn head(&self) -> Tracked {
        let Tracked { forgotten, generations, last, vacant, temporal, produced, deleted, longest_gap, .. } =
            &self.state;
        Tracked {
            forgotten: *forgotten,
            generations: generations.clone(),
            last: last.clone(),
            vacant: vacant.clone(),
            temporal: temporal.clone(),
            produced: *produced,
            deleted: *deleted,
            longest_gap: *longest_gap,
            ..Tracked::default()
        }
    }

    /// What was taken out lately.
    pub fn removed(&self) -> &Removed {
        &self.state.removed
    }

    /// Whether what a change puts in was taken out lately and comes back, as when it is moved by cut and paste.
    pub fn knows(&self, change: &Change) -> bool {
        recalled(&self.state, &self.hash, change, change.cause == Cause::Undone).is_some()
    }

    /// Says of the `len` units from `position` that they are a tool's, or came in otherwise, without changing the text.
    /// Gives back the generation, if it is a tool's.
    pub fn claim(&mut self, at: u64, position: u32, len: u32, cause: Cause) -> Option<u32> {
        let state = &mut self.state;
        let len = len.min(state.runs.len().saturating_sub(position));
        if len == 0 {
            return None;
        }
        let stamp = match cause {
            Cause::Ai(tool) => {
                let id = state.add(at, tool, len, 0);
                Stamp { origin: Origin::Ai, generation: id }
            }
            Cause::Known(origin) | Cause::Maybe(origin) => Stamp { origin, generation: 0 },
            Cause::Undone => Stamp::default(),
        };
        state.runs.splice(position, len, &[Run { len, stamp }]);
        state.removed.close();
        state.last = Some(Last { at, end: position + len, place: 0, stream: stamp.generation });
        (stamp.generation > 0).then_some(stamp.generation)
    }

    /// Says of the `len` units from `position` that all of it is what a generation has given so far, as a tool writes and
    /// rewrites what it streams.
    pub fn extend(&mut self, generation: u32, at: u64, position: u32, len: u32) {
        let state = &mut self.state;
        if let Some(generation) = state.of(generation) {
            (generation.given, generation.until) = (len, at);
            (generation.inserted, generation.deleted) = (0, 0);
        }
        let stamp = Stamp { origin: Origin::Ai, generation };
        state.runs.splice(position, len, &[Run { len, stamp }]);
        state.last = Some(Last { at, end: position + len, place: 0, stream: generation });
    }

    /// Another text begins in the same place: generations, times and what was taken out belong to the one before.
    /// Numbers of generations go on.
    pub fn begin_anew(&mut self) {
        let state = &mut self.state;
        let runs = std::mem::take(&mut state.runs);
        let none = runs.iter().map(|run| Run { stamp: Stamp { generation: 0, ..run.stamp }, ..run });
        *state = Tracked {
            runs: none.collect::<Vec<_>>().into(),
            forgotten: state.next() - 1,
            temporal: state.longest_gap.map_or_else(Temporal::default, Temporal::new),
            longest_gap: state.longest_gap,
            ..Tracked::default()
        };
    }

    /// The draft's runs. Text of a generation's place that is not of AI origin bears its number too.
    pub fn runs(&self) -> &Runs {
        &self.state.runs
    }

    /// All generations, in the order they came.
    pub fn generations(&self) -> &[Generation] {
        &self.state.generations
    }

    /// When the draft was worked on by hand.
    pub fn temporal(&self) -> &Temporal {
        &self.state.temporal
    }

    /// All units ever put in.
    pub fn produced(&self) -> u64 {
        self.state.produced
    }

    /// All units ever taken out.
    pub fn deleted(&self) -> u64 {
        self.state.deleted
    }

    /// Units in the draft per unit ever put in: 1 when nothing was taken out again (Inputlog's product–process ratio,
    /// Leijten & Van Waes 2013); of an empty process 1.
    pub fn product_process_ratio(&self) -> f64 {
        ratio(u64::from(self.state.runs.len()), self.state.produced)
    }

    /// Carries the runs through an edit; gives back the generation of AI text that came with it, if any.
    pub fn apply(&mut self, change: &Change) -> Option<u32> {
        let state = &mut self.state;
        let (removed, inserted) = (change.removed.len() as u32, change.inserted.len() as u32);
        let gone = state.runs.stretch(change.position, removed);
        let place = place(state, change, &gone);
        state.deleted += u64::from(removed);
        state.produced += u64::from(inserted);
        for run in &gone {
            if let Some(generation) = state.of(run.stamp.generation) {
                generation.deleted += run.len;
            }
        }
        if removed > 0 {
            state.removed.remember(&self.hash, change.position, change.removed, gone.clone(), change.at);
        }
        let mut stream = 0;
        let stamp = |origin| Stamp { origin, generation: place };
        let new = match change.cause {
            _ if inserted == 0 => Vec::new(),
            Cause::Ai(tool) => {
                stream = generation(state, change, tool, &gone);
                vec![Run { len: inserted, stamp: Stamp { origin: Origin::Ai, generation: stream } }]
            }
            Cause::Known(origin) => vec![Run { len: inserted, stamp: stamp(origin) }],
            Cause::Maybe(origin) => recall(state, &self.hash, change, stamp(origin), false),
            Cause::Undone => recall(state, &self.hash, change, stamp(Origin::Unknown), true),
        };
        if stream == 0 {
            for run in &new {
                if let Some(generation) = state.of(run.stamp.generation) {
                    generation.inserted += run.len;
                }
            }
        }
        if inserted > 0 {
            state.removed.close();
        }
        state.runs.splice(change.position, removed, &new);
        time(state, change, place, &gone, self.in_parts);
        let end = change.position + inserted;
        // Behind AI text begins the person's own; and so it does behind a new line at its edge.
        let outer = place_outside(state, change, end) && (stream > 0 || change.inserted.contains(&u16::from(b'\n')));
        vacate(state, change, place, &new);
        state.last = Some(Last { at: change.at, end, place: if outer { 0 } else { place }, stream });
        (stream > 0).then_some(stream)
    }
}

impl Tracked {
    /// Puts the runs and what was taken out back to the rest.
    #[must_use]
    pub fn with(mut self, runs: Vec<Run>, removed: Removed) -> Self {
        self.runs = runs.into();
        self.removed = removed;
        self
    }

    /// The number of the next generation.
    fn next(&self) -> u32 {
        self.forgotten + self.generations.len() as u32 + 1
    }

    fn of(&mut self, id: u32) -> Option<&mut Generation> {
        self.generations.get_mut((id as usize).checked_sub(1 + self.forgotten as usize)?)
    }

    fn add(&mut self, at: u64, tool: &str, given: u32, replaces: u32) -> u32 {
        let iteration = self.of(replaces).map_or(1, |before| before.iteration + 1);
        let id = self.next();
        self.generations.push(Generation {
            id,
            tool: tool.into(),
            at,
            until: at,
            given,
            replaces,
            iteration,
            inserted: 0,
            deleted: 0,
            temporal: self.longest_gap.map_or_else(Temporal::default, Temporal::new),
        });
        id
    }
}

/// Whether what was put in is not between two parts of one generation's place.
fn place_outside(state: &Tracked, change: &Change, end: u32) -> bool {
    let before = change.position.checked_sub(1).and_then(|at| state.runs.stamp_at(at));
    let behind = state.runs.stamp_at(end);
    !matches!((before, behind), (Some(a), Some(b)) if a.generation == b.generation && a.generation != 0)
}

/// `part` of `whole`; 1 where there is no whole.
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The generation in whose place a change stands: what it takes out, what it stands within, or what the change before
/// it, at the same place, stood in.
fn place(state: &Tracked, change: &Change, gone: &[Run]) -> u32 {
    if let Some(run) = gone.iter().find(|run| run.stamp.generation != 0) {
        return run.stamp.generation;
    }
    let end = change.position + change.removed.len() as u32;
    let before = change.position.checked_sub(1).and_then(|at| state.runs.stamp_at(at));
    if let (Some(before), Some(behind)) = (before, state.runs.stamp_at(end))
        && before.generation == behind.generation
        && before.generation != 0
    {
        return before.generation;
    }
    match &state.last {
        Some(last) if last.end == end => last.place,
        _ => 0,
    }
}

/// The generation that AI text belongs to: the one it goes on with, or a new one.
fn generation(state: &mut Tracked, change: &Change, tool: &str, gone: &[Run]) -> u32 {
    let len = change.inserted.len() as u32;
    if let Some(Last { at, end, stream, .. }) = state.last
        && stream > 0
        && end == change.position
        && change.removed.is_empty()
        && change.at.saturating_sub(at) < STREAM_GAP_MS
        && let Some(generation) = state.of(stream)
        && generation.tool == tool
    {
        generation.given += len;
        generation.until = generation.until.max(change.at);
        return generation.id;
    }
    let replaces = replaced(state, change, gone);
    state.add(change.at, tool, len, replaces)
}

/// The generation whose place AI text takes: the one it takes out most of, or that gave way to nothing there.
fn replaced(state: &Tracked, change: &Change, gone: &[Run]) -> u32 {
    let mut sizes: Vec<(u32, u32)> = Vec::new();
    for run in gone.iter().filter(|run| run.stamp.generation > 0) {
        match sizes.iter_mut().find(|(id, _)| *id == run.stamp.generation) {
            Some((_, size)) => *size += run.len,
            None => sizes.push((run.stamp.generation, run.len)),
        }
    }
    if let Some((id, _)) = sizes.into_iter().max_by_key(|(id, size)| (*size, *id)) {
        return id;
    }
    let vacant = state.vacant.iter().rev().find(|vacant| vacant.at == change.position);
    vacant.map_or(0, |vacant| vacant.generation)
}

/// Carries the vacant places through a change, notes the one it leaves, and forgets those where something stands now or
/// whose text came back.
fn vacate(state: &mut Tracked, change: &Change, place: u32, new: &[Run]) {
    let (removed, inserted) = (change.removed.len() as u32, change.inserted.len() as u32);
    let end = change.position + removed;
    state.vacant.retain_mut(|vacant| {
        let covered = (change.position..=end).contains(&vacant.at);
        if covered {
            vacant.at = change.position;
        } else if vacant.at > end {
            vacant.at = vacant.at - removed + inserted;
        }
        let filled = covered && inserted > 0;
        let came_back = new.iter().any(|run| run.stamp.generation == vacant.generation);
        !filled && !came_back
    });
    if removed > 0 && inserted == 0 && place > 0 {
        let vacant = Vacant { at: change.position, generation: place };
        state.vacant.retain(|known| *known != vacant);
        state.vacant.push(vacant);
        state.vacant.drain(..state.vacant.len().saturating_sub(MOST_VACANT));
    }
}

/// The runs of text that may be coming back.
fn recall(state: &Tracked, hash: &Rolling, change: &Change, stamp: Stamp, surely: bool) -> Vec<Run> {
    let units = change.inserted.len() as u32;
    let Some((head, runs)) = recalled(state, hash, change, surely) else { return vec![Run { len: units, stamp }] };
    let tail = units - head - length(&runs);
    let mut whole = Vec::new();
    push(&mut whole, head, stamp);
    for run in runs {
        push(&mut whole, run.len, run.stamp);
    }
    push(&mut whole, tail, stamp);
    whole
}

/// The runs of what comes back, and how many units stand before it. A space more at either end is what editors add
/// around a pasted word; a paragraph is taken out with the break on one side of it and put in with that on the other.
fn recalled(state: &Tracked, hash: &Rolling, change: &Change, surely: bool) -> Option<(u32, Vec<Run>)> {
    const BREAK: u16 = 0x0a;
    let units = change.inserted;
    let blank = |at: Option<&u16>| at.is_some_and(|unit| matches!(*unit, 0x20 | 0xa0 | BREAK));
    let (head, tail) = (usize::from(blank(units.first())), usize::from(blank(units.last())));
    let known = |units: &[u16]| state.removed.recall(hash, units, change.at, surely);
    for (head, tail) in [(0, 0), (head, 0), (0, tail), (head, tail)] {
        let Some(core) = units.get(head..units.len() - tail).filter(|core| !core.is_empty()) else { continue };
        if let Some(runs) = known(core) {
            return Some((head as u32, runs));
        }
        if surely {
            continue;
        }
        let len = core.len() as u32;
        if let Some(runs) = known(&[core, &[BREAK]].concat()) {
            return Some((head as u32, Runs::from(runs).stretch(0, len)));
        }
        if let Some(runs) = known(&[&[BREAK], core].concat()) {
            return Some((head as u32, Runs::from(runs).stretch(1, len)));
        }
    }
    None
}

/// Times of the draft and of the generations the change touches, if it is the person's doing.
fn time(state: &mut Tracked, change: &Change, place: u32, gone: &[Run], is_part: bool) {
    let by_hand = !matches!(change.cause, Cause::Ai(_) | Cause::Known(Origin::Unknown) | Cause::Maybe(Origin::Unknown));
    if !by_hand {
        return;
    }
    let typed = change.cause == Cause::Known(Origin::Typed);
    let (removed, inserted) = (change.removed.len() as u32, change.inserted.len() as u32);
    let note = |temporal: &mut Temporal| {
        if typed && is_part && temporal.last_at() == Some(change.at) {
            temporal.part(change.position, removed, inserted);
        } else if typed {
            temporal.edit(change.at, change.position, removed, inserted);
        } else {
            temporal.touch_at(change.at);
        }
    };
    note(&mut state.temporal);
    let mut touched: Vec<u32> =
        gone.iter().map(|run| run.stamp.generation).chain([place]).filter(|id| *id > 0).collect();
    touched.sort_unstable();
    touched.dedup();
    for id in touched {
        if let Some(generation) = state.of(id) {
            note(&mut generation.temporal);
        }
    }
}

#[cfg(test)]
mod tests;
