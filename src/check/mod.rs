//! Guide × blocks → flags: compile once, judge blocks as they change, keep what did not change.
//! Knows guide and text; knows nothing of events, time or the browser.

mod case;
mod case_words;
mod compile;
mod consistent;
mod count;
mod document;
mod examples;
mod facts;
mod fit;
mod flag;
mod forms;
mod formula;
mod gates;
mod judge;
mod lexicon;
mod pattern;
mod place;
mod repeat;
mod session;
mod signs;
mod silence;
mod template;

pub use compile::Checker;
pub use examples::failed_examples;
pub use flag::{Flag, FlagDifference, FlagId};
pub use formula::{Formula, FormulaError};
pub use place::Place;
pub use session::Session;
