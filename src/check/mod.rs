//! Guide × blocks → flags: compile once, judge blocks as they change, keep what did not change.
//! Knows guide and text; knows nothing of events, time or the browser.

mod compile;
mod document;
mod examples;
mod facts;
mod fit;
mod flag;
mod forms;
mod gates;
mod judge;
mod lexicon;
mod place;
mod session;
mod silence;

pub use compile::Checker;
pub use examples::failed_examples;
pub use flag::{Flag, FlagDifference, FlagId};
pub use place::Place;
pub use session::Session;
