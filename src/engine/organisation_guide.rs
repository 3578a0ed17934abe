//! The style guide that the organisation has set: put in force when it is good, told with its problems when it is not, and
//! let go of when the organisation sets none any more. What the person had chosen before is kept, and holds again then.

use super::delivery::{is_address, is_confidential};
use super::page::open;
use super::{Effect, Engine, Input, NOBODY, OrganisationGuideCard};
use crate::guide::{self, Problem};
use serde::{Deserialize, Serialize};

/// A guide that lies at an address is asked for so often.
const ASK_MS: u64 = 3_600_000;
/// After an answer that was none, or a guide that will not do, it is asked for again this soon.
const ASK_AGAIN_MS: u64 = 300_000;

/// The organisation's guide that is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganisationGuide {
    /// Where it came from; none where the policy itself holds it.
    pub address: Option<String>,
    /// SHA-256 of its source.
    pub digest: Vec<u8>,
}

/// What is going on with the organisation's guide in this run.
#[derive(Debug, Default)]
pub(super) struct GuideWatch {
    /// When it is asked for at its address.
    pub ask_at: Option<u64>,
    /// Whether it was asked for in this run: only then is known what was wrong.
    asked: bool,
    /// Why it could not be had.
    trouble: Option<String>,
    /// What is wrong with it.
    problems: Vec<Problem>,
}

impl Engine {
    /// The organisation's guide in the policy: its text, or its address.
    fn guide_set(&self) -> Option<&str> {
        self.settings.policy.guide.as_deref().map(str::trim).filter(|guide| !guide.is_empty())
    }

    /// Whether the guide is the organisation's to choose.
    pub(super) fn guide_is_organisations(&self) -> bool {
        self.guide_set().is_some() || !self.policy_known && self.settings.organisation_guide.is_some()
    }

    /// What the organisation has set became known: follows what it says of the guide.
    pub(super) fn follow_guide(&mut self, now: u64) {
        self.guide_watch = GuideWatch::default();
        let Some(set) = self.guide_set().map(str::to_owned) else { return self.let_guide_go() };
        if !is_address(&set) {
            return self.guide_came(None, set, now);
        }
        self.tell_pages_of_guides();
        if !is_confidential(&set) {
            let trouble = "A guide is only asked for at an https:// address, or on this very machine.";
            self.guide_watch.trouble = Some(trouble.into());
            return;
        }
        let asked = self.settings.guide_asked.as_ref().filter(|(address, _)| *address == set);
        let has_it = self.settings.organisation_guide.as_ref().is_some_and(|kept| kept.address.as_ref() == Some(&set));
        let pause = if has_it { ASK_MS } else { ASK_AGAIN_MS };
        self.guide_watch.ask_at = Some(asked.map_or(now, |(_, at)| now.max(at + pause)));
        if self.pages.values().any(Option::is_none) {
            self.show_guide(now);
        }
    }

    /// A page shows the guides: what is wrong with the organisation's it can tell only once it was asked for.
    pub(super) fn show_guide(&mut self, now: u64) {
        if self.guide_watch.ask_at.is_some() && !self.guide_watch.asked {
            self.guide_watch.ask_at = Some(now);
        }
    }

    /// Asks for the guide when it is time.
    pub(super) fn ask_for_guide(&mut self, now: u64) {
        if self.guide_watch.ask_at.is_some_and(|at| at <= now)
            && let Some(address) = self.guide_set().map(str::to_owned)
        {
            self.guide_watch.ask_at = Some(now + ASK_MS);
            self.guide_watch.asked = true;
            self.settings.guide_asked = Some((address.clone(), now));
            self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
            self.effects.push(Effect::FetchOrganisationGuide { address });
        }
    }

    /// The answer to [`Effect::FetchOrganisationGuide`].
    pub(super) fn guide_fetched(&mut self, address: String, fetched: Result<String, String>, now: u64) {
        if self.guide_set() != Some(&address) {
            return;
        }
        match fetched {
            Ok(source) => self.guide_came(Some(address), source, now),
            Err(trouble) => {
                self.guide_watch.ask_at = Some(now + ASK_AGAIN_MS);
                self.guide_watch.trouble = Some(trouble);
                self.tell_pages_of_guides();
            }
        }
    }

    /// Puts the organisation's guide in force, unless it is already, or anything is wrong with it.
    pub(super) fn guide_came(&mut self, address: Option<String>, source: String, now: u64) {
        // What it needs was waited for: by now another one may be set.
        if self.guide_set() != Some(address.as_deref().unwrap_or(&source)) {
            return;
        }
        let digest = guide::source_digest(&source).to_vec();
        let known = self.settings.organisation_guide.as_ref().is_some_and(|kept| kept.digest == digest);
        let came = OrganisationGuide { address, digest };
        let trouble = self.guide_watch.trouble.take();
        let problems = std::mem::take(&mut self.guide_watch.problems);
        if known {
            // From elsewhere now.
            if self.settings.organisation_guide.as_ref() != Some(&came) {
                self.settings.organisation_guide = Some(came);
                self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
            }
            if trouble.is_some() || !problems.is_empty() {
                self.tell_pages_of_guides();
            }
            return;
        }
        let unknown = self.unknown_resources(&source);
        if !unknown.is_empty() {
            let again = Input::OrganisationGuideCame { address: came.address, source };
            return self.fetch_resources(unknown, again);
        }
        match open(&source, &self.resources) {
            Ok((guide, checker)) => {
                self.settings.organisation_guide = Some(came);
                self.effects.push(Effect::SaveGuide { source, of_organisation: true });
                self.put_in_force(&guide, checker, now);
            }
            Err(problems) => {
                self.guide_watch.problems = problems;
                self.guide_watch.ask_at = came.address.map(|_| now + ASK_AGAIN_MS);
            }
        }
        self.tell_pages_of_guides();
    }

    /// The organisation sets none any more: what the person had chosen holds again.
    fn let_guide_go(&mut self) {
        if self.settings.organisation_guide.take().is_none() {
            return;
        }
        self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
        self.effects.push(match self.settings.file.clone() {
            Some(file) => Effect::ReadLoadedGuide { file },
            None => {
                let choose = Some(self.settings.built_in.clone().unwrap_or_default());
                Effect::FetchGuides { port: NOBODY, call: 0, choose }
            }
        });
    }

    /// Tells pages that show the guides.
    pub(super) fn tell_pages_of_guides(&mut self) {
        let pages = self.pages.iter().filter(|(_, watch)| watch.is_none());
        self.effects.extend(pages.map(|(port, _)| Effect::FetchGuides { port: *port, call: 0, choose: None }));
    }

    /// What pages are told of the organisation's guide; none where it sets none.
    pub(super) fn organisation_guide_card(&self) -> Option<OrganisationGuideCard> {
        self.guide_is_organisations().then(|| OrganisationGuideCard {
            in_force: self.settings.organisation_guide.is_some(),
            address: self.guide_set().filter(|set| is_address(set)).map(str::to_owned),
            trouble: self.guide_watch.trouble.clone(),
            problems: self.guide_watch.problems.clone(),
        })
    }
}
