//! Where sentences begin and end.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// One sentence, in byte offsets of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence itself, without the space around it.
    pub text: Range<usize>,
}

/// The sentences of a text, in order.
pub fn sentences(text: &str) -> impl Iterator<Item = Sentence> + '_ {
    text.split_sentence_bound_indices().map(|(start, sentence)| {
        let from = start + sentence.len() - sentence.trim_start().len();
        Sentence { text: from..(start + sentence.trim_end().len()).max(from) }
    })
}
