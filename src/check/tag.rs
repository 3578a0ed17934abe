//! Parts of speech: the universal tags that the tagger gives, and the Penn Treebank tags that Vale's `sequence` rules
//! name. Never looks at more than the words of one sentence.

use std::fmt;

/// A universal part of speech (<https://universaldependencies.org/u/pos>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Tag {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
}

impl Tag {
    /// Every tag and its name, in alphabetical order of the names.
    pub const ALL: [(Self, &'static str); 16] = [
        (Self::Adj, "ADJ"),
        (Self::Adp, "ADP"),
        (Self::Adv, "ADV"),
        (Self::Aux, "AUX"),
        (Self::Cconj, "CCONJ"),
        (Self::Det, "DET"),
        (Self::Intj, "INTJ"),
        (Self::Noun, "NOUN"),
        (Self::Num, "NUM"),
        (Self::Part, "PART"),
        (Self::Pron, "PRON"),
        (Self::Propn, "PROPN"),
        (Self::Punct, "PUNCT"),
        (Self::Sconj, "SCONJ"),
        (Self::Sym, "SYM"),
        (Self::Verb, "VERB"),
    ];

    /// The tag of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(tag, _)| *tag)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL[*self as usize].1)
    }
}

/// The tags of the Penn Treebank (M. Marcus et al., “Building a Large Annotated Corpus of English”, *Computational
/// Linguistics* 19(2), 1993) that [`penn`] can tell.
pub const PENN: [&str; 38] = [
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "CC", "CD", "DT", "EX", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNP",
    "NNPS", "NNS", "PDT", "PRP", "PRP$", "RB", "RBR", "RBS", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP",
    "VBZ", "WDT", "WP", "WRB",
];

/// The Penn tags of a sentence's words, by their universal tags and their forms: *-ing* is `VBG`, a verb behind *to*
/// `VB`, one behind *has* `VBN`. Particles (`RP`) are `IN`, since the universal tags do not tell them apart.
pub fn penn(words: &[&str], tags: &[Tag]) -> Vec<&'static str> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    (0..words.len().min(tags.len())).map(|at| penn_of(&lower, tags, at)).collect()
}

fn penn_of(words: &[String], tags: &[Tag], at: usize) -> &'static str {
    let word = words[at].as_str();
    match tags[at] {
        Tag::Adj => match word {
            "more" | "less" | "better" | "worse" => "JJR",
            "most" | "least" | "best" | "worst" => "JJS",
            _ if word.len() > 4 && word.ends_with("est") => "JJS",
            _ if word.len() > 4 && word.ends_with("er") && !matches!(word, "other" | "former" | "proper" | "super") => {
                "JJR"
            }
            _ => "JJ",
        },
        Tag::Adp | Tag::Sconj => match word {
            "to" => "TO",
            "when" | "where" | "why" | "how" => "WRB",
            _ => "IN",
        },
        Tag::Adv => match word {
            "when" | "where" | "why" | "how" => "WRB",
            "more" | "less" | "better" | "later" | "sooner" | "earlier" | "further" => "RBR",
            "most" | "least" | "best" => "RBS",
            _ => "RB",
        },
        Tag::Cconj => "CC",
        Tag::Det => match word {
            "which" | "what" | "whatever" | "whichever" => "WDT",
            "all" | "both" | "half" | "such" if tags.get(at + 1) == Some(&Tag::Det) => "PDT",
            _ => "DT",
        },
        Tag::Intj => "UH",
        Tag::Noun if is_plural(word) => "NNS",
        Tag::Noun => "NN",
        Tag::Num => "CD",
        Tag::Part => match word {
            "to" => "TO",
            _ => "RB",
        },
        Tag::Pron => match word {
            "my" | "your" | "his" | "its" | "our" | "their" => "PRP$",
            "her" if tags.get(at + 1).is_some_and(|next| matches!(next, Tag::Noun | Tag::Adj | Tag::Propn)) => "PRP$",
            "who" | "whom" | "what" | "whoever" => "WP",
            "which" => "WDT",
            "that" if tags.get(at + 1).is_some_and(|next| matches!(next, Tag::Verb | Tag::Aux | Tag::Pron)) => "WDT",
            "this" | "that" | "these" | "those" | "all" | "some" | "any" | "both" | "each" | "another" => "DT",
            "there" => "EX",
            "something" | "anything" | "nothing" | "everything" | "someone" | "anyone" | "everyone" | "everybody"
            | "nobody" | "somebody" | "anybody" | "none" => "NN",
            _ => "PRP",
        },
        Tag::Propn if is_plural(word) && word.len() > 4 && word.ends_with("ans") => "NNPS",
        Tag::Propn => "NNP",
        Tag::Punct => match word {
            "," => ",",
            "." | "!" | "?" => ".",
            "(" | "[" | "{" => "-LRB-",
            ")" | "]" | "}" => "-RRB-",
            "\"" | "'" | "“" | "”" | "‘" | "’" => "''",
            _ => ":",
        },
        Tag::Sym if matches!(word, "$" | "€" | "£" | "¥") => "$",
        Tag::Sym => "SYM",
        Tag::Verb | Tag::Aux => verb(words, tags, at),
    }
}

