//! What the engine knows beyond one draft of where text came from, and the measuring of what became of it. Keeps
//! fingerprints of what was copied for a day, never the text; measures in slices, so that no key waits for it.

use super::field::Happening;
use super::{Effect, Engine, cards};
use crate::rework::{Copies, Fingerprints};

/// Cells of the matrix in one slice: about a millisecond.
const SLICE: usize = 200_000;

/// The next slice waits so long, so that what comes in meanwhile goes first.
const BREATH_MS: u64 = 2;

impl Engine {
    /// Takes what was kept of copies from AI tools.
    #[must_use]
    pub fn with_copies(mut self, mut copies: Copies, now: u64) -> Self {
        copies.forget(now);
        self.copies = copies;
        self
    }

    /// Hosts on which something is known to be an AI tool's answer.
    pub fn answer_hosts(&self) -> Vec<String> {
        cards::answer_hosts(self.guide())
    }

    pub(super) fn remember_copy(&mut self, tool: &str, text: &str, at: u64, now: u64) {
        self.copies.remember(tool, at, Fingerprints::of(self.settings.installation.as_bytes(), text));
        self.effects.push(Effect::SaveCopies(self.copies.clone()));
        self.commits.ask(now, true);
    }

    /// The log was erased, and with it what was copied.
    pub(super) fn forget_copies(&mut self) {
        self.copies = Copies::default();
        self.measuring.clear();
        self.effects.push(Effect::SaveCopies(Copies::default()));
    }

    /// When the next slice of measuring is due.
    pub(super) fn measures_at(&self, now: u64) -> Option<u64> {
        (!self.measuring.is_empty()).then_some(now + BREATH_MS)
    }

    /// Measures for a slice. What is short is told in one transaction with what ended it.
    pub(super) fn measure(&mut self, now: u64) {
        let mut told: Vec<(Happening, super::client::Header)> = Vec::new();
        while let Some((measure, header)) = self.measuring.front_mut() {
            let Some(event) = measure.step(SLICE) else { break };
            told.push(((measure.at(), event), header.clone()));
            self.measuring.pop_front();
        }
        for (happening, header) in told {
            self.log(vec![happening], &header);
            self.commits.ask(now, true);
        }
    }
}
