//! The flags of a field: which are shown under which number, which are set aside, and which the log speaks of. Counts
//! are kept as flags come and go, so that nobody walks through all of them at a key.

use super::RIPE_AFTER_MS;
use crate::check::{Flag, FlagId};
use crate::guide::{Severity, Verdict};
use crate::rework::{FLAGS_A_PIECE, OpenFlag, Piece, PieceId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Flags by their number in the draft.
#[derive(Debug, Default)]
pub(in crate::engine) struct Flags {
    open: BTreeMap<u32, OpenFlag>,
    /// The draft's number of each flag of the session's that is shown.
    numbers: HashMap<FlagId, u32>,
    /// Shown flags as the client has them.
    shown: HashMap<u32, (FlagId, Flag)>,
    /// Flags that are set aside.
    hidden: HashSet<FlagId>,
    /// Those the log does not speak of yet, by when they were raised.
    unripe: BTreeSet<(u64, u32)>,
    /// Open flags of severity warning or above.
    severe: usize,
    /// Shown flags of each verdict, from the mildest.
    verdicts: [u32; 4],
    unwritten: BTreeSet<PieceId>,
}

impl Flags {
    /// Flags that were open when the draft was last seen.
    pub fn new(open: Vec<OpenFlag>) -> Self {
        let mut flags = Self::default();
        for flag in open {
            flags.insert(flag);
        }
        flags
    }

    /// Opens a flag.
    pub fn insert(&mut self, flag: OpenFlag) {
        self.unwritten.insert(PieceId::of_flag(flag.flag));
        self.severe += usize::from(flag.severity >= Severity::Warning);
        if !flag.logged {
            self.unripe.insert((flag.raised_at, flag.flag));
        }
        if let Some(old) = self.open.insert(flag.flag, flag) {
            self.forget(&old);
        }
    }

    /// Closes a flag.
    pub fn remove(&mut self, number: u32) -> Option<OpenFlag> {
        let flag = self.open.remove(&number)?;
        self.unwritten.insert(PieceId::of_flag(number));
        self.unripe.remove(&(flag.raised_at, number));
        self.forget(&flag);
        Some(flag)
    }

    fn forget(&mut self, flag: &OpenFlag) {
        self.severe -= usize::from(flag.severity >= Severity::Warning);
    }

    /// Closes all flags, in the order of their numbers.
    pub fn take_all(&mut self) -> Vec<OpenFlag> {
        self.unwritten.extend(self.open.keys().map(|number| PieceId::of_flag(*number)));
        self.unripe.clear();
        self.severe = 0;
        std::mem::take(&mut self.open).into_values().collect()
    }

    /// Closes all flags that are not shown, in the order of their numbers.
    pub fn take_unseen(&mut self) -> Vec<OpenFlag> {
        if self.shown.is_empty() {
            return self.take_all();
        }
        let unseen: Vec<u32> = self.open.keys().filter(|number| !self.shown.contains_key(number)).copied().collect();
        unseen.into_iter().filter_map(|number| self.remove(number)).collect()
    }

    /// An open flag.
    pub fn get(&self, number: u32) -> Option<&OpenFlag> {
        self.open.get(&number)
    }

    /// How many are open.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// All that are open, in the order of their numbers.
    pub fn states(&self) -> Vec<OpenFlag> {
        self.open.values().cloned().collect()
    }

    /// Notes that the log speaks of a flag; false where it did already, or the flag is not open.
    pub fn log(&mut self, number: u32) -> bool {
        self.mark(number, |flag| &mut flag.logged)
    }

    /// Notes that a flag was sent up its route; false where it was already, or the flag is not open.
    pub fn escalate(&mut self, number: u32) -> bool {
        self.mark(number, |flag| &mut flag.escalated)
    }

    fn mark(&mut self, number: u32, which: impl Fn(&mut OpenFlag) -> &mut bool) -> bool {
        let Some(flag) = self.open.get_mut(&number) else { return false };
        let new = !std::mem::replace(which(flag), true);
        if new {
            self.unwritten.insert(PieceId::of_flag(number));
        }
        if flag.logged {
            self.unripe.remove(&(flag.raised_at, number));
        }
        new
    }

    /// When the next flag will have stood long enough for the log to speak of it.
    pub fn ripens_at(&self) -> Option<u64> {
        self.unripe.first().map(|(raised_at, _)| raised_at.saturating_add(RIPE_AFTER_MS))
    }

    /// Those that have stood long enough by `now` and are not logged, with when they were raised.
    pub fn ripe(&self, now: u64) -> Vec<(u64, u32)> {
        let ripe = self.unripe.iter().take_while(|(raised_at, _)| raised_at.saturating_add(RIPE_AFTER_MS) <= now);
        ripe.copied().collect()
    }

    /// Whether no open flag is of severity warning or above.
    pub fn is_clean(&self) -> bool {
        self.severe == 0
    }

    /// Shows a flag of the session's under a number, and gives it as the client is told of it.
    pub fn show(&mut self, number: u32, flag: Flag) -> Flag {
        self.numbers.insert(flag.id, number);
        let told = Flag { id: number, ..flag.clone() };
        self.verdicts[told.verdict as usize] += 1;
        self.shown.insert(number, (flag.id, told.clone()));
        told
    }

    /// A shown flag has moved; none where it is not shown.
    pub fn moved(&mut self, flag: Flag) -> Option<Flag> {
        let number = *self.numbers.get(&flag.id)?;
        let told = Flag { id: number, ..flag };
        self.shown.get_mut(&number)?.1 = told.clone();
        Some(told)
    }

    /// Takes a flag of the session's that is gone out of sight: its number, if it was shown.
    pub fn clear(&mut self, id: FlagId) -> Option<u32> {
        self.hidden.remove(&id);
        let number = self.numbers.remove(&id)?;
        if let Some((_, flag)) = self.shown.remove(&number) {
            self.verdicts[flag.verdict as usize] -= 1;
        }
        Some(number)
    }

    /// Sets a flag of the session's aside.
    pub fn hide(&mut self, id: FlagId) {
        self.clear(id);
        self.hidden.insert(id);
    }

    /// Takes every flag out of sight.
    pub fn clear_all(&mut self) {
        self.numbers.clear();
        self.shown.clear();
        self.hidden.clear();
        self.verdicts = [0; 4];
    }

    /// A shown flag as the client has it, and the session's id of it.
    pub fn shown(&self, number: u32) -> Option<&(FlagId, Flag)> {
        self.shown.get(&number)
    }

    /// Numbers and session's ids of the shown flags of a rule, in the order of their numbers.
    pub fn of_rule(&self, rule: &str) -> Vec<(u32, FlagId)> {
        let of_rule = self.shown.iter().filter(|(_, (_, flag))| flag.rule == rule);
        let mut found: Vec<(u32, FlagId)> = of_rule.map(|(number, (id, _))| (*number, *id)).collect();
        found.sort_unstable();
        found
    }

    /// The draft's number of a flag of the session's.
    pub fn number(&self, id: FlagId) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// How many are shown, and the strictest verdict among them.
    pub fn count(&self) -> (u32, Verdict) {
        let ladder = [Verdict::Allow, Verdict::Prefer, Verdict::Escalate, Verdict::Restrict];
        let strictest = ladder.into_iter().rev().find(|verdict| self.verdicts[*verdict as usize] > 0);
        (self.verdicts.iter().sum(), strictest.unwrap_or_default())
    }

    /// Gives the pieces that changed since this was last asked, or all.
    pub fn write(&mut self, all: bool, into: &mut BTreeMap<PieceId, Option<Piece>>) {
        let mut pieces = std::mem::take(&mut self.unwritten);
        if all {
            pieces = self.open.keys().map(|number| PieceId::of_flag(*number)).collect();
        }
        for id in pieces {
            let PieceId::Flags(piece) = id else { continue };
            let numbers = piece * FLAGS_A_PIECE..(piece + 1).saturating_mul(FLAGS_A_PIECE);
            let flags: Vec<OpenFlag> = self.open.range(numbers).map(|(_, flag)| flag.clone()).collect();
            into.insert(id, (!flags.is_empty()).then_some(Piece::Flags(flags)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Counts and pieces kept along the way are those of what is open in the end.
        #[test]
        fn counts_and_pieces_are_those_of_the_open_flags(steps in prop::collection::vec((0u32..200, 0u8..4, any::<bool>()), 0..120)) {
            let mut flags = Flags::default();
            let mut stored: BTreeMap<PieceId, Option<Piece>> = BTreeMap::new();
            for (number, step, severe) in steps {
                let severity = if severe { Severity::Error } else { Severity::Suggestion };
                match step {
                    0 | 1 if flags.get(number).is_none() => {
                        flags.insert(OpenFlag { flag: number, severity, raised_at: u64::from(number), ..OpenFlag::default() });
                    }
                    2 => drop(flags.log(number)),
                    3 => drop(flags.remove(number)),
                    _ => flags.write(false, &mut stored),
                }
            }
            flags.write(false, &mut stored);
            let open = flags.states();
            let read: Vec<OpenFlag> = stored.into_values().flatten().flat_map(|piece| match piece {
                Piece::Flags(flags) => flags,
                _ => Vec::new(),
            }).collect();
            prop_assert_eq!(&read, &open);
            prop_assert_eq!(flags.is_clean(), open.iter().all(|flag| flag.severity < Severity::Warning));
            let ripe: Vec<u32> = flags.ripe(u64::MAX).into_iter().map(|(_, number)| number).collect();
            prop_assert_eq!(ripe, open.iter().filter(|flag| !flag.logged).map(|flag| flag.flag).collect::<Vec<_>>());
        }
    }
}
