//! What the side panel asks: the flags of the field that was written in last, acts on them through the client that holds
//! it, and a text that stands in no field. Keeps nothing of such a text, and logs nothing of it.

use super::client::iso_date;
use super::{
    ClientMessage, Effect, Engine, EngineMessage, FieldAct, FlagAct, Input, PageMessage, PageReply, PageRequest,
    PortId, RuleCard, Watch, cards,
};
use crate::check::{Flag, Place, Resource, Session};
use crate::guide::Surface;
use crate::text::{Block, BlockKind};
use std::collections::BTreeSet;

/// An act on a flag, as a page asks for it.
pub(super) struct Asked {
    pub client: PortId,
    pub field: u32,
    pub flag: u32,
    pub act: FlagAct,
}

impl Engine {
    /// Begins to tell a page of what it watches.
    pub(super) fn watch(&mut self, port: PortId, call: u32, watch: Watch, tab: i32, site: Option<String>, now: u64) {
        self.pages.insert(port, Some(watch));
        if !self.clients.values().any(|client| client.tab == tab) {
            // The background may have been stopped since the tab's clients last spoke.
            self.effects.push(Effect::CallClients { tab: Some(tab) });
        }
        let reply = self.watched_reply(watch, site, now);
        self.watched.insert(port, reply.clone());
        self.answer(port, call, reply);
    }

    /// The field that was written in last in a tab, with its flags in order.
    pub(super) fn field_reply(&self, tab: i32, site: Option<String>, now: u64) -> PageReply {
        let clients = || self.clients.iter().filter(move |(_, client)| client.tab == tab);
        let host =
            clients().map(|(_, client)| client.site.clone()).find(|site| !site.is_empty()).or(site).unwrap_or_default();
        let last = clients().filter_map(|(port, client)| {
            let (number, at) = client.written_last()?;
            Some((at, *port, number, client.open_field_at(number)?))
        });
        let last = last.max_by_key(|(at, ..)| *at);
        let flags: Vec<Flag> = last.as_ref().map(|(_, _, _, field)| field.flags().collect()).unwrap_or_default();
        PageReply::Field {
            off: self.off(&host, now),
            host,
            client: last.as_ref().map(|(_, port, ..)| *port),
            field: last.as_ref().map_or(0, |(_, _, number, _)| *number),
            rules: self.rule_cards(&flags, now),
            flags,
        }
    }

    /// Passes an act on to the client that holds the field.
    pub(super) fn ask_act(&mut self, port: PortId, call: u32, asked: Asked) {
        let Asked { client, field, flag, act } = asked;
        if self.is_open(port, call, client, field) {
            self.send(client, EngineMessage::Act { page: port, call, field, flag, act });
        }
    }

    /// The same for an act on the field's text.
    pub(super) fn ask_act_on_field(&mut self, port: PortId, call: u32, client: PortId, field: u32, act: FieldAct) {
        if self.is_open(port, call, client, field) {
            self.send(client, EngineMessage::ActOnField { page: port, call, field, act });
        }
    }

    /// Whether a field is open; tells the page that asks where it is not.
    fn is_open(&mut self, port: PortId, call: u32, client: PortId, field: u32) -> bool {
        let is_open = self.clients.get(&client).and_then(|client| client.open_field_at(field)).is_some();
        if !is_open {
            let message = "The field is not open any more. Click into it, and try again.".to_owned();
            self.answer(port, call, PageReply::Failed { message });
        }
        is_open
    }

    /// A client says what came of an act: tells the page that asked, where it is still there.
    pub(super) fn acted(&mut self, message: &ClientMessage) {
        if let ClientMessage::Acted { page, call, outcome } = *message
            && self.pages.contains_key(&page)
        {
            self.answer(page, call, PageReply::Acted { outcome });
        }
    }

    /// Checks a text that stands in no field, as a draft on a host.
    pub(super) fn check_text(&mut self, port: PortId, call: u32, text: String, host: String, now: u64) {
        let missing = self.checker.missing().into_iter().map(|(resource, _)| resource);
        let unknown: Vec<Resource> = missing.filter(|resource| !self.lacks.contains_key(resource)).collect();
        if !unknown.is_empty() {
            let message = PageMessage { call, request: PageRequest::CheckText { text, host } };
            return self.fetch_resources(unknown, Input::Page { port, message, site: None });
        }
        let (_, channel) = cards::surfaces(self.guide(), &host);
        let place = Place { host, surface: Surface::Draft, channel, language: None };
        let lines = text.split('\n').zip(0..);
        let blocks: Vec<Block> = lines.map(|(text, line)| Block::new(line, BlockKind::Line, text)).collect();
        let mut session = Session::new(self.checker.clone(), place);
        session.splice(0, 0, &blocks);
        session.settle();
        let flags: Vec<Flag> = session.flags().collect();
        let rules = self.rule_cards(&flags, now);
        self.answer(port, call, PageReply::Checked { flags, rules });
    }

    /// Cards of the rules of some flags, each once.
    fn rule_cards(&self, flags: &[Flag], now: u64) -> Vec<RuleCard> {
        let today = iso_date(now);
        let ids: BTreeSet<&str> = flags.iter().map(|flag| flag.rule.as_str()).collect();
        let rules = ids.into_iter().filter_map(|id| self.checker.rule(id));
        rules.map(|rule| cards::rule(self.checker.guide(), rule, &today)).collect()
    }
}
