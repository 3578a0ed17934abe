//! The events behind a number of a scorecard, page by page, as JSON text. Holds one page of them; the logs are given again
//! for each. What is not the viewer's own is told without whose it is, and not at all where it is of too few people.

use super::scorecard::ScoreReader;
use crate::export::{Line, LogReader, line};
use crate::guide::Problem;
use crate::rework::Event;
use crate::rework::scorecard::{Behind, Tally, unnamed};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use wasm_bindgen::prelude::*;

/// Where an event stands in the order of a list: time, installation, position, id.
type Place = (u64, String, u64, String);

/// Which number is asked for.
#[derive(Deserialize)]
struct Asked {
    name: String,
    key: String,
    part: String,
    /// The group whose number it is, where it is not the whole's.
    #[serde(default)]
    group: Option<String>,
    /// How many events make a page.
    limit: usize,
    /// Whether what is found of the viewer's own is given back at once.
    #[serde(default)]
    save: bool,
    /// The last place of the page before.
    #[serde(default)]
    after: Option<Place>,
}

/// The events behind a number, looked for in the logs that the scorecard was made of.
#[wasm_bindgen]
pub struct EventsBehind {
    asked: Asked,
    /// The facts of the group that is asked for, once they are known.
    group: Option<Tally>,
    log: LogReader,
    seen: HashSet<String>,
    people: BTreeSet<String>,
    count: u64,
    /// The first of those behind the last page, by place.
    page: BTreeMap<Place, Event>,
}

#[derive(Serialize)]
struct Found<'a> {
    count: u64,
    /// Whether they are told with all that they say.
    own: bool,
    /// Absent where the viewer may not see them.
    events: Option<Vec<serde_json::Map<String, serde_json::Value>>>,
    /// Where the page ends.
    last: Option<&'a Place>,
}

#[wasm_bindgen]
impl EventsBehind {
    /// Begins a search; what is asked for comes as JSON text.
    ///
    /// # Errors
    /// It cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(asked: &str) -> Result<Self, JsError> {
        Ok(Self {
            asked: serde_json::from_str(asked).map_err(|error| JsError::new(&error.to_string()))?,
            group: None,
            log: LogReader::default(),
            seen: HashSet::new(),
            people: BTreeSet::new(),
            count: 0,
            page: BTreeMap::new(),
        })
    }

    /// Looks through a piece of a log. For whoever saves it all, what is found in it of the viewer's own is given back as
    /// JSON Lines.
    pub fn add(&mut self, card: &ScoreReader, text: &str) -> String {
        let lines = self.log.push(text);
        self.take(card, lines)
    }

    /// Ends a log; what is added next is another one.
    pub fn end_log(&mut self, card: &ScoreReader) -> String {
        let lines = self.log.finish();
        self.log = LogReader::default();
        self.take(card, lines)
    }

    /// What was found, in order of time.
    pub fn found(&self, card: &ScoreReader) -> String {
        let viewer = card.viewer();
        let who = || self.people.iter().map(String::as_str);
        let fold = card.fold();
        let own = viewer.sees_people || fold.are_one(who()) && fold.may_show_of(who(), viewer);
        let withheld = fold.withheld(viewer);
        let told = |event: &Event| match serde_json::to_value(event) {
            Ok(serde_json::Value::Object(fields)) if own => fields,
            _ => unnamed(event, &withheld),
        };
        let shown = fold.may_show_of(who(), viewer);
        super::scorecard::json(&Found {
            count: self.count,
            own,
            events: shown.then(|| self.page.values().map(told).collect()),
            last: self.page.last_key_value().map(|(place, _)| place),
        })
    }

    fn take(&mut self, card: &ScoreReader, lines: Vec<Result<Line, Problem>>) -> String {
        let mut own = String::new();
        let Asked { name, key, part, group, limit, save, after } = &self.asked;
        if let (Some(group), None) = (group, &self.group) {
            // A group that is not shown has no events either.
            self.group = Some(card.fold().group(group, card.viewer()).unwrap_or_default());
        }
        let tally = self.group.as_ref().unwrap_or(card.fold().tally());
        let Some(behind) = Behind::new(tally, name, key, part, card.now()) else { return own };
        for found in lines {
            let Ok(Line::Event(event)) = found else { continue };
            let in_group = group.is_none() || card.group_of(&event) == *group || tally.is_answered_by(&event);
            if !in_group || !card.counts(&event) || !behind.holds(&event) || !self.seen.insert(event.id.clone()) {
                continue;
            }
            self.count += 1;
            let who = Tally::who(&event);
            if !self.people.contains(who) {
                self.people.insert(who.into());
            }
            if *save && card.fold().may_show_of([who], card.viewer()) {
                own.push_str(&line(&event));
            }
            let place = (event.at, event.installation.clone(), event.seq, event.id.clone());
            if after.as_ref().is_none_or(|after| *after < place) {
                let full = self.page.len() >= *limit;
                if !full || self.page.last_key_value().is_some_and(|(last, _)| place < *last) {
                    self.page.insert(place, *event);
                    if full {
                        self.page.pop_last();
                    }
                }
            }
        }
        own
    }
}
