//! One open field: its text, the flags on it, where its text came from, and the events that follow.
//! Never answers a port itself; says what changed and leaves the sending to the engine.

mod bursts;
mod effort;
mod equip;
mod flags;
mod origin;
mod passage;
mod text;

use super::{Caret, Cause};
use crate::check::{Checker, Flag, FlagDifference, Place, Session};
use crate::guide::{Severity, Surface, Verdict};
use crate::rework::{
    BlockState, Copies, DismissReason, DraftState, DraftWrite, EventKind, Evidence, OpenFlag, Origin, Resolution,
    markup_names,
};
use crate::text::{Block, Change, ChangeError};
pub(super) use bursts::end_visit;
pub(super) use effort::Measure;
use flags::Flags;
use origin::Means;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use text::{Text, Touched};

/// A flag must have stood this long before the log speaks of it, so that half-typed words leave no trace.
pub(super) const RIPE_AFTER_MS: u64 = 1_000;

/// One event's time and content; the engine adds what all events of a draft share.
pub(super) type Happening = (u64, EventKind);

/// An open field.
#[derive(Debug)]
pub(super) struct Field {
    /// What is kept of the draft, but for its blocks and open flags.
    pub state: DraftState,
    text: Text,
    session: Session,
    flags: Flags,
    /// While messages that are part of the kept state already are still to come again: the blocks as they were kept.
    catching_up: Option<Vec<BlockState>>,
    /// Whether what is stored is to be replaced as a whole, since it does not come of what is here.
    write_all: bool,
    /// Whether the kept state differs from the stored one.
    pub dirty: bool,
    /// When the engine heard of the field.
    heard_at: u64,
    /// Waits to be logged.
    happenings: Vec<Happening>,
    /// Whether flagged text is kept in the log.
    pub quotes: bool,
    /// The last revision the client told.
    pub revision: u32,
    /// The language that the page says is written in the field.
    pub language: Option<String>,
    /// The AI tool that the guide knows where the field stands.
    assistant: Option<String>,
    /// Generations whose words are not written as they are now.
    given_unwritten: BTreeSet<u32>,
    /// Efforts that are to be measured.
    measures: Vec<Measure>,
    /// A gap between edits that is longer is a pause.
    touch_gap: u64,
    /// Where a field was opened empty, the blocks that were kept: a page may bring its text back by a script.
    emptied: Option<Vec<BlockState>>,
}

/// What a message did to a field, as the client should hear it.
pub(super) type Answer = FlagDifference;

/// The person's inputs that a change gathers: when the first and the last were, how many, and where the caret is now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inputs {
    pub from: u64,
    pub to: u64,
    pub keys: u32,
    pub caret: Option<Caret>,
}

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
    /// The language that the page says it is written in.
    pub language: Option<String>,
    /// The AI tool that the guide knows there.
    pub assistant: Option<String>,
    /// A gap between edits that is longer is a pause.
    pub touch_gap: u64,
}

impl Field {
    /// Opens a field on a draft whose kept state is `state` (made anew where none was kept).
    /// `key` is the installation's, for fingerprints.
    pub fn open(
        checker: Arc<Checker>,
        place: Place,
        mut state: DraftState,
        opening: Opening,
        key: &[u8],
        quotes: bool,
    ) -> (Self, Answer) {
        let Opening { client, n, resumed, at, heard_at, blocks, language, assistant, touch_gap } = opening;
        let mut session = Session::new(checker, place);
        session.splice(0, 0, &blocks);
        let raised = session.settle().raised;
        let known = state.client == client && (resumed || n <= state.last_n);
        let kept = std::mem::take(&mut state.blocks);
        let (tracked, removed) = (std::mem::take(&mut state.tracked), std::mem::take(&mut state.removed));
        let before = if known { Vec::new() } else { kept.clone() };
        let (mut text, in_step) = Text::new(blocks, &kept, tracked, removed, key);
        text.tracker.use_longest_gap(touch_gap);
        let mut field = Self {
            flags: Flags::new(std::mem::take(&mut state.open_flags)),
            state,
            text,
            session,
            catching_up: (known && !in_step).then_some(kept),
            write_all: true,
            dirty: true,
            heard_at,
            happenings: Vec::new(),
            quotes,
            revision: 0,
            language,
            assistant,
            touch_gap,
            given_unwritten: BTreeSet::new(),
            measures: Vec::new(),
            emptied: None,
        };
        if !known {
            // A burst or flags left open by a client that never came back belong to the draft's earlier visit.
            let open_flags = field.flags.len();
            field.happenings.extend(end_visit(&mut field.state, open_flags));
            field.state.client = client;
            field.state.last_n = n;
            field.state.changed_at = heard_at;
            if field.text.blocks().iter().all(|block| block.text.trim().is_empty()) {
                // An empty field is the beginning of another draft: what was ignored in the last one counts again.
                field.state.set_aside.clear();
                field.state.silenced_rules.clear();
                // The page may still bring back what stood there.
                field.emptied = Some(before);
            }
        }
        if !field.state.open {
            field.state.open = true;
            let (characters, words) = field.text.size();
            field.happenings.push((at, EventKind::DraftOpened { characters, words }));
        }
        field.state.updated_at = field.state.updated_at.max(at);
        let answer = if field.catching_up.is_some() { Answer::default() } else { field.reconcile(raised, at, known) };
        (field, answer)
    }

