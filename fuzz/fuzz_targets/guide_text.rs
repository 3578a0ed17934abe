//! Any text may be given as a guide: it is read or refused with problems that have a place, and nothing else happens.
#![no_main]

use housestyle::check::Checker;
use housestyle::guide;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|source: &str| {
    match guide::parse(source) {
        Ok(guide) => drop(Checker::compile(Arc::new(guide))),
        Err(problems) => assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.message.is_empty())),
    }
});
