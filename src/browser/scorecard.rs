//! The scorecard for pages: logs in, piece by piece, numbers and the events behind them out, as JSON text. Keeps facts,
//! not events: whoever asks for the events behind a number gives the logs again. Nothing of it is in the background.

use super::store::Store;
use crate::export::{Line, LogReader};
use crate::guide::Problem;
use crate::rework::Event;
use crate::rework::scorecard::{Cut, DEFINITIONS, Fold, Positions, Scorecard, Settings, Span, Tally, Viewer};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
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
    logs: Vec<ReadLog>,
    refused: Vec<Refused>,
    refusals: u64,
}

/// What came of one of the logs.
#[derive(Default, Serialize)]
struct ReadLog {
    name: String,
    events: u64,
    refusals: u64,
}

/// A line that was refused, and of which log.
#[derive(Serialize)]
struct Refused {
    file: String,
    #[serde(flatten)]
    problem: Problem,
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    card: Option<Scorecard>,
    /// Numbers in rows that are not shown, as name, key and part.
    withheld: Vec<(&'static str, String, String)>,
    /// Who owns each rule that is shown.
    owners: BTreeMap<&'a str, &'a str>,
    groups: BTreeMap<String, Scorecard>,
    hidden_people: usize,
    /// How many people the counted events are of, and who has events in these logs at all.
    counted_people: usize,
    people: &'a BTreeSet<String>,
    /// In how many installations' logs events are missing.
    logs_with_gaps: usize,
    first: Option<u64>,
    last: Option<u64>,
    known: u64,
    logs: &'a [ReadLog],
    refused: &'a [Refused],
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
        let mut viewer = choice.viewer.clone();
        // All that is counted is the viewer's own, also what was logged before an organisation gave them another name.
        viewer.sees_people |= choice.mine && viewer.me.is_some();
        Ok(Self {
            viewer,
            choice,
            fold,
            log: LogReader::default(),
            people: BTreeSet::new(),
            first: None,
            last: None,
            known: 0,
            logs: Vec::new(),
            refused: Vec::new(),
            refusals: 0,
        })
    }

    /// Changes what needs no log to be read again: the present and the rate, as JSON text.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn set_settings(&mut self, settings: &str) -> Result<(), JsError> {
        self.choice.settings = serde_json::from_str(settings).map_err(|error| JsError::new(&error.to_string()))?;
        Ok(())
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
        // An installation is known by its person: as long as that is one, and nobody else bears its name. Of one's own work
        // nobody need be told apart.
        let own: Vec<&String> = kept.logs.get(&me).into_iter().flat_map(|facts| facts.people.keys()).collect();
        let namesake = kept.logs.iter().any(|(name, facts)| *name != me && facts.people.contains_key(&me));
        // Sums do not say whose they are, which decides what is shown of several people's.
        if namesake || !mine && (own.len() > 1 || kept.tally.people() > 1 && !viewer.sees_people) {
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

    /// Begins a log, named as whoever reads of its problems knows it.
    pub fn begin_log(&mut self, name: &str) {
        self.log = LogReader::default();
        self.logs.push(ReadLog { name: name.into(), ..ReadLog::default() });
    }

    /// Adds a piece of the log that was begun.
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
        let settings = &self.choice.settings;
        let (groups, hidden_people) = if shown { self.fold.groups(settings, &self.viewer) } else { Default::default() };
        let (mut card, rows) = self.fold.shown_scorecard(settings, &self.viewer);
        let logs_with_gaps = card.missing.iter().map(|gap| &*gap.installation).collect::<BTreeSet<_>>().len();
        // Where whose log has gaps is about single people.
        if self.fold.tally().people() > 1 && !self.viewer.sees_people {
            card.missing.clear();
        }
        let withheld = card.numbers.iter().filter(|number| rows.holds(number));
        let told = Told {
            withheld: withheld.map(|number| (number.name, number.key.clone(), number.part.clone())).collect(),
            owners: if shown { self.fold.tally().owners().collect() } else { BTreeMap::new() },
            card: shown.then_some(card),
            groups,
            hidden_people,
            counted_people: self.fold.tally().people(),
            people: &self.people,
            logs_with_gaps,
            first: self.first,
            last: self.last,
            known: self.known,
            logs: &self.logs,
            refused: &self.refused,
            refusals: self.refusals,
        };
        json(&told)
    }
}

impl ScoreReader {
    pub(super) fn fold(&self) -> &Fold {
        &self.fold
    }

    pub(super) fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub(super) fn now(&self) -> Option<u64> {
        self.choice.settings.now
    }

    /// Whether an event is one of those counted.
    pub(super) fn counts(&self, event: &Event) -> bool {
        self.choice.wants(event) && self.choice.span.holds(event.at)
    }

    pub(super) fn group_of(&self, event: &Event) -> Option<String> {
        self.choice.cut.as_ref().and_then(|cut| cut.group(event))
    }

    fn take(&mut self, lines: Vec<Result<Line, Problem>>) {
        for line in lines {
            let log = self.logs.last_mut();
            match line {
                Ok(Line::Event(event)) => {
                    log.into_iter().for_each(|log| log.events += 1);
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
                    log.into_iter().for_each(|log| log.events += 1);
                    if !self.choice.mine || self.choice.viewer.me.as_deref() == Some(&newer.installation) {
                        self.fold.add_newer(&newer.id, &newer.installation, newer.seq, newer.at, &newer.kind);
                    }
                }
                Err(problem) => {
                    self.refusals += 1;
                    let file = log.map(|log| {
                        log.refusals += 1;
                        log.name.clone()
                    });
                    if self.refused.len() < MOST_REFUSED {
                        self.refused.push(Refused { file: file.unwrap_or_default(), problem });
                    }
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

pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("counts, texts and lists")
}
