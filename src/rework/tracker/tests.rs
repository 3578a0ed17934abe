//! The tracker against a list of units, and against itself stopped and resumed.

use super::*;
use proptest::prelude::*;
use std::ops::Range;

#[derive(Clone, Debug)]
struct Step {
    cause: usize,
    gap: u64,
    at: prop::sample::Index,
    del: u32,
    ins: String,
    again: bool,
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step =
        (0usize..7, 0u64..7_000, any::<prop::sample::Index>(), 0u32..30, "[a-d \n]{0,20}", prop::bool::weighted(0.2));
    let step = step.prop_map(|(cause, gap, at, del, ins, again)| Step { cause, gap, at, del, ins, again });
    prop::collection::vec(step, 0..most)
}

const CAUSES: [Cause; 7] = [
    Cause::Known(Origin::Typed),
    Cause::Known(Origin::Suggestion),
    Cause::Maybe(Origin::Pasted),
    Cause::Maybe(Origin::Unknown),
    Cause::Ai("one"),
    Cause::Ai("two"),
    Cause::Undone,
];

/// The edits of a run, as positions and texts; what was taken out last sometimes comes back.
fn edits(steps: &[Step]) -> Vec<(u64, Range<usize>, Vec<u16>, Cause<'static>)> {
    let (mut text, mut at, mut gone) = (Vec::new(), 0, Vec::new());
    let mut edits = Vec::new();
    for step in steps {
        at += step.gap;
        let from = step.at.index(text.len() + 1);
        let to = text.len().min(from + step.del as usize);
        let ins: Vec<u16> = if step.again { gone.clone() } else { step.ins.encode_utf16().collect() };
        let out: Vec<u16> = text.splice(from..to, ins.clone()).collect();
        if !out.is_empty() {
            gone = out;
        }
        edits.push((at, from..to, ins, CAUSES[step.cause]));
    }
    edits
}

