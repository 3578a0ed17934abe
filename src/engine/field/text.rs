//! A field's text with where it came from, and what is kept of it, in pieces. What a change costs depends on the blocks
//! it touches, not on the length of the draft. Never logs anything.
//!
//! To the tracker the blocks are one text, with one unit between two.

use super::origin::{Growth, Means};
use super::passage::{Passage, passages};
use crate::check::Flag;
use crate::engine::Caret;
use crate::rework::{
    BLOCKS_A_PIECE, BlockState, Piece, PieceId, Removed, Run, Tracked, Tracker, end_to_end, fingerprint, realign,
};
use crate::text::{AppliedSplice, Block, BlockList, Change, ChangeError, byte_at, utf16_len, word_count};
use std::collections::BTreeMap;
use std::mem;

/// How many UTF-16 units on either side tell a flag that was set aside from its equals elsewhere in the draft.
const CONTEXT: u32 = 16;

/// The text of a field.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) blocks: BlockList,
    /// Where it came from.
    pub(super) tracker: Tracker,
    /// What a script is putting in where there is an assistant.
    pub(super) growth: Option<Growth>,
    /// What is known of the blocks beside their text, in their order; never without a piece.
    pieces: Vec<TextPiece>,
    next_piece: u32,
    /// Pieces that are gone since the text was last written.
    gone: Vec<u32>,
    /// Whether what was taken out is not written as it is now.
    removed_unwritten: bool,
    /// The installation's, for fingerprints.
    pub(super) key: Vec<u8>,
}

/// Some blocks next to each other.
#[derive(Debug, Default)]
struct TextPiece {
    number: u32,
    blocks: Vec<Known>,
    /// Whether it is not written as it is now.
    unwritten: bool,
    /// Length of all its blocks, with one unit behind each.
    units: u32,
    /// Length and words of all its blocks, unless that is to be counted anew.
    size: Option<(u32, u32)>,
}

/// What is known of a block.
#[derive(Debug)]
struct Known {
    /// Length in UTF-16 units.
    len: u32,
    /// Of its text: found when asked for, and kept until it changes.
    facts: Option<TextFacts>,
}

#[derive(Clone, Debug)]
struct TextFacts {
    fingerprint: String,
    words: u32,
}

/// How much a change put in and took out, in UTF-16 units.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touched {
    pub inserted: u32,
    pub deleted: u32,
    pub in_ai: u32,
    /// Where: the foremost of several places.
    pub position: u32,
}

impl Touched {
    /// Adds what another change did.
    pub fn add(&mut self, other: Self) {
        self.inserted += other.inserted;
        self.deleted += other.deleted;
        self.in_ai += other.in_ai;
        // Told from the last to the first.
        self.position = other.position;
    }
}

impl Text {
    /// The blocks of a field with the origins that were kept of them, and whether they are just those that were kept.
    pub fn new(
        blocks: Vec<Block>,
        kept: &[BlockState],
        tracked: Tracked,
        removed: Removed,
        key: &[u8],
    ) -> (Self, bool) {
        let known =
            blocks.iter().map(|block| Known { len: utf16_len(&block.text), facts: Some(facts(key, &block.text)) });
        let known: Vec<Known> = known.collect();
        let units = known.iter().map(|known| known.len + 1).sum();
        let mut text = Self {
            blocks: BlockList::new(blocks),
            tracker: Tracker::resume(tracked.with(Vec::new(), removed), key),
            growth: None,
            pieces: vec![TextPiece { blocks: known, units, ..TextPiece::default() }],
            next_piece: 1,
            gone: Vec::new(),
            removed_unwritten: true,
            key: key.to_vec(),
        };
        text.divide(0);
        let in_step = text.realign(kept);
        (text, in_step)
    }

