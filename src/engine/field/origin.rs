//! From what a client says of a change to what the tracker is told: known, pasted and known again, streamed. Decides
//! what is evidence of an AI tool; never takes likeness or speed alone for it.

use super::passage::Edit;
use super::text::Touched;
use crate::rework::{Cause, Change, Copies, Evidence, Origin, STREAM_GAP_MS, Tracker};

/// So many units that came without keys, in so many steps, and so many for each second: more than a person types
/// (world records are about 20 a second), and not a text that a page brings back at once.
const LEAST_STREAMED: u32 = 40;
const LEAST_STEPS: u32 = 3;
const LEAST_A_SECOND: u64 = 30;

/// How a change came, as far as is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Means<'a> {
    /// In a way that says its origin.
    Known(Origin),
    /// In a way that does not: what comes back has the origin it had.
    Maybe(Origin),
    /// Undone or redone.
    Undone,
    /// From the clipboard: what was copied from AI tools lately, and the tool that the clipboard's markup names.
    Pasted { copies: &'a Copies, markup: Option<&'a str> },
    /// By a script, where there is an assistant of this name.
    Script { assistant: &'a str },
}

/// What a script puts in, one step after the other.
#[derive(Debug)]
pub(super) struct Growth {
    began: u64,
    last: u64,
    start: u32,
    end: u32,
    steps: u32,
    generation: Option<u32>,
}

impl Growth {
    /// When it is over if nothing else comes.
    pub fn ends_at(&self) -> u64 {
        self.last + STREAM_GAP_MS
    }

    /// Whether it is known to be a tool's.
    pub fn is_known(&self) -> bool {
        self.generation.is_some()
    }

    fn takes(&self, edit: &Edit, at: u64) -> bool {
        let end = edit.position + edit.removed.len() as u32;
        edit.position >= self.start && end == self.end && at.saturating_sub(self.last) < STREAM_GAP_MS
    }

    fn is_beyond_typing(&self) -> bool {
        let units = self.end - self.start;
        let ms = self.last.saturating_sub(self.began).max(1);
        units >= LEAST_STREAMED && self.steps >= LEAST_STEPS && u64::from(units) * 1_000 >= LEAST_A_SECOND * ms
    }
}

impl Means<'_> {
    /// Whether its text is one thing, whatever letters it shares with what it takes the place of.
    pub fn is_one(&self) -> bool {
        matches!(self, Self::Pasted { .. } | Self::Undone | Self::Script { .. })
    }

    /// Whether one edit is better taken as several: an undo that does not bring back what was taken out as a whole.
    pub fn is_many(&self, tracker: &Tracker, edit: &Edit, at: u64) -> bool {
        let Edit { position, removed, inserted } = edit;
        let change = Change { at, position: *position, removed, inserted, cause: Cause::Undone };
        let is_both = !removed.is_empty() && !inserted.is_empty();
        matches!(self, Self::Undone) && is_both && !tracker.knows(&change)
    }

    /// How text that it puts in is known to be a tool's.
    pub fn evidence(&self) -> Evidence {
        match self {
            Self::Script { .. } => Evidence::Streamed,
            Self::Pasted { markup: Some(_), .. } => Evidence::ClipboardMarkup,
            _ => Evidence::CopiedFromSurface,
        }
    }

    /// Carries the origins through an edit, and adds the generations that came with it.
    pub fn carry(
        &self,
        tracker: &mut Tracker,
        growth: &mut Option<Growth>,
        key: &[u8],
        edit: &Edit,
        at: u64,
        came: &mut Vec<u32>,
    ) -> Touched {
        let (removed, inserted) = (edit.removed.len() as u32, edit.inserted.len() as u32);
        let is_ai =
            |at: Option<u32>| at.and_then(|at| tracker.runs().stamp_at(at)).is_some_and(|s| s.origin == Origin::Ai);
        let gone = tracker.runs().stretch(edit.position, removed);
        let mut in_ai: u32 = gone.iter().filter(|run| run.stamp.origin == Origin::Ai).map(|run| run.len).sum();
        if is_ai(edit.position.checked_sub(1)) && is_ai(Some(edit.position + removed)) {
            in_ai += inserted;
        }
        let change =
            |cause| Change { at, position: edit.position, removed: &edit.removed, inserted: &edit.inserted, cause };
        match self {
            Self::Known(origin) => drop(tracker.apply(&change(Cause::Known(*origin)))),
            Self::Maybe(origin) => drop(tracker.apply(&change(Cause::Maybe(*origin)))),
            Self::Undone => drop(tracker.apply(&change(Cause::Undone))),
            Self::Pasted { copies, markup } => came.extend(paste(tracker, key, edit, at, copies, *markup)),
            Self::Script { assistant } => came.extend(grow(tracker, growth, edit, at, assistant)),
        }
        Touched { inserted, deleted: removed, in_ai, position: edit.position }
    }
}

