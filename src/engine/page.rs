//! What the popup and the options page ask, and what they are told. Never reads a field's text: only its flags.

use super::panel::Asked;
use super::{
    BuiltInGuide, Effect, Engine, Input, KindCount, NOBODY, PageMessage, PageReply, PageRequest, PortId, RuleNotice,
    StoreSummary, Watch, cards,
};
use crate::check::{Checker, Resources, failed_examples};
use crate::guide::{self, Guide, Problem};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Engine {
    /// Takes one request of a page's.
    pub(super) fn hear_page(&mut self, port: PortId, message: PageMessage, site: Option<String>, now: u64) {
        let PageMessage { call, request } = message;
        match request {
            PageRequest::WatchTab { tab } => self.watch(port, call, Watch::Tab(tab), tab, site, now),
            PageRequest::WatchField { tab } => self.watch(port, call, Watch::Field(tab), tab, site, now),
            PageRequest::Act { client, field, flag, act } => {
                self.ask_act(port, call, Asked { client, field, flag, act });
            }
            PageRequest::ActOnField { client, field, act } => self.ask_act_on_field(port, call, client, field, act),
            PageRequest::CheckText { text, host } => self.check_text(port, call, text, host, now),
            PageRequest::SetSite { host, on } => {
                self.settings.off_sites.retain(|off| *off != host);
                if !on {
                    self.settings.off_sites.push(host);
                }
                self.settings_changed(now);
                self.answer(port, call, PageReply::Done);
            }
            PageRequest::Pause { minutes } => {
                self.settings.paused_until = if minutes == 0 { 0 } else { now + u64::from(minutes) * 60_000 };
                self.settings_changed(now);
                self.answer(port, call, PageReply::Done);
            }
            PageRequest::Guides => {
                self.show_guide(now);
                self.effects.push(Effect::FetchGuides { port, call, choose: None });
            }
            PageRequest::UseGuide { .. } | PageRequest::LoadGuide { .. } if self.guide_is_organisations() => {
                let message = "Your organisation has set the style guide.".into();
                self.answer(port, call, PageReply::Failed { message });
            }
            PageRequest::UseGuide { id } => self.effects.push(Effect::FetchGuides { port, call, choose: Some(id) }),
            PageRequest::LoadGuide { file, text } => {
                let unknown = self.unknown_resources(&text);
                if !unknown.is_empty() {
                    let request = PageRequest::LoadGuide { file, text };
                    let again = Input::Page { port, message: PageMessage { call, request }, site };
                    return self.fetch_resources(unknown, again);
                }
                match open(&text, &self.resources) {
                    Ok((guide, checker)) => {
                        self.settings.built_in = None;
                        self.settings.file = Some(file);
                        self.effects.push(Effect::SaveGuide { source: text, of_organisation: false });
                        self.put_in_force(&guide, checker, now);
                        self.effects.push(Effect::FetchGuides { port, call, choose: None });
                    }
                    // The person's own from before the organisation set one, no good any more: the first built-in one.
                    Err(_) if port == NOBODY => {
                        self.effects.push(Effect::FetchGuides { port, call, choose: Some(String::new()) });
                    }
                    Err(problems) => self.answer(port, call, PageReply::Refused { file, problems }),
                };
            }
            PageRequest::SetRetention { limit, value } => self.set_retention(port, call, limit, value, now),
            PageRequest::SetCollector { url, authorization } => {
                self.set_collector(port, call, (url, authorization), now)
            }
            PageRequest::SetAside { ids } => self.set_aside(port, call, ids, now),
            PageRequest::Store => self.effects.push(Effect::DescribeStore { port, call }),
            PageRequest::Erase => {
                self.forget_drafts();
                self.forget_copies();
                self.effects.push(Effect::EraseStore { port, call });
            }
            PageRequest::SetTouchGap { seconds } => {
                self.settings.touch_gap_ms = u64::from(seconds) * 1_000;
                self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
                self.set_touch_gap(self.settings.touch_gap());
                self.effects.push(Effect::DescribeStore { port, call });
            }
            PageRequest::LogSaved { minutes, offset } => self.log_saved(port, call, minutes, offset, now),
            PageRequest::SetQuotes { on } => {
                self.settings.quotes = on;
                self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
                self.set_quotes(on);
                self.effects.push(Effect::DescribeStore { port, call });
            }
        }
    }

    /// The built-in guides were read: choose one if asked to, and tell the page.
    pub(super) fn guides_fetched(
        &mut self,
        port: PortId,
        call: u32,
        choose: Option<String>,
        sources: Vec<(String, String)>,
        now: u64,
    ) {
        if let Some(id) = choose {
            // By itself, one that is not there any more is the first.
            let first = sources.first().filter(|_| port == NOBODY);
            let Some((id, source)) = sources.iter().find(|(known, _)| *known == id).or(first).cloned() else {
                let message = format!("There is no built-in guide “{id}”. Choose one of those listed.");
                return self.answer(port, call, PageReply::Failed { message });
            };
            let unknown = self.unknown_resources(&source);
            if !unknown.is_empty() {
                let again = Input::GuidesFetched { port, call, choose: Some(id), sources };
                return self.fetch_resources(unknown, again);
            }
            match open(&source, &self.resources) {
                Ok((guide, checker)) => {
                    self.settings.built_in = Some(id);
                    self.settings.file = None;
                    self.put_in_force(&guide, checker, now);
                }
                Err(problems) => return self.answer(port, call, PageReply::Refused { file: id, problems }),
            }
        }
        if port == NOBODY {
            return self.tell_pages_of_guides();
        }
        let built_in = sources
            .iter()
            .filter_map(|(id, source)| {
                let guide = guide::parse(source).ok()?;
                Some(BuiltInGuide { id: id.clone(), guide: cards::guide(&guide) })
            })
            .collect();
        let reply = PageReply::Guides {
            built_in,
            chosen: self.settings.built_in.clone(),
            file: self.settings.file.clone(),
            guide: self.guide_card.clone(),
            notices: self.lacking("Not judged, nor were its examples run"),
            organisation: self.organisation_guide_card(),
        };
        self.answer(port, call, reply);
    }

    pub(super) fn store_described(&mut self, port: PortId, call: u32, summary: StoreSummary) {
        let reply = PageReply::Store {
            events: summary.events.map(|events| events as f64),
            first: summary.first.map(|at| at as f64),
            last: summary.last.map(|at| at as f64),
            kinds: summary.kinds.into_iter().map(|(kind, count)| KindCount { kind, count: count as f64 }).collect(),
            drafts: summary.drafts,
            bytes: summary.bytes.map(|bytes| bytes as f64),
            installation: self.settings.installation.clone(),
            person: self.settings.person().map(str::to_owned),
            shows_people: self.settings.policy.show_people,
            quotes: self.settings.quotes,
            touch_gap: (self.settings.touch_gap() / 1_000) as u32,
            keep_days: self.settings.keep_days().map(|(days, _)| days),
            keep_megabytes: self.settings.keep_megabytes().map(|(megabytes, _)| megabytes),
            days_set_by: self.settings.keep_days().map(|(_, by)| by),
            megabytes_set_by: self.settings.keep_megabytes().map(|(_, by)| by),
            collector: self.settings.collector().map(|(url, _)| url.to_owned()),
            collector_authorized: self.collector_authorization().is_some(),
            collector_set_by: self.settings.collector().map(|(_, by)| by),
            undelivered: summary.undelivered.map(|events| events as f64),
            delivery_error: summary.delivery_error,
            damaged: summary.damaged,
            trouble: self.trouble.or(summary.trouble),
        };
        self.answer(port, call, reply);
    }

    /// Tells watching pages what changed since they were last told.
    pub(super) fn refresh_pages(&mut self, now: u64) {
        let watching: Vec<(PortId, Watch)> =
            self.pages.iter().filter_map(|(port, watch)| watch.map(|watch| (*port, watch))).collect();
        for (port, watch) in watching {
            let site = match self.watched.get(&port) {
                Some(PageReply::Tab { host, .. } | PageReply::Field { host, .. }) => Some(host.clone()),
                _ => None,
            };
            let reply = self.watched_reply(watch, site, now);
            if self.watched.get(&port) != Some(&reply) {
                self.watched.insert(port, reply.clone());
                self.answer(port, 0, reply);
            }
        }
        self.watched.retain(|port, _| self.pages.contains_key(port));
    }

    /// What a watching page is to be told.
    pub(super) fn watched_reply(&self, watch: Watch, site: Option<String>, now: u64) -> PageReply {
        match watch {
            Watch::Tab(tab) => self.tab(tab, site, now),
            Watch::Field(tab) => self.field_reply(tab, site, now),
        }
    }

    fn tab(&self, tab: i32, site: Option<String>, now: u64) -> PageReply {
        let clients = || self.clients.values().filter(move |client| client.tab == tab);
        let host =
            clients().map(|client| client.site.clone()).find(|site| !site.is_empty()).or(site).unwrap_or_default();
        PageReply::Tab {
            on: !self.settings.is_off(&host),
            host,
            paused_until: (self.settings.paused_until > now).then_some(self.settings.paused_until as f64),
            guide: self.guide_card.clone(),
            flags: clients().flat_map(|client| client.flags()).collect(),
            notices: self.notices(clients().flat_map(|client| client.spent())),
            trouble: self.trouble,
        }
    }

    /// What is to be told of rules that lack their data, and of those whose patterns took too many steps.
    fn notices<'a>(&self, spent: impl Iterator<Item = &'a str>) -> Vec<RuleNotice> {
        let mut notices: BTreeSet<RuleNotice> = self.lacking("Not judged").into_iter().collect();
        notices.extend(spent.map(|rule| {
            RuleNotice {
                rule: rule.to_owned(),
                message:
                    "Not all of the text was looked at: the rule's pattern took too many steps. Its owner can write it \
                      without look-around and back-references."
                        .to_owned(),
            }
        }));
        notices.into_iter().collect()
    }

    fn settings_changed(&mut self, now: u64) {
        self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
        self.effects.push(Effect::CallClients { tab: None });
        self.welcome_all(now);
    }

    pub(super) fn put_in_force(&mut self, guide: &Guide, checker: Arc<Checker>, now: u64) {
        // What was found under the old guide is logged under its name.
        self.gather_events();
        self.guide_card = cards::guide(guide);
        self.checker = checker;
        self.settle_resources();
        self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
        self.effects.push(Effect::SaveAnswerHosts(self.answer_hosts()));
        self.judge_all_anew(now);
    }
}

/// Parses and compiles a guide and runs its examples, but for those of rules whose data is not at hand.
pub(super) fn open(source: &str, resources: &Resources) -> Result<(Guide, Arc<Checker>), Vec<Problem>> {
    let guide = guide::parse(source)?;
    let checker = Checker::compile(Arc::new(guide.clone()))?.equipped(resources);
    let failed = failed_examples(&guide, resources);
    if failed.is_empty() { Ok((guide, Arc::new(checker))) } else { Err(failed) }
}
