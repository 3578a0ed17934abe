//! The engine as a whole, against a store and a client that keep to the wire: what is typed is logged once, whatever
//! is stopped in the middle.

use housestyle::check::{Flag, Resource};
use housestyle::engine::{
    Cause, ClientMessage, Effect, Engine, EngineMessage, Input, LogTrouble, PageReply, PageRequest, Settings, Start,
};
use housestyle::guide::{self, Surface};
use housestyle::rework::{DismissReason, DraftState, DraftWrite, Event, EventKind, Piece, PieceId, Resolution};
use housestyle::text::{Block, BlockKind, Change};
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};

#[path = "engine_session/limits.rs"]
mod limits;
#[path = "engine_session/organisation_guide.rs"]
mod organisation_guide;
#[path = "engine_session/panel.rs"]
mod panel;
#[path = "engine_session/resources.rs"]
mod resources;
#[path = "engine_session/world.rs"]
mod world;

use world::*;

#[test]
fn a_draft_is_told_from_opening_to_closing() {
    let (mut world, mut client) = (World::new(), Client::new());
    client.open(&mut world);
    client.type_in(&mut world, "We leverage a free plan");
    assert_eq!(client.quotes(), ["leverage", "free"]);
    world.pass(2_000);
    let flag = client.flags.values().find(|flag| flag.quote == "leverage").unwrap().clone();
    client.change(&mut world, 3, 8, "use", Cause::Suggestion { flag: flag.id, choice: 0 });
    assert_eq!(client.quotes(), ["free"]);
    client.change(&mut world, 10, 5, "", Cause::Typed);
    world.pass(10_000);
    client.close(&mut world);
    assert_eq!(
        world.kinds(),
        [
            "draft_opened",
            "flag_raised",
            "flag_raised",
            "revision",
            "suggestion_applied",
            "flag_resolved",
            "flag_resolved",
            "checked_clean",
            "revision",
            "draft_closed"
        ]
    );
    let applied = world.store.events.iter().find(|event| event.kind.name() == "suggestion_applied").unwrap();
    assert!(matches!(applied.kind, EventKind::SuggestionApplied { inserted: 3, deleted: 8, choice: 0, .. }));
    let how: Vec<Resolution> = world
        .store
        .events
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::FlagResolved { how, .. } => Some(how),
            _ => None,
        })
        .collect();
    assert_eq!(how, [Resolution::Suggestion, Resolution::Removed]);
    let prose = serde_json::to_string(&world.store.events).unwrap();
    assert!(!prose.contains("plan") && !prose.contains("\"free\""));
    let states = serde_json::to_string(&(&world.store.heads, world.store.pieces.values().collect::<Vec<_>>())).unwrap();
    assert!(!states.contains("plan") && !states.contains("\"free\""));
}

#[test]
fn words_that_are_only_passed_through_leave_no_trace() {
    let (mut world, mut client) = (World::new(), Client::new());
    client.open(&mut world);
    client.type_in(&mut world, "free");
    assert_eq!(client.quotes(), ["free"]);
    client.type_in(&mut world, "dom");
    assert!(client.quotes().is_empty());
    world.pass(10_000);
    assert_eq!(world.kinds(), ["draft_opened", "revision"]);
}

#[test]
fn what_is_set_aside_stays_aside_in_the_same_draft_and_not_in_the_next() {
    let (mut world, mut client) = (World::new(), Client::new());
    client.open(&mut world);
    client.type_in(&mut world, "free leverage. ");
    let flag = *client.flags.iter().find(|(_, flag)| flag.quote == "free").unwrap().0;
    client.act(&mut world, |n| ClientMessage::Dismiss {
        n,
        field: 1,
        flag,
        reason: DismissReason::FalsePositive,
        whole_rule: true,
        at: 0.0,
    });
    client.type_in(&mut world, "free ");
    assert_eq!(client.quotes(), ["leverage"]);
    client.close(&mut world);
    let mut again = Client { name: "second", text: client.text.clone(), ..Client::new() };
    again.open(&mut world);
    assert_eq!(again.quotes(), ["leverage"]);
    again.close(&mut world);
    let mut fresh = Client { name: "third", ..Client::new() };
    fresh.open(&mut world);
    fresh.type_in(&mut world, "free ");
    assert_eq!(fresh.quotes(), ["free"]);
}

