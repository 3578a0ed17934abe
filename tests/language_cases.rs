//! Runs the cases under `tests/language`: how sentences, passives, word forms and parts of speech are told. Each file
//! says at its head how a case is written.

use housestyle::check::{Tag, Tagger, passives};
use housestyle::text::sentences;
use std::fs;
use std::path::Path;

/// The lines of a file of cases, without comments and blank ones, with their numbers.
fn lines(file: &str) -> Vec<(usize, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn sentences_end_where_the_cases_say() {
    let mut wrong = Vec::new();
    let cases = lines("sentences.txt");
    for (number, line) in &cases {
        let line = line.replace("\\n", "\n");
        let text = line.replace('|', "");
        let found: Vec<&str> = sentences(&text).map(|sentence| &text[sentence.whole]).collect();
        let expected: Vec<&str> = line.split('|').collect();
        if found != expected {
            wrong.push(format!("sentences.txt:{number}: {found:?}"));
        }
    }
    assert!(cases.len() >= 40, "only {} cases were found", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn passives_are_told_as_the_cases_say() {
    let mut wrong = Vec::new();
    let cases = lines("passive.txt");
    for (number, line) in &cases {
        let (label, sentence) = line.split_once(' ').expect("a label and a sentence");
        let expected = match label {
            "+" => true,
            "-" => false,
            _ => panic!("passive.txt:{number}: a line begins with + or -"),
        };
        let found = passives(sentence);
        if found.is_empty() == expected {
            wrong.push(format!("passive.txt:{number}: {line}: {found:?}"));
        }
    }
    assert!(cases.len() >= 70, "only {} cases were found", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn parts_of_speech_are_mostly_those_told_by_hand() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/english/tagger.txt");
    let tagger = Tagger::new(&fs::read_to_string(model).unwrap()).unwrap();
    let (mut total, mut wrong) = (0, Vec::new());
    for (number, line) in lines("tags.txt") {
        let expected: Vec<(&str, &str)> = line.split(' ').map(|token| token.rsplit_once('_').unwrap()).collect();
        assert!(expected.iter().all(|(_, tag)| Tag::named(tag).is_some()), "tags.txt:{number}: an unknown tag");
        let words: Vec<&str> = expected.iter().map(|(word, _)| *word).collect();
        for ((word, expected), found) in expected.iter().zip(tagger.tag(&words)) {
            total += 1;
            if found.to_string() != *expected {
                wrong.push(format!("tags.txt:{number}: {word} is {expected}, not {found}"));
            }
        }
    }
    let share = 1.0 - wrong.len() as f64 / f64::from(total);
    println!("{total} words, {:.1}% as by hand\n{}", 100.0 * share, wrong.join("\n"));
    // 94% when this was written.
    assert!(total > 130 && share >= 0.93, "{share}: {}", wrong.join("\n"));
}
