//! What goes into the engine and what it wants done. Plain data, so that a whole session can be replayed in a test.

use super::delivery::{Authorization, CollectorKey};
use super::keeping::Policy;
use super::{ClientMessage, Command, EngineMessage, LogTrouble, PageAnswer, PageMessage, Retention, Settings};
use crate::check::Resource;
use crate::guide::Verdict;
use crate::rework::{Copies, DraftState, DraftWrite, Event};

/// Names an open port for as long as it is open.
pub type PortId = u32;

/// No port has this name: what is done by itself is answered to nobody.
pub const NOBODY: PortId = 0;

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A client's frame opened a port.
    ClientConnected {
        /// The port.
        port: PortId,
        /// The browser's id of the tab.
        tab: i32,
        /// Host of the tab's top page; what the site switch speaks of.
        site: String,
    },
    /// A page of the extension opened a port.
    PageConnected {
        /// The port.
        port: PortId,
    },
    /// A port is gone.
    Disconnected {
        /// The port.
        port: PortId,
    },
    /// A client spoke.
    Client {
        /// Its port.
        port: PortId,
        /// What it said.
        message: ClientMessage,
    },
    /// A page spoke.
    Page {
        /// Its port.
        port: PortId,
        /// What it said.
        message: PageMessage,
        /// Host of the tab it speaks of, when it does and the browser tells.
        site: Option<String>,
    },
    /// What the organisation has set. A browser may take seconds to say so after its start, or never come to it; until then
    /// nothing is posted, and for a while nothing is taken out of the log.
    PolicyKnown(Policy),
    /// The collector's header as it was kept.
    CollectorKeyRead(Option<CollectorKey>),
    /// The answer to [`Effect::FetchOrganisationGuide`].
    OrganisationGuideFetched {
        /// Where it lies.
        address: String,
        /// Its text, or why there is none.
        fetched: Result<String, String>,
    },
    /// The organisation's guide is there, and so is what it needs.
    OrganisationGuideCame {
        /// Where it came from, unless from the policy itself.
        address: Option<String>,
        /// YAML.
        source: String,
    },
    /// The answer to [`Effect::LoadDraft`].
    DraftLoaded {
        /// Key of the draft.
        key: String,
        /// Its state, if any is kept.
        state: Option<Box<DraftState>>,
    },
    /// The answer to [`Effect::Commit`]: everything in it is durable.
    Committed,
    /// The answer to [`Effect::Commit`]: nothing of it was written. It is tried again later.
    CommitFailed {
        /// Why.
        why: LogTrouble,
    },
    /// The answer to [`Effect::Trim`], if something was dropped and logged as such.
    Trimmed,
    /// The answer to [`Effect::Post`].
    Posted {
        /// When there is more to be posted, if there is.
        again: Option<u64>,
    },
    /// The answer to [`Effect::FetchGuides`]: id and source of every built-in guide.
    GuidesFetched {
        /// The port that asked.
        port: PortId,
        /// Its call.
        call: u32,
        /// Which to put in force, if any.
        choose: Option<String>,
        /// Id and source.
        sources: Vec<(String, String)>,
    },
    /// The answer to [`Effect::FetchResources`].
    ResourcesFetched {
        /// Each that was asked for, with the texts of its files in the order of [`Resource::files`]; none where a file
        /// is not there.
        resources: Vec<(Resource, Option<Vec<String>>)>,
        /// What waited for them, as it was given.
        then: Option<Box<Input>>,
    },
    /// The answer to [`Effect::DescribeStore`].
    StoreDescribed {
        /// The port that asked.
        port: PortId,
        /// Its call.
        call: u32,
        /// What is stored.
        summary: StoreSummary,
    },
    /// Something a page asked for went wrong at the edge.
    Failed {
        /// The port that asked.
        port: PortId,
        /// Its call.
        call: u32,
        /// What happened and what to do about it.
        message: String,
    },
    /// The person used a keyboard command of the browser's.
    Command {
        /// The tab in front.
        tab: i32,
        /// Which.
        command: Command,
    },
    /// The time asked for by [`Effect::WakeAt`] has come.
    Tick,
}

