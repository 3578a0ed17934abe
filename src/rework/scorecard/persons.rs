//! Who is one person: what an installation logged before anybody was named in it is of whoever it named later, and is
//! never counted as a second one.

use super::super::Event;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Persons by the installations that have named them: what an installation logged before it named anybody is of the same
/// person, who must not be taken for two.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Persons(BTreeMap<Arc<str>, Arc<str>>);

impl Persons {
    /// Notes whom an event names. Of several whom one installation has named, the first by name stands for it, whichever
    /// came first.
    pub fn note(&mut self, event: &Event) {
        let Some(person) = &event.person else { return };
        match self.0.get_mut(&*event.installation) {
            Some(known) if **known <= **person => {}
            Some(known) => *known = (&**person).into(),
            None => drop(self.0.insert((&*event.installation).into(), (&**person).into())),
        }
    }

    /// Adds what others noted.
    pub fn merge(&mut self, other: Self) {
        for (installation, person) in other.0 {
            let known = self.0.entry(installation).or_insert_with(|| person.clone());
            if person < *known {
                *known = person;
            }
        }
    }

    /// Those people, each once.
    pub fn each_once<'a>(&'a self, people: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        people.into_iter().map(|who| self.0.get(who).map_or(who, |person| person)).collect()
    }
}
