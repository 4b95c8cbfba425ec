//! From a block of rows to the bytes that are written: what every worker does.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};

use super::buffers::Buffers;
use super::format::{Format, Packing};
use super::operation::{self, Operation};
use super::paths::Input;
use super::read::{Block, Position};
use super::shape::{Rows, Shape};
use super::tally::{Example, Late, Tally};
use super::write::cells::Cells;
use super::write::pack::pack;
use super::write::parquet::{ParquetEncoder, RowGroup};
use super::write::text::TextWriter;
use crate::fault::Fault;

/// What all workers know.
pub(crate) struct Job {
    pub(crate) inputs: Vec<Input>,
    /// Names of columns of inputs without a header line.
    pub(crate) columns: Vec<String>,
    pub(crate) eager: bool,
    pub(crate) operation: Operation,
    pub(crate) shape: Arc<Shape>,
    pub(crate) encoder: Encoder,
    pub(crate) packing: Packing,
    pub(crate) errors: Option<ErrorRows>,
}

/// How blocks are written.
pub(crate) enum Encoder {
    Text(TextWriter),
    Parquet(Box<ParquetEncoder>),
}

/// A block that is to be worked on.
pub(crate) struct Task {
    /// Its place in the job, counted from 0.
    pub(crate) number: u64,
    pub(crate) block: Block,
    /// Which input it is of.
    pub(crate) input: usize,
    /// Rows of that input before it.
    pub(crate) first_row: u64,
    /// The place behind it.
    pub(crate) after: Position,
    /// How much of the input is read.
    pub(crate) fraction: Option<f64>,
    pub(crate) buffers: Buffers,
}

/// A block that is to be written.
pub(crate) struct Done {
    pub(crate) number: u64,
    pub(crate) after: Position,
    pub(crate) fraction: Option<f64>,
    pub(crate) tally: Tally,
    pub(crate) output: Encoded,
    pub(crate) buffers: Buffers,
}

pub(crate) enum Encoded {
    /// In the buffers.
    Text,
    Parquet(Box<RowGroup>),
}

/// Where a worker is, and what it has found.
struct Count<'a> {
    /// Which input it is of.
    input: usize,
    /// Rows of that input before the slice.
    row: u64,
    tally: &'a mut Tally,
    errors: &'a mut Vec<u8>,
}

impl Job {
    /// Works on a block.
    pub(crate) fn work(&self, task: Task) -> Result<Done, Fault> {
        let Task { number, block, input, first_row, after, fraction, mut buffers } = task;
        let mut output = std::mem::take(&mut buffers.output);
        let mut errors = std::mem::take(&mut buffers.errors);
        output.clear();
        errors.clear();
        let mut tally = Tally { rows: block.len() as u64, ..Tally::default() };
        let mut count = Count { input, row: first_row, tally: &mut tally, errors: &mut errors };
        let encoded = self.encode(&block, &mut count, &mut output)?;
        block.recycle(&mut buffers);
        let unpackable = |error| Fault::stream("pack the output", &error);
        buffers.output = pack(self.packing, output).map_err(unpackable)?;
        buffers.errors = match &self.errors {
            Some(rows) => pack(rows.packing, errors).map_err(unpackable)?,
            None => errors,
        };
        Ok(Done { number, after, fraction, tally, output: encoded, buffers })
    }

    fn encode(&self, block: &Block, count: &mut Count<'_>, output: &mut Vec<u8>) -> Result<Encoded, Fault> {
        match &self.encoder {
            Encoder::Text(writer) => {
                self.each(block, count, |columns, rows| {
                    writer.write(&columns, 0..rows, output);
                    Ok(())
                })?;
                Ok(Encoded::Text)
            }
            Encoder::Parquet(encoder) => {
                let mut writer = encoder.block(output).map_err(unwritable)?;
                self.each(block, count, |columns, _| writer.write(columns).map_err(unwritable))?;
                Ok(Encoded::Parquet(Box::new(writer.finish().map_err(unwritable)?)))
            }
        }
    }

