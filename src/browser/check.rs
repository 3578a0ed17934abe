//! One text under one guide, for pages and tests that have no session. Keeps nothing.

use super::value::to_js;
use crate::check::{Checker, Flag, Place, Session};
use crate::guide;
use crate::text::{Block, BlockKind};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Flags of a plain text, whose lines are blocks numbered from 0: an array of the wire's `Flag`.
///
/// # Errors
/// What is wrong with the guide, one problem a line.
#[wasm_bindgen]
pub fn check_text(guide: &str, text: &str) -> Result<JsValue, JsError> {
    let told = |problems: Vec<guide::Problem>| {
        JsError::new(&problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    };
    let checker = Checker::compile(Arc::new(guide::parse(guide).map_err(told)?)).map_err(told)?;
    let blocks: Vec<Block> =
        text.lines().enumerate().map(|(line, text)| Block::new(line as u32, BlockKind::Line, text)).collect();
    let mut session = Session::new(Arc::new(checker), Place::default());
    session.splice(0, 0, &blocks);
    session.settle();
    to_js(&session.flags().collect::<Vec<Flag>>())
}
