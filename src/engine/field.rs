//! One open field: its text, the flags on it, where its text came from, and the events that follow.
//! Never answers a port itself; says what changed and leaves the sending to the engine.

use crate::check::{Checker, Flag, FlagDifference, FlagId, Place, Session};
use crate::guide::Severity;
use crate::rework::{
    BlockState, Burst, DismissReason, DraftState, EventKind, OpenFlag, Origin, OriginRuns, Resolution, fingerprint,
    realign,
};
use crate::text::{Block, BlockList, Change, ChangeError, diff, utf16_len, word_count};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Cause;

/// A flag must have stood this long before the log speaks of it, so that half-typed words leave no trace.
pub(super) const RIPE_AFTER_MS: u64 = 1_000;

/// How many UTF-16 units on either side tell a flag that was set aside from its equals elsewhere in the draft.
const CONTEXT: usize = 16;

/// One event's time and content; the engine adds what all events of a draft share.
pub(super) type Happening = (u64, EventKind);

/// An open field.
#[derive(Debug)]
pub(super) struct Field {
    /// What is kept of the draft.
    pub state: DraftState,
    blocks: BlockList,
    session: Session,
    /// Runs of each block, in the order of the blocks.
    origins: Vec<OriginRuns>,
    /// The draft's number of each flag that is shown.
    numbers: HashMap<FlagId, u32>,
    /// Flags that are set aside.
    hidden: HashSet<FlagId>,
    /// Whether messages that are part of the kept state already are still to come again.
    catching_up: bool,
    /// Whether the kept state differs from the stored one.
    pub dirty: bool,
    /// When the text last changed.
    pub changed_at: u64,
    /// Waits to be logged.
    happenings: Vec<Happening>,
    key: Vec<u8>,
    /// Whether flagged text is kept in the log.
    pub quotes: bool,
    /// The last revision the client told.
    pub revision: u32,
}

/// What a message did to a field, as the client should hear it.
pub(super) type Answer = FlagDifference;

/// How a field is opened.
#[derive(Debug)]
pub(super) struct Opening {
    pub client: String,
    pub n: u32,
    pub resumed: bool,
    /// When the field was opened.
    pub at: u64,
    /// When the engine heard of it: later, where the background was stopped in between.
    pub heard_at: u64,
    pub blocks: Vec<Block>,
}

impl Field {
    /// Opens a field on a draft whose kept state is `state` (made anew where none was kept).
    /// `key` is the installation's, for fingerprints.
    pub fn open(
        checker: Arc<Checker>,
        place: Place,
        state: DraftState,
        opening: Opening,
        key: &[u8],
        quotes: bool,
    ) -> (Self, Answer) {
        let Opening { client, n, resumed, at, heard_at, blocks } = opening;
        let mut session = Session::new(checker, place);
        session.splice(0, 0, &blocks);
        let raised = session.settle().raised;
        let fingerprints: Vec<(String, u32)> = blocks.iter().map(|block| block_key(key, &block.text)).collect();
        let known = state.client == client && (resumed || n <= state.last_n);
        let in_step = state.blocks.iter().map(|block| &block.fingerprint).eq(fingerprints.iter().map(|(f, _)| f));
        let origins =
            realign(&state.blocks, &fingerprints).into_iter().map(OriginRuns::from_runs).collect::<Vec<OriginRuns>>();
        let mut field = Self {
            state,
            blocks: BlockList::new(blocks),
            session,
            origins,
            numbers: HashMap::new(),
            hidden: HashSet::new(),
            catching_up: known && !in_step,
            dirty: true,
            changed_at: heard_at,
            happenings: Vec::new(),
            key: key.to_vec(),
            quotes,
            revision: 0,
        };
        if !known {
            // A burst or flags left open by a client that never came back belong to the draft's earlier visit.
            field.happenings.extend(end_visit(&mut field.state));
            field.state.client = client;
            field.state.last_n = n;
            if field.blocks.as_slice().iter().all(|block| block.text.trim().is_empty()) {
                // An empty field is the beginning of another draft: what was ignored in the last one counts again.
                field.state.set_aside.clear();
                field.state.silenced_rules.clear();
            }
        }
        if !field.state.open {
            field.state.open = true;
            let (characters, words) = field.size();
            field.happenings.push((at, EventKind::DraftOpened { characters, words }));
        }
        field.state.updated_at = field.state.updated_at.max(at);
        let answer = if field.catching_up { Answer::default() } else { field.reconcile(raised, at, known) };
        (field, answer)
    }

