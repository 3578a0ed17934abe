//! A change of blocks as edits of one text, as the tracker takes them. Costs what the blocks concerned are long; never
//! builds the draft's whole text.

use crate::text::{Block, Change, byte_at, diff_at, place_at, utf16_len};
use std::borrow::Cow;

/// Blocks of a draft, and where they stand in it.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    /// UTF-16 offset of the first, or of where it would stand, with one unit between two blocks.
    pub offset: u32,
    pub blocks: &'a [Block],
    /// How many blocks the draft has.
    pub of: usize,
    /// Index of the first.
    pub at: usize,
    /// UTF-16 offset of the caret from the first block's start, where it is known to be in one of them.
    pub caret: Option<u32>,
}

/// At a UTF-16 offset of the draft, `removed` gives way to `inserted`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub position: u32,
    pub removed: Vec<u16>,
    pub inserted: Vec<u16>,
}

/// So far beside where it was told to be, the caret may have an edit.
const AROUND: u32 = 256;

/// The edits of a change, to be made one after the other: the shortest list, last one first, or a single one. `old` is
/// the draft before it, `new` after. Where an edit could as well stand elsewhere, the caret behind it decides.
pub(super) fn passages(change: &Change, old: &Passage, new: &Passage, as_one: bool) -> Vec<Edit> {
    if let (Change::Edit { start, removed, inserted, .. }, [block], [after]) = (change, old.blocks, new.blocks) {
        let (text, put) = (&block.text, utf16_len(inserted));
        let around = if new.caret.is_some() { AROUND } else { 0 };
        let first = start.saturating_sub(around);
        let tail = (utf16_len(text) - start - removed).min(around);
        // Half a character more at either end, rather than one cut.
        let from = |text: &str| {
            byte_at(text, first).map_or_else(|| (first - 1, byte_at(text, first - 1)), |at| (first, Some(at)))
        };
        let to = |text: &str, at: u32| byte_at(text, at).or_else(|| byte_at(text, at + 1)).unwrap_or(text.len());
        let (first, begin) = from(text);
        let begin = begin.unwrap_or(0);
        let end = to(text, start + removed + tail);
        let new_end = to(&after.text, start + put + tail);
        let caret = new.caret.and_then(|caret| caret.checked_sub(first));
        return edits(old.offset + first, &text[begin..end], &after.text[begin..new_end], caret, as_one);
    }
    // What goes or comes whole, goes or comes with the break on one side of it.
    let (before, behind) = match (old.blocks.is_empty(), new.blocks.is_empty()) {
        (true, false) if old.of > 0 => (old.at == old.of, old.at < old.of),
        (false, true) if new.of > 0 => (new.at == new.of, new.at < new.of),
        _ => (false, false),
    };
    let text = |passage: &Passage, whole: bool| {
        let mut text = passage.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
        if whole && before {
            text.insert(0, '\n');
        } else if whole && behind {
            text.push('\n');
        }
        text
    };
    let (has_old, has_new) = (!old.blocks.is_empty(), !new.blocks.is_empty());
    let offset = if before { old.offset.saturating_sub(1) } else { old.offset };
    let caret = new.caret.map(|caret| caret + u32::from(has_new && before));
    edits(offset, &text(old, has_old), &text(new, has_new), caret, as_one)
}

fn edits(offset: u32, old: &str, new: &str, caret: Option<u32>, as_one: bool) -> Vec<Edit> {
    let (old, new) = (&*plain_spaces(old), &*plain_spaces(new));
    let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    if old.is_empty() || new.is_empty() {
        let edit = Edit { position: offset, removed: units(old), inserted: units(new) };
        return if old.is_empty() && new.is_empty() { Vec::new() } else { vec![edit] };
    }
    let list = if as_one {
        let head: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let ends = old_rest.chars().rev().zip(new_rest.chars().rev());
        let tail: usize = ends.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let middle = |rest: &str| utf16_len(&rest[..rest.len() - tail]);
        let (start, removed, inserted) = (utf16_len(&old[..head]), middle(old_rest), middle(new_rest));
        let mut one = vec![crate::text::Edit { start, removed, inserted }];
        one.retain(|edit| edit.removed + edit.inserted > 0);
        if let Some(caret) = caret {
            place_at(&mut one, old, new, caret);
        }
        one
    } else {
        diff_at(old, new, caret)
    };
    let (old_units, new_units) = (units(old), units(new));
    let mut ahead: i64 = 0;
    let mut found: Vec<Edit> = Vec::new();
    for edit in list {
        let (start, removed, inserted) = (edit.start as usize, edit.removed as usize, edit.inserted as usize);
        let there = (start as i64 + ahead) as usize;
        found.push(Edit {
            position: offset + edit.start,
            removed: old_units[start..start + removed].to_vec(),
            inserted: new_units[there..there + inserted].to_vec(),
        });
        ahead += inserted as i64 - removed as i64;
    }
    // From the last to the first, so that each edit's offset still holds.
    found.reverse();
    found
}

