//! A draft's state in pieces, so that what is stored at a keystroke is what changed, and not the whole of a long draft.
//! Pieces hold what [`DraftState`] holds, and no prose.

use super::{BlockState, DraftState, OpenFlag, Removed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A piece is begun anew past twice as many blocks, and holds about so many.
pub const BLOCKS_A_PIECE: usize = 64;
/// Flags whose numbers share all but the last bits stand in one piece: so many numbers.
pub const FLAGS_A_PIECE: u32 = 64;

/// Names a piece within its draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PieceId {
    /// Blocks; [`DraftState::block_pieces`] tells their order.
    Blocks(u32),
    /// Open flags with numbers from that many times [`FLAGS_A_PIECE`].
    Flags(u32),
    /// What was taken out lately.
    Removed,
    /// The words that a generation gave.
    Given(u32),
}

impl PieceId {
    /// The piece that holds a flag of that number.
    pub fn of_flag(number: u32) -> Self {
        Self::Flags(number / FLAGS_A_PIECE)
    }

    /// Reads what [`PieceId`] is shown as.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, number) = text.split_at_checked(1)?;
        match (kind, number.parse().ok()?) {
            ("b", number) => Some(Self::Blocks(number)),
            ("f", number) => Some(Self::Flags(number)),
            ("r", 0) => Some(Self::Removed),
            ("g", number) => Some(Self::Given(number)),
            _ => None,
        }
    }
}

impl fmt::Display for PieceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocks(number) => write!(f, "b{number}"),
            Self::Flags(number) => write!(f, "f{number}"),
            Self::Removed => write!(f, "r0"),
            Self::Given(number) => write!(f, "g{number}"),
        }
    }
}

/// What a piece holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Blocks next to each other, in order.
    Blocks(Vec<BlockState>),
    /// Open flags, by number.
    Flags(Vec<OpenFlag>),
    /// What was taken out lately.
    Removed(Removed),
    /// Keyed words.
    Given(Vec<u64>),
}

/// What is to be written of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftWrite {
    /// Everything but what stands in pieces, which is empty here.
    pub head: DraftState,
    /// Whether every piece that is stored of the draft goes first.
    pub whole: bool,
    /// Pieces as they are now; none for one that is gone.
    pub pieces: BTreeMap<PieceId, Option<Piece>>,
}

impl DraftWrite {
    /// The whole of a state, whatever is stored of it.
    pub fn whole(mut state: DraftState) -> Self {
        let mut pieces = BTreeMap::new();
        state.block_pieces.clear();
        for (number, blocks) in (0..).zip(state.blocks.chunks(BLOCKS_A_PIECE)) {
            state.block_pieces.push(number);
            pieces.insert(PieceId::Blocks(number), Some(Piece::Blocks(blocks.to_vec())));
        }
        let mut flags: BTreeMap<PieceId, Vec<OpenFlag>> = BTreeMap::new();
        for flag in std::mem::take(&mut state.open_flags) {
            flags.entry(PieceId::of_flag(flag.flag)).or_default().push(flag);
        }
        pieces.extend(flags.into_iter().map(|(id, flags)| (id, Some(Piece::Flags(flags)))));
        state.blocks.clear();
        let removed = std::mem::take(&mut state.removed);
        if !removed.is_empty() {
            pieces.insert(PieceId::Removed, Some(Piece::Removed(removed)));
        }
        let given = std::mem::take(&mut state.given);
        pieces.extend(given.into_iter().map(|(id, words)| (PieceId::Given(id), Some(Piece::Given(words)))));
        Self { head: state, whole: true, pieces }
    }

    /// Adds a later write of the same draft, so that doing both at once is doing one after the other.
    pub fn then(&mut self, later: Self) {
        if later.whole {
            *self = later;
        } else {
            self.head = later.head;
            self.pieces.extend(later.pieces);
        }
    }
}

impl DraftState {
    /// Puts a state together again from its head and its stored pieces, in any order. A head that was stored before
    /// there were pieces has everything in it, and none.
    #[must_use]
    pub fn with_pieces(mut self, pieces: impl IntoIterator<Item = (PieceId, Piece)>) -> Self {
        let mut blocks: BTreeMap<u32, Vec<BlockState>> = BTreeMap::new();
        let mut flags = BTreeMap::new();
        for (id, piece) in pieces {
            match (id, piece) {
                (PieceId::Blocks(number), Piece::Blocks(piece)) => drop(blocks.insert(number, piece)),
                (PieceId::Flags(number), Piece::Flags(piece)) => drop(flags.insert(number, piece)),
                (PieceId::Removed, Piece::Removed(piece)) => self.removed = piece,
                (PieceId::Given(number), Piece::Given(words)) => drop(self.given.insert(number, words)),
                _ => {}
            }
        }
        let order = std::mem::take(&mut self.block_pieces);
        self.blocks.extend(order.iter().filter_map(|number| blocks.remove(number)).flatten());
        self.open_flags.extend(flags.into_values().flatten());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rework::{Origin, Run, Stamp};
    use proptest::prelude::*;

    fn state(blocks: usize, flags: &[u32]) -> DraftState {
        let runs = vec![Run { len: 1, stamp: Stamp { origin: Origin::Typed, generation: 2 } }];
        DraftState {
            key: "k".into(),
            blocks: (0..blocks).map(|n| BlockState { fingerprint: n.to_string(), runs: runs.clone() }).collect(),
            open_flags: flags.iter().map(|flag| OpenFlag { flag: *flag, ..OpenFlag::default() }).collect(),
            given: flags.iter().map(|flag| (*flag, vec![u64::from(*flag), 1 << 52])).collect(),
            ..DraftState::default()
        }
    }

    fn stored(write: &DraftWrite) -> DraftState {
        let pieces =
            write.pieces.iter().filter_map(|(id, piece)| Some((PieceId::read(&id.to_string())?, piece.clone()?)));
        write.head.clone().with_pieces(pieces.collect::<Vec<_>>().into_iter().rev())
    }

    proptest! {
        #[test]
        fn what_is_taken_apart_is_put_together_again(blocks in 0usize..300, flags in prop::collection::btree_set(0u32..500, 0..90)) {
            let whole = state(blocks, &flags.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(stored(&DraftWrite::whole(whole.clone())), whole);
        }
    }

    #[test]
    fn a_state_stored_before_there_were_pieces_is_read_as_it_is() {
        let old = r#"{"key":"k","open":true,"last_n":7,"next_flag":2,
            "open_flags":[{"flag":2,"rule":"a.b","fingerprint":"00ff"}],
            "blocks":[{"fingerprint":"00aa","runs":[{"len":3,"origin":"typed"}]}],"words":1}"#;
        let state = serde_json::from_str::<DraftState>(old).unwrap().with_pieces([]);
        assert_eq!((state.open_flags[0].flag, state.blocks[0].runs[0].len, state.last_n), (2, 3, 7));
    }

    #[test]
    fn two_writes_at_once_are_one_after_the_other() {
        let mut first = DraftWrite::whole(state(70, &[1, 70]));
        let gone = (PieceId::Flags(1), None);
        let head = DraftState { key: "k".into(), block_pieces: vec![1, 0], ..DraftState::default() };
        first.then(DraftWrite { head, whole: false, pieces: BTreeMap::from([gone]) });
        assert!(first.whole);
        let read = stored(&first);
        assert_eq!((read.blocks[0].fingerprint.as_str(), read.blocks.len(), read.open_flags.len()), ("64", 70, 1));
        first.then(DraftWrite::whole(state(1, &[])));
        assert_eq!(stored(&first), state(1, &[]));
    }
}
