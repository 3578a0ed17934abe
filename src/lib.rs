//! Housestyle: a brand style guide at the writer's cursor, and a log of the rework it takes.
//!
//! The layers, lowest first; each may import only those above it in this list:
//!
//! - [`text`]: text as editors hold it: blocks, UTF-16 spans, words, folding, edits
//! - [`guide`]: the style guide: model, YAML, validation
//! - [`check`]: guide × blocks → flags
//! - [`rework`]: origin of text through edits, effort, events, escalations
//! - [`export`]: events → JSON Lines, CSV; and back
//! - [`engine`]: one writing session, sans-IO: message in → messages out and effects to do
//! - `browser`: wasm32 only; runs the engine's effects in a browser
//!
//! Everything but `browser` is pure: no clock, no randomness, no DOM, no I/O.

pub mod check;
pub mod engine;
pub mod export;
pub mod guide;
pub mod rework;
pub mod text;

#[cfg(all(target_arch = "wasm32", any(feature = "background", feature = "log")))]
pub mod browser;