    /// Whether the field waits for messages it has counted before its background was stopped.
    pub fn is_catching_up(&self) -> bool {
        self.catching_up
    }

    /// Gives up waiting for messages that are part of the kept state, and takes the text as it is.
    pub fn stop_catching_up(&mut self, at: u64) -> Answer {
        self.catching_up = false;
        let all: Vec<Flag> = self.session.flags().collect();
        self.reconcile(all, at, true)
    }

    /// Applies a change of the text.
    ///
    /// # Errors
    /// A change that does not fit what the field holds: the client must open it again.
    pub fn change(
        &mut self,
        n: u32,
        cause: &Cause,
        from: u64,
        to: u64,
        keys: u32,
        changes: &[Change],
    ) -> Result<Answer, ChangeError> {
        let counted = n <= self.state.last_n;
        let mut answer = Answer::default();
        if self.catching_up && !counted {
            answer = self.stop_catching_up(from);
        }
        let origin = match cause {
            Cause::Typed => Origin::Typed,
            Cause::Pasted => Origin::Pasted,
            Cause::Suggestion { .. } => Origin::Suggestion,
            Cause::Module { .. } => Origin::Module,
            // What undo brings back and what a script writes came in some other way, which is not known here.
            Cause::History | Cause::Script => Origin::Unknown,
        };
        let mut touched = Touched::default();
        for change in changes {
            let splice = self.blocks.apply(change)?;
            let inserted = &self.blocks.as_slice()[splice.at..splice.at + splice.inserted];
            touched.add(carry(&mut self.origins, splice.at, &splice.removed, inserted, origin));
            self.session.splice(splice.at, splice.removed.len(), inserted);
        }
        let difference = self.session.settle();
        if counted && self.catching_up {
            if n == self.state.last_n {
                answer = self.stop_catching_up(to);
            }
            return Ok(answer);
        }
        if counted {
            // Waiting for it was given up: what it did to the text was told and logged as it was found.
            return Ok(self.follow(difference, to, Resolution::Edited, None));
        }
        self.state.last_n = n;
        self.state.updated_at = self.state.updated_at.max(to);
        self.changed_at = to;
        self.dirty = true;
        self.account(cause, origin, from, to, keys, touched);
        let how = match cause {
            Cause::Suggestion { .. } => Resolution::Suggestion,
            Cause::Module { .. } => Resolution::Module,
            _ if touched.inserted == 0 && touched.deleted > 0 => Resolution::Removed,
            _ => Resolution::Edited,
        };
        let acted_on = match cause {
            Cause::Suggestion { flag, .. } => Some(*flag),
            Cause::Module { flag, .. } => *flag,
            _ => None,
        };
        let more = self.follow(difference, to, how, acted_on);
        answer.raised.extend(more.raised);
        answer.moved.extend(more.moved);
        answer.cleared.extend(more.cleared);
        Ok(answer)
    }

    /// Sets a flag aside, or its rule for the whole draft. Unknown flags are left alone.
    pub fn dismiss(&mut self, n: u32, flag: u32, reason: DismissReason, whole_rule: bool, at: u64) -> Answer {
        let mut answer = Answer::default();
        if !self.counts(n, at) {
            return answer;
        }
        let Some(rule) = self.state.open_flags.iter().find(|open| open.flag == flag).map(|open| open.rule.clone())
        else {
            return answer;
        };
        self.log_raised(flag, at);
        self.happenings.push((at, EventKind::FlagDismissed { flag, rule: rule.clone(), reason, whole_rule }));
        if whole_rule {
            self.state.silenced_rules.push(rule.clone());
        }
        let ids: Vec<(FlagId, u32)> = self
            .session
            .flags()
            .filter(|found| if whole_rule { found.rule == rule } else { self.numbers.get(&found.id) == Some(&flag) })
            .filter_map(|found| self.numbers.get(&found.id).map(|number| (found.id, *number)))
            .collect();
        for (id, number) in ids {
            if number == flag
                && !whole_rule
                && let Some(found) = self.session.flag(id)
            {
                self.state.set_aside.push(self.context_key(&found));
            }
            self.numbers.remove(&id);
            self.hidden.insert(id);
            self.state.open_flags.retain(|open| open.flag != number);
            answer.cleared.push(number);
        }
        answer
    }

