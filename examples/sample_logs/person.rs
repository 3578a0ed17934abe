//! One person's made-up log: drafts that are opened, written, flagged, fixed and shipped. Has every kind of event, and
//! the irregularities that real logs have: clocks set back, gaps, records of retention, answers from elsewhere.

use super::random::Random;
use housestyle::guide::{Severity, Surface, Verdict};
use housestyle::rework::*;

/// 2026-09-01T00:00:00Z.
pub const BEGIN: u64 = 1_788_220_800_000;
const DAYS: u64 = 90;
const RULES: [(&str, Verdict, Severity); 8] = [
    ("claims.guarantee", Verdict::Restrict, Severity::Error),
    ("claims.superlative", Verdict::Restrict, Severity::Warning),
    ("words.leverage", Verdict::Prefer, Severity::Suggestion),
    ("words.utilize", Verdict::Prefer, Severity::Suggestion),
    ("credit.apr", Verdict::Escalate, Severity::Error),
    ("tone.exclamation", Verdict::Prefer, Severity::Warning),
    ("names.product", Verdict::Prefer, Severity::Warning),
    ("legal.disclosure", Verdict::Escalate, Severity::Error),
];
const TOOLS: [Option<&str>; 4] = [Some("ChatGPT"), Some("Claude"), Some("Gemini"), None];
const ROUTES: [&str; 2] = ["legal", "brand"];

/// An escalation that waits for its route's answer.
pub struct Waiting {
    pub id: String,
    pub at: u64,
}

/// A log being written.
pub struct Person {
    number: u64,
    random: Random,
    ids: IdSource,
    seq: u64,
    at: u64,
    draft: u64,
    events: Vec<Event>,
    offset: i32,
}

impl Person {
    pub fn new(number: u64) -> Self {
        let mut random = Random(number.wrapping_mul(0x51_7cc1_b727_220a) ^ 0x5eed);
        let mut seed = [0; 16];
        seed[..8].copy_from_slice(&random.next().to_le_bytes());
        seed[8..].copy_from_slice(&random.next().to_le_bytes());
        let offset = *random.pick(&[-480, -300, 0, 60, 60, 330]);
        Self { number, random, ids: IdSource::new(seed), seq: 0, at: BEGIN, draft: 0, events: Vec::new(), offset }
    }

    /// About so many events, in the order of the log, and what waits for an answer.
    pub fn write(mut self, about: usize) -> (Vec<Event>, Vec<Waiting>) {
        let mut waiting = Vec::new();
        while self.events.len() < about {
            // Spread over the span, however many events there are.
            self.at = self.at.max(BEGIN + DAYS * 86_400_000 * self.events.len() as u64 / about as u64);
            self.draft(&mut waiting);
            if self.random.chance(3) {
                let saved_minutes = self.random.within(0, 120) as i32 - 10;
                self.log_apart(EventKind::HoursSaved { saved_minutes });
            }
            if self.random.chance(2) {
                self.lose();
            }
            if self.random.chance(2) {
                self.at = self.at.saturating_sub(self.random.within(0, 7_200_000));
            }
        }
        (self.events, waiting)
    }

    /// Answers to what waits, by whoever answers for the routes.
    pub fn answer(mut self, waiting: &[Waiting]) -> Vec<Event> {
        for Waiting { id, at } in waiting {
            self.at = (*at).max(BEGIN);
            if self.random.chance(85) {
                self.wait(60_000, 20_000_000);
                self.log_apart(EventKind::EscalationAcknowledged { escalation: id.clone() });
            }
            if self.random.chance(75) {
                self.wait(60_000, 200_000_000);
                let decision =
                    *self.random.pick(&[Decision::Approved, Decision::ApprovedWithChanges, Decision::Rejected]);
                self.log_apart(EventKind::EscalationDecided { escalation: id.clone(), decision });
            }
        }
        self.log_apart(EventKind::EscalationDecided {
            escalation: "00000000-0000-7000-8000-000000000000".into(),
            decision: Decision::Approved,
        });
        self.events
    }

    fn wait(&mut self, least: u64, most: u64) {
        self.at += self.random.within(least, most);
    }

    /// Positions that no event has; of some, a record of retention says why.
    fn lose(&mut self) {
        let count = self.random.within(1, 5);
        let from = self.seq + 1;
        self.seq += count;
        if self.random.chance(60) {
            let why = *self.random.pick(&[DropReason::Age, DropReason::Size, DropReason::Erased]);
            self.log_apart(EventKind::Dropped {
                dropped: DroppedRecords::Events,
                count,
                from_seq: Some(from),
                to_seq: Some(from + count - 1),
                logged_by: None,
                from_at: None,
                to_at: None,
                set_by: None,
                why,
            });
        }
    }

