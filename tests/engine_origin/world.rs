//! What stands around the engine where origins are tested: what outlives it, and pages with one field of lines. Never looks
//! into the engine.

use super::*;

/// The engine and what outlives it.
pub struct World {
    pub engine: Engine,
    pub now: u64,
    pub wake_at: Option<u64>,
    pub heads: BTreeMap<String, DraftState>,
    pub pieces: BTreeMap<(String, PieceId), Piece>,
    pub events: Vec<Event>,
    pub copies: Copies,
    pub port: u32,
    pub starts: u8,
    pub ticks: u32,
}

pub fn engine(open_drafts: Vec<DraftState>, copies: Copies, now: u64, starts: u8) -> Engine {
    let settings = Settings { installation: "installation".into(), ..Settings::default() };
    let guide = guide::parse(GUIDE).unwrap();
    let start = Start { settings, guide, compiled: Vec::new(), open_drafts, seed: [starts; 16], now };
    Engine::new(start).unwrap().with_copies(copies, now)
}

impl World {
    pub fn new() -> Self {
        let now = 1_800_000_000_000;
        Self {
            engine: engine(Vec::new(), Copies::default(), now, 0),
            now,
            wake_at: None,
            heads: BTreeMap::new(),
            pieces: BTreeMap::new(),
            events: Vec::new(),
            copies: Copies::default(),
            port: 0,
            starts: 0,
            ticks: 0,
        }
    }

    pub fn draft(&self, key: &str) -> Option<DraftState> {
        let pieces = self.pieces.iter().filter(|((of, _), _)| of == key);
        Some(self.heads.get(key)?.clone().with_pieces(pieces.map(|((_, id), piece)| (*id, piece.clone()))))
    }

    pub fn write(&mut self, write: DraftWrite) {
        let key = write.head.key.clone();
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

    pub fn feed(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for effect in self.engine.take(input, self.now) {
                match effect {
                    Effect::Send { message: EngineMessage::Reopen { field }, .. } => panic!("field {field} is lost"),
                    Effect::LoadDraft { key } => {
                        let state = self.draft(&key).map(Box::new);
                        inputs.push_back(Input::DraftLoaded { key, state });
                    }
                    Effect::Commit { events, drafts } => {
                        self.events.extend(events);
                        drafts.into_iter().for_each(|draft| self.write(draft));
                        inputs.push_back(Input::Committed);
                    }
                    // Through text, as a browser keeps it.
                    Effect::SaveCopies(copies) => {
                        self.copies = serde_json::from_str(&serde_json::to_string(&copies).unwrap()).unwrap();
                    }
                    Effect::WakeAt { at, .. } => self.wake_at = Some(at),
                    _ => {}
                }
            }
        }
    }

    pub fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some(at) = self.wake_at.filter(|at| *at <= end) {
            self.wake_at = None;
            self.now = self.now.max(at);
            self.ticks += 1;
            self.feed(Input::Tick);
        }
        self.now = end;
    }

    /// Stops the background when all is written.
    pub fn stop(&mut self) {
        self.pass(400);
        self.starts += 1;
        let open = self.heads.values().filter(|head| head.open).filter_map(|head| self.draft(&head.key)).collect();
        self.engine = engine(open, self.copies.clone(), self.now, self.starts);
        self.wake_at = None;
    }

    pub fn generations(&self) -> Vec<Told<'_>> {
        let kinds = self.events.iter().filter_map(|event| match &event.kind {
            EventKind::Generation { generation, tool, evidence, iteration, replaces, .. } => {
                Some((*generation, tool.as_deref(), *evidence, *iteration, *replaces))
            }
            _ => None,
        });
        kinds.collect()
    }

    pub fn efforts(&self) -> Vec<&LoggedEffort> {
        let efforts = self.events.iter().filter_map(|event| match &event.kind {
            EventKind::Effort(effort) => Some(effort),
            _ => None,
        });
        efforts.collect()
    }

    pub fn count(&self, name: &str) -> usize {
        self.events.iter().filter(|event| event.kind.name() == name).count()
    }

    /// The origins of the one draft of a host as they are kept, block by block.
    pub fn kept(&self, host: &str) -> Vec<Vec<(u32, Origin)>> {
        let key = &self.heads.values().find(|head| head.host == host).expect("a draft").key;
        let blocks = self.draft(key).unwrap().blocks.into_iter();
        blocks.map(|block| block.runs.iter().map(|run| (run.len, run.stamp.origin)).collect()).collect()
    }

    /// Everything that is kept, as text.
    pub fn stored(&self) -> String {
        let pieces: Vec<_> = self.pieces.values().collect();
        let heads: Vec<_> = self.heads.values().collect();
        serde_json::to_string(&(heads, pieces, &self.copies, &self.events)).unwrap()
    }
}

