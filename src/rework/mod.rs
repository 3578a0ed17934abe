//! Rework: where text came from, what was done to it, and the events that say so.
//! Knows text and check's flag; knows nothing of storage or the browser.

mod burst;
mod draft;
mod event;
mod fingerprint;
mod id;
mod measured;
mod origin;
mod removed;
mod rolling;
mod runs;
pub mod scorecard;
mod temporal;
mod ter;
mod winnow;

pub use burst::{Burst, LONGEST_GAP_MS, PAUSE_MS};
pub use draft::{BlockState, DraftState, OpenFlag, realign};
pub use event::{
    Decision, DismissReason, DropReason, DroppedRecords, Event, EventKind, Evidence, Resolution, Shipping,
};
pub use fingerprint::fingerprint;
pub use id::IdSource;
pub use measured::{Effort, TerEdits};
pub use origin::{Origin, OriginRun, OriginRuns};
pub use runs::{Run, Runs, Stamp};
pub use temporal::Temporal;
pub use ter::{Ter, TerSearch, keyed_tokens, ter, tokens};
pub use winnow::{Copies, Fingerprints, GRAM, Match, WINDOW};
