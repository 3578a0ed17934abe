//! Several logs as one: no event counts twice, what is missing is told, a span of time and a cut by group are the
//! reader's choice.

use super::super::Event;
use super::crowd::{Crowds, Withheld};
use super::cut::{Cut, Viewer, shown};
use super::persons::Persons;
use super::position::Positions;
use super::score::{Scorecard, Settings};
use super::tally::Tally;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// A span of time in epoch milliseconds: from `from`, before `to`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Span {
    /// Its beginning; none for all there is.
    pub from: Option<u64>,
    /// Its end, not itself in it; none for all there is.
    pub to: Option<u64>,
}

impl Span {
    /// Whether a time is in it.
    pub fn holds(&self, at: u64) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }
}

/// Two folds saw the same event and cannot be merged: its id. Add the events of both to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap(pub String);

/// Events of several logs, added in any order, each as often as it comes.
///
/// Gaps are looked for in all events given; everything else counts those in the span.
///
/// ```
/// use housestyle::rework::scorecard::{Fold, Settings};
/// let fold = Fold::default();
/// assert_eq!(fold.scorecard(&Settings::default()).value("events", "", ""), Some(0.0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Fold {
    ids: HashSet<Id>,
    positions: Positions,
    span: Span,
    cut: Option<Cut>,
    whole: Tally,
    groups: BTreeMap<String, Tally>,
    crowds: Crowds,
    persons: Persons,
    newer: BTreeMap<String, u64>,
}

/// An id in as few bytes as it needs: 16 for a UUID in its usual form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Id {
    Uuid([u8; 16]),
    Other(Box<str>),
}

impl Id {
    fn new(id: &str) -> Self {
        match uuid::Uuid::try_parse(id) {
            Ok(uuid) if uuid.hyphenated().to_string() == id => Self::Uuid(uuid.into_bytes()),
            _ => Self::Other(id.into()),
        }
    }
}

impl Fold {
    /// A fold of the events in a span, cut as told.
    pub fn new(span: Span, cut: Option<Cut>) -> Self {
        Self { span, cut, ..Self::default() }
    }

    /// A fold of what was kept of one person's log: the tally of its events in the span, and the positions of all. Sums do
    /// not say whose they are, so those of several people would hide nothing of any.
    pub fn of_kept(span: Span, whole: Tally, positions: Positions) -> Self {
        let persons = whole.persons.clone();
        Self { span, whole, positions, persons, ..Self::default() }
    }

    /// Adds an event; false when one with its id was added before, which changes nothing.
    pub fn add(&mut self, event: &Event) -> bool {
        if !self.ids.insert(Id::new(&event.id)) {
            return false;
        }
        self.positions.add(event);
        self.persons.note(event);
        if self.span.holds(event.at) {
            self.whole.add(event);
            if let Some(who) = self.whole.people.get(Tally::who(event)) {
                self.crowds.add(event, who);
            }
            if let Some(group) = self.cut.as_ref().and_then(|cut| cut.group(event)) {
                self.groups.entry(group).or_default().add(event);
            }
        }
        true
    }

    /// Notes an event of a kind that only a newer version knows: it is told, and is no gap.
    pub fn add_newer(&mut self, id: &str, installation: &str, seq: u64, at: u64, kind: &str) -> bool {
        let new = self.ids.insert(Id::new(id));
        if new {
            self.positions.note(installation, seq);
            if self.span.holds(at) {
                *self.newer.entry(kind.into()).or_default() += 1;
            }
        }
        new
    }

    /// Adds what another fold of the same span and cut saw.
    ///
    /// # Errors
    /// An event that both saw; this fold is then as it was.
    pub fn merge(&mut self, other: Self) -> Result<(), Overlap> {
        if let Some(id) = other.ids.iter().filter(|id| self.ids.contains(id)).map(name_of).min() {
            return Err(Overlap(id));
        }
        self.ids.extend(other.ids);
        self.positions.merge(other.positions);
        self.whole.merge(other.whole);
        self.crowds.merge(other.crowds);
        self.persons.merge(other.persons);
        for (group, tally) in other.groups {
            self.groups.entry(group).or_default().merge(tally);
        }
        for (kind, count) in other.newer {
            *self.newer.entry(kind).or_default() += count;
        }
        Ok(())
    }

