//! Runs the cases under `tests/cases`: a guide, texts, and what must be flagged in them. See the README there.

use housestyle::check::{Checker, Place, Session, failed_examples};
use housestyle::guide::{self, Surface};
use housestyle::text::{Block, BlockKind};
use std::fs;
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, PartialEq, Eq)]
struct Expected {
    block: u32,
    start: u32,
    end: u32,
    rule: String,
}

struct Case {
    name: String,
    place: Place,
    kind: BlockKind,
    lines: Vec<String>,
}

fn cases(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).unwrap();
    let mut cases = Vec::new();
    let mut name = String::new();
    for paragraph in text.split("\n\n") {
        let mut case = Case { name: name.clone(), place: Place::default(), kind: BlockKind::Paragraph, lines: vec![] };
        for line in paragraph.lines() {
            if let Some(comment) = line.strip_prefix("# ") {
                comment.clone_into(&mut name);
                case.name.clone_from(&name);
            } else if let Some(place) = line.strip_prefix("@ ") {
                for (key, value) in place.split(' ').filter_map(|word| word.split_once('=')) {
                    match (key, value) {
                        ("surface", "prompt") => case.place.surface = Surface::Prompt,
                        ("host", host) => host.clone_into(&mut case.place.host),
                        ("channel", channel) => case.place.channel = Some(channel.to_owned()),
                        ("kind", "heading") => case.kind = BlockKind::Heading,
                        ("kind", "paragraph") => case.kind = BlockKind::Paragraph,
                        ("kind", "quote") => case.kind = BlockKind::Quote,
                        ("kind", "code") => case.kind = BlockKind::Code,
                        _ => panic!("{}: what is {key}={value}?", path.display()),
                    }
                }
            } else {
                case.lines.push(unescape(line));
            }
        }
        if !case.lines.is_empty() {
            cases.push(case);
        }
    }
    cases
}

fn unescape(line: &str) -> String {
    let mut parts = line.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("an escape ends in }");
        out.push(char::from_u32(u32::from_str_radix(code, 16).expect("hexadecimal")).expect("a character"));
        out.push_str(rest);
    }
    out
}

/// The text without brackets, what they say, and the suggestion where they say one.
fn marked(block: u32, line: &str) -> (String, Vec<(Expected, Option<String>)>) {
    let mut text = String::new();
    let mut expected = Vec::new();
    let mut rest = line;
    let units = |text: &str| text.encode_utf16().count() as u32;
    while let Some(at) = rest.find("[[") {
        text.push_str(&rest[..at]);
        let (inside, after) = rest[at + 2..].split_once("]]").expect("a mark ends in ]]");
        let mut parts = inside.split('|');
        let quote = parts.next().unwrap_or_default();
        let rule = parts.next().expect("a mark names its rule").to_owned();
        let start = units(&text);
        text.push_str(quote);
        expected.push((Expected { block, start, end: units(&text), rule }, parts.next().map(str::to_owned)));
        rest = after;
    }
    text.push_str(rest);
    (text, expected)
}

#[test]
fn every_case_is_flagged_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut run, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(&folder).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let source = fs::read_to_string(entry.path().join("guide.yaml")).unwrap();
        let guide = guide::parse(&source).unwrap_or_else(|problems| panic!("{}: {problems:?}", entry.path().display()));
        assert_eq!(failed_examples(&guide), []);
        let checker = Arc::new(Checker::compile(Arc::new(guide)).unwrap());
        for case in cases(&entry.path().join("cases.txt")) {
            run += 1;
            let (mut blocks, mut expected) = (Vec::new(), Vec::new());
            for (index, line) in case.lines.iter().enumerate() {
                let (text, marks) = marked(index as u32, line);
                blocks.push(Block::new(index as u32, case.kind, text));
                expected.extend(marks);
            }
            let mut session = Session::new(checker.clone(), case.place);
            session.splice(0, 0, &blocks);
            session.settle();
            let found: Vec<Expected> = session
                .flags()
                .map(|flag| Expected {
                    block: flag.block,
                    start: flag.span.start,
                    end: flag.span.end,
                    rule: flag.rule.clone(),
                })
                .collect();
            if found.iter().ne(expected.iter().map(|(expected, _)| expected)) {
                wrong.push(format!(
                    "{} — {}:\n  expected {expected:?}\n  found    {found:?}",
                    entry.path().display(),
                    case.name
                ));
            }
            for (flag, (_, suggestion)) in session.flags().zip(&expected) {
                if let Some(suggestion) = suggestion
                    && flag.suggestions.first() != Some(suggestion)
                {
                    wrong.push(format!("{}: “{suggestion}” for {flag:?}", case.name));
                }
            }
        }
    }
    println!("{run} cases");
    assert!(run >= 50, "only {run} cases were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
