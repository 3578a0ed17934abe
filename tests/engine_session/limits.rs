//! How long the log is kept and where it is posted: policy before the person, nothing where neither says so, and what is
//! told while nothing can be written.

use super::*;
use housestyle::engine::{PageMessage, Policy, Retention, RetentionLimit, StoreSummary};
use housestyle::rework::SetBy;

const PAGE: u32 = 90;
const DAY: u64 = 86_400_000;
const NOW: u64 = 1_800_000_000_000;

fn started(settings: Settings) -> Engine {
    let guide = guide::parse(GUIDE).unwrap();
    let policy = settings.policy.clone();
    let settings = Settings { installation: "installation".into(), policy: Policy::default(), ..settings };
    let start = Start { settings, guide, compiled: Vec::new(), open_drafts: Vec::new(), seed: [1; 16], now: NOW };
    let mut engine = Engine::new(start).unwrap();
    engine.take(Input::PageConnected { port: PAGE }, NOW);
    let effects = engine.take(Input::Committed, NOW);
    assert!(trims(&effects).is_empty() && posts(&effects).is_empty(), "before the policy is known");
    engine.take(Input::PolicyKnown(policy), NOW);
    engine
}

fn ask(engine: &mut Engine, request: PageRequest, now: u64) -> Vec<Effect> {
    engine.take(Input::Page { port: PAGE, message: PageMessage { call: 1, request }, site: None }, now)
}

fn trims(effects: &[Effect]) -> Vec<Retention> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Trim { retention, record } => {
                assert_eq!(
                    (record.seq, record.installation.as_str(), record.kind.name()),
                    (0, "installation", "dropped")
                );
                Some(*retention)
            }
            _ => None,
        })
        .collect()
}

fn posts(effects: &[Effect]) -> Vec<&str> {
    fn url(effect: &Effect) -> Option<&str> {
        if let Effect::Post { url, .. } = effect { Some(url) } else { None }
    }
    effects.iter().filter_map(url).collect()
}

fn refusal(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::Answer { answer, .. } => match &answer.reply {
            PageReply::Failed { message } => Some(message.as_str()),
            _ => None,
        },
        _ => None,
    })
}

fn keep(limit: RetentionLimit, value: Option<u32>) -> PageRequest {
    PageRequest::SetRetention { limit, value }
}

#[test]
fn without_a_limit_or_a_collector_nothing_is_dropped_and_nothing_posted() {
    let mut engine = started(Settings::default());
    for hours in 0..50 {
        let effects = engine.take(Input::Tick, NOW + hours * 3_600_000);
        assert!(trims(&effects).is_empty() && posts(&effects).is_empty());
    }
    assert!(posts(&engine.take(Input::Committed, NOW + 1)).is_empty());
}

#[test]
fn what_the_person_chose_holds_from_then_on_and_every_hour() {
    let mut engine = started(Settings::default());
    let effects = ask(&mut engine, keep(RetentionLimit::Days, Some(30)), NOW);
    let wanted = Retention { from: Some(NOW - 30 * DAY), bytes: None, set_by: (Some(SetBy::Person), None) };
    assert_eq!(trims(&effects), [wanted]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SaveSettings(kept) if kept.keep_days == Some(30))));
    assert!(trims(&engine.take(Input::Tick, NOW + 60_000)).is_empty());
    assert_eq!(trims(&engine.take(Input::Tick, NOW + 3_600_000)).len(), 1);
    // The other limit stays as it is.
    let effects = ask(&mut engine, keep(RetentionLimit::Megabytes, Some(5)), NOW + 3_600_001);
    let from = Some(NOW + 3_600_001 - 30 * DAY);
    let set_by = (Some(SetBy::Person), Some(SetBy::Person));
    assert_eq!(trims(&effects), [Retention { from, bytes: Some(5_000_000), set_by }]);
    ask(&mut engine, keep(RetentionLimit::Days, None), NOW + 3_700_000);
    ask(&mut engine, keep(RetentionLimit::Megabytes, Some(0)), NOW + 3_700_000);
    assert!(trims(&engine.take(Input::Tick, NOW + 9_000_000)).is_empty());
}

