//! A checked tree → a rule. What the shape check has already reported is passed over in silence, and read as if it
//! were not there.

use super::decode::{fields, flag, one_or_many, text, texts};
use super::format_rule::BLOCKS;
use super::yaml::{Node, Value};
use super::{
    CaseRule, Condition, Count, Examples, FormsLanguage, Keep, LetterCase, Measure, Measured, Per, Repeat, Replacement,
    Requirement, Rule, RuleKind, SequenceToken, Severity, Spell, Surface, TermOrPattern, TitleStyle, Unit, Verdict,
    Where, Within, value,
};
use crate::text::{BlockKind, InlineKind};

/// One rule of a guide with that owner and language.
pub fn rule(node: &Node, owner: &str, language: &str) -> Rule {
    let verdict = match text(node, "verdict").as_deref() {
        Some("allow") => Verdict::Allow,
        Some("restrict") => Verdict::Restrict,
        Some("escalate") => Verdict::Escalate,
        _ => Verdict::Prefer,
    };
    let severity = match text(node, "severity").as_deref() {
        Some("suggestion") => Severity::Suggestion,
        Some("warning") => Severity::Warning,
        Some("error") => Severity::Error,
        _ => match verdict {
            Verdict::Allow | Verdict::Prefer => Severity::Suggestion,
            Verdict::Escalate => Severity::Warning,
            Verdict::Restrict => Severity::Error,
        },
    };
    let kind = kind(node);
    let mut modules = texts(node, "modules");
    if let RuleKind::Require { require: Requirement::Module(id), .. } = &kind
        && !modules.contains(id)
    {
        modules.insert(0, id.clone());
    }
    Rule {
        id: text(node, "id").unwrap_or_default(),
        kind,
        verdict,
        severity,
        owner: text(node, "owner").unwrap_or_else(|| owner.to_owned()),
        why: text(node, "why"),
        link: text(node, "link"),
        message: text(node, "message"),
        suggest: texts(node, "suggest"),
        modules,
        route: text(node, "route"),
        scope: node.get("where").map(|node| scope(node)).unwrap_or_default(),
        except: texts(node, "except"),
        match_case: flag(node, "match_case").unwrap_or(false),
        whole_words: flag(node, "whole_words").unwrap_or(true),
        forms: match (flag(node, "forms"), text(node, "forms")) {
            (Some(false), _) => None,
            (_, Some(named)) => FormsLanguage::of(&named),
            (_, None) => FormsLanguage::of(language),
        },
        keep_case: flag(node, "keep_case").unwrap_or(true),
        hold: flag(node, "hold").unwrap_or(false),
        examples: node
            .get("examples")
            .map(|node| Examples { flag: texts(node, "flag"), pass: texts(node, "pass") })
            .unwrap_or_default(),
        line: u32::try_from(node.mark.line).unwrap_or(u32::MAX),
    }
}

fn kind(node: &Node) -> RuleKind {
    if let Some(require) = node.get("require") {
        return require_rule(node, require);
    }
    if let Some(pattern) = text(node, "pattern") {
        return RuleKind::Pattern(pattern);
    }
    if node.get("replace").is_some() {
        let pairs = fields(node, "replace").iter().map(|(key, node)| Replacement {
            deprecated: TermOrPattern::read(&key.name),
            preferred: one_or_many(node),
        });
        return RuleKind::Replace(pairs.collect());
    }
    if let Some(sets) = node.get("consistent") {
        let keep = if text(node, "keep").as_deref() == Some("most") { Keep::Most } else { Keep::First };
        return RuleKind::Consistent { sets: alternatives(sets), keep };
    }
    if let Some(repeat) = node.get("repeat") {
        return RuleKind::Repeat(Repeat { patterns: texts(repeat, "pattern") });
    }
    if let Some(case) = node.get("case") {
        return RuleKind::Case(case_rule(case));
    }
    if let Some(count) = node.get("count") {
        return RuleKind::Count(Count {
            of: sought(texts(count, "of")),
            most: whole(count, "most"),
            least: whole(count, "least"),
            per: per(count).unwrap_or_default(),
        });
    }
    if let Some(measure) = node.get("measure") {
        return RuleKind::Measure(measured(measure));
    }
    if let Some(spell) = node.get("spell") {
        return RuleKind::Spell(Spell {
            dictionary: spell.text().map(str::to_owned).or_else(|| text(spell, "dictionary")).unwrap_or_default(),
            words: texts(spell, "words"),
            ignore: texts(spell, "ignore"),
        });
    }
    if let Some(Value::List(tokens)) = node.get("sequence").map(|tokens| &tokens.value) {
        let token = |node: &Node| SequenceToken {
            tag: text(node, "tag"),
            pattern: text(node, "pattern"),
            negate: flag(node, "negate").unwrap_or(false),
            skip: whole(node, "skip").unwrap_or(0),
        };
        return RuleKind::Sequence(tokens.iter().map(|node| token(node)).collect());
    }
    RuleKind::Terms(texts(node, "terms"))
}

fn require_rule(node: &Node, require: &Node) -> RuleKind {
    let when = match node.get("when").map(|when| &when.value) {
        Some(Value::List(_)) => Condition::Terms(texts(node, "when")),
        _ => Condition::Pattern(text(node, "when").unwrap_or_default()),
    };
    let within = match (text(require, "within").as_deref(), whole(require, "within")) {
        (Some("block"), _) => Within::Blocks(0),
        (_, Some(blocks)) => Within::Blocks(blocks),
        _ => Within::Draft,
    };
    let require = match (text(require, "module"), text(require, "pattern")) {
        (Some(module), _) => Requirement::Module(module),
        (None, Some(pattern)) => Requirement::Pattern(pattern),
        (None, None) => Requirement::Text(texts(require, "text")),
    };
    RuleKind::Require { when, require, within }
}