    /// The facts of all events in the span.
    pub fn tally(&self) -> &Tally {
        &self.whole
    }

    /// Whether the whole may be shown: it is the viewer's own, or of enough people, or policy allows.
    pub fn may_show(&self, viewer: &Viewer) -> bool {
        self.may_show_of(self.whole.people.iter().map(|who| &**who), viewer)
    }

    /// Whether numbers of these people may be shown, by who logged them.
    pub fn may_show_of<'a>(&'a self, people: impl IntoIterator<Item = &'a str>, viewer: &'a Viewer) -> bool {
        let mut people = people.into_iter().peekable();
        people.peek().is_none() || viewer.may_see(people, &self.persons)
    }

    /// Whether these are at most one person, by who logged events.
    pub fn are_one<'a>(&'a self, people: impl IntoIterator<Item = &'a str>) -> bool {
        self.persons.each_once(people).len() <= 1
    }

    /// The scorecard of all events in the span.
    pub fn scorecard(&self, settings: &Settings) -> Scorecard {
        self.card(&self.whole, settings)
    }

    /// The scorecard of all events in the span as a viewer may see it, and the rows of it that are not shown: their
    /// numbers have no value.
    pub fn shown_scorecard(&self, settings: &Settings, viewer: &Viewer) -> (Scorecard, Withheld) {
        let mut card = self.scorecard(settings);
        let withheld = self.withheld(viewer);
        for number in card.numbers.iter_mut().filter(|number| withheld.holds(number)) {
            (number.amount, number.of, number.value) = (None, None, None);
        }
        (card, withheld)
    }

    /// The rows of the scorecard that a viewer may not see.
    pub fn withheld(&self, viewer: &Viewer) -> Withheld {
        self.crowds.withheld(&self.whole, viewer, &self.persons)
    }

    /// The scorecard of each group that may be shown, and how many people are in the groups that may not.
    pub fn groups(&self, settings: &Settings, viewer: &Viewer) -> (BTreeMap<String, Scorecard>, usize) {
        let (shown, hidden) =
            shown(self.groups.iter().map(|(name, tally)| (name, &tally.people)), viewer, &self.persons);
        let cards = shown.into_iter().map(|name| (name.clone(), self.card(&self.whole_group(name), settings)));
        (cards.collect(), hidden)
    }

    /// The facts of a group, if it may be shown.
    pub fn group(&self, name: &str, viewer: &Viewer) -> Option<Tally> {
        let (shown, _) = shown(self.groups.iter().map(|(name, tally)| (name, &tally.people)), viewer, &self.persons);
        shown.into_iter().find(|group| *group == name).map(|name| self.whole_group(name))
    }

    /// Whoever answers an escalation may be of another group: the answer belongs to the one that asked.
    fn whole_group(&self, name: &str) -> Tally {
        let mut tally = self.groups[name].clone();
        tally.escalations.retain(|_, facts| facts.opened.is_some());
        for (id, facts) in &mut tally.escalations {
            facts.clone_from(&self.whole.escalations[id]);
        }
        tally
    }

    fn card(&self, tally: &Tally, settings: &Settings) -> Scorecard {
        let missing = self.positions.missing();
        let count = missing.iter().fold(0u64, |sum, gap| sum.saturating_add((gap.to - gap.from).saturating_add(1)));
        Scorecard {
            settings: *settings,
            numbers: tally.numbers(settings, count, self.positions.dropped()),
            missing,
            newer: self.newer.clone(),
        }
    }
}

fn name_of(id: &Id) -> String {
    match id {
        Id::Uuid(bytes) => uuid::Uuid::from_bytes(*bytes).hyphenated().to_string(),
        Id::Other(id) => id.to_string(),
    }
}
