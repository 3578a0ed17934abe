//! A change of blocks as edits of one text, as the tracker takes them. Costs what the blocks concerned are long; never
//! builds the draft's whole text.

use crate::text::{Block, Change, diff, utf16_len};
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
}

/// At a UTF-16 offset of the draft, `removed` gives way to `inserted`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub position: u32,
    pub removed: Vec<u16>,
    pub inserted: Vec<u16>,
}

/// The edits of a change, to be made one after the other: the shortest list, last one first, or a single one. `old` is
/// the draft before it, `new` after.
pub(super) fn passages(change: &Change, old: &Passage, new: &Passage, as_one: bool) -> Vec<Edit> {
    if let (Change::Edit { start, removed, inserted, .. }, [block]) = (change, old.blocks) {
        let text = &block.text;
        let from = crate::text::byte_at(text, *start).unwrap_or(0);
        let to = crate::text::byte_at(text, start + removed).unwrap_or(from);
        return edits(old.offset + start, &text[from..to], inserted, as_one);
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
    edits(offset, &text(old, has_old), &text(new, has_new), as_one)
}

fn edits(offset: u32, old: &str, new: &str, as_one: bool) -> Vec<Edit> {
    let (old, new) = (&*plain_spaces(old), &*plain_spaces(new));
    let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    if old.is_empty() || new.is_empty() {
        let edit = Edit { position: offset, removed: units(old), inserted: units(new) };
        return if old.is_empty() && new.is_empty() { Vec::new() } else { vec![edit] };
    }
    if as_one {
        let head: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let (old, new, head) = (&old[head..], &new[head..], utf16_len(&old[..head]));
        let ends = old.chars().rev().zip(new.chars().rev());
        let tail: usize = ends.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let (removed, inserted) = (units(&old[..old.len() - tail]), units(&new[..new.len() - tail]));
        let edit = Edit { position: offset + head, removed, inserted };
        return if edit.removed.is_empty() && edit.inserted.is_empty() { Vec::new() } else { vec![edit] };
    }
    let (old_units, new_units) = (units(old), units(new));
    let mut ahead: i64 = 0;
    let mut found: Vec<Edit> = Vec::new();
    for edit in diff(old, new) {
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
            let old = Passage { offset, blocks: &splice.removed, of: before.len(), at };
            let new = Passage { offset, blocks: &list.as_slice()[at..at + splice.inserted], of: list.as_slice().len(), at };
            let mut text = whole(&before);
            for edit in passages(&change, &old, &new, as_one) {
                let from = edit.position as usize;
                prop_assert_eq!(&text[from..from + edit.removed.len()], &edit.removed[..]);
                text.splice(from..from + edit.removed.len(), edit.inserted);
            }
            prop_assert_eq!(text, whole(list.as_slice()));
        }
    }
}
