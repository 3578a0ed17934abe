//! Guide × blocks → flags: compile once, judge blocks as they change, keep what did not change.
//! Knows guide and text; knows nothing of events, time or the browser.

mod flag;
mod place;
mod session;

pub use flag::{Flag, FlagDifference, FlagId};
pub use place::Place;
pub use session::{Checker, Session};
