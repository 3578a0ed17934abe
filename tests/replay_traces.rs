//! Real keystroke logs through the tracker: final text, origin runs and counts against a list of units; and how often a
//! diff of snapshots tells the edits that were made. The logs are not part of the project; without them this says so.

use flate2::read::GzDecoder;
use housestyle::rework::{Origin, Replay, ReplayedRun, TraceEdit, TraceOrigin};
use housestyle::text::{Edit, diff_at};
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

const TRACES: [&str; 2] = ["seph-blog1", "friendsforever_flat"];

/// A trace as edits in UTF-16 units, and the text it ends with.
fn trace(name: &str) -> Option<(Vec<TraceEdit>, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("HOUSESTYLE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let path = folder.join("traces").join(format!("{name}.json.gz"));
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) => {
            println!("skipped: {}: {error}", path.display());
            return None;
        }
    };
    let log: Value = serde_json::from_reader(GzDecoder::new(file)).unwrap();
    assert_eq!(log["startContent"], "");
    let mut edits = Vec::new();
    // Positions in the log count code points; these take two units each.
    let mut wide: Vec<usize> = Vec::new();
    for (number, txn) in log["txns"].as_array().unwrap().iter().enumerate() {
        let time: jiff::Timestamp = txn["time"].as_str().unwrap().parse().unwrap();
        for patch in txn["patches"].as_array().unwrap() {
            let at = patch[0].as_u64().unwrap() as usize;
            let end = at + patch[1].as_u64().unwrap() as usize;
            let ins = patch[2].as_str().unwrap();
            let units = |point: usize| point + wide.partition_point(|wide| *wide < point);
            let (pos, del) = (units(at), units(end) - units(at));
            let size = ins.chars().count();
            wide.retain(|point| !(at..end).contains(point));
            wide.iter_mut().filter(|point| **point >= end).for_each(|point| *point = *point + size - (end - at));
            let new = ins
                .char_indices()
                .filter(|(_, c)| c.len_utf16() == 2)
                .map(|(byte, _)| at + ins[..byte].chars().count());
            wide.extend(new);
            wide.sort_unstable();
            // The logs do not say how text came in: by its length and a count, every way comes up often.
            let origin = match (size, number % 50) {
                (40.., _) | (_, 7) => Origin::Ai,
                (3..40, _) => Origin::Pasted,
                (_, 11) => Origin::Suggestion,
                (_, 13) => Origin::Module,
                (_, 17) => Origin::Unknown,
                _ => Origin::Typed,
            };
            // One of the logs has no times: it is told as typed at an even pace.
            let at = time.as_millisecond() as u64 + if time.as_second() == 0 { number as u64 * 200 } else { 0 };
            let tool = (origin == Origin::Ai).then(|| "tool".to_owned());
            let origin = TraceOrigin::Told(origin);
            edits.push(TraceEdit {
                at,
                origin,
                tool,
                pos: pos as u32,
                del: del as u32,
                ins: ins.encode_utf16().collect(),
            });
        }
    }
    Some((edits, log["endContent"].as_str().unwrap().to_owned()))
}

fn line(edit: &TraceEdit) -> String {
    let TraceOrigin::Told(origin) = edit.origin else { unreachable!("the traces hold no undo") };
    let TraceEdit { at, tool, pos, del, ins, .. } = edit;
    let ins = String::from_utf16(ins).unwrap();
    serde_json::json!({ "at": at, "origin": origin, "tool": tool, "pos": pos, "del": del, "ins": ins }).to_string()
}

fn spread(runs: &[ReplayedRun]) -> Vec<Origin> {
    runs.iter().flat_map(|run| std::iter::repeat_n(run.origin, (run.end - run.start) as usize)).collect()
}