    /// Logs that a flag was sent up its route, and gives back the flag for the contact to be filled in.
    pub fn escalate(&mut self, n: u32, flag: u32, at: u64) -> Option<Flag> {
        if !self.counts(n, at) {
            return None;
        }
        let found = self.flags().find(|found| found.id == flag)?;
        let open = self.state.open_flags.iter_mut().find(|open| open.flag == flag)?;
        if std::mem::replace(&mut open.escalated, true) {
            return None;
        }
        let guide = self.session.checker().guide().clone();
        let rule = guide.rule(&found.rule)?;
        let route = guide.route(rule.route.as_deref()?)?;
        let due = |within: Option<_>| within.and_then(|within| crate::guide::due(route.calendar.as_ref(), at, within));
        self.log_raised(flag, at);
        self.happenings.push((
            at,
            EventKind::EscalationOpened {
                flag,
                rule: rule.id.clone(),
                route: route.id.clone(),
                owner: route.owner.clone(),
                respond_due: due(route.respond_within),
                resolve_due: due(route.resolve_within),
            },
        ));
        Some(found)
    }

    /// Ends the visit: what is open is logged as it stands.
    pub fn close(&mut self, n: Option<u32>, at: u64) {
        if let Some(n) = n
            && !self.counts(n, at)
        {
            return;
        }
        self.ripen(u64::MAX, at);
        self.end_visit(at);
    }

    /// Puts another guide in force.
    pub fn use_checker(&mut self, checker: Arc<Checker>, place: Place, at: u64) -> Answer {
        let mut answer = Answer::default();
        self.ripen(u64::MAX, at);
        for open in std::mem::take(&mut self.state.open_flags) {
            self.happenings.push((at, resolved(&open, Resolution::GuideChanged, at)));
            answer.cleared.push(open.flag);
        }
        self.numbers.clear();
        self.hidden.clear();
        self.session = Session::new(checker, place);
        self.session.splice(0, 0, self.blocks.as_slice());
        let raised = self.session.settle().raised;
        answer.raised = self.show(raised, at);
        self.dirty = true;
        answer
    }

    /// Logs what time alone makes true: a burst that is over, flags that have stood long enough, a draft that has
    /// become clean. `now` is the time, `at` what such events are stamped with.
    pub fn ripen(&mut self, now: u64, at: u64) {
        if self.catching_up {
            return;
        }
        if let Some(burst) = self.state.burst.take() {
            if burst.closes_at() <= now {
                self.happenings.push((burst.last(), burst.into_event()));
                self.dirty = true;
            } else {
                self.state.burst = Some(burst);
            }
        }
        let ripe: Vec<u32> = self
            .state
            .open_flags
            .iter()
            .filter(|open| !open.logged && open.raised_at.saturating_add(RIPE_AFTER_MS) <= now)
            .map(|open| open.flag)
            .collect();
        for flag in ripe {
            let raised_at =
                self.state.open_flags.iter().find(|open| open.flag == flag).map_or(at, |open| open.raised_at);
            self.log_raised(flag, raised_at);
        }
        let clean = !self.state.open_flags.iter().any(|open| open.severity >= Severity::Warning);
        if self.state.had_flags && clean && self.changed_at.saturating_add(RIPE_AFTER_MS) <= now {
            self.state.had_flags = false;
            self.dirty = true;
            let (characters, words) = self.size();
            self.happenings.push((at, EventKind::CheckedClean { characters, words }));
        }
    }

