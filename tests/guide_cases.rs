//! Reads every guide under `tests/guide/cases`: the good ones must be read whole, the bad ones must give exactly the
//! problems in the `.problems` file beside them. `UPDATE=1` writes those files anew; read the difference before
//! committing it.

use housestyle::guide::{self, Guide, RuleKind};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// The guides in a folder, in the order of their names.
fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let guides = |path: &PathBuf| {
        path.extension().is_some_and(|end| end == "yaml" || end == "json") && !path.ends_with("guide.schema.json")
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(guides).collect();
    assert!(!files.is_empty(), "no guides in {folder}");
    files.sort();
    files
}

/// Compares a text with what a file holds; `UPDATE=1` writes the file instead.
fn compare(path: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, actual).unwrap();
        return Ok(());
    }
    let expected = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if expected == actual {
        return Ok(());
    }
    Err(format!("{}\n--- expected\n{expected}--- actual\n{actual}", path.display()))
}

fn lines(result: Result<Guide, Vec<guide::Problem>>) -> String {
    match result {
        Ok(_) => "no problem\n".to_owned(),
        Err(problems) => problems.iter().map(|problem| format!("{problem}\n")).collect(),
    }
}

#[test]
fn bad_guides_say_what_to_write_instead() {
    let mut failures = Vec::new();
    for path in files("tests/guide/cases/bad") {
        let actual = lines(guide::parse(&fs::read_to_string(&path).unwrap()));
        assert_ne!(actual, "no problem\n", "{} was read without a problem", path.display());
        failures.extend(compare(&path.with_extension("problems"), &actual).err());
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn good_guides_are_read_whole() {
    let mut failures = Vec::new();
    for path in files("tests/guide/cases/good") {
        match guide::parse(&fs::read_to_string(&path).unwrap()) {
            Ok(guide) => {
                let actual = format!("{}\n", serde_json::to_string_pretty(&guide).unwrap());
                failures.extend(compare(&path.with_extension("model"), &actual).err());
            }
            Err(problems) => failures.push(format!("{}\n{}", path.display(), lines(Err(problems)))),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_shipped_schema_is_the_formats_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("guides/guide.schema.json");
    let actual = format!("{}\n", serde_json::to_string_pretty(&guide::schema()).unwrap());
    compare(&path, &actual).unwrap_or_else(|difference| panic!("stale; run UPDATE=1 cargo test schema\n{difference}"));
}

#[test]
fn shipped_guides_are_read_and_every_rule_has_a_reason_and_examples() {
    for (name, least) in [("starter", 60), ("plain-words", 25)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("guides/{name}.yaml"));
        let guide = guide::parse(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|problems| panic!("{}\n{}", path.display(), lines(Err(problems))));
        assert!(guide.rules.len() >= least, "{name} has {} rules", guide.rules.len());
        for rule in &guide.rules {
            let id = &rule.id;
            assert!(rule.why.is_some() && !rule.owner.is_empty(), "{id}: say why and who");
            if rule.verdict != guide::Verdict::Allow {
                assert!(rule.examples.flag.len() >= 2 && rule.examples.pass.len() >= 2, "{id}: two examples of each");
            }
        }
    }
}

#[test]
fn lines_of_rules_are_where_they_are_written() {
    for path in files("guides") {
        let source = fs::read_to_string(&path).unwrap();
        for break_ in ["\n", "\r\n"] {
            let source = source.replace('\n', break_);
            for rule in guide::parse(&source).unwrap().rules {
                let line = source.lines().nth(rule.line as usize - 1).unwrap();
                assert!(line.trim_start().starts_with("- id:") && line.contains(&rule.id), "{}: {line}", rule.id);
            }
        }
    }
}

#[test]
fn a_guide_is_the_same_with_a_byte_order_mark_and_with_other_line_breaks() {
    for path in files("tests/guide/cases/good") {
        let source = fs::read_to_string(&path).unwrap();
        let read = |source: &str| {
            let mut guide = guide::parse(source).unwrap_or_else(|problems| panic!("{}", lines(Err(problems))));
            guide.rules.iter_mut().for_each(|rule| rule.line = 0);
            guide
        };
        let plain = read(&source);
        assert_eq!(read(&format!("\u{feff}{source}")), plain);
        assert_eq!(read(&source.replace('\n', "\r\n")), plain);
    }
}

#[test]
fn alias_bombs_depth_and_size_are_refused_quickly() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let previous = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![previous; 10].join(", "));
    }
    let deep = format!("rules: {}", "[".repeat(100_000));
    let deeper = (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
    let long = "#".repeat(5 * 1024 * 1024);
    for (source, word) in
        [(bomb, "aliases"), (deep, "inside one another"), (deeper, "inside one another"), (long, "bytes")]
    {
        let start = std::time::Instant::now();
        let problems = guide::parse(&source).unwrap_err();
        assert!(problems[0].message.contains(word), "{}", problems[0]);
        assert!(start.elapsed().as_secs() < 5, "{word}: {:?}", start.elapsed());
    }
}

/// Every shipped guide and every case, to be mutated.
fn seeds() -> Vec<String> {
    let folders = ["tests/guide/cases/good", "tests/guide/cases/bad", "guides"];
    folders.iter().flat_map(|folder| files(folder)).map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn check_any(source: &str) -> Result<(), TestCaseError> {
    match guide::parse(source) {
        Ok(guide) => prop_assert!(guide.rules.iter().all(|rule| rule.kind != RuleKind::default())),
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            let breaks = source.matches('\n').count() + source.matches('\r').count() + 1;
            for problem in problems {
                prop_assert!(!problem.message.is_empty() && !problem.fix.is_empty(), "{}", problem);
                prop_assert!(problem.line as usize <= breaks + 1, "{} of {} lines", problem, breaks);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer(source in any::<String>()) {
        check_any(&source)?;
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_any(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_mutation_of_a_guide_gets_an_answer(
        seed in 0usize..1000,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..12, "[\\-:&*\\[\\]{}\"'|>#!%@ \t\n\r,?~a1é😀\u{feff}]{0,4}"), 1..6),
    ) {
        let seeds = seeds();
        let mut chars: Vec<char> = seeds[seed % seeds.len()].chars().collect();
        for (at, removed, inserted) in edits {
            let at = at.index(chars.len() + 1);
            let end = (at + removed).min(chars.len());
            chars.splice(at..end, inserted.chars());
        }
        check_any(&chars.into_iter().collect::<String>())?;
    }

    /// A wrong word is found at its own line and UTF-16 column, whatever stands before it.
    #[test]
    fn problems_stand_where_their_words_stand(before in "[a-zé😀 ]{0,12}", breaks in 0usize..5, crlf in any::<bool>()) {
        let padding = "# é😀\n".repeat(breaks);
        let source = format!(
            "housestyle: 1\nname: N\nversion: '1'\nowner: O\n{padding}rules:\n- {{id: a, why: \"x{before}\", verdict: restricted, terms: [b]}}\n"
        );
        let source = if crlf { source.replace('\n', "\r\n") } else { source };
        let problems = guide::parse(&source).unwrap_err();
        prop_assert_eq!(problems.len(), 1);
        let line = source.lines().nth(problems[0].line as usize - 1).unwrap();
        let units: Vec<u16> = line.encode_utf16().skip(problems[0].column as usize - 1).take(10).collect();
        prop_assert_eq!(String::from_utf16(&units).unwrap(), "restricted");
    }
}
