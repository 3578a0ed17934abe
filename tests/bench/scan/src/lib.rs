//! A bare Aho–Corasick scan in Wasm: the speed that the engine's own is held against. Must do nothing but scan:
//! no folding, no word boundaries, no rules.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::cell::RefCell;

thread_local! {
    static HELD: RefCell<(Vec<u8>, Option<AhoCorasick>)> = const { RefCell::new((Vec::new(), None)) };
}

/// Makes room for `bytes` bytes and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    HELD.with_borrow_mut(|(text, _)| {
        text.clear();
        text.resize(bytes, 0);
        text.as_mut_ptr()
    })
}

/// Takes the room's content as terms, one a line, to be found in any letter case; `dense` asks for a table of every
/// transition instead of a compact automaton. Gives 1, or 0 where it would be too large.
#[unsafe(no_mangle)]
pub extern "C" fn compile(dense: u32) -> u32 {
    HELD.with_borrow_mut(|(text, automaton)| {
        let kind = if dense == 1 { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA };
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .kind(Some(kind))
            .build(text.split(|byte| *byte == b'\n').filter(|term| !term.is_empty()));
        *automaton = built.ok();
        u32::from(automaton.is_some())
    })
}

/// Scans the room's content once; gives the number of finds.
#[unsafe(no_mangle)]
pub extern "C" fn scan() -> u32 {
    HELD.with_borrow(|(text, automaton)| automaton.as_ref().map_or(0, |found| found.find_iter(text).count() as u32))
}
