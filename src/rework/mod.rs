//! Rework: where text came from, what was done to it, and the events that say so.
//! Knows text and check's flag; knows nothing of storage or the browser.

mod burst;
mod draft;
mod event;
mod fingerprint;
mod id;
mod origin;
mod piece;

pub use burst::{Burst, LONGEST_GAP_MS, PAUSE_MS};
pub use draft::{BlockState, DraftState, OpenFlag, realign};
pub use event::{DismissReason, Event, EventKind, Resolution};
pub use fingerprint::fingerprint;
pub use id::IdSource;
pub use origin::{Origin, OriginRun, OriginRuns};
pub use piece::{BLOCKS_A_PIECE, DraftWrite, FLAGS_A_PIECE, Piece, PieceId};
