//! The one wire: what the client in a page, the extension's own pages and the engine say to each other.
//! The TypeScript declarations in `extension/wire.ts` are generated from these types; a test fails when they are stale.
//! Every message survives JSON, since Chromium's ports carry JSON.
//!
//! The order of things between a client and the engine:
//! 1. The client opens a port and says [`ClientMessage::Hello`]; the engine answers [`EngineMessage::Welcome`].
//! 2. Every later client message carries `n`, counting up from 1 over the client's whole life, across all its fields
//!    and across reconnections. The engine answers [`EngineMessage::Acknowledged`] once everything up to `n` is
//!    durable. The client keeps what is not acknowledged.
//! 3. When the port breaks (browsers stop the background when they please), the client connects again, says `Hello`
//!    with the same `client`, opens each field anew with `resumed: true`, `n` 0 and the blocks **as they were at the
//!    last acknowledged message**, and sends all unacknowledged messages again, unchanged and in order. A message
//!    that arrives twice counts once.

use crate::check::{Flag, FlagDifference};
use crate::guide::{Problem, Severity, Surface, Verdict};
use crate::rework::{DismissReason, SetBy, Shipping};
use crate::text::{Block, BlockId, Change};
use serde::{Deserialize, Serialize};

/// Where the caret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Caret {
    /// The block.
    pub block: BlockId,
    /// UTF-16 offset in it.
    pub at: u32,
}

/// From the client in a page to the engine, over the port named `client`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// The first message on every port.
    Hello {
        /// Random id of this client (one per frame and page load), kept across reconnections.
        client: String,
        /// Host of the frame; empty in a frame without one (`about:blank`, sandboxed), where the tab's counts.
        host: String,
        /// Path of the page. The engine keeps a keyed fingerprint of it only.
        path: String,
        /// Minutes that local time is ahead of UTC.
        offset: i32,
    },
    /// A field got the focus for the first time, or the port is back.
    FieldOpened {
        /// Message number; 0 when `resumed`.
        n: u32,
        /// Number of the field, given out by the client, never used twice.
        field: u32,
        /// What tells this field from others on the page and stays across reloads: tag, id, name, label, position.
        /// The engine keeps a keyed fingerprint of it only.
        label: String,
        /// Where the text stands, by the selectors of [`SurfaceCard`].
        surface: Surface,
        /// BCP 47 tag of what is written there, where the page says so of the field or of what it stands in. That of
        /// the page as a whole tells of its menus, and does not count.
        language: Option<String>,
        /// Epoch milliseconds.
        at: f64,
        /// All blocks of the field, in document order.
        blocks: Vec<Block>,
        /// Whether this repeats an opening after a broken port.
        resumed: bool,
    },
    /// The field's text changed.
    FieldChanged {
        /// Message number.
        n: u32,
        /// The field.
        field: u32,
        /// Counts the field's changes from 1; the answer is stamped with it.
        revision: u32,
        /// What changed it. One message never mixes causes.
        cause: Cause,
        /// Epoch milliseconds of the first input this message gathers.
        from: f64,
        /// Epoch milliseconds of the last.
        to: f64,
        /// How many input events by the person's hand it gathers.
        keys: u32,
        /// Where the caret was left, where it is in what changed: of edits that come to the same text, the one that
        /// ends there was made.
        caret: Option<Caret>,
        /// What changed, in order. May be empty when only the act is of interest.
        changes: Vec<Change>,
    },
    /// The field is gone from the page, or the page goes.
    FieldClosed {
        /// Message number.
        n: u32,
        /// The field.
        field: u32,
        /// Epoch milliseconds.
        at: f64,
    },
    /// The person sets a flag aside.
    Dismiss {
        /// Message number.
        n: u32,
        /// The field.
        field: u32,
        /// The flag.
        flag: u32,
        /// Why.
        reason: DismissReason,
        /// Whether the whole rule is set aside in this draft, or this one flag.
        whole_rule: bool,
        /// Epoch milliseconds.
        at: f64,
    },
    /// A field has the focus. Not numbered: nothing of it is kept.
    Focused {
        /// The field.
        field: u32,
    },
    /// What came of an act that a page asked for. Not numbered.
    Acted {
        /// The page, as told.
        page: u32,
        /// Its call, as told.
        call: u32,
        /// What came of it.
        outcome: ActOutcome,
    },
    /// The person sends a flag up its route. The engine logs it and opens the route's contact, filled in.
    Escalate {
        /// Message number.
        n: u32,
        /// The field.
        field: u32,
        /// The flag.
        flag: u32,
        /// Address of the page without query and fragment, for the contact only; never logged.
        url: String,
        /// Epoch milliseconds.
        at: f64,
    },
    /// The person copied from a response of an AI tool. The engine keeps keyed fingerprints of the text for a day.
    Copied {
        /// Message number.
        n: u32,
        /// The tool, as [`SurfaceCard`] names it.
        tool: String,
        /// What was copied.
        text: String,
        /// Epoch milliseconds.
        at: f64,
    },
    /// The person says where a passage came from.
    Claim {
        /// Message number.
        n: u32,
        /// The field.
        field: u32,
        /// The block it begins in.
        block: BlockId,
        /// Where in it.
        start: u32,
        /// The block it ends in.
        last: BlockId,
        /// Where in that.
        end: u32,
        /// Whether it is an AI tool's, or their own words.
        ai: bool,
        /// Epoch milliseconds.
        at: f64,
    },
    /// The draft leaves the writer's hands as it stands.
    Shipped {
        /// Message number.
        n: u32,
        /// The field.
        field: u32,
        /// How.
        how: Shipping,
        /// Epoch milliseconds.
        at: f64,
    },
}