#[test]
fn an_escalation_is_logged_once_with_its_due_times_and_opens_the_contact() {
    let (mut world, mut client) = (World::new(), Client::new());
    client.open(&mut world);
    client.type_in(&mut world, "at 5% interest ");
    let flag = *client.flags.keys().next().unwrap();
    for _ in 0..2 {
        client.act(&mut world, |n| ClientMessage::Escalate { n, field: 1, flag, url: String::new(), at: 0.0 });
    }
    world.pass(1_000);
    assert_eq!(world.opened, ["https://t.example/?r=c.rate&q=5%25%20interest"]);
    let opened: Vec<&Event> = world.store.events.iter().filter(|e| e.kind.name() == "escalation_opened").collect();
    let [event] = opened[..] else { panic!("{opened:?}") };
    let EventKind::EscalationOpened { respond_due, resolve_due, .. } = &event.kind else { unreachable!() };
    assert_eq!(*respond_due, Some(event.at + 3_600_000));
    assert_eq!(*resolve_due, Some(event.at + 86_400_000));
}

#[test]
fn a_tab_that_goes_and_a_background_that_never_comes_back_for_it_end_the_visit() {
    let (mut world, mut client) = (World::new(), Client::new());
    client.open(&mut world);
    client.type_in(&mut world, "half a sentence");
    world.pass(300);
    world.stop(true);
    world.feed(Input::Tick);
    world.pass(30_000);
    assert_eq!(world.kinds(), ["draft_opened", "revision", "draft_closed"]);
    assert_eq!(revisions(&world.store), (15, 0, 15));
}

#[test]
fn a_site_that_is_switched_off_is_let_go_and_nothing_more_is_logged() {
    let (mut world, mut client) = (World::new(), Client::new());
    client.open(&mut world);
    client.type_in(&mut world, "free ");
    world.feed(Input::PageConnected { port: 900 });
    let request = PageRequest::SetSite { host: "localhost".into(), on: false };
    world.feed(Input::Page { port: 900, message: housestyle::engine::PageMessage { call: 1, request }, site: None });
    assert!(world.inbox.iter().any(|message| matches!(message, EngineMessage::Welcome { off: Some(_), .. })));
    world.inbox.clear();
    world.pass(1_000);
    let before = world.store.events.len();
    client.change(&mut world, 0, 0, "free ", Cause::Typed);
    world.pass(10_000);
    assert_eq!(world.store.events.len(), before);
    assert_eq!(world.kinds().last(), Some(&"draft_closed"));
}

