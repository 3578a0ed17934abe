//! Passives in English: a form of *be* or *get*, at most a few adverbs, a past participle. Good enough for a share of
//! sentences; never sure of one, since *is closed* may be a state and the door's doing alike.
//!
//! What it leaves out on purpose: participles that are mostly adjectives (*interested*, *limited*) unless *by* follows;
//! passives without an auxiliary (*a mail written by Ann*); those with a noun between (*was the plan approved*).

use super::forms::english::is_irregular_participle;
use crate::text::{Token, TokenKind, tokens};
use std::ops::Range;

/// The passives of a text, from the auxiliary to the participle, as byte ranges in order. A text of several sentences
/// is read as one: cut it at its sentences first where that matters.
///
/// ```
/// use housestyle::check::passives;
/// let text = "The plan was not yet approved.";
/// assert_eq!(passives(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), ["was not yet approved"]);
/// ```
pub fn passives(text: &str) -> Vec<Range<usize>> {
    let mut scanner = PassiveScanner::default();
    tokens(text).filter_map(|token| scanner.read(&text[token.range.clone()], &token)).collect()
}

/// Reads a sentence token by token.
#[derive(Debug, Default)]
pub(super) struct PassiveScanner {
    state: State,
    before: Before,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Idle,
    /// Behind an auxiliary that began at a byte.
    Auxiliary { start: usize, kind: Auxiliary, between: u8 },
    /// Behind a participle that is a passive only where *by* follows.
    MaybeBy(Range<usize>),
}

/// The word before.
#[derive(Debug, Default, PartialEq)]
enum Before {
    #[default]
    Nothing,
    There,
    Question,
    Word,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Auxiliary {
    Be,
    /// *be* at the head of a question: the subject may follow.
    Asking,
    Get,
    /// *'s*, which may be *has* too.
    Contracted,
}

/// Most words between auxiliary and participle.
const BETWEEN: u8 = 3;

impl PassiveScanner {
    /// Reads the next token; answers with a passive that is complete now.
    pub fn read(&mut self, text: &str, token: &Token) -> Option<Range<usize>> {
        let mut lower = [0u8; 24];
        let word = match token.kind {
            TokenKind::Word => lowered(text, &mut lower),
            // Quotation marks may stand around any word.
            TokenKind::Mark if matches!(text, "\"" | "“" | "”" | "*" | "_") => return None,
            TokenKind::Mark | TokenKind::Number => "",
        };
        let state = std::mem::take(&mut self.state);
        let mut found = None;
        match state {
            State::MaybeBy(range) if word == "by" => found = Some(range),
            State::Auxiliary { start, kind, between } if !word.is_empty() => {
                let range = start..token.range.end;
                let asked = matches!(kind, Auxiliary::Asking) && is_pronoun(word);
                if matches!(word, "being" | "been") {
                    self.state = State::Auxiliary { start, kind: Auxiliary::Be, between: 0 };
                } else if (is_adverb(word) || asked) && between < BETWEEN {
                    self.state = State::Auxiliary { start, kind, between: between + 1 };
                } else if is_participle(word) && !(kind == Auxiliary::Get && is_state_after_get(word)) {
                    if kind == Auxiliary::Contracted || is_mostly_adjective(word) {
                        self.state = State::MaybeBy(range);
                    } else {
                        found = Some(range);
                    }
                }
            }
            _ => {}
        }
        if matches!(self.state, State::Idle)
            && found.is_none()
            && self.before != Before::There
            && let Some(kind) = auxiliary(word)
        {
            let asks = kind == Auxiliary::Be && matches!(self.before, Before::Nothing | Before::Question);
            let kind = if asks { Auxiliary::Asking } else { kind };
            self.state = State::Auxiliary { start: token.range.start, kind, between: 0 };
        }
        self.before = match word {
            "" if self.before == Before::Nothing => Before::Nothing,
            "there" => Before::There,
            "who" | "what" | "when" | "where" | "why" | "how" => Before::Question,
            _ => Before::Word,
        };
        found
    }
}

/// A word in lower case with a straight apostrophe; empty where it is too long to be one that matters.
fn lowered<'a>(word: &str, buffer: &'a mut [u8; 24]) -> &'a str {
    let mut len = 0;
    for c in word.chars() {
        let byte = match c {
            '’' => b'\'',
            c if c.is_ascii() => c.to_ascii_lowercase() as u8,
            _ => return "",
        };
        if len == buffer.len() {
            return "";
        }
        buffer[len] = byte;
        len += 1;
    }
    std::str::from_utf8(&buffer[..len]).unwrap_or_default()
}

