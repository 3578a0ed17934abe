//! The engine against a naive one that knows no index, no cache and no shortcut: each wording and each pattern by
//! itself, every place in the text tried, every pair of finds compared. Over generated guides and texts both must flag
//! the same.

use housestyle::check::{Checker, Place, Session};
use housestyle::guide::{
    Condition, Examples, Guide, Replacement, Requirement, Rule, RuleKind, Severity, TermOrPattern, Verdict, Within,
};
use housestyle::text::{Block, BlockKind, Span, cased, folded, folded_literal, is_word_boundary, plain};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Wordings that meet, overlap, contain each other, begin with signs, or have no spaces.
const WORDINGS: [&str; 24] = [
    "free",
    "free of",
    "free of charge",
    "of charge",
    "charge",
    "risk-free",
    "risk",
    "#1",
    "no. 1",
    "C++",
    "don't",
    "don",
    "café",
    "straße",
    "保証",
    "保",
    "テスト",
    "a",
    "a b",
    "a b a",
    "b a",
    "Acme",
    "Acme's",
    "24/7",
];

const PATTERNS: [&str; 6] = [r"\d+% off", r"\bfree\b", r"[a-z]+ of", r"ri(s)k", "(Straße|café)", r"\bno\. ?\d"];

/// What texts are made of beside the wordings.
const OTHERS: [&str; 18] = [
    "50% off",
    "FREE",
    "freedom",
    "ri\u{ad}sk",
    "cafe\u{301}",
    "STRASSE",
    "“",
    "’s",
    "-",
    " - ",
    "😀",
    ".",
    ",",
    "x",
    "ｆｒｅｅ",
    "No.\u{a0}1",
    "\u{200b}",
    "\u{301}",
];

fn wording() -> impl Strategy<Value = String> {
    prop::sample::select(&WORDINGS[..]).prop_map(str::to_owned)
}

fn rule() -> impl Strategy<Value = Rule> {
    let wordings = || prop::collection::vec(wording(), 1..4);
    let kind = prop_oneof![
        6 => wordings().prop_map(RuleKind::Terms),
        2 => prop::collection::btree_set(wording(), 1..4).prop_map(|deprecated| {
            let replacement = |term: String| Replacement { deprecated: TermOrPattern::Term(term), preferred: vec!["other".into()] };
            RuleKind::Replace(deprecated.into_iter().map(replacement).collect())
        }),
        2 => prop::sample::select(&PATTERNS[..]).prop_map(|pattern| RuleKind::Pattern(pattern.to_owned())),
        1 => (wordings(), wordings()).prop_map(|(when, text)| RuleKind::Require {
            when: Condition::Terms(when),
            require: Requirement::Text(text),
            within: Within::Draft,
        }),
    ];
    let verdict = prop::sample::select(&[Verdict::Prefer, Verdict::Restrict, Verdict::Escalate, Verdict::Allow][..]);
    let severity = prop::sample::select(&[Severity::Suggestion, Severity::Warning, Severity::Error][..]);
    (kind, verdict, severity, prop::collection::vec(wording(), 0..2), any::<bool>(), prop::bool::weighted(0.8))
        .prop_map(|(kind, verdict, severity, except, match_case, whole_words)| {
            let verdict = match kind {
                RuleKind::Terms(_) | RuleKind::Pattern(_) => verdict,
                _ if verdict == Verdict::Allow => Verdict::Prefer,
                _ => verdict,
            };
            let (examples, forms) = (Examples::default(), None);
            Rule { kind, verdict, severity, except, match_case, whole_words, forms, examples, ..Rule::default() }
        })
}

fn guide() -> impl Strategy<Value = Guide> {
    prop::collection::vec(rule(), 1..9).prop_map(|mut rules| {
        for (index, rule) in rules.iter_mut().enumerate() {
            rule.id = format!("r{index}");
        }
        Guide { rules, ..Guide::default() }
    })
}

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(&WORDINGS[..]),
        1 => prop::sample::select(&OTHERS[..]),
    ];
    let glue = prop_oneof![4 => Just(" "), 1 => Just(""), 1 => Just("  "), 1 => Just("-")];
    prop::collection::vec((part, glue), 0..10)
        .prop_map(|parts| parts.into_iter().flat_map(|(part, glue)| [part, glue]).collect())
}

/// A find: rule and place.
type Find = (usize, Span);

/// Every place where a wording stands, whole words only where the rule says so, letter case alike where it matters.
fn wordings(text: &str, rule: &Rule, wording: &str, cares: bool) -> Vec<Span> {
    let (view, literal) = (folded(text), folded_literal(wording));
    let wanted = cased(wording).text.trim().to_owned();
    let mut spans = Vec::new();
    for (at, _) in view.text.char_indices().filter(|(at, _)| view.text[*at..].starts_with(&literal)) {
        let end = at + literal.len();
        let whole = is_word_boundary(&view.text, at) && is_word_boundary(&view.text, end);
        let (span, bytes) = view.source(at, end);
        if (whole || !rule.whole_words) && (!cares || cased(&text[bytes]).text == wanted) {
            spans.push(span);
        }
    }
    spans
}

