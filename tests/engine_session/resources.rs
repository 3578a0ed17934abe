//! Rules that need a dictionary: it is brought once, where a guide asks for it, and flags stay the same flags meanwhile.

use super::*;

const SPELLED: &str = r#"
housestyle: 1
name: Spelled guide
version: "1"
owner: Owner
rules:
  - {id: a.leverage, replace: {leverage: use}, severity: warning}
  - {id: s.words, spell: {dictionary: en_US, words: [Acme]}, examples: {flag: [We plann], pass: [We plan at Acme]}}
"#;

fn with_dictionary(guide: &'static str) -> World {
    let mut world = World::under(guide);
    world.files.insert("dictionaries/en_US.aff", "SET UTF-8\n");
    world.files.insert("dictionaries/en_US.dic", "6\nwe\nplan\nat\nto\nleverage\nuse\n");
    world
}

#[test]
fn a_guide_that_needs_no_data_asks_for_none() {
    let mut world = with_dictionary(GUIDE);
    let mut client = Client::new();
    client.open(&mut world);
    client.type_in(&mut world, "leverage plann");
    assert_eq!(world.fetched, []);
}

#[test]
fn the_first_marks_do_not_wait_for_a_dictionary_and_stay_the_same_flags_when_it_comes() {
    let mut world = with_dictionary(SPELLED);
    world.connect();
    world.say(hello("client"));
    let answers = |effects: &[Effect]| -> Vec<Vec<(u32, String)>> {
        let flags = effects.iter().filter_map(|effect| match effect {
            Effect::Send { message: EngineMessage::Flags { difference, .. }, .. } => Some(difference),
            _ => None,
        });
        flags
            .map(|told| {
                assert!(told.cleared.is_empty());
                told.raised.iter().map(|flag| (flag.id, flag.quote.clone())).collect()
            })
            .collect()
    };
    let open = Input::Client { port: 1, message: opened(1, world.now, "We plann to leverage Acme", false) };
    let load = world.engine.take(open, world.now);
    let Some(Effect::LoadDraft { key }) = load.into_iter().find(|one| matches!(one, Effect::LoadDraft { .. })) else {
        panic!("the draft was not asked for")
    };
    let effects = world.engine.take(Input::DraftLoaded { key, state: None }, world.now);
    assert_eq!(answers(&effects), [[(1, "leverage".to_owned())]]);
    let fetch = effects.into_iter().find(|one| matches!(one, Effect::FetchResources { .. }));
    assert_eq!(
        fetch,
        Some(Effect::FetchResources { resources: vec![Resource::Dictionary("en_US".into())], then: None })
    );
    let texts = Some(vec!["SET UTF-8\n".to_owned(), "5\nwe\nplan\nat\nto\nleverage\n".to_owned()]);
    let resources = vec![(Resource::Dictionary("en_US".into()), texts)];
    let effects = world.engine.take(Input::ResourcesFetched { resources, then: None }, world.now);
    assert_eq!(answers(&effects), [[(2, "plann".to_owned())]]);
}

#[test]
fn a_restart_neither_resolves_nor_raises_what_waits_for_its_dictionary() {
    let mut world = with_dictionary(SPELLED);
    let mut client = Client::new();
    client.open(&mut world);
    client.type_in(&mut world, "We plann to leverage Acme");
    world.pass(3_000);
    client.hear(&mut world);
    assert_eq!(client.quotes(), ["plann", "leverage"]);
    let (before, numbers) = (world.kinds(), client.flags.keys().copied().collect::<Vec<_>>());
    assert_eq!(before.iter().filter(|kind| **kind == "flag_raised").count(), 2);
    world.stop(true);
    client.resume(&mut world);
    world.pass(3_000);
    client.hear(&mut world);
    assert_eq!(client.quotes(), ["plann", "leverage"]);
    assert_eq!(client.flags.keys().copied().collect::<Vec<_>>(), numbers);
    let more = world.kinds().split_off(before.len());
    assert!(!more.iter().any(|kind| kind.starts_with("flag_")), "{more:?}");
    // What was set aside stays so, and what is put right is resolved once.
    let at = world.now as f64;
    let flag = *client.flags.iter().find(|(_, flag)| flag.quote == "plann").expect("the word").0;
    client.act(&mut world, |n| ClientMessage::Dismiss {
        n,
        field: 1,
        flag,
        reason: DismissReason::Other,
        whole_rule: false,
        at,
    });
    world.stop(true);
    client.resume(&mut world);
    world.pass(3_000);
    client.hear(&mut world);
    assert_eq!(client.quotes(), ["leverage"]);
}

#[test]
fn a_guide_is_loaded_with_its_data_or_told_what_it_lacks() {
    let load = |world: &mut World, text: &str| {
        world.feed(Input::PageConnected { port: 90 });
        let request = PageRequest::LoadGuide { file: "own.yaml".into(), text: text.into() };
        let message = housestyle::engine::PageMessage { call: 1, request };
        world.feed(Input::Page { port: 90, message, site: None });
        world.replies.pop().expect("an answer")
    };
    let told = |reply: &PageReply| match reply {
        PageReply::Guides { file: Some(_), notices, .. } => notices.iter().map(|one| one.message.clone()).collect(),
        other => vec![format!("{other:?}")],
    };
    let mut world = with_dictionary(GUIDE);
    assert_eq!(told(&load(&mut world, SPELLED)), <[String; 0]>::default());
    assert_eq!(world.fetched, [Resource::Dictionary("en_US".into())]);
    // Its examples are run with the dictionary.
    let wrong = SPELLED.replace("flag: [We plann]", "flag: [We plan]");
    assert!(matches!(load(&mut world, &wrong), PageReply::Refused { .. }));
    let other = SPELLED.replace("en_US", "xx_XX");
    let reply = load(&mut world, &other);
    assert_eq!(
        told(&reply),
        ["Not judged, nor were its examples run: it needs the spelling dictionary xx_XX, which is not installed."]
    );
    // It is looked for once.
    load(&mut world, &other);
    assert_eq!(world.fetched, ["en_US", "xx_XX"].map(|name| Resource::Dictionary(name.into())));
}