#[test]
fn policy_goes_before_the_person_and_is_not_kept() {
    let policy =
        Policy { keep_days: Some(90), collector: Some("https://c.example/v1/logs".into()), ..Policy::default() };
    let person = Some("https://mine.example/v1/logs".to_owned());
    let settings =
        Settings { keep_days: Some(7), keep_megabytes: Some(5), collector: person, policy, ..Settings::default() };
    assert!(!serde_json::to_string(&settings).unwrap().contains("c.example"));
    let mut engine = started(settings);
    let effects = engine.take(Input::Tick, NOW + 10_000);
    let from = Some(NOW + 10_000 - 90 * DAY);
    let set_by = (Some(SetBy::Policy), Some(SetBy::Person));
    assert_eq!(trims(&effects), [Retention { from, bytes: Some(5_000_000), set_by }]);
    let effects = ask(&mut engine, keep(RetentionLimit::Days, Some(7)), NOW + 11_000);
    assert!(refusal(&effects).is_some_and(|message| message.contains("organisation")) && trims(&effects).is_empty());
    let effects = ask(&mut engine, keep(RetentionLimit::Megabytes, Some(4)), NOW + 11_000);
    assert!(
        refusal(&effects).is_none() && trims(&effects).len() == 1,
        "what the organisation leaves open is the person's"
    );
    let effects = ask(&mut engine, PageRequest::SetCollector { url: None, authorization: None }, NOW + 11_000);
    assert!(refusal(&effects).is_some_and(|message| message.contains("organisation")));
    assert_eq!(posts(&engine.take(Input::Committed, NOW + 12_000)), ["https://c.example/v1/logs"]);
}

#[test]
fn a_browser_that_does_not_tell_the_policy_holds_up_no_limit_and_loosens_none() {
    let start = |settings: Settings, now| {
        let guide = guide::parse(GUIDE).unwrap();
        let mut engine =
            Engine::new(Start { settings, guide, compiled: Vec::new(), open_drafts: Vec::new(), seed: [1; 16], now })
                .unwrap();
        let effects = engine.take(Input::PageConnected { port: PAGE }, now);
        let again = Effect::WakeAt { at: now + 60_000, far: true };
        assert!(effects.contains(&again), "stopped before the browser has said, it is started again and asks anew");
        engine
    };
    let installation = "installation".to_owned();
    let mut engine = start(Settings { installation, ..Settings::default() }, NOW);
    let effects = ask(&mut engine, keep(RetentionLimit::Days, Some(30)), NOW + 2_000);
    assert!(trims(&effects).is_empty(), "the organisation may want more to be kept");
    let collector = Some("https://mine.example/v1/logs".to_owned());
    ask(&mut engine, PageRequest::SetCollector { url: collector, authorization: None }, NOW + 2_000);
    assert!(engine.take(Input::Tick, NOW + 14_000).is_empty());
    let effects = engine.take(Input::Tick, NOW + 15_000);
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::WakeAt { far: true, .. })), "asked for already");
    assert_eq!(trims(&effects).len(), 1);
    assert!(posts(&effects).is_empty(), "the organisation may want it elsewhere, or it may be no business of this one");
    // Told late, it holds at once, and is what the next start expects.
    let policy = Policy { keep_days: Some(365), ..Policy::default() };
    let effects = engine.take(Input::PolicyKnown(policy), NOW + 20_000);
    assert_eq!(trims(&effects)[0].from, Some(NOW + 20_000 - 365 * DAY));
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::SaveSettings(settings) => Some(serde_json::to_string(settings).unwrap()),
        _ => None,
    });
    let mut engine = start(serde_json::from_str(&kept.unwrap()).unwrap(), NOW + DAY);
    assert!(trims(&engine.take(Input::Tick, NOW + DAY + 14_999)).is_empty());
    let trimmed = trims(&engine.take(Input::Tick, NOW + DAY + 15_000));
    assert_eq!((trimmed[0].from, trimmed[0].set_by.0), (Some(NOW + DAY + 15_000 - 365 * DAY), Some(SetBy::Policy)));
}