#[test]
fn final_text_origins_and_counts_are_exact() {
    for name in TRACES {
        let Some((edits, text)) = trace(name) else { continue };
        let (mut told, mut inferred) = (Replay::new(true, 5_000), Replay::default());
        let (mut units, mut inserted, mut deleted) = (Vec::new(), 0, 0);
        for (edit, number) in edits.iter().zip(1..) {
            assert_eq!(&TraceEdit::parse(&line(edit), number).unwrap(), edit);
            told.apply(edit, number).unwrap();
            inferred.apply(edit, number).unwrap();
            let TraceOrigin::Told(origin) = edit.origin else { unreachable!("the traces hold no undo") };
            let size = edit.ins.len();
            let range = edit.pos as usize..(edit.pos + edit.del) as usize;
            units.splice(range, std::iter::repeat_n(origin, size));
            (inserted, deleted) = (inserted + size as u64, deleted + u64::from(edit.del));
        }
        let outcome = told.finish();
        assert_eq!(outcome.text, text, "{name}");
        assert_eq!(spread(&outcome.runs), units, "{name}");
        assert!(outcome.runs.windows(2).all(|pair| pair[0].end == pair[1].start));
        let counted: u32 = outcome.origins.values().sum();
        assert_eq!((counted as usize, outcome.characters as usize), (units.len(), units.len()));
        assert_eq!((outcome.characters_inserted, outcome.characters_deleted), (inserted, deleted), "{name}");
        for generation in &outcome.generations {
            let there = outcome.runs.iter().filter(|run| run.generation == Some(generation.generation));
            assert_eq!(there.map(|run| run.end - run.start).sum::<u32>(), generation.kept_characters);
        }
        let moved = spread(&inferred.finish().runs).iter().zip(&units).filter(|(a, b)| a != b).count();
        println!(
            "{name}: {} edits, {} runs, {} generations; {moved} of {} units came back from where they were taken out",
            edits.len(),
            outcome.runs.len(),
            outcome.generations.len(),
            units.len(),
        );
    }
}

/// Edits of the generated trace: many hours of one person's writing, with an answer of a tool now and then.
const GENERATED: u32 = 200_000;

/// A trace that is the same every time, of typing at a caret that moves, deleting, pasting, answers of a tool and other
/// ways, with characters of two units among them; and the units that a list of them holds in the end.
fn generated() -> (String, Vec<u16>, Vec<Origin>) {
    let mut state = 5_u64;
    // SplitMix64 (Steele, Lea & Flood 2014).
    let mut below = |limit: usize| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    };
    const WORDS: [&str; 12] =
        ["the ", "rate ", "is ", "fixed.\n", "We ", "offer ", "😀 ", "plan", "ß", "é ", "for ", "you, "];
    let (mut lines, mut text, mut units) = (String::new(), Vec::<u16>::new(), Vec::new());
    let (mut at, mut caret) = (1_764_000_000_000_u64, 0);
    for _ in 0..GENERATED {
        at += 60 + below(400) as u64 + if below(60) == 0 { below(20_000) as u64 } else { 0 };
        let (origin, words) = match below(1_000) {
            0 => (Origin::Ai, 40 + below(80)),
            1..=4 => (Origin::Pasted, 1 + below(30)),
            5..=14 => (Origin::Suggestion, 1 + below(2)),
            15..=17 => (Origin::Module, 4),
            18..=22 => (Origin::Unknown, 1 + below(3)),
            23..=180 => (Origin::Typed, 0),
            _ => (Origin::Typed, 1),
        };
        if below(40) == 0 {
            caret = below(text.len() + 1);
        }
        let mut ins: String = (0..words).map(|_| WORDS[below(WORDS.len())]).collect();
        if origin == Origin::Typed && words == 1 {
            ins.truncate(ins.chars().next().map_or(0, char::len_utf8));
        }
        // What is typed seldom replaces; whatever else comes in often does. Long texts are cut down again.
        let del = match (origin, words) {
            (Origin::Typed, 0) if text.len() > 60_000 => 1 + below(400),
            (Origin::Typed, 0) => 1 + below(4),
            (Origin::Typed, _) => 0,
            (Origin::Ai, _) => below(3) * below(500),
            _ => below(2) * below(24),
        };
        let low = |unit: Option<&u16>| unit.is_some_and(|unit| (0xdc00..0xe000).contains(unit));
        let (mut from, mut end) = (caret.saturating_sub(del), caret);
        // No half of a character is left behind.
        from -= usize::from(low(text.get(from)));
        end += usize::from(low(text.get(end)));
        let new: Vec<u16> = ins.encode_utf16().collect();
        caret = from + new.len();
        let tool = (origin == Origin::Ai).then_some("tool");
        let edit =
            serde_json::json!({ "at": at, "origin": origin, "tool": tool, "pos": from, "del": end - from, "ins": ins });
        lines.push_str(&edit.to_string());
        lines.push('\n');
        units.splice(from..end, std::iter::repeat_n(origin, new.len()));
        text.splice(from..end, new);
    }
    (lines, text, units)
}

