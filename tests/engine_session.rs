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
#[path = "engine_session/panel.rs"]
mod panel;
#[path = "engine_session/resources.rs"]
mod resources;

const GUIDE: &str = r#"
housestyle: 1
name: Test guide
version: "1"
owner: Owner
routes:
  legal: {owner: Legal, contact: "https://t.example/?r={rule}&q={quote}", respond_within: 1h, resolve_within: 1d}
rules:
  - {id: a.leverage, replace: {leverage: use}, severity: warning}
  - {id: b.free, verdict: restrict, terms: [free]}
  - {id: c.rate, verdict: escalate, route: legal, pattern: '\d+% interest'}
"#;

/// What outlives a stopped background.
#[derive(Default)]
struct Store {
    events: Vec<Event>,
    heads: BTreeMap<String, DraftState>,
    pieces: BTreeMap<(String, PieceId), Piece>,
}

impl Store {
    fn draft(&self, key: &str) -> Option<DraftState> {
        let pieces = self.pieces.iter().filter(|((of, _), _)| of == key);
        let head = self.heads.get(key)?.clone();
        Some(head.with_pieces(pieces.map(|((_, id), piece)| (*id, piece.clone()))))
    }

    fn write(&mut self, write: DraftWrite) {
        let key = write.head.key.clone();
        assert!(write.head.blocks.is_empty() && write.head.open_flags.is_empty(), "pieces written with the head");
        if write.whole {
            self.pieces.retain(|(of, _), _| *of != key);
        }
        for (id, piece) in write.pieces {
            match piece {
                Some(piece) => drop(self.pieces.insert((key.clone(), id), piece)),
                None => drop(self.pieces.remove(&(key.clone(), id))),
            }
        }
        self.heads.insert(key, write.head);
    }
}

struct World {
    engine: Engine,
    store: Store,
    now: u64,
    wake_at: Option<u64>,
    /// Whether commits are left hanging, as when the background is stopped before one is through.
    hold_commits: bool,
    /// How many of the next commits fail, with nothing of them written.
    failures: u8,
    pending: VecDeque<(Vec<Event>, Vec<DraftWrite>)>,
    inbox: Vec<EngineMessage>,
    replies: Vec<PageReply>,
    opened: Vec<String>,
    port: u32,
    starts: u8,
    guide: &'static str,
    /// Files that come with the engine.
    files: BTreeMap<&'static str, &'static str>,
    /// What was asked for of them, in order.
    fetched: Vec<Resource>,
}

fn engine(guide: &str, open_drafts: Vec<DraftState>, now: u64, starts: u8) -> Engine {
    let settings = Settings { installation: "installation".into(), ..Settings::default() };
    Engine::new(Start {
        settings,
        guide: guide::parse(guide).unwrap(),
        compiled: Vec::new(),
        open_drafts,
        seed: [starts; 16],
        now,
    })
    .unwrap()
}

impl World {
    fn new() -> Self {
        Self::under(GUIDE)
    }

    fn under(guide: &'static str) -> Self {
        let now = 1_800_000_000_000;
        Self {
            engine: engine(guide, Vec::new(), now, 0),
            store: Store::default(),
            now,
            wake_at: None,
            hold_commits: false,
            failures: 0,
            pending: VecDeque::new(),
            inbox: Vec::new(),
            replies: Vec::new(),
            opened: Vec::new(),
            port: 0,
            starts: 0,
            guide,
            files: BTreeMap::new(),
            fetched: Vec::new(),
        }
    }

