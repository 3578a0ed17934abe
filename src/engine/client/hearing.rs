//! What the engine hears from its clients and tells them. Never decides what is a flag or an event; it brings messages
//! to the right field in the right order.

use super::{Client, Header, Slot, Waiting, field_of, number};
use crate::check::{Checker, Flag, Place};
use crate::engine::field::{Answer, Field, Happening, Inputs, Opening, end_visit};
use crate::engine::{Cause, ClientMessage, Effect, Engine, EngineMessage, PageReply, PortId, cards};
use crate::guide::{Date, Surface};
use crate::rework::{DraftState, Event};
use std::sync::Arc;

/// A client's clock as far as it can be believed: never ahead of the engine's.
fn believed(at: f64, now: u64) -> u64 {
    if at.is_finite() && at > 0.0 { (at as u64).min(now) } else { now }
}

impl Engine {
    /// Takes one message of a client's.
    pub(in crate::engine) fn hear_client(&mut self, port: PortId, message: ClientMessage, now: u64) {
        let Some(client) = self.clients.get_mut(&port) else { return };
        client.spoke_at = now;
        client.note_focus(&message, now);
        if let Some(n) = number(&message) {
            client.received = client.received.max(n);
        }
        if client.off.is_none()
            && let Some(closing) = client.closing(&message, &self.settings)
        {
            closing.after.push(message);
            return;
        }
        match message {
            ClientMessage::Hello { client: id, host, path, offset } => {
                client.host = if host.is_empty() { client.site.clone() } else { host };
                (client.id, client.path, client.offset) = (id, path, offset);
                self.replace_stale(port, now);
                self.welcome(port, now);
            }
            ClientMessage::Acted { .. } => self.acted(&message),
            ClientMessage::Focused { .. } => {}
            _ if client.off.is_some() => self.commits.ask(now, false),
            ClientMessage::FieldOpened { n, field, label, surface, language, at, blocks, resumed } => {
                let at = believed(at, now);
                let assistant = cards::assistant(self.checker.guide(), &client.host);
                let (id, touch_gap) = (client.id.clone(), self.settings.touch_gap());
                let heard_at = now;
                let opening = Opening { client: id, n, resumed, at, heard_at, blocks, language, assistant, touch_gap };
                self.open_field(port, field, &label, surface, opening, now);
            }
            ClientMessage::Copied { tool, text, at, .. } => self.remember_copy(&tool, &text, believed(at, now), now),
            message => {
                let number = field_of(&message);
                match client.fields.get_mut(&number) {
                    Some(Slot::Loading(waiting)) => waiting.queue.push(message),
                    Some(Slot::Open(_)) => self.hear_field(port, number, message, now),
                    None => {
                        if matches!(message, ClientMessage::FieldChanged { .. }) {
                            self.send(port, EngineMessage::Reopen { field: number });
                        }
                        self.commits.ask(now, false);
                    }
                }
            }
        }
    }

    /// A client whose port broke unseen has connected again: its old port is forgotten, its drafts' states kept.
    fn replace_stale(&mut self, port: PortId, now: u64) {
        let id = self.clients[&port].id.clone();
        let stale: Vec<PortId> =
            self.clients.iter().filter(|(other, client)| **other != port && client.id == id).map(|(p, _)| *p).collect();
        for other in stale {
            self.gather_events();
            if let Some(client) = self.clients.remove(&other) {
                for slot in client.fields.into_values() {
                    if let Slot::Open(mut field) = slot
                        && field.state.surface != Surface::Response
                    {
                        // As a whole, though parts may be durable: the field is opened again from this.
                        self.commits.push_draft(field.whole_state());
                    }
                }
                self.commits.ask(now, true);
            }
        }
    }

    fn welcome(&mut self, port: PortId, now: u64) {
        let client = &self.clients[&port];
        let off = self.off(&client.site, now);
        let (surfaces, _) = cards::surfaces(self.guide(), &client.host);
        let guide = self.guide_card.clone();
        if let Some(client) = self.clients.get_mut(&port) {
            client.off = off;
        }
        self.send(port, EngineMessage::Welcome { off, guide, surfaces });
        if off.is_some() {
            self.close_fields(port, now);
        }
    }

    /// Tells every client anew where it stands.
    pub(in crate::engine) fn welcome_all(&mut self, now: u64) {
        for port in self.clients.keys().copied().collect::<Vec<_>>() {
            self.welcome(port, now);
        }
    }

