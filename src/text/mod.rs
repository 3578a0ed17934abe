//! Text as editors hold it: blocks of plain text, spans in UTF-16 code units, the changes between two states, and the
//! views that matching looks at. Knows nothing of guides, flags or events.

mod abbreviation;
mod align;
mod block;
mod blocks;
mod change;
mod edit;
mod fold;
mod run;
mod sentence;
mod span;
mod syllable;
mod token;
mod word;

pub use block::{Block, BlockId, BlockKind, Inline, InlineKind};
pub(crate) use blocks::byte_at;
pub use blocks::{AppliedSplice, BlockList, ChangeError};
pub use change::Change;
pub(crate) use edit::place_at;
pub use edit::{Edit, diff, diff_at};
pub use fold::{View, cased, folded, folded_literal, plain};
pub(crate) use run::each_run;
pub use sentence::{Sentence, Sentences, sentence_spans, sentences};
pub use span::Span;
pub(crate) use span::utf16_len;
pub use syllable::syllables;
pub use token::{Token, TokenKind, Tokens, tokens};
pub use word::{is_word_boundary, word_count};
