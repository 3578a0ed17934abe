//! Runs the cases under `tests/cases`: a guide, texts, and what must be flagged in them. See the README there.

use housestyle::check::{Checker, Place, Resource, Resources, Session, failed_examples};
use housestyle::guide::{self, Guide, Surface};
use housestyle::text::{Block, BlockKind, Inline, InlineKind, Span};
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
    lines: Vec<(BlockKind, u8, String)>,
}

const KINDS: [(&str, BlockKind); 10] = [
    ("paragraph", BlockKind::Paragraph),
    ("heading", BlockKind::Heading),
    ("list_item", BlockKind::ListItem),
    ("table_cell", BlockKind::TableCell),
    ("quote", BlockKind::Quote),
    ("code", BlockKind::Code),
    ("line", BlockKind::Line),
    ("alt_text", BlockKind::AltText),
    ("front_matter", BlockKind::FrontMatter),
    ("raw", BlockKind::Raw),
];

fn cases(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).unwrap();
    let mut cases = Vec::new();
    let mut name = String::new();
    for paragraph in text.split("\n\n") {
        let mut case = Case { name: name.clone(), place: Place::default(), lines: vec![] };
        let (mut kind, mut level) = (BlockKind::Paragraph, 0);
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
                        ("language", language) => case.place.language = Some(language.to_owned()),
                        ("level", number) => level = number.parse().expect("a level is a number"),
                        ("kind", named) => {
                            let known = KINDS.iter().find(|(name, _)| *name == named);
                            kind = known.unwrap_or_else(|| panic!("{}: what is {named}?", path.display())).1;
                            level = u8::from(kind == BlockKind::Heading);
                        }
                        _ => panic!("{}: what is {key}={value}?", path.display()),
                    }
                }
            } else {
                case.lines.push((kind, level, unescape(line)));
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

/// What one mark in a line says.
struct Mark {
    expected: Expected,
    /// The first suggestion, where the mark says one.
    suggestion: Option<String>,
    /// The hint's headline, where the mark says one.
    message: Option<String>,
}

const TAGS: [(&str, InlineKind); 3] = [("a", InlineKind::Link), ("code", InlineKind::Code), ("q", InlineKind::Quote)];

/// The block without brackets and tags, and what the brackets say.
fn marked(id: u32, kind: BlockKind, level: u8, line: &str) -> (Block, Vec<Mark>) {
    let mut block = Block { level, ..Block::new(id, kind, "") };
    let mut marks: Vec<Mark> = Vec::new();
    let units = |text: &str| text.encode_utf16().count() as u32;
    let mut rest = line;
    let mut open: Vec<(InlineKind, u32)> = Vec::new();
    let mut flag_start = None;
    while !rest.is_empty() {
        let here = units(&block.text);
        if let Some(after) = rest.strip_prefix("[[") {
            flag_start = Some(here);
            rest = after;
            continue;
        }
        if let (Some(start), Some(after)) = (flag_start, rest.strip_prefix('|')) {
            let (inside, after) = after.split_once("]]").expect("a mark ends in ]]");
            let mut parts = inside.split('|');
            let rule = parts.next().expect("a mark names its rule").to_owned();
            marks.push(Mark {
                expected: Expected { block: id, start, end: here, rule },
                suggestion: parts.next().filter(|part| *part != "*").map(|part| part.replace("\\n", "\n")),
                message: parts.next().map(str::to_owned),
            });
            flag_start = None;
            rest = after;
            continue;
        }
        let opens = TAGS.iter().find_map(|(tag, kind)| Some((*kind, rest.strip_prefix(&format!("<{tag}>"))?)));
        if let Some((kind, after)) = opens {
            open.push((kind, here));
            rest = after;
            continue;
        }
        if let Some(after) = TAGS.iter().find_map(|(tag, _)| rest.strip_prefix(&format!("</{tag}>"))) {
            let (kind, start) = open.pop().expect("a tag is opened before it is closed");
            block.inline.push(Inline { kind, span: Span::new(start, here) });
            rest = after;
            continue;
        }
        let c = rest.chars().next().expect("there is more");
        block.text.push(c);
        rest = &rest[c.len_utf8()..];
    }
    assert!(flag_start.is_none() && open.is_empty(), "{line}: something is not closed");
    block.inline.sort_by_key(|inline| inline.span);
    (block, marks)
}

/// The tagger's model as it ships, and dictionaries from the folder of the cases.
fn resources(guide: &Guide, folder: &Path) -> Resources {
    let mut resources = Resources::default();
    for resource in Resource::needed(guide) {
        let root = if resource == Resource::Tagger { Path::new(env!("CARGO_MANIFEST_DIR")) } else { folder };
        let texts =
            resource.files().iter().map(|file| fs::read_to_string(root.join(file)).unwrap()).collect::<Vec<_>>();
        resources.add(&resource, &texts).unwrap();
    }
    resources
}

#[test]
fn every_case_is_flagged_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut run, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(&folder).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let source = fs::read_to_string(entry.path().join("guide.yaml")).unwrap();
        let guide = guide::parse(&source).unwrap_or_else(|problems| panic!("{}: {problems:?}", entry.path().display()));
        let resources = resources(&guide, &entry.path());
        assert_eq!(failed_examples(&guide, &resources), []);
        let checker = Arc::new(Checker::compile(Arc::new(guide)).unwrap().equipped(&resources));
        assert_eq!(checker.missing(), []);
        for case in cases(&entry.path().join("cases.txt")) {
            run += 1;
            let (mut blocks, mut marks) = (Vec::new(), Vec::new());
            for (index, (kind, level, line)) in case.lines.iter().enumerate() {
                let (block, said) = marked(index as u32, *kind, *level, line);
                blocks.push(block);
                marks.extend(said);
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
            if found.iter().ne(marks.iter().map(|mark| &mark.expected)) {
                let expected: Vec<&Expected> = marks.iter().map(|mark| &mark.expected).collect();
                wrong.push(format!(
                    "{} — {}:\n  expected {expected:?}\n  found    {found:?}",
                    entry.path().display(),
                    case.name
                ));
            }
            for (flag, mark) in session.flags().zip(&marks) {
                if let Some(suggestion) = &mark.suggestion
                    && flag.suggestions.first() != Some(suggestion)
                {
                    wrong.push(format!("{}: “{suggestion}” for {flag:?}", case.name));
                }
                if let Some(message) = &mark.message
                    && flag.message != *message
                {
                    wrong.push(format!("{}: the message “{message}” for {flag:?}", case.name));
                }
            }
        }
    }
    println!("{run} cases");
    assert!(run >= 50, "only {run} cases were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
