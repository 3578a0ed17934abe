//! Any text may be given as a trace: each line is an edit that is made, or a problem that names its line. Whatever was
//! made, the runs cover the text.
#![no_main]

use housestyle::rework::{Replay, TraceEdit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut replay = Replay::default();
    for (line, number) in text.lines().zip(1..) {
        match TraceEdit::parse(line, number).and_then(|edit| replay.apply(&edit, number)) {
            Ok(()) => {}
            Err(problem) => assert_eq!(problem.line, number),
        }
    }
    let outcome = replay.finish();
    let end = outcome.runs.iter().fold(0, |at, run| {
        assert!(run.start == at && run.end > at);
        run.end
    });
    assert_eq!((end, end as usize), (outcome.characters, outcome.text.encode_utf16().count()));
});
