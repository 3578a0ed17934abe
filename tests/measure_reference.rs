//! Counts and formulas against textstat's, on the texts and figures of `tests/measure`. See the README there.

use housestyle::check::{Counts, Measure};
use housestyle::text::syllables;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn reference() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/measure/cases.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn number(value: &Value, field: &str) -> f64 {
    value[field].as_f64().unwrap_or_else(|| panic!("no number {field} in {value}"))
}

fn count(value: &Value, field: &str) -> u32 {
    number(value, field) as u32
}

#[test]
fn formulas_given_equal_counts_agree() {
    let reference = reference();
    let cases = reference["cases"].as_array().unwrap();
    assert!(cases.len() >= 12);
    for case in cases {
        let theirs = &case["textstat"];
        let counts = Counts {
            characters: count(theirs, "characters"),
            letters: count(theirs, "letters"),
            words: count(theirs, "words"),
            syllables: count(theirs, "syllables"),
            polysyllabic_words: count(theirs, "polysyllabic_words"),
            complex_words: count(theirs, "difficult_words"),
            sentences: count(theirs, "sentences"),
            ..Counts::default()
        };
        for (measure, name) in Measure::ALL {
            let theirs = match measure {
                Measure::PassiveShare => continue,
                // textstat writes 0.058 where Coleman and Liau have 0.0588.
                Measure::ColemanLiau => {
                    number(theirs, name) + 0.08 * f64::from(counts.letters) / f64::from(counts.words)
                }
                // It divides the characters by the words and by the dashes that stand alone.
                Measure::AutomatedReadability => {
                    let per = |divisor: &str| 4.71 * f64::from(counts.characters) / number(theirs, divisor);
                    number(theirs, name) + per("words") - per("words_and_marks")
                }
                _ => number(theirs, name),
            };
            let ours = measure.of(&counts).unwrap();
            assert!((ours - theirs).abs() < 1e-9, "{} {name}: {ours}, textstat {theirs}", case["name"]);
        }
    }
}

#[test]
fn counts_are_those_a_reader_makes_and_near_the_reference() {
    let reference = reference();
    let (mut wrong, mut ours_sum, mut theirs_sum) = (Vec::new(), [0f64; 2], [0f64; 2]);
    for case in reference["cases"].as_array().unwrap() {
        let (name, theirs) = (&case["name"], &case["textstat"]);
        let counts = Counts::of_text(case["text"].as_str().unwrap());
        println!(
            "{name}: sentences {} (by hand {}, textstat {}), words {} ({}), syllables {} ({}), long {} ({}), three and more {} ({}), passive {}",
            counts.sentences,
            case["sentences"],
            theirs["sentences"],
            counts.words,
            theirs["words"],
            counts.syllables,
            theirs["syllables"],
            counts.long_words,
            theirs["long_words"],
            counts.polysyllabic_words,
            theirs["polysyllabic_words"],
            counts.passive_sentences,
        );
        if counts.sentences != count(case, "sentences") {
            wrong.push(format!("{name}: {} sentences, by hand {}", counts.sentences, case["sentences"]));
        }
        let pairs = [(counts.words, count(theirs, "words")), (counts.syllables, count(theirs, "syllables"))];
        for (at, (ours, theirs)) in pairs.into_iter().enumerate() {
            let (ours, theirs) = (f64::from(ours), f64::from(theirs));
            ours_sum[at] += ours;
            theirs_sum[at] += theirs;
            if (ours - theirs).abs() > 0.1 * theirs {
                wrong.push(format!("{name}: {ours} and {theirs} differ by more than 10%"));
            }
        }
    }
    for at in 0..2 {
        let apart = (ours_sum[at] - theirs_sum[at]).abs() / theirs_sum[at];
        println!("over all texts {:.2}% apart", 100.0 * apart);
        if apart > 0.01 {
            wrong.push(format!("over all texts {} and {} differ by more than 1%", ours_sum[at], theirs_sum[at]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn syllables_of_words_agree_with_the_dictionary() {
    let reference = reference();
    let words = reference["syllables"].as_object().unwrap();
    let wrong: Vec<String> = words
        .iter()
        .filter(|(word, known)| !known.as_array().unwrap().contains(&Value::from(syllables(word))))
        .map(|(word, known)| format!("{word}: {} instead of {known}", syllables(word)))
        .collect();
    let right = 1.0 - wrong.len() as f64 / words.len() as f64;
    println!("{} words, {:.1}% as in the dictionary", words.len(), 100.0 * right);
    assert!(words.len() > 500 && right >= 0.98, "{}", wrong.join("\n"));
}
