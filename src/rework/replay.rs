//! Runs a recorded trace through the tracker and measures what became of each generation. Holds the trace's prose while
//! it runs, as the trace itself does.

use super::effort::Effort;
use super::runs::Stamp;
use super::ter::tokens;
use super::trace::{TraceEdit, TraceOrigin, problem};
use super::tracker::{Cause, Change, Tracker, ratio};
use super::units::Units;
use super::{LONGEST_GAP_MS, Origin};
use crate::guide::Problem;
use crate::text::word_count;
use serde::Serialize;
use std::collections::BTreeMap;

/// A trace under way.
#[derive(Clone, Debug)]
pub struct Replay {
    text: Units,
    tracker: Tracker,
    /// What each generation gave.
    given: Vec<Vec<u16>>,
    as_told: bool,
    came_back: u64,
}

/// What came of a trace. Lengths and offsets are UTF-16 units, times milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replayed {
    /// The final text.
    pub text: String,
    /// Its length.
    pub characters: u32,
    /// Its words (UAX #29).
    pub words: u32,
    /// Its runs, first to last; neighbours differ in origin or, where it is the AI's, in generation.
    pub runs: Vec<ReplayedRun>,
    /// Units of each origin.
    pub origins: BTreeMap<&'static str, u32>,
    /// All units that were put in.
    pub characters_inserted: u64,
    /// All units that were taken out.
    pub characters_deleted: u64,
    /// Of the units put in, those that the trace calls pasted or unknown and that have another origin here: the one they
    /// had when they were taken out before.
    pub characters_came_back: u64,
    /// Units in the text per unit put in.
    pub product_process_ratio: f64,
    /// Active time by hand.
    pub touch_ms: u64,
    /// First to last edit by hand.
    pub elapsed_ms: u64,
    /// Bursts of typing ended by a pause.
    pub p_bursts: u32,
    /// Bursts of typing ended by a revision.
    pub r_bursts: u32,
    /// The generations, in the order they came.
    pub generations: Vec<GenerationEffort>,
}

/// A run of the final text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplayedRun {
    /// Where it begins.
    pub start: u32,
    /// One past its end.
    pub end: u32,
    /// How it came in.
    pub origin: Origin,
    /// Of AI text, the generation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<u32>,
    /// Of AI text, the tool, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
}

/// The effort of one generation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GenerationEffort {
    /// Its number, from 1.
    pub generation: u32,
    /// The tool, where it is known.
    pub tool: Option<String>,
    /// When it came.
    pub at: u64,
    /// 1, or one more than that of the generation it took the place of.
    pub iteration: u32,
    /// That generation.
    pub replaces: Option<u32>,
    /// Units it gave.
    pub given_characters: u32,
    /// Units of those that are still there.
    pub kept_characters: u32,
    /// Units in its place now, with what was written into it.
    pub final_characters: u32,
    /// Units put into its place since.
    pub characters_inserted: u32,
    /// Units taken out of its place.
    pub characters_deleted: u32,
    /// Units in its place now per unit ever put there.
    pub product_process_ratio: f64,
    /// Edits by type and words, between what it gave and what is in its place now.
    #[serde(flatten)]
    pub effort: Effort,
    /// See [`Effort::retention`].
    pub retention: f64,
    /// See [`super::Ter::hter`].
    pub hter: f64,
    /// Active time of the edits in its place.
    pub touch_ms: u64,
    /// From when it came to the last edit in its place.
    pub elapsed_ms: u64,
}

impl Default for Replay {
    fn default() -> Self {
        Self::new(false, LONGEST_GAP_MS)
    }
}

impl Replay {
    /// Begins with an empty text. `as_told` takes every edit's origin as the trace has it; else what was taken out
    /// lately and comes back as `pasted` or `unknown` has the origin it had. A gap longer than `longest_gap`
    /// milliseconds is no touch time.
    pub fn new(as_told: bool, longest_gap: u64) -> Self {
        // The key only has to be the same throughout: nothing of this is kept.
        let tracker = Tracker::new(b"replay").with_longest_gap(longest_gap);
        Self { text: Units::default(), tracker, given: Vec::new(), as_told, came_back: 0 }
    }

    /// Makes an edit, told on a line of the trace. On an error nothing is changed.
    ///
    /// # Errors
    /// Where the edit lies past the end of the text. One that cuts a surrogate pair is made as it is told: editors that
    /// compare units tell a change of one half so.
    pub fn apply(&mut self, edit: &TraceEdit, line: u32) -> Result<(), Problem> {
        let len = self.text.len();
        let (from, to) = (edit.pos as usize, edit.pos as usize + edit.del as usize);
        if from > len {
            let message = format!("{from} is past the end of the text, which is {len} UTF-16 units long here");
            return Err(problem(line, "pos", message, &format!("write an offset from 0 to {len}")));
        }
        if to > len {
            let message =
                format!("{} units from {from} reach past the end of the text, which is {len} long here", edit.del);
            return Err(problem(line, "del", message, &format!("write a number from 0 to {}", len - from)));
        }
        let cause = match edit.origin {
            TraceOrigin::Undone => Cause::Undone,
            TraceOrigin::Told(Origin::Ai) => Cause::Ai(edit.tool.as_deref().unwrap_or_default()),
            TraceOrigin::Told(origin @ (Origin::Pasted | Origin::Unknown)) if !self.as_told => Cause::Maybe(origin),
            TraceOrigin::Told(origin) => Cause::Known(origin),
        };
        let inserted = &edit.ins;
        let removed = self.text.splice(from, to - from, inserted);
        let change = Change { at: edit.at, position: edit.pos, removed: &removed, inserted, cause };
        let generation = self.tracker.apply(&change);
        if let Cause::Maybe(told) = cause {
            let runs = self.tracker.runs().stretch(edit.pos, inserted.len() as u32);
            let others = runs.iter().filter(|run| run.stamp.origin != told);
            self.came_back += others.map(|run| u64::from(run.len)).sum::<u64>();
        }
        if let Some(generation) = generation {
            self.given.resize(generation as usize, Vec::new());
            self.given[generation as usize - 1].extend(inserted);
        }
        Ok(())
    }

