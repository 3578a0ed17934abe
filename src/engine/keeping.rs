//! How long the log is kept, and what is told where it cannot be written. Nothing is taken out without an event that says
//! what, why and at whose word.

use super::{Authorization, Effect, Engine, LogTrouble, PageReply, PortId, RetentionLimit, Settings};
use crate::guide::Surface;
use crate::rework::{DropReason, DroppedRecords, Event, EventKind, SetBy};
use serde::{Deserialize, Serialize};

/// A log that is to be kept within limits is looked at this long after a start, and so often from then on.
const FIRST_LOOK_MS: u64 = 10_000;
/// A browser that opens one page after another may never come to say what the organisation has set: retention waits this
/// long after a start, then goes by what it said last.
const POLICY_PATIENCE_MS: u64 = 15_000;
/// A background that is stopped before the browser has said it is started again after this long, and asks anew.
const ASK_POLICY_AGAIN_MS: u64 = 60_000;
const LOOK_MS: u64 = 3_600_000;

const DAY_MS: u64 = 86_400_000;
const MEGABYTE: u64 = 1_000_000;

/// What the organisation has set; what it leaves open is the person's choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Days that events are kept.
    pub keep_days: Option<u32>,
    /// Megabytes of events that are kept.
    pub keep_megabytes: Option<u32>,
    /// Address of the collector that the log is posted to.
    pub collector: Option<String>,
    /// The `Authorization` header that goes with it.
    pub collector_authorization: Option<Authorization>,
    /// Who is working here, as events are to name them.
    pub person: Option<String>,
    /// The style guide in force: its text, or the address where it lies.
    pub guide: Option<String>,
    /// Whether scorecards may show numbers of fewer people than make a group.
    pub show_people: bool,
}

/// What is kept of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Events from before this time are dropped.
    pub from: Option<u64>,
    /// Beyond so many bytes the oldest events are dropped.
    pub bytes: Option<u64>,
    /// Who set the first, and who the second.
    pub set_by: (Option<SetBy>, Option<SetBy>),
}

impl Settings {
    /// Days that events are kept, and who says so.
    pub fn keep_days(&self) -> Option<(u32, SetBy)> {
        chosen(self.policy.keep_days, self.keep_days)
    }

    /// Megabytes of events that are kept, and who says so.
    pub fn keep_megabytes(&self) -> Option<(u32, SetBy)> {
        chosen(self.policy.keep_megabytes, self.keep_megabytes)
    }

    fn retention(&self, now: u64) -> Retention {
        let (days, megabytes) = (self.keep_days(), self.keep_megabytes());
        Retention {
            from: days.map(|(days, _)| now.saturating_sub(u64::from(days) * DAY_MS)),
            bytes: megabytes.map(|(megabytes, _)| u64::from(megabytes) * MEGABYTE),
            set_by: (days.map(|(_, by)| by), megabytes.map(|(_, by)| by)),
        }
    }

    /// Who is working here, only where the organisation says so.
    pub fn person(&self) -> Option<&str> {
        self.policy.person.as_deref().map(str::trim).filter(|person| !person.is_empty())
    }

    fn has_limits(&self) -> bool {
        self.keep_days().is_some() || self.keep_megabytes().is_some()
    }
}

fn chosen(policy: Option<u32>, person: Option<u32>) -> Option<(u32, SetBy)> {
    policy
        .map(|value| (value, SetBy::Policy))
        .or(person.map(|value| (value, SetBy::Person)))
        .filter(|(value, _)| *value > 0)
}

impl Engine {
    /// Begins with what the organisation had set when it was asked last. Nothing is posted by it.
    pub(super) fn expect_policy(&mut self) {
        self.settings.policy = self.settings.last_policy.clone();
        self.look_at = self.settings.has_limits().then_some(self.started + POLICY_PATIENCE_MS);
    }

    /// When a start is due that asks once more what the organisation has set.
    pub(super) fn asks_policy_again_at(&self, now: u64) -> Option<u64> {
        let waited = now.saturating_sub(self.started) / ASK_POLICY_AGAIN_MS;
        (!self.policy_known).then_some(self.started + (waited + 1) * ASK_POLICY_AGAIN_MS)
    }

