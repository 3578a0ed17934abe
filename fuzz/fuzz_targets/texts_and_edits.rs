//! Any blocks and any edits: flags stand on character boundaries and equal those from scratch.
#![no_main]

use housestyle::check::{Checker, Flag, Place, Session};
use housestyle::guide;
use housestyle::text::{Block, BlockKind, BlockList, Change};
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

static CHECKER: LazyLock<Arc<Checker>> = LazyLock::new(|| {
    let guide = guide::parse(include_str!("../../guides/starter.yaml")).expect("the starter guide");
    Arc::new(Checker::compile(Arc::new(guide)).expect("the starter guide"))
});

fuzz_target!(|input: (Vec<String>, Vec<(u32, u32, u32, String)>)| {
    let (texts, edits) = input;
    let blocks: Vec<Block> =
        texts.into_iter().enumerate().map(|(id, text)| Block::new(id as u32, BlockKind::Paragraph, text)).collect();
    let mut list = BlockList::new(blocks.clone());
    let mut session = Session::new(CHECKER.clone(), Place::default());
    session.splice(0, 0, &blocks);
    for (block, start, removed, inserted) in edits {
        let Ok(done) = list.apply(&Change::Edit { block, start, removed, inserted }) else { continue };
        session.splice(done.at, done.removed.len(), &list.as_slice()[done.at..done.at + done.inserted]);
        session.settle();
    }
    session.settle();
    let mut scratch = Session::new(CHECKER.clone(), Place::default());
    scratch.splice(0, 0, list.as_slice());
    scratch.settle();
    let said = |session: &Session| session.flags().map(|flag| Flag { id: 0, ..flag }).collect::<Vec<_>>();
    assert_eq!(said(&session), said(&scratch));
    for flag in session.flags() {
        let text = &list.as_slice().iter().find(|block| block.id == flag.block).expect("its block").text;
        let units: Vec<u16> = text.encode_utf16().collect();
        let quote = String::from_utf16(&units[flag.span.start as usize..flag.span.end as usize]);
        assert_eq!(quote.expect("whole characters"), flag.quote);
    }
});
