//! Text as editors hold it: blocks of plain text, spans in UTF-16 code units, and the changes between two states.
//! Knows nothing of guides, flags or events.

mod block;
mod change;
mod span;

pub use block::{Block, BlockId, BlockKind};
pub use change::Change;
pub use span::Span;
