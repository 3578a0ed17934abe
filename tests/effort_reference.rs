//! TER against sacrebleu, on generated pairs, on real post-edits, and on whole documents joined from those.
//!
//! sacrebleu's figures are kept in `tests/effort/*.figures` (numbers only; `tests/effort/reference.py` makes them). With
//! UPDATE set they are made anew, and where a Python with sacrebleu is found (HOUSESTYLE_PYTHON, or `target/venv`) the
//! generated pairs, a fifth of them, are compared with what it says now.

use housestyle::rework::{Ter, ter};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Pair = (String, String);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A Python that has sacrebleu.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("HOUSESTYLE_PYTHON").map(PathBuf::from);
    let places = ["target/venv/bin/python", "target/venv/Scripts/python.exe"].map(|place| root().join(place));
    named.into_iter().chain(places).find(|python| {
        Command::new(python).args(["-c", "import sacrebleu"]).output().is_ok_and(|output| output.status.success())
    })
}

fn figures(ter: &Ter) -> String {
    let Ter { insertions, deletions, substitutions, shifts, reference_length } = ter;
    format!("{insertions}\t{deletions}\t{substitutions}\t{shifts}\t{reference_length}")
}

/// What sacrebleu says of the pairs.
fn ask(python: &Path, name: &str, pairs: &[Pair]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("effort");
    fs::create_dir_all(&folder).unwrap();
    let (mut given, mut last) = (String::new(), String::new());
    for pair in pairs {
        writeln!(given, "{}", pair.0).unwrap();
        writeln!(last, "{}", pair.1).unwrap();
    }
    let paths = ["given", "final"].map(|what| folder.join(format!("{name}.{what}")));
    fs::write(&paths[0], given).unwrap();
    fs::write(&paths[1], last).unwrap();
    let output = Command::new(python).arg(root().join("tests/effort/reference.py")).args(&paths).output().unwrap();
    for path in &paths {
        fs::remove_file(path).unwrap();
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace('\r', "")
}

/// Compares with the figures that are kept, and keeps new ones with UPDATE set.
fn compare(name: &str, pairs: &[Pair]) {
    let path = root().join(format!("tests/effort/{name}.figures"));
    if std::env::var_os("UPDATE").is_some() {
        let python = python().expect("a Python with sacrebleu makes the figures");
        fs::write(&path, ask(&python, name, pairs)).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    equal(name, pairs, &kept);
}

fn equal(name: &str, pairs: &[Pair], theirs: &str) {
    let theirs: Vec<&str> = theirs.lines().collect();
    assert_eq!(theirs.len(), pairs.len(), "{name}");
    for (number, ((given, last), theirs)) in pairs.iter().zip(theirs).enumerate() {
        let ours = ter(given, last);
        assert_eq!(figures(&ours), theirs, "{name}, pair {}", number + 1);
        let numbers: Vec<f64> = theirs.split('\t').map(|number| number.parse().unwrap()).collect();
        let score = if numbers[4] > 0.0 {
            numbers[..4].iter().sum::<f64>() / numbers[4]
        } else {
            f64::from(u8::from(numbers[1] > 0.0))
        };
        assert!((ours.hter() - score).abs() < 1e-9);
    }
}

/// SplitMix64 (Steele, Lea & Flood 2014): the pairs are the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    /// The longer and rarer words come later; some are in capitals, or in other scripts.
    fn word(&mut self, vocabulary: usize) -> String {
        const STEMS: [&str; 16] = [
            "the", "a", ",", "of", ".", "we", "Plan", "don't", "RATE", "19.9%", "é", "Straße", "ΟΔΟΣ", "計画", "😀",
            "“so”",
        ];
        let rank = self.below(vocabulary).min(self.below(vocabulary));
        if rank < STEMS.len() { STEMS[rank].to_owned() } else { format!("w{rank}") }
    }

    fn text(&mut self, words: &[String]) -> String {
        const SPACES: [&str; 6] = [" ", " ", " ", "  ", "\t", "\u{a0}"];
        let mut text = String::new();
        for word in words {
            text.push_str(if self.below(40) == 0 { SPACES[self.below(SPACES.len())] } else { " " });
            if self.below(60) == 0 { text.push_str(&word.to_uppercase()) } else { text.push_str(word) }
        }
        if self.below(4) == 0 { text } else { text.trim().to_owned() }
    }
}

/// A text and its revision, or two texts that have nothing to do with each other.
fn generated() -> Vec<Pair> {
    let mut random = Random(5);
    (0..10_000)
        .map(|number| {
            let vocabulary = [6, 20, 200][random.below(3)];
            let longest = if number % 100 == 0 { 180 } else { 32 };
            let given: Vec<String> = (0..random.below(longest)).map(|_| random.word(vocabulary)).collect();
            let mut last = given.clone();
            if random.below(20) == 0 {
                last = (0..random.below(longest)).map(|_| random.word(vocabulary)).collect();
            }
            for _ in 0..random.below(2 + given.len() / 3) {
                let at = random.below(last.len() + 1);
                let end = last.len().min(at + 1 + random.below(12));
                match random.below(5) {
                    0 => drop(last.drain(at..end.min(at + 3))),
                    1 => last.insert(at, random.word(vocabulary)),
                    2 | 3 if at < last.len() => last[at] = random.word(vocabulary),
                    _ => {
                        let part: Vec<String> = last.drain(at..end).collect();
                        let to = random.below(last.len() + 1);
                        last.splice(to..to, part);
                    }
                }
            }
            (random.text(&given), random.text(&last))
        })
        .collect()
}

#[test]
fn generated_pairs_are_as_the_reference_has_them() {
    let pairs = generated();
    compare("generated", &pairs);
    // Every fifth: it takes the reference minutes to answer for all.
    let some: Vec<Pair> = pairs.into_iter().step_by(5).collect();
    match python() {
        Some(python) => equal("generated, asked anew", &some, &ask(&python, "generated", &some)),
        None => println!("sacrebleu is not asked anew: no Python with it (make target/venv, or set HOUSESTYLE_PYTHON)"),
    }
}

/// The pairs of a file of the shared data, which is not part of the project.
fn shared(name: &str) -> Option<Vec<Pair>> {
    let folder = std::env::var_os("HOUSESTYLE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = folder.join("postedit").join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Some(
            text.lines()
                .map(|line| {
                    let mut cells = line.split('\t').skip(1).map(str::to_owned);
                    (cells.next().unwrap(), cells.next().unwrap())
                })
                .collect(),
        ),
        Err(error) => {
            println!("skipped: {}: {error}", path.display());
            None
        }
    }
}

#[test]
fn real_post_edits_are_as_the_reference_has_them() {
    for name in ["et-en", "ne-en"] {
        if let Some(pairs) = shared(&format!("{name}.tsv")) {
            assert_eq!(pairs.len(), 1000);
            compare(name, &pairs);
        }
    }
}

/// Documents of ten, forty and a hundred sentences of a file, joined, and one of a hundred and twenty others, some 2,400
/// words. The reference takes minutes for each of the long ones, and more for longer ones.
#[test]
fn whole_documents_are_as_the_reference_has_them() {
    for name in ["et-en", "ne-en"] {
        let Some(pairs) = shared(&format!("{name}.tsv")) else { continue };
        let document = |sentences: &[Pair]| -> Pair {
            let join = |side: fn(&Pair) -> &str| sentences.iter().map(side).collect::<Vec<_>>().join(" ");
            (join(|pair| &pair.0), join(|pair| &pair.1))
        };
        let mut documents = Vec::new();
        for (size, count) in [(10, 4), (40, 2), (100, 1)] {
            documents.extend(pairs.chunks(size).take(count).map(document));
        }
        documents.push(document(&pairs[200..320]));
        compare(&format!("{name}-documents"), &documents);
    }
}