fn pattern(text: &str, rule: &Rule, source: &str) -> Vec<Span> {
    let view = plain(text);
    let regex = regex::RegexBuilder::new(source).case_insensitive(!rule.match_case).multi_line(true).build().unwrap();
    let found = regex.find_iter(&view.text).filter(|found| !found.is_empty());
    found.map(|found| view.source(found.start(), found.end()).0).collect()
}

/// What one rule finds in one block before anything is silenced; for requirements, what sets them off.
fn finds(text: &str, rule: &Rule) -> Vec<Span> {
    let all = |list: &[String]| list.iter().flat_map(|one| wordings(text, rule, one, rule.match_case)).collect();
    match &rule.kind {
        RuleKind::Terms(terms) => all(terms),
        RuleKind::Replace(replacements) => {
            let terms: Vec<String> = replacements
                .iter()
                .filter_map(|replacement| replacement.deprecated.term().map(str::to_owned))
                .collect();
            all(&terms)
        }
        RuleKind::Pattern(source) => pattern(text, rule, source),
        RuleKind::Require { when: Condition::Terms(when), .. } => all(when),
        other => panic!("{other:?} is not generated"),
    }
}

fn naive(guide: &Guide, blocks: &[Block]) -> BTreeSet<(u32, Span, String)> {
    let mut flagged = BTreeSet::new();
    let mut candidates: Vec<Vec<Find>> = Vec::new();
    let unmet: Vec<bool> = guide
        .rules
        .iter()
        .map(|rule| match &rule.kind {
            RuleKind::Require { require: Requirement::Text(texts), .. } => !texts
                .iter()
                .any(|wanted| blocks.iter().any(|block| !wordings(&block.text, rule, wanted, false).is_empty())),
            _ => true,
        })
        .collect();
    for block in blocks {
        let text = &block.text;
        let covers = |by: &Span, span: &Span| by.start <= span.start && by.end >= span.end;
        let allowed: Vec<Span> = guide
            .rules
            .iter()
            .filter(|rule| rule.verdict == Verdict::Allow)
            .flat_map(|rule| finds(text, rule))
            .collect();
        let mut here = Vec::new();
        for (index, rule) in guide.rules.iter().enumerate().filter(|(_, rule)| rule.verdict != Verdict::Allow) {
            let except: Vec<Span> = rule.except.iter().flat_map(|one| wordings(text, rule, one, false)).collect();
            let spans: BTreeSet<Span> = finds(text, rule)
                .into_iter()
                .filter(|span| !allowed.iter().chain(&except).any(|by| covers(by, span)))
                .collect();
            here.extend(spans.into_iter().map(|span| (index, span)));
        }
        candidates.push(here);
    }
    // A requirement speaks at the first place that sets it off, the longest there.
    for (index, rule) in guide.rules.iter().enumerate() {
        if matches!(rule.kind, RuleKind::Require { .. }) {
            let mut spoken = !unmet[index];
            for here in &mut candidates {
                let first = here
                    .iter()
                    .filter(|(of, _)| *of == index && !spoken)
                    .map(|(_, span)| *span)
                    .min_by_key(|span| (span.start, u32::MAX - span.end));
                here.retain(|(of, span)| *of != index || Some(*span) == first);
                spoken |= first.is_some();
            }
        }
    }
    for (block, here) in blocks.iter().zip(&candidates) {
        let rank = |(index, span): &Find| {
            let rule = &guide.rules[*index];
            let strictness = (std::cmp::Reverse(rule.verdict), std::cmp::Reverse(rule.severity));
            (std::cmp::Reverse(span.len()), strictness, *index, *span)
        };
        let mut left = here.clone();
        while let Some(best) = left.iter().copied().min_by_key(rank) {
            flagged.insert((block.id, best.1, guide.rules[best.0].id.clone()));
            left.retain(|(_, span)| !span.overlaps(best.1));
        }
    }
    flagged
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_flags_what_a_naive_one_flags(guide in guide(), texts in prop::collection::vec(text(), 1..4)) {
        let blocks: Vec<Block> =
            texts.into_iter().zip(1..).map(|(text, id)| Block::new(id, BlockKind::Paragraph, text)).collect();
        let checker = Arc::new(Checker::compile(Arc::new(guide.clone())).unwrap());
        let mut session = Session::new(checker, Place::default());
        session.splice(0, 0, &blocks);
        let flagged: BTreeSet<(u32, Span, String)> =
            session.settle().raised.into_iter().map(|flag| (flag.block, flag.span, flag.rule)).collect();
        prop_assert_eq!(flagged, naive(&guide, &blocks));
    }
}
