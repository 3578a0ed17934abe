//! Whether and when the log is posted to a collector. Never anywhere but to an address that the organisation or the person
//! has set; without one nothing leaves the machine.

use super::{Effect, Engine, PageReply, PortId, Settings};
use crate::rework::SetBy;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The value of an `Authorization` header, as `Bearer …`. A secret: it goes to the collector that it was given for, and is
/// never shown, logged or exported.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Authorization(String);

impl Authorization {
    /// A value that can stand in a header; none of anything else.
    pub fn new(value: &str) -> Option<Self> {
        let value = value.trim();
        let is_sendable = !value.is_empty() && value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        is_sendable.then(|| Self(value.to_owned()))
    }

    /// For the request alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A text without it, or its part behind the scheme: a collector may say it back.
    pub fn conceal(&self, text: &str) -> String {
        let credentials = self.0.split_once(' ').map_or("", |(_, credentials)| credentials.trim());
        let hidden = text.replace(&self.0, "…");
        if credentials.is_empty() { hidden } else { hidden.replace(credentials, "…") }
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Authorization(…)")
    }
}

/// What the person gave for one collector: for another one it is of no use, and is not sent there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectorKey {
    /// The collector's address.
    pub url: String,
    /// The header.
    pub authorization: Authorization,
}

impl Settings {
    /// The collector's address, and who has set it.
    pub fn collector(&self) -> Option<(&str, SetBy)> {
        let policy = self.policy.collector.as_deref().map(|url| (url, SetBy::Policy));
        policy.or(self.collector.as_deref().map(|url| (url, SetBy::Person))).filter(|(url, _)| is_address(url))
    }
}

/// Whether nobody on the way can read what is sent there: TLS, or this very machine.
pub(super) fn is_confidential(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return url.starts_with("https://") };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    ["localhost", "127.0.0.1", "[::1]"].contains(&host)
}

/// Whether it is an address that can be posted to.
pub(super) fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

impl Engine {
    /// The header that goes to the collector in force.
    pub fn collector_authorization(&self) -> Option<&Authorization> {
        let (url, set_by) = self.settings.collector()?;
        let key = match set_by {
            SetBy::Policy => self.settings.policy.collector_authorization.as_ref(),
            SetBy::Person => self
                .collector_key
                .as_ref()
                .filter(|key| key.url == url)
                .map(|CollectorKey { authorization, .. }| authorization),
        };
        key.filter(|_| is_confidential(url))
    }

    /// What was kept of the collector's header is read. What the person said meanwhile goes before it.
    pub(super) fn use_collector_key(&mut self, key: Option<CollectorKey>) {
        if !self.collector_key_chosen {
            self.collector_key = key;
        }
    }

    /// The person chose where the log is posted to, and the header that goes with it: none leaves it as it is at the same
    /// address, an empty one takes it away.
    pub(super) fn set_collector(
        &mut self,
        port: PortId,
        call: u32,
        (url, authorization): (Option<String>, Option<String>),
        now: u64,
    ) {
        let given = authorization.as_deref().filter(|value| !value.trim().is_empty());
        let refused = if self.settings.policy.collector.is_some() {
            Some("Your organisation has set where the log is posted to.")
        } else if url.as_deref().is_some_and(|url| !is_address(url)) {
            Some("Write the whole address, as https://collector.example/v1/logs.")
        } else if given.is_some_and(|value| Authorization::new(value).is_none()) {
            Some("An authorization is one line of plain letters, digits and signs.")
        } else if given.is_some() && !url.as_deref().is_some_and(is_confidential) {
            Some("An authorization is only sent to an https:// address, or to this very machine.")
        } else {
            None
        };
        if let Some(message) = refused {
            return self.answer(port, call, PageReply::Failed { message: message.into() });
        }
        if authorization.is_some() || url != self.settings.collector {
            let key = given.and_then(Authorization::new).zip(url.clone());
            self.collector_key = key.map(|(authorization, url)| CollectorKey { url, authorization });
            self.collector_key_chosen = true;
            self.effects.push(Effect::SaveCollectorKey(self.collector_key.clone()));
        }
        self.settings.collector = url;
        self.effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
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

    /// There is something new to be delivered. While a collector is waited for, its time has been told.
    pub(super) fn deliver_new(&mut self) {
        if self.deliver_at.is_none() {
            self.post();
        }
    }

    /// Asks for what is not delivered yet to be posted.
    fn post(&mut self) {
        if let Some((url, _)) = self.settings.collector().filter(|_| self.policy_known) {
            self.effects.push(Effect::Post {
                url: url.to_owned(),
                authorization: self.collector_authorization().cloned(),
                installation: self.settings.installation.clone(),
            });
        }
    }
}
