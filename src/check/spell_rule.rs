//! Spelling as a rule: which words of a text are wrong, and what may have been meant. Without its dictionary it finds
//! nothing; whoever runs it is told that the dictionary is missing.

use super::Spelling;
use crate::text::{TokenKind, tokens};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

/// The wordings for so many words are kept.
const KEPT: usize = 1_000;

/// A dictionary with a rule's own words.
#[derive(Debug)]
pub(super) struct SpellRule {
    /// Its name in the guide.
    pub dictionary: String,
    /// Words that are right beside the dictionary's.
    words: Vec<String>,
    /// Numbers of the patterns whose words are not looked at.
    pub ignore: Vec<u32>,
    spelling: Option<Spelling>,
    /// What was suggested: dear to find, and asked for again whenever a flag moves.
    suggested: Mutex<BTreeMap<String, Vec<String>>>,
}

impl SpellRule {
    /// Without its dictionary.
    pub fn new(dictionary: &str, words: &[String], ignore: Vec<u32>) -> Self {
        let (dictionary, words) = (dictionary.to_owned(), words.to_vec());
        Self { dictionary, words, ignore, spelling: None, suggested: Mutex::default() }
    }

    /// Gives it its dictionary.
    pub fn equip(&mut self, spelling: &Spelling) {
        let mut spelling = spelling.clone();
        self.words.iter().for_each(|word| spelling.add(word));
        self.spelling = Some(spelling);
    }

    /// Whether it has its dictionary.
    pub fn is_equipped(&self) -> bool {
        self.spelling.is_some()
    }

    /// The words of a text that are wrong, in bytes. Addresses and file names have none.
    pub fn wrong(&self, text: &str) -> Vec<Range<usize>> {
        let Some(spelling) = &self.spelling else { return Vec::new() };
        let words = tokens(text).filter(|token| token.kind == TokenKind::Word);
        words
            .map(|token| token.range)
            .filter(|range| !spelling.is_right(&text[range.clone()]) && !is_in_address(text, range))
            .collect()
    }

    /// What may have been meant by a word.
    pub fn suggestions(&self, word: &str) -> Vec<String> {
        let Some(spelling) = &self.spelling else { return Vec::new() };
        let Ok(mut suggested) = self.suggested.lock() else { return spelling.suggestions(word) };
        if let Some(known) = suggested.get(word) {
            return known.clone();
        }
        let found = spelling.suggestions(word);
        if suggested.len() >= KEPT {
            suggested.clear();
        }
        suggested.insert(word.to_owned(), found.clone());
        found
    }
}

/// Whether a word is part of an address, a path or a file name: signs of one stand in the same run of non-spaces.
fn is_in_address(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let start = (before..=word.start).find(|at| text.is_char_boundary(*at)).unwrap_or(word.start);
    let end = text[word.end..].find(char::is_whitespace).map_or(text.len(), |at| word.end + at);
    let run = &text[start..end];
    let inner_dot = run.trim_end_matches(|c: char| !c.is_alphanumeric()).split('.').skip(1);
    run.contains(['@', '/', '\\', '_', '#'])
        || inner_dot.into_iter().any(|part| part.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equipped() -> SpellRule {
        let mut rule = SpellRule::new("en_US", &["Acme".to_owned()], Vec::new());
        rule.equip(&Spelling::new("SET UTF-8\nTRY abc\n", "3\nour\nplan\nat\n").unwrap());
        rule
    }

    #[test]
    fn wrong_words_are_found_and_addresses_are_not() {
        let rule = equipped();
        let text = "Our plann at Acme, acme@plann.example or docs/plann and plann.txt. Plann…";
        let found: Vec<&str> = rule.wrong(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["plann", "or", "and", "Plann"]);
        assert_eq!(rule.suggestions("acme"), ["Acme"]);
    }

    #[test]
    fn without_its_dictionary_it_finds_nothing() {
        let rule = SpellRule::new("en_US", &[], Vec::new());
        assert!(!rule.is_equipped() && rule.wrong("plann").is_empty() && rule.suggestions("plann").is_empty());
    }
}