#[test]
fn the_command_replays_a_long_trace_to_its_end() {
    let (lines, text, units) = generated();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated.trace");
    std::fs::write(&path, lines).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_housestyle"));
    let output = command.args(["replay", "--as-told", "--format", "json"]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(told["text"] == String::from_utf16(&text).unwrap(), "the text is another");
    let mut spread = Vec::new();
    for run in told["runs"].as_array().unwrap() {
        let size = run["end"].as_u64().unwrap() - run["start"].as_u64().unwrap();
        let origin: Origin = serde_json::from_value(run["origin"].clone()).unwrap();
        spread.extend(std::iter::repeat_n(origin, size as usize));
    }
    assert!(spread == units, "the origins are others");
    let generations = told["generations"].as_array().unwrap().len();
    println!("{GENERATED} edits, {} units, {generations} generations", text.len());
    assert!(generations > 100);
}

/// The paragraph around an edit, which is what an editor's snapshot is compared by: its start and end in the text.
fn paragraph(text: &[u16], from: usize, to: usize) -> (usize, usize) {
    let newline = u16::from(b'\n');
    let start = text[..from].iter().rposition(|unit| *unit == newline).map_or(0, |at| at + 1);
    let end = text[to..].iter().position(|unit| *unit == newline).map_or(text.len(), |at| to + at);
    (start, end)
}

/// Marks in `old` and what an edit puts in: the runs that a list of edits leaves.
fn marks(old: &[u32], edits: &[Edit], mark: u32) -> Vec<u32> {
    let (mut new, mut at) = (Vec::new(), 0);
    for edit in edits {
        new.extend(&old[at..edit.start as usize]);
        new.extend(std::iter::repeat_n(mark, edit.inserted as usize));
        at = (edit.start + edit.removed) as usize;
    }
    new.extend(&old[at..]);
    new
}

/// So many edits of each log are compared as snapshots: enough for three digits.
const MOST_COMPARED: usize = 50_000;

/// Snapshots after every edit, and after all edits that follow each other within a second (as when an editor tells
/// nothing for that long): are the runs that the diff leaves those of the true edits?
#[test]
fn a_diff_of_snapshots_tells_the_true_runs_for_the_most_part() {
    for name in TRACES {
        let Some((edits, _)) = trace(name) else { continue };
        for (what, gap) in [("after every edit", 0), ("every second", 1_000)] {
            let (mut text, mut truth): (Vec<u16>, Vec<u32>) = (Vec::new(), Vec::new());
            let (mut snapshots, mut right, mut blind, mut wrong_units, mut new_units) =
                (0u32, 0u32, 0u32, 0usize, 0usize);
            let mut rest = &edits[..edits.len().min(MOST_COMPARED)];
            while let Some(first) = rest.first() {
                let size =
                    if gap == 0 { 1 } else { rest.iter().take_while(|edit| edit.at < first.at + gap).count().max(1) };
                let (batch, others) = rest.split_at(size);
                rest = others;
                snapshots += 1;
                // What no edit of these touches: so much at the beginning, so much at the end.
                let (mut head, mut tail, mut length) = (text.len(), text.len(), text.len());
                for edit in batch {
                    head = head.min(edit.pos as usize);
                    tail = tail.min(length - (edit.pos + edit.del) as usize);
                    length = length + edit.ins.len() - edit.del as usize;
                }
                // An editor tells whole paragraphs.
                let (start, end) = paragraph(&text, head, (text.len() - tail).max(head));
                let (before, old) = (text[start..end].to_vec(), truth[start..end].to_vec());
                let behind = text.len() - end;
                let mut caret = 0;
                for edit in batch {
                    let range = edit.pos as usize..(edit.pos + edit.del) as usize;
                    let ins = edit.ins.clone();
                    caret = range.start + ins.len();
                    truth.splice(range.clone(), std::iter::repeat_n(snapshots, ins.len()));
                    text.splice(range, ins);
                }
                let new_end = text.len() - behind;
                let [a, b] = [&before[..], &text[start..new_end]].map(|units| String::from_utf16(units).unwrap());
                let expected = &truth[start..new_end];
                new_units += expected.iter().filter(|mark| **mark == snapshots).count();
                let caret = caret.checked_sub(start).map(|caret| caret as u32);
                let wrong = |caret| {
                    let found = marks(&old, &diff_at(&a, &b, caret), snapshots);
                    found.iter().zip(expected).filter(|(a, b)| a != b).count()
                };
                let (with_caret, without) = (wrong(caret), wrong(None));
                right += u32::from(with_caret == 0);
                blind += u32::from(without == 0);
                wrong_units += with_caret;
            }
            let share = |part: u32| f64::from(part) / f64::from(snapshots);
            println!(
                "{name}, {what}: runs are the true ones after {:.3} % of {snapshots} snapshots ({:.3} % where the caret is not \
                 known); {wrong_units} units wrong for {new_units} put in",
                100.0 * share(right),
                100.0 * share(blind),
            );
            assert!(share(right) > if gap == 0 { 0.99 } else { 0.85 }, "{name}, {what}");
            assert!(gap > 0 || right > blind, "{name}: the caret tells more than the texts");
            assert!(wrong_units * 6 < new_units, "{name}, {what}");
        }
    }
}