/// A paste: what was taken out of this draft lately is moved; what was copied from a tool is the tool's; of the rest
/// the markup may name one.
fn paste(tracker: &mut Tracker, key: &[u8], edit: &Edit, at: u64, copies: &Copies, markup: Option<&str>) -> Vec<u32> {
    let whole = |cause| Change { at, position: edit.position, removed: &edit.removed, inserted: &edit.inserted, cause };
    let maybe = whole(Cause::Maybe(Origin::Pasted));
    let mut found = Vec::new();
    if !edit.inserted.is_empty() && !tracker.knows(&maybe) {
        found = copies.find(key, &String::from_utf16_lossy(&edit.inserted), at);
        if found.is_empty()
            && let Some(tool) = markup
        {
            return tracker.apply(&whole(Cause::Ai(tool))).into_iter().collect();
        }
    }
    let Some((first, others)) = found.split_first() else {
        tracker.apply(&maybe);
        return Vec::new();
    };
    // What is the tool's takes the place of what goes; what is pasted around it is put around it.
    let units = |from: u32, to: u32| &edit.inserted[from as usize..to as usize];
    let mut put = |position, removed, from, to, cause| {
        if from == to && <[u16]>::is_empty(removed) {
            return None;
        }
        tracker.apply(&Change { at, position, removed, inserted: units(from, to), cause })
    };
    let mut came = Vec::new();
    came.extend(put(edit.position, &edit.removed, first.span.start, first.span.end, Cause::Ai(&first.tool)));
    put(edit.position, &[], 0, first.span.start, Cause::Known(Origin::Pasted));
    let mut done = first.span.end;
    for one in others {
        put(edit.position + done, &[], done, one.span.start, Cause::Known(Origin::Pasted));
        came.extend(put(edit.position + one.span.start, &[], one.span.start, one.span.end, Cause::Ai(&one.tool)));
        done = one.span.end;
    }
    put(edit.position + done, &[], done, edit.inserted.len() as u32, Cause::Known(Origin::Pasted));
    came
}

/// A step of a script's. Once so much has come that nobody typed it, all of it is the tool's.
fn grow(tracker: &mut Tracker, growth: &mut Option<Growth>, edit: &Edit, at: u64, assistant: &str) -> Option<u32> {
    let end = edit.position + edit.inserted.len() as u32;
    let change = Change {
        at,
        position: edit.position,
        removed: &edit.removed,
        inserted: &edit.inserted,
        cause: Cause::Maybe(Origin::Unknown),
    };
    let known = tracker.knows(&change);
    match growth.as_mut().filter(|growth| growth.takes(edit, at)) {
        Some(growth) => {
            growth.steps += 1;
            (growth.last, growth.end) = (at, end);
        }
        // What comes back was not written now.
        None if known || edit.inserted.is_empty() => *growth = None,
        None => {
            let start = edit.position;
            *growth = Some(Growth { began: at, last: at, start, end, steps: 1, generation: None });
        }
    }
    tracker.apply(&change);
    let growth = growth.as_mut()?;
    match growth.generation {
        Some(generation) => tracker.extend(generation, at, growth.start, growth.end - growth.start),
        None if growth.is_beyond_typing() => {
            growth.generation = tracker.claim(at, growth.start, growth.end - growth.start, Cause::Ai(assistant));
            return growth.generation;
        }
        None => {}
    }
    None
}
