//! Where text came from, through the engine as a whole: what a tool gave is known, carried along, measured and told,
//! and no prose is kept for it.

use housestyle::engine::{
    Caret, Cause, ClientMessage, Effect, Engine, EngineMessage, Input, PageMessage, PageRequest, Settings, Start,
};
use housestyle::guide::{self, Surface};
use housestyle::rework::{
    Copies, DraftState, DraftWrite, Event, EventKind, Evidence, LoggedEffort, Origin, Piece, PieceId, Shipping,
};
use housestyle::text::{Block, BlockKind, Change};
use std::collections::{BTreeMap, VecDeque};

#[path = "engine_origin/world.rs"]
mod world;

use world::*;

const GUIDE: &str = r#"
housestyle: 1
name: Test guide
version: "1"
owner: Owner
surfaces:
  - {name: Imitation, hosts: [ai.example], prompt: textarea, response: ".answer", assistant: true}
  - {name: Bare, hosts: [chat.example], prompt: textarea, response: ".answer"}
rules:
  - {id: a.leverage, replace: {leverage: use}, severity: warning}
"#;

const ANSWER: &str = "Flexible saving starts with one small step, and we are with you from day one, whatever comes.";

/// A generation as the log has it: number, tool, evidence, iteration, and which one it took the place of.
type Told<'a> = (u32, Option<&'a str>, Evidence, u32, Option<u32>);

use Origin::{Ai, Module, Pasted, Typed, Unknown};

#[test]
fn what_was_copied_from_a_tool_is_known_when_part_of_it_is_pasted_elsewhere() {
    let mut world = World::new();
    copy(&mut world, ANSWER);
    // Another tab, another day's engine: the background was stopped in between.
    world.stop();
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &["Dear reader, "]);
    let part = "flexible  saving starts with \u{201c}one\u{201d} small step, and we are with you";
    page.edit(&mut world, 0, 13, 0, part, Cause::Pasted);
    world.pass(3_000);
    assert_eq!(world.generations(), [(1, Some("Imitation"), Evidence::CopiedFromSurface, 1, None)]);
    let len = part.encode_utf16().count() as u32;
    assert_eq!(world.kept("cms.example"), [[(13, Unknown), (len, Ai)]]);
    let revision = world.events.iter().find_map(|event| match event.kind {
        EventKind::Revision { origin, inserted, .. } => Some((origin, inserted)),
        _ => None,
    });
    page.close(&mut world);
    assert!(revision.is_none() || revision == Some((Ai, len)));
    assert!(!world.stored().contains("saving") && !world.stored().contains("step"));
}

#[test]
fn of_equal_letters_the_one_before_the_caret_was_typed() {
    let mut world = World::new();
    copy(&mut world, ANSWER);
    // "…one smalll step": typed before, amid and behind the two that the answer has.
    let at = ANSWER.find("ll").unwrap();
    for (caret, expected) in [(None, at + 2), (Some(at + 1), at), (Some(at + 2), at + 1), (Some(at + 3), at + 2)] {
        let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
        page.edit(&mut world, 0, 0, 0, ANSWER, Cause::Pasted);
        world.pass(3_000);
        page.caret = caret.map(|at| Caret { block: page.blocks[0].id, at: at as u32 });
        // As a client tells it that only compares what it read.
        page.edit(&mut world, 0, at + 2, 0, "l", Cause::Typed);
        world.pass(3_000);
        let [runs] = &world.kept("cms.example")[..] else { panic!("one line") };
        assert_eq!(runs[..2], [(expected as u32, Ai), (1, Typed)], "{caret:?}");
        page.caret = None;
        page.edit(&mut world, 0, 0, ANSWER.len() + 1, "", Cause::Typed);
        page.close(&mut world);
    }
}

#[test]
fn what_nobody_copied_is_pasted() {
    let mut world = World::new();
    copy(&mut world, ANSWER);
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    page.edit(&mut world, 0, 0, 0, "We wrote all of this for ourselves one morning.", Cause::Pasted);
    world.pass(90_000_000);
    // And a day later nobody remembers.
    page.edit(&mut world, 0, 0, 0, ANSWER, Cause::Pasted);
    world.pass(3_000);
    assert!(world.generations().is_empty());
    assert_eq!(world.kept("cms.example"), [[(ANSWER.len() as u32 + 47, Pasted)]]);
}

