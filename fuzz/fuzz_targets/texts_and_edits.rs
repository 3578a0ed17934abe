//! Any blocks and any edits of them: after each, flags are those from scratch, what was told piece by piece is what is
//! there, and every flag stands on whole characters.
#![no_main]

use housestyle::check::{Checker, Flag, Place, Session};
use housestyle::guide;
use housestyle::text::{Block, BlockKind, BlockList, Change};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// A guide that ships, and one with a rule of every kind.
static CHECKERS: LazyLock<[Arc<Checker>; 2]> = LazyLock::new(|| {
    [include_str!("../../guides/starter.yaml"), include_str!("../../tests/check_incremental.yaml")].map(|source| {
        Arc::new(Checker::compile(Arc::new(guide::parse(source).expect("a guide"))).expect("a guide that compiles"))
    })
});

const KINDS: [BlockKind; 4] = [BlockKind::Paragraph, BlockKind::Heading, BlockKind::Line, BlockKind::Quote];

/// Of a choice that the input makes, one that there is.
fn of(choice: impl Into<usize>, count: usize) -> usize {
    choice.into() % count.max(1)
}

fn block(id: &mut u32, text: &str) -> Block {
    *id += 1;
    Block::new(*id, KINDS[text.len() % KINDS.len()], text)
}

/// What stands anywhere in the text, so that what is put in is made of the same words.
fn stretch(text: &str, from: u16, length: u8) -> &str {
    let start = text.ceil_char_boundary(of(from, text.len() + 1));
    &text[start..text.ceil_char_boundary((start + usize::from(length)).min(text.len()))]
}

fuzz_target!(|input: (bool, Vec<(u8, u16, u16, u8, u16, u8)>, &str)| {
    let (ships, steps, text) = input;
    let checker = &CHECKERS[usize::from(ships)];
    let mut id = 0;
    let mut list = BlockList::new(text.lines().take(12).map(|line| block(&mut id, line)).collect());
    let mut session = Session::new(checker.clone(), Place::default());
    session.splice(0, 0, list.as_slice());
    let mut shown = BTreeMap::new();
    compare(&mut session, &list, checker, &mut shown);
    for (step, which, start, removed, from, length) in steps.into_iter().take(24) {
        let at = of(which, list.as_slice().len());
        let put_in = stretch(text, from, length);
        let here = list.as_slice().get(at).cloned();
        let splice = |removed, inserted| Change::Splice { at: at as u32, removed, inserted };
        let change = match (step % 8, here) {
            (0, _) | (_, None) => splice(0, vec![block(&mut id, put_in)]),
            (1, Some(_)) => splice(1, Vec::new()),
            // An editor that draws all anew gives a block another id.
            (2, Some(here)) => splice(1, vec![block(&mut id, &here.text)]),
            (3, Some(here)) => splice(1, vec![block(&mut id, put_in), here]),
            (_, Some(here)) => {
                let units = here.text.encode_utf16().count();
                let start = of(start, units + 1);
                let removed = usize::from(removed).min(units - start) as u32;
                Change::Edit { block: here.id, start: start as u32, removed, inserted: put_in.into() }
            }
        };
        // Refused where an offset is inside a character.
        let Ok(done) = list.apply(&change) else { continue };
        session.splice(done.at, done.removed.len(), &list.as_slice()[done.at..done.at + done.inserted]);
        compare(&mut session, &list, checker, &mut shown);
    }
});

fn compare(session: &mut Session, list: &BlockList, checker: &Arc<Checker>, shown: &mut BTreeMap<u32, Flag>) {
    let difference = session.settle();
    for id in &difference.cleared {
        assert!(shown.remove(id).is_some(), "{id} cleared, never raised");
    }
    for flag in difference.raised {
        assert!(shown.insert(flag.id, flag).is_none());
    }
    for flag in difference.moved {
        assert!(shown.insert(flag.id, flag).is_some());
    }
    let mut now: Vec<Flag> = session.flags().collect();
    let said = |session: &Session| session.flags().map(|flag| Flag { id: 0, ..flag }).collect::<Vec<_>>();
    let mut scratch = Session::new(checker.clone(), Place::default());
    scratch.splice(0, 0, list.as_slice());
    scratch.settle();
    assert_eq!(said(session), said(&scratch));
    now.sort_by_key(|flag| flag.id);
    assert_eq!(shown.values().cloned().collect::<Vec<_>>(), now);
    for flag in now {
        let text = &list.as_slice().iter().find(|block| block.id == flag.block).expect("its block").text;
        let units: Vec<u16> = text.encode_utf16().collect();
        let quote = String::from_utf16(&units[flag.span.start as usize..flag.span.end as usize]);
        assert_eq!(quote.expect("whole characters"), flag.quote);
    }
}
