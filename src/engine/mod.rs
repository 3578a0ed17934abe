//! One engine for a whole browser, sans-IO: something happens, and messages and effects to do come out.
//! Knows every layer above; knows no clock, no store and no port, only their numbers.
//!
//! ```text
//! Input ──▶ Engine::take(input, now) ──▶ Vec<Effect>
//! ```
//!
//! What must survive a stopped background is committed with the events it explains, in one transaction, before any
//! message is acknowledged; everything else the engine knows can be told again by the clients.

mod cards;
mod client;
mod commit;
mod delivery;
mod effect;
mod field;
mod json;
mod keeping;
mod organisation_guide;
mod origins;
mod page;
mod panel;
mod resources;
mod settings;
mod wire;

pub use delivery::{Authorization, CollectorKey};
pub use effect::{Effect, Input, NOBODY, PortId, StoreSummary};
pub use json::read_json;
pub use keeping::{Policy, Retention};
pub use organisation_guide::OrganisationGuide;
pub use settings::Settings;
pub use wire::*;

use crate::check::{Checker, Resource, Resources};
use crate::guide::{self, Guide, Problem, Verdict};
use crate::rework::{Copies, DraftState, IdSource};
use client::Client;
use commit::Commits;
use organisation_guide::GuideWatch;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// A command waits this long for a client that connects again.
const COMMAND_PATIENCE_MS: u64 = 3_000;

/// Drafts left open by a background that was stopped are closed when nobody came back for them for so long.
const ORPHANED_AFTER_MS: u64 = 20_000;

/// What an engine begins with.
#[derive(Debug)]
pub struct Start {
    /// The settings as kept.
    pub settings: Settings,
    /// The guide in force, parsed.
    pub guide: Guide,
    /// What [`Checker::keep`] wrote of it in the same build; empty where nothing was kept.
    pub compiled: Vec<u8>,
    /// States of drafts that were open when the background was stopped.
    pub open_drafts: Vec<DraftState>,
    /// Random bytes for ids.
    pub seed: [u8; 16],
    /// Epoch milliseconds.
    pub now: u64,
}

/// What a page wants to be told of, by the browser's id of the tab.
#[derive(Clone, Copy, Debug)]
enum Watch {
    /// All that is flagged in it.
    Tab(i32),
    /// The field that was written in last.
    Field(i32),
}

/// The engine.
#[derive(Debug)]
pub struct Engine {
    settings: Settings,
    checker: Arc<Checker>,
    guide_card: GuideCard,
    /// Dictionaries and models that are at hand.
    resources: Resources,
    /// What the guide in force needs and was not asked for yet.
    wants: BTreeSet<Resource>,
    /// What was asked for and is not to be had, and why.
    lacks: BTreeMap<Resource, String>,
    clients: BTreeMap<PortId, Client>,
    /// Open ports of pages, with what each watches.
    pages: BTreeMap<PortId, Option<Watch>>,
    /// What each watching page was told last.
    watched: BTreeMap<PortId, PageReply>,
    commits: Commits,
    /// What was copied from AI tools within a day.
    copies: Copies,
    /// Efforts that are being measured, with the drafts they are of.
    measuring: VecDeque<(field::Measure, client::Header)>,
    ids: IdSource,
    /// What each tab's button shows.
    badges: BTreeMap<i32, (u32, Verdict)>,
    /// A command that waits for a client to connect again.
    waiting_command: Option<(i32, Command, u64)>,
    /// Drafts that were open when the background was stopped, and nobody has come back for.
    orphans: Vec<DraftState>,
    orphans_close_at: u64,
    started: u64,
    /// Whether the browser has said what the organisation has set.
    policy_known: bool,
    /// The collector's header, as the person gave it.
    collector_key: Option<CollectorKey>,
    /// Whether that was in this very run.
    collector_key_chosen: bool,
    /// When it is looked at whether the log is beyond its limits.
    look_at: Option<u64>,
    /// When what is not delivered to the collector yet is tried again.
    deliver_at: Option<u64>,
    guide_watch: GuideWatch,
    /// Why the log cannot be written, while that is so.
    trouble: Option<LogTrouble>,
    /// Ticks that were asked for: the next one, and the next that comes even if the background is stopped meanwhile.
    wake_at: Option<u64>,
    alarm_at: Option<u64>,
    effects: Vec<Effect>,
}

