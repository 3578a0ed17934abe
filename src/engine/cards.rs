//! What clients and pages are told of a guide: cards with just what the hint shows. Never the whole guide.

use super::{GuideCard, ModuleCard, RouteCard, RuleCard, SurfaceCard};
use crate::guide::{
    BusinessTime, Guide, Requirement, Rule, RuleKind, SurfaceEntry, all_shipped_surfaces, shipped_surfaces,
};

/// The guide in a line.
pub(super) fn guide(guide: &Guide) -> GuideCard {
    GuideCard {
        name: guide.name.clone(),
        version: guide.version.clone(),
        owner: guide.owner.clone(),
        rules: u32::try_from(guide.rules.len()).unwrap_or(u32::MAX),
    }
}

/// A rule's card. `today` is an ISO date; modules that have expired by then are left out.
pub(super) fn rule(guide: &Guide, rule: &Rule, today: &str) -> RuleCard {
    let required = match &rule.kind {
        RuleKind::Require { require: Requirement::Module(id), .. } => Some(id),
        _ => None,
    };
    let mut ids: Vec<&String> = required.into_iter().chain(&rule.modules).collect();
    ids.dedup();
    RuleCard {
        id: rule.id.clone(),
        verdict: rule.verdict,
        severity: rule.severity,
        owner: rule.owner.clone(),
        why: rule.why.clone(),
        link: rule.link.clone(),
        hold: rule.hold,
        modules: ids
            .into_iter()
            .filter_map(|id| guide.module(id))
            .filter(|module| module.expires.as_deref().is_none_or(|expires| today <= expires))
            .map(|module| ModuleCard {
                id: module.id.clone(),
                title: module.title.clone(),
                text: module.text.clone(),
                owner: module.owner.clone(),
                reviewed: module.reviewed.clone(),
            })
            .collect(),
        route: rule.route.as_deref().and_then(|id| guide.route(id)).map(|route| RouteCard {
            id: route.id.clone(),
            owner: route.owner.clone(),
            contact: route.contact.is_some(),
            respond_within: route.respond_within.map(written),
            resolve_within: route.resolve_within.map(written),
        }),
    }
}

/// The surfaces known on a host, and the channel of what is written there. A guide's own come first, and one of the same
/// name takes the place of a shipped one, wherever it is.
pub(super) fn surfaces(guide: &Guide, host: &str) -> (Vec<SurfaceCard>, Option<String>) {
    let here = on_host(guide, host);
    let channel = here.iter().find_map(|entry| entry.channel.clone());
    let cards = here
        .into_iter()
        .map(|entry| SurfaceCard {
            name: entry.name.clone(),
            prompt: entry.prompt.clone(),
            response: entry.response.clone(),
            send: entry.send.clone(),
            assistant: entry.assistant,
        })
        .collect();
    (cards, channel)
}

/// The AI tool that writes into people's own text on a host, where one is known.
pub(super) fn assistant(guide: &Guide, host: &str) -> Option<String> {
    on_host(guide, host).into_iter().find(|entry| entry.assistant).map(|entry| entry.name.clone())
}

/// Hosts on which something is known to be a tool's answer.
pub(super) fn answer_hosts(guide: &Guide) -> Vec<String> {
    let own = &guide.surfaces;
    let shipped = all_shipped_surfaces().iter().filter(|entry| is_new(own, entry));
    let mut hosts: Vec<String> =
        own.iter().chain(shipped).filter(|e| e.response.is_some()).flat_map(|e| e.hosts.clone()).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}

fn on_host<'a>(guide: &'a Guide, host: &str) -> Vec<&'a SurfaceEntry> {
    let own = &guide.surfaces;
    let known = own.iter().chain(shipped_surfaces(host).iter().filter(|entry| is_new(own, entry)));
    known.filter(|entry| entry.hosts.iter().any(|known| covers(known, host))).collect()
}

fn is_new(own: &[SurfaceEntry], entry: &SurfaceEntry) -> bool {
    !own.iter().any(|known| known.name.eq_ignore_ascii_case(&entry.name))
}

fn covers(known: &str, host: &str) -> bool {
    host == known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
}

/// Business time as guides write it.
fn written(time: BusinessTime) -> String {
    match time {
        BusinessTime::Days(days) => format!("{days}d"),
        BusinessTime::Minutes(minutes) if minutes % 60 == 0 => format!("{}h", minutes / 60),
        BusinessTime::Minutes(minutes) => format!("{minutes}m"),
    }
}

/// Fills `{name}` in a contact address, percent-encoding each value.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let tail = &rest[open..];
        match tail.find('}').and_then(|close| {
            let name = &tail[1..close];
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (close, *value))
        }) {
            Some((close, value)) => {
                percent_encode(value, &mut out);
                rest = &tail[close + 1..];
            }
            None => {
                out.push('{');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Encodes everything but RFC 3986's unreserved characters.
fn percent_encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_filled_and_encoded() {
        let filled = fill(
            "https://t.example/new?title={rule}&body={quote}&{other}",
            &[("rule", "a.b"), ("quote", "50% & more")],
        );
        assert_eq!(filled, "https://t.example/new?title=a.b&body=50%25%20%26%20more&{other}");
    }

    #[test]
    fn a_guide_puts_its_own_surfaces_in_the_place_of_shipped_ones() {
        let names = |guide: &Guide, host: &str| -> Vec<String> {
            surfaces(guide, host).0.into_iter().map(|card| card.name).collect()
        };
        let entry = |name: &str, host: &str| SurfaceEntry {
            name: name.into(),
            hosts: vec![host.into()],
            ..SurfaceEntry::default()
        };
        let mut guide = Guide::default();
        assert_eq!(names(&guide, "chatgpt.com"), ["ChatGPT"]);
        guide.surfaces = vec![entry("Ours", "chatgpt.com")];
        assert_eq!(names(&guide, "chatgpt.com"), ["Ours", "ChatGPT"]);
        guide.surfaces = vec![entry("chatgpt", "chat.acme.example")];
        assert!(names(&guide, "chatgpt.com").is_empty());
        assert_eq!(names(&guide, "chat.acme.example"), ["chatgpt"]);
    }

    #[test]
    fn a_host_covers_its_subdomains_only() {
        assert!(covers("example.com", "example.com"));
        assert!(covers("example.com", "app.example.com"));
        assert!(!covers("example.com", "badexample.com"));
    }
}
