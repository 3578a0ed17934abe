//! A field's text with where it came from, and what is kept of it, in pieces. What a change costs depends on the blocks
//! it touches, not on the length of the draft. Never logs anything.

use crate::check::Flag;
use crate::rework::{BLOCKS_A_PIECE, BlockState, Origin, OriginRuns, Piece, PieceId, fingerprint, realign};
use crate::text::{AppliedSplice, Block, BlockList, Change, ChangeError, byte_at, diff, utf16_len, word_count};
use std::collections::BTreeMap;
use std::mem;

/// How many UTF-16 units on either side tell a flag that was set aside from its equals elsewhere in the draft.
const CONTEXT: u32 = 16;

/// The text of a field.
#[derive(Debug)]
pub(super) struct Text {
    blocks: BlockList,
    /// What is known of the blocks beside their text, in their order; never without a piece.
    pieces: Vec<TextPiece>,
    next_piece: u32,
    /// Pieces that are gone since the text was last written.
    gone: Vec<u32>,
    /// The installation's, for fingerprints.
    key: Vec<u8>,
}

/// Some blocks next to each other.
#[derive(Debug, Default)]
struct TextPiece {
    number: u32,
    blocks: Vec<Known>,
    /// Whether it is not written as it is now.
    unwritten: bool,
    /// Length and words of all its blocks, unless that is to be counted anew.
    size: Option<(u32, u32)>,
}

/// What is known of a block.
#[derive(Debug)]
struct Known {
    runs: OriginRuns,
    /// Of its text: found when asked for, and kept until it changes.
    facts: Option<TextFacts>,
}

#[derive(Clone, Debug)]
struct TextFacts {
    fingerprint: String,
    characters: u32,
    words: u32,
}

/// How much a change put in and took out, in UTF-16 units.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touched {
    pub inserted: u32,
    pub deleted: u32,
    pub in_ai: u32,
}

impl Touched {
    /// Adds what another change did.
    pub fn add(&mut self, other: Self) {
        self.inserted += other.inserted;
        self.deleted += other.deleted;
        self.in_ai += other.in_ai;
    }
}

impl Text {
    /// The blocks of a field with the origins that were kept of them, and whether they are just those that were kept.
    pub fn new(blocks: Vec<Block>, kept: &[BlockState], key: &[u8]) -> (Self, bool) {
        let facts: Vec<TextFacts> = blocks.iter().map(|block| facts(key, &block.text)).collect();
        let in_step = kept.iter().map(|block| &block.fingerprint).eq(facts.iter().map(|facts| &facts.fingerprint));
        let now: Vec<(String, u32)> = facts.iter().map(|facts| (facts.fingerprint.clone(), facts.characters)).collect();
        let runs = realign(kept, &now).into_iter().map(OriginRuns::from_runs);
        let known = runs.zip(facts).map(|(runs, facts)| Known { runs, facts: Some(facts) }).collect();
        let mut text = Self {
            blocks: BlockList::new(blocks),
            pieces: vec![TextPiece { blocks: known, ..TextPiece::default() }],
            next_piece: 1,
            gone: Vec::new(),
            key: key.to_vec(),
        };
        text.divide(0);
        (text, in_step)
    }

    /// The blocks.
    pub fn blocks(&self) -> &[Block] {
        self.blocks.as_slice()
    }

    /// Applies a change to the text, and carries the origins along.
    ///
    /// # Errors
    /// A change that does not fit.
    pub fn apply(&mut self, change: &Change, origin: Origin) -> Result<(AppliedSplice, Touched), ChangeError> {
        let splice = self.blocks.apply(change)?;
        let (piece, within) = self.place(splice.at);
        let removed = self.take(piece, within, splice.removed.len());
        let inserted = &self.blocks.as_slice()[splice.at..splice.at + splice.inserted];
        let runs = removed.into_iter().map(|known| known.runs);
        let (runs, touched) = carry(runs, &splice.removed, inserted, origin);
        let known = runs.into_iter().map(|runs| Known { runs, facts: None });
        self.pieces[piece].blocks.splice(within..within, known);
        self.changed(piece);
        self.divide(piece);
        Ok((splice, touched))
    }