    fn log(&mut self, kind: EventKind) -> String {
        let draft = format!("d{}", self.draft);
        self.push(kind, draft)
    }

    fn log_apart(&mut self, kind: EventKind) {
        self.push(kind, String::new());
    }

    /// Of every third nobody says who it is; every fourth is named from some day on.
    fn named(&self) -> bool {
        let begins = if self.number.is_multiple_of(4) { BEGIN + 40 * 86_400_000 } else { 0 };
        !self.number.is_multiple_of(3) && self.at >= begins
    }

    fn push(&mut self, kind: EventKind, draft: String) -> String {
        self.seq += 1;
        let id = self.ids.next(self.at);
        let apart = draft.is_empty();
        self.events.push(Event {
            id: id.clone(),
            seq: self.seq,
            at: self.at,
            offset: self.offset,
            installation: format!("installation-{:04}", self.number),
            person: self.named().then(|| format!("person{}@acme.example", self.number / 2)),
            guide: "Acme brand guide".into(),
            guide_version: "2026.11".into(),
            host: if apart { String::new() } else { (*HOSTS[(self.draft % 3) as usize]).into() },
            // Now and then a prompt, which ships nothing.
            surface: if self.draft % 6 == 5 { Surface::Prompt } else { Surface::Draft },
            channel: (self.draft.is_multiple_of(4) && !apart).then(|| "mail".into()),
            draft,
            kind,
        });
        id
    }

    fn draft(&mut self, waiting: &mut Vec<Waiting>) {
        self.draft += 1;
        let mut words = self.random.within(0, 40) as u32;
        self.log(EventKind::DraftOpened { characters: words * 6, words });
        let generations = *self.random.pick(&[0, 1, 1, 1, 2, 3]);
        let (mut flag, mut open) = (0, Vec::new());
        for generation in 1..=generations {
            self.wait(1_000, 60_000);
            words += self.generation(generation);
            self.flags(&mut flag, &mut open, waiting);
        }
        for _ in 0..self.random.within(3, 12) {
            words += self.revision();
            if self.random.chance(25) {
                self.flags(&mut flag, &mut open, waiting);
            }
            self.settle(&mut open);
        }
        if self.random.chance(60) && !open.iter().any(|(_, rule)| RULES[*rule].2 >= Severity::Warning) && flag > 0 {
            self.log(EventKind::CheckedClean { characters: words * 6, words });
        }
        for shipping in [80, 15] {
            if !self.random.chance(shipping) {
                break;
            }
            self.wait(1_000, 600_000);
            let how = *self.random.pick(&[Shipping::Sent, Shipping::Published, Shipping::Copied]);
            self.log(EventKind::Shipped { how, characters: words * 6, words, open_flags: open.len() as u32 });
            for generation in 1..=generations {
                self.effort(generation);
            }
        }
        self.wait(1_000, 60_000);
        self.log(EventKind::DraftClosed { characters: words * 6, words, open_flags: open.len() as u32 });
    }

    fn generation(&mut self, generation: u32) -> u32 {
        let words = self.random.within(5, 400) as u32;
        let tool = self.random.pick(&TOOLS).map(str::to_owned);
        let evidence = *self.random.pick(&[
            Evidence::CopiedFromSurface,
            Evidence::ClipboardMarkup,
            Evidence::Streamed,
            Evidence::Told,
        ]);
        let replaces = (generation > 1 && self.random.chance(70)).then(|| generation - 1);
        let iteration = if replaces.is_some() { generation } else { 1 };
        self.log(EventKind::Generation {
            generation,
            tool,
            evidence,
            characters: words * 6,
            words,
            iteration,
            replaces,
        });
        words
    }

    fn revision(&mut self) -> u32 {
        let began = self.at;
        let active_ms = self.random.within(0, 45_000);
        self.at += active_ms;
        let inserted = self.random.within(0, 200) as u32;
        let origin = *self.random.pick(&[
            Origin::Typed,
            Origin::Typed,
            Origin::Typed,
            Origin::Pasted,
            Origin::Suggestion,
            Origin::Module,
            Origin::Ai,
            Origin::Unknown,
        ]);
        let keystrokes = if self.random.chance(80) { inserted } else { 0 };
        let (deleted, pauses) = (self.random.within(0, 80) as u32, self.random.within(0, 4) as u32);
        let in_ai = self.random.within(0, u64::from(inserted)) as u32;
        let typed = origin == Origin::Typed;
        let (p_bursts, r_bursts) = (typed.then_some(pauses + 1), typed.then_some(deleted / 9));
        self.log(EventKind::Revision {
            origin,
            began,
            inserted,
            deleted,
            keystrokes,
            pauses,
            active_ms,
            in_ai,
            p_bursts,
            r_bursts,
        });
        self.wait(0, 90_000);
        inserted / 6
    }