fn apply(tracker: &mut Tracker, text: &mut Vec<u16>, edit: &(u64, Range<usize>, Vec<u16>, Cause<'static>)) {
    let (at, range, inserted, cause) = edit;
    let change =
        Change { at: *at, position: range.start as u32, removed: &text[range.clone()], inserted, cause: *cause };
    tracker.apply(&change);
    text.splice(range.clone(), inserted.iter().copied());
}

proptest! {
    #[test]
    fn stopped_and_resumed_anywhere_it_comes_to_the_same(steps in steps(40), cut in any::<prop::sample::Index>()) {
        let edits = edits(&steps);
        let cut = cut.index(edits.len() + 1);
        let (mut whole, mut stopped) = (Tracker::new(b"key"), Tracker::new(b"key"));
        let (mut text, mut same) = (Vec::new(), Vec::new());
        for (index, edit) in edits.iter().enumerate() {
            if index == cut {
                let kept = serde_json::to_string(stopped.state()).unwrap();
                stopped = Tracker::resume(serde_json::from_str(&kept).unwrap(), b"key");
            }
            apply(&mut whole, &mut text, edit);
            apply(&mut stopped, &mut same, edit);
        }
        prop_assert_eq!(whole.state(), stopped.state());
    }

    #[test]
    fn of_known_causes_the_runs_equal_a_list_of_units(steps in steps(60)) {
        let mut tracker = Tracker::new(b"key");
        let (mut text, mut units) = (Vec::new(), Vec::new());
        for mut edit in edits(&steps) {
            let origin = match &mut edit.3 {
                Cause::Ai(_) => Origin::Ai,
                Cause::Known(origin) => *origin,
                Cause::Maybe(origin) => {
                    let origin = *origin;
                    edit.3 = Cause::Known(origin);
                    origin
                }
                Cause::Undone => {
                    edit.3 = Cause::Known(Origin::Module);
                    Origin::Module
                }
            };
            units.splice(edit.1.clone(), std::iter::repeat_n(origin, edit.2.len()));
            apply(&mut tracker, &mut text, &edit);
        }
        let spread: Vec<Origin> =
            tracker.runs().iter().flat_map(|run| std::iter::repeat_n(run.stamp.origin, run.len as usize)).collect();
        prop_assert_eq!(spread, units);
    }

    #[test]
    fn what_a_generation_gave_and_got_less_what_it_lost_is_there(steps in steps(60)) {
        let mut tracker = Tracker::new(b"key");
        let mut text = Vec::new();
        for edit in edits(&steps) {
            apply(&mut tracker, &mut text, &edit);
            prop_assert_eq!(tracker.runs().len() as usize, text.len());
        }
        for generation in tracker.generations() {
            let there = tracker.runs().count(|stamp| stamp.generation == generation.id);
            prop_assert_eq!(generation.given + generation.inserted - generation.deleted, there);
            prop_assert_eq!(generation.iteration > 1, generation.replaces > 0);
            prop_assert!(generation.replaces < generation.id);
        }
        prop_assert_eq!(tracker.produced() - tracker.deleted(), text.len() as u64);
        let runs: Vec<Run> = tracker.runs().iter().collect();
        prop_assert!(runs.iter().all(|run| run.stamp.origin != Origin::Ai || run.stamp.generation > 0));
    }
}

fn spread(tracker: &Tracker) -> Vec<(u32, Origin)> {
    let mut spread: Vec<(u32, Origin)> = Vec::new();
    for run in tracker.runs().iter() {
        match spread.last_mut() {
            Some(last) if last.1 == run.stamp.origin => last.0 += run.len,
            _ => spread.push((run.len, run.stamp.origin)),
        }
    }
    spread
}

/// A draft that is edited by text, for the cases below.
struct Draft {
    tracker: Tracker,
    text: String,
    at: u64,
}

impl Draft {
    fn of(answer: &str) -> Self {
        let mut draft = Self { tracker: Tracker::new(b"key"), text: String::new(), at: 0 };
        draft.edit(0, 0, "Mine. ", Cause::Known(Origin::Typed));
        draft.edit(6, 0, answer, Cause::Ai("tool"));
        draft
    }

    fn edit(&mut self, position: usize, removed: usize, inserted: &str, cause: Cause) {
        self.at += 1_500;
        let units: Vec<u16> = self.text[position..position + removed].encode_utf16().collect();
        let new: Vec<u16> = inserted.encode_utf16().collect();
        let change = Change { at: self.at, position: position as u32, removed: &units, inserted: &new, cause };
        self.tracker.apply(&change);
        self.text.replace_range(position..position + removed, inserted);
    }
}

#[test]
fn a_field_that_is_cleared_and_filled_again_keeps_its_runs() {
    let mut draft = Draft::of("The answer, as it came.");
    let (text, before) = (draft.text.clone(), spread(&draft.tracker));
    draft.edit(0, text.len(), "", Cause::Maybe(Origin::Unknown));
    draft.edit(0, 0, &text, Cause::Maybe(Origin::Unknown));
    assert_eq!(spread(&draft.tracker), before);
    draft.edit(0, text.len(), &text, Cause::Maybe(Origin::Unknown));
    assert_eq!(spread(&draft.tracker), before);
}

#[test]
fn a_cut_that_is_pasted_with_a_space_more_is_still_the_answers() {
    let mut draft = Draft::of("The answer came. Then more.");
    draft.edit(23, 10, "", Cause::Known(Origin::Typed));
    draft.edit(0, 0, "Then more. ", Cause::Maybe(Origin::Pasted));
    assert_eq!(spread(&draft.tracker), [(10, Origin::Ai), (1, Origin::Pasted), (6, Origin::Typed), (17, Origin::Ai)]);
}

#[test]
fn a_few_letters_typed_again_are_typed_and_pasted_ones_are_not_the_answers() {
    let mut draft = Draft::of("The answer came.");
    draft.edit(6, 3, "", Cause::Known(Origin::Typed));
    draft.edit(6, 0, "The", Cause::Known(Origin::Typed));
    assert_eq!(spread(&draft.tracker), [(9, Origin::Typed), (13, Origin::Ai)]);
    draft.edit(6, 3, "", Cause::Known(Origin::Typed));
    draft.edit(0, 0, "x", Cause::Known(Origin::Typed));
    draft.edit(7, 0, "The", Cause::Maybe(Origin::Pasted));
    assert_eq!(spread(&draft.tracker), [(7, Origin::Typed), (3, Origin::Pasted), (13, Origin::Ai)]);
}

#[test]
fn backspaces_are_undone_as_one_and_after_a_day_nothing_is_known() {
    let mut draft = Draft::of("The answer came.");
    for _ in 0..6 {
        let end = draft.text.len();
        draft.edit(end - 1, 1, "", Cause::Known(Origin::Typed));
    }
    let end = draft.text.len();
    draft.edit(end, 0, " came.", Cause::Undone);
    assert_eq!(spread(&draft.tracker), [(6, Origin::Typed), (16, Origin::Ai)]);
    draft.edit(6, 16, "", Cause::Known(Origin::Typed));
    draft.at += 25 * 60 * 60 * 1000;
    draft.edit(6, 0, "The answer came.", Cause::Undone);
    assert_eq!(spread(&draft.tracker), [(6, Origin::Typed), (16, Origin::Unknown)]);
}

#[test]
fn what_is_written_over_a_removed_end_stands_in_its_place_and_what_follows_does_not() {
    let mut draft = Draft::of("The answer came.");
    draft.edit(17, 5, "", Cause::Known(Origin::Typed));
    draft.edit(17, 0, "left.", Cause::Known(Origin::Typed));
    let there = |draft: &Draft| draft.tracker.runs().count(|stamp| stamp.generation == 1);
    assert_eq!(there(&draft), 16);
    draft.edit(22, 0, "\n", Cause::Known(Origin::Typed));
    draft.edit(23, 0, "My own.", Cause::Known(Origin::Typed));
    assert_eq!(there(&draft), 17);
    let state = serde_json::to_string(draft.tracker.state()).unwrap();
    assert!(!state.contains("answer") && !state.contains("own"), "no prose is kept");
}

#[test]
fn a_streamed_answer_is_one_generation_and_another_one_a_second() {
    let mut draft = Draft::of("");
    for (index, part) in ["So", " it", " goes."].into_iter().enumerate() {
        draft.at -= 1_300;
        let end = draft.text.len();
        draft.edit(end, 0, part, Cause::Ai("tool"));
        assert_eq!(draft.tracker.generations().len(), 1, "part {index}");
    }
    let end = draft.text.len();
    draft.edit(end, 0, "And so on.", Cause::Ai("tool"));
    let given: Vec<u32> = draft.tracker.generations().iter().map(|generation| generation.given).collect();
    assert_eq!(given, [11, 10]);
}

#[test]
fn a_place_that_was_emptied_is_taken_again_whatever_was_written_elsewhere() {
    let answer: Vec<u16> = "An answer of the tool. ".encode_utf16().collect();
    let tracker = |edits: &[(u32, u32, &str, Cause<'static>)]| {
        let (mut tracker, mut text) = (Tracker::new(b"key"), Vec::new());
        for (number, (position, removed, inserted, cause)) in (1..).zip(edits) {
            let range = *position as usize..(position + removed) as usize;
            let inserted = inserted.encode_utf16().collect();
            apply(&mut tracker, &mut text, &(number * 60_000, range, inserted, *cause));
            tracker = Tracker::resume(tracker.state().clone(), b"key");
        }
        tracker.generations().iter().map(|generation| (generation.iteration, generation.replaces)).collect::<Vec<_>>()
    };
    let typed = Cause::Known(Origin::Typed);
    let len = answer.len() as u32;
    let first = "An answer of the tool. ";
    let begin = [(0, 0, "Intro. Outro.", typed), (7, 0, first, Cause::Ai("one")), (7, len, "", typed)];
    let then = |more: &[(u32, u32, &'static str, Cause<'static>)]| tracker(&[&begin[..], more].concat());
    // Written before it, behind it, and something taken out around it.
    let again = (12, 0, "Another one. ", Cause::Ai("one"));
    assert_eq!(then(&[(0, 0, "More ", typed), again]), [(1, 0), (2, 1)]);
    assert_eq!(then(&[(13, 0, " More", typed), (7, 0, "Another one. ", Cause::Ai("two"))]), [(1, 0), (2, 1)]);
    assert_eq!(then(&[(2, 9, "", typed), (2, 0, "Another one. ", Cause::Ai("one"))]), [(1, 0), (2, 1)]);
    // Elsewhere, where something else stands by now, and where the first answer came back to.
    assert_eq!(then(&[(0, 0, "Another one. ", Cause::Ai("one"))]), [(1, 0), (1, 0)]);
    assert_eq!(
        then(&[(0, 0, "More ", typed), (12, 0, "of my own ", typed), (12, 0, "Another one. ", Cause::Ai("one"))]),
        [(1, 0), (1, 0)]
    );
    let moved = (0, 0, first, Cause::Maybe(Origin::Pasted));
    assert_eq!(then(&[moved, (7 + len, 0, "Another one. ", Cause::Ai("one"))]), [(1, 0), (1, 0)]);
    // Part of it, with the rest still around.
    assert_eq!(
        tracker(&[
            (0, 0, first, Cause::Ai("one")),
            (3, 7, "", typed),
            (0, 0, "Mine: ", typed),
            (9, 0, "better ", Cause::Ai("one"))
        ]),
        [(1, 0), (2, 1)]
    );
}
