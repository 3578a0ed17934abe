//! Words that a pattern cannot match without: found on the way by the automaton, they decide whether the pattern is run
//! at all. Where there are none, the pattern is always run; never is one left out that could match.

use crate::text::folded_literal;
use regex_syntax::hir::{Hir, HirKind};

/// A gate of fewer letters is found in too many texts to be worth its place.
const SHORTEST: usize = 3;
/// A pattern with more gates than this is run without.
const MOST: usize = 64;

/// Folded words of which every match of the pattern contains at least one; none where there are no such words.
pub(super) fn gates(pattern: &str) -> Option<Vec<String>> {
    needed(&regex_syntax::parse(pattern).ok()?)
}

fn needed(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            // Letters and digits only: spaces and hyphens are not the same in the view that gates are looked for in.
            let longest = text.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len())?;
            let folded = folded_literal(longest);
            (folded.len() >= SHORTEST).then(|| vec![folded])
        }
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(needed).min_by_key(|words| {
            // The fewest words, and of them the longest.
            (words.len(), usize::MAX - words.iter().map(String::len).min().unwrap_or(0))
        }),
        HirKind::Alternation(ways) => {
            let mut all = Vec::new();
            for way in ways {
                all.extend(needed(way)?);
            }
            (all.len() <= MOST).then_some(all)
        }
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_words_no_match_can_do_without() {
        for (pattern, expected) in [
            (r"up to \d+% off", Some(vec!["off"])),
            (r"\b\d+% (apr|interest)\b", Some(vec!["apr", "interest"])),
            (r"(ab)?cd|efgh", None),
            (r"(Straße)+", Some(vec!["strasse"])),
            (r"\bAI\b", None),
            (r"\d{4}", None),
            (r"(", None),
        ] {
            let found = gates(pattern);
            let found: Option<Vec<&str>> = found.as_ref().map(|words| words.iter().map(String::as_str).collect());
            assert_eq!(found, expected, "{pattern}");
        }
    }
}
