//! Rework: where text came from, what was done to it, and the events that say so.
//! Knows text and check's flag; knows nothing of storage or the browser.

mod burst;
mod draft;
mod effort;
mod event;
mod fingerprint;
mod id;
mod kept;
mod markup;
mod measured;
mod origin;
mod piece;
mod removed;
mod replay;
mod rolling;
mod runs;
pub mod scorecard;
mod temporal;
mod ter;
mod trace;
mod tracker;
mod units;
mod winnow;

pub use burst::{Burst, LONGEST_GAP_MS, PAUSE_MS};
pub use draft::{BlockState, Came, DraftState, OpenFlag, end_to_end, realign};
pub use effort::{Effort, EffortSearch};
pub use event::{
    Decision, DismissReason, DropReason, DroppedRecords, Event, EventKind, Evidence, Resolution, SetBy, Shipping,
};
pub use fingerprint::fingerprint;
pub use id::IdSource;
pub use markup::markup_names;
pub use measured::{Effort as LoggedEffort, Process, TerEdits};
pub use origin::Origin;
pub use piece::{BLOCKS_A_PIECE, DraftWrite, FLAGS_A_PIECE, Piece, PieceId};
pub use removed::Removed;
pub use replay::{GenerationEffort, Replay, Replayed, ReplayedRun};
pub use runs::{Run, Runs, Stamp};
pub use temporal::Temporal;
pub use ter::{Ter, TerSearch, keyed_tokens, ter, tokens};
pub use trace::{TraceEdit, TraceOrigin};
pub use tracker::{Cause, Change, Generation, STREAM_GAP_MS, Tracked, Tracker};
pub use winnow::{Copies, Fingerprints, GRAM, Match, WINDOW};