/// Browsers make a space at the end of a line one that does not break, and back again: to whoever wrote it, it is the
/// same. Both take one unit.
fn plain_spaces(text: &str) -> Cow<'_, str> {
    const NO_BREAK: char = '\u{a0}';
    if text.contains(NO_BREAK) { Cow::Owned(text.replace(NO_BREAK, " ")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{BlockKind, BlockList};
    use proptest::prelude::*;

    fn whole(blocks: &[Block]) -> Vec<u16> {
        let text = blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
        text.encode_utf16().collect()
    }

    proptest! {
        #[test]
        fn edits_lead_from_the_text_before_to_the_text_after(
            lines in prop::collection::vec("[ab😀]{0,5}", 0..6),
            at in 0usize..7, removed in 0usize..7, more in prop::collection::vec("[ab😀]{0,5}", 0..4), as_one: bool,
            caret in prop::option::of(0u32..20),
        ) {
            let block = |(id, text): (usize, &String)| Block::new(id as u32, BlockKind::Line, text.as_str());
            let before: Vec<Block> = lines.iter().enumerate().map(block).collect();
            let at = at.min(before.len());
            let removed = removed.min(before.len() - at);
            let inserted = more.iter().enumerate().map(|(id, text)| block((id + 10, text))).collect();
            let change = Change::Splice { at: at as u32, removed: removed as u32, inserted };
            let mut list = BlockList::new(before.clone());
            let splice = list.apply(&change).unwrap();
            let offset = before[..at].iter().map(|block| utf16_len(&block.text) + 1).sum();
            let old = Passage { offset, blocks: &splice.removed, of: before.len(), at, caret: None };
            let new = Passage { offset, blocks: &list.as_slice()[at..at + splice.inserted], of: list.as_slice().len(), at, caret };
            let mut text = whole(&before);
            for edit in passages(&change, &old, &new, as_one) {
                let from = edit.position as usize;
                prop_assert_eq!(&text[from..from + edit.removed.len()], &edit.removed[..]);
                text.splice(from..from + edit.removed.len(), edit.inserted);
            }
            prop_assert_eq!(text, whole(list.as_slice()));
        }
    }

    proptest! {
        /// In one block, wherever the caret is said to be, and however far the text is like itself.
        #[test]
        fn edits_of_a_block_lead_from_one_text_to_the_other(
            text in "[ab]{0,3}(a{0,300}|😀{0,300})[ab😀]{0,6}", at in 0u32..400, removed in 0u32..4, inserted in "[a😀]{0,3}",
            caret in prop::option::of(0u32..500), as_one: bool,
        ) {
            let len = utf16_len(&text);
            let on = |at: u32| byte_at(&text, at).map_or_else(|| at - 1, |_| at);
            let start = on(at.min(len));
            let removed = on((start + removed).min(len)) - start;
            let before = Block::new(1, BlockKind::Line, text.as_str());
            let change = Change::Edit { block: 1, start, removed, inserted };
            let mut list = BlockList::new(vec![before]);
            let splice = list.apply(&change).unwrap();
            let old = Passage { offset: 0, blocks: &splice.removed, of: 1, at: 0, caret: None };
            let new = Passage { offset: 0, blocks: list.as_slice(), of: 1, at: 0, caret };
            let mut units: Vec<u16> = text.encode_utf16().collect();
            for edit in passages(&change, &old, &new, as_one) {
                let from = edit.position as usize;
                prop_assert_eq!(&units[from..from + edit.removed.len()], &edit.removed[..]);
                units.splice(from..from + edit.removed.len(), edit.inserted);
            }
            prop_assert_eq!(units, whole(list.as_slice()));
        }
    }

    #[test]
    fn a_letter_among_its_likes_stands_where_the_caret_says() {
        let at = |caret: Option<u32>, as_one: bool| {
            let mut list = BlockList::new(vec![Block::new(1, BlockKind::Line, "leeter")]);
            let change = Change::Edit { block: 1, start: 3, removed: 0, inserted: "e".into() };
            let splice = list.apply(&change).unwrap();
            let old = Passage { offset: 10, blocks: &splice.removed, of: 1, at: 0, caret: None };
            let new = Passage { offset: 10, blocks: list.as_slice(), of: 1, at: 0, caret };
            passages(&change, &old, &new, as_one)[0].position
        };
        for as_one in [false, true] {
            assert_eq!([None, Some(2), Some(3), Some(4)].map(|caret| at(caret, as_one)), [13, 11, 12, 13]);
        }
        // Where it cannot have been, it decides nothing.
        assert_eq!(at(Some(6), false), 13);
    }
}