/// A page with one field of lines.
pub struct Page {
    pub port: u32,
    pub name: String,
    pub n: u32,
    pub revision: u32,
    pub next_block: u32,
    pub blocks: Vec<Block>,
    /// Where the caret is told to be with the next changes.
    pub caret: Option<Caret>,
}

impl Page {
    pub fn open(world: &mut World, host: &str, surface: Surface, lines: &[&str]) -> Self {
        world.port += 1;
        let port = world.port;
        let name = format!("client {port}");
        let mut page = Self { port, name, n: 0, revision: 0, next_block: 0, blocks: vec![], caret: None };
        page.blocks = page.made(lines);
        world.feed(Input::ClientConnected { port, tab: 1, site: host.into() });
        let client = page.name.clone();
        page.say(world, ClientMessage::Hello { client, host: host.into(), path: "/".into(), offset: 0 });
        let blocks = page.blocks.clone();
        let (label, at) = ("field".into(), world.now as f64);
        page.tell(world, |n| ClientMessage::FieldOpened {
            n,
            field: 1,
            label,
            surface,
            language: None,
            at,
            blocks,
            resumed: false,
        });
        page
    }

    pub fn made(&mut self, lines: &[&str]) -> Vec<Block> {
        let mut block = |line: &&str| {
            self.next_block += 1;
            Block::new(self.next_block, BlockKind::Line, *line)
        };
        lines.iter().map(&mut block).collect()
    }

    pub fn say(&self, world: &mut World, message: ClientMessage) {
        world.feed(Input::Client { port: self.port, message });
    }

    pub fn tell(&mut self, world: &mut World, message: impl FnOnce(u32) -> ClientMessage) {
        self.n += 1;
        self.say(world, message(self.n));
    }

    /// Puts `text` in place of `removed` bytes (of ASCII) of a line.
    pub fn edit(&mut self, world: &mut World, line: usize, start: usize, removed: usize, text: &str, cause: Cause) {
        let block = &mut self.blocks[line];
        block.text.replace_range(start..start + removed, text);
        let (block, start, removed) = (block.id, start as u32, removed as u32);
        self.change(world, Change::Edit { block, start, removed, inserted: text.into() }, cause);
    }

    pub fn splice(&mut self, world: &mut World, at: usize, removed: usize, lines: &[&str], cause: Cause) {
        let inserted = self.made(lines);
        self.blocks.splice(at..at + removed, inserted.clone());
        self.change(world, Change::Splice { at: at as u32, removed: removed as u32, inserted }, cause);
    }

    pub fn change(&mut self, world: &mut World, change: Change, cause: Cause) {
        self.revision += 1;
        let (revision, at, changes) = (self.revision, world.now as f64, vec![change]);
        let caret = self.caret;
        self.tell(world, |n| ClientMessage::FieldChanged {
            n,
            field: 1,
            revision,
            cause,
            from: at,
            to: at,
            keys: 1,
            caret,
            changes,
        });
    }

    pub fn copied(&mut self, world: &mut World, text: &str) {
        let (tool, text, at) = ("Imitation".into(), text.into(), world.now as f64);
        self.tell(world, |n| ClientMessage::Copied { n, tool, text, at });
    }

    pub fn ship(&mut self, world: &mut World, how: Shipping) {
        let at = world.now as f64;
        self.tell(world, |n| ClientMessage::Shipped { n, field: 1, how, at });
    }

    pub fn close(&mut self, world: &mut World) {
        let at = world.now as f64;
        self.tell(world, |n| ClientMessage::FieldClosed { n, field: 1, at });
        world.pass(10_000);
    }
}

/// A copy on the tool's page.
pub fn copy(world: &mut World, text: &str) {
    let mut tool = Page::open(world, "ai.example", Surface::Prompt, &[""]);
    tool.copied(world, text);
    world.pass(2_000);
}
