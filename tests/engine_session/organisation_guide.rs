//! The guide that an organisation sets: in force when it is good, told when it is not, and the person's own again after it.

use super::*;
use housestyle::engine::{NOBODY, OrganisationGuideCard, PageMessage, Policy};

const PAGE: u32 = 90;
const NOW: u64 = 1_800_000_000_000;
const HOUR: u64 = 3_600_000;
const ADDRESS: &str = "https://acme.example/guide.yaml";
const ACME: &str = r#"
housestyle: 1
name: Acme
version: "1"
owner: Brand Studio
rules:
  - {id: a.utilize, replace: {utilize: use}}
"#;

fn started(settings: Settings) -> Engine {
    let guide = guide::parse(if settings.organisation_guide.is_some() { ACME } else { GUIDE }).unwrap();
    Engine::new(Start { settings, guide, compiled: Vec::new(), open_drafts: Vec::new(), seed: [1; 16], now: NOW })
        .unwrap()
}

/// The same with a page of the extension's open.
fn watched(settings: Settings) -> Engine {
    let mut engine = started(settings);
    engine.take(Input::PageConnected { port: PAGE }, NOW);
    engine
}

fn own() -> Settings {
    Settings { installation: "i".into(), built_in: Some("starter".into()), ..Settings::default() }
}

fn set(engine: &mut Engine, guide: Option<&str>, now: u64) -> Vec<Effect> {
    let policy = Policy { guide: guide.map(str::to_owned), ..Policy::default() };
    engine.take(Input::PolicyKnown(policy), now)
}

fn name(engine: &Engine) -> &str {
    &engine.guide().name
}

fn kept(effects: &[Effect]) -> Option<Settings> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveSettings(settings) => Some((**settings).clone()),
        _ => None,
    })
}

/// What a page that shows the guides is told of the organisation's.
fn card(engine: &mut Engine) -> Option<OrganisationGuideCard> {
    let fetched = Input::GuidesFetched { port: PAGE, call: 7, choose: None, sources: Vec::new() };
    engine.take(fetched, NOW).into_iter().find_map(|effect| match effect {
        Effect::Answer { answer, .. } => match answer.reply {
            PageReply::Guides { organisation, .. } => organisation,
            _ => None,
        },
        _ => None,
    })
}

fn refused(engine: &mut Engine, request: PageRequest) -> bool {
    let input = Input::Page { port: PAGE, message: PageMessage { call: 1, request }, site: None };
    engine.take(input, NOW).iter().any(|effect| match effect {
        Effect::Answer { answer, .. } => {
            matches!(&answer.reply, PageReply::Failed { message } if message.contains("organisation"))
        }
        _ => false,
    })
}

fn told(effects: &[Effect]) -> bool {
    effects.contains(&Effect::FetchGuides { port: PAGE, call: 0, choose: None })
}

#[test]
fn a_guide_in_the_policy_is_in_force_until_it_is_set_no_more() {
    let mut engine = watched(own());
    assert_eq!(card(&mut engine), None);
    let effects = set(&mut engine, Some(ACME), NOW);
    assert_eq!(name(&engine), "Acme");
    assert!(effects.contains(&Effect::SaveGuide { source: ACME.trim().into(), of_organisation: true }));
    assert!(told(&effects));
    assert!(card(&mut engine).is_some_and(|card| card.in_force && card.address.is_none()));
    for request in [
        PageRequest::UseGuide { id: "starter".into() },
        PageRequest::LoadGuide { file: "mine.yaml".into(), text: GUIDE.into() },
    ] {
        assert!(refused(&mut engine, request));
    }
    let settings = kept(&effects).unwrap();
    assert_eq!(settings.built_in.as_deref(), Some("starter"), "the person's choice is kept");

    // The next start has it at once, and does not put it in force again when the policy is known.
    let mut engine = watched(settings);
    assert!(refused(&mut engine, PageRequest::UseGuide { id: "starter".into() }));
    let effects = set(&mut engine, Some(ACME), NOW + 4_000);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::SaveGuide { .. } | Effect::SaveSettings(_))));

    let effects = set(&mut engine, None, NOW + 5_000);
    let again = Effect::FetchGuides { port: NOBODY, call: 0, choose: Some("starter".into()) };
    assert!(effects.contains(&again));
    assert_eq!(kept(&effects).unwrap().organisation_guide, None);
    let sources = vec![("starter".to_owned(), GUIDE.to_owned())];
    let effects =
        engine.take(Input::GuidesFetched { port: NOBODY, call: 0, choose: Some("starter".into()), sources }, NOW);
    assert_ne!(name(&engine), "Acme");
    assert!(told(&effects));
    assert!(!refused(&mut engine, PageRequest::UseGuide { id: "starter".into() }));
}

#[test]
fn a_loaded_guide_holds_again_after_the_organisations() {
    let mut engine = watched(Settings { file: Some("mine.yaml".into()), built_in: None, ..own() });
    set(&mut engine, Some(ACME), NOW);
    let effects = set(&mut engine, None, NOW + 1);
    assert!(effects.contains(&Effect::ReadLoadedGuide { file: "mine.yaml".into() }));
    let load = |text: &str| {
        let request = PageRequest::LoadGuide { file: "mine.yaml".into(), text: text.into() };
        Input::Page { port: NOBODY, message: PageMessage { call: 0, request }, site: None }
    };
    let effects = engine.take(load("no guide"), NOW + 2);
    let first = Effect::FetchGuides { port: NOBODY, call: 0, choose: Some(String::new()) };
    assert!(effects.contains(&first), "one that is no good any more is followed by the first built-in one");
    engine.take(load(GUIDE), NOW + 2);
    assert_ne!(name(&engine), "Acme");
    assert_eq!(engine.settings().file.as_deref(), Some("mine.yaml"));
}