    /// When the text last changed.
    pub fn changed_at(&self) -> u64 {
        self.state.changed_at
    }

    /// Whether the field waits for messages it has counted before its background was stopped.
    pub fn is_catching_up(&self) -> bool {
        self.catching_up.is_some()
    }

    /// Gives up waiting for messages that are part of the kept state, and takes the text as it is.
    pub fn stop_catching_up(&mut self, at: u64) -> Answer {
        if let Some(kept) = self.catching_up.take() {
            self.text.realign(&kept);
        }
        self.write_all = true;
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
        Inputs { from, to, keys, caret }: Inputs,
        changes: &[Change],
        copies: &Copies,
    ) -> Result<Answer, ChangeError> {
        let counted = n <= self.state.last_n;
        let mut answer = Answer::default();
        if self.catching_up.is_some() && !counted {
            answer = self.stop_catching_up(from);
        }
        if !matches!(cause, Cause::Script) && !counted {
            self.log_generations(u64::MAX);
            if self.emptied.take().is_some() {
                self.begin_anew();
            }
        }
        let mut origin = match cause {
            Cause::Typed => Origin::Typed,
            Cause::Pasted | Cause::PastedMarkup { .. } => Origin::Pasted,
            Cause::Suggestion { .. } => Origin::Suggestion,
            Cause::Module { .. } => Origin::Module,
            // What undo brings back and what a script writes came in some other way, which is not known here.
            Cause::History | Cause::Script => Origin::Unknown,
        };
        let markup = match cause {
            Cause::PastedMarkup { markup } => markup_names(markup),
            _ => None,
        };
        let means = match (cause, &self.assistant) {
            _ if counted => Means::Maybe(origin),
            (Cause::Pasted | Cause::PastedMarkup { .. }, _) => Means::Pasted { copies, markup },
            (Cause::Script, Some(assistant)) if self.state.surface == Surface::Draft => Means::Script { assistant },
            (Cause::Script, _) => Means::Maybe(origin),
            (Cause::History, _) => Means::Undone,
            _ => Means::Known(origin),
        };
        // What is part of the kept state already moves the text alone.
        let means = self.catching_up.is_none().then_some(means);
        let evidence = means.map_or(Evidence::Told, |means| means.evidence());
        let (mut touched, mut came) = (Touched::default(), Vec::new());
        for change in changes {
            let (splice, each) = self.text.apply(change, means, caret, to, &mut came)?;
            touched.add(each);
            let inserted = &self.text.blocks()[splice.at..splice.at + splice.inserted];
            self.session.splice(splice.at, splice.removed.len(), inserted);
        }
        if let Some(kept) = self.emptied.take() {
            self.text.realign(&kept);
            if self.text.tracker.runs().count(|stamp| stamp.origin != Origin::Unknown) == 0 {
                self.begin_anew();
            }
        }
        if !came.is_empty() || (self.text.is_streaming() && matches!(cause, Cause::Script)) {
            origin = Origin::Ai;
        }
        let difference = self.session.settle();
        if counted && self.catching_up.is_some() {
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
        self.state.changed_at = to;
        self.dirty = true;
        self.account(cause, origin, from, to, keys, touched);
        self.note_generations(&came, evidence);
        self.note_shipping(touched);
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
        let Some(rule) = self.flags.get(flag).map(|open| open.rule.clone()) else { return answer };
        self.log_raised(flag, at);
        self.happenings.push((at, EventKind::FlagDismissed { flag, rule: rule.clone(), reason, whole_rule }));
        let gone = if whole_rule {
            self.state.silenced_rules.push(rule.clone());
            self.flags.of_rule(&rule)
        } else {
            self.flags.shown(flag).map(|(id, _)| (flag, *id)).into_iter().collect()
        };
        if !whole_rule && let Some((_, shown)) = self.flags.shown(flag) {
            self.state.set_aside.push(self.text.context_key(shown));
        }
        for (number, id) in gone {
            self.flags.hide(id);
            self.flags.remove(number);
            answer.cleared.push(number);
        }
        answer
    }

    /// Logs that a flag was sent up its route, and gives back the flag for the contact to be filled in.
    pub fn escalate(&mut self, n: u32, flag: u32, at: u64) -> Option<Flag> {
        if !self.counts(n, at) {
            return None;
        }
        let (_, found) = self.flags.shown(flag)?.clone();
        if !self.flags.escalate(flag) {
            return None;
        }
        let checker = self.session.checker().clone();
        let rule = checker.rule(&found.rule)?;
        let route = checker.guide().route(rule.route.as_deref()?)?;
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
        self.measure(at);
        self.end_visit(at);
    }

    /// From now on a gap between edits that is longer is a pause.
    pub fn use_touch_gap(&mut self, touch_gap: u64) {
        self.touch_gap = touch_gap;
        self.text.tracker.use_longest_gap(touch_gap);
    }

    /// Puts another guide in force, which may know an AI tool there.
    pub fn use_checker(&mut self, checker: Arc<Checker>, place: Place, assistant: Option<String>, at: u64) -> Answer {
        self.assistant = assistant;
        let mut answer = Answer::default();
        self.ripen(u64::MAX, at);
        for open in self.flags.take_all() {
            self.happenings.push((at, resolved(&open, Resolution::GuideChanged, at)));
            answer.cleared.push(open.flag);
        }
        self.flags.clear_all();
        self.session = Session::new(checker, place);
        self.session.splice(0, 0, self.text.blocks());
        let raised = self.session.settle().raised;
        answer.raised = self.show(raised, at);
        self.dirty = true;
        answer
    }

    /// Logs what time alone makes true: a burst that is over, flags that have stood long enough, a draft that has
    /// become clean. `now` is the time, `at` what such events are stamped with.
    pub fn ripen(&mut self, now: u64, at: u64) {
        if self.catching_up.is_some() {
            return;
        }
        if self.burst_ends_at().is_some_and(|at| at <= now) {
            self.end_burst();
        }
        self.log_generations(now);
        if self.text.is_streaming() {
            // What a tool is still writing is judged, but the log speaks of its flags when it speaks of it.
            return;
        }
        for (raised_at, flag) in self.flags.ripe(now) {
            self.log_raised(flag, raised_at);
        }
        let clean_at = self.state.changed_at.saturating_add(RIPE_AFTER_MS);
        if self.state.had_flags && self.flags.is_clean() && clean_at <= now {
            self.state.had_flags = false;
            self.dirty = true;
            let (characters, words) = self.text.size();
            self.happenings.push((at.min(clean_at), EventKind::CheckedClean { characters, words }));
        }
    }

    /// When [`Field::ripen`] should be called next.
    pub fn ripens_at(&self) -> Option<u64> {
        let burst = self.burst_ends_at();
        if let Some(ends_at) = self.text.streams_until() {
            return Some(burst.map_or(ends_at, |burst| burst.min(ends_at)));
        }
        let flag = self.flags.ripens_at();
        let clean = (self.state.had_flags && self.flags.is_clean()).then_some(self.state.changed_at + RIPE_AFTER_MS);
        let catching_up = self.catching_up.is_some().then_some(self.heard_at + RIPE_AFTER_MS);
        burst.into_iter().chain(flag).chain(clean).chain(catching_up).min()
    }

    /// Takes what waits to be logged, in order of time.
    pub fn take_happenings(&mut self) -> Vec<Happening> {
        let mut happenings = std::mem::take(&mut self.happenings);
        happenings.sort_by_key(|(at, _)| *at);
        happenings
    }

    /// What is to be stored so that the kept state is as it is now.
    pub fn write(&mut self) -> DraftWrite {
        self.dirty = false;
        (self.state.characters, self.state.words) = self.text.size();
        let whole = std::mem::take(&mut self.write_all);
        if self.catching_up.is_some() {
            return DraftWrite::whole(self.whole_state());
        }
        let mut pieces = BTreeMap::new();
        self.state.block_pieces = self.text.write(whole, &mut pieces);
        self.flags.write(whole, &mut pieces);
        self.write_given(whole, &mut pieces);
        if whole {
            pieces.retain(|_, piece| piece.is_some());
        }
        let given = std::mem::take(&mut self.state.given);
        let head = DraftState { tracked: self.text.tracker.head(), ..self.state.clone() };
        self.state.given = given;
        DraftWrite { head, whole, pieces }
    }

    /// The kept state with everything in it.
    pub fn whole_state(&mut self) -> DraftState {
        (self.state.characters, self.state.words) = self.text.size();
        let blocks = self.catching_up.clone().unwrap_or_else(|| self.text.states());
        DraftState {
            open_flags: self.flags.states(),
            blocks,
            block_pieces: Vec::new(),
            tracked: self.text.tracker.head(),
            removed: self.text.tracker.removed().clone(),
            ..self.state.clone()
        }
    }

    /// How many flags are shown, and the strictest verdict among them.
    pub fn count(&self) -> (u32, Verdict) {
        self.flags.count()
    }

    /// The flags that are shown, in document order, under their numbers in the draft.
    pub fn flags(&self) -> impl Iterator<Item = Flag> + '_ {
        self.session.flags().filter_map(|flag| Some(Flag { id: self.flags.number(flag.id)?, ..flag }))
    }

