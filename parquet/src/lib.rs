//! Apache Parquet for data frames and warehouses: one flat table, typed, what is not known null. Writes group by group,
//! so that memory does not grow with the table; never rounds or cuts a value to make it fit.
//!
//! A crate of its own because pages that export load it as a Wasm module of its own, and because building that module
//! compiles nothing of the engine. It knows columns and rows, and nothing of events.

#[cfg(target_arch = "wasm32")]
mod pages;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;
use std::io::Write;
use std::sync::Arc;

/// Rows in one group: what is held in memory at a time.
const GROUP: usize = 16_384;

/// What the cells of a column hold, where they hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A moment: epoch milliseconds, UTC.
    Moment,
    /// A number with a fraction.
    Number,
    /// True or false.
    Truth,
}

/// A column: its name, which is the field's, and its sort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name of the field.
    pub name: Cow<'static, str>,
    /// What its cells hold.
    pub sort: Sort,
    /// Whether every row has it.
    pub required: bool,
}

/// Writes one table: [`Table::push`] each row, then [`Table::finish`].
///
/// Text is UTF-8, whole numbers are INT64, moments TIMESTAMP in milliseconds UTC, numbers DOUBLE, truth BOOLEAN. Pages
/// are compressed with Snappy, which every reader knows.
pub struct Table<W: Write + Send> {
    columns: Vec<Column>,
    writer: SerializedFileWriter<W>,
    cells: Vec<Cells>,
    rows: usize,
}

/// Why a table could not be written.
#[derive(Debug)]
pub enum TableError {
    /// A value that the column's sort does not hold.
    Unfit {
        /// The column.
        column: String,
        /// The value.
        value: String,
    },
    /// The file itself could not be written.
    Write(ParquetError),
}

impl fmt::Display for TableError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfit { column, value } => {
                write!(
                    out,
                    "{column}: {value} is more than a Parquet column of 64 bits holds (export it as JSON Lines)"
                )
            }
            Self::Write(error) => write!(out, "the Parquet file cannot be written: {error}"),
        }
    }
}

impl std::error::Error for TableError {}

impl From<ParquetError> for TableError {
    fn from(error: ParquetError) -> Self {
        Self::Write(error)
    }
}

/// The values of one column in the group being gathered, and for each row whether it has one.
struct Cells {
    present: Vec<i16>,
    values: Values,
}

enum Values {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
    Truth(Vec<bool>),
}

impl Cells {
    fn new(column: &Column) -> Self {
        let values = match column.sort {
            Sort::Text => Values::Text(Vec::new()),
            Sort::Whole | Sort::Moment => Values::Whole(Vec::new()),
            Sort::Number => Values::Number(Vec::new()),
            Sort::Truth => Values::Truth(Vec::new()),
        };
        Self { present: Vec::new(), values }
    }

    fn len(&self) -> usize {
        match &self.values {
            Values::Text(values) => values.len(),
            Values::Whole(values) => values.len(),
            Values::Number(values) => values.len(),
            Values::Truth(values) => values.len(),
        }
    }

    /// Adds a cell; the value is handed back when it does not fit.
    fn push(&mut self, value: Option<Value>) -> Result<(), Value> {
        let before = self.len();
        match (&mut self.values, value) {
            (_, None | Some(Value::Null)) => {}
            (Values::Text(values), Some(Value::String(text))) => values.push(ByteArray::from(text.into_bytes())),
            (Values::Whole(values), Some(value)) => match value.as_i64() {
                Some(number) => values.push(number),
                None => return Err(value),
            },
            (Values::Number(values), Some(value)) => match value.as_f64() {
                Some(number) => values.push(number),
                None => return Err(value),
            },
            (Values::Truth(values), Some(Value::Bool(truth))) => values.push(truth),
            (_, Some(value)) => return Err(value),
        }
        self.present.push((self.len() - before) as i16);
        Ok(())
    }

    fn write(&mut self, required: bool, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let present = std::mem::take(&mut self.present);
        let levels = (!required).then_some(present.as_slice());
        match &mut self.values {
            Values::Text(values) => {
                column.typed::<ByteArrayType>().write_batch(&std::mem::take(values), levels, None)?
            }
            Values::Whole(values) => column.typed::<Int64Type>().write_batch(&std::mem::take(values), levels, None)?,
            Values::Number(values) => {
                column.typed::<DoubleType>().write_batch(&std::mem::take(values), levels, None)?
            }
            Values::Truth(values) => column.typed::<BoolType>().write_batch(&std::mem::take(values), levels, None)?,
        };
        Ok(())
    }
}

impl<W: Write + Send> Table<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// What the sink says.
    pub fn new(sink: W, columns: Vec<Column>) -> Result<Self, TableError> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(sink, schema(&columns)?, Arc::new(properties))?;
        Ok(Self { cells: columns.iter().map(Cells::new).collect(), columns, writer, rows: 0 })
    }

    /// Adds a row, by the columns' names; a field that no column is named for is left out.
    ///
    /// # Errors
    /// [`TableError::Unfit`], after which the file is of no use; what the sink says.
    pub fn push(&mut self, mut row: Map<String, Value>) -> Result<(), TableError> {
        for (column, cells) in self.columns.iter().zip(&mut self.cells) {
            cells
                .push(row.remove(column.name.as_ref()))
                .map_err(|value| TableError::Unfit { column: column.name.to_string(), value: value.to_string() })?;
        }
        self.rows += 1;
        if self.rows == GROUP { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and the file's end, and gives back the sink.
    ///
    /// # Errors
    /// What the sink says.
    pub fn finish(mut self) -> Result<W, TableError> {
        if self.rows > 0 {
            self.write_group()?;
        }
        Ok(self.writer.into_inner()?)
    }

    fn write_group(&mut self) -> Result<(), TableError> {
        let mut group = self.writer.next_row_group()?;
        for (column, cells) in self.columns.iter().zip(&mut self.cells) {
            let mut writer = group.next_column()?.ok_or_else(|| ParquetError::General("a column is missing".into()))?;
            cells.write(column.required, &mut writer)?;
            writer.close()?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let columns = columns.iter().map(|column| {
        let (physical, logical) = match column.sort {
            Sort::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
            Sort::Whole => (PhysicalType::INT64, None),
            Sort::Moment => (PhysicalType::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            Sort::Number => (PhysicalType::DOUBLE, None),
            Sort::Truth => (PhysicalType::BOOLEAN, None),
        };
        let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let column = Type::primitive_type_builder(&column.name, physical)
            .with_logical_type(logical)
            .with_repetition(repetition)
            .build()?;
        Ok(Arc::new(column))
    });
    let fields = columns.collect::<Result<Vec<_>, ParquetError>>()?;
    Type::group_type_builder("event").with_fields(fields).build().map(Arc::new)
}
