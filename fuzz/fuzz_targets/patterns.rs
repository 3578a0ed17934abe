//! Any pattern on any text, with any wording that takes in its groups: it compiles or is refused, and running it ends.
//! The input's first line is the pattern, its second the wording, the rest is the text.
#![no_main]

use housestyle::check::{Checker, Place, Session};
use housestyle::guide::{Guide, Rule, RuleKind};
use housestyle::text::{Block, BlockKind};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|input: (bool, &str)| {
    let (match_case, input) = input;
    let (pattern, rest) = input.split_once('\n').unwrap_or((input, input));
    let (wording, text) = rest.split_once('\n').unwrap_or((rest, rest));
    let kind = RuleKind::Pattern(pattern.into());
    let rule = Rule { id: "p".into(), kind, suggest: vec![wording.into()], match_case, ..Rule::default() };
    let Ok(checker) = Checker::compile(Arc::new(Guide { rules: vec![rule], ..Guide::default() })) else { return };
    let mut session = Session::new(Arc::new(checker), Place::default());
    session.splice(0, 0, &[Block::new(1, BlockKind::Paragraph, text)]);
    session.settle();
    assert!(session.spent().len() <= 1);
});
