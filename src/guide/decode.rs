//! A checked tree → a guide, and what only the whole can tell: ids that are there twice, or named and not there.
//! What the shape check has already reported is passed over in silence, so that all problems come in one go.

use super::decode_rule::rule;
use super::format::{FORMAT_VERSION, GUIDE};
use super::meaning::check_meaning;
use super::nearest::{any_of, nearest};
use super::shape::{Findings, Shape, join};
use super::yaml::{Key, Node, Value};
use super::{Calendar, Guide, Module, Route, SurfaceEntry, value};
use std::collections::HashMap;
use std::rc::Rc;

/// Checks and decodes a whole guide. The guide is only to be used when nothing was found.
pub fn guide(root: &Node) -> (Guide, Findings) {
    let mut findings = Findings::default();
    if let (Value::Map(_), None) = (&root.value, root.get("housestyle")) {
        let fix = format!("begin the file with housestyle: {FORMAT_VERSION}");
        findings.add(root.mark, "", "this does not say which guide format it is in", fix);
        findings.check(root, &Shape::Record(&GUIDE), "");
        // Said above, and better.
        findings.0.retain(|finding| finding.wrong.message != "housestyle is missing");
    } else {
        findings.check(root, &Shape::Record(&GUIDE), "");
    }
    let owner = text(root, "owner").unwrap_or_default();
    let modules = fields(root, "modules").iter().map(|(key, node)| module(key, node, &owner)).collect();
    let routes = fields(root, "routes").iter().map(|(key, node)| route(key, node, &owner)).collect();
    let language = text(root, "language").unwrap_or_else(|| "en".to_owned());
    let rules = items(root, "rules").iter().map(|node| rule(node, &owner, &language)).collect();
    let guide = Guide {
        name: text(root, "name").unwrap_or_default(),
        version: label(root, "version").unwrap_or_default(),
        language,
        owner,
        routes,
        modules,
        surfaces: items(root, "surfaces").iter().map(|node| surface(node)).collect(),
        rules,
    };
    check_whole(root, &guide, &mut findings);
    (guide, findings)
}

fn check_whole(root: &Node, guide: &Guide, findings: &mut Findings) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, (node, rule)) in items(root, "rules").iter().zip(&guide.rules).enumerate() {
        let path = format!("rules[{index}]");
        if let Some(id) = node.get("id")
            && let Some(name) = id.text()
        {
            match seen.get(name) {
                Some(line) => {
                    let message = format!("there is already a rule {name:?} on line {line}");
                    findings.add(id.mark, &join(&path, "id"), message, "give it an id of its own");
                }
                None => {
                    seen.insert(name, id.mark.line);
                }
            }
        }
        let mut known = |node: &Node, path: &str, noun: &str, ids: Vec<&str>| {
            let Some(id) = node.text().filter(|id| !id.trim().is_empty() && !ids.contains(id)) else { return };
            let fix = match nearest(id, ids.iter().copied()) {
                Some(near) => format!("write {near}"),
                None if ids.is_empty() => format!("the guide has no {noun}s: add {noun}s with {id} in it"),
                None => format!("add it to {noun}s, or write {}", any_of(&ids)),
            };
            findings.add(node.mark, path, format!("unknown {noun} {id:?}"), fix);
        };
        let module_ids = || guide.modules.iter().map(|module| module.id.as_str()).collect::<Vec<_>>();
        if let Some(route) = node.get("route") {
            known(route, &join(&path, "route"), "route", guide.routes.iter().map(|route| route.id.as_str()).collect());
        }
        if let Some(module) = node.get("require").and_then(|require| require.get("module")) {
            known(module, &format!("{path}.require.module"), "module", module_ids());
        }
        match node.get("modules").map(|modules| (&modules.value, modules)) {
            Some((Value::List(list), _)) => {
                for (at, module) in list.iter().enumerate() {
                    known(module, &format!("{path}.modules[{at}]"), "module", module_ids());
                }
            }
            Some((_, one)) => known(one, &join(&path, "modules"), "module", module_ids()),
            None => {}
        }
        check_meaning(node, rule, &guide.language, &path, findings);
    }
    for (key, node) in fields(root, "modules") {
        if let (Some(reviewed), Some(expires)) = (date(node, "reviewed"), date(node, "expires"))
            && expires < reviewed
        {
            let mark = node.get("expires").map_or(node.mark, |node| node.mark);
            let path = join(&join("modules", &key.name), "expires");
            findings.add(mark, &path, format!("it expires before it was reviewed ({reviewed})"), "write a later day");
        }
    }
}