    /// Takes the origins that were kept, wherever a block is one that was; says whether all are, and in that order.
    pub fn realign(&mut self, kept: &[BlockState]) -> bool {
        let mut now: Vec<(String, u32)> = Vec::with_capacity(self.blocks().len());
        for piece in &mut self.pieces {
            let blocks = &self.blocks.as_slice()[now.len()..now.len() + piece.blocks.len()];
            let each = piece.blocks.iter_mut().zip(blocks);
            now.extend(each.map(|(known, block)| (known.facts(&self.key, block).fingerprint.clone(), known.len)));
        }
        let in_step = kept.iter().map(|block| &block.fingerprint).eq(now.iter().map(|(fingerprint, _)| fingerprint));
        let runs = end_to_end(&realign(kept, &now));
        let (head, removed) = (self.tracker.head(), self.tracker.removed().clone());
        self.tracker = Tracker::resume(head.with(runs, removed), &self.key);
        self.growth = None;
        self.pieces.iter_mut().for_each(|piece| piece.unwritten = true);
        in_step
    }

    /// The blocks.
    pub fn blocks(&self) -> &[Block] {
        self.blocks.as_slice()
    }

    /// Applies a change to the text, and carries the origins along by what is known of how it came; without that, the
    /// origins are left as they are, for [`Text::realign`] to set right. The caret, where it is known, tells equal edits
    /// apart. Adds the generations of AI text that came.
    ///
    /// # Errors
    /// A change that does not fit.
    pub fn apply(
        &mut self,
        change: &Change,
        means: Option<Means>,
        caret: Option<Caret>,
        at: u64,
        came: &mut Vec<u32>,
    ) -> Result<(AppliedSplice, Touched), ChangeError> {
        let before = self.blocks.as_slice().len();
        let splice = self.blocks.apply(change)?;
        let (piece, within) = self.place(splice.at);
        let offset = self.pieces[..piece].iter().map(|piece| piece.units).sum::<u32>()
            + self.pieces[piece].blocks[..within].iter().map(|known| known.len + 1).sum::<u32>();
        self.take(piece, within, splice.removed.len());
        let inserted = &self.blocks.as_slice()[splice.at..splice.at + splice.inserted];
        let known = inserted.iter().map(|block| Known { len: utf16_len(&block.text), facts: None });
        self.pieces[piece].blocks.splice(within..within, known);
        self.changed(piece);
        let inserted = &self.blocks.as_slice()[splice.at..splice.at + splice.inserted];
        let mut touched = Touched::default();
        if let Some(means) = means {
            let old = Passage { offset, blocks: &splice.removed, of: before, at: splice.at, caret: None };
            let of = self.blocks.as_slice().len();
            let caret = caret.and_then(|caret| {
                let index = inserted.iter().position(|block| block.id == caret.block)?;
                Some(inserted[..index].iter().map(|block| utf16_len(&block.text) + 1).sum::<u32>() + caret.at)
            });
            let new = Passage { offset, blocks: inserted, of, at: splice.at, caret };
            let mut edits = passages(change, &old, &new, means.is_one());
            if edits.first().is_some_and(|edit| means.is_many(&self.tracker, edit, at)) {
                edits = passages(change, &old, &new, false);
            }
            for (index, edit) in edits.into_iter().enumerate() {
                self.tracker.in_parts(index > 0);
                self.removed_unwritten |= !edit.removed.is_empty();
                touched.add(means.carry(&mut self.tracker, &mut self.growth, &self.key, &edit, at, came));
            }
            self.tracker.in_parts(false);
        }
        self.divide(piece);
        Ok((splice, touched))
    }

    /// Whether a script is writing what is a tool's.
    pub fn is_streaming(&self) -> bool {
        self.streams_until().is_some()
    }

    /// When what a script is writing is over if nothing else comes.
    pub fn streams_until(&self) -> Option<u64> {
        self.growth.as_ref().filter(|growth| growth.is_known()).map(Growth::ends_at)
    }

    /// Notes that the origin of a stretch of the text is another than it was, so that it is written.
    pub fn restamped(&mut self, position: u32, len: u32) {
        let mut begin = 0;
        for piece in &mut self.pieces {
            piece.unwritten |= begin < position.saturating_add(len) && position < begin + piece.units;
            begin += piece.units;
        }
    }

    /// Where a place in a block is in the whole text; none where there is no such place.
    pub fn offset_of(&self, block: crate::text::BlockId, at: u32) -> Option<u32> {
        let index = self.blocks.position(block)?;
        let (piece, within) = self.place(index);
        if at > self.pieces[piece].blocks[within].len {
            return None;
        }
        let before = self.pieces[..piece].iter().map(|piece| piece.units).sum::<u32>();
        Some(before + self.pieces[piece].blocks[..within].iter().map(|known| known.len + 1).sum::<u32>() + at)
    }

