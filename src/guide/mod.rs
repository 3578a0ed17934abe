//! The style guide: what a brand allows, restricts and escalates, who owns each rule, and the approved wording.
//! Knows text; knows nothing of matching.

mod model;
mod problem;

pub use model::*;
pub use problem::Problem;