fn route(key: &Key, node: &Node, owner: &str) -> Route {
    let duration = |name| text(node, name).and_then(|text| value::duration(&text).ok());
    Route {
        id: key.name.clone(),
        owner: text(node, "owner").unwrap_or_else(|| owner.to_owned()),
        contact: text(node, "contact"),
        respond_within: duration("respond_within"),
        resolve_within: duration("resolve_within"),
        calendar: node.get("calendar").map(|node| calendar(node)),
    }
}

fn calendar(node: &Node) -> Calendar {
    let mut days = [false; 7];
    for named in texts(node, "days").iter().filter_map(|text| value::days(text).ok()) {
        for (day, is_named) in days.iter_mut().zip(named) {
            *day |= is_named;
        }
    }
    let (opens, closes) = text(node, "hours").and_then(|text| value::hours(&text).ok()).unwrap_or_default();
    let holidays = texts(node, "holidays").iter().filter_map(|text| value::date(text).ok()).collect();
    Calendar { days, opens, closes, zone: text(node, "zone").unwrap_or_default(), holidays }
}

fn module(key: &Key, node: &Node, owner: &str) -> Module {
    Module {
        id: key.name.clone(),
        title: text(node, "title").unwrap_or_default(),
        text: text(node, "text").unwrap_or_default(),
        owner: text(node, "owner").unwrap_or_else(|| owner.to_owned()),
        reviewed: date(node, "reviewed"),
        expires: date(node, "expires"),
    }
}

fn surface(node: &Node) -> SurfaceEntry {
    SurfaceEntry {
        name: text(node, "name").unwrap_or_default(),
        hosts: texts(node, "hosts").iter().filter_map(|host| value::host(host).ok()).collect(),
        prompt: text(node, "prompt"),
        response: text(node, "response"),
        send: text(node, "send"),
        assistant: flag(node, "assistant").unwrap_or(false),
        channel: text(node, "channel"),
    }
}

pub(super) fn text(node: &Node, name: &str) -> Option<String> {
    node.get(name).and_then(|node| node.text()).map(trimmed)
}

/// A block scalar (`why: |`) ends in a line break that nobody means.
pub(super) fn trimmed(text: &str) -> String {
    text.trim_end_matches(['\n', '\r']).to_owned()
}

pub(super) fn label(node: &Node, name: &str) -> Option<String> {
    match node.get(name).map(|node| &node.value) {
        Some(Value::Text(text) | Value::Number(text)) => Some(text.clone()),
        _ => None,
    }
}

fn date(node: &Node, name: &str) -> Option<String> {
    text(node, name).and_then(|text| value::date(&text).ok())
}

pub(super) fn flag(node: &Node, name: &str) -> Option<bool> {
    match node.get(name).map(|node| &node.value) {
        Some(Value::Bool(value)) => Some(*value),
        _ => None,
    }
}

pub(super) fn texts(node: &Node, name: &str) -> Vec<String> {
    node.get(name).map(|node| one_or_many(node)).unwrap_or_default()
}

pub(super) fn one_or_many(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Text(text) => vec![trimmed(text)],
        Value::List(items) => items.iter().filter_map(|item| item.text()).map(trimmed).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn items<'a>(node: &'a Node, name: &str) -> &'a [Rc<Node>] {
    match node.get(name).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

pub(super) fn fields<'a>(node: &'a Node, name: &str) -> &'a [(Key, Rc<Node>)] {
    match node.get(name).map(|node| &node.value) {
        Some(Value::Map(fields)) => fields,
        _ => &[],
    }
}
