//! What stands around the engine in its tests: a store, and a client, that keep to the wire. Never looks into the engine.

use super::*;

pub const GUIDE: &str = r#"
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
pub struct Store {
    pub events: Vec<Event>,
    pub heads: BTreeMap<String, DraftState>,
    pub pieces: BTreeMap<(String, PieceId), Piece>,
}

impl Store {
    pub fn draft(&self, key: &str) -> Option<DraftState> {
        let pieces = self.pieces.iter().filter(|((of, _), _)| of == key);
        let head = self.heads.get(key)?.clone();
        Some(head.with_pieces(pieces.map(|((_, id), piece)| (*id, piece.clone()))))
    }

    pub fn write(&mut self, write: DraftWrite) {
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

pub struct World {
    pub engine: Engine,
    pub store: Store,
    pub now: u64,
    pub wake_at: Option<u64>,
    /// Whether commits are left hanging, as when the background is stopped before one is through.
    pub hold_commits: bool,
    /// How many of the next commits fail, with nothing of them written.
    pub failures: u8,
    pub pending: VecDeque<(Vec<Event>, Vec<DraftWrite>)>,
    pub inbox: Vec<EngineMessage>,
    pub replies: Vec<PageReply>,
    pub opened: Vec<String>,
    pub port: u32,
    pub starts: u8,
    pub guide: &'static str,
    /// Files that come with the engine.
    pub files: BTreeMap<&'static str, &'static str>,
    /// What was asked for of them, in order.
    pub fetched: Vec<Resource>,
}

pub fn engine(guide: &str, open_drafts: Vec<DraftState>, now: u64, starts: u8) -> Engine {
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
    pub fn new() -> Self {
        Self::under(GUIDE)
    }

    pub fn under(guide: &'static str) -> Self {
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

    pub fn feed(&mut self, input: Input) {
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

    pub fn write(&mut self) {
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
    pub fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some(at) = self.wake_at.filter(|at| *at <= end) {
            self.wake_at = None;
            self.now = self.now.max(at);
            self.feed(Input::Tick);
        }
        self.now = end;
    }

    /// Stops the background: `written` says whether the transaction under way goes through all the same.
    pub fn stop(&mut self, written: bool) {
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

    pub fn connect(&mut self) {
        self.port += 1;
        self.feed(Input::ClientConnected { port: self.port, tab: 1, site: "localhost".into() });
    }

    pub fn say(&mut self, message: ClientMessage) {
        self.feed(Input::Client { port: self.port, message });
    }

    pub fn kinds(&self) -> Vec<&'static str> {
        self.store.events.iter().map(|event| event.kind.name()).collect()
    }
}

/// A client that keeps to the wire: numbers, queue, base.
pub struct Client {
    pub name: &'static str,
    pub n: u32,
    pub revision: u32,
    pub text: String,
    pub base: Option<String>,
    pub queue: Vec<ClientMessage>,
    pub flags: BTreeMap<u32, Flag>,
    pub full: bool,
}

impl Client {
    pub fn new() -> Self {
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

    pub fn open(&mut self, world: &mut World) {
        world.connect();
        world.say(hello(self.name));
        self.n += 1;
        let message = opened(self.n, world.now, &self.text, false);
        self.queue.push(message.clone());
        world.say(message);
        self.hear(world);
    }

    pub fn change(&mut self, world: &mut World, start: usize, removed: usize, inserted: &str, cause: Cause) {
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

    pub fn type_in(&mut self, world: &mut World, text: &str) {
        for c in text.chars() {
            world.pass(50);
            self.change(world, self.text.len(), 0, &c.to_string(), Cause::Typed);
        }
    }

    pub fn hear(&mut self, world: &mut World) {
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
    pub fn resume(&mut self, world: &mut World) {
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

    pub fn act(&mut self, world: &mut World, message: impl FnOnce(u32) -> ClientMessage) {
        self.n += 1;
        let message = message(self.n);
        self.queue.push(message.clone());
        world.say(message);
        self.hear(world);
    }

    pub fn close(&mut self, world: &mut World) {
        let at = world.now as f64;
        self.act(world, |n| ClientMessage::FieldClosed { n, field: 1, at });
        world.pass(1_000);
        self.hear(world);
    }

    pub fn quotes(&self) -> Vec<&str> {
        let mut flags: Vec<&Flag> = self.flags.values().collect();
        flags.sort_by_key(|flag| flag.span);
        flags.into_iter().map(|flag| flag.quote.as_str()).collect()
    }
}

pub fn hello(name: &str) -> ClientMessage {
    ClientMessage::Hello { client: name.into(), host: "localhost".into(), path: "/".into(), offset: 60 }
}

pub fn opened(n: u32, now: u64, text: &str, resumed: bool) -> ClientMessage {
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

pub fn number(message: &ClientMessage) -> u32 {
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

pub fn revisions(store: &Store) -> (u32, u32, u32) {
    store.events.iter().fold((0, 0, 0), |sum, event| match event.kind {
        EventKind::Revision { inserted, deleted, keystrokes, .. } => {
            (sum.0 + inserted, sum.1 + deleted, sum.2 + keystrokes)
        }
        _ => sum,
    })
}
