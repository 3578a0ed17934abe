//! What the side panel is told, and what it asks: the field that was written in last, acts through its client, and a text
//! that stands in no field, of which nothing is kept.

use super::*;
use housestyle::engine::{ActOutcome, FlagAct, PageMessage};

const PAGE: u32 = 90;

fn ask(world: &mut World, call: u32, request: PageRequest) {
    let message = PageMessage { call, request };
    world.feed(Input::Page { port: PAGE, message, site: Some("localhost".into()) });
}

fn watching(world: &mut World) {
    world.feed(Input::PageConnected { port: PAGE });
    ask(world, 1, PageRequest::WatchField { tab: 1 });
}

/// Client, field and quotes of the last reply about the field.
fn field(world: &World) -> (Option<u32>, u32, Vec<String>) {
    let last = world.replies.iter().rev().find_map(|reply| match reply {
        PageReply::Field { client, field, flags, rules, .. } => {
            assert!(flags.iter().all(|flag| rules.iter().any(|rule| rule.id == flag.rule)), "a rule without a card");
            Some((*client, *field, flags.iter().map(|flag| flag.quote.clone()).collect()))
        }
        _ => None,
    });
    last.expect("a reply about the field")
}

fn opened_as(n: u32, number: u32, surface: Surface, now: u64, text: &str) -> ClientMessage {
    match opened(n, now, text, false) {
        ClientMessage::FieldOpened { n, language, at, blocks, resumed, .. } => ClientMessage::FieldOpened {
            n,
            field: number,
            label: format!("field {number}"),
            surface,
            language,
            at,
            blocks,
            resumed,
        },
        _ => unreachable!(),
    }
}

#[test]
fn the_panel_follows_the_field_that_was_written_in_last() {
    let mut world = World::new();
    watching(&mut world);
    assert_eq!(field(&world), (None, 0, vec![]));
    world.connect();
    world.say(hello("client"));
    world.say(opened_as(1, 1, Surface::Draft, world.now, "free to leverage"));
    assert_eq!(field(&world), (Some(1), 1, vec!["free".into(), "leverage".into()]));
    world.pass(10);
    world.say(opened_as(2, 2, Surface::Draft, world.now, "5% interest"));
    assert_eq!(field(&world), (Some(1), 2, vec!["5% interest".into()]));
    world.pass(10);
    world.say(ClientMessage::Focused { field: 1 });
    assert_eq!(field(&world).1, 1);
    // What a tool answers is in nobody's hand.
    world.say(opened_as(3, 3, Surface::Response, world.now, "free"));
    assert_eq!(field(&world).1, 1);
}

#[test]
fn an_act_goes_to_the_client_and_what_came_of_it_to_the_page() {
    let mut world = World::new();
    watching(&mut world);
    world.connect();
    world.say(hello("client"));
    world.say(opened_as(1, 1, Surface::Draft, world.now, "leverage"));
    world.inbox.clear();
    let act = FlagAct::Apply { choice: 0 };
    ask(&mut world, 7, PageRequest::Act { client: 1, field: 1, flag: 1, act: act.clone() });
    assert_eq!(world.inbox, [EngineMessage::Act { page: PAGE, call: 7, field: 1, flag: 1, act: act.clone() }]);
    world.say(ClientMessage::Acted { page: PAGE, call: 7, outcome: ActOutcome::Refused });
    assert_eq!(world.replies.last(), Some(&PageReply::Acted { outcome: ActOutcome::Refused }));
    // A field that is gone is told of, and a page that is gone is not answered.
    ask(&mut world, 8, PageRequest::Act { client: 1, field: 2, flag: 1, act });
    assert!(matches!(world.replies.last(), Some(PageReply::Failed { .. })));
    world.feed(Input::Disconnected { port: PAGE });
    let before = world.replies.len();
    world.say(ClientMessage::Acted { page: PAGE, call: 9, outcome: ActOutcome::Done });
    assert_eq!(world.replies.len(), before);
}

#[test]
fn a_text_that_stands_in_no_field_is_judged_by_its_hosts_rules_and_leaves_no_trace() {
    let mut world = World::new();
    world.feed(Input::PageConnected { port: PAGE });
    ask(
        &mut world,
        1,
        PageRequest::CheckText { text: "We leverage\n\nfree 5% interest".into(), host: "a.example".into() },
    );
    let Some(PageReply::Checked { flags, rules }) = world.replies.last() else { panic!("{:?}", world.replies) };
    let found: Vec<(u32, &str)> = flags.iter().map(|flag| (flag.block, flag.quote.as_str())).collect();
    assert_eq!(found, [(0, "leverage"), (2, "free"), (2, "5% interest")]);
    assert_eq!(rules.len(), 3);
    world.pass(60_000);
    assert!(world.store.events.is_empty() && world.store.heads.is_empty());
}

#[test]
fn what_a_tool_answers_is_judged_and_acknowledged_but_never_logged_or_kept() {
    let mut world = World::new();
    world.connect();
    world.say(hello("client"));
    world.say(opened_as(1, 1, Surface::Response, world.now, "free to leverage"));
    let flags = world.inbox.iter().find_map(|message| match message {
        EngineMessage::Flags { difference, .. } => Some(difference.raised.len()),
        _ => None,
    });
    assert_eq!(flags, Some(2));
    world.pass(60_000);
    assert!(world.inbox.contains(&EngineMessage::Acknowledged { n: 1 }));
    world.say(ClientMessage::FieldClosed { n: 2, field: 1, at: world.now as f64 });
    world.pass(60_000);
    assert!(world.inbox.contains(&EngineMessage::Acknowledged { n: 2 }));
    assert!(world.store.events.is_empty() && world.store.heads.is_empty());
}

#[test]
fn shipped_surfaces_are_told_on_their_hosts_and_nowhere_else() {
    let mut world = World::new();
    world.connect();
    let on = |world: &mut World, host: &str| {
        world.inbox.clear();
        world.say(ClientMessage::Hello { client: "c".into(), host: host.into(), path: "/".into(), offset: 0 });
        let told = world.inbox.iter().find_map(|message| match message {
            EngineMessage::Welcome { surfaces, .. } => Some(surfaces.clone()),
            _ => None,
        });
        told.unwrap()
    };
    let [chat] = &on(&mut world, "www.chatgpt.com")[..] else { panic!("one surface") };
    assert!(chat.name == "ChatGPT" && chat.send.is_some() && chat.response.is_some());
    assert!(on(&mut world, "mail.example").is_empty());
    assert!(on(&mut world, "notchatgpt.com").is_empty());
}

#[test]
fn rules_of_a_language_hold_where_the_page_names_it_or_says_nothing() {
    let guide = "housestyle: 1\nname: G\nversion: \"1\"\nowner: O\nrules:\n\
        \x20 - {id: g.de, terms: [innovativ], where: {language: de}, why: W}\n\
        \x20 - {id: g.any, terms: [synergy], why: W}\n";
    for (language, expected) in [
        (None, vec!["innovativ", "synergy"]),
        (Some("de-AT"), vec!["innovativ", "synergy"]),
        (Some("en"), vec!["synergy"]),
    ] {
        let mut world = World::under(guide);
        watching(&mut world);
        world.connect();
        world.say(hello("client"));
        let ClientMessage::FieldOpened { n, field: number, label, surface, at, blocks, resumed, .. } =
            opened(1, world.now, "innovativ synergy", false)
        else {
            unreachable!()
        };
        let language = language.map(str::to_owned);
        world.say(ClientMessage::FieldOpened { n, field: number, label, surface, language, at, blocks, resumed });
        assert_eq!(field(&world).2, expected);
    }
}