    /// What the organisation has set is known, or is another thing now: the log may be trimmed and posted.
    pub(super) fn use_policy(&mut self, policy: Policy, now: u64) {
        // Where the log goes, who may look at whose numbers, and the guide, which is kept by itself, are never taken from here.
        let expected = Policy {
            keep_days: policy.keep_days,
            keep_megabytes: policy.keep_megabytes,
            person: policy.person.clone(),
            ..Policy::default()
        };
        if self.settings.last_policy != expected {
            self.settings.last_policy = expected;
            self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
        }
        if self.settings.policy != policy {
            // Those that show what it sets.
            let pages = self.pages.iter().filter(|(_, watch)| watch.is_none());
            self.effects.extend(pages.map(|(port, _)| Effect::DescribeStore { port: *port, call: 0 }));
        }
        self.settings.policy = policy;
        self.policy_known = true;
        self.follow_guide(now);
        self.look_at = self.settings.has_limits().then_some(now.max(self.started + FIRST_LOOK_MS));
        self.deliver_at = self.settings.collector().map(|_| now);
    }

    /// The person chose how long, or how much, is kept.
    pub(super) fn set_retention(
        &mut self,
        port: PortId,
        call: u32,
        limit: RetentionLimit,
        value: Option<u32>,
        now: u64,
    ) {
        let Settings { policy, keep_days, keep_megabytes, .. } = &mut self.settings;
        let (set, chosen) = match limit {
            RetentionLimit::Days => (policy.keep_days, keep_days),
            RetentionLimit::Megabytes => (policy.keep_megabytes, keep_megabytes),
        };
        if set.is_some() && set != value {
            let message = "Your organisation has set how long the log is kept.".into();
            return self.answer(port, call, PageReply::Failed { message });
        }
        *chosen = value.filter(|value| *value > 0);
        self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
        let from = if self.policy_known { now } else { now.max(self.started + POLICY_PATIENCE_MS) };
        self.look_at = self.settings.has_limits().then_some(from);
        self.look(now);
        self.effects.push(Effect::DescribeStore { port, call });
    }

    /// Asks for what is beyond the limits to be dropped, when it is time to look.
    pub(super) fn look(&mut self, now: u64) {
        if self.look_at.is_some_and(|at| at <= now) {
            self.look_at = self.settings.has_limits().then_some(now + LOOK_MS);
            let record = Box::new(self.record_of_loss(now));
            self.effects.push(Effect::Trim { retention: self.settings.retention(now), record });
        }
    }

    /// Records that a page found to be unreadable are to be set aside.
    pub(super) fn set_aside(&mut self, port: PortId, call: u32, ids: Vec<String>, now: u64) {
        let record = Box::new(self.record_of_loss(now));
        self.effects.push(Effect::SetAside { port, call, ids, record });
    }

    /// Logs time that the person says was saved, and tells the page once it is kept.
    pub(super) fn log_saved(&mut self, port: PortId, call: u32, minutes: i32, offset: i32, now: u64) {
        let event = self.event_apart(EventKind::HoursSaved { saved_minutes: minutes }, offset, now);
        self.commits.push(event);
        self.commits.tell(port, call);
        self.commits.ask(now, true);
    }

    /// The event that says what is gone, but for what that is.
    fn record_of_loss(&mut self, now: u64) -> Event {
        let nothing = EventKind::Dropped {
            dropped: DroppedRecords::Events,
            count: 0,
            from_seq: None,
            to_seq: None,
            logged_by: None,
            why: DropReason::Age,
            from_at: None,
            to_at: None,
            set_by: None,
        };
        self.event_apart(nothing, 0, now)
    }

    /// An event that is about no draft.
    fn event_apart(&mut self, kind: EventKind, offset: i32, now: u64) -> Event {
        Event {
            id: self.ids.next(now),
            seq: 0,
            at: now,
            offset,
            installation: self.settings.installation.clone(),
            person: self.settings.person().map(str::to_owned),
            guide: self.guide_card.name.clone(),
            guide_version: self.guide_card.version.clone(),
            host: String::new(),
            surface: Surface::Draft,
            channel: None,
            draft: String::new(),
            kind,
        }
    }

    /// The log was written, or could not be.
    pub(super) fn log_trouble(&mut self, trouble: Option<LogTrouble>) {
        // A store that broke because it was full is broken until there is room.
        let goes_on = self.trouble == Some(LogTrouble::Full) && trouble == Some(LogTrouble::Broken);
        if self.trouble != trouble && !goes_on {
            self.trouble = trouble;
            self.effects.push(Effect::Warn { on: trouble.is_some() });
        }
    }
}
