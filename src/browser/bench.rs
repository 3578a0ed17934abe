//! What the benchmark measures the engine through: a draft under a guide, and a whole engine whose clock is told and
//! whose store forgets. Built only with the feature `bench`, in the profile that ships; must do nothing that the
//! shipped paths do not do.

use super::value::{from_js, to_js};
use crate::check::{Checker, Flag, Place, Session};
use crate::engine::{Effect, Engine, Input, Settings, Start};
use crate::guide::{self, Guide};
use crate::rework::{Cause, Change as Step, DraftWrite, Effort, EffortSearch, Origin, Tracker, keyed_tokens};
use crate::text::{Block, BlockKind, BlockList, Change};
use serde::Serialize;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

fn told(problems: Vec<guide::Problem>) -> JsError {
    JsError::new(&problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Paragraphs of a plain text, one a line, numbered from 0.
fn paragraphs(text: &str) -> Vec<Block> {
    text.lines().enumerate().map(|(line, text)| Block::new(line as u32, BlockKind::Paragraph, text)).collect()
}

/// A guide as a background keeps it for its next start.
///
/// # Errors
/// What is wrong with the guide.
#[wasm_bindgen]
pub fn pack_guide(source: &str) -> Result<Vec<u8>, JsError> {
    let guide = Arc::new(guide::parse(source).map_err(told)?);
    let checker = Checker::compile(guide.clone()).map_err(told)?;
    Ok(guide::pack(source, &guide, &checker.keep()))
}

/// The guide as a background that starts reads it: from what was kept of it, or else from its source.
fn read(source: &str, packed: Option<&[u8]>) -> Result<(Guide, Vec<u8>), JsError> {
    match packed.and_then(|bytes| guide::unpack(bytes, &guide::source_digest(source))) {
        Some(read) => Ok(read),
        None => Ok((guide::parse(source).map_err(told)?, Vec::new())),
    }
}

/// A draft under a compiled guide, without an engine around it.
#[wasm_bindgen]
pub struct Draft {
    checker: Arc<Checker>,
    blocks: BlockList,
    session: Session,
}

#[wasm_bindgen]
impl Draft {
    /// Reads and compiles a guide: with `packed` as when a background starts anew, and otherwise as when it is put in
    /// force for the first time, every pattern tried.
    ///
    /// # Errors
    /// What is wrong with the guide.
    #[wasm_bindgen(constructor)]
    pub fn new(source: &str, packed: Option<Vec<u8>>) -> Result<Draft, JsError> {
        let (guide, compiled) = read(source, packed.as_deref())?;
        let guide = Arc::new(guide);
        let kept = Checker::from_kept(guide.clone(), &compiled);
        let checker = Arc::new(kept.map_or_else(|| Checker::compile(guide).map_err(told), Ok)?);
        let session = Session::new(checker.clone(), Place::default());
        Ok(Self { checker, blocks: BlockList::new(Vec::new()), session })
    }

    /// Takes a text, a paragraph a line, and judges all of it. Gives the number of flags, which stay in Wasm.
    pub fn check(&mut self, text: &str) -> u32 {
        self.blocks = BlockList::new(paragraphs(text));
        self.again()
    }

    /// The same for the text it holds.
    pub fn again(&mut self) -> u32 {
        self.judge().len() as u32
    }

    /// Takes a text, judges all of it, and hands the flags over: an array of the wire's `Flag`.
    ///
    /// # Errors
    /// None that could be helped.
    pub fn check_and_hand_over(&mut self, text: &str) -> Result<JsValue, JsError> {
        self.blocks = BlockList::new(paragraphs(text));
        to_js(&self.judge())
    }

    fn judge(&mut self) -> Vec<Flag> {
        self.session = Session::new(self.checker.clone(), Place::default());
        self.session.splice(0, 0, self.blocks.as_slice());
        self.session.settle().raised
    }

    /// Within one paragraph `removed` UTF-16 units from `start` give way to `inserted`. Gives the number of flags that
    /// were raised, moved or cleared.
    ///
    /// # Errors
    /// A place that is not in the text.
    pub fn edit(&mut self, block: u32, start: u32, removed: u32, inserted: String) -> Result<u32, JsError> {
        let splice = self
            .blocks
            .apply(&Change::Edit { block, start, removed, inserted })
            .map_err(|error| JsError::new(&format!("{error:?}")))?;
        let inserted = &self.blocks.as_slice()[splice.at..splice.at + splice.inserted];
        self.session.splice(splice.at, splice.removed.len(), inserted);
        let difference = self.session.settle();
        Ok((difference.raised.len() + difference.moved.len() + difference.cleared.len()) as u32)
    }
}

/// The engine with everything that its background does for a message, but for the port and the database: messages
/// come in and go out as JavaScript values, events and states are made ready to be stored.
#[wasm_bindgen]
pub struct Writer {
    engine: Engine,
    wake_at: Option<u64>,
    sent: Vec<JsValue>,
    stored: f64,
}

/// A draft's state, or a piece of it, as the store writes it.
#[derive(Serialize)]
struct Stored<'a> {
    key: &'a str,
    piece: Option<String>,
    content: String,
}

#[wasm_bindgen]
impl Writer {
    /// Starts an engine at `now` (epoch milliseconds) as a background that wakes does, with one client on port 1.
    ///
    /// # Errors
    /// What is wrong with the guide.
    #[wasm_bindgen(constructor)]
    pub fn new(source: &str, packed: Option<Vec<u8>>, now: f64) -> Result<Writer, JsError> {
        let (guide, compiled) = read(source, packed.as_deref())?;
        let settings = Settings { installation: "bench".into(), ..Settings::default() };
        let start = Start { settings, guide, compiled, open_drafts: Vec::new(), seed: [7; 16], now: now as u64 };
        let engine = Engine::new(start).map_err(told)?;
        let mut writer = Self { engine, wake_at: None, sent: Vec::new(), stored: 0.0 };
        writer.feed(Input::ClientConnected { port: 1, tab: 1, site: "localhost".into() }, now as u64)?;
        Ok(writer)
    }

    /// One message of the client's at `now`; gives what is sent to the client at once.
    ///
    /// # Errors
    /// A message that is not of the wire.
    pub fn receive(&mut self, message: JsValue, now: f64) -> Result<Vec<JsValue>, JsError> {
        let message = from_js(&message)?;
        self.feed(Input::Client { port: 1, message }, now as u64)?;
        Ok(std::mem::take(&mut self.sent))
    }

    /// Lets time pass until `now`, with every tick that was asked for and every transaction that is due.
    ///
    /// # Errors
    /// None that could be helped.
    pub fn pass(&mut self, now: f64) -> Result<Vec<JsValue>, JsError> {
        while let Some(at) = self.wake_at.filter(|at| *at <= now as u64) {
            self.wake_at = None;
            self.feed(Input::Tick, at)?;
        }
        Ok(std::mem::take(&mut self.sent))
    }

    /// Bytes of drafts' states that were made ready to be stored so far.
    #[wasm_bindgen(getter)]
    pub fn stored(&self) -> f64 {
        self.stored
    }

    fn make_ready(&mut self, DraftWrite { head, pieces, .. }: &DraftWrite) -> Result<(), JsError> {
        let text = |error: serde_json::Error| JsError::new(&error.to_string());
        let mut stored = vec![(None, serde_json::to_string(head).map_err(text)?)];
        for (id, piece) in pieces {
            if let Some(piece) = piece {
                stored.push((Some(id.to_string()), serde_json::to_string(piece).map_err(text)?));
            }
        }
        for (piece, content) in stored {
            self.stored += content.len() as f64;
            to_js(&Stored { key: &head.key, piece, content })?;
        }
        Ok(())
    }

    fn feed(&mut self, input: Input, now: u64) -> Result<(), JsError> {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            for effect in self.engine.take(input, now) {
                match effect {
                    Effect::Send { message, .. } => self.sent.push(to_js(&message)?),
                    Effect::LoadDraft { key } => inputs.push(Input::DraftLoaded { key, state: None }),
                    Effect::Commit { events, drafts } => {
                        for event in &events {
                            to_js(event)?;
                        }
                        for draft in &drafts {
                            self.make_ready(draft)?;
                        }
                        inputs.push(Input::Committed);
                    }
                    Effect::WakeAt { at, .. } => self.wake_at = Some(at),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// The origins of a draft alone, with the text that they are of.
#[wasm_bindgen]
pub struct Origins {
    tracker: Tracker,
    text: Vec<u16>,
    now: u64,
}

#[wasm_bindgen]
impl Origins {
    /// Of a text, in so many stretches that are typed and a tool's in turn.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, runs: usize) -> Origins {
        let text: Vec<u16> = text.encode_utf16().collect();
        let mut origins = Self { tracker: Tracker::new(b"bench"), text: Vec::new(), now: 1_800_000_000_000 };
        let step = text.len().div_ceil(runs);
        for (index, part) in text.chunks(step).enumerate() {
            origins.now += 2_000;
            let cause = if index % 2 == 0 { Cause::Known(Origin::Typed) } else { Cause::Ai("Tool") };
            origins.apply(origins.text.len(), 0, part, cause);
        }
        origins
    }

    /// How many runs there are.
    pub fn runs(&self) -> usize {
        self.tracker.runs().iter().count()
    }

    /// At a UTF-16 offset `removed` units give way to typed text.
    pub fn edit(&mut self, position: usize, removed: usize, inserted: &str) {
        self.now += 150;
        let inserted: Vec<u16> = inserted.encode_utf16().collect();
        self.apply(position, removed, &inserted, Cause::Known(Origin::Typed));
    }

    fn apply(&mut self, position: usize, removed: usize, inserted: &[u16], cause: Cause) {
        let removed = &self.text[position..position + removed];
        self.tracker.apply(&Step { at: self.now, position: position as u32, removed, inserted, cause });
        let end = position + removed.len();
        self.text.splice(position..end, inserted.iter().copied());
    }
}

/// The effort of one generation, measured in slices as the engine does.
#[wasm_bindgen]
pub struct Hter {
    search: EffortSearch,
}

#[wasm_bindgen]
impl Hter {
    /// Between what a tool gave and what stands there now.
    #[wasm_bindgen(constructor)]
    pub fn new(given: &str, now: &str) -> Hter {
        let (given, now) = (keyed_tokens(b"bench", given), keyed_tokens(b"bench", now));
        Self { search: Effort::begin(&given, &now) }
    }

    /// A slice of about so many cells; gives HTER when it is there.
    pub fn step(&mut self, cells: usize) -> Option<f64> {
        let Effort { ter, .. } = self.search.step(cells)?;
        let edits = ter.insertions + ter.deletions + ter.substitutions + ter.shifts;
        Some(f64::from(edits) / f64::from(ter.reference_length.max(1)))
    }
}
