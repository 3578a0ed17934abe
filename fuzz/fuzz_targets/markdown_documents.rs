//! Any text as Markdown: it is read without a panic, and whatever stands in a block has its place in the file.
#![no_main]

mod documents;

use documents::{Format, assert_every_place};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| assert_every_place(text, Format::Markdown));
