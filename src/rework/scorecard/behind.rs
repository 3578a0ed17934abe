//! The events behind a number: a predicate over events, made from the tally that the number came of. Counting those
//! events alone gives the number again.

use super::super::{Event, EventKind, Resolution};
use super::draft::{DraftFacts, FlagFacts, Standing};
use super::escalation::Promise;
use super::score::{date, monday, word};
use super::tally::{Tally, is_touch, local_day};
use crate::guide::{Severity, Surface};

/// What a number is made of.
///
/// ```
/// use housestyle::rework::scorecard::{Behind, Tally};
/// let tally = Tally::default();
/// assert!(Behind::new(&tally, "touch", "", "", None).is_some());
/// assert!(Behind::new(&tally, "no such number", "", "", None).is_none());
/// ```
pub struct Behind<'a> {
    tally: &'a Tally,
    name: &'a str,
    key: &'a str,
    part: &'a str,
    now: Option<u64>,
}

impl<'a> Behind<'a> {
    /// What is behind a number of a tally's scorecard; `now` as it was in the settings. None for a name that is not
    /// defined.
    pub fn new(tally: &'a Tally, name: &'a str, key: &'a str, part: &'a str, now: Option<u64>) -> Option<Self> {
        super::define::definition(name).map(|_| Self { tally, name, key, part, now })
    }

