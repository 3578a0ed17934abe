//! The scorecard for pages: logs in, piece by piece, numbers and the events behind them out, as JSON text. Keeps facts,
//! not events: whoever asks for the events behind a number gives the logs again. Nothing of it is in the background.

use super::store::Store;
use crate::export::{Line, LogReader};
use crate::guide::Problem;
use crate::rework::Event;
use crate::rework::scorecard::{Behind, Cut, DEFINITIONS, Fold, Positions, Scorecard, Settings, Span, Tally, Viewer};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use wasm_bindgen::prelude::*;

/// At most so many refused lines are told one by one.
const MOST_REFUSED: usize = 100;

/// What the reader of a scorecard chose.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Choice {
    settings: Settings,
    span: Span,
    cut: Option<Cut>,
    viewer: Viewer,
    /// Whether only the viewer's own events count.
    mine: bool,
}

impl Choice {
    fn wants(&self, event: &Event) -> bool {
        !self.mine || self.viewer.me.as_deref().is_some_and(|me| event.installation == me || Tally::who(event) == me)
    }
}

/// A scorecard in the making.
#[wasm_bindgen]
pub struct ScoreReader {
    choice: Choice,
    /// The viewer as events name them: where policy names persons, an installation is known by its person.
    viewer: Viewer,
    fold: Fold,
    log: LogReader,
    /// Everybody whose events came, counted or not.
    people: BTreeSet<String>,
    first: Option<u64>,
    last: Option<u64>,
    known: u64,
    refused: Vec<Problem>,
    refusals: u64,
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    card: Option<Scorecard>,
    groups: BTreeMap<String, Scorecard>,
    hidden_people: usize,
    /// How many people the counted events are of, and who has events in these logs at all.
    counted_people: usize,
    people: &'a BTreeSet<String>,
    first: Option<u64>,
    last: Option<u64>,
    known: u64,
    refused: &'a [Problem],
    refusals: u64,
}

#[wasm_bindgen]
impl ScoreReader {
    /// Begins a scorecard; what was chosen comes as JSON text.
    ///
    /// # Errors
    /// The choice cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(choice: &str) -> Result<Self, JsError> {
        let choice: Choice = serde_json::from_str(choice).map_err(|error| JsError::new(&error.to_string()))?;
        let fold = Fold::new(choice.span, choice.cut.clone());
        Ok(Self {
            viewer: choice.viewer.clone(),
            choice,
            fold,
            log: LogReader::default(),
            people: BTreeSet::new(),
            first: None,
            last: None,
            known: 0,
            refused: Vec::new(),
            refusals: 0,
        })
    }

    /// Adds this browser's own log by what is kept of it, in place of its events. False, and nothing is added, where
    /// what was chosen can only be told from the events.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn add_kept_log(&mut self) -> Result<bool, JsError> {
        let Choice { ref cut, ref viewer, mine, span, .. } = self.choice;
        let me = viewer.me.clone();
        if cut.is_some() || mine && me.is_none() {
            return Ok(false);
        }
        let me = me.unwrap_or_default();
        let wants = |installation: &str| !mine || me == installation;
        let Some(kept) = Store::open().await?.kept(span, wants).await? else { return Ok(false) };
        // An installation is known by its person: as long as that is one, and nobody else bears its name.
        let own: Vec<&String> = kept.logs.get(&me).into_iter().flat_map(|facts| facts.people.keys()).collect();
        let namesake = kept.logs.iter().any(|(name, facts)| *name != me && facts.people.contains_key(&me));
        if own.len() > 1 || namesake {
            return Ok(false);
        }
        if let Some(who) = own.first() {
            self.viewer.me = Some((*who).clone());
        }
        let mut positions = Positions::default();
        for (installation, facts) in &kept.logs {
            self.people.extend(facts.people.keys().cloned());
            if wants(installation) {
                self.first = [self.first, facts.first].into_iter().flatten().min();
                self.last = self.last.max(facts.last);
                positions.merge(facts.positions.clone());
            }
        }
        self.fold = Fold::of_kept(span, kept.tally, positions);
        Ok(true)
    }

    /// Adds a piece of a log.
    pub fn add(&mut self, text: &str) {
        let lines = self.log.push(text);
        self.take(lines);
    }

    /// Ends a log; what is added next is another one.
    pub fn end_log(&mut self) {
        let lines = self.log.finish();
        self.take(lines);
        self.log = LogReader::default();
    }

    /// The scorecard, as JSON text. Without numbers where the viewer may not see them.
    pub fn card(&self) -> String {
        let shown = self.fold.may_show(&self.viewer);
        let (groups, hidden_people) =
            if shown { self.fold.groups(&self.choice.settings, &self.viewer) } else { Default::default() };
        let told = Told {
            card: shown.then(|| self.fold.scorecard(&self.choice.settings)),
            groups,
            hidden_people,
            counted_people: self.fold.tally().people(),
            people: &self.people,
            first: self.first,
            last: self.last,
            known: self.known,
            refused: &self.refused,
            refusals: self.refusals,
        };
        json(&told)
    }

    fn take(&mut self, lines: Vec<Result<Line, Problem>>) {
        for line in lines {
            match line {
                Ok(Line::Event(event)) => {
                    let who = Tally::who(&event);
                    if !self.people.contains(who) {
                        self.people.insert(who.to_owned());
                    }
                    if self.choice.viewer.me.as_ref() == Some(&event.installation) {
                        self.viewer.me = Some(who.to_owned());
                    }
                    if !self.choice.wants(&event) {
                        continue;
                    }
                    self.first = Some(self.first.map_or(event.at, |first| first.min(event.at)));
                    self.last = self.last.max(Some(event.at));
                    self.known += u64::from(!self.fold.add(&event));
                }
                Ok(Line::Newer(newer)) => {
                    if !self.choice.mine || self.choice.viewer.me.as_deref() == Some(&newer.installation) {
                        self.fold.add_newer(&newer.id, &newer.installation, newer.seq, newer.at, &newer.kind);
                    }
                }
                Err(problem) => {
                    self.refusals += 1;
                    if self.refused.len() < MOST_REFUSED {
                        self.refused.push(problem);
                    }
                }
            }
        }
    }
}