impl Engine {
    /// Compiles the guide and starts.
    ///
    /// # Errors
    /// What is wrong with the guide; the caller starts again with another one.
    pub fn new(start: Start) -> Result<Self, Vec<Problem>> {
        let Start { settings, guide, compiled, open_drafts, seed, now } = start;
        let guide_card = cards::guide(&guide);
        // It was compiled in full when it was put in force, or before it was shipped.
        let guide = Arc::new(guide);
        let kept = Checker::from_kept(guide.clone(), &compiled);
        let checker = Arc::new(kept.map_or_else(|| Checker::compile_again(guide), Ok)?);
        let wants = checker.missing().into_iter().map(|(resource, _)| resource).collect();
        let mut engine = Self {
            started: now,
            policy_known: false,
            collector_key: None,
            collector_key_chosen: false,
            look_at: None,
            deliver_at: None,
            guide_watch: GuideWatch::default(),
            trouble: None,
            settings,
            checker,
            guide_card,
            resources: Resources::default(),
            wants,
            lacks: BTreeMap::new(),
            clients: BTreeMap::new(),
            pages: BTreeMap::new(),
            watched: BTreeMap::new(),
            commits: Commits::default(),
            copies: Copies::default(),
            measuring: VecDeque::new(),
            ids: IdSource::new(seed),
            badges: BTreeMap::new(),
            waiting_command: None,
            orphans: open_drafts,
            orphans_close_at: now + ORPHANED_AFTER_MS,
            wake_at: None,
            alarm_at: None,
            effects: Vec::new(),
        };
        engine.expect_policy();
        Ok(engine)
    }

    /// Takes one thing that happened at `now` (epoch milliseconds) and says what is to be done.
    pub fn take(&mut self, input: Input, now: u64) -> Vec<Effect> {
        self.hear(input, now);
        self.bring_resources();
        self.ripen(now);
        self.measure(now);
        self.commit(now);
        self.refresh_tabs(now);
        self.ask_to_wake(now);
        std::mem::take(&mut self.effects)
    }

    fn hear(&mut self, input: Input, now: u64) {
        match input {
            Input::ClientConnected { port, tab, site } => {
                self.clients.insert(port, Client::new(tab, site));
            }
            Input::PageConnected { port } => {
                self.pages.insert(port, None);
            }
            Input::Disconnected { port } => self.disconnected(port, now),
            Input::Client { port, message } => self.hear_client(port, message, now),
            Input::Page { port, message, site } => self.hear_page(port, message, site, now),
            Input::DraftLoaded { key, state } => self.draft_loaded(&key, state.map(|state| *state), now),
            Input::Committed => {
                self.log_trouble(None);
                self.committed();
                self.deliver_new();
            }
            Input::OrganisationGuideFetched { address, fetched } => self.guide_fetched(address, fetched, now),
            Input::OrganisationGuideCame { address, source } => self.guide_came(address, source, now),
            Input::PolicyKnown(policy) => self.use_policy(policy, now),
            Input::CollectorKeyRead(key) => self.use_collector_key(key),
            Input::Trimmed => self.deliver_new(),
            Input::Posted { again } => self.deliver_at = again,
            Input::CommitFailed { why } => {
                self.log_trouble(Some(why));
                self.commits.failed(now);
            }
            Input::GuidesFetched { port, call, choose, sources } => {
                self.guides_fetched(port, call, choose, sources, now);
            }
            Input::StoreDescribed { port, call, summary } => self.store_described(port, call, summary),
            Input::Failed { port, call, message } => self.answer(port, call, PageReply::Failed { message }),
            Input::Command { tab, command } => self.command(tab, command, now),
            Input::ResourcesFetched { resources, then } => {
                self.resources_fetched(resources, now);
                if let Some(input) = then {
                    self.hear(*input, now);
                }
            }
            Input::Tick => {}
        }
    }

    /// The guide in force.
    pub fn guide(&self) -> &Arc<Guide> {
        self.checker.guide()
    }

