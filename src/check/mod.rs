//! Guide × blocks → flags: compile once, judge blocks as they change, keep what did not change.
//! Knows guide and text; knows nothing of events, time or the browser.

mod block_rule;
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
mod in_force;
mod judge;
mod lexicon;
mod lower;
mod overlap;
mod pattern;
mod pattern_use;
mod place;
mod repeat;
mod session;
mod silence;
mod template;
mod wording;

pub use compile::Checker;
pub use examples::failed_examples;
pub use flag::{Flag, FlagDifference, FlagId};
pub use formula::{Formula, FormulaError};
pub use place::Place;
pub use session::Session;