/// The events behind a number, looked for in the logs that the scorecard was made of.
#[wasm_bindgen]
pub struct EventsBehind {
    name: String,
    key: String,
    part: String,
    limit: usize,
    log: LogReader,
    seen: HashSet<String>,
    people: BTreeSet<String>,
    count: u64,
    events: Vec<Event>,
}

#[derive(Serialize)]
struct Found<'a> {
    count: u64,
    people: usize,
    /// Absent where the viewer may not see whose they are.
    events: Option<&'a [Event]>,
}

#[wasm_bindgen]
impl EventsBehind {
    /// Begins a search: a number's name, key and part, and how many events to keep.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, key: &str, part: &str, limit: u32) -> Self {
        Self {
            name: name.into(),
            key: key.into(),
            part: part.into(),
            limit: limit as usize,
            log: LogReader::default(),
            seen: HashSet::new(),
            people: BTreeSet::new(),
            count: 0,
            events: Vec::new(),
        }
    }

    /// Looks through a piece of a log.
    pub fn add(&mut self, card: &ScoreReader, text: &str) {
        let lines = self.log.push(text);
        self.take(card, lines);
    }

    /// Ends a log; what is added next is another one.
    pub fn end_log(&mut self, card: &ScoreReader) {
        let lines = self.log.finish();
        self.take(card, lines);
        self.log = LogReader::default();
    }

    /// What was found, as JSON text, in order of time.
    pub fn found(&mut self, card: &ScoreReader) -> String {
        self.events.sort_by(|a, b| (a.at, &a.installation, a.seq).cmp(&(b.at, &b.installation, b.seq)));
        let shown = self.people.is_empty() || card.viewer.may_see(self.people.iter().map(String::as_str));
        json(&Found { count: self.count, people: self.people.len(), events: shown.then_some(&self.events) })
    }

    fn take(&mut self, card: &ScoreReader, lines: Vec<Result<Line, Problem>>) {
        let now = card.choice.settings.now;
        let Some(behind) = Behind::new(card.fold.tally(), &self.name, &self.key, &self.part, now) else { return };
        for line in lines {
            let Ok(Line::Event(event)) = line else { continue };
            let counted = card.choice.wants(&event) && card.choice.span.holds(event.at);
            if counted && behind.holds(&event) && self.seen.insert(event.id.clone()) {
                self.count += 1;
                self.people.insert(Tally::who(&event).into());
                if self.events.len() < self.limit {
                    self.events.push(*event);
                }
            }
        }
    }
}

/// What every number means, as JSON text.
#[wasm_bindgen]
pub fn scorecard_definitions() -> String {
    json(&DEFINITIONS)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("counts, texts and lists")
}