#[test]
fn words_of_ones_own_around_an_answer_are_not_the_tools() {
    let mut world = World::new();
    copy(&mut world, ANSWER);
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    let pasted = format!("Here is what we could say to all of them - {ANSWER} Qqq zzz qqq zzz, or not?");
    page.edit(&mut world, 0, 0, 0, &pasted, Cause::Pasted);
    world.pass(3_000);
    let [runs] = &world.kept("cms.example")[..] else { panic!("one line") };
    let origins: Vec<Origin> = runs.iter().map(|run| run.1).collect();
    assert_eq!(origins, [Pasted, Ai, Pasted]);
    assert!(runs[1].0.abs_diff(ANSWER.len() as u32) <= 20, "{runs:?}");
}

#[test]
fn another_answer_in_the_same_place_is_an_iteration() {
    let mut world = World::new();
    let other = "Savings that bend with your life: begin small today, and change your plan whenever you like to.";
    copy(&mut world, ANSWER);
    copy(&mut world, other);
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    page.edit(&mut world, 0, 0, 0, ANSWER, Cause::Pasted);
    world.pass(5_000);
    page.edit(&mut world, 0, 0, ANSWER.len(), other, Cause::Pasted);
    world.pass(5_000);
    let known = |id, iteration, replaces| (id, Some("Imitation"), Evidence::CopiedFromSurface, iteration, replaces);
    assert_eq!(world.generations(), [known(1, 1, None), known(2, 2, Some(1))]);
    // Undone, the first answer is the first generation again.
    page.edit(&mut world, 0, 0, other.len(), ANSWER, Cause::History);
    world.pass(1_000);
    assert_eq!(world.kept("cms.example"), [[(ANSWER.len() as u32, Ai)]]);
    assert_eq!(world.generations().len(), 2);
}

#[test]
fn markup_may_name_the_tool() {
    let mut world = World::new();
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    let markup = "<p data-start=\"0\" data-end=\"9\" data-is-last-node=\"\">".to_owned();
    page.edit(&mut world, 0, 0, 0, "An answer.", Cause::PastedMarkup { markup });
    let markup = "<p class=\"note\">".to_owned();
    page.edit(&mut world, 0, 0, 0, "A note. ", Cause::PastedMarkup { markup });
    world.pass(1_000);
    assert_eq!(world.generations(), [(1, Some("ChatGPT"), Evidence::ClipboardMarkup, 1, None)]);
    assert_eq!(world.kept("cms.example"), [[(8, Pasted), (10, Ai)]]);
}

#[test]
fn what_an_assistant_streams_is_one_generation_and_a_colleague_who_types_is_none() {
    let mut world = World::new();
    let stream = |world: &mut World, page: &mut Page, gap: u64| {
        for word in ANSWER.split_inclusive(' ') {
            world.pass(gap);
            let at = page.blocks[0].text.len();
            page.edit(world, 0, at, 0, word, Cause::Script);
        }
        world.pass(3_000);
    };
    let mut page = Page::open(&mut world, "ai.example", Surface::Draft, &["Mine. "]);
    stream(&mut world, &mut page, 60);
    assert_eq!(world.generations(), [(1, Some("Imitation"), Evidence::Streamed, 1, None)]);
    assert_eq!(world.kept("ai.example"), [[(6, Unknown), (ANSWER.len() as u32, Ai)]]);
    page.edit(&mut world, 0, 10, 4, "", Cause::Typed);
    page.close(&mut world);
    let effort = world.efforts()[0].clone();
    assert_eq!((effort.words_given, effort.edits.unwrap().total()), (ANSWER.split(' ').count() as u32, 1));

    // At the speed of a person, where the guide knows no assistant, or in a prompt, nothing is said.
    for (host, surface, gap) in [
        ("b.ai.example", Surface::Draft, 600),
        ("cms.example", Surface::Draft, 60),
        ("chat.example", Surface::Draft, 60),
        ("c.ai.example", Surface::Prompt, 60),
    ] {
        let mut page = Page::open(&mut world, host, surface, &[""]);
        stream(&mut world, &mut page, gap);
        assert_eq!(world.kept(host), [[(ANSWER.len() as u32, Unknown)]]);
    }
    assert_eq!(world.generations().len(), 1);
}