#[derive(Clone, Debug)]
enum Step {
    Type(String),
    Delete(usize),
    Wait(u64),
    /// Stops the background: whether a commit is under way, and whether it goes through.
    Stop(bool, bool),
    /// The next commits fail.
    Fail(u8),
    /// The port breaks unseen, and the client connects again.
    Break,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop_oneof![Just("free "), Just("leverage "), Just("a"), Just(" "), Just("dom "), Just("5% interest ")].prop_map(|t| Step::Type(t.to_owned())),
        2 => (1usize..6).prop_map(Step::Delete),
        2 => (0u64..7_000).prop_map(Step::Wait),
        2 => (any::<bool>(), any::<bool>()).prop_map(|(hold, written)| Step::Stop(hold, written)),
        1 => (1u8..3).prop_map(Step::Fail),
        1 => Just(Step::Break),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever is typed and whenever the background is stopped: every character is counted once, the flags shown are
    /// those of the text, and each flag is raised before it is resolved, and once.
    #[test]
    fn nothing_is_lost_and_nothing_counted_twice(steps in prop::collection::vec(step(), 1..25)) {
        let (mut world, mut client) = (World::new(), Client::new());
        client.open(&mut world);
        let (mut inserted, mut deleted) = (0, 0);
        for step in steps {
            match step {
                Step::Type(text) => {
                    inserted += text.len() as u32;
                    client.type_in(&mut world, &text);
                }
                Step::Delete(many) => {
                    let many = many.min(client.text.len());
                    deleted += many as u32;
                    world.pass(50);
                    let start = client.text.len() - many;
                    client.change(&mut world, start, many, "", Cause::Typed);
                }
                Step::Wait(ms) => {
                    world.pass(ms);
                    client.hear(&mut world);
                }
                Step::Fail(times) => world.failures = times,
                Step::Break => client.resume(&mut world),
                Step::Stop(hold, written) => {
                    world.hold_commits = hold;
                    client.type_in(&mut world, "x ");
                    inserted += 2;
                    world.pass(150);
                    client.hear(&mut world);
                    world.stop(written);
                    client.resume(&mut world);
                }
            }
        }
        world.failures = 0;
        world.pass(4_000);
        client.hear(&mut world);
        let mut expected = Client { text: client.text.clone(), ..Client::new() };
        let mut other = World::new();
        expected.open(&mut other);
        prop_assert_eq!(client.quotes(), expected.quotes());
        client.close(&mut world);
        prop_assert_eq!(revisions(&world.store).0, inserted);
        prop_assert_eq!(revisions(&world.store).1, deleted);
        let mut open = std::collections::BTreeSet::new();
        let mut ever = std::collections::BTreeSet::new();
        for event in &world.store.events {
            match &event.kind {
                EventKind::FlagRaised { flag, .. } => {
                    prop_assert!(ever.insert(*flag), "flag {} raised twice", flag);
                    open.insert(*flag);
                }
                EventKind::FlagResolved { flag, .. } => prop_assert!(open.remove(flag), "flag {} was not open", flag),
                EventKind::DraftClosed { open_flags, .. } => prop_assert_eq!(*open_flags as usize, open.len()),
                _ => {}
            }
        }
        prop_assert_eq!(world.kinds().iter().filter(|kind| **kind == "draft_opened").count(), 1);
        prop_assert!(client.queue.is_empty(), "{} messages were never acknowledged", client.queue.len());
    }
}

/// What is logged of steps when the background is stopped before some of them, as events without their ids.
fn logged(steps: &[Step], stops: &[(usize, bool)]) -> Vec<(u64, serde_json::Value)> {
    let (mut world, mut client) = (World::new(), Client::new());
    client.open(&mut world);
    for (index, step) in steps.iter().enumerate() {
        for (_, written) in stops.iter().filter(|(at, _)| *at == index) {
            world.stop(*written);
            client.resume(&mut world);
        }
        match step {
            Step::Type(text) => client.type_in(&mut world, text),
            Step::Delete(many) => {
                let many = (*many).min(client.text.len());
                world.pass(50);
                let start = client.text.len() - many;
                client.change(&mut world, start, many, "", Cause::Typed);
            }
            Step::Wait(ms) => world.pass(*ms),
            Step::Stop(..) | Step::Fail(_) | Step::Break => {}
        }
        client.hear(&mut world);
    }
    world.pass(8_000);
    client.hear(&mut world);
    client.close(&mut world);
    let kind = |event: &Event| serde_json::to_value(&event.kind).unwrap();
    world.store.events.iter().map(|event| (event.at, kind(event))).collect()
}

#[test]
fn a_draft_is_clean_when_it_would_have_been_whatever_was_stopped_meanwhile() {
    let typed = |text: &str| Step::Type(text.into());
    let steps = [typed("free "), Step::Wait(900), Step::Delete(2), Step::Wait(950), Step::Delete(1), typed("plan ")];
    assert_eq!(logged(&steps, &[(4, false)]), logged(&steps, &[]));
    assert_eq!(logged(&steps, &[(4, true)]), logged(&steps, &[]));
}

#[test]
fn a_burst_is_gone_on_with_by_what_is_said_again_after_a_stop() {
    let typed = |text: &str| Step::Type(text.into());
    let steps = [typed("free "), Step::Wait(4_900), typed("a"), typed("a"), typed("plan ")];
    assert_eq!(logged(&steps, &[(4, false)]), logged(&steps, &[]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// A trace that is cut and resumed anywhere, and as often as one likes, gives the same log.
    #[test]
    fn cut_and_resumed_anywhere_the_log_is_the_same(
        steps in prop::collection::vec(step(), 1..20), stops in prop::collection::vec((0usize..20, any::<bool>()), 1..4),
    ) {
        prop_assert_eq!(logged(&steps, &stops), logged(&steps, &[]));
    }
}
