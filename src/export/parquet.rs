//! Apache Parquet for data frames and warehouses: one flat table, typed, what is not known null. Writes group by group,
//! so that memory does not grow with the log; never rounds or cuts a value to make it fit.

use super::table::{COLUMNS, Column, Sort, fields};
use crate::rework::Event;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError as WriteError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::Value;
use std::fmt;
use std::io::Write;
use std::sync::Arc;

/// Events in one row group: what is held in memory at a time.
const GROUP: usize = 32_768;

/// Writes one Parquet file: [`ParquetFile::push`] each event, then [`ParquetFile::finish`].
///
/// The columns are [`COLUMNS`]. Text is UTF-8, whole numbers are INT64, moments TIMESTAMP in milliseconds UTC, numbers
/// DOUBLE, truth BOOLEAN. Pages are compressed with Snappy, which every reader knows.
///
/// ```
/// use housestyle::export::ParquetFile;
/// let empty = ParquetFile::new(Vec::new()).unwrap().finish().unwrap();
/// assert!(empty.starts_with(b"PAR1") && empty.ends_with(b"PAR1"));
/// ```
pub struct ParquetFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    cells: Vec<Cells>,
    rows: usize,
}

/// Why a Parquet file could not be written.
#[derive(Debug)]
pub enum ParquetError {
    /// A number beyond what a signed 64-bit column holds.
    TooLarge {
        /// The event.
        id: String,
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
    },
    /// The file itself could not be written.
    Write(WriteError),
}

impl fmt::Display for ParquetError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { id, field, value } => write!(
                out,
                "event {id}: {field}: {value} is more than a Parquet column of 64 bits holds (export it as JSON Lines)"
            ),
            Self::Write(error) => write!(out, "the Parquet file cannot be written: {error}"),
        }
    }
}

impl std::error::Error for ParquetError {}

impl From<WriteError> for ParquetError {
    fn from(error: WriteError) -> Self {
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

    fn write(&mut self, required: bool, column: &mut SerializedColumnWriter<'_>) -> Result<(), WriteError> {
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

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// What the sink says.
    pub fn new(sink: W) -> Result<Self, ParquetError> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(sink, schema()?, Arc::new(properties))?;
        Ok(Self { writer, cells: COLUMNS.iter().map(Cells::new).collect(), rows: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`ParquetError::TooLarge`], after which the file is of no use; what the sink says.
    pub fn push(&mut self, event: &Event) -> Result<(), ParquetError> {
        let mut fields = fields(event);
        for (column, cells) in COLUMNS.iter().zip(&mut self.cells) {
            cells.push(fields.remove(column.name)).map_err(|value| ParquetError::TooLarge {
                id: event.id.clone(),
                field: column.name,
                value: value.to_string(),
            })?;
        }
        self.rows += 1;
        if self.rows == GROUP { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and the file's end, and gives back the sink.
    ///
    /// # Errors
    /// What the sink says.
    pub fn finish(mut self) -> Result<W, ParquetError> {
        if self.rows > 0 {
            self.write_group()?;
        }
        Ok(self.writer.into_inner()?)
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for (column, cells) in COLUMNS.iter().zip(&mut self.cells) {
            let mut writer = group.next_column()?.ok_or_else(|| WriteError::General("a column is missing".into()))?;
            cells.write(column.required, &mut writer)?;
            writer.close()?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

fn schema() -> Result<TypePtr, WriteError> {
    let columns = COLUMNS.iter().map(|column| {
        let (physical, logical) = match column.sort {
            Sort::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
            Sort::Whole => (PhysicalType::INT64, None),
            Sort::Moment => (PhysicalType::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            Sort::Number => (PhysicalType::DOUBLE, None),
            Sort::Truth => (PhysicalType::BOOLEAN, None),
        };
        let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let column = Type::primitive_type_builder(column.name, physical)
            .with_logical_type(logical)
            .with_repetition(repetition)
            .build()?;
        Ok(Arc::new(column))
    });
    let fields = columns.collect::<Result<Vec<_>, WriteError>>()?;
    Type::group_type_builder("event").with_fields(fields).build().map(Arc::new)
}