/// What a person does about a flag from outside the field, as in the side panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FlagAct {
    /// Bring it into view and select it.
    Show,
    /// Apply a suggestion.
    Apply {
        /// Which, from 0.
        choice: u32,
    },
    /// Insert an approved module.
    Insert {
        /// The module's id.
        module: String,
    },
    /// Set it aside.
    Dismiss {
        /// Why.
        reason: DismissReason,
        /// Whether the whole rule is set aside in this draft.
        whole_rule: bool,
    },
    /// Send it up its route.
    Escalate,
}

/// What a person does about a field's text from outside it, as in the side panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldAct {
    /// Say where what is selected came from.
    Claim {
        /// Whether it is an AI tool's, or their own words.
        ai: bool,
    },
    /// Say that it leaves their hands as it stands.
    Ship,
}

/// What came of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ActOutcome {
    /// It was done, and read back where it changed the text.
    Done,
    /// The flag or its words are not there any more, or nothing is selected; nothing was touched.
    Stale,
    /// The editor would not take it; the text is as it was.
    Refused,
    /// The editor took it in part.
    Unsettled,
}

/// What changed a field's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Cause {
    /// Keys: typing, deleting, composing.
    Typed,
    /// A paste or a drop.
    Pasted,
    /// A paste with markup, of which the tags without their text are told: some tools name themselves there.
    PastedMarkup {
        /// The tags, one after the other.
        markup: String,
    },
    /// Undo or redo.
    History,
    /// No input event of the person's: the page's script wrote it.
    Script,
    /// A suggestion was applied and read back.
    Suggestion {
        /// The flag it was applied for.
        flag: u32,
        /// Which suggestion, from 0.
        choice: u32,
    },
    /// A module was inserted and read back.
    Module {
        /// The flag it was offered for.
        flag: Option<u32>,
        /// The module's id.
        module: String,
    },
}