    /// Their ids, in the order of the events. Events outside the tally's span must be left out by the caller.
    pub fn ids<'b>(&self, events: impl IntoIterator<Item = &'b Event>) -> Vec<&'b str> {
        events.into_iter().filter(|event| self.holds(event)).map(|event| event.id.as_str()).collect()
    }

    /// Whether an event is one of them.
    pub fn holds(&self, event: &Event) -> bool {
        match self.name.strip_prefix("rule_") {
            Some(name) => self.of_rule(name, event),
            None => match self.name {
                name if name.starts_with("flags") || name.starts_with("resolve") || name == "dismissed" => {
                    self.of_rule(name, event)
                }
                "day" => self.of_period(event, |day| day),
                "week" => self.of_period(event, monday),
                name => match name.strip_prefix("route_").unwrap_or(name) {
                    name @ ("escalations" | "decisions" | "sla_respond" | "sla_resolve" | "acknowledge_p50"
                    | "acknowledge_p90" | "decide_p50" | "decide_p90") => self.of_route(name, event),
                    name => self.of_work(name, event),
                },
            },
        }
    }

    fn of_work(&self, name: &str, event: &Event) -> bool {
        let draft = self.tally.draft(event);
        let when = (event.seq, event.at);
        let kind = &event.kind;
        let shipped = draft.is_some_and(|draft| draft.shipped.is_some());
        let with_ai = draft.is_some_and(|draft| draft.shipped_with_ai().is_some());
        let ships = draft.is_some_and(|draft| draft.shipped.is_some_and(|at| (at.0, at.1) == when))
            && matches!(kind, EventKind::Shipped { .. });
        let touch = touches(kind);
        let brings = is_generation(kind) && event.surface != Surface::Prompt;
        match name {
            "people" | "events" => true,
            // What is not there has no event; what retention dropped has its record.
            "missing" => false,
            "dropped" => matches!(kind, EventKind::Dropped { .. }),
            "drafts" => draft.is_some(),
            "words" => counts_words(kind) && draft.is_some_and(|draft| says_words(draft, event)),
            "shipped" => ships,
            // A revision without touch still says that touch is known.
            "touch" | "rework_cost" | "inserted" | "deleted" | "changed_in_ai" => {
                matches!(kind, EventKind::Revision { .. })
            }
            "bursts" => match (kind, self.part) {
                (EventKind::Revision { p_bursts, .. }, "p") => p_bursts.is_some(),
                (EventKind::Revision { r_bursts, .. }, "r") => r_bursts.is_some(),
                _ => false,
            },
            "touch_per_shipped" => ships || shipped && touch,
            "elapsed_p50" | "elapsed_p90" => ships || shipped && draft.is_some_and(|draft| draft.first == Some(when)),
            "generations" | "generated_words" | "generated_characters" | "replacing" => {
                matches!(kind, EventKind::Generation { .. })
            }
            "tool_generations" => matches!(kind, EventKind::Generation { tool: Some(tool), .. } if tool == self.key),
            "evidence_generations" => {
                matches!(kind, EventKind::Generation { evidence, .. } if word(evidence) == self.key)
            }
            "iterations" | "to_shipped_p50" | "to_shipped_p90" => with_ai && (ships || brings),
            "first_pass" => with_ai && (ships || brings || is_serious(kind)),
            "funnel" => {
                draft.is_some_and(|draft| draft.came_to(self.part))
                    && (brings
                        || is_serious(kind)
                        || matches!(kind, EventKind::Shipped { .. } | EventKind::CheckedClean { .. }))
            }
            "to_clean_p50" | "to_clean_p90" => {
                draft.is_some_and(|draft| draft.first_clean().is_some())
                    && (brings || matches!(kind, EventKind::CheckedClean { .. }))
            }
            "hter" | "ter_edits" => self.measures(event, |effort| effort.edits.is_some()),
            "retention" => self.measures(event, |effort| effort.retained.is_some()),
            "tool_hter" | "tool_retention" => self.measures(event, |effort| effort.tool.as_deref() == Some(self.key)),
            "generation_touch" => self.measures(event, |_| true),
            "generation_inserted" | "generation_deleted" | "generation_bursts" | "product_process" => {
                self.measures(event, |effort| effort.process.is_some())
            }
            "prompts_sent" => event.surface == Surface::Prompt && matches!(kind, EventKind::Shipped { .. }),
            // A revision elsewhere still says that touch is known.
            "prompt_touch" => matches!(kind, EventKind::Revision { .. }),
            "qa_passes" => matches!(kind, EventKind::CheckedClean { .. }),
            "touch_without_flags" => touch && draft.is_some_and(|draft| draft.raised().next().is_none()),
            "saved" | "saved_value" => matches!(kind, EventKind::HoursSaved { .. }),
            _ => false,
        }
    }

    /// Whether it is the latest measure of a generation that is wanted.
    fn measures(&self, event: &Event, wanted: impl Fn(&crate::rework::LoggedEffort) -> bool) -> bool {
        let EventKind::Effort(effort) = &event.kind else { return false };
        let latest = self.tally.draft(event).and_then(|draft| draft.effort.get(&effort.generation));
        wanted(effort) && latest.is_some_and(|latest| latest.when == (event.seq, event.at))
    }

    fn of_rule(&self, name: &str, event: &Event) -> bool {
        let mine = |rule: &str| !self.name.starts_with("rule_") || rule == self.key;
        let draft = self.tally.draft(event);
        match name {
            "flags" => matches!(&event.kind, EventKind::FlagRaised { rule, .. } if mine(rule)),
            "flags_per_1000_words" => {
                matches!(&event.kind, EventKind::FlagRaised { rule, .. } if mine(rule))
                    || counts_words(&event.kind) && draft.is_some_and(|draft| says_words(draft, event))
            }
            "open" | "flags_open" => {
                raises(event, draft).is_some_and(|(flag, standing)| mine(&flag.rule) && standing == Standing::Open)
            }
            "ended" | "flags_ended" => match &event.kind {
                EventKind::FlagResolved { rule, how, .. } => mine(rule) && word(how) == self.part,
                EventKind::FlagDismissed { rule, whole_rule, .. } => {
                    mine(rule) && (self.part == "dismissed" || self.part == "silenced" && *whole_rule)
                }
                _ => {
                    let raised = raises(event, draft).filter(|_| self.part == "silenced");
                    raised.is_some_and(|(flag, standing)| mine(&flag.rule) && standing == Standing::Silenced)
                }
            },
            "resolve_p50" | "resolve_p90" => {
                matches!(&event.kind, EventKind::FlagResolved { rule, .. } if mine(rule))
            }
            "dismissed" => matches!(
                &event.kind,
                EventKind::FlagDismissed { rule, reason, .. } if mine(rule) && word(reason) == self.part
            ),
            "dismissal" | "mostly_dismissed" => match &event.kind {
                EventKind::FlagDismissed { rule, .. } => mine(rule),
                EventKind::FlagResolved { rule, how, .. } => mine(rule) && *how != Resolution::GuideChanged,
                _ => false,
            },
            "cost" => {
                let counts = draft.is_some_and(|draft| draft.raised().any(|flag| mine(&flag.rule)));
                // What ended a flag names its rule too, and counts where the two disagree.
                counts && (touches(&event.kind) || speaks_of_a_flag(&event.kind))
            }
            _ => false,
        }
    }

    fn of_route(&self, name: &str, event: &Event) -> bool {
        let (id, opens) = match &event.kind {
            EventKind::EscalationOpened { .. } => (&event.id, true),
            EventKind::EscalationAcknowledged { escalation }
            | EventKind::EscalationDecided { escalation, .. }
            | EventKind::EscalationWithdrawn { escalation } => (escalation, false),
            _ => return false,
        };
        let Some(facts) = self.tally.escalations.get(id) else { return false };
        let Some(opening) = &facts.opened else { return self.part == "unmatched" };
        if self.name.starts_with("route_") && *opening.route != *self.key {
            return false;
        }
        match (name, self.part) {
            ("escalations", "opened") => opens,
            ("escalations", "acknowledged") => facts.answered().is_some(),
            ("escalations", "decided") => facts.decided.is_some(),
            ("escalations", "withdrawn") => facts.withdrawn.is_some(),
            ("escalations", "open") => facts.is_open(),
            ("escalations", "overdue") => facts.is_overdue(self.now) == Some(true),
            ("decisions", decision) => facts.decision.as_ref().is_some_and(|(_, _, last)| word(last) == decision),
            ("sla_respond", _) => facts.response(self.now) != Promise::Open,
            ("sla_resolve", _) => facts.resolution(self.now) != Promise::Open,
            ("acknowledge_p50" | "acknowledge_p90", _) => facts.answered().is_some(),
            ("decide_p50" | "decide_p90", _) => facts.decided.is_some(),
            _ => false,
        }
    }

    fn of_period(&self, event: &Event, of_day: impl Fn(i64) -> i64) -> bool {
        let within = |day: i64| date(of_day(day)) == self.key;
        let today = within(local_day(event.at, event.offset));
        let draft = self.tally.draft(event);
        let shipped_then = draft.and_then(|draft| draft.shipped).is_some_and(|(_, _, day)| within(day));
        let kind = &event.kind;
        match self.part {
            "touch" => today && touches(kind),
            "generations" => today && is_generation(kind),
            "flags" => today && matches!(kind, EventKind::FlagRaised { .. }),
            "resolved" => today && matches!(kind, EventKind::FlagResolved { .. }),
            "dismissed" => today && matches!(kind, EventKind::FlagDismissed { .. }),
            "escalations" => today && matches!(kind, EventKind::EscalationOpened { .. }),
            "shipped" => shipped_then && self.first_shipping(event),
            "first_pass" => {
                let with_ai = draft.is_some_and(|draft| draft.shipped_with_ai().is_some());
                shipped_then && with_ai && (self.first_shipping(event) || is_generation(kind) || is_serious(kind))
            }
            "hter" => today && self.measures(event, |effort| effort.edits.is_some()),
            "retention" => today && self.measures(event, |effort| effort.retained.is_some()),
            _ => false,
        }
    }

    fn first_shipping(&self, event: &Event) -> bool {
        let first = self.tally.draft(event).and_then(|draft| draft.shipped);
        matches!(event.kind, EventKind::Shipped { .. }) && first.is_some_and(|at| (at.0, at.1) == (event.seq, event.at))
    }
}