    fn flags(&mut self, flag: &mut u32, open: &mut Vec<(u32, usize)>, waiting: &mut Vec<Waiting>) {
        for _ in 0..self.random.within(0, 2) {
            *flag += 1;
            let rule = self.random.within(0, RULES.len() as u64 - 1) as usize;
            let (name, verdict, severity) = RULES[rule];
            let length = self.random.within(3, 30) as u32;
            let fingerprint = format!("{:016x}", self.random.next());
            self.log(EventKind::FlagRaised {
                flag: *flag,
                rule: name.into(),
                owner: "Brand Studio".into(),
                verdict,
                severity,
                length,
                fingerprint,
                quote: None,
            });
            open.push((*flag, rule));
            if verdict == Verdict::Escalate && self.random.chance(50) {
                let at = self.at;
                let route = *self.random.pick(&ROUTES);
                let due = |within: u64| (route == "legal").then_some(at + within);
                let id = self.log(EventKind::EscalationOpened {
                    flag: *flag,
                    rule: name.into(),
                    route: route.into(),
                    owner: "Legal review".into(),
                    respond_due: Some(at + 14_400_000),
                    resolve_due: due(172_800_000),
                });
                if self.random.chance(15) {
                    self.wait(1_000, 30_000_000);
                    self.log(EventKind::EscalationWithdrawn { escalation: id.clone() });
                }
                waiting.push(Waiting { id, at });
            }
        }
    }

    fn settle(&mut self, open: &mut Vec<(u32, usize)>) {
        if open.is_empty() || self.random.chance(40) {
            return;
        }
        let (flag, rule) = open.swap_remove(self.random.within(0, open.len() as u64 - 1) as usize);
        let name = RULES[rule].0.to_owned();
        // Rules are dismissed unequally: one of them mostly.
        if self.random.chance(if rule == 5 { 80 } else { 10 }) {
            let reason = *self.random.pick(&[
                DismissReason::FalsePositive,
                DismissReason::QuotedOrLegal,
                DismissReason::ApprovedException,
                DismissReason::Other,
            ]);
            let whole_rule = self.random.chance(30);
            self.log(EventKind::FlagDismissed { flag, rule: name, reason, whole_rule });
            if whole_rule {
                open.retain(|(_, other)| *other != rule);
            }
            return;
        }
        let how = *self.random.pick(&[
            Resolution::Edited,
            Resolution::Suggestion,
            Resolution::Module,
            Resolution::Removed,
            Resolution::GuideChanged,
        ]);
        let open_ms = self.random.within(500, 3_000_000);
        match how {
            Resolution::Suggestion => drop(self.log(EventKind::SuggestionApplied {
                flag,
                rule: name.clone(),
                choice: 0,
                inserted: 8,
                deleted: 10,
            })),
            Resolution::Module => {
                drop(self.log(EventKind::ModuleInserted { flag: Some(flag), module: "apr".into(), inserted: 40 }));
            }
            _ => {}
        }
        self.log(EventKind::FlagResolved { flag, rule: name, how, open_ms });
    }

    fn effort(&mut self, generation: u32) {
        let words_given = self.random.within(5, 400) as u32;
        let words_now = self.random.within(0, 450) as u32;
        let retained = self.random.chance(90).then(|| self.random.within(0, u64::from(words_given)) as u32);
        let mut count = |most| self.random.within(0, most) as u32;
        let edits = TerEdits {
            insertions: count(60),
            deletions: count(60),
            substitutions: count(60),
            shifts: count(5),
            reference_words: words_now,
        };
        let edits = self.random.chance(90).then_some(edits);
        let tool = self.random.pick(&TOOLS).map(str::to_owned);
        let (touch_ms, elapsed_ms) = (self.random.within(0, 900_000), self.random.within(0, 9_000_000));
        // Of an older version's log now and then, which did not count it.
        let process = edits.map(|edits| {
            let (characters_given, inserted) = (words_given * 6, edits.insertions * 6 + edits.substitutions * 3);
            Process {
                characters_given,
                // No more is there than was ever put in.
                characters_now: (words_now * 6).min(characters_given + inserted),
                inserted,
                deleted: edits.deletions * 6 + edits.substitutions * 3,
                p_bursts: edits.insertions / 4 + 1,
                r_bursts: edits.substitutions / 4,
            }
        });
        self.log(EventKind::Effort(LoggedEffort {
            generation,
            tool,
            words_given,
            words_now,
            retained,
            edits,
            touch_ms,
            elapsed_ms,
            process,
        }));
    }
}

const HOSTS: [&str; 3] = ["mail.example.com", "docs.example.com", "crm.example.com"];