    /// Gives `write` the columns of each slice of a block, and how many rows they have.
    fn each(
        &self,
        block: &Block,
        count: &mut Count<'_>,
        mut write: impl FnMut(Vec<ArrayRef>, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        for rows in block.slices() {
            let rows = rows?;
            let results = self.operation.apply(&rows.input, &rows.malformed);
            let results = results.map_err(|error| operation::refused(&error))?;
            self.count(&rows, &results, count);
            count.row += results.num_rows() as u64;
            write(self.shape.columns(&rows.carried, &results), results.num_rows())?;
        }
        Ok(())
    }

    /// Counts the bad rows of a slice, and writes them down where that is asked for.
    fn count(&self, rows: &Rows, results: &RecordBatch, count: &mut Count<'_>) {
        for (row, member) in &rows.late {
            let (name, input, row) =
                (member.clone(), self.inputs[count.input].name(), count.row + *row as u64 + 1);
            count.tally.add_late(Late { name, input, row });
        }
        let codes = results["code"].as_primitive::<Int32Type>().values();
        if codes.iter().all(|code| *code == 0) {
            return;
        }
        let reasons = results[self.operation.reason()].as_string::<i32>();
        let bad: Vec<usize> = (0..codes.len()).filter(|row| codes[*row] != 0).collect();
        let name = || self.inputs[count.input].name();
        for &row in &bad {
            count.tally.add_bad(codes[row], || Example {
                input: name(),
                row: count.row + row as u64 + 1,
                error: reasons.value(row).into(),
            });
        }
        if let Some(wanted) = &self.errors {
            wanted.write(&name(), count.row, rows, results, &bad, count.errors);
        }
    }
}

fn unwritable(error: parquet::errors::ParquetError) -> Fault {
    Fault::usage(format_args!("the rows have no form in Parquet: {error}"), "write CSV or NDJSON")
}

/// The bad rows in a file of their own: input, row, code, reason, and the columns that were read.
pub(crate) struct ErrorRows {
    writer: TextWriter,
    pub(crate) header: Vec<u8>,
    pub(crate) packing: Packing,
    /// Columns that the operation reads, by their places.
    roles: Vec<usize>,
    /// Columns that are only written, by their places.
    carried: Vec<usize>,
    reason: &'static str,
}

impl ErrorRows {
    pub(crate) fn new(
        format: Format,
        packing: Packing,
        header: bool,
        shape: &Shape,
        operation: &Operation,
    ) -> Self {
        let own = ["input", "row", "code", operation.reason()];
        let is_free = |name: &str| !own.contains(&name);
        let places = |fields: &[arrow_schema::FieldRef], is_wanted: &dyn Fn(&arrow_schema::Field) -> bool| {
            let wanted =
                fields.iter().enumerate().filter(|(_, field)| is_free(field.name()) && is_wanted(field));
            wanted.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let roles = places(&shape.roles, &|_| true);
        let carried = places(&shape.carried, &|field| {
            let is_role = shape.roles.iter().any(|role| role.name() == field.name());
            !is_role && Cells::new(&arrow_array::new_empty_array(field.data_type())).is_some()
        });
        let role_names = roles.iter().map(|at| (shape.roles[*at].name().as_str(), false));
        let is_json = shape.is_json && format == Format::Ndjson;
        let carried_names = carried.iter().map(|at| (shape.carried[*at].name().as_str(), is_json));
        let names: Vec<_> =
            own.map(|name| (name, false)).into_iter().chain(role_names).chain(carried_names).collect();
        let header = match header {
            true => TextWriter::header(format, names.iter().map(|(name, _)| *name)),
            false => Vec::new(),
        };
        let writer = TextWriter::with_columns(format, names.iter().copied());
        Self { writer, header, packing, roles, carried, reason: operation.reason() }
    }

    fn write(
        &self,
        input: &str,
        first_row: u64,
        rows: &Rows,
        results: &RecordBatch,
        bad: &[usize],
        out: &mut Vec<u8>,
    ) {
        let count = results.num_rows();
        let numbers = (0..count).map(|row| (first_row + row as u64 + 1) as i64);
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from_iter_values((0..count).map(|_| input))),
            Arc::new(Int64Array::from_iter_values(numbers)),
            results["code"].clone(),
            results[self.reason].clone(),
        ];
        columns.extend(self.roles.iter().map(|at| rows.input.column(*at).clone()));
        columns.extend(self.carried.iter().map(|at| rows.carried[*at].clone()));
        debug_assert!(columns.iter().all(|column| column.len() == count));
        self.writer.write(&columns, bad.iter().copied(), out);
    }
}