/// The flag that an event raises, and how it stands.
fn raises<'a>(event: &Event, draft: Option<&'a DraftFacts>) -> Option<(&'a FlagFacts, Standing)> {
    let (EventKind::FlagRaised { flag, .. }, Some(draft)) = (&event.kind, draft) else { return None };
    draft.flags.get(flag).map(|flag| (flag, draft.standing(flag)))
}

fn speaks_of_a_flag(kind: &EventKind) -> bool {
    use EventKind::*;
    matches!(kind, FlagRaised { .. } | FlagResolved { .. } | FlagDismissed { .. })
}

fn touches(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Revision { origin, keystrokes, .. } if is_touch(*origin, *keystrokes))
}

fn is_generation(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Generation { .. })
}

fn is_serious(kind: &EventKind) -> bool {
    matches!(kind, EventKind::FlagRaised { severity, .. } if *severity >= Severity::Warning)
}

fn counts_words(kind: &EventKind) -> bool {
    use EventKind::*;
    matches!(kind, DraftOpened { .. } | DraftClosed { .. } | CheckedClean { .. } | Shipped { .. })
}

fn says_words(draft: &DraftFacts, event: &Event) -> bool {
    draft.words.is_some_and(|(seq, at, _)| (seq, at) == (event.seq, event.at))
}
