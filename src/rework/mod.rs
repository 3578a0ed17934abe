//! Rework: where text came from, what was done to it, and the events that say so.
//! Knows text and check's flag; knows nothing of storage or the browser.

mod event;
mod origin;

pub use event::{DismissReason, Event, EventKind, Resolution};
pub use origin::{Origin, OriginRun};