/// From the engine to the client in a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EngineMessage {
    /// The answer to `Hello`; sent again whenever what it says changes. When `off` is set, the client closes its
    /// fields, takes all marks away and reads nothing until the next `Welcome` without it.
    Welcome {
        /// Why the extension does nothing here, if so.
        off: Option<Off>,
        /// The guide in force.
        guide: GuideCard,
        /// Known surfaces on this host.
        surfaces: Vec<SurfaceCard>,
    },
    /// The answer to a change: how the flags changed. Flag ids are unique within the field.
    Flags {
        /// The field.
        field: u32,
        /// The revision this speaks of; 0 for the field as opened.
        revision: u32,
        /// How the flags changed since the last message. Sent even when empty.
        difference: FlagDifference,
        /// Cards of rules not told on this port before.
        rules: Vec<RuleCard>,
    },
    /// Everything up to `n` is durable.
    Acknowledged {
        /// Message number.
        n: u32,
    },
    /// A keyboard command of the browser's, for the client whose frame has the focus.
    Command {
        /// Which.
        command: Command,
    },
    /// A page asks for an act on a flag of a field. Answered by [`ClientMessage::Acted`].
    Act {
        /// The page, given back in the answer.
        page: u32,
        /// Its call, given back in the answer.
        call: u32,
        /// The field.
        field: u32,
        /// The flag.
        flag: u32,
        /// What is to be done.
        act: FlagAct,
    },
    /// A page asks for an act on a field's text. Answered by [`ClientMessage::Acted`].
    ActOnField {
        /// The page, given back in the answer.
        page: u32,
        /// Its call, given back in the answer.
        call: u32,
        /// The field.
        field: u32,
        /// What is to be done.
        act: FieldAct,
    },
    /// The engine does not know this field (any more): open it again with all its blocks.
    Reopen {
        /// The field.
        field: u32,
    },
}

/// Why the extension does nothing on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// The site is switched off.
    Site,
    /// The person paused it for a while.
    Paused,
}

/// Keyboard commands; the names are those of the manifest's `commands`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Go to the next flag.
    NextFlag,
    /// Go to the previous flag.
    PreviousFlag,
    /// Open the hint of the flag at the caret.
    OpenHint,
    /// Apply the first suggestion of the flag at the caret.
    ApplyFirst,
}

/// A guide in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GuideCard {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Owner.
    pub owner: String,
    /// Number of rules.
    pub rules: u32,
}

/// How to tell the surface of a field on this host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SurfaceCard {
    /// The tool's name.
    pub name: String,
    /// CSS selector of prompt fields.
    pub prompt: Option<String>,
    /// CSS selector of responses.
    pub response: Option<String>,
    /// CSS selector of the button that sends the prompt.
    pub send: Option<String>,
    /// Whether the site has an assistant that writes into the person's own text.
    pub assistant: bool,
}

/// What the hint says of a rule beside what each flag says itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleCard {
    /// Id.
    pub id: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Severity.
    pub severity: Severity,
    /// Owner.
    pub owner: String,
    /// Reason.
    pub why: Option<String>,
    /// Where the reason is set out at length.
    pub link: Option<String>,
    /// Whether a prompt with a flag of it is held back once.
    pub hold: bool,
    /// Approved language that may be inserted; expired modules are left out.
    pub modules: Vec<ModuleCard>,
    /// Where an escalation goes.
    pub route: Option<RouteCard>,
}

/// Approved language, as the hint shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ModuleCard {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Who approved it.
    pub owner: String,
    /// ISO date of the last review.
    pub reviewed: Option<String>,
}

/// A route, as the hint shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RouteCard {
    /// Id.
    pub id: String,
    /// Who decides.
    pub owner: String,
    /// Whether there is a contact to open.
    pub contact: bool,
    /// As the guide writes it, `4h`.
    pub respond_within: Option<String>,
    /// As the guide writes it, `2d`.
    pub resolve_within: Option<String>,
}

/// From a page of the extension to the engine, over the port named `page`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PageMessage {
    /// Given back in the answer; from 1.
    pub call: u32,
    /// What is asked.
    pub request: PageRequest,
}