    fn feed(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for effect in self.engine.take(input, self.now) {
                match effect {
                    Effect::Send { message, .. } => self.inbox.push(message),
                    Effect::Answer { answer, .. } => self.replies.push(answer.reply),
                    Effect::LoadDraft { key } => {
                        let state = self.store.draft(&key).map(Box::new);
                        inputs.push_back(Input::DraftLoaded { key, state });
                    }
                    Effect::Commit { events, drafts } => {
                        if self.failures > 0 && !self.hold_commits {
                            self.failures -= 1;
                            inputs.push_back(Input::CommitFailed { why: LogTrouble::Full });
                            continue;
                        }
                        self.pending.push_back((events, drafts));
                        if !self.hold_commits {
                            self.write();
                            inputs.push_back(Input::Committed);
                        }
                    }
                    Effect::FetchResources { resources, then } => {
                        self.fetched.extend(resources.iter().cloned());
                        let text = |file: String| self.files.get(file.as_str()).map(|text| (*text).to_owned());
                        let texts = |one: &Resource| one.files().into_iter().map(text).collect();
                        let resources = resources.into_iter().map(|one| (one.clone(), texts(&one))).collect();
                        inputs.push_back(Input::ResourcesFetched { resources, then });
                    }
                    Effect::FetchGuides { port, call, choose } => {
                        let sources = vec![("test".to_owned(), self.guide.to_owned())];
                        inputs.push_back(Input::GuidesFetched { port, call, choose, sources });
                    }
                    Effect::Open { url } => self.opened.push(url),
                    Effect::WakeAt { at, .. } => self.wake_at = Some(at),
                    _ => {}
                }
            }
        }
    }

    fn write(&mut self) {
        if let Some((events, drafts)) = self.pending.pop_front() {
            for mut event in events {
                assert!(self.store.events.iter().all(|known| known.id != event.id), "an id given twice");
                event.seq = self.store.events.len() as u64 + 1;
                self.store.events.push(event);
            }
            for draft in drafts {
                self.store.write(draft);
            }
        }
    }

    /// Lets time pass, with every tick that was asked for.
    fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some(at) = self.wake_at.filter(|at| *at <= end) {
            self.wake_at = None;
            self.now = self.now.max(at);
            self.feed(Input::Tick);
        }
        self.now = end;
    }

    /// Stops the background: `written` says whether the transaction under way goes through all the same.
    fn stop(&mut self, written: bool) {
        if written {
            self.write();
        }
        self.pending.clear();
        self.hold_commits = false;
        self.starts += 1;
        self.wake_at = None;
        let open = self.store.heads.values().filter(|head| head.open);
        let open = open.filter_map(|head| self.store.draft(&head.key)).collect();
        self.engine = engine(self.guide, open, self.now, self.starts);
        self.inbox.clear();
    }

    fn connect(&mut self) {
        self.port += 1;
        self.feed(Input::ClientConnected { port: self.port, tab: 1, site: "localhost".into() });
    }

    fn say(&mut self, message: ClientMessage) {
        self.feed(Input::Client { port: self.port, message });
    }

    fn kinds(&self) -> Vec<&'static str> {
        self.store.events.iter().map(|event| event.kind.name()).collect()
    }
}

/// A client that keeps to the wire: numbers, queue, base.
struct Client {
    name: &'static str,
    n: u32,
    revision: u32,
    text: String,
    base: Option<String>,
    queue: Vec<ClientMessage>,
    flags: BTreeMap<u32, Flag>,
    full: bool,
}

impl Client {
    fn new() -> Self {
        Self {
            name: "client",
            n: 0,
            revision: 0,
            text: String::new(),
            base: None,
            queue: Vec::new(),
            flags: BTreeMap::new(),
            full: true,
        }
    }

    fn open(&mut self, world: &mut World) {
        world.connect();
        world.say(hello(self.name));
        self.n += 1;
        let message = opened(self.n, world.now, &self.text, false);
        self.queue.push(message.clone());
        world.say(message);
        self.hear(world);
    }

    fn change(&mut self, world: &mut World, start: usize, removed: usize, inserted: &str, cause: Cause) {
        self.n += 1;
        self.revision += 1;
        self.text.replace_range(start..start + removed, inserted);
        let change =
            Change::Edit { block: 1, start: start as u32, removed: removed as u32, inserted: inserted.to_owned() };
        let at = world.now as f64;
        let message = ClientMessage::FieldChanged {
            n: self.n,
            field: 1,
            revision: self.revision,
            cause,
            from: at,
            to: at,
            keys: 1,
            caret: None,
            changes: vec![change],
        };
        self.queue.push(message.clone());
        world.say(message);
        self.hear(world);
    }

