//! What the client in a page and the engine say to each other, over the port named `client`.

use super::cards::{GuideCard, RuleCard, SurfaceCard};
use crate::check::FlagDifference;
use crate::guide::Surface;
use crate::rework::{DismissReason, Shipping};
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