    fn open_field(&mut self, port: PortId, number: u32, label: &str, surface: Surface, opening: Opening, now: u64) {
        if let Some(Slot::Open(field)) = self.clients.get_mut(&port).and_then(|client| client.fields.remove(&number)) {
            // Opened again over a living port: the text is taken anew, the draft goes on.
            self.retire(*field);
        }
        let client = &self.clients[&port];
        let base = client.key(label, &self.settings);
        // The same page open twice is two drafts: two writers of one state would undo each other.
        let key = (1..)
            .map(|copy| if copy == 1 { base.clone() } else { format!("{base}.{copy}") })
            .find(|key| !self.clients.values().any(|client| client.uses(key)))
            .unwrap_or(base);
        let waiting = Waiting { key: key.clone(), surface, opening, queue: Vec::new(), after: Vec::new() };
        if let Some(client) = self.clients.get_mut(&port) {
            client.fields.insert(number, Slot::Loading(Box::new(waiting)));
        }
        if let Some(index) = self.orphans.iter().position(|orphan| orphan.key == key) {
            let state = self.orphans.swap_remove(index);
            self.draft_loaded(&key, Some(state), now);
        } else if let Some(state) = self.commits.take_draft(&key) {
            self.draft_loaded(&key, Some(state), now);
        } else {
            self.effects.push(Effect::LoadDraft { key });
        }
    }

    /// A draft's state was read: opens the field that waits for it and lets it hear what came meanwhile.
    pub(in crate::engine) fn draft_loaded(&mut self, key: &str, state: Option<DraftState>, now: u64) {
        let found = self.clients.iter().find_map(|(port, client)| {
            client.fields.iter().find_map(|(number, slot)| match slot {
                Slot::Loading(waiting) if waiting.key == key => Some((*port, *number)),
                _ => None,
            })
        });
        let Some((port, number)) = found else { return };
        let Some(client) = self.clients.get_mut(&port) else { return };
        let Some(Slot::Loading(waiting)) = client.fields.remove(&number) else { return };
        let Waiting { key, surface, opening, queue, after } = *waiting;
        let (_, channel) = cards::surfaces(self.checker.guide(), &client.host);
        let place = Place { host: client.host.clone(), surface, channel, language: opening.language.clone() };
        let mut state = state.unwrap_or_default();
        (state.key, state.host, state.surface) = (key, client.host.clone(), surface);
        (state.channel, state.offset) = (place.channel.clone(), client.offset);
        let at_once = opening.n > 0;
        let (field, answer) = Field::open(
            self.checker.clone(),
            place,
            state,
            opening,
            self.settings.installation.as_bytes(),
            self.settings.quotes,
        );
        let catching_up = field.is_catching_up();
        client.fields.insert(number, Slot::Open(Box::new(field)));
        if !catching_up {
            self.tell_flags(port, number, 0, answer, now);
        }
        self.commits.ask(now, at_once);
        for message in queue {
            self.hear_field(port, number, message, now);
        }
        for message in after {
            self.hear_client(port, message, now);
        }
    }

    fn hear_field(&mut self, port: PortId, number: u32, message: ClientMessage, now: u64) {
        let Some(field) = self.clients.get_mut(&port).and_then(|client| client.open_field(number)) else { return };
        match message {
            ClientMessage::FieldChanged { n, revision, cause, from, to, keys, caret, changes, .. } => {
                let inputs = Inputs { from: believed(from, now), to: believed(to, now), keys, caret };
                match field.change(n, &cause, inputs, &changes, &self.copies) {
                    Ok(answer) => {
                        field.revision = revision;
                        let act = matches!(cause, Cause::Suggestion { .. } | Cause::Module { .. });
                        if !field.is_catching_up() {
                            self.tell_flags(port, number, revision, answer, now);
                        }
                        self.commits.ask(now, act);
                    }
                    Err(_) => self.send(port, EngineMessage::Reopen { field: number }),
                }
            }
            ClientMessage::FieldClosed { n, at, .. } => {
                field.close(Some(n), believed(at, now));
                if let Some(Slot::Open(field)) =
                    self.clients.get_mut(&port).and_then(|client| client.fields.remove(&number))
                {
                    self.retire(*field);
                }
                self.commits.ask(now, true);
            }
            ClientMessage::Dismiss { n, flag, reason, whole_rule, at, .. } => {
                let answer = field.dismiss(n, flag, reason, whole_rule, believed(at, now));
                let revision = field.revision;
                self.tell_flags(port, number, revision, answer, now);
                self.commits.ask(now, true);
            }
            ClientMessage::Escalate { n, flag, url, at, .. } => {
                if let Some(found) = field.escalate(n, flag, believed(at, now))
                    && let Some(address) = self.contact(&found, &url)
                {
                    self.effects.push(Effect::Open { url: address });
                }
                self.commits.ask(now, true);
            }
            ClientMessage::Shipped { n, how, at, .. } => {
                field.ship(n, how, believed(at, now));
                self.commits.ask(now, true);
            }
            ClientMessage::Claim { n, block, start, last, end, ai, at, .. } => {
                // Which tool, the person is not asked.
                field.claim(n, (block, start), (last, end), ai.then_some(""), believed(at, now));
                self.commits.ask(now, true);
            }
            ClientMessage::Hello { .. }
            | ClientMessage::Focused { .. }
            | ClientMessage::Acted { .. }
            | ClientMessage::FieldOpened { .. }
            | ClientMessage::Copied { .. } => {}
        }
    }

