//! Any line may be given as one of a log: what is read is written again as it was.
#![no_main]

use housestyle::export::{line, parse_line};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(event) = parse_line(text, 1) {
        assert_eq!(parse_line(line(&event).trim_end(), 1).expect("what was written can be read"), event);
    }
});
