//! What the extension's own pages and the engine say to each other, over the port named `page`.

use super::cards::{GuideCard, RuleCard};
use super::client::{ActOutcome, FieldAct, FlagAct, Off};
use crate::check::Flag;
use crate::guide::Problem;
use crate::rework::SetBy;
use serde::{Deserialize, Serialize};

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
    /// What is stored. Answered by `store`, as is, with `call` 0, every page that watches nothing when what the organisation
    /// has set turns out to be another thing.
    Store,
    /// How long, or how much of, the log is kept. The other limit stays as it is. Answered by `store`, or by `failed` where
    /// the organisation has set something else.
    SetRetention {
        /// Which of the two.
        limit: RetentionLimit,
        /// In its unit; none for no limit.
        value: Option<u32>,
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
    /// Log time that was saved, or lost where it is below 0. Answered by `done` once it is kept.
    LogSaved {
        /// Minutes.
        minutes: i32,
        /// The page's distance from UTC in minutes, east positive.
        offset: i32,
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
        /// What there is to say of the organisation's guide; none where the guide is the person's to choose.
        organisation: Option<OrganisationGuideCard>,
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
        /// Events in the log; none where it cannot be opened.
        events: Option<f64>,
        /// When the first was logged, epoch milliseconds.
        first: Option<f64>,
        /// When the last was logged.
        last: Option<f64>,
        /// Events by kind, most first.
        kinds: Vec<KindCount>,
        /// Drafts whose state is kept; none where they cannot be read.
        drafts: Option<u32>,
        /// Bytes the browser says the extension uses, where it says so.
        bytes: Option<f64>,
        /// Id of this installation.
        installation: String,
        /// Who the organisation says works here; every event names them.
        person: Option<String>,
        /// Whether the organisation lets scorecards show numbers of few people, and whose they are.
        shows_people: bool,
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

/// By what the log is kept within limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RetentionLimit {
    /// The age of events, in days.
    Days,
    /// Their size, in megabytes.
    Megabytes,
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

/// A guide that the organisation has set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OrganisationGuideCard {
    /// Whether one of its versions is in force.
    pub in_force: bool,
    /// Where it lies; none where the policy itself holds it.
    pub address: Option<String>,
    /// Why it could not be had.
    pub trouble: Option<String>,
    /// What is wrong with the one that came last; the one in force stays.
    pub problems: Vec<Problem>,
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