    /// When [`Field::ripen`] should be called next.
    pub fn ripens_at(&self) -> Option<u64> {
        let burst = self.state.burst.as_ref().map(Burst::closes_at);
        let flag = self.state.open_flags.iter().filter(|open| !open.logged).map(|open| open.raised_at + RIPE_AFTER_MS);
        let clean = (self.state.had_flags
            && !self.state.open_flags.iter().any(|open| open.severity >= Severity::Warning))
        .then_some(self.changed_at + RIPE_AFTER_MS);
        let catching_up = self.catching_up.then_some(self.changed_at + RIPE_AFTER_MS);
        burst.into_iter().chain(flag).chain(clean).chain(catching_up).min()
    }

    /// Takes what waits to be logged, in order of time.
    pub fn take_happenings(&mut self) -> Vec<Happening> {
        let mut happenings = std::mem::take(&mut self.happenings);
        happenings.sort_by_key(|(at, _)| *at);
        happenings
    }

    /// Brings the kept state up to date with the text and gives a copy to store.
    pub fn kept_state(&mut self) -> DraftState {
        self.dirty = false;
        let (characters, words) = self.size();
        self.state.characters = characters;
        self.state.words = words;
        if !self.catching_up {
            self.state.blocks = self
                .blocks
                .as_slice()
                .iter()
                .zip(&self.origins)
                .map(|(block, runs)| BlockState {
                    fingerprint: block_key(&self.key, &block.text).0,
                    runs: runs.runs().to_vec(),
                })
                .collect();
        }
        self.state.clone()
    }