#[test]
fn a_text_that_a_page_brings_back_at_once_is_not_streamed() {
    let mut world = World::new();
    let mut page = Page::open(&mut world, "ai.example", Surface::Draft, &[""]);
    page.splice(&mut world, 0, 1, &[ANSWER, ANSWER], Cause::Script);
    world.pass(3_000);
    assert!(world.generations().is_empty());
}

#[test]
fn the_person_may_say_so() {
    let mut world = World::new();
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &["Mine. Theirs, by their own account."]);
    let claim = |world: &mut World, page: &mut Page, start: u32, end: u32, ai: bool| {
        let (block, last, at) = (page.blocks[0].id, page.blocks.last().unwrap().id, world.now as f64);
        page.tell(world, |n| ClientMessage::Claim { n, field: 1, block, start, last, end, ai, at });
        world.pass(500);
    };
    claim(&mut world, &mut page, 6, 35, true);
    assert_eq!(world.generations(), [(1, None, Evidence::Told, 1, None)]);
    assert_eq!(world.kept("cms.example"), [[(6, Unknown), (29, Ai)]]);
    claim(&mut world, &mut page, 0, 13, false);
    assert_eq!(world.kept("cms.example"), [[(13, Typed), (22, Ai)]]);
    claim(&mut world, &mut page, 30, 99, true);
    assert_eq!(world.generations().len(), 1, "a span that is not there");
    // Several paragraphs are one passage.
    page.splice(&mut world, 1, 0, &["A second line.", "And a third."], Cause::Typed);
    claim(&mut world, &mut page, 30, 5, true);
    assert_eq!(world.generations()[1..], [(2, None, Evidence::Told, 1, None)]);
    assert_eq!(
        world.kept("cms.example"),
        [vec![(13, Typed), (17, Ai), (5, Ai)], vec![(14, Ai)], vec![(5, Ai), (7, Typed)]]
    );
}

