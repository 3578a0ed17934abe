//! The style guide: what a brand allows, restricts and escalates, who owns each rule, and the approved wording.
//! Knows text; knows nothing of matching.

mod calendar;
mod date;
mod decode;
mod decode_rule;
mod format;
mod format_rule;
mod kind;
mod meaning;
mod model;
mod nearest;
mod packed;
mod parse;
mod problem;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod shape;
mod shipped;
mod value;
mod yaml;
mod zone;

pub use calendar::due;
pub(crate) use date::Date;
pub use kind::*;
pub use model::*;
pub(crate) use nearest::nearest_name;
pub use packed::{pack, source_digest, unpack};
pub use parse::parse;
pub use problem::Problem;
#[cfg(not(target_arch = "wasm32"))]
pub use schema::schema;
pub use shipped::{all_shipped_surfaces, shipped_surfaces};
