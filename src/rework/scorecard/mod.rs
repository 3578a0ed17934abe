//! The scorecard: what rework costs and what it comes from, as a pure fold over events. Never makes a number up: what
//! the events do not say is unknown, and every number can name the events it is made of.
//!
//! - [`Tally`] is the fold: events in any order, merged in any order, one result;
//! - [`Fold`] adds what a reader of several logs needs: no event twice, gaps told, a span of time, a cut by group;
//! - [`Rollup`] keeps tallies by the hour, so that a long span needs no recount;
//! - [`Scorecard`] is what comes of a tally: a list of [`Number`]s, each defined in [`DEFINITIONS`];
//! - [`Behind`] finds the events behind a number.
//!
//! The SQL in `sql/` computes the same list under the same names.

mod behind;
mod crowd;
mod cut;
mod define;
mod draft;
mod escalation;
mod fold;
mod persons;
mod position;
mod rollup;
mod sample;
mod score;
mod tally;
mod unnamed;

pub use behind::Behind;
pub use crowd::Withheld;
pub use cut::{Cut, LEAST_PEOPLE, Viewer};
pub use define::{DEFINITIONS, Definition, MOSTLY_DISMISSED_LEAST, Number, Unit};
pub use fold::{Fold, Overlap, Span};
pub use position::{Missing, Positions};
pub use rollup::{HOURS_OF_DAY, LogFacts, ROLLUP_FORMAT, Rollup, hour, whole_days};
pub use sample::Sample;
pub use score::{Scorecard, Settings};
pub use tally::{Tally, local_day};
pub use unnamed::unnamed;