#[test]
fn origins_survive_splits_joins_moves_undo_and_a_dom_that_is_replaced() {
    let mut world = World::new();
    let two = "It is yours to keep, whatever happens.";
    copy(&mut world, ANSWER);
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &["Dear reader,", ""]);
    page.edit(&mut world, 1, 0, 0, ANSWER, Cause::Pasted);
    world.pass(1_000);
    let (head, tail) = ANSWER.split_at(44);
    let (long, ai) = (ANSWER.len() as u32, |len: usize| vec![(len as u32, Ai)]);
    // Split in two, and a line of one's own behind.
    page.splice(&mut world, 1, 1, &[head, tail], Cause::Typed);
    page.splice(&mut world, 3, 0, &[two], Cause::Typed);
    world.pass(1_000);
    let letter = vec![(12, Unknown)];
    assert_eq!(world.kept("cms.example"), [letter.clone(), ai(44), ai(tail.len()), vec![(38, Typed)]]);
    // The browser changes the space before the split, and back: nobody wrote that.
    page.splice(&mut world, 1, 1, &[&head.replace(' ', "\u{a0}")], Cause::Typed);
    page.splice(&mut world, 1, 1, &[head], Cause::Typed);
    world.pass(1_000);
    assert_eq!(world.kept("cms.example")[1], ai(44));
    // Cut out and pasted behind the rest: moved, no new generation.
    page.splice(&mut world, 1, 1, &[], Cause::Typed);
    world.pass(1_000);
    page.splice(&mut world, 3, 0, &[head], Cause::Pasted);
    world.pass(1_000);
    assert_eq!(world.kept("cms.example"), [letter.clone(), ai(tail.len()), vec![(38, Typed)], ai(44)]);
    // Joined, deleted and undone.
    let joined = format!("{two}{head}");
    page.splice(&mut world, 2, 2, &[&joined], Cause::Typed);
    page.edit(&mut world, 2, 40, 20, "", Cause::Typed);
    page.edit(&mut world, 2, 40, 0, &joined[40..60], Cause::History);
    world.pass(1_000);
    let last = vec![(38, Typed), (44, Ai)];
    assert_eq!(world.kept("cms.example"), [letter.clone(), ai(tail.len()), last.clone()]);
    // The editor writes its whole DOM anew; then the page is loaded again.
    page.splice(&mut world, 0, 3, &["Dear reader,", tail, &joined], Cause::Script);
    world.pass(1_000);
    assert_eq!(world.kept("cms.example"), [letter.clone(), ai(tail.len()), last.clone()]);
    page.close(&mut world);
    world.stop();
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &["Dear reader,", tail, &joined]);
    page.edit(&mut world, 1, 3, 1, "", Cause::Typed);
    world.pass(1_000);
    assert_eq!(world.kept("cms.example"), [letter.clone(), ai(tail.len() - 1), last.clone()]);
    page.close(&mut world);
    // And again, by a page that brings the text back after a moment.
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    let tail = format!("{}{}", &tail[..3], &tail[4..]);
    page.splice(&mut world, 0, 1, &["Dear reader,", &tail, &joined], Cause::Script);
    world.pass(1_000);
    assert_eq!(world.kept("cms.example"), [letter, ai(tail.len()), last]);
    assert_eq!(world.generations().len(), 1);
    let given: u32 = world
        .events
        .iter()
        .map(|event| match event.kind {
            EventKind::Generation { characters, .. } => characters,
            _ => 0,
        })
        .sum();
    assert_eq!(given, long);
}

#[test]
fn effort_is_told_when_the_draft_ships() {
    let mut world = World::new();
    copy(&mut world, ANSWER);
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &["Mine. "]);
    page.edit(&mut world, 0, 6, 0, ANSWER, Cause::Pasted);
    world.pass(3_000);
    // “Flexible” goes, letter by letter; “small” becomes “little”.
    for _ in 0..9 {
        world.pass(200);
        page.edit(&mut world, 0, 6, 1, "", Cause::Typed);
    }
    let small = page.blocks[0].text.find("small").unwrap();
    world.pass(10_000);
    page.edit(&mut world, 0, small, 5, "little", Cause::Typed);
    world.pass(2_000);
    page.ship(&mut world, Shipping::Sent);
    // A form that is sent, and then clears itself.
    page.ship(&mut world, Shipping::Sent);
    assert_eq!(world.count("shipped"), 1);
    let [effort] = world.efforts()[..] else { panic!("one generation: {:?}", world.efforts()) };
    let edits = effort.edits.unwrap();
    assert_eq!((effort.words_given, effort.words_now, effort.retained), (17, 16, Some(15)));
    assert_eq!((edits.insertions, edits.deletions, edits.substitutions, edits.shifts), (0, 1, 1, 0));
    assert_eq!((effort.touch_ms, effort.elapsed_ms), (1_600, 16_800));
    let process = effort.process.unwrap();
    let given = ANSWER.len() as u32;
    assert_eq!((process.characters_given, process.characters_now), (given, given - 9 + 1));
    // “small” and “little” have two letters in common.
    assert_eq!((process.inserted, process.deleted), (4, 9 + 3));
    assert_eq!(process.product_process(), Some(f64::from(given - 8) / f64::from(given + 4)));
    assert_eq!((process.p_bursts, process.r_bursts), (1, 0));
    // Letters that go are no production: one burst, of “little”, which ended with the draft.
    let bursts = world.events.iter().filter_map(|event| match event.kind {
        EventKind::Revision { origin: Typed, p_bursts, r_bursts, .. } => Some((p_bursts, r_bursts)),
        _ => None,
    });
    assert_eq!(bursts.collect::<Vec<_>>(), [(Some(0), Some(0)), (Some(1), Some(0))]);
    page.splice(&mut world, 0, 1, &[""], Cause::Script);
    page.edit(&mut world, 0, 0, 0, ANSWER, Cause::Pasted);
    page.close(&mut world);
    let numbers: Vec<(u32, u32)> = world.efforts().iter().map(|effort| (effort.generation, effort.words_now)).collect();
    assert_eq!(numbers, [(1, 16), (2, 17)], "what was shipped is not measured again when its field is empty");
    assert_eq!(world.generations()[1], (2, Some("Imitation"), Evidence::CopiedFromSurface, 1, None));
}

