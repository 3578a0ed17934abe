//! Runs the examples that rules carry, each rule by itself with the guide's `allow` rules, so that a guide is shown
//! to do what its author means.

use super::{Checker, Place, Resources, Session};
use crate::guide::{Guide, Problem, Rule, Verdict};
use crate::text::{Block, BlockId, BlockKind, Inline, Span, utf16_len};
use std::sync::Arc;

/// One problem for each example that is not as its rule says. Rules that do not compile are left out: compiling says
/// what is wrong with them. So are those that need data which is not there ([`Checker::missing`]).
pub fn failed_examples(guide: &Guide, resources: &Resources) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, rule) in guide.rules.iter().enumerate() {
        if rule.examples.flag.is_empty() && rule.examples.pass.is_empty() {
            continue;
        }
        let Some(checker) = alone(guide, rule, resources) else { continue };
        let groups = [("flag", &rule.examples.flag, true), ("pass", &rule.examples.pass, false)];
        for (field, texts, expected) in groups {
            for (at, text) in texts.iter().enumerate() {
                if is_flagged(&checker, rule, text) != expected {
                    let (does, should) = if expected {
                        ("does not flag", "make the rule flag it")
                    } else {
                        ("flags", "add an `except`")
                    };
                    problems.push(Problem {
                        line: rule.line,
                        column: 0,
                        field: format!("rules[{index}].examples.{field}[{at}]"),
                        message: format!("rule “{}” {does} its example “{text}”", rule.id),
                        fix: format!("{should}, or move the example to the other list"),
                    });
                }
            }
        }
    }
    problems
}

/// The rule alone. An `allow` rule has nothing to flag by itself: its examples are judged as if it restricted.
fn alone(guide: &Guide, rule: &Rule, resources: &Resources) -> Option<Arc<Checker>> {
    let allowed = guide.rules.iter().filter(|other| other.verdict == Verdict::Allow && other.id != rule.id);
    let mut rule = rule.clone();
    if rule.verdict == Verdict::Allow {
        rule.verdict = Verdict::Restrict;
    }
    let rules = std::iter::once(rule).chain(allowed.cloned()).collect();
    let checker = Checker::compile(Arc::new(Guide { rules, ..guide.clone() })).ok()?.equipped(resources);
    checker.missing().is_empty().then(|| Arc::new(checker))
}

fn is_flagged(checker: &Arc<Checker>, rule: &Rule, text: &str) -> bool {
    let place = Place {
        host: rule.scope.hosts.first().cloned().unwrap_or_default(),
        surface: rule.scope.surfaces.first().copied().unwrap_or_default(),
        channel: rule.scope.channels.first().cloned(),
        language: rule.scope.languages.first().cloned(),
    };
    let kind = rule.scope.blocks.first().copied().unwrap_or(BlockKind::Paragraph);
    let blocks: Vec<Block> =
        text.lines().enumerate().map(|(index, line)| block(rule, index as u32 + 1, kind, line)).collect();
    let mut session = Session::new(checker.clone(), place);
    session.splice(0, 0, &blocks);
    session.settle().raised.iter().any(|flag| flag.rule == rule.id)
}

/// A line of an example as a block of a kind the rule speaks of; where it asks for a stretch within, all of it is one.
fn block(rule: &Rule, id: BlockId, kind: BlockKind, line: &str) -> Block {
    let mut block = Block::new(id, kind, line);
    if kind == BlockKind::Heading {
        block.level = rule.scope.levels.first().copied().unwrap_or(1);
    }
    if let Some(kind) = rule.scope.inline.first()
        && !line.is_empty()
    {
        block.inline.push(Inline { kind: *kind, span: Span::new(0, utf16_len(line)) });
    }
    block
}