    /// Length in UTF-16 code units, and words.
    pub fn size(&mut self) -> (u32, u32) {
        let mut first = 0;
        let (mut characters, mut words) = (0, 0);
        for piece in &mut self.pieces {
            let blocks = &self.blocks.as_slice()[first..first + piece.blocks.len()];
            first += blocks.len();
            let size = *piece.size.get_or_insert_with(|| {
                let each = piece.blocks.iter_mut().zip(blocks).map(|(known, block)| known.facts(&self.key, block));
                each.fold((0, 0), |(characters, words), facts| (characters + facts.characters, words + facts.words))
            });
            (characters, words) = (characters + size.0, words + size.1);
        }
        (characters, words)
    }

    /// Gives the pieces that changed since this was last asked, or all, and the order of those that hold blocks.
    pub fn write(&mut self, all: bool, into: &mut BTreeMap<PieceId, Option<Piece>>) -> Vec<u32> {
        into.extend(mem::take(&mut self.gone).into_iter().map(|number| (PieceId::Blocks(number), None)));
        let mut first = 0;
        for piece in &mut self.pieces {
            let blocks = &self.blocks.as_slice()[first..first + piece.blocks.len()];
            first += blocks.len();
            if mem::take(&mut piece.unwritten) || all {
                into.insert(
                    PieceId::Blocks(piece.number),
                    Some(Piece::Blocks(piece.states(&self.key, blocks).collect())),
                );
            }
        }
        self.pieces.iter().map(|piece| piece.number).collect()
    }

    /// What is to be kept of every block.
    pub fn states(&mut self) -> Vec<BlockState> {
        let mut states = Vec::with_capacity(self.blocks().len());
        for piece in &mut self.pieces {
            let blocks = &self.blocks.as_slice()[states.len()..states.len() + piece.blocks.len()];
            states.extend(piece.states(&self.key, blocks));
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
    fn take(&mut self, piece: usize, within: usize, mut many: usize) -> Vec<Known> {
        let mut taken = Vec::with_capacity(many);
        let (mut at, mut within) = (piece, within);
        while many > 0 && at < self.pieces.len() {
            let blocks = &mut self.pieces[at].blocks;
            let end = blocks.len().min(within + many);
            many -= end - within;
            taken.extend(blocks.drain(within..end));
            self.changed(at);
            (at, within) = (at + 1, 0);
        }
        // The first stays: it takes what is put in.
        for empty in (piece + 1..at).rev() {
            if self.pieces[empty].blocks.is_empty() {
                self.gone.push(self.pieces.remove(empty).number);
            }
        }
        taken
    }

    fn changed(&mut self, piece: usize) {
        self.pieces[piece].unwritten = true;
        self.pieces[piece].size = None;
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
            more.push(TextPiece { number: self.next_piece, blocks, unwritten: true, size: None });
            self.next_piece += 1;
        }
        self.pieces.splice(piece + 1..piece + 1, more);
    }
}

impl TextPiece {
    fn states<'a>(&'a mut self, key: &'a [u8], blocks: &'a [Block]) -> impl Iterator<Item = BlockState> + 'a {
        self.blocks.iter_mut().zip(blocks).map(|(known, block)| BlockState {
            fingerprint: known.facts(key, block).fingerprint.clone(),
            runs: known.runs.runs().to_vec(),
        })
    }
}

impl Known {
    fn facts(&mut self, key: &[u8], block: &Block) -> &TextFacts {
        self.facts.get_or_insert_with(|| facts(key, &block.text))
    }
}

fn facts(key: &[u8], text: &str) -> TextFacts {
    TextFacts { fingerprint: fingerprint(key, &[text]), characters: utf16_len(text), words: word_count(text) }
}

