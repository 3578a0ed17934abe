//! Cuts by group, and who may see them: nothing about a single other person unless policy says so, and no group so
//! small that it is one in disguise, neither by itself nor as what is left of the whole.

use super::super::Event;
use super::persons::Persons;
use super::score::word;
use super::tally::Tally;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A cut with fewer people is not shown.
pub const LEAST_PEOPLE: usize = 5;

/// By what events are grouped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// By who logged them.
    Person,
    /// By team, told person by person (or installation, where policy names no person). Who is in none is in no group.
    Team(BTreeMap<String, String>),
    /// By host.
    Host,
    /// By surface.
    Surface,
    /// By channel; what has none is in no group.
    Channel,
    /// By guide and its version.
    Guide,
}

/// Who looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Viewer {
    /// The viewer's own person or installation.
    pub me: Option<String>,
    /// Whether policy lets them see single people and small groups.
    pub sees_people: bool,
}

impl Cut {
    /// The group of an event.
    pub fn group(&self, event: &Event) -> Option<String> {
        match self {
            Self::Person => Some(Tally::who(event).into()),
            Self::Team(teams) => teams.get(Tally::who(event)).cloned(),
            // What is about no page is in no group.
            Self::Host => (!event.host.is_empty()).then(|| event.host.clone()),
            Self::Surface => Some(word(&event.surface)),
            Self::Channel => event.channel.clone(),
            Self::Guide => Some(format!("{} {}", event.guide, event.guide_version)),
        }
    }
}

impl Viewer {
    /// Whether the numbers of these people may be shown as a group of their own.
    pub(super) fn may_see<'a>(&'a self, people: impl IntoIterator<Item = &'a str>, persons: &'a Persons) -> bool {
        let people = persons.each_once(people);
        let own = people.len() == 1 && persons.each_once(self.me.as_deref()) == people;
        self.sees_people || own || people.len() >= LEAST_PEOPLE
    }
}

/// The groups that may be shown, told by who is in them, and how many people are in those that may not.
///
/// Small groups could be found by taking the others from the whole. So as long as what is hidden holds fewer than
/// [`LEAST_PEOPLE`] people, the smallest group that would be shown is hidden too (complementary suppression: Hundepool
/// et al. 2012, *Statistical Disclosure Control*). The viewer's own numbers stay: they know them anyway.
pub(super) fn shown<'a, K: Ord>(
    groups: impl Iterator<Item = (&'a K, &'a BTreeSet<Arc<str>>)>,
    viewer: &Viewer,
    persons: &'a Persons,
) -> (BTreeSet<&'a K>, usize) {
    let groups = groups.map(|(name, people)| (name, persons.each_once(people.iter().map(|who| &**who))));
    let may_see = |people: &BTreeSet<&str>| viewer.may_see(people.iter().copied(), persons);
    let (mut shown, hidden): (Vec<_>, Vec<_>) = groups.partition(|(_, people)| may_see(people));
    let mut unseen: BTreeSet<&str> = hidden.into_iter().flat_map(|(_, people)| people).collect();
    while !unseen.is_empty() && unseen.len() < LEAST_PEOPLE {
        let own = |people: &BTreeSet<&str>| people.len() == 1 && may_see(people);
        let smallest =
            (0..shown.len()).filter(|at| !own(&shown[*at].1)).min_by_key(|at| (shown[*at].1.len(), shown[*at].0));
        let Some(smallest) = smallest else { break };
        unseen.extend(shown.remove(smallest).1);
    }
    (shown.into_iter().map(|(name, _)| name).collect(), unseen.len())
}
