//! The edge: runs the engine's effects in a browser. The only code that names web-sys, js-sys or gloo. Decides
//! nothing itself.
//!
//! What differs between an extension's background and a page that runs the engine for itself stands behind
//! [`platform::Platform`], which TypeScript implements.

mod background;
#[cfg(feature = "bench")]
mod bench;
mod check;
mod collector;
mod log;
mod platform;
mod scorecard;
mod store;
mod value;

pub use background::Background;
#[cfg(feature = "bench")]
pub use bench::{Draft, Writer, pack_guide};
pub use check::check_text;
pub use log::{export_events, import_events};
pub use scorecard::{EventsBehind, ScoreReader, scorecard_definitions};
