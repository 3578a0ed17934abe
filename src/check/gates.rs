//! Words that a pattern cannot match without: found on the way by the automaton, they decide whether the pattern is run
//! at all. Where there are none, the pattern is always run; never is one left out that could match.

use crate::guide::SequenceToken;
use crate::text::folded_literal;
use fancy_regex::Expr;
use regex_syntax::hir::{Hir, HirKind};

/// A gate of fewer letters is found in too many texts to be worth its place.
const SHORTEST: usize = 3;
/// A pattern with more gates than this is run without.
const MOST: usize = 64;

/// Folded words of which every match of the pattern contains at least one; none where there are no such words.
pub(super) fn gates(pattern: &str) -> Option<Vec<String>> {
    match regex_syntax::parse(pattern) {
        Ok(hir) => needed(&hir),
        Err(_) => needed_by(&Expr::parse_tree(pattern).ok()?.expr),
    }
}

/// The same of a sequence: the gates of one of the tokens that must be there.
pub(super) fn sequence_gates(tokens: &[SequenceToken]) -> Option<Vec<String>> {
    let texts = tokens.iter().filter(|token| !token.negate).filter_map(|token| token.pattern.as_deref());
    best(texts.filter_map(gates))
}

/// The gate that a literal makes: its longest word, if that is long enough.
fn word(literal: &str) -> Option<Vec<String>> {
    // Letters and digits only: spaces and hyphens are not the same in the view that gates are looked for in.
    let longest = literal.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len())?;
    let folded = folded_literal(longest);
    (folded.len() >= SHORTEST).then(|| vec![folded])
}

/// Of the gates of what must all match, the fewest words, and of them the longest.
fn best(gates: impl Iterator<Item = Vec<String>>) -> Option<Vec<String>> {
    gates.min_by_key(|words| (words.len(), usize::MAX - words.iter().map(String::len).min().unwrap_or(0)))
}

/// The same for a pattern that only backtracking can run. What look-around looks at is left out of account.
fn needed_by(expression: &Expr) -> Option<Vec<String>> {
    match expression {
        Expr::Literal { val, .. } => word(val),
        Expr::Group(inner) => needed_by(inner),
        Expr::AtomicGroup(inner) => needed_by(inner),
        Expr::Repeat { child, lo, .. } if *lo > 0 => needed_by(child),
        Expr::Concat(parts) => {
            // Literals come letter by letter.
            let (mut run, mut found) = (String::new(), Vec::new());
            for part in parts {
                if let Expr::Literal { val, .. } = part {
                    run.push_str(val);
                } else {
                    found.extend(word(&std::mem::take(&mut run)));
                    found.extend(needed_by(part));
                }
            }
            found.extend(word(&run));
            best(found.into_iter())
        }
        Expr::Alt(ways) => {
            let mut all = Vec::new();
            for way in ways {
                all.extend(needed_by(way)?);
            }
            (all.len() <= MOST).then_some(all)
        }
        _ => None,
    }
}

fn needed(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => word(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => best(parts.iter().filter_map(needed)),
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
            (r"free(?! range)", Some(vec!["free"])),
            (r"(?<!not )(?:Straße|weg)", Some(vec!["strasse", "weg"])),
            (r"(?!never)\w+", None),
            (r"(abc)? \1", None),
            (r"\b(\w+) \1 twice", Some(vec!["twice"])),
            (r"(?>leverage)", Some(vec!["leverage"])),
            (r"(?i)free(?!dom)", Some(vec!["free"])),
            (r"a(?=b)bcd", Some(vec!["bcd"])),
        ] {
            let found = gates(pattern);
            let found: Option<Vec<&str>> = found.as_ref().map(|words| words.iter().map(String::as_str).collect());
            assert_eq!(found, expected, "{pattern}");
        }
    }

    #[test]
    fn a_sequence_cannot_do_without_one_of_its_texts() {
        let token = |pattern: Option<&str>, negate| SequenceToken {
            pattern: pattern.map(str::to_owned),
            negate,
            ..SequenceToken::default()
        };
        let gates = |tokens: &[SequenceToken]| sequence_gates(tokens);
        let adjective = token(None, false);
        assert_eq!(gates(&[token(Some("a|an"), false), adjective.clone()]), None);
        assert_eq!(
            gates(&[token(Some("really|Very"), false), token(Some("unique"), false)]),
            Some(vec!["unique".into()])
        );
        assert_eq!(gates(&[token(Some("unique"), true), adjective]), None);
    }
}
