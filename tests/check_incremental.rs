//! What incremental checking must be: the same as checking from scratch, on character boundaries, and no more work
//! than the change asks for; and the automaton must find what a naive search finds.

use housestyle::check::{Checker, Flag, Place, Session};
use housestyle::guide;
use housestyle::text::{Block, BlockKind, folded, is_word_boundary};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

const GUIDE: &str = include_str!("check_incremental.yaml");

fn checker() -> Arc<Checker> {
    static CHECKER: LazyLock<Arc<Checker>> =
        LazyLock::new(|| Arc::new(Checker::compile(Arc::new(guide::parse(GUIDE).unwrap())).unwrap()));
    CHECKER.clone()
}

/// One rule of the guide by itself.
fn alone(id: &str) -> Arc<Checker> {
    let mut guide = guide::parse(GUIDE).unwrap();
    guide.rules.retain(|rule| rule.id == id);
    Arc::new(Checker::compile(Arc::new(guide)).unwrap())
}

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("free"),
        Just("free range"),
        Just("of charge"),
        Just("leverage"),
        Just("leveraging"),
        Just("50% off"),
        Just("trial"),
        Just("Terms apply."),
        Just("cafe\u{301}"),
        Just("ﬁne"),
        Just("Straße"),
        Just("😀"),
        Just("fre\u{ad}e"),
        Just("’s"),
        Just("-"),
        Just("ab"),
        Just("保証"),
        Just(" "),
        Just("ＦＲＥＥ"),
        Just("\u{200b}"),
    ];
    prop::collection::vec((word, prop_oneof![Just(" "), Just(""), Just("\u{a0}")]), 0..8)
        .prop_map(|words| words.into_iter().flat_map(|(word, space)| [word, space]).collect())
}

#[derive(Clone, Debug)]
enum Step {
    Write(usize, String),
    Insert(usize, String),
    Remove(usize),
    Split(usize),
    Rename(usize),
    Swap(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (any::<prop::sample::Index>(), text()).prop_map(|(at, text)| Step::Write(at.index(8), text)),
        2 => (any::<prop::sample::Index>(), text()).prop_map(|(at, text)| Step::Insert(at.index(8), text)),
        1 => (0usize..8).prop_map(Step::Remove),
        1 => (0usize..8).prop_map(Step::Split),
        1 => (0usize..8).prop_map(Step::Rename),
        1 => (0usize..8).prop_map(Step::Swap),
    ]
}

