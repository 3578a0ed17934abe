//! Runs the shipped guides on the labelled texts in `tests/corpus` and counts what they find, miss and flag wrongly.
//! See the README there. Run with `cargo test --test corpus -- --nocapture` to read the tables.

use housestyle::check::{Checker, Place, Session};
use housestyle::guide::{self, Guide, Surface, Verdict};
use housestyle::text::{Block, BlockKind, Span};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The guides, by the labels' own order. Their rules have ids of their own, so a label says whose it is.
const GUIDES: [&str; 2] = ["starter.yaml", "plain-words.yaml"];

/// What a guide's precision must not fall below, in the texts as a whole.
const PRECISION: f64 = 0.95;

/// Fewer labelled examples than these on either side say nothing of a rule.
const ENOUGH: usize = 2;

/// How the names of files begin whose texts no guide was ever changed for.
const UNSEEN: &str = "unseen";

/// A rule and the stretch that it must flag, or must not.
#[derive(Clone, Debug)]
struct Label {
    block: u32,
    span: Span,
    rule: String,
    must: bool,
}

#[derive(Default)]
struct Text {
    file: String,
    line: usize,
    place: Place,
    blocks: Vec<Block>,
    labels: Vec<Label>,
}

/// What was counted for one rule.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// Stretches that must be flagged.
    positives: usize,
    /// Stretches labelled as must not, though they look like it.
    negatives: usize,
    found: usize,
    wrong: usize,
    missed: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.positives += other.positives;
        self.negatives += other.negatives;
        self.found += other.found;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// Found among all flagged; unknown where nothing was flagged.
    fn precision(self) -> Option<f64> {
        share(self.found, self.found + self.wrong)
    }

    /// Found among all that should be; unknown where there is nothing to find.
    fn recall(self) -> Option<f64> {
        share(self.found, self.found + self.missed)
    }

    /// Whether there is enough on both sides to say something of the rule.
    fn is_known(self) -> bool {
        self.positives >= ENOUGH && self.negatives >= ENOUGH
    }

    /// The harmonic mean of both, for the order of the weakest. Van Rijsbergen, *Information Retrieval* (1979), ch. 7.
    fn f1(self) -> f64 {
        2.0 * self.found as f64 / (2 * self.found + self.wrong + self.missed).max(1) as f64
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "unknown".into(), |value| format!("{value:.3}"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn texts() -> Vec<Text> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    files.iter().flat_map(|path| texts_of(path)).collect()
}

fn texts_of(path: &Path) -> Vec<Text> {
    let file = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut texts = Vec::new();
    let mut text = Text::default();
    for (index, line) in fs::read_to_string(path).unwrap().lines().chain([""]).enumerate() {
        if line.is_empty() {
            let done = std::mem::take(&mut text);
            if !done.blocks.is_empty() {
                texts.push(done);
            }
        } else if let Some(place) = line.strip_prefix("@ ") {
            for (key, value) in place.split(' ').filter_map(|word| word.split_once('=')) {
                match (key, value) {
                    ("surface", "prompt") => text.place.surface = Surface::Prompt,
                    ("surface", "response") => text.place.surface = Surface::Response,
                    ("host", host) => host.clone_into(&mut text.place.host),
                    ("channel", channel) => text.place.channel = Some(channel.to_owned()),
                    _ => panic!("{file}:{}: what is {key}={value}?", index + 1),
                }
            }
        } else if !line.starts_with("# ") {
            let block = text.blocks.len() as u32;
            if block == 0 {
                text.line = index + 1;
                file.clone_into(&mut text.file);
            }
            let shown = read_labels(block, line, &mut text.labels)
                .unwrap_or_else(|problem| panic!("{file}:{}: {problem}: {line}", index + 1));
            text.blocks.push(Block::new(block, BlockKind::Paragraph, shown));
        }
    }
    texts
}

/// The line without its marks, which may nest; the labels in the order of their ends.
fn read_labels(block: u32, line: &str, labels: &mut Vec<Label>) -> Result<String, String> {
    let mut shown = String::new();
    let mut open: Vec<(&str, u32)> = Vec::new();
    let mut rest = line;
    let units = |text: &str| text.encode_utf16().count() as u32;
    while !rest.is_empty() {
        if let Some(mark) = ["[[", "(("].into_iter().find(|mark| rest.starts_with(mark)) {
            open.push((mark, units(&shown)));
            rest = &rest[2..];
        } else if let Some(after) = rest.strip_prefix('|')
            && let Some((mark, start)) = open.pop()
        {
            let (close, must) = if mark == "[[" { ("]]", true) } else { ("))", false) };
            let (rules, after) = after.split_once(close).ok_or_else(|| format!("a mark ends in {close}"))?;
            let span = Span::new(start, units(&shown));
            if span.is_empty() {
                return Err("a mark holds text".into());
            }
            labels.extend(rules.split('+').map(|rule| Label { block, span, rule: rule.to_owned(), must }));
            rest = after;
        } else {
            let next = rest.chars().next().expect("not empty");
            shown.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    if open.is_empty() { Ok(shown) } else { Err("a mark names its rule after |".into()) }
}

/// Checks one text with one guide: its counts by rule, and what went wrong in words.
fn judge(text: &Text, checker: &Arc<Checker>, counts: &mut BTreeMap<String, Count>, told: &mut Vec<String>) {
    let mut session = Session::new(checker.clone(), text.place.clone());
    session.splice(0, 0, &text.blocks);
    session.settle();
    let overlaps = |a: Span, b: Span| a.start < b.end && b.start < a.end;
    let mut labels: Vec<(&Label, bool)> = text
        .labels
        .iter()
        .filter(|label| checker.guide().rule(&label.rule).is_some())
        .map(|label| (label, false))
        .collect();
    for flag in session.flags() {
        let count = counts.entry(flag.rule.clone()).or_default();
        // One label answers for one flag: a second flag in its place is wrong.
        let answers = labels.iter_mut().find(|(label, met)| {
            label.must
                && !met
                && label.block == flag.block
                && label.rule == flag.rule
                && overlaps(label.span, flag.span)
        });
        match answers {
            Some((_, met)) => {
                *met = true;
                count.found += 1;
            }
            None => {
                count.wrong += 1;
                told.push(format!(
                    "{}:{}: flagged wrongly: “{}” [{}]",
                    text.file,
                    text.line + flag.block as usize,
                    flag.quote,
                    flag.rule
                ));
            }
        }
    }
    for (label, met) in labels {
        let count = counts.entry(label.rule.clone()).or_default();
        count.positives += usize::from(label.must);
        count.negatives += usize::from(!label.must);
        if label.must && !met {
            count.missed += 1;
            let units: Vec<u16> = text.blocks[label.block as usize].text.encode_utf16().collect();
            let quote = String::from_utf16_lossy(&units[label.span.start as usize..label.span.end as usize]);
            told.push(format!(
                "{}:{}: missed: “{quote}” [{}]",
                text.file,
                text.line + label.block as usize,
                label.rule
            ));
        }
    }
}

fn guide(name: &str) -> Guide {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("guides").join(name);
    guide::parse(&fs::read_to_string(path).unwrap()).unwrap_or_else(|problems| panic!("{name}: {problems:?}"))
}

fn total<'a>(counts: impl IntoIterator<Item = &'a Count>) -> Count {
    let mut sum = Count::default();
    counts.into_iter().for_each(|count| sum.add(*count));
    sum
}

/// `enough` says whether the figures mean something.
fn row(name: &str, count: Count, enough: bool) -> String {
    let Count { positives, negatives, found, wrong, missed } = count;
    let (precision, recall) =
        if enough { (figure(count.precision()), figure(count.recall())) } else { ("unknown".into(), "unknown".into()) };
    format!("{name:<28} {positives:>5} {negatives:>5} {found:>6} {wrong:>6} {missed:>7} {precision:>10} {recall:>8}")
}

const HEAD: &str = "rule                          must   not  found  wrong  missed  precision   recall";

#[test]
fn the_shipped_guides_flag_what_people_would() {
    let texts = texts();
    println!("{} texts", texts.len());
    assert!(texts.len() >= 400, "only {} texts", texts.len());
    let mut problems = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let mut weak: Vec<(f64, String)> = Vec::new();
    for name in GUIDES {
        let guide = guide(name);
        let flagging = guide.rules.iter().filter(|rule| rule.verdict != Verdict::Allow);
        let mut counts: BTreeMap<String, Count> = flagging.map(|rule| (rule.id.clone(), Count::default())).collect();
        known.extend(guide.rules.iter().map(|rule| rule.id.clone()));
        let checker = Arc::new(Checker::compile(Arc::new(guide)).unwrap());
        let (mut told, mut unseen) = (Vec::new(), BTreeMap::new());
        for text in &texts {
            judge(text, &checker, &mut counts, &mut told);
            if text.file.starts_with(UNSEEN) {
                judge(text, &checker, &mut unseen, &mut Vec::new());
            }
        }
        println!("\n{name}\n{HEAD}");
        counts
            .iter()
            .filter(|(rule, _)| !rule.starts_with("allow."))
            .for_each(|(rule, count)| println!("{}", row(rule, *count, count.is_known())));
        let all = total(counts.values());
        println!("{}\n{}", row("all", all, true), row("all, in unseen texts alone", total(unseen.values()), true));
        told.iter().for_each(|line| println!("{line}"));
        for (rule, count) in &counts {
            // An exception never flags; a label for it only says why nothing is flagged there.
            if checker.guide().rule(rule).is_none_or(|rule| rule.verdict == Verdict::Allow) {
                continue;
            }
            if !count.is_known() {
                let Count { positives, negatives, .. } = count;
                problems
                    .push(format!("{rule}: {positives} must and {negatives} must-not labels; write {ENOUGH} of each"));
            }
            weak.push((count.f1(), format!("{} {}", row(rule, *count, count.is_known()), name)));
        }
        match all.precision() {
            Some(precision) if precision >= PRECISION => {}
            precision => problems.push(format!("{name}: precision {} is under {PRECISION}", figure(precision))),
        }
    }
    weak.sort_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| one.cmp(other)));
    println!("\nThe ten weakest\n{HEAD}");
    weak.iter().take(10).for_each(|(_, row)| println!("{row}"));
    for label in texts.iter().flat_map(|text| &text.labels).filter(|label| !known.contains(&label.rule)) {
        problems.push(format!("{label:?} names a rule that no shipped guide has"));
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}
