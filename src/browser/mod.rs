//! The edge: runs the engine's effects in a browser. The only code that names web-sys, js-sys or gloo. Decides
//! nothing itself.
//!
//! What differs between an extension's background and a page that runs the engine for itself stands behind
//! [`platform::Platform`], which TypeScript implements.

#[cfg(feature = "background")]
mod background;
#[cfg(feature = "bench")]
mod bench;
#[cfg(feature = "background")]
mod check;
#[cfg(feature = "background")]
mod collector;
#[cfg(feature = "log")]
mod events_behind;
#[cfg(feature = "log")]
mod log;
#[cfg(feature = "background")]
mod platform;
#[cfg(feature = "log")]
mod scorecard;
// Pages read events and add some; drafts are the background's alone, kept sums are read by pages alone.
#[cfg_attr(
    not(all(feature = "background", feature = "log")),
    expect(dead_code, reason = "what only the background does, or only pages")
)]
mod store;
mod value;

#[cfg(feature = "background")]
pub use background::Background;
#[cfg(feature = "bench")]
pub use bench::{Draft, Hter, Origins, Writer, pack_guide};
#[cfg(feature = "background")]
pub use check::check_text;
#[cfg(feature = "log")]
pub use events_behind::EventsBehind;
#[cfg(feature = "log")]
pub use log::{columns, export_events, import_events};
#[cfg(feature = "log")]
pub use scorecard::{ScoreReader, scorecard_definitions};