    /// The route's contact with the flag filled in.
    fn contact(&self, flag: &Flag, url: &str) -> Option<String> {
        let guide = self.guide();
        let rule = guide.rule(&flag.rule)?;
        let route = guide.route(rule.route.as_deref()?)?;
        let template = route.contact.as_deref()?;
        let allowed = ["https:", "http:", "mailto:"].iter().any(|scheme| template.starts_with(scheme));
        allowed.then(|| {
            cards::fill(
                template,
                &[
                    ("rule", &rule.id),
                    ("quote", &flag.quote),
                    ("url", url),
                    ("why", rule.why.as_deref().unwrap_or("")),
                    ("owner", &rule.owner),
                ],
            )
        })
    }

    /// Tells a client how the flags of a field changed, with the cards it does not have yet.
    fn tell_flags(&mut self, port: PortId, field: u32, revision: u32, difference: Answer, now: u64) {
        let checker = self.checker.clone();
        let today = iso_date(now);
        let Some(client) = self.clients.get_mut(&port) else { return };
        let rules = difference
            .raised
            .iter()
            .filter(|flag| client.told.insert(flag.rule.clone()))
            .filter_map(|flag| checker.rule(&flag.rule))
            .map(|rule| cards::rule(checker.guide(), rule, &today))
            .collect();
        self.send(port, EngineMessage::Flags { field, revision, difference, rules });
    }

    /// Puts the guide that has just been compiled in force in every open field.
    pub(in crate::engine) fn judge_all_anew(&mut self, now: u64) {
        self.clients.values_mut().for_each(|client| client.told.clear());
        self.judge_all(now, |field, checker, place| {
            let assistant = cards::assistant(checker.guide(), &place.host);
            Some(field.use_checker(checker, place, assistant, now))
        });
        // Last, since a client may open fields anew for it: another guide may see other surfaces.
        self.welcome_all(now);
        self.commits.ask(now, true);
    }

    /// Judges every open field by the data that has just come.
    pub(in crate::engine) fn equip_all(&mut self, now: u64) {
        self.judge_all(now, |field, checker, place| {
            Some(field.equip(checker, place, now)).filter(|answer| !answer.is_empty())
        });
        self.commits.ask(now, false);
    }

    fn judge_all(&mut self, now: u64, judge: impl Fn(&mut Field, Arc<Checker>, Place) -> Option<Answer>) {
        let mut answers = Vec::new();
        for (port, client) in &mut self.clients {
            let (_, channel) = cards::surfaces(self.checker.guide(), &client.host);
            for (number, slot) in &mut client.fields {
                let Slot::Open(field) = slot else { continue };
                let (host, surface, channel) = (client.host.clone(), field.state.surface, channel.clone());
                let place = Place { host, surface, channel, language: field.language.clone() };
                if let Some(answer) = judge(field, self.checker.clone(), place) {
                    answers.push((*port, *number, field.revision, answer));
                }
            }
        }
        for (port, number, revision, answer) in answers {
            self.tell_flags(port, number, revision, answer, now);
        }
    }

    /// A port is gone: a client's drafts end their visit, a page watches no more.
    pub(in crate::engine) fn disconnected(&mut self, port: PortId, now: u64) {
        self.pages.remove(&port);
        self.close_fields(port, now);
        self.clients.remove(&port);
    }

    fn close_fields(&mut self, port: PortId, now: u64) {
        let Some(client) = self.clients.get_mut(&port) else { return };
        let slots = std::mem::take(&mut client.fields);
        for slot in slots.into_values() {
            // A field whose state was never read has nothing to say.
            if let Slot::Open(mut field) = slot {
                let at = field.state.updated_at;
                field.close(None, at.max(field.changed_at()));
                self.retire(*field);
                self.commits.ask(now, true);
            }
        }
    }