    /// The flags that are shown, in document order, under their numbers in the draft.
    pub fn flags(&self) -> impl Iterator<Item = Flag> + '_ {
        self.session.flags().filter_map(|flag| {
            let number = *self.numbers.get(&flag.id)?;
            Some(Flag { id: number, ..flag })
        })
    }

    /// Whether the message is new; if so it is counted.
    fn counts(&mut self, n: u32, at: u64) -> bool {
        let new = n > self.state.last_n;
        if new {
            self.state.last_n = n;
            self.state.updated_at = self.state.updated_at.max(at);
            self.dirty = true;
        }
        new
    }

    fn size(&self) -> (u32, u32) {
        self.blocks.as_slice().iter().fold((0, 0), |(characters, words), block| {
            (characters + utf16_len(&block.text), words + word_count(&block.text))
        })
    }

    /// Adds a change to the burst of its kind, or to the events at once where it is an act of its own.
    fn account(&mut self, cause: &Cause, origin: Origin, from: u64, to: u64, keys: u32, touched: Touched) {
        let Touched { inserted, deleted, in_ai } = touched;
        match cause {
            Cause::Suggestion { flag, choice } => {
                let open = self.state.open_flags.iter().find(|open| open.flag == *flag);
                let (rule, length) = open.map(|open| (open.rule.clone(), open.length)).unzip();
                // The whole wording gave way, whatever letters the two have in common.
                let deleted = length.unwrap_or(deleted).max(deleted.saturating_sub(inserted));
                let inserted = (deleted + touched.inserted).saturating_sub(touched.deleted);
                self.end_burst();
                self.log_raised(*flag, to);
                if let Some(rule) = rule {
                    let (flag, choice) = (*flag, *choice);
                    self.happenings.push((to, EventKind::SuggestionApplied { flag, rule, choice, inserted, deleted }));
                }
            }
            Cause::Module { flag, module } => {
                self.end_burst();
                if let Some(flag) = flag {
                    self.log_raised(*flag, to);
                }
                let (flag, module) = (*flag, module.clone());
                self.happenings.push((to, EventKind::ModuleInserted { flag, module, inserted }));
            }
            _ if inserted == 0 && deleted == 0 => {}
            _ => {
                if !self.state.burst.as_ref().is_some_and(|burst| burst.takes(origin, from)) {
                    self.end_burst();
                }
                self.state
                    .burst
                    .get_or_insert_with(|| Burst::begin(origin, from))
                    .add(from, to, keys, inserted, deleted, in_ai);
            }
        }
    }

    fn end_burst(&mut self) {
        if let Some(burst) = self.state.burst.take() {
            self.happenings.push((burst.last(), burst.into_event()));
            self.dirty = true;
        }
    }

    fn end_visit(&mut self, at: u64) {
        (self.state.characters, self.state.words) = self.size();
        self.state.updated_at = self.state.updated_at.max(at);
        self.happenings.extend(end_visit(&mut self.state));
        self.dirty = true;
    }

    /// Numbers the flags found in a draft that is opened: those that were open keep their numbers, those that are
    /// gone were edited away in between.
    fn reconcile(&mut self, found: Vec<Flag>, at: u64, same_visit: bool) -> Answer {
        let mut left = std::mem::take(&mut self.state.open_flags);
        let mut answer = Answer::default();
        let mut fresh = Vec::new();
        for flag in found {
            let quote = self.quote_key(&flag.quote);
            match left.iter().position(|open| open.rule == flag.rule && open.fingerprint == quote) {
                Some(index) => {
                    let open = left.remove(index);
                    self.numbers.insert(flag.id, open.flag);
                    answer.raised.push(Flag { id: open.flag, ..flag });
                    self.state.open_flags.push(open);
                }
                None => fresh.push(flag),
            }
        }
        for open in left {
            if open.logged {
                // What happened while no one looked is not known; the last known moment of the draft bounds it.
                let when = if same_visit { at } else { self.state.updated_at };
                self.happenings.push((when, resolved(&open, Resolution::Edited, when)));
            }
        }
        let shown = self.show(fresh, at);
        answer.raised.extend(shown);
        self.dirty = true;
        answer
    }

    /// Gives new flags their numbers, but for those set aside.
    fn show(&mut self, raised: Vec<Flag>, at: u64) -> Vec<Flag> {
        let mut shown = Vec::with_capacity(raised.len());
        for flag in raised {
            if self.state.silenced_rules.contains(&flag.rule)
                || (!self.state.set_aside.is_empty() && self.state.set_aside.contains(&self.context_key(&flag)))
            {
                self.hidden.insert(flag.id);
                continue;
            }
            self.state.next_flag += 1;
            let number = self.state.next_flag;
            self.state.open_flags.push(OpenFlag {
                flag: number,
                rule: flag.rule.clone(),
                severity: flag.severity,
                fingerprint: self.quote_key(&flag.quote),
                length: flag.span.len(),
                raised_at: at,
                ..OpenFlag::default()
            });
            self.numbers.insert(flag.id, number);
            shown.push(Flag { id: number, ..flag });
        }
        shown
    }

    /// Turns the session's difference into the client's, and logs what it means.
    fn follow(&mut self, difference: FlagDifference, at: u64, how: Resolution, acted_on: Option<u32>) -> Answer {
        let mut answer = Answer::default();
        for id in difference.cleared {
            self.hidden.remove(&id);
            let Some(number) = self.numbers.remove(&id) else { continue };
            answer.cleared.push(number);
            if let Some(index) = self.state.open_flags.iter().position(|open| open.flag == number) {
                let open = self.state.open_flags.remove(index);
                if open.logged {
                    let how = match acted_on {
                        Some(flag) if flag != number && how == Resolution::Suggestion => Resolution::Edited,
                        _ => how,
                    };
                    self.happenings.push((at, resolved(&open, how, at)));
                }
            }
        }
        for flag in difference.moved {
            if let Some(number) = self.numbers.get(&flag.id) {
                answer.moved.push(Flag { id: *number, ..flag });
            }
        }
        answer.raised = self.show(difference.raised, at);
        answer
    }

    fn log_raised(&mut self, number: u32, at: u64) {
        let Some(flag) = self.flags().find(|flag| flag.id == number).or_else(|| {
            // A flag that this very change took away is known by its kept state only.
            let open = self.state.open_flags.iter().find(|open| open.flag == number)?;
            Some(Flag { id: number, rule: open.rule.clone(), severity: open.severity, ..Flag::default() })
        }) else {
            return;
        };
        let guide = self.session.checker().guide().clone();
        let quotes = self.quotes;
        let Some(open) = self.state.open_flags.iter_mut().find(|open| open.flag == number) else { return };
        if std::mem::replace(&mut open.logged, true) {
            return;
        }
        let (owner, verdict) =
            guide.rule(&flag.rule).map(|rule| (rule.owner.clone(), rule.verdict)).unwrap_or_default();
        self.dirty = true;
        self.state.had_flags |= flag.severity >= Severity::Warning;
        self.happenings.push((
            at.min(open.raised_at),
            EventKind::FlagRaised {
                flag: number,
                rule: flag.rule.clone(),
                owner,
                verdict,
                severity: flag.severity,
                length: open.length,
                fingerprint: open.fingerprint.clone(),
                quote: (quotes && !flag.quote.is_empty()).then(|| flag.quote.clone()),
            },
        ));
    }

    fn quote_key(&self, quote: &str) -> String {
        fingerprint(&self.key, &[quote])
    }

    /// Tells one flag from its equals by the words around it.
    fn context_key(&self, flag: &Flag) -> String {
        let text = self.blocks.as_slice().iter().find(|block| block.id == flag.block).map_or("", |block| &block.text);
        let units: Vec<u16> = text.encode_utf16().collect();
        let (start, end) = (flag.span.start as usize, flag.span.end as usize);
        let before = String::from_utf16_lossy(&units[start.saturating_sub(CONTEXT)..start.min(units.len())]);
        let after = String::from_utf16_lossy(&units[end.min(units.len())..(end + CONTEXT).min(units.len())]);
        fingerprint(&self.key, &[&flag.rule, &flag.quote, &before, &after])
    }
}