    /// The tracker as it stands.
    pub fn tracker(&self) -> &Tracker {
        &self.tracker
    }

    /// Measures what the text has come to.
    pub fn finish(&self) -> Replayed {
        let runs = self.tracker.runs();
        let units = self.text.to_vec();
        let text = string(&units);
        let temporal = self.tracker.temporal();
        let origins = [
            ("typed", Origin::Typed),
            ("pasted", Origin::Pasted),
            ("ai", Origin::Ai),
            ("suggestion", Origin::Suggestion),
            ("module", Origin::Module),
            ("unknown", Origin::Unknown),
        ];
        Replayed {
            characters: runs.len(),
            words: word_count(&text),
            runs: self.runs(),
            origins: origins.map(|(name, origin)| (name, runs.count(|stamp| stamp.origin == origin))).into(),
            characters_inserted: self.tracker.produced(),
            characters_deleted: self.tracker.deleted(),
            characters_came_back: self.came_back,
            product_process_ratio: self.tracker.product_process_ratio(),
            touch_ms: temporal.touch_ms(),
            elapsed_ms: temporal.elapsed_ms(),
            p_bursts: temporal.p_bursts(),
            r_bursts: temporal.r_bursts(),
            generations: self
                .places(&units)
                .into_iter()
                .enumerate()
                .map(|(at, place)| self.generation(at, place))
                .collect(),
            text,
        }
    }

    fn runs(&self) -> Vec<ReplayedRun> {
        let mut runs: Vec<ReplayedRun> = Vec::new();
        let mut start = 0;
        for run in self.tracker.runs().iter() {
            let Stamp { origin, generation } = run.stamp;
            let generation = (origin == Origin::Ai && generation > 0).then_some(generation);
            let end = start + run.len;
            match runs.last_mut() {
                Some(last) if (last.origin, last.generation) == (origin, generation) => last.end = end,
                _ => {
                    let tool = generation.and_then(|id| named(&self.tracker.generations()[id as usize - 1].tool));
                    runs.push(ReplayedRun { start, end, origin, generation, tool });
                }
            }
            start = end;
        }
        runs
    }

    /// What stands in the place of each generation, gathered in one walk over the runs.
    fn places(&self, units: &[u16]) -> Vec<Place> {
        let mut places = vec![Place::default(); self.given.len()];
        let mut at = 0;
        for run in self.tracker.runs().iter() {
            let from = at;
            at += run.len as usize;
            let Some(place) = (run.stamp.generation as usize).checked_sub(1).and_then(|at| places.get_mut(at)) else {
                continue;
            };
            // Parts that were moved apart do not run into one word.
            if !place.now.is_empty() && from != place.end {
                place.now.push(u16::from(b'\n'));
            }
            place.now.extend(&units[from..at]);
            (place.size, place.end) = (place.size + run.len, at);
            if run.stamp.origin == Origin::Ai {
                place.kept += run.len;
            }
        }
        places
    }

    fn generation(&self, index: usize, place: Place) -> GenerationEffort {
        let generation = &self.tracker.generations()[index];
        let Place { now, kept, size, .. } = place;
        let mut search = Effort::begin(&tokens(&string(&self.given[index])), &tokens(&string(&now)));
        let effort = loop {
            if let Some(effort) = search.step(usize::MAX) {
                break effort;
            }
        };
        let process = u64::from(generation.given) + u64::from(generation.inserted);
        let temporal = &generation.temporal;
        GenerationEffort {
            generation: generation.id,
            tool: named(&generation.tool),
            at: generation.at,
            iteration: generation.iteration,
            replaces: (generation.replaces > 0).then_some(generation.replaces),
            given_characters: generation.given,
            kept_characters: kept,
            final_characters: size,
            characters_inserted: generation.inserted,
            characters_deleted: generation.deleted,
            product_process_ratio: ratio(u64::from(size), process),
            effort,
            retention: effort.retention(),
            hter: effort.ter.hter(),
            touch_ms: temporal.touch_ms(),
            elapsed_ms: temporal.last_at().map_or(0, |last| last.saturating_sub(generation.at)),
        }
    }
}

/// What stands in the place of a generation.
#[derive(Clone, Default)]
struct Place {
    now: Vec<u16>,
    /// Units of it that the generation gave.
    kept: u32,
    size: u32,
    /// Where its last part ends.
    end: usize,
}

fn named(tool: &str) -> Option<String> {
    (!tool.is_empty()).then(|| tool.to_owned())
}

/// Half a character counts as U+FFFD, which is one unit, too.
fn string(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}