/// The name in the event of time that was saved, once it is in the log.
fn named(engine: &mut Engine, call_at: u64) -> Option<String> {
    let effects = ask(engine, PageRequest::LogSaved { minutes: 5, offset: 60 }, call_at);
    let event = effects.iter().find_map(|effect| match effect {
        Effect::Commit { events, .. } => Some(events[0].clone()),
        _ => None,
    });
    engine.take(Input::Committed, call_at);
    event.expect("an event to be written").person
}

#[test]
fn whom_events_name_is_the_organisations_to_say_and_is_known_at_the_next_start() {
    let mut engine = started(Settings::default());
    assert_eq!(named(&mut engine, NOW), None);
    let policy = Policy { person: Some(" ada@acme.example ".into()), show_people: true, ..Policy::default() };
    engine.take(Input::PageConnected { port: PAGE }, NOW);
    let effects = engine.take(Input::PolicyKnown(policy.clone()), NOW + 1_000);
    let told = Effect::DescribeStore { port: PAGE, call: 0 };
    assert!(effects.contains(&told), "a page that is open is told");
    assert!(!engine.take(Input::PolicyKnown(policy), NOW + 1_500).contains(&told), "nothing has changed");
    assert_eq!(named(&mut engine, NOW + 2_000).as_deref(), Some("ada@acme.example"));
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::SaveSettings(settings) => Some((**settings).clone()),
        _ => None,
    });
    // Who may look at whose numbers is asked anew each time.
    let kept = kept.unwrap();
    assert!(!kept.last_policy.show_people);
    let guide = guide::parse(GUIDE).unwrap();
    let start =
        Start { settings: kept, guide, compiled: Vec::new(), open_drafts: Vec::new(), seed: [2; 16], now: NOW + DAY };
    let mut engine = Engine::new(start).unwrap();
    engine.take(Input::PageConnected { port: PAGE }, NOW + DAY);
    assert_eq!(named(&mut engine, NOW + DAY).as_deref(), Some("ada@acme.example"));
    engine.take(Input::PolicyKnown(Policy::default()), NOW + DAY + 5_000);
    assert_eq!(named(&mut engine, NOW + DAY + 6_000), None);
}

#[test]
fn a_collector_that_is_waited_for_is_not_asked_with_every_commit() {
    let mut engine = started(Settings::default());
    let effects =
        ask(&mut engine, PageRequest::SetCollector { url: Some("c.example".into()), authorization: None }, NOW);
    assert!(refusal(&effects).is_some() && posts(&effects).is_empty());
    let url = Some("http://c.example/v1/logs".to_owned());
    assert_eq!(posts(&ask(&mut engine, PageRequest::SetCollector { url, authorization: None }, NOW)).len(), 1);
    let effects = engine.take(Input::Posted { again: Some(NOW + 50_000) }, NOW + 1);
    assert!(effects.contains(&Effect::WakeAt { at: NOW + 50_000, far: true }), "a stopped background is woken for it");
    assert!(posts(&engine.take(Input::Committed, NOW + 2)).is_empty());
    assert_eq!(posts(&engine.take(Input::Tick, NOW + 50_000)).len(), 1);
    engine.take(Input::Posted { again: None }, NOW + 50_001);
    assert_eq!(posts(&engine.take(Input::Committed, NOW + 50_002)).len(), 1);
}