    /// What stands in the place of each generation of those now, with a line break between parts that stand apart.
    pub fn of_generations(&self, wanted: &[u32]) -> BTreeMap<u32, String> {
        let mut texts: BTreeMap<u32, (String, u32)> = wanted.iter().map(|id| (*id, (String::new(), 0))).collect();
        let mut units = self.blocks().iter().flat_map(|block| block.text.encode_utf16().chain([u16::from(b'\n')]));
        let mut at = 0;
        let mut buffer = Vec::new();
        for run in self.tracker.runs().iter() {
            let end = at + run.len;
            match texts.get_mut(&run.stamp.generation) {
                Some((text, stopped)) => {
                    if !text.is_empty() && *stopped != at {
                        text.push('\n');
                    }
                    buffer.clear();
                    buffer.extend(units.by_ref().take(run.len as usize));
                    text.push_str(&String::from_utf16_lossy(&buffer));
                    *stopped = end;
                }
                None => drop(units.by_ref().nth(run.len as usize - 1)),
            }
            at = end;
        }
        texts.into_iter().map(|(id, (text, _))| (id, text)).collect()
    }

    /// Length in UTF-16 code units, and words.
    pub fn size(&mut self) -> (u32, u32) {
        let mut first = 0;
        let (mut characters, mut words) = (0, 0);
        for piece in &mut self.pieces {
            let blocks = &self.blocks.as_slice()[first..first + piece.blocks.len()];
            first += blocks.len();
            let size = *piece.size.get_or_insert_with(|| {
                let each = piece
                    .blocks
                    .iter_mut()
                    .zip(blocks)
                    .map(|(known, block)| (known.len, known.facts(&self.key, block)));
                each.fold((0, 0), |(characters, words), (len, facts)| (characters + len, words + facts.words))
            });
            (characters, words) = (characters + size.0, words + size.1);
        }
        (characters, words)
    }

    /// Gives the pieces that changed since this was last asked, or all, and the order of those that hold blocks.
    pub fn write(&mut self, all: bool, into: &mut BTreeMap<PieceId, Option<Piece>>) -> Vec<u32> {
        into.extend(mem::take(&mut self.gone).into_iter().map(|number| (PieceId::Blocks(number), None)));
        if mem::take(&mut self.removed_unwritten) || all {
            into.insert(PieceId::Removed, Some(Piece::Removed(self.tracker.removed().clone())));
        }
        let (mut first, mut offset) = (0, 0);
        for piece in &mut self.pieces {
            let blocks = &self.blocks.as_slice()[first..first + piece.blocks.len()];
            first += blocks.len();
            if mem::take(&mut piece.unwritten) || all {
                let states = piece.states(&self.key, blocks, &self.tracker.runs().stretch(offset, piece.units));
                into.insert(PieceId::Blocks(piece.number), Some(Piece::Blocks(states)));
            }
            offset += piece.units;
        }
        self.pieces.iter().map(|piece| piece.number).collect()
    }

    /// What is to be kept of every block.
    pub fn states(&mut self) -> Vec<BlockState> {
        let mut states = Vec::with_capacity(self.blocks().len());
        let mut offset = 0;
        for piece in &mut self.pieces {
            let blocks = &self.blocks.as_slice()[states.len()..states.len() + piece.blocks.len()];
            states.extend(piece.states(&self.key, blocks, &self.tracker.runs().stretch(offset, piece.units)));
            offset += piece.units;
        }
        states
    }

    /// Fingerprint of a wording.
    pub fn quote_key(&self, quote: &str) -> String {
        fingerprint(&self.key, &[quote])
    }

    /// Tells one flag from its equals by the words around it.
    pub fn context_key(&self, flag: &Flag) -> String {
        let text = self.blocks.position(flag.block).map_or("", |at| &self.blocks()[at].text);
        let end = utf16_len(text);
        // Where a window begins or ends inside a character, half of it would be cut off: it counts as U+FFFD.
        let before = window(text, flag.span.start.saturating_sub(CONTEXT), flag.span.start.min(end));
        let after = window(text, flag.span.end.min(end), (flag.span.end + CONTEXT).min(end));
        fingerprint(&self.key, &[&flag.rule, &flag.quote, &before, &after])
    }

