//! Events as one Parquet table, of the same columns as every flat export. Never rounds or cuts a value to make it fit.

use super::table::{COLUMNS, fields};
use crate::rework::Event;
use housestyle_parquet::{Table, TableError};
use std::fmt;
use std::io::Write;

/// Writes one Parquet file: [`ParquetFile::push`] each event, then [`ParquetFile::finish`]. The columns are
/// [`super::COLUMNS`]; how they are typed is [`Table`]'s.
///
/// ```
/// use housestyle::export::ParquetFile;
/// let empty = ParquetFile::new(Vec::new()).unwrap().finish().unwrap();
/// assert!(empty.starts_with(b"PAR1") && empty.ends_with(b"PAR1"));
/// ```
pub struct ParquetFile<W: Write + Send>(Table<W>);

/// Why events could not be written as Parquet.
#[derive(Debug)]
pub struct ParquetError {
    /// The event, where it is one that does not fit.
    pub event: Option<String>,
    /// What is the matter.
    pub error: TableError,
}

impl fmt::Display for ParquetError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.event {
            Some(id) => write!(out, "event {id}: {}", self.error),
            None => self.error.fmt(out),
        }
    }
}

impl std::error::Error for ParquetError {}

impl From<TableError> for ParquetError {
    fn from(error: TableError) -> Self {
        Self { event: None, error }
    }
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// What the sink says.
    pub fn new(sink: W) -> Result<Self, ParquetError> {
        // As a page hands them over: the table's crate has the same names for the same sorts.
        let columns = serde_json::to_value(COLUMNS).and_then(serde_json::from_value).expect("names and sorts");
        Ok(Self(Table::new(sink, columns)?))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// A number beyond what a signed 64-bit column holds, after which the file is of no use; what the sink says.
    pub fn push(&mut self, event: &Event) -> Result<(), ParquetError> {
        self.0.push(fields(event)).map_err(|error| {
            let event = matches!(error, TableError::Unfit { .. }).then(|| event.id.clone());
            ParquetError { event, error }
        })
    }

    /// Writes what is left and the file's end, and gives back the sink.
    ///
    /// # Errors
    /// What the sink says.
    pub fn finish(self) -> Result<W, ParquetError> {
        Ok(self.0.finish()?)
    }
}