/// Ends a draft's visit as of its last sign of life: the burst that was open, and the draft itself.
pub(super) fn end_visit(state: &mut DraftState) -> Vec<Happening> {
    let mut happenings = Vec::new();
    if let Some(burst) = state.burst.take() {
        happenings.push((burst.last(), burst.into_event()));
    }
    if std::mem::replace(&mut state.open, false) {
        let open_flags = u32::try_from(state.open_flags.len()).unwrap_or(u32::MAX);
        let (characters, words) = (state.characters, state.words);
        happenings.push((state.updated_at, EventKind::DraftClosed { characters, words, open_flags }));
    }
    happenings
}

fn resolved(open: &OpenFlag, how: Resolution, at: u64) -> EventKind {
    EventKind::FlagResolved {
        flag: open.flag,
        rule: open.rule.clone(),
        how,
        open_ms: at.saturating_sub(open.raised_at),
    }
}

fn block_key(key: &[u8], text: &str) -> (String, u32) {
    (fingerprint(key, &[text]), utf16_len(text))
}

/// How much a change put in and took out, in UTF-16 units.
#[derive(Clone, Copy, Debug, Default)]
struct Touched {
    inserted: u32,
    deleted: u32,
    in_ai: u32,
}

impl Touched {
    fn add(&mut self, other: Self) {
        self.inserted += other.inserted;
        self.deleted += other.deleted;
        self.in_ai += other.in_ai;
    }
}

/// Carries the origin runs of `removed` blocks over to the `inserted` ones that took their place. The blocks on
/// either side are laid end to end, one unit between two, so that a split, a join and an edit are the same thing.
fn carry(origins: &mut Vec<OriginRuns>, at: usize, removed: &[Block], inserted: &[Block], origin: Origin) -> Touched {
    let end_to_end = |blocks: &[Block]| blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
    let (old, new) = (end_to_end(removed), end_to_end(inserted));
    let mut runs = OriginRuns::join(origins.splice(at..at + removed.len(), std::iter::empty()), Origin::Unknown);
    let mut touched = Touched::default();
    // From the last to the first, so that each edit's offsets still hold.
    for edit in diff(&old, &new).into_iter().rev() {
        touched.deleted += edit.removed;
        touched.inserted += edit.inserted;
        touched.in_ai += runs.within(edit.start, edit.removed, Origin::Ai);
        let amid_ai = edit.start > 0
            && runs.within(edit.start - 1, 1, Origin::Ai) == 1
            && runs.within(edit.start + edit.removed, 1, Origin::Ai) == 1;
        if amid_ai {
            touched.in_ai += edit.inserted;
        }
        runs.apply(edit.start, edit.removed, edit.inserted, origin);
    }
    let mut rest = runs;
    for (index, block) in inserted.iter().enumerate() {
        let tail = rest.split(utf16_len(&block.text));
        origins.insert(at + index, rest);
        rest = tail;
        rest.apply(0, 1.min(rest.len()), 0, Origin::Unknown);
    }
    touched
}