fn auxiliary(word: &str) -> Option<Auxiliary> {
    Some(match word {
        "am" | "is" | "are" | "was" | "were" | "be" | "been" | "being" => Auxiliary::Be,
        "isn't" | "aren't" | "wasn't" | "weren't" | "ain't" => Auxiliary::Be,
        "i'm" | "you're" | "we're" | "they're" => Auxiliary::Be,
        "get" | "gets" | "got" | "getting" | "gotten" => Auxiliary::Get,
        "it's" | "that's" | "he's" | "she's" | "what's" | "who's" | "everything's" => Auxiliary::Contracted,
        _ => return None,
    })
}

fn is_pronoun(word: &str) -> bool {
    matches!(word, "i" | "you" | "he" | "she" | "it" | "we" | "they" | "this" | "that" | "these" | "those")
}

fn is_adverb(word: &str) -> bool {
    const ADVERBS: &[&str] = &[
        "again",
        "all",
        "almost",
        "also",
        "always",
        "best",
        "better",
        "both",
        "even",
        "ever",
        "first",
        "further",
        "just",
        "later",
        "long",
        "more",
        "most",
        "much",
        "never",
        "not",
        "now",
        "often",
        "once",
        "only",
        "perhaps",
        "quite",
        "rather",
        "seldom",
        "since",
        "so",
        "sometimes",
        "soon",
        "still",
        "then",
        "thus",
        "too",
        "very",
        "well",
        "yet",
    ];
    (word.len() > 4 && word.ends_with("ly") && !matches!(word, "family" | "reply" | "supply" | "apply" | "italy"))
        || ADVERBS.binary_search(&word).is_ok()
}

fn is_participle(word: &str) -> bool {
    if word.contains('-') {
        return false;
    }
    if let Some(stem) = word.strip_suffix("ed") {
        let eed = stem.ends_with('e');
        if eed {
            return matches!(word, "agreed" | "freed" | "guaranteed" | "decreed" | "refereed");
        }
        return stem.len() > 1
            && stem.bytes().any(|c| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
            && !matches!(word, "hundred" | "kindred" | "sacred" | "naked" | "wicked" | "embed" | "biped" | "moped")
            || matches!(word, "fed" | "led" | "bred");
    }
    is_irregular_participle(word)
        || ["re", "un", "over", "under", "mis", "out", "pre", "fore"]
            .iter()
            .any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest.len() > 3 && is_irregular_participle(rest)))
}

/// Participles that behind *be* are adjectives more often than not.
fn is_mostly_adjective(word: &str) -> bool {
    const ADJECTIVES: &[&str] = &[
        "accustomed",
        "advanced",
        "aged",
        "amazed",
        "annoyed",
        "ashamed",
        "associated",
        "attached",
        "based",
        "beloved",
        "blessed",
        "bored",
        "bound",
        "broken",
        "closed",
        "committed",
        "complicated",
        "concerned",
        "confused",
        "connected",
        "convinced",
        "crooked",
        "crowded",
        "dated",
        "dedicated",
        "delighted",
        "detailed",
        "determined",
        "devoted",
        "disappointed",
        "done",
        "drunk",
        "educated",
        "embarrassed",
        "engaged",
        "entitled",
        "excited",
        "exhausted",
        "experienced",
        "expired",
        "finished",
        "fixed",
        "flattered",
        "frightened",
        "frustrated",
        "gifted",
        "gone",
        "honored",
        "honoured",
        "hurt",
        "impressed",
        "inclined",
        "interested",
        "involved",
        "isolated",
        "learned",
        "limited",
        "located",
        "lost",
        "married",
        "mistaken",
        "motivated",
        "opposed",
        "organised",
        "organized",
        "outdated",
        "overpriced",
        "overwhelmed",
        "packed",
        "pleased",
        "prepared",
        "privileged",
        "proven",
        "qualified",
        "ragged",
        "related",
        "relaxed",
        "relieved",
        "rugged",
        "satisfied",
        "scared",
        "shocked",
        "shut",
        "situated",
        "skilled",
        "sophisticated",
        "stuck",
        "suited",
        "supposed",
        "surprised",
        "talented",
        "thrilled",
        "tired",
        "touched",
        "upset",
        "varied",
        "worn",
        "worried",
    ];
    let unnatural = word.strip_prefix("un").is_some_and(|rest| rest.len() > 4 && is_participle(rest));
    unnatural || ADJECTIVES.binary_search(&word).is_ok()
}

/// What one *gets* without anybody doing it.
fn is_state_after_get(word: &str) -> bool {
    matches!(
        word,
        "started"
            | "used"
            | "involved"
            | "dressed"
            | "engaged"
            | "interested"
            | "organized"
            | "let"
            | "put"
            | "set"
            | "read"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passives_have_their_place() {
        for (text, expected) in [
            ("It was approved.", "was approved"),
            ("It’s being rebuilt now", "It’s being rebuilt"),
            ("Is it really included?", "Is it really included"),
            ("Mistakes were made, and they got fixed by Ann.", "were made|got fixed"),
            ("We write it.", ""),
        ] {
            let found: Vec<&str> = passives(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
