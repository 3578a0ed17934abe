//! One logged fact, as a flat record. Holds rule ids, counts, lengths, times and fingerprints; never prose, but for
//! `quote`, which stays empty unless the user or policy turns quotes on.

use super::Origin;
use super::measured::Effort;
use crate::guide::{Severity, Surface, Verdict};
use serde::{Deserialize, Serialize};

/// One event of the rework log. Times are epoch milliseconds, UTC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// UUIDv7, by which merging is idempotent.
    pub id: String,
    /// Position in the installation's log, from 1, without gaps; 0 until the store has given it out.
    pub seq: u64,
    /// When.
    pub at: u64,
    /// Local time's distance from UTC in minutes, east positive.
    pub offset: i32,
    /// The installation that logged it.
    pub installation: String,
    /// Who, only if policy sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Name of the guide in force.
    pub guide: String,
    /// Its version.
    pub guide_version: String,
    /// Host of the page.
    pub host: String,
    /// Surface.
    pub surface: Surface,
    /// Channel, if the guide names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Key of the draft; empty for what is about no draft (`hours_saved`, `dropped`).
    pub draft: String,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened, told by `kind` in the record, with the kind's own fields beside it.
/// Lengths are UTF-16 code units; `flag` is a number that is unique within the draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    /// A field was opened.
    DraftOpened {
        /// Length of the draft.
        characters: u32,
        /// Words in the draft (UAX #29).
        words: u32,
    },
    /// The field went, or the page did.
    DraftClosed {
        /// Length of the draft.
        characters: u32,
        /// Words in the draft.
        words: u32,
        /// Flags still open.
        open_flags: u32,
    },
    /// One burst of edits of one origin, bounded by pauses of more than 5 s.
    Revision {
        /// How the inserted text came in.
        origin: Origin,
        /// When the burst began.
        began: u64,
        /// Characters put in.
        inserted: u32,
        /// Characters taken out.
        deleted: u32,
        /// Key presses (input events by the person's hand).
        keystrokes: u32,
        /// Gaps of 2 s or more within the burst.
        pauses: u32,
        /// First to last input of the burst, in milliseconds.
        active_ms: u64,
        /// Characters put in or taken out inside runs of AI origin.
        in_ai: u32,
        /// Of typing, its bursts that ended in a pause of 2 s or more, or with this record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        p_bursts: Option<u32>,
        /// Of typing, its bursts that ended in a revision.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        r_bursts: Option<u32>,
    },
    /// A flag was raised.
    FlagRaised {
        /// The flag.
        flag: u32,
        /// The rule.
        rule: String,
        /// The rule's owner.
        owner: String,
        /// The rule's verdict.
        verdict: Verdict,
        /// The rule's severity.
        severity: Severity,
        /// Length of what is flagged.
        length: u32,
        /// Keyed fingerprint of what is flagged: equal quotes of one installation have equal fingerprints.
        fingerprint: String,
        /// The flagged text, only when quotes are turned on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quote: Option<String>,
    },
    /// A flag is gone.
    FlagResolved {
        /// The flag.
        flag: u32,
        /// The rule.
        rule: String,
        /// How.
        how: Resolution,
        /// Milliseconds since it was raised.
        open_ms: u64,
    },
    /// The person set a flag aside.
    FlagDismissed {
        /// The flag.
        flag: u32,
        /// The rule.
        rule: String,
        /// Why.
        reason: DismissReason,
        /// Whether the rule was set aside for the whole draft.
        whole_rule: bool,
    },
    /// A suggestion was put in, and read back from the editor.
    SuggestionApplied {
        /// The flag.
        flag: u32,
        /// The rule.
        rule: String,
        /// Which of the suggestions, from 0.
        choice: u32,
        /// Characters put in.
        inserted: u32,
        /// Characters taken out.
        deleted: u32,
    },
    /// An approved module was put in, and read back from the editor.
    ModuleInserted {
        /// The flag, if it was offered for one.
        flag: Option<u32>,
        /// The module.
        module: String,
        /// Characters put in.
        inserted: u32,
    },
    /// A flag was sent up its route.
    EscalationOpened {
        /// The flag.
        flag: u32,
        /// The rule.
        rule: String,
        /// The route.
        route: String,
        /// The route's owner.
        owner: String,
        /// When an answer is due.
        respond_due: Option<u64>,
        /// When a decision is due.
        resolve_due: Option<u64>,
    },
    /// The draft has no open flag of severity warning or above, and had one before.
    CheckedClean {
        /// Length of the draft.
        characters: u32,
        /// Words in the draft.
        words: u32,
    },
    /// Text of an AI tool came into the draft.
    Generation {
        /// The generation: a number that is unique within the draft.
        generation: u32,
        /// The tool, if it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tool: Option<String>,
        /// How it is known to be an AI tool's.
        evidence: Evidence,
        /// Characters that came.
        characters: u32,
        /// Words that came.
        words: u32,
        /// Which try at this place it is, from 1.
        iteration: u32,
        /// The generation whose place it took, if it took one's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<u32>,
    },
    /// Whoever answers for a route has seen an escalation.
    EscalationAcknowledged {
        /// Id of the `escalation_opened` event.
        escalation: String,
    },
    /// Whoever answers for a route has decided.
    EscalationDecided {
        /// Id of the `escalation_opened` event.
        escalation: String,
        /// What was decided.
        decision: Decision,
    },
    /// The person who asked no longer needs an answer.
    EscalationWithdrawn {
        /// Id of the `escalation_opened` event.
        escalation: String,
    },
    /// The draft left the writer's hands.
    Shipped {
        /// How.
        how: Shipping,
        /// Length of what was shipped.
        characters: u32,
        /// Words shipped.
        words: u32,
        /// Flags still open.
        open_flags: u32,
    },
    /// What it took to make one generation usable, told when the draft ships or closes. The latest one of a
    /// generation counts.
    Effort(Effort),
    /// Time that the person says was saved.
    HoursSaved {
        /// Minutes; negative to take back what was logged too much.
        saved_minutes: i32,
    },
    /// Records were taken out of this log. What is gone without such a record is a gap.
    Dropped {
        /// What was taken out.
        dropped: DroppedRecords,
        /// How many.
        count: u64,
        /// Position of the first event among them, if they are events.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from_seq: Option<u64>,
        /// Position of the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_seq: Option<u64>,
        /// The installation they were logged by, when it is another than this event's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        logged_by: Option<String>,
        /// Why.
        why: DropReason,
        /// When the first of them was logged, if that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from_at: Option<u64>,
        /// When the last of them was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_at: Option<u64>,
        /// Who set the limit that they were beyond, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        set_by: Option<SetBy>,
    },
}

