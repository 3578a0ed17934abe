//! A field's blocks in order, changed as the client tells. A change that does not fit is refused and alters nothing.

use super::span::utf16_len;
use super::{Block, Change, Inline, Span};
use std::fmt;

/// The blocks of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockList {
    blocks: Vec<Block>,
}

/// What a change came to: `removed` stood from index `at`, where `inserted` blocks stand now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedSplice {
    /// Index of the first block concerned.
    pub at: usize,
    /// What stood there.
    pub removed: Vec<Block>,
    /// How many blocks stand there now.
    pub inserted: usize,
}

/// A change that does not fit the blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeError(String);

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ChangeError {}

impl BlockList {
    /// Blocks as they stand.
    pub fn new(blocks: Vec<Block>) -> Self {
        Self { blocks }
    }

    /// The blocks in order.
    pub fn as_slice(&self) -> &[Block] {
        &self.blocks
    }

    /// Applies one change.
    ///
    /// # Errors
    /// An index, block id or offset that is not there, or an offset inside a surrogate pair.
    pub fn apply(&mut self, change: &Change) -> Result<AppliedSplice, ChangeError> {
        match change {
            Change::Splice { at, removed, inserted } => {
                let (at, removed) = (*at as usize, *removed as usize);
                let end = at
                    .checked_add(removed)
                    .filter(|end| *end <= self.blocks.len())
                    .ok_or_else(|| ChangeError(format!("{removed} blocks from {at} of {}", self.blocks.len())))?;
                let removed = self.blocks.splice(at..end, inserted.iter().cloned()).collect();
                Ok(AppliedSplice { at, removed, inserted: inserted.len() })
            }
            Change::Edit { block, start, removed, inserted } => {
                let at = self
                    .blocks
                    .iter()
                    .position(|known| known.id == *block)
                    .ok_or_else(|| ChangeError(format!("no block {block}")))?;
                let text = &self.blocks[at].text;
                let (from, to) = byte_at(text, *start)
                    .zip(start.checked_add(*removed).and_then(|end| byte_at(text, end)))
                    .ok_or_else(|| ChangeError(format!("{removed} units from {start} of block {block}")))?;
                let mut edited = String::with_capacity(text.len() + inserted.len() - (to - from));
                edited.push_str(&text[..from]);
                edited.push_str(inserted);
                edited.push_str(&text[to..]);
                let old = &self.blocks[at];
                let inline = moved(&old.inline, *start, *removed, utf16_len(inserted));
                let edited = Block { text: edited, inline, id: old.id, kind: old.kind, level: old.level };
                let removed = vec![std::mem::replace(&mut self.blocks[at], edited)];
                Ok(AppliedSplice { at, removed, inserted: 1 })
            }
        }
    }
}

/// Stretches after `removed` units from `start` gave way to `inserted`: what is put in belongs to a stretch only where
/// it stands inside.
fn moved(inline: &[Inline], start: u32, removed: u32, inserted: u32) -> Vec<Inline> {
    let end = start + removed;
    let at = |offset: u32, is_start: bool| match offset {
        _ if offset < start || offset == start && !is_start => offset,
        _ if offset >= end => offset - removed + inserted,
        _ if is_start => start + inserted,
        _ => start,
    };
    let moved = inline.iter().map(|one| (one.kind, at(one.span.start, true), at(one.span.end, false)));
    let left = moved.filter(|(_, start, end)| start < end);
    left.map(|(kind, start, end)| Inline { kind, span: Span::new(start, end) }).collect()
}

/// The byte offset of a UTF-16 offset; none past the end or inside a character.
fn byte_at(text: &str, utf16: u32) -> Option<usize> {
    if text.is_ascii() {
        return Some(utf16 as usize).filter(|at| *at <= text.len());
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= utf16 {
            return (units == utf16).then_some(at);
        }
        units += c.len_utf16() as u32;
    }
    (units == utf16).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::BlockKind;

    fn list() -> BlockList {
        BlockList::new(vec![Block::new(1, BlockKind::Line, "a😀b"), Block::new(2, BlockKind::Line, "second")])
    }

    #[test]
    fn an_edit_is_in_utf16_units() {
        let mut blocks = list();
        let done = blocks.apply(&Change::Edit { block: 1, start: 3, removed: 1, inserted: "cé".into() }).unwrap();
        assert_eq!((done.at, done.inserted, done.removed[0].text.as_str()), (0, 1, "a😀b"));
        assert_eq!(blocks.as_slice()[0].text, "a😀cé");
    }

    #[test]
    fn what_does_not_fit_is_refused_and_alters_nothing() {
        let mut blocks = list();
        for change in [
            Change::Edit { block: 1, start: 2, removed: 0, inserted: "x".into() },
            Change::Edit { block: 1, start: 0, removed: 9, inserted: String::new() },
            Change::Edit { block: 1, start: u32::MAX, removed: 9, inserted: String::new() },
            Change::Edit { block: 7, start: 0, removed: 0, inserted: String::new() },
            Change::Splice { at: 1, removed: 2, inserted: vec![] },
            Change::Splice { at: u32::MAX, removed: u32::MAX, inserted: vec![] },
        ] {
            assert!(blocks.apply(&change).is_err(), "{change:?}");
        }
        assert_eq!(blocks, list());
    }
}
