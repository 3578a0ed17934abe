//! Dictionaries and models for the guide in force: asks for them once, and only where it needs them and somebody writes
//! or looks. Never lets a mark wait for them: what needs no data is judged before they come.

use super::{Effect, Engine, Input, RuleNotice};
use crate::check::{Checker, Resource, Resources};
use crate::guide;
use std::sync::Arc;

impl Engine {
    /// Asks for what the guide in force wants, once a field is open under it or a page watches.
    pub(super) fn bring_resources(&mut self) {
        let is_needed = !self.wants.is_empty()
            && (self.clients.values().any(|client| client.has_open_fields())
                || self.pages.values().any(Option::is_some));
        if is_needed {
            let resources = std::mem::take(&mut self.wants).into_iter().collect();
            self.effects.push(Effect::FetchResources { resources, then: None });
        }
    }

    /// What a guide needs that was neither brought nor found to be missing. None for a guide that cannot be read.
    pub(super) fn unknown_resources(&self, source: &str) -> Vec<Resource> {
        let needed = guide::parse(source).map(|guide| Resource::needed(&guide)).unwrap_or_default();
        needed.into_iter().filter(|one| !self.resources.has(one) && !self.lacks.contains_key(one)).collect()
    }

    /// Asks for resources and hears `again` when they are there, or known to be missing.
    pub(super) fn fetch_resources(&mut self, resources: Vec<Resource>, again: Input) {
        self.effects.push(Effect::FetchResources { resources, then: Some(Box::new(again)) });
    }

    /// Takes in what was brought, and judges open fields by it where the guide in force asks for it.
    pub(super) fn resources_fetched(&mut self, fetched: Vec<(Resource, Option<Vec<String>>)>, now: u64) {
        for (resource, texts) in fetched {
            match texts.map(|texts| self.resources.add(&resource, &texts)) {
                Some(Ok(())) => drop(self.lacks.remove(&resource)),
                Some(Err(error)) => drop(self.lacks.insert(resource, format!("which cannot be used ({error})"))),
                None => drop(self.lacks.insert(resource, "which is not installed".to_owned())),
            }
        }
        if !self.checker.missing().iter().any(|(resource, _)| self.resources.has(resource)) {
            return;
        }
        // The guide was compiled before: nothing can be wrong with it now.
        if let Ok(checker) = Checker::compile_again(self.guide().clone()) {
            self.checker = Arc::new(checker.equipped(&self.resources));
            self.equip_all(now);
        }
    }

    /// After another guide was put in force: what it still wants, and away with what nobody needs.
    pub(super) fn settle_resources(&mut self) {
        let missing = self.checker.missing().into_iter().map(|(resource, _)| resource);
        self.wants = missing.filter(|resource| !self.lacks.contains_key(resource)).collect();
        if Resource::needed(self.checker.guide()).is_empty() {
            self.resources = Resources::default();
        }
    }

    /// Rules that lack what is not to be had; those whose data is still to come are not told of.
    pub(super) fn lacking(&self, what: &str) -> Vec<RuleNotice> {
        let missing = self.checker.missing().into_iter();
        let told = missing.filter_map(|(resource, rules)| Some((self.lacks.get(&resource)?, resource, rules)));
        told.flat_map(|(why, resource, rules)| {
            let message = format!("{what}: it needs {resource}, {why}.");
            rules.into_iter().map(move |rule| RuleNotice { rule: rule.to_owned(), message: message.clone() })
        })
        .collect()
    }
}