fn alternatives(node: &Node) -> Vec<Vec<TermOrPattern>> {
    match &node.value {
        Value::List(sets) => sets.iter().map(|set| sought(one_or_many(set))).collect(),
        Value::Map(pairs) => pairs
            .iter()
            .map(|(key, others)| {
                std::iter::once(TermOrPattern::read(&key.name)).chain(sought(one_or_many(others))).collect()
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn case_rule(node: &Node) -> CaseRule {
    let style = match text(node, "style").as_deref() {
        Some("chicago") => TitleStyle::Chicago,
        _ => TitleStyle::Ap,
    };
    let to = match (node.text().map(str::to_owned).or_else(|| text(node, "to")).as_deref(), text(node, "pattern")) {
        (_, Some(pattern)) => LetterCase::Pattern(pattern),
        (Some("title"), None) => LetterCase::Title(style),
        (Some("upper"), None) => LetterCase::Upper,
        (Some("lower"), None) => LetterCase::Lower,
        _ => LetterCase::Sentence,
    };
    CaseRule { to, indicators: texts(node, "indicators"), prefix: text(node, "prefix") }
}

fn measured(node: &Node) -> Measure {
    let of = match (text(node, "formula"), text(node, "of").as_deref()) {
        (Some(formula), _) => Measured::Formula(formula),
        (None, Some("flesch")) => Measured::Flesch,
        (None, Some("flesch_kincaid")) => Measured::FleschKincaid,
        (None, Some("gunning_fog")) => Measured::GunningFog,
        (None, Some("smog")) => Measured::Smog,
        (None, Some("coleman_liau")) => Measured::ColemanLiau,
        (None, Some("ari")) => Measured::Ari,
        (None, Some("passive_share")) => Measured::PassiveShare,
        _ => Measured::SentenceWords,
    };
    let usual = if of == Measured::SentenceWords { Per::Sentence } else { Per::Draft };
    Measure {
        of,
        most: number(node, "most"),
        least: number(node, "least"),
        per: per(node).unwrap_or(usual),
        from_words: whole(node, "from_words").unwrap_or(0),
    }
}

fn per(node: &Node) -> Option<Per> {
    Some(match text(node, "per")?.as_str() {
        "sentence" => Per::Sentence,
        "block" => Per::Block,
        _ => Per::Draft,
    })
}

fn sought(texts: Vec<String>) -> Vec<TermOrPattern> {
    texts.iter().map(|text| TermOrPattern::read(text)).collect()
}

fn scope(node: &Node) -> Where {
    let both = |one: &str, many: &str| {
        let mut all = texts(node, one);
        for text in texts(node, many) {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all
    };
    let surface = |name: String| match name.as_str() {
        "prompt" => Some(Surface::Prompt),
        "response" => Some(Surface::Response),
        "draft" => Some(Surface::Draft),
        _ => None,
    };
    let block = |name: String| BLOCKS.iter().position(|known| *known == name).map(|index| BLOCK_KINDS[index]);
    let inline = |name: String| match name.as_str() {
        "link" => Some(InlineKind::Link),
        "code" => Some(InlineKind::Code),
        "quote" => Some(InlineKind::Quote),
        _ => None,
    };
    let mut levels: Vec<u8> = ["level", "levels"].iter().flat_map(|name| numbers(node, name)).collect();
    levels.sort_unstable();
    levels.dedup();
    let mut blocks: Vec<BlockKind> = both("block", "blocks").into_iter().filter_map(block).collect();
    if blocks.is_empty() && !levels.is_empty() {
        blocks.push(BlockKind::Heading);
    }
    Where {
        surfaces: both("surface", "surfaces").into_iter().filter_map(surface).collect(),
        hosts: both("host", "hosts").iter().filter_map(|host| value::host(host).ok()).collect(),
        channels: both("channel", "channels"),
        languages: both("language", "languages"),
        blocks,
        levels,
        inline: texts(node, "inline").into_iter().filter_map(inline).collect(),
        unit: if text(node, "scope").as_deref() == Some("sentence") { Unit::Sentence } else { Unit::Block },
    }
}

/// In the order of [`BLOCKS`].
const BLOCK_KINDS: [BlockKind; BLOCKS.len()] = [
    BlockKind::Paragraph,
    BlockKind::Heading,
    BlockKind::ListItem,
    BlockKind::TableCell,
    BlockKind::Quote,
    BlockKind::Code,
    BlockKind::Line,
    BlockKind::AltText,
    BlockKind::FrontMatter,
    BlockKind::Raw,
];

fn number(node: &Node, name: &str) -> Option<f64> {
    match node.get(name).map(|node| &node.value) {
        Some(Value::Number(written)) => written.parse().ok(),
        _ => None,
    }
}

/// A whole number; one out of bounds was reported and stays out.
fn whole(node: &Node, name: &str) -> Option<u32> {
    number(node, name).filter(|number| (0.0..=f64::from(u32::MAX)).contains(number)).map(|number| number as u32)
}

fn numbers(node: &Node, name: &str) -> Vec<u8> {
    let one = |node: &Node| match &node.value {
        Value::Number(written) => written.parse::<f64>().ok().map(|number| number as u8),
        _ => None,
    };
    match node.get(name) {
        Some(many) => match &many.value {
            Value::List(items) => items.iter().filter_map(|item| one(item)).collect(),
            _ => one(many).into_iter().collect(),
        },
        None => Vec::new(),
    }
}