/// What a page of the extension may ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PageRequest {
    /// What is going on in a tab; answered by `tab`, and again with `call` 0 whenever it changes.
    WatchTab {
        /// The browser's id of the tab.
        tab: i32,
    },
    /// The flags of the field that was written in last in a tab; answered by `field`, and again with `call` 0 whenever
    /// it changes.
    WatchField {
        /// The browser's id of the tab.
        tab: i32,
    },
    /// Do something about a flag in a page, through its client. Answered by `acted`.
    Act {
        /// The client, as `field` named it.
        client: u32,
        /// The field.
        field: u32,
        /// The flag.
        flag: u32,
        /// What is to be done.
        act: FlagAct,
    },
    /// Do something about a field's text in a page, through its client. Answered by `acted`.
    ActOnField {
        /// The client, as `field` named it.
        client: u32,
        /// The field.
        field: u32,
        /// What is to be done.
        act: FieldAct,
    },
    /// Check a text that stands in no field, as on the given host; nothing of it is kept or logged. Answered by
    /// `checked`.
    CheckText {
        /// The text.
        text: String,
        /// Host whose rules are to hold; empty for none.
        host: String,
    },
    /// Switch a site on or off. Answered by `done`.
    SetSite {
        /// Host.
        host: String,
        /// On or off.
        on: bool,
    },
    /// Pause everywhere for some minutes; 0 goes on at once. Answered by `done`.
    Pause {
        /// Minutes.
        minutes: u32,
    },
    /// Which guides there are. Answered by `guides`.
    Guides,
    /// Put a built-in guide in force. Answered by `guides`.
    UseGuide {
        /// Its id.
        id: String,
    },
    /// Check a guide file and, if nothing is wrong with it, put it in force. Answered by `guides` or `refused`.
    LoadGuide {
        /// The file's name.
        file: String,
        /// Its text.
        text: String,
    },
    /// What is stored. Answered by `store`.
    Store,
    /// How long and how much of the log is kept; none for all. Answered by `store`, or by `failed` where the
    /// organisation has set something else.
    SetRetention {
        /// Days.
        days: Option<u32>,
        /// Megabytes.
        megabytes: Option<u32>,
    },
    /// Where the log is posted to; none for nowhere. Answered by `store`, or by `failed` where that is no address, or the
    /// organisation has set one.
    SetCollector {
        /// Address of an OTLP collector's logs endpoint.
        url: Option<String>,
        /// The `Authorization` header that goes with it: none leaves it as it is at the same address, an empty one takes
        /// it away. It is never told again.
        authorization: Option<String>,
    },
    /// Set records aside that an export could not read. Answered by `store`.
    SetAside {
        /// Their ids.
        ids: Vec<String>,
    },
    /// Erase the whole log and all drafts' state. Answered by `store`.
    Erase,
    /// Whether flagged text is kept in the log. Answered by `store`.
    SetQuotes {
        /// On or off.
        on: bool,
    },
    /// From which gap between edits on there is a pause and no touch time. Answered by `store`.
    SetTouchGap {
        /// Seconds; 0 for the usual.
        seconds: u32,
    },
}

/// From the engine to a page of the extension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PageAnswer {
    /// The call it answers; 0 when it was not asked for.
    pub call: u32,
    /// The answer.
    pub reply: PageReply,
}