/// Flags without their ids, which say only what was there before.
fn said(session: &Session) -> Vec<Flag> {
    session.flags().map(|flag| Flag { id: 0, ..flag }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn incremental_flags_equal_flags_from_scratch(first in prop::collection::vec(text(), 0..6), steps in prop::collection::vec(step(), 0..15)) {
        let checker = checker();
        let mut next = 0;
        let mut block = |text: String| {
            next += 1;
            let kind = [BlockKind::Paragraph, BlockKind::Heading, BlockKind::Line, BlockKind::Quote][text.len() % 4];
            Block::new(next, kind, text)
        };
        let mut blocks: Vec<Block> = first.into_iter().map(&mut block).collect();
        let mut session = Session::new(checker.clone(), Place::default());
        session.splice(0, 0, &blocks);
        let mut shown: std::collections::BTreeMap<u32, Flag> = std::collections::BTreeMap::new();
        for step in std::iter::once(Step::Remove(99)).chain(steps) {
            let len = blocks.len();
            match step {
                Step::Write(at, text) if at < len => {
                    blocks[at].text = text;
                    session.splice(at, 1, &blocks[at..=at]);
                }
                Step::Insert(at, text) => {
                    let at = at.min(len);
                    blocks.insert(at, block(text));
                    session.splice(at, 0, &blocks[at..=at]);
                }
                Step::Remove(at) if at < len => {
                    blocks.remove(at);
                    session.splice(at, 1, &[]);
                }
                Step::Split(at) if at < len => {
                    let middle = blocks[at].text.char_indices().map(|(i, _)| i).nth(blocks[at].text.chars().count() / 2).unwrap_or(0);
                    let tail = blocks[at].text.split_off(middle);
                    blocks.insert(at + 1, block(tail));
                    session.splice(at, 1, &blocks[at..at + 2]);
                }
                Step::Swap(at) if at + 1 < len => {
                    blocks.swap(at, at + 1);
                    session.splice(at, 2, &blocks[at..at + 2]);
                }
                // An editor that renders all anew gives every block another id.
                Step::Rename(at) if at < len => {
                    let fresh = block(blocks[at].text.clone());
                    blocks[at] = fresh;
                    session.splice(at, 1, &blocks[at..=at]);
                }
                _ => {}
            }
            let difference = session.settle();
            for id in &difference.cleared {
                prop_assert!(shown.remove(id).is_some(), "{} cleared, never raised", id);
            }
            for flag in difference.raised {
                prop_assert!(shown.insert(flag.id, flag).is_none());
            }
            for flag in difference.moved {
                prop_assert!(shown.insert(flag.id, flag).is_some());
            }
            let mut scratch = Session::new(checker.clone(), Place::default());
            scratch.splice(0, 0, &blocks);
            scratch.settle();
            prop_assert_eq!(said(&session), said(&scratch));
            // What was told piece by piece is what is there.
            let mut told: Vec<Flag> = shown.values().cloned().collect();
            let mut now: Vec<Flag> = session.flags().collect();
            told.sort_by_key(|flag| flag.id);
            now.sort_by_key(|flag| flag.id);
            prop_assert_eq!(told, now);
        }
    }

    #[test]
    fn quotes_are_what_stands_at_their_spans_on_character_boundaries(text in prop_oneof![text(), any::<String>()]) {
        let mut session = Session::new(checker(), Place::default());
        session.splice(0, 0, &[Block::new(1, BlockKind::Paragraph, text.clone())]);
        session.settle();
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut last = 0;
        for flag in session.flags() {
            let quote = String::from_utf16(&units[flag.span.start as usize..flag.span.end as usize]);
            prop_assert_eq!(quote.ok(), Some(flag.quote.clone()));
            prop_assert!(flag.span.start >= last && !flag.span.is_empty());
            last = flag.span.end;
        }
    }

    #[test]
    fn the_automaton_finds_what_a_naive_search_finds(text in text()) {
        let flags = |id: &str| {
            let mut session = Session::new(alone(id), Place::default());
            session.splice(0, 0, &[Block::new(1, BlockKind::Paragraph, text.clone())]);
            !session.settle().raised.is_empty()
        };
        let view = folded(&text).text;
        let whole = |term: &str| {
            view.match_indices(term).any(|(at, found)| is_word_boundary(&view, at) && is_word_boundary(&view, at + found.len()))
        };
        prop_assert_eq!(flags("a.long"), whole("free of charge"));
        let leverages = ["leverage", "leverages", "leveraged", "leveraging"];
        prop_assert_eq!(flags("a.leverage"), leverages.iter().any(|form| whole(form)));
    }
}

#[test]
fn an_edit_in_a_thousand_blocks_judges_one() {
    let mut blocks: Vec<Block> = (0..1000)
        .map(|id| Block::new(id, BlockKind::Paragraph, format!("Paragraph {id} is free of {id}% off")))
        .collect();
    let mut session = Session::new(checker(), Place::default());
    session.splice(0, 0, &blocks);
    session.settle();
    assert_eq!(session.judged(), 1000);
    blocks[500].text.push_str(" and a trial");
    session.splice(500, 1, &blocks[500..=500]);
    assert_eq!(session.settle().raised.iter().filter(|flag| flag.rule == "a.trial").count(), 1);
    assert_eq!(session.judged(), 1001);
    // A field that is rendered anew with the same text costs nothing.
    for block in &mut blocks {
        block.id += 5000;
    }
    session.splice(0, 1000, &blocks);
    assert!(session.settle().raised.is_empty());
    assert_eq!(session.judged(), 1001);
}

/// Patterns, each compiled as a rule and by itself.
static PATTERNS: LazyLock<Vec<(&str, Arc<Checker>, regex::Regex)>> = LazyLock::new(|| {
    const PATTERNS: [(&str, bool); 6] = [
        (r"up to \d+% off", false),
        (r"\b\d+% (apr|interest)\b", false),
        (r"interest[- ]free (credit|finance)", false),
        (r"(Straße|ÉTÉ)n?", false),
        (r"No\.? \d+", true),
        (r"it's not just \w+", false),
    ];
    let compiled = PATTERNS.map(|(pattern, match_case)| {
        let rule = guide::Rule {
            id: "p".into(),
            kind: guide::RuleKind::Pattern(pattern.into()),
            match_case,
            ..guide::Rule::default()
        };
        let guide = guide::Guide { rules: vec![rule], ..guide::Guide::default() };
        let alone = regex::RegexBuilder::new(pattern).case_insensitive(!match_case).build().unwrap();
        (pattern, Arc::new(Checker::compile(Arc::new(guide)).unwrap()), alone)
    });
    compiled.into()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// A pattern is run only where one of its words was found: that must leave out nothing.
    #[test]
    fn gated_patterns_find_what_they_find_alone(words in prop::collection::vec(0usize..14, 0..10)) {
        const WORDS: [&str; 14] = [
            "UP TO 50% OFF", "up\u{a0}to 5% off", "9% APR", "9% inter\u{ad}est", "interest\u{2011}free credit", "Interest Free Finance",
            "STRASSE", "Straße", "été", "e\u{301}te\u{301}", "No. 5", "no 5", "It’s not just words", "off",
        ];
        let text = words.into_iter().map(|word| WORDS[word]).collect::<Vec<_>>().join(" ");
        let view = housestyle::text::plain(&text);
        for (pattern, checker, alone) in PATTERNS.iter() {
            let mut session = Session::new(checker.clone(), Place::default());
            session.splice(0, 0, &[Block::new(1, BlockKind::Paragraph, text.clone())]);
            session.settle();
            prop_assert_eq!(session.flags().count(), alone.find_iter(&view.text).count(), "{} in {}", pattern, text);
        }
    }
}