fn verb(words: &[String], tags: &[Tag], at: usize) -> &'static str {
    let word = words[at].trim_end_matches("n't");
    match word {
        "can" | "ca" | "could" | "may" | "might" | "must" | "shall" | "should" | "will" | "wo" | "would" | "'ll"
        | "ought" => {
            return "MD";
        }
        "is" | "has" | "does" | "'s" => return "VBZ",
        "am" | "are" | "'re" | "'m" | "'ve" => return "VBP",
        "was" | "were" => return "VBD",
        "been" => return "VBN",
        "be" => return "VB",
        _ if word.ends_with("'ll") || word.ends_with("'d") => return "MD",
        _ if word.ends_with("'re") || word.ends_with("'ve") || word.ends_with("'m") => return "VBP",
        _ => {}
    }
    if word.len() > 4 && word.ends_with("ing") {
        return "VBG";
    }
    // The nearest word that governs this one: what stands between is adverbs, negation and, in questions, the subject.
    let governor = (0..at).rev().take(4).find(|before| {
        let skipped = matches!(tags[*before], Tag::Adv | Tag::Part) && words[*before] != "to"
            || tags[*before] == Tag::Pron && tags.get(before.wrapping_sub(1)) == Some(&Tag::Aux);
        !skipped
    });
    let governor = governor.map(|before| (words[before].trim_end_matches("n't"), tags[before]));
    let past = word.ends_with("ed") || super::forms::english::is_past(word);
    match governor {
        Some(("to", _)) if !past => return "VB",
        Some((before, Tag::Aux)) => match before {
            "has" | "have" | "had" | "'ve" | "having" => return "VBN",
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "get" | "got" if past => return "VBN",
            "do" | "does" | "did" => return "VB",
            _ if !past => return "VB",
            _ => {}
        },
        Some((before, Tag::Verb)) if past && matches!(before, "has" | "have" | "had" | "get" | "gets" | "got") => {
            return "VBN";
        }
        _ => {}
    }
    if super::forms::english::is_irregular_participle(word) && !super::forms::english::is_simple_past(word) {
        return if past { "VBN" } else { "VB" };
    }
    if past {
        // Behind a noun and before a preposition it is more often a participle: *the plan approved by Ann*.
        let by = words.get(at + 1).is_some_and(|next| next == "by");
        return if by { "VBN" } else { "VBD" };
    }
    if word.ends_with('s') && !word.ends_with("ss") && word.len() > 2 {
        return "VBZ";
    }
    let subject = governor.is_some_and(|(_, tag)| matches!(tag, Tag::Pron | Tag::Noun | Tag::Propn));
    if subject { "VBP" } else { "VB" }
}

fn is_plural(word: &str) -> bool {
    matches!(word, "people" | "children" | "men" | "women" | "feet" | "teeth" | "mice" | "data" | "criteria" | "media")
        || word.len() > 3
            && word.ends_with('s')
            && !["ss", "us", "is", "ics", "'s", "’s"].iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_by_their_names() {
        for (at, (tag, name)) in Tag::ALL.into_iter().enumerate() {
            assert_eq!((Tag::named(name), tag as usize, tag.to_string()), (Some(tag), at, name.to_owned()));
        }
        assert!(PENN.is_sorted());
    }

    #[test]
    fn penn_tags_follow_from_form_and_neighbours() {
        use Tag::{Aux, Det, Noun, Part, Pron, Punct, Verb};
        let words = ["They", "have", "written", "plans", "to", "sell", "the", "boats", "."];
        let tags = [Pron, Aux, Verb, Noun, Part, Verb, Det, Noun, Punct];
        assert_eq!(penn(&words, &tags), ["PRP", "VBP", "VBN", "NNS", "TO", "VB", "DT", "NNS", "."]);
    }
}
