//! Text as editors hold it: blocks of plain text, spans in UTF-16 code units, the changes between two states, and the
//! views that matching looks at. Knows nothing of guides, flags or events.

mod block;
mod blocks;
mod change;
mod edit;
mod fold;
mod run;
mod sentence;
mod span;
mod word;

pub use block::{Block, BlockId, BlockKind, Inline, InlineKind};
pub use blocks::{AppliedSplice, BlockList, ChangeError};
pub use change::Change;
pub use edit::{Edit, diff};
pub use fold::{View, cased, folded, folded_literal, plain};
pub(crate) use run::{each_run, first_run};
pub use sentence::{Sentence, sentences};
pub use span::Span;
pub(crate) use span::utf16_len;
pub use word::{is_word_boundary, word_count};