/// Something to be done by the edge.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Say this to a client.
    Send {
        /// Its port.
        port: PortId,
        /// What.
        message: EngineMessage,
    },
    /// Say this to a page.
    Answer {
        /// Its port.
        port: PortId,
        /// What.
        answer: PageAnswer,
    },
    /// Read a draft's state; answered by [`Input::DraftLoaded`].
    LoadDraft {
        /// Key of the draft.
        key: String,
    },
    /// Write events and drafts' states in one transaction, giving out `seq`; answered by [`Input::Committed`] or
    /// [`Input::CommitFailed`]. There is never more than one under way. An event whose id is there already is left.
    Commit {
        /// New events, in order.
        events: Vec<Event>,
        /// What changed of drafts' states.
        drafts: Vec<DraftWrite>,
    },
    /// Drop what is beyond the limits, oldest first in whole hours, and log what went, all in one transaction.
    Trim {
        /// The limits.
        retention: Retention,
        /// The event that says so, but for what was dropped.
        record: Box<Event>,
    },
    /// Set records aside that cannot be read, log that, and count; answered by [`Input::StoreDescribed`].
    SetAside {
        /// The port that asked.
        port: PortId,
        /// Its call.
        call: u32,
        /// Their ids.
        ids: Vec<String>,
        /// The event that says so, but for what was set aside.
        record: Box<Event>,
    },
    /// Post what is not delivered yet to the collector, as its answers allow; answered by [`Input::Posted`].
    Post {
        /// The collector's address.
        url: String,
        /// The header that goes with each request.
        authorization: Option<Authorization>,
        /// The log that is posted: this installation's own.
        installation: String,
    },
    /// Show on the extension's button that something is wrong with the log, or no longer.
    Warn {
        /// Which.
        on: bool,
    },
    /// Keep the settings.
    SaveSettings(Box<Settings>),
    /// Keep the collector's header, or keep none. Whatever the collector refused for want of it is tried again.
    SaveCollectorKey(Option<CollectorKey>),
    /// Keep fingerprints of what was copied from AI tools.
    SaveCopies(Copies),
    /// Keep the hosts on which something is known to be an AI tool's answer, for what waits in pages.
    SaveAnswerHosts(Vec<String>),
    /// Keep the source of the guide in force.
    SaveGuide {
        /// YAML.
        source: String,
        /// Whether it is the organisation's; else the one that the person has loaded.
        of_organisation: bool,
    },
    /// Ask for the organisation's guide; answered by [`Input::OrganisationGuideFetched`].
    FetchOrganisationGuide {
        /// Where it lies.
        address: String,
    },
    /// Read the guide that the person had loaded, and load it anew; where there is none, choose the first built-in one.
    ReadLoadedGuide {
        /// Its file's name.
        file: String,
    },
    /// Read the built-in guides; answered by [`Input::GuidesFetched`].
    FetchGuides {
        /// The port that asked.
        port: PortId,
        /// Its call.
        call: u32,
        /// Given back.
        choose: Option<String>,
    },
    /// Read the files of dictionaries and models; answered by [`Input::ResourcesFetched`], whatever is not there.
    FetchResources {
        /// Which.
        resources: Vec<Resource>,
        /// Given back.
        then: Option<Box<Input>>,
    },
    /// Count what is stored; answered by [`Input::StoreDescribed`].
    DescribeStore {
        /// The port that asked.
        port: PortId,
        /// Its call.
        call: u32,
    },
    /// Erase the log and every draft's state, then count; answered by [`Input::StoreDescribed`].
    EraseStore {
        /// The port that asked.
        port: PortId,
        /// Its call.
        call: u32,
    },
    /// Show a count on the extension's button in a tab; 0 shows none.
    Badge {
        /// The tab.
        tab: i32,
        /// Open flags.
        count: u32,
        /// The strictest verdict among them.
        strictest: Verdict,
    },
    /// Open an address in a new tab.
    Open {
        /// `https:`, `http:` or `mailto:`.
        url: String,
    },
    /// Ask clients whose port broke to connect again: those of one tab, or of all.
    CallClients {
        /// The tab, or every tab.
        tab: Option<i32>,
    },
    /// Send [`Input::Tick`] at this time, and forget any other time asked for before. `far` times may be minutes away
    /// and must survive a stopped background.
    WakeAt {
        /// Epoch milliseconds.
        at: u64,
        /// Whether the background may be stopped meanwhile.
        far: bool,
    },
}

/// What is stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoreSummary {
    /// Events in the log; unknown where it cannot be opened.
    pub events: Option<u64>,
    /// When the first was logged.
    pub first: Option<u64>,
    /// When the last was logged.
    pub last: Option<u64>,
    /// Events by kind.
    pub kinds: Vec<(String, u64)>,
    /// Drafts whose state is kept; unknown where they cannot be read.
    pub drafts: Option<u32>,
    /// Bytes used, if the browser says so.
    pub bytes: Option<u64>,
    /// Records that could not be read and were set aside.
    pub damaged: u32,
    /// Events that are not delivered to the collector yet, where one is set.
    pub undelivered: Option<u64>,
    /// What the collector said last, where that was no success.
    pub delivery_error: Option<String>,
    /// Why nothing can be added, if so.
    pub trouble: Option<LogTrouble>,
}
