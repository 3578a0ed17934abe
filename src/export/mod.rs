//! Events → JSON Lines, CSV, OTLP and Parquet, and back from JSON Lines; logs of several files or installations as one.
//! Knows rework; knows nothing of files, downloads or storage.

mod csv;
mod json_lines;
mod log;
mod otlp;
mod otlp_queue;
#[cfg(not(target_arch = "wasm32"))]
mod parquet;
mod reader;
mod table;

pub use self::csv::Csv;
pub use self::json_lines::{Line, Newer, line, parse_line, parse_line_of_any_version, read_stored};
pub use self::log::{Gap, Position, gaps, gaps_between, merge, merge_by};
pub use self::otlp::{OtlpFile, otlp_request};
pub use self::otlp_queue::{Answer, Batch, Limits, OtlpQueue, QueueState};
#[cfg(not(target_arch = "wasm32"))]
pub use self::parquet::{ParquetError, ParquetFile};
pub use self::reader::LogReader;
pub use self::table::{COLUMNS, Column, Sort};