impl EventKind {
    /// Its name in the record.
    ///
    /// ```
    /// use housestyle::rework::EventKind;
    /// assert_eq!(EventKind::HoursSaved { saved_minutes: 5 }.name(), "hours_saved");
    /// ```
    pub fn name(&self) -> &'static str {
        match self {
            Self::DraftOpened { .. } => "draft_opened",
            Self::DraftClosed { .. } => "draft_closed",
            Self::Revision { .. } => "revision",
            Self::FlagRaised { .. } => "flag_raised",
            Self::FlagResolved { .. } => "flag_resolved",
            Self::FlagDismissed { .. } => "flag_dismissed",
            Self::SuggestionApplied { .. } => "suggestion_applied",
            Self::ModuleInserted { .. } => "module_inserted",
            Self::EscalationOpened { .. } => "escalation_opened",
            Self::CheckedClean { .. } => "checked_clean",
            Self::Generation { .. } => "generation",
            Self::EscalationAcknowledged { .. } => "escalation_acknowledged",
            Self::EscalationDecided { .. } => "escalation_decided",
            Self::EscalationWithdrawn { .. } => "escalation_withdrawn",
            Self::Shipped { .. } => "shipped",
            Self::Effort(_) => "effort",
            Self::HoursSaved { .. } => "hours_saved",
            Self::Dropped { .. } => "dropped",
        }
    }
}

/// How text is known to be an AI tool's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// It was copied from an AI surface before.
    CopiedFromSurface,
    /// The clipboard's markup names the tool.
    ClipboardMarkup,
    /// It came without keys, faster than a person types, where the guide knows an assistant.
    Streamed,
    /// The person said so.
    Told,
}

/// What became of an escalation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It may ship as it is.
    Approved,
    /// It may ship when it is changed as told.
    ApprovedWithChanges,
    /// It must not ship.
    Rejected,
}

/// How a draft left the writer's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Shipping {
    /// As a message.
    Sent,
    /// For everybody to see.
    Published,
    /// Copied out whole.
    Copied,
}

/// What retention took out of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DroppedRecords {
    /// Whole events.
    Events,
    /// States of drafts; their events are still there.
    Drafts,
    /// The quotes of events; the events are still there.
    Quotes,
}

/// Why records were taken out of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// They were older than policy or the person lets them be.
    Age,
    /// The log was larger than policy or the person lets it be.
    Size,
    /// The person erased them.
    Erased,
    /// They could not be read any more.
    Unreadable,
}

/// Who has set a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SetBy {
    /// The organisation.
    Policy,
    /// The person.
    Person,
}

/// How a flag went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// The person reworded it.
    Edited,
    /// A suggestion replaced it.
    Suggestion,
    /// A module met it.
    Module,
    /// Its text was taken out.
    Removed,
    /// The guide or the rule's place changed.
    GuideChanged,
}

/// Why a flag was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DismissReason {
    /// The rule is wrong here.
    FalsePositive,
    /// A quotation, or wording the law asks for.
    QuotedOrLegal,
    /// Somebody with the right to do so allowed it.
    ApprovedException,
    /// None of these.
    Other,
}