#[test]
fn an_authorization_goes_to_the_collector_that_it_was_given_for_and_is_told_nobody() {
    let sent = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Post { url, authorization, .. } => {
                Some((url.clone(), authorization.as_ref().map(|secret| secret.reveal().to_owned())))
            }
            _ => None,
        })
    };
    let set = |url: &str, authorization: Option<&str>| PageRequest::SetCollector {
        url: Some(url.into()),
        authorization: authorization.map(Into::into),
    };
    let (one, other) = ("https://one.example/v1/logs", "https://other.example/v1/logs");
    let mut engine = started(Settings::default());
    let effects = ask(&mut engine, set(one, Some(" Bearer s3cret ")), NOW);
    assert_eq!(sent(&effects), Some((one.into(), Some("Bearer s3cret".into()))));
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::SaveCollectorKey(key) => Some(key.clone()),
        _ => None,
    });
    assert!(!format!("{engine:?}{effects:?}").contains("s3cret"));
    assert!(!serde_json::to_string(engine.settings()).unwrap().contains("s3cret"));
    // Said again without one, it stays; elsewhere it is not sent, nor back here when nobody gave it again.
    assert_eq!(sent(&ask(&mut engine, set(one, None), NOW)), Some((one.into(), Some("Bearer s3cret".into()))));
    assert_eq!(sent(&ask(&mut engine, set(other, None), NOW)), Some((other.into(), None)));
    assert_eq!(sent(&ask(&mut engine, set(one, None), NOW)), Some((one.into(), None)));
    // Another start reads it, and one that was taken away meanwhile stays away.
    let mut engine = started(Settings { collector: Some(one.into()), ..Settings::default() });
    engine.take(Input::CollectorKeyRead(kept.clone().unwrap()), NOW);
    assert_eq!(sent(&engine.take(Input::Committed, NOW + 2)), Some((one.into(), Some("Bearer s3cret".into()))));
    assert_eq!(sent(&ask(&mut engine, set(one, Some("")), NOW + 3)), Some((one.into(), None)));
    engine.take(Input::CollectorKeyRead(kept.unwrap()), NOW + 4);
    assert_eq!(sent(&engine.take(Input::Committed, NOW + 5)), Some((one.into(), None)));
    for (url, authorization) in [("http://one.example/v1/logs", "Bearer s3cret"), (one, "Bearer\ns3cret")] {
        let effects = ask(&mut engine, set(url, Some(authorization)), NOW + 6);
        assert!(refusal(&effects).is_some() && sent(&effects).is_none(), "{url} {authorization}");
    }
    for url in ["http://localhost:4318/v1/logs", "http://127.0.0.1/", "http://[::1]:4318/v1/logs"] {
        assert!(
            sent(&ask(&mut engine, set(url, Some("Basic dTpw")), NOW + 7)).is_some_and(|(_, secret)| secret.is_some())
        );
    }
    for url in ["http://localhost.example/", "http://localhost:80@evil.example/", "http://127.0.0.1.example:80/"] {
        assert!(refusal(&ask(&mut engine, set(url, Some("Basic dTpw")), NOW + 8)).is_some(), "{url}");
    }
    // What the organisation has set comes with its own.
    let authorization = housestyle::engine::Authorization::new("Bearer theirs");
    let policy = Policy { collector: Some(other.into()), collector_authorization: authorization, ..Policy::default() };
    let effects = engine.take(Input::PolicyKnown(policy), NOW + 9);
    assert_eq!(sent(&effects), Some((other.into(), Some("Bearer theirs".into()))));
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::SaveSettings(kept) if format!("{kept:?}").contains("theirs")))
    );
    let secret = housestyle::engine::Authorization::new("Bearer s3cret").unwrap();
    assert_eq!(secret.conceal("401: Bearer s3cret is no good, s3cret"), "401: … is no good, …");
}

