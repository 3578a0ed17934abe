//! Events → JSON Lines and CSV, and back; logs of several files or installations as one.
//! Knows rework; knows nothing of files, downloads or storage.

mod csv;
mod json_lines;
mod log;

pub use self::csv::Csv;
pub use self::json_lines::{line, parse_line};
pub use self::log::{Gap, Position, gaps, gaps_between, merge, merge_by};