    /// The piece of a block and the block's place in it; past the last block, the end of the last piece.
    fn place(&self, at: usize) -> (usize, usize) {
        let mut before = 0;
        for (index, piece) in self.pieces.iter().enumerate() {
            if at < before + piece.blocks.len() || index + 1 == self.pieces.len() {
                return (index, at - before);
            }
            before += piece.blocks.len();
        }
        (0, 0)
    }

    /// Takes out so many blocks from a place on.
    fn take(&mut self, piece: usize, within: usize, mut many: usize) {
        let (mut at, mut within) = (piece, within);
        while many > 0 && at < self.pieces.len() {
            let blocks = &mut self.pieces[at].blocks;
            let end = blocks.len().min(within + many);
            many -= end - within;
            blocks.drain(within..end);
            self.changed(at);
            (at, within) = (at + 1, 0);
        }
        // The first stays: it takes what is put in.
        for empty in (piece + 1..at).rev() {
            if self.pieces[empty].blocks.is_empty() {
                self.gone.push(self.pieces.remove(empty).number);
            }
        }
    }

    fn changed(&mut self, piece: usize) {
        let piece = &mut self.pieces[piece];
        piece.units = piece.blocks.iter().map(|known| known.len + 1).sum();
        piece.unwritten = true;
        piece.size = None;
    }

    /// Divides a piece that has become too large.
    fn divide(&mut self, piece: usize) {
        if self.pieces[piece].blocks.len() <= 2 * BLOCKS_A_PIECE {
            if self.pieces[piece].blocks.is_empty() && self.pieces.len() > 1 {
                self.gone.push(self.pieces.remove(piece).number);
            }
            return;
        }
        let mut rest = self.pieces[piece].blocks.split_off(BLOCKS_A_PIECE);
        let mut more = Vec::new();
        while !rest.is_empty() {
            let tail = rest.split_off(rest.len().min(BLOCKS_A_PIECE));
            let blocks = mem::replace(&mut rest, tail);
            let units = blocks.iter().map(|known| known.len + 1).sum();
            more.push(TextPiece { number: self.next_piece, blocks, unwritten: true, units, size: None });
            self.next_piece += 1;
        }
        self.changed(piece);
        self.pieces.splice(piece + 1..piece + 1, more);
    }
}

impl TextPiece {
    /// `runs` are those of its blocks, with the unit behind each but the draft's last.
    fn states(&mut self, key: &[u8], blocks: &[Block], runs: &[Run]) -> Vec<BlockState> {
        let mut runs = runs.iter().copied();
        let mut left: Option<Run> = None;
        let mut take = |mut len: u32| {
            let mut taken: Vec<Run> = Vec::new();
            while len > 0 {
                let Some(run) = left.take().or_else(|| runs.next()) else { break };
                let part = run.len.min(len);
                taken.push(Run { len: part, ..run });
                left = (run.len > part).then_some(Run { len: run.len - part, ..run });
                len -= part;
            }
            taken
        };
        let each = self.blocks.iter_mut().zip(blocks);
        each.map(|(known, block)| {
            let runs = take(known.len);
            take(1);
            BlockState { fingerprint: known.facts(key, block).fingerprint.clone(), runs }
        })
        .collect()
    }
}

impl Known {
    fn facts(&mut self, key: &[u8], block: &Block) -> &TextFacts {
        self.facts.get_or_insert_with(|| facts(key, &block.text))
    }
}

fn facts(key: &[u8], text: &str) -> TextFacts {
    TextFacts { fingerprint: fingerprint(key, &[text]), words: word_count(text) }
}