#[test]
fn effort_survives_a_stopped_background() {
    let mut world = World::new();
    copy(&mut world, ANSWER);
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    page.edit(&mut world, 0, 0, 0, ANSWER, Cause::Pasted);
    world.pass(1_000);
    page.close(&mut world);
    world.stop();
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[ANSWER]);
    page.edit(&mut world, 0, 0, 9, "", Cause::Typed);
    page.close(&mut world);
    let edits: Vec<u64> = world.efforts().iter().map(|effort| effort.edits.unwrap().total()).collect();
    assert_eq!(edits, [0, 1]);
    // Nothing changed: nothing to tell.
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[&ANSWER[9..]]);
    page.close(&mut world);
    assert_eq!(world.efforts().len(), 2);
}

#[test]
fn a_long_draft_is_measured_in_slices() {
    let mut world = World::new();
    let word = |n: usize| format!("w{}", n.wrapping_mul(2_654_435_761) % 3_000);
    let answer: Vec<String> = (0..20_000).map(word).collect();
    let answer = answer.join(" ");
    copy(&mut world, &answer);
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    page.edit(&mut world, 0, 0, 0, &answer, Cause::Pasted);
    world.pass(1_000);
    for part in (0..90).rev() {
        page.edit(&mut world, 0, part * 1_000, 12, "new words here ", Cause::Typed);
    }
    world.pass(10_000);
    let ticks = world.ticks;
    let before = std::time::Instant::now();
    page.ship(&mut world, Shipping::Copied);
    let at_once = before.elapsed();
    assert!(world.efforts().is_empty() && world.count("shipped") == 1);
    world.pass(600_000);
    let [effort] = world.efforts()[..] else { panic!("one generation") };
    assert!(effort.words_given == 20_000 && world.ticks - ticks > 2, "{} slices", world.ticks - ticks);
    println!("shipping 20,000 words: {at_once:?} at once, then {} slices", world.ticks - ticks);
}

#[test]
fn suggestions_and_modules_are_told_apart() {
    let mut world = World::new();
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &["We leverage it."]);
    page.edit(&mut world, 0, 3, 8, "use", Cause::Suggestion { flag: 1, choice: 0 });
    page.edit(&mut world, 0, 10, 0, " Approved.", Cause::Module { flag: None, module: "m".into() });
    world.pass(1_000);
    let [runs] = &world.kept("cms.example")[..] else { panic!("one line") };
    assert!(runs.contains(&(10, Module)) && runs.iter().any(|run| run.1 == Origin::Suggestion), "{runs:?}");
}

#[test]
fn the_person_says_how_long_a_gap_is_a_pause() {
    let mut world = World::new();
    let mut page = Page::open(&mut world, "cms.example", Surface::Draft, &[""]);
    let mut two_edits = |world: &mut World| {
        page.edit(world, 0, 0, 0, "a", Cause::Typed);
        world.pass(8_000);
        page.edit(world, 0, 1, 0, "b", Cause::Typed);
        world.pass(20_000);
    };
    two_edits(&mut world);
    let message = PageMessage { call: 1, request: PageRequest::SetTouchGap { seconds: 9 } };
    world.feed(Input::PageConnected { port: 99 });
    world.feed(Input::Page { port: 99, message, site: None });
    two_edits(&mut world);
    let bursts = world.events.iter().filter_map(|event| match event.kind {
        EventKind::Revision { active_ms, .. } => Some(active_ms),
        _ => None,
    });
    assert_eq!(bursts.collect::<Vec<_>>(), [0, 0, 8_000]);
}