    fn type_in(&mut self, world: &mut World, text: &str) {
        for c in text.chars() {
            world.pass(50);
            self.change(world, self.text.len(), 0, &c.to_string(), Cause::Typed);
        }
    }

    fn hear(&mut self, world: &mut World) {
        for message in std::mem::take(&mut world.inbox) {
            match message {
                EngineMessage::Acknowledged { n } => {
                    let done: Vec<ClientMessage> = self.queue.extract_if(.., |message| number(message) <= n).collect();
                    for message in done {
                        match message {
                            ClientMessage::FieldOpened { blocks, .. } => self.base = Some(blocks[0].text.clone()),
                            ClientMessage::FieldChanged { changes, .. } => {
                                let base = self.base.as_mut().expect("acknowledged before it was opened");
                                for change in changes {
                                    let Change::Edit { start, removed, inserted, .. } = change else { unreachable!() };
                                    base.replace_range(start as usize..(start + removed) as usize, &inserted);
                                }
                            }
                            _ => {}
                        }
                    }
                }
                EngineMessage::Flags { difference, .. } => {
                    if std::mem::take(&mut self.full) {
                        self.flags.clear();
                    }
                    for id in &difference.cleared {
                        assert!(self.flags.remove(id).is_some(), "flag {id} cleared that was never raised");
                    }
                    for flag in difference.raised.into_iter().chain(difference.moved) {
                        self.flags.insert(flag.id, flag);
                    }
                }
                _ => {}
            }
        }
    }

    /// Connects again after the background was stopped, and says everything that was not acknowledged.
    fn resume(&mut self, world: &mut World) {
        world.connect();
        world.say(hello(self.name));
        self.full = true;
        if let Some(base) = &self.base {
            world.say(opened(0, world.now, base, true));
        }
        for message in self.queue.clone() {
            world.say(message);
        }
        self.hear(world);
    }

    fn act(&mut self, world: &mut World, message: impl FnOnce(u32) -> ClientMessage) {
        self.n += 1;
        let message = message(self.n);
        self.queue.push(message.clone());
        world.say(message);
        self.hear(world);
    }

    fn close(&mut self, world: &mut World) {
        let at = world.now as f64;
        self.act(world, |n| ClientMessage::FieldClosed { n, field: 1, at });
        world.pass(1_000);
        self.hear(world);
    }

    fn quotes(&self) -> Vec<&str> {
        let mut flags: Vec<&Flag> = self.flags.values().collect();
        flags.sort_by_key(|flag| flag.span);
        flags.into_iter().map(|flag| flag.quote.as_str()).collect()
    }
}

fn hello(name: &str) -> ClientMessage {
    ClientMessage::Hello { client: name.into(), host: "localhost".into(), path: "/".into(), offset: 60 }
}

fn opened(n: u32, now: u64, text: &str, resumed: bool) -> ClientMessage {
    ClientMessage::FieldOpened {
        n,
        field: 1,
        label: "area".into(),
        surface: Surface::Draft,
        language: None,
        at: now as f64,
        blocks: vec![Block::new(1, BlockKind::Line, text)],
        resumed,
    }
}

fn number(message: &ClientMessage) -> u32 {
    match message {
        ClientMessage::Hello { .. } | ClientMessage::Focused { .. } | ClientMessage::Acted { .. } => 0,
        ClientMessage::FieldOpened { n, .. }
        | ClientMessage::FieldChanged { n, .. }
        | ClientMessage::FieldClosed { n, .. }
        | ClientMessage::Dismiss { n, .. }
        | ClientMessage::Escalate { n, .. }
        | ClientMessage::Copied { n, .. }
        | ClientMessage::Claim { n, .. }
        | ClientMessage::Shipped { n, .. } => *n,
    }
}

fn revisions(store: &Store) -> (u32, u32, u32) {
    store.events.iter().fold((0, 0, 0), |sum, event| match event.kind {
        EventKind::Revision { inserted, deleted, keystrokes, .. } => {
            (sum.0 + inserted, sum.1 + deleted, sum.2 + keystrokes)
        }
        _ => sum,
    })
}

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
