//! Any pattern on any text, with any wording that takes in its groups: it compiles or is refused, and running it ends.
#![no_main]

use housestyle::check::{Checker, Place, Session};
use housestyle::guide::{Guide, Rule, RuleKind};
use housestyle::text::{Block, BlockKind};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|input: (String, String, String, bool)| {
    let (pattern, wording, text, match_case) = input;
    let kind = RuleKind::Pattern(pattern);
    let rule = Rule { id: "p".into(), kind, suggest: vec![wording], match_case, ..Rule::default() };
    let Ok(checker) = Checker::compile(Arc::new(Guide { rules: vec![rule], ..Guide::default() })) else { return };
    let mut session = Session::new(Arc::new(checker), Place::default());
    session.splice(0, 0, &[Block::new(1, BlockKind::Paragraph, text)]);
    session.settle();
    assert!(session.spent().len() <= 1);
});
