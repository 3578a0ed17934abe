//! A field whose rules get the data they lacked. Flags that stay are the same flags, in the log as for the client;
//! never logs a flag as gone only because nothing could look for it.

use super::{Answer, Field, resolved};
use crate::check::{Checker, Flag, FlagId, Place, Session};
use crate::rework::{OpenFlag, Resolution};
use crate::text::{BlockId, Span};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

/// Where a flag stands: the text is the same before and after, and so is this.
fn stand(flag: &Flag) -> (String, BlockId, Span) {
    (flag.rule.clone(), flag.block, flag.span)
}

impl Field {
    /// Judges the same text under the same guide, by a checker that now has more of its data. Tells only what differs.
    pub fn equip(&mut self, checker: Arc<Checker>, place: Place, at: u64) -> Answer {
        let mut before: HashMap<_, VecDeque<FlagId>> = HashMap::new();
        for flag in self.session.flags() {
            before.entry(stand(&flag)).or_default().push_back(flag.id);
        }
        self.session = Session::new(checker, place);
        self.session.splice(0, 0, self.text.blocks());
        let found = self.session.settle().raised;
        if self.is_catching_up() {
            return Answer::default();
        }
        let mut gone: BTreeSet<u32> = before.values().flatten().filter_map(|id| self.flags.number(*id)).collect();
        let (mut same, mut aside, mut fresh) = (Vec::new(), Vec::new(), Vec::new());
        for flag in found {
            match before.get_mut(&stand(&flag)).and_then(VecDeque::pop_front) {
                Some(id) => match self.flags.number(id) {
                    Some(number) => same.push((number, flag)),
                    None => aside.push(flag.id),
                },
                None => fresh.push(flag),
            }
        }
        self.flags.clear_all();
        for (number, flag) in same {
            gone.remove(&number);
            self.flags.show(number, flag);
        }
        aside.into_iter().for_each(|id| self.flags.hide(id));
        // A flag that gives way to one the data brought: no writer did it.
        for open in gone.iter().filter_map(|number| self.flags.remove(*number)).filter(|open| open.logged) {
            self.happenings.push((at, resolved(&open, Resolution::GuideChanged, at)));
        }
        let mut answer = self.reconcile(fresh, at, true);
        answer.cleared.extend(gone);
        answer
    }

    /// Keeps open those of the flags whose rules have no data to look for them, and gives back the others.
    pub(super) fn keep_waiting(&mut self, flags: Vec<OpenFlag>) -> Vec<OpenFlag> {
        if flags.is_empty() {
            return flags;
        }
        let checker = self.session.checker().clone();
        let blind: BTreeSet<&str> = checker.missing().into_iter().flat_map(|(_, rules)| rules).collect();
        let (waiting, others) = flags.into_iter().partition(|open| blind.contains(open.rule.as_str()));
        let waiting: Vec<OpenFlag> = waiting;
        waiting.into_iter().for_each(|open| self.flags.insert(open));
        others
    }
}
