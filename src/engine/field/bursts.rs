//! What the log is told of edits: those of one kind that follow each other closely as one burst, acts of their own at once.
//! Loses none when a visit ends.

use super::text::Touched;
use super::{Cause, Field, Happening};
use crate::rework::{Burst, DraftState, EventKind, Origin};

/// When the background was stopped, what it had not kept is said again right after it hears of the field, and may go on
/// with a burst that would be over by then.
const SAID_AGAIN_WITHIN_MS: u64 = 50;

impl Field {
    /// Adds a change to the burst of its kind, or to the events at once where it is an act of its own.
    pub(super) fn account(&mut self, cause: &Cause, origin: Origin, from: u64, to: u64, keys: u32, touched: Touched) {
        let Touched { inserted, deleted, in_ai, position } = touched;
        match cause {
            Cause::Suggestion { flag, choice } => {
                let open = self.flags.get(*flag);
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
                    .get_or_insert_with(|| Burst::begin(origin, from, self.touch_gap))
                    .add(from, to, position, keys, inserted, deleted, in_ai);
            }
        }
    }

    /// When the burst under way is over, unless it is gone on with.
    pub(super) fn burst_ends_at(&self) -> Option<u64> {
        let burst = self.state.burst.as_ref()?;
        Some(burst.closes_at().max(self.heard_at + SAID_AGAIN_WITHIN_MS))
    }

    pub(super) fn end_burst(&mut self) {
        if let Some(burst) = self.state.burst.take() {
            self.happenings.push((burst.last(), burst.into_event()));
            self.dirty = true;
        }
    }

    pub(super) fn end_visit(&mut self, at: u64) {
        (self.state.characters, self.state.words) = self.text.size();
        self.state.updated_at = self.state.updated_at.max(at);
        self.happenings.extend(end_visit(&mut self.state, self.flags.len()));
        self.dirty = true;
    }
}

/// Ends a draft's visit as of its last sign of life, with so many flags open: the burst that was open, and the draft
/// itself.
pub(in crate::engine) fn end_visit(state: &mut DraftState, open_flags: usize) -> Vec<Happening> {
    let mut happenings = Vec::new();
    if let Some(burst) = state.burst.take() {
        happenings.push((burst.last(), burst.into_event()));
    }
    if std::mem::replace(&mut state.open, false) {
        let open_flags = u32::try_from(open_flags).unwrap_or(u32::MAX);
        let (characters, words) = (state.characters, state.words);
        happenings.push((state.updated_at, EventKind::DraftClosed { characters, words, open_flags }));
    }
    happenings
}
