//! The table for pages: rows in as JSON Lines, the file out in pieces, so that neither is ever held whole.

use super::{Column, Table};
use serde_json::{Map, Value};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use wasm_bindgen::prelude::*;

/// What was written and not handed on yet.
#[derive(Clone, Default)]
struct Pieces(Arc<Mutex<Vec<u8>>>);

impl Pieces {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A Parquet file in the making.
#[wasm_bindgen]
pub struct ParquetPieces {
    table: Table<Pieces>,
    pieces: Pieces,
}

#[wasm_bindgen]
impl ParquetPieces {
    /// Begins a file with these columns, as the log's module tells them (JSON text).
    ///
    /// # Errors
    /// The columns cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(columns: &str) -> Result<Self, JsError> {
        let columns: Vec<Column> = serde_json::from_str(columns)?;
        let pieces = Pieces::default();
        Ok(Self { table: Table::new(pieces.clone(), columns)?, pieces })
    }

    /// Adds rows, one JSON object a line. Gives what there is of the file since the last call, often nothing.
    ///
    /// # Errors
    /// A line is no object, or a value does not fit its column; then the file is of no use.
    pub fn push(&mut self, lines: &str) -> Result<Vec<u8>, JsError> {
        for line in lines.lines().filter(|line| !line.is_empty()) {
            self.table.push(serde_json::from_str::<Map<String, Value>>(line)?)?;
        }
        Ok(self.pieces.take())
    }

    /// Ends the file, and gives the rest of it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, JsError> {
        Ok(self.table.finish()?.take())
    }
}
