//! A compiled guide's literals as bytes, so that a background that wakes need not fold, inflect and sort them again. Bytes
//! that do not fit the guide are as good as none; whoever keeps them sees to it that they are whole and of this build.

use super::Checker;
use super::lexicon::KeptLexicon;
use super::lower::Literal;
use super::pattern_use::PatternUse;
use super::signs::Signs;
use serde::{Deserialize, Serialize};

/// What was kept.
#[derive(Deserialize)]
pub(super) struct Kept {
    pub lexicon: KeptLexicon,
    pub meanings: Vec<Literal>,
    pub meanings_begin: Vec<u32>,
    /// Of each pattern, whether it is gated and the signs it needs.
    patterns: Vec<(bool, Vec<Signs>)>,
}

/// The same on its way out, field by field.
#[derive(Serialize)]
struct Keeping<'a, Lexicon> {
    lexicon: Lexicon,
    meanings: &'a [Literal],
    meanings_begin: &'a [u32],
    patterns: Vec<(bool, &'a [Signs])>,
}

pub(super) fn write(checker: &Checker) -> Vec<u8> {
    let keeping = Keeping {
        lexicon: checker.lexicon.kept(),
        meanings: &checker.meanings,
        meanings_begin: &checker.meanings_begin,
        patterns: checker.patterns.iter().map(|pattern| (pattern.gated, &pattern.signs[..])).collect(),
    };
    // Nothing in it is of a kind that cannot be written; if it were, nothing would be kept.
    postcard::to_allocvec(&keeping).unwrap_or_default()
}

pub(super) fn read(bytes: &[u8]) -> Option<Kept> {
    match postcard::take_from_bytes(bytes) {
        Ok((kept, [])) => Some(kept),
        _ => None,
    }
}

impl Kept {
    /// Gives patterns what was kept of them; none where they are others.
    pub fn gate(&self, patterns: &mut [PatternUse]) -> Option<()> {
        if patterns.len() != self.patterns.len() {
            return None;
        }
        for (pattern, (gated, signs)) in patterns.iter_mut().zip(&self.patterns) {
            (pattern.gated, pattern.signs) = (*gated, signs.clone());
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Checker, Place, Session};
    use crate::guide;
    use crate::text::{Block, BlockKind};
    use std::sync::Arc;

    #[test]
    fn a_checker_from_what_was_kept_is_the_one_that_was_compiled() {
        for folder in ["guides", "tests/guide/cases/good"] {
            for file in std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap().flatten() {
                if file.path().extension().is_none_or(|extension| extension != "yaml") {
                    continue;
                }
                let guide = Arc::new(guide::parse(&std::fs::read_to_string(file.path()).unwrap()).unwrap());
                let compiled = Checker::compile(guide.clone()).unwrap();
                let bytes = compiled.keep();
                let again = Checker::from_kept(guide.clone(), &bytes).unwrap();
                assert_eq!(again.keep(), bytes, "{:?}", file.path());
                assert!(Checker::from_kept(guide.clone(), &bytes[..bytes.len() - 1]).is_none());
                assert!(Checker::from_kept(guide.clone(), &[]).is_none());
                // Every example of the guide is told alike by both.
                let examples = guide.rules.iter().flat_map(|rule| rule.examples.flag.iter().chain(&rule.examples.pass));
                let blocks: Vec<Block> = (0..)
                    .zip(examples.flat_map(|example| example.lines()))
                    .map(|(id, text)| Block::new(id, BlockKind::Paragraph, text))
                    .collect();
                let flags = |checker: Checker| {
                    let mut session = Session::new(Arc::new(checker), Place::default());
                    session.splice(0, 0, &blocks);
                    session.settle();
                    session.flags().collect::<Vec<_>>()
                };
                assert_eq!(flags(again), flags(compiled), "{:?}", file.path());
            }
        }
    }
}