/// What stands between two UTF-16 offsets, with U+FFFD for half a character at either end.
fn window(text: &str, start: u32, end: u32) -> String {
    if let Some((from, to)) = byte_at(text, start).zip(byte_at(text, end)) {
        return text[from..to].to_owned();
    }
    let units: Vec<u16> = text.encode_utf16().skip(start as usize).take((end - start) as usize).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rework::Origin;
    use crate::text::BlockKind;
    use proptest::prelude::*;

    fn text(blocks: Vec<Block>, kept: &[BlockState]) -> (Text, bool) {
        Text::new(blocks, kept, Tracked::default(), Removed::default(), b"key")
    }

    fn apply(text: &mut Text, change: &Change, origin: Origin) {
        text.apply(change, Some(Means::Known(origin)), None, 1_000, &mut Vec::new()).unwrap();
        let whole: u32 = text.blocks().iter().map(|block| utf16_len(&block.text) + 1).sum();
        assert_eq!(text.tracker.runs().len(), whole.saturating_sub(1), "{change:?}");
    }

    fn block(id: u32, text: &str) -> Block {
        Block::new(id, BlockKind::Line, text)
    }

    /// A change as a client would tell it: places and ids are brought into the range of what is there.
    fn change() -> impl Strategy<Value = (usize, usize, Vec<String>)> {
        (0usize..1_000, 0usize..200, prop::collection::vec("[ab ]{0,4}", 0..200))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Whatever changes, what is counted and kept piece by piece is what a text opened anew comes to.
        #[test]
        fn pieces_hold_what_the_whole_text_comes_to(lines in prop::collection::vec("[ab ]{0,6}", 0..400), changes in prop::collection::vec(change(), 0..8)) {
            let mut next = lines.len() as u32;
            let blocks = lines.iter().zip(0..).map(|(line, id)| block(id, line)).collect();
            let (mut text, _) = super::tests::text(blocks, &[]);
            let mut stored = BTreeMap::new();
            let mut order = text.write(true, &mut stored);
            for (at, removed, lines) in changes {
                let len = text.blocks().len();
                let at = at.min(len);
                let inserted = lines.iter().map(|line| { next += 1; block(next, line) }).collect();
                let change = Change::Splice { at: at as u32, removed: removed.min(len - at) as u32, inserted };
                apply(&mut text, &change, Origin::Typed);
                if let Some(first) = text.blocks().first() {
                    let edit = Change::Edit { block: first.id, start: 0, removed: 0, inserted: "b".into() };
                    apply(&mut text, &edit, Origin::Pasted);
                }
                order = text.write(false, &mut stored);
            }
            let (mut anew, in_step) = super::tests::text(text.blocks().to_vec(), &text.states());
            prop_assert!(in_step);
            prop_assert_eq!(text.size(), anew.size());
            prop_assert_eq!(text.states(), anew.states());
            let read: Vec<BlockState> = order.iter().flat_map(|number| match stored.remove(&PieceId::Blocks(*number)) {
                Some(Some(Piece::Blocks(blocks))) => blocks,
                other => panic!("piece {number} is {other:?}"),
            }).collect();
            prop_assert_eq!(read, text.states());
            stored.remove(&PieceId::Removed);
            prop_assert!(stored.values().all(Option::is_none), "pieces nobody names: {:?}", stored.keys());
            prop_assert!(text.pieces.iter().all(|piece| piece.blocks.len() <= 2 * BLOCKS_A_PIECE));
        }
    }

    #[test]
    fn a_key_writes_one_piece_of_a_long_text() {
        let (mut text, _) = text((0..5_000).map(|id| block(id, "a line of a long text")).collect(), &[]);
        text.write(true, &mut BTreeMap::new());
        text.size();
        let edit = Change::Edit { block: 2_500, start: 1, removed: 0, inserted: "n".into() };
        apply(&mut text, &edit, Origin::Typed);
        let counted_anew = text.pieces.iter().filter(|piece| piece.size.is_none()).count();
        let mut written = BTreeMap::new();
        text.write(false, &mut written);
        assert_eq!((counted_anew, written.len()), (1, 1));
    }

    #[test]
    fn what_stands_around_a_flag_may_begin_in_the_middle_of_a_character() {
        assert_eq!(window("a😀b", 1, 4), "😀b");
        assert_eq!(window("a😀b", 2, 4), "\u{fffd}b");
        assert_eq!(window("a😀b", 0, 2), "a\u{fffd}");
    }
}