    /// The guide in force, read from `source`, with what was made of it: for the next start.
    pub fn packed(&self, source: &str) -> Vec<u8> {
        guide::pack(source, self.guide(), &self.checker.keep())
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn off(&self, site: &str, now: u64) -> Option<Off> {
        if self.settings.paused_until > now {
            Some(Off::Paused)
        } else {
            self.settings.is_off(site).then_some(Off::Site)
        }
    }

    fn send(&mut self, port: PortId, message: EngineMessage) {
        self.effects.push(Effect::Send { port, message });
    }

    fn answer(&mut self, port: PortId, call: u32, reply: PageReply) {
        self.effects.push(Effect::Answer { port, answer: PageAnswer { call, reply } });
    }

    /// Passes a browser command on to the client of the tab that spoke last; calls clients whose port broke first.
    fn command(&mut self, tab: i32, command: Command, now: u64) {
        let port = self
            .clients
            .iter()
            .filter(|(_, client)| client.tab == tab && client.has_fields())
            .max_by_key(|(_, client)| client.spoke_at)
            .map(|(port, _)| *port);
        match port {
            Some(port) => self.send(port, EngineMessage::Command { command }),
            None => {
                self.waiting_command = Some((tab, command, now + COMMAND_PATIENCE_MS));
                self.effects.push(Effect::CallClients { tab: Some(tab) });
            }
        }
    }

    /// Does what time alone brings about.
    fn ripen(&mut self, now: u64) {
        if self.waiting_command.as_ref().is_some_and(|(_, _, until)| *until <= now) {
            self.waiting_command = None;
        }
        if self.settings.paused_until != 0 && self.settings.paused_until <= now {
            self.settings.paused_until = 0;
            self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
            self.effects.push(Effect::CallClients { tab: None });
            self.welcome_all(now);
        }
        self.ripen_fields(now);
        self.look(now);
        self.ask_for_guide(now);
        self.deliver(now);
        if self.orphans_close_at <= now {
            self.close_orphans(now);
        }
    }

    /// Asks for the next tick, unless that time was asked for already.
    fn ask_to_wake(&mut self, now: u64) {
        let near = [
            self.commits.due_at(),
            self.measures_at(now),
            self.fields_ripen_at(),
            self.look_at,
            self.guide_watch.ask_at,
            self.waiting_command.as_ref().map(|(_, _, until)| *until),
            (!self.orphans.is_empty()).then_some(self.orphans_close_at),
        ];
        let paused = (self.settings.paused_until > now).then_some(self.settings.paused_until);
        let far = [paused, self.deliver_at, self.asks_policy_again_at(now)].into_iter().flatten().min();
        let next = near.into_iter().chain([far]).flatten().min();
        // By itself, since a background may be stopped before what is near has come.
        if far != self.alarm_at {
            self.alarm_at = far;
            if let Some(at) = far {
                self.wake_at = far;
                self.effects.push(Effect::WakeAt { at: at.max(now), far: true });
            }
        }
        if next != self.wake_at {
            self.wake_at = next;
            if let Some(at) = next {
                self.effects.push(Effect::WakeAt { at: at.max(now), far: false });
            }
        }
        for asked in [&mut self.wake_at, &mut self.alarm_at] {
            if asked.is_some_and(|at| at <= now) {
                *asked = None;
            }
        }
    }

    /// Brings buttons and watching pages up to date with the flags of every tab.
    fn refresh_tabs(&mut self, now: u64) {
        let mut counts: BTreeMap<i32, (u32, Verdict)> = BTreeMap::new();
        for client in self.clients.values() {
            let entry = counts.entry(client.tab).or_default();
            let (count, strictest) = client.count();
            *entry = (entry.0 + count, entry.1.max(strictest));
        }
        for tab in self.badges.keys() {
            counts.entry(*tab).or_default();
        }
        for (tab, (count, strictest)) in counts {
            let shown = self.badges.insert(tab, (count, strictest));
            if shown != Some((count, strictest)) && (shown.is_some() || count > 0) {
                self.effects.push(Effect::Badge { tab, count, strictest });
            }
        }
        self.refresh_pages(now);
    }
}