/// What stands between two UTF-16 offsets, with U+FFFD for half a character at either end.
fn window(text: &str, start: u32, end: u32) -> String {
    if let Some((from, to)) = byte_at(text, start).zip(byte_at(text, end)) {
        return text[from..to].to_owned();
    }
    let units: Vec<u16> = text.encode_utf16().skip(start as usize).take((end - start) as usize).collect();
    String::from_utf16_lossy(&units)
}

/// Carries the origin runs of `removed` blocks over to the `inserted` ones that took their place. The blocks on
/// either side are laid end to end, one unit between two, so that a split, a join and an edit are the same thing.
fn carry(
    runs: impl Iterator<Item = OriginRuns>,
    removed: &[Block],
    inserted: &[Block],
    origin: Origin,
) -> (Vec<OriginRuns>, Touched) {
    let edits = match (removed, inserted) {
        ([old], [new]) => diff(&old.text, &new.text),
        _ => {
            let end_to_end =
                |blocks: &[Block]| blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
            diff(&end_to_end(removed), &end_to_end(inserted))
        }
    };
    let mut runs = OriginRuns::join(runs, Origin::Unknown);
    let mut touched = Touched::default();
    // From the last to the first, so that each edit's offsets still hold.
    for edit in edits.into_iter().rev() {
        touched.deleted += edit.removed;
        touched.inserted += edit.inserted;
        touched.in_ai += runs.within(edit.start, edit.removed, Origin::Ai);
        let amid_ai = edit.start > 0
            && runs.within(edit.start - 1, 1, Origin::Ai) == 1
            && runs.within(edit.start + edit.removed, 1, Origin::Ai) == 1;
        if amid_ai {
            touched.in_ai += edit.inserted;
        }
        runs.apply(edit.start, edit.removed, edit.inserted, origin);
    }
    let mut carried = Vec::with_capacity(inserted.len());
    let mut rest = runs;
    for block in inserted {
        let tail = rest.split(utf16_len(&block.text));
        carried.push(rest);
        rest = tail;
        rest.apply(0, 1.min(rest.len()), 0, Origin::Unknown);
    }
    (carried, touched)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::BlockKind;
    use proptest::prelude::*;

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
            let (mut text, _) = Text::new(blocks, &[], b"key");
            let mut stored = BTreeMap::new();
            let mut order = text.write(true, &mut stored);
            for (at, removed, lines) in changes {
                let len = text.blocks().len();
                let at = at.min(len);
                let inserted = lines.iter().map(|line| { next += 1; block(next, line) }).collect();
                let change = Change::Splice { at: at as u32, removed: removed.min(len - at) as u32, inserted };
                text.apply(&change, Origin::Typed).unwrap();
                if let Some(first) = text.blocks().first() {
                    let edit = Change::Edit { block: first.id, start: 0, removed: 0, inserted: "b".into() };
                    text.apply(&edit, Origin::Pasted).unwrap();
                }
                order = text.write(false, &mut stored);
            }
            let (mut anew, in_step) = Text::new(text.blocks().to_vec(), &text.states(), b"key");
            prop_assert!(in_step);
            prop_assert_eq!(text.size(), anew.size());
            prop_assert_eq!(text.states(), anew.states());
            let read: Vec<BlockState> = order.iter().flat_map(|number| match stored.remove(&PieceId::Blocks(*number)) {
                Some(Some(Piece::Blocks(blocks))) => blocks,
                other => panic!("piece {number} is {other:?}"),
            }).collect();
            prop_assert_eq!(read, text.states());
            prop_assert!(stored.values().all(Option::is_none), "pieces nobody names: {:?}", stored.keys());
            prop_assert!(text.pieces.iter().all(|piece| piece.blocks.len() <= 2 * BLOCKS_A_PIECE));
        }
    }

    #[test]
    fn a_key_writes_one_piece_of_a_long_text() {
        let (mut text, _) = Text::new((0..5_000).map(|id| block(id, "a line of a long text")).collect(), &[], b"key");
        text.write(true, &mut BTreeMap::new());
        text.size();
        let edit = Change::Edit { block: 2_500, start: 1, removed: 0, inserted: "n".into() };
        text.apply(&edit, Origin::Typed).unwrap();
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