#[test]
fn one_that_is_wrong_is_told_by_line_and_changes_nothing() {
    let mut engine = watched(own());
    let before = name(&engine).to_owned();
    let effects = set(&mut engine, Some(&ACME.replace("replace:", "replaces:")), NOW);
    assert_eq!(name(&engine), before);
    assert!(told(&effects) && !effects.iter().any(|effect| matches!(effect, Effect::SaveGuide { .. })));
    let problems = card(&mut engine).unwrap().problems;
    assert_eq!(problems[0].line, 6);
    set(&mut engine, Some(ACME), NOW + 1);
    assert_eq!(name(&engine), "Acme");
    assert_eq!(card(&mut engine).unwrap().problems, []);
}

#[test]
fn one_that_lies_at_an_address_is_asked_for_every_hour() {
    let asks = |effects: &[Effect]| effects.contains(&Effect::FetchOrganisationGuide { address: ADDRESS.into() });
    let answer = |fetched: Result<&str, &str>| Input::OrganisationGuideFetched {
        address: ADDRESS.into(),
        fetched: fetched.map(str::to_owned).map_err(str::to_owned),
    };
    let mut engine = started(own());
    assert!(asks(&set(&mut engine, Some(ADDRESS), NOW)));
    engine.take(answer(Err("The server answered 503.")), NOW + 100);
    assert!(card(&mut engine).unwrap().trouble.unwrap().contains("503"));
    assert!(!asks(&engine.take(Input::Tick, NOW + 200_000)));
    assert!(asks(&engine.take(Input::Tick, NOW + 300_100)));
    let effects = engine.take(answer(Ok(ACME)), NOW + 300_200);
    assert_eq!(name(&engine), "Acme");
    let shown = card(&mut engine).unwrap();
    assert_eq!((shown.in_force, shown.trouble, shown.address.as_deref()), (true, None, Some(ADDRESS)));

    // A start within the hour does not ask; the same text is not put in force again; another one is.
    let mut engine = started(kept(&effects).unwrap());
    assert!(!asks(&set(&mut engine, Some(ADDRESS), NOW + 400_000)));
    assert!(asks(&engine.take(Input::Tick, NOW + 300_100 + HOUR)));
    let effects = engine.take(answer(Ok(ACME)), NOW + 2 * HOUR);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::SaveGuide { .. })));
    engine.take(answer(Ok(&ACME.replace("Acme", "Acme 2"))), NOW + 3 * HOUR);
    assert_eq!(name(&engine), "Acme 2");
    // One with a problem is asked for again soon; a start in between waits an hour as ever, unless somebody looks.
    engine.take(Input::Tick, NOW + 4 * HOUR);
    engine.take(Input::PageConnected { port: PAGE }, NOW);
    let effects = engine.take(answer(Ok("no guide")), NOW + 4 * HOUR);
    assert!(told(&effects) && name(&engine) == "Acme 2");
    let settings = engine.settings().clone();
    assert!(!asks(&engine.take(Input::Tick, NOW + 4 * HOUR + 299_000)));
    assert!(asks(&engine.take(Input::Tick, NOW + 4 * HOUR + 300_000)));
    let mut seen = watched(settings.clone());
    assert!(asks(&set(&mut seen, Some(ADDRESS), NOW + 4 * HOUR + 60_000)));
    let mut again = started(settings);
    assert!(!asks(&set(&mut again, Some(ADDRESS), NOW + 4 * HOUR + 60_000)));
    let request = PageMessage { call: 1, request: PageRequest::Guides };
    let look = Input::Page { port: PAGE, message: request, site: None };
    assert!(asks(&again.take(look.clone(), NOW + 4 * HOUR + 61_000)));
    assert!(!asks(&again.take(look, NOW + 4 * HOUR + 62_000)));
    // An answer that comes after another address was set is of the past.
    set(&mut engine, Some("https://acme.example/other.yaml"), NOW + 5 * HOUR);
    engine.take(answer(Ok(ACME)), NOW + 5 * HOUR);
    assert_eq!(name(&engine), "Acme 2");
}

#[test]
fn one_that_waits_for_its_dictionary_is_left_when_it_is_set_no_more() {
    let mut engine = started(own());
    let spelled = format!("{ACME}  - {{id: s.words, spell: {{dictionary: en_US, words: [Acme]}}}}\n");
    let effects = set(&mut engine, Some(&spelled), NOW);
    let then = effects.into_iter().find_map(|effect| match effect {
        Effect::FetchResources { then, .. } => then,
        _ => None,
    });
    let before = name(&engine).to_owned();
    set(&mut engine, None, NOW + 1);
    engine
        .take(Input::ResourcesFetched { resources: vec![(Resource::Dictionary("en_US".into()), None)], then }, NOW + 2);
    assert_eq!(name(&engine), before);
}

#[test]
fn one_that_anybody_on_the_way_could_change_is_not_asked_for() {
    let mut engine = started(own());
    let effects = set(&mut engine, Some("http://acme.example/guide.yaml"), NOW);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::FetchOrganisationGuide { .. })));
    assert!(card(&mut engine).unwrap().trouble.unwrap().contains("https"));
}