    /// Rules that could not look at all of the text, since the budget of a pattern was spent.
    pub fn spent(&self) -> Vec<&str> {
        self.session.spent()
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

    /// Numbers the flags found in a draft that is opened: those that were open keep their numbers, those that are
    /// gone were edited away in between.
    fn reconcile(&mut self, found: Vec<Flag>, at: u64, same_visit: bool) -> Answer {
        let mut left: HashMap<(String, String), VecDeque<OpenFlag>> = HashMap::new();
        for open in self.flags.take_unseen() {
            left.entry((open.rule.clone(), open.fingerprint.clone())).or_default().push_back(open);
        }
        let mut answer = Answer::default();
        let mut fresh = Vec::new();
        for flag in found {
            let same = match left.is_empty() {
                true => None,
                false => left.get_mut(&(flag.rule.clone(), self.text.quote_key(&flag.quote))),
            };
            match same.and_then(VecDeque::pop_front) {
                Some(open) => {
                    answer.raised.push(self.flags.show(open.flag, flag));
                    self.flags.insert(open);
                }
                None => fresh.push(flag),
            }
        }
        let mut left: Vec<OpenFlag> = left.into_values().flatten().collect();
        left.sort_by_key(|open| open.flag);
        for open in self.keep_waiting(left) {
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
                || (!self.state.set_aside.is_empty() && self.state.set_aside.contains(&self.text.context_key(&flag)))
            {
                self.flags.hide(flag.id);
                continue;
            }
            self.state.next_flag += 1;
            let number = self.state.next_flag;
            self.flags.insert(OpenFlag {
                flag: number,
                rule: flag.rule.clone(),
                severity: flag.severity,
                fingerprint: self.text.quote_key(&flag.quote),
                length: flag.span.len(),
                raised_at: at,
                ..OpenFlag::default()
            });
            shown.push(self.flags.show(number, flag));
        }
        shown
    }

    /// Turns the session's difference into the client's, and logs what it means.
    fn follow(&mut self, difference: FlagDifference, at: u64, how: Resolution, acted_on: Option<u32>) -> Answer {
        let mut answer = Answer::default();
        for id in difference.cleared {
            let Some(number) = self.flags.clear(id) else { continue };
            answer.cleared.push(number);
            if let Some(open) = self.flags.remove(number).filter(|open| open.logged) {
                let how = match acted_on {
                    Some(flag) if flag != number && how == Resolution::Suggestion => Resolution::Edited,
                    _ => how,
                };
                self.happenings.push((at, resolved(&open, how, at)));
            }
        }
        answer.moved = difference.moved.into_iter().filter_map(|flag| self.flags.moved(flag)).collect();
        answer.raised = self.show(difference.raised, at);
        answer
    }

    fn log_raised(&mut self, number: u32, at: u64) {
        if !self.flags.log(number) {
            return;
        }
        let Some(open) = self.flags.get(number) else { return };
        // A flag that this very change took away is known by its kept state only.
        let quote = self.flags.shown(number).map(|(_, flag)| flag.quote.clone());
        let rule = self.session.checker().rule(&open.rule);
        let (owner, verdict) = rule.map(|rule| (rule.owner.clone(), rule.verdict)).unwrap_or_default();
        self.dirty = true;
        self.state.had_flags |= open.severity >= Severity::Warning;
        self.happenings.push((
            at.min(open.raised_at),
            EventKind::FlagRaised {
                flag: number,
                rule: open.rule.clone(),
                owner,
                verdict,
                severity: open.severity,
                length: open.length,
                fingerprint: open.fingerprint.clone(),
                quote: quote.filter(|quote| self.quotes && !quote.is_empty()),
            },
        ));
    }
}

fn resolved(open: &OpenFlag, how: Resolution, at: u64) -> EventKind {
    EventKind::FlagResolved {
        flag: open.flag,
        rule: open.rule.clone(),
        how,
        open_ms: at.saturating_sub(open.raised_at),
    }
}