    /// Takes what a field that is no longer held has left to say.
    fn retire(&mut self, mut field: Field) {
        let happenings = field.take_happenings();
        let measures = field.take_measures();
        let state = field.whole_state();
        let header = Header::of(&state);
        self.log(happenings, &header);
        self.measuring.extend(measures.into_iter().map(|measure| (measure, header.clone())));
        if state.surface != Surface::Response {
            self.commits.push_draft(state);
        }
    }

    /// Gathers what every open field has to say into events.
    pub(in crate::engine) fn gather_events(&mut self) {
        let mut said = Vec::new();
        for client in self.clients.values_mut() {
            for slot in client.fields.values_mut() {
                if let Slot::Open(field) = slot {
                    let header = Header::of(&field.state);
                    self.measuring.extend(field.take_measures().into_iter().map(|measure| (measure, header.clone())));
                    let happenings = field.take_happenings();
                    if !happenings.is_empty() {
                        said.push((happenings, Header::of(&field.state)));
                    }
                }
            }
        }
        for (happenings, header) in said {
            self.log(happenings, &header);
        }
    }

    pub(in crate::engine) fn log(&mut self, happenings: Vec<Happening>, draft: &Header) {
        // Nobody here wrote what a tool answers: the log counts the work of people.
        if draft.surface == Surface::Response {
            return;
        }
        for (at, kind) in happenings {
            let event = Event {
                id: self.ids.next(at),
                seq: 0,
                at,
                offset: draft.offset,
                installation: self.settings.installation.clone(),
                person: self.settings.person().map(str::to_owned),
                guide: self.guide_card.name.clone(),
                guide_version: self.guide_card.version.clone(),
                host: draft.host.clone(),
                surface: draft.surface,
                channel: draft.channel.clone(),
                draft: draft.key.clone(),
                kind,
            };
            self.commits.push(event);
        }
    }

    /// Lets time do its work in every field.
    pub(in crate::engine) fn ripen_fields(&mut self, now: u64) {
        let mut late = Vec::new();
        for (port, client) in &mut self.clients {
            for (number, slot) in &mut client.fields {
                if let Slot::Open(field) = slot
                    && field.ripens_at().is_some_and(|at| at <= now)
                {
                    if field.is_catching_up() {
                        late.push((*port, *number, field.revision, field.stop_catching_up(now)));
                    }
                    field.ripen(now, now);
                    self.commits.ask(now, false);
                }
            }
        }
        for (port, number, revision, answer) in late {
            self.tell_flags(port, number, revision, answer, now);
        }
    }

    pub(in crate::engine) fn fields_ripen_at(&self) -> Option<u64> {
        self.clients.values().flat_map(Client::open_fields).filter_map(Field::ripens_at).min()
    }

    /// Ends the visits of drafts whose clients did not come back after the background was stopped.
    pub(in crate::engine) fn close_orphans(&mut self, now: u64) {
        for mut state in std::mem::take(&mut self.orphans) {
            let open_flags = state.open_flags.len();
            let happenings = end_visit(&mut state, open_flags);
            self.log(happenings, &Header::of(&state));
            self.commits.push_draft(state);
            self.commits.ask(now, true);
        }
    }

    /// The log was erased: every field begins anew, and nothing of before is written any more.
    pub(in crate::engine) fn forget_drafts(&mut self) {
        self.orphans.clear();
        for (port, call) in self.commits.forget() {
            let message = "The log was erased, and this with it. Try again.".into();
            self.answer(port, call, PageReply::Failed { message });
        }
        let mut fields = Vec::new();
        for (port, client) in &mut self.clients {
            fields.extend(std::mem::take(&mut client.fields).into_keys().map(|number| (*port, number)));
        }
        for (port, field) in fields {
            self.send(port, EngineMessage::Reopen { field });
        }
    }

    /// Turns quotes in the log on or off for every open field.
    pub(in crate::engine) fn set_quotes(&mut self, on: bool) {
        for client in self.clients.values_mut() {
            for slot in client.fields.values_mut() {
                if let Slot::Open(field) = slot {
                    field.quotes = on;
                }
            }
        }
    }

    /// Makes a longer gap between edits a pause in every open field.
    pub(in crate::engine) fn set_touch_gap(&mut self, touch_gap: u64) {
        for client in self.clients.values_mut() {
            for slot in client.fields.values_mut() {
                if let Slot::Open(field) = slot {
                    field.use_touch_gap(touch_gap);
                }
            }
        }
    }
}

/// The UTC date of a time, as `2026-11-24`.
pub(in crate::engine) fn iso_date(ms: u64) -> String {
    let days = i64::try_from(ms / 86_400_000).unwrap_or(0);
    Date::from_days(days).to_string()
}