#[test]
fn while_nothing_can_be_written_that_is_told_and_then_no_longer() {
    let mut engine = started(Settings::default());
    let warned = |effects: Vec<Effect>| {
        effects.into_iter().filter(|effect| matches!(effect, Effect::Warn { .. })).collect::<Vec<_>>()
    };
    let failed = || Input::CommitFailed { why: LogTrouble::Full };
    assert_eq!(warned(engine.take(failed(), NOW)), [Effect::Warn { on: true }]);
    assert_eq!(warned(engine.take(failed(), NOW + 1)), []);
    let described = || Input::StoreDescribed { port: PAGE, call: 1, summary: StoreSummary::default() };
    let trouble = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| match effect {
            Effect::Answer { answer, .. } => match answer.reply {
                PageReply::Store { trouble, .. } => Some(trouble),
                _ => None,
            },
            _ => None,
        })
    };
    assert_eq!(trouble(engine.take(described(), NOW + 2)), Some(Some(LogTrouble::Full)));
    assert_eq!(warned(engine.take(Input::Committed, NOW + 3)), [Effect::Warn { on: false }]);
    assert_eq!(trouble(engine.take(described(), NOW + 4)), Some(None));
}

/// What a person says was saved is acknowledged when it is kept, not before, and once.
#[test]
fn time_saved_is_told_as_logged_once_it_is_kept() {
    let mut engine = started(Settings::default());
    let logged = |effects: &[Effect]| -> Vec<(i32, i32)> {
        let minutes = |event: &housestyle::rework::Event| match event.kind {
            EventKind::HoursSaved { saved_minutes } => Some((saved_minutes, event.offset)),
            _ => None,
        };
        let events = effects.iter().filter_map(|effect| match effect {
            Effect::Commit { events, .. } => Some(events.iter().filter_map(minutes).collect::<Vec<_>>()),
            _ => None,
        });
        events.flatten().collect()
    };
    let answers = |effects: &[Effect]| {
        let done = |effect: &&Effect| matches!(effect, Effect::Answer { port: PAGE, answer } if answer.reply == PageReply::Done && answer.call == 1);
        effects.iter().filter(done).count()
    };
    let effects = ask(&mut engine, PageRequest::LogSaved { minutes: 25, offset: -300 }, NOW);
    assert_eq!((logged(&effects), answers(&effects)), (vec![(25, -300)], 0));
    let effects = engine.take(Input::CommitFailed { why: LogTrouble::Full }, NOW + 1);
    assert_eq!((logged(&effects), answers(&effects)), (vec![], 0));
    let effects = engine.take(Input::Tick, NOW + 60_000);
    assert_eq!((logged(&effects), answers(&effects)), (vec![(25, -300)], 0), "again, since nothing was written");
    let effects = engine.take(Input::Committed, NOW + 60_001);
    assert_eq!((logged(&effects), answers(&effects)), (vec![], 1));
    let effects = engine.take(Input::Committed, NOW + 60_002);
    assert_eq!(answers(&effects), 0);
}

#[test]
fn time_saved_that_waits_while_the_log_is_erased_is_told_as_gone() {
    for under_way in [true, false] {
        let mut engine = started(Settings::default());
        ask(&mut engine, PageRequest::LogSaved { minutes: 25, offset: 0 }, NOW);
        if !under_way {
            engine.take(Input::CommitFailed { why: LogTrouble::Full }, NOW + 1);
        }
        let effects = ask(&mut engine, PageRequest::Erase, NOW + 2);
        let failed = |effect: &&Effect| matches!(effect, Effect::Answer { port: PAGE, answer } if matches!(answer.reply, PageReply::Failed { .. }) && answer.call == 1);
        assert_eq!(effects.iter().filter(failed).count(), 1);
        engine.take(Input::CommitFailed { why: LogTrouble::Full }, NOW + 3);
        let effects = engine.take(Input::Tick, NOW + 60_000);
        let events = effects.iter().map(|effect| match effect {
            Effect::Commit { events, .. } => events.len(),
            _ => 0,
        });
        assert_eq!(events.sum::<usize>(), 0, "what was erased is not written after all");
    }
}
