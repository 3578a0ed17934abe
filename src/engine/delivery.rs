//! Whether and when the log is posted to a collector. Never anywhere but to an address that the organisation or the person
//! has set; without one nothing leaves the machine.

use super::{Effect, Engine, PageReply, PortId, Settings};
use crate::rework::SetBy;

impl Settings {
    /// The collector's address, and who has set it.
    pub fn collector(&self) -> Option<(&str, SetBy)> {
        let policy = self.policy.collector.as_deref().map(|url| (url, SetBy::Policy));
        policy.or(self.collector.as_deref().map(|url| (url, SetBy::Person))).filter(|(url, _)| is_address(url))
    }
}

/// Whether it is an address that can be posted to.
fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

impl Engine {
    /// The person chose where the log is posted to.
    pub(super) fn set_collector(&mut self, port: PortId, call: u32, url: Option<String>, now: u64) {
        let refused = if self.settings.policy.collector.is_some() {
            Some("Your organisation has set where the log is posted to.")
        } else if url.as_deref().is_some_and(|url| !is_address(url)) {
            Some("Write the whole address, as https://collector.example/v1/logs.")
        } else {
            None
        };
        if let Some(message) = refused {
            return self.answer(port, call, PageReply::Failed { message: message.into() });
        }
        self.settings.collector = url;
        self.effects.push(Effect::SaveSettings(self.settings.clone()));
        self.deliver_at = (self.policy_known && self.settings.collector().is_some()).then_some(now);
        self.deliver(now);
        self.effects.push(Effect::DescribeStore { port, call });
    }

    /// Asks for what is not delivered yet to be posted, when it is time.
    pub(super) fn deliver(&mut self, now: u64) {
        if self.deliver_at.is_some_and(|at| at <= now) {
            self.deliver_at = None;
            self.post();
        }
    }

    /// Asks for what is not delivered yet to be posted.
    pub(super) fn post(&mut self) {
        if let Some((url, _)) = self.settings.collector().filter(|_| self.policy_known) {
            self.effects.push(Effect::Post { url: url.to_owned(), installation: self.settings.installation.clone() });
        }
    }
}