/// What the engine answers a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PageReply {
    /// A tab as it is.
    Tab {
        /// Host of the tab, empty where the extension does not run.
        host: String,
        /// Whether the site is switched on.
        on: bool,
        /// Epoch milliseconds until which everything is paused.
        paused_until: Option<f64>,
        /// The guide in force.
        guide: GuideCard,
        /// Open flags in the tab, in order, without those set aside.
        flags: Vec<Flag>,
        /// Rules of the guide in force that are not, or not wholly, judged in the tab.
        notices: Vec<RuleNotice>,
        /// Why nothing can be logged, if so.
        trouble: Option<LogTrouble>,
    },
    /// The field that was written in last in a tab.
    Field {
        /// Host of the tab, empty where the extension does not run.
        host: String,
        /// Why the extension does nothing there, if so.
        off: Option<Off>,
        /// The client of the field; none when no field is open.
        client: Option<u32>,
        /// The field's number within its client.
        field: u32,
        /// Open flags in the field, in order, without those set aside.
        flags: Vec<Flag>,
        /// Cards of their rules.
        rules: Vec<RuleCard>,
    },
    /// What came of an act in a page.
    Acted {
        /// What.
        outcome: ActOutcome,
    },
    /// A text that was checked.
    Checked {
        /// Its flags, in order; a flag's block is the number of its line, from 0.
        flags: Vec<Flag>,
        /// Cards of their rules.
        rules: Vec<RuleCard>,
    },
    /// The guides.
    Guides {
        /// Built-in ones.
        built_in: Vec<BuiltInGuide>,
        /// Id of the built-in one in force; none when a loaded file is.
        chosen: Option<String>,
        /// File name of the loaded guide in force.
        file: Option<String>,
        /// The guide in force.
        guide: GuideCard,
        /// Rules of it that are not judged, and whose examples were not run.
        notices: Vec<RuleNotice>,
    },
    /// A guide file was refused; the guide in force stays.
    Refused {
        /// The file.
        file: String,
        /// What is wrong with it, in the order of lines.
        problems: Vec<Problem>,
    },
    /// What is stored.
    Store {
        /// Events in the log.
        events: f64,
        /// When the first was logged, epoch milliseconds.
        first: Option<f64>,
        /// When the last was logged.
        last: Option<f64>,
        /// Events by kind, most first.
        kinds: Vec<KindCount>,
        /// Drafts whose state is kept.
        drafts: u32,
        /// Bytes the browser says the extension uses, where it says so.
        bytes: Option<f64>,
        /// Id of this installation.
        installation: String,
        /// Whether flagged text is kept in the log.
        quotes: bool,
        /// A gap between edits that is longer is a pause and no touch time, in seconds.
        touch_gap: u32,
        /// Days that events are kept; none for good.
        keep_days: Option<u32>,
        /// Who has set that.
        days_set_by: Option<SetBy>,
        /// Megabytes of events that are kept, the newest; none for all.
        keep_megabytes: Option<u32>,
        /// Who has set that.
        megabytes_set_by: Option<SetBy>,
        /// Address of the collector that the log is posted to; none for nowhere.
        collector: Option<String>,
        /// Who has set that.
        collector_set_by: Option<SetBy>,
        /// Whether an authorization is kept for it, and sent.
        collector_authorized: bool,
        /// Events that are not delivered to it yet.
        undelivered: Option<f64>,
        /// What it said last, where that was no success.
        delivery_error: Option<String>,
        /// Records that could not be read, and were set aside.
        damaged: u32,
        /// Why nothing can be logged, if so.
        trouble: Option<LogTrouble>,
    },
    /// Done as asked.
    Done,
    /// It could not be done.
    Failed {
        /// What happened and what to do about it.
        message: String,
    },
}

/// Why nothing can be logged. What was not written is kept in memory and tried again; nothing of it is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LogTrouble {
    /// The browser gives no more room.
    Full,
    /// A newer version of the extension has written the log: it is read, and nothing is added.
    Newer,
    /// The browser's store does not work.
    Broken,
}

/// What is to be told of a rule that is not, or not wholly, judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleNotice {
    /// The rule's id.
    pub rule: String,
    /// What happened, and what whoever owns the guide can do about it.
    pub message: String,
}

/// A guide that comes with the extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BuiltInGuide {
    /// Id.
    pub id: String,
    /// The guide.
    pub guide: GuideCard,
}

/// How many events of a kind there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct KindCount {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{BlockKind, Inline, InlineKind, Span};
    use ts_rs::{Config, TS};

    fn declarations() -> String {
        let cfg = Config::default();
        let mut out = String::from(
            "// Generated from the wire types of the engine; `UPDATE=1 cargo test wire` writes it anew. Never edited by hand.\n\n",
        );
        macro_rules! declare {
            ($($name:ty),* $(,)?) => {$(
                out.push_str(&format!("export {}\n\n", <$name>::decl(&cfg)));
            )*};
        }
        declare!(
            Span,
            BlockKind,
            InlineKind,
            Inline,
            Block,
            Change,
            Verdict,
            Severity,
            Surface,
            Problem,
            Flag,
            FlagDifference,
            DismissReason,
            Shipping,
            Caret,
            ClientMessage,
            FlagAct,
            FieldAct,
            ActOutcome,
            Cause,
            EngineMessage,
            Off,
            Command,
            GuideCard,
            SurfaceCard,
            RuleCard,
            ModuleCard,
            RouteCard,
            PageMessage,
            LogTrouble,
            SetBy,
            PageRequest,
            PageAnswer,
            PageReply,
            BuiltInGuide,
            RuleNotice,
            KindCount,
        );
        out
    }

    #[test]
    fn wire_declarations_are_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/extension/wire.ts");
        let fresh = declarations();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).expect("write extension/wire.ts");
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == fresh, "extension/wire.ts is stale: run `UPDATE=1 cargo test wire` and commit it");
    }
}
