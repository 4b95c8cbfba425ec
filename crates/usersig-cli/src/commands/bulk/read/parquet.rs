//! Parquet as an input.

use std::cell::Cell;
use std::fs::File;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once};

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{FieldRef, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use super::records::{BLOCK_BYTES, BLOCK_ROWS};
use super::text::{SLICE_BYTES, other_columns};
use crate::commands::bulk::paths::{Input, damaged};
use crate::commands::bulk::shape::{Rows, Shape};
use crate::fault::Fault;

/// A Parquet file that is read block by block.
pub(crate) struct ParquetSource {
    input: Input,
    columns: Vec<FieldRef>,
    metadata: Arc<ParquetMetaData>,
    reader: Option<ParquetRecordBatchReader>,
    mapping: Option<Arc<Mapping>>,
    /// The places of the columns that are read.
    read: Vec<usize>,
    row: u64,
}

/// Where the columns of a shape stand in what the reader gives.
struct Mapping {
    schema: Arc<Schema>,
    roles: Vec<usize>,
    carried: Vec<usize>,
}

/// Batches of one file.
pub(crate) struct ParquetBlock {
    batches: Vec<RecordBatch>,
    mapping: Arc<Mapping>,
}

impl ParquetSource {
    pub(crate) fn open(input: &Input) -> Result<Self, Fault> {
        let builder = builder(input)?;
        let columns = builder.schema().fields().iter().cloned().collect();
        let metadata = builder.metadata().clone();
        Ok(Self {
            input: input.clone(),
            columns,
            metadata,
            reader: None,
            mapping: None,
            read: Vec::new(),
            row: 0,
        })
    }

    pub(crate) fn columns(&self) -> &[FieldRef] {
        &self.columns
    }

    /// Goes on at a row.
    pub(crate) const fn skip_to(&mut self, row: u64) {
        self.row = row;
    }

    /// Prepares to read the columns of a shape.
    pub(crate) fn shape(&mut self, shape: &Shape) -> Result<(), Fault> {
        let place = |field: &FieldRef| {
            let found = self.columns.iter().position(|known| known.name() == field.name());
            found.filter(|at| self.columns[*at].data_type() == field.data_type())
        };
        let places = |fields: &[FieldRef]| fields.iter().map(place).collect::<Option<Vec<_>>>();
        let found = places(&shape.roles).zip(places(&shape.carried));
        let (roles, carried) = found.ok_or_else(|| other_columns(&self.input))?;
        let mut read: Vec<usize> = roles.iter().chain(&carried).copied().collect();
        read.sort_unstable();
        read.dedup();
        let place = |at: &usize| read.binary_search(at).unwrap_or_default();
        let (roles, carried) = (roles.iter().map(place).collect(), carried.iter().map(place).collect());
        self.mapping = Some(Arc::new(Mapping { schema: shape.input_schema(), roles, carried }));

        self.read = read;
        let offset = usize::try_from(self.row).unwrap_or(usize::MAX);
        let reader = self.reader(|builder| builder.with_offset(offset))?;
        self.reader = Some(reader.map_err(|text| self.fault(&text))?);
        Ok(())
    }

    fn reader(
        &self,
        of: impl FnOnce(ParquetRecordBatchReaderBuilder<File>) -> ParquetRecordBatchReaderBuilder<File>,
    ) -> Result<Result<ParquetRecordBatchReader, String>, Fault> {
        let builder = builder(&self.input)?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), self.read.iter().copied());
        let builder = of(builder.with_projection(mask).with_batch_size(self.batch_rows()));
        Ok(guarded(|| builder.build()))
    }

    /// Rows that are read at a time: no more than a slice has bytes for, as the file says it of its
    /// longest rows. So a block of long rows ends soon behind the bytes that it may have.
    fn batch_rows(&self) -> usize {
        let bytes_of_a_row = |group: &RowGroupMetaData| {
            let leaves = group.columns().iter().enumerate();
            let read = leaves.filter(|(leaf, _)| {
                self.read.binary_search(&group.schema_descr().get_column_root_idx(*leaf)).is_ok()
            });
            // A dictionary holds each value once; the columns that are made of it do not.
            let bytes = |(_, column): (usize, &ColumnChunkMetaData)| {
                column.uncompressed_size().max(column.unencoded_byte_array_data_bytes().unwrap_or_default())
            };
            let bytes = read.map(bytes).fold(0, i64::saturating_add);
            usize::try_from(bytes / group.num_rows().max(1)).unwrap_or_default()
        };
        let longest = self.metadata.row_groups().iter().map(bytes_of_a_row).max().unwrap_or_default();
        (SLICE_BYTES / longest.max(1)).clamp(1, BATCH_ROWS)
    }

    pub(crate) fn block(&mut self) -> Result<Option<ParquetBlock>, Fault> {
        let Some(mapping) = self.mapping.clone() else { return Ok(None) };
        let (mut batches, mut rows, mut bytes) = (Vec::new(), 0, 0);
        while rows < BLOCK_ROWS && bytes < BLOCK_BYTES {
            let Some(reader) = &mut self.reader else { break };
            let next = guarded(|| reader.next().transpose());
            let Some(batch) = next.map_err(|text| self.fault(&text))? else { break };
            rows += batch.num_rows();
            bytes += size(&batch);
            self.row += batch.num_rows() as u64;
            slice(&batch, &mut batches);
        }
        Ok(if batches.is_empty() { None } else { Some(ParquetBlock { batches, mapping }) })
    }

    pub(crate) const fn row(&self) -> u64 {
        self.row
    }

    pub(crate) fn fraction(&self) -> f64 {
        let rows = self.metadata.file_metadata().num_rows();
        if rows > 0 { self.row as f64 / rows as f64 } else { 1.0 }
    }

    /// Says where in the file it was, as far as that can be found out.
    fn fault(&self, text: &str) -> Fault {
        let mut behind = 0;
        for (number, group) in self.metadata.row_groups().iter().enumerate() {
            behind += u64::try_from(group.num_rows()).unwrap_or_default();
            if self.row < behind
                && let Some(text) = self.fault_of(number)
            {
                let starts = group.columns().iter().map(|column| column.byte_range().0);
                let start = starts.min().unwrap_or_default();
                let text = format!("row group {number}, which begins at byte {start}, goes wrong: {text}");
                return damaged(&self.input.path, &text);
            }
        }
        damaged(&self.input.path, &text)
    }

    /// What is wrong with one row group, if anything.
    fn fault_of(&self, row_group: usize) -> Option<String> {
        let reader = self.reader(|builder| builder.with_row_groups(vec![row_group])).ok()?;
        guarded(|| reader?.try_for_each(|batch| batch.map(drop).map_err(|error| error.to_string()))).err()
    }
}

impl ParquetBlock {
    pub(crate) fn len(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    pub(crate) const fn slice_count(&self) -> usize {
        self.batches.len()
    }

    pub(crate) fn slice(&self, at: usize) -> Result<Rows, Fault> {
        let batch = &self.batches[at];
        let columns = |places: &[usize]| -> Vec<ArrayRef> {
            places.iter().map(|place| batch.column(*place).clone()).collect()
        };
        let input = RecordBatch::try_new(self.mapping.schema.clone(), columns(&self.mapping.roles));
        let input = input.map_err(|error| Fault::usage(error, "report this"))?;
        Ok(Rows { input, carried: columns(&self.mapping.carried), malformed: Vec::new(), late: Vec::new() })
    }
}

/// Adds a batch in slices, those of long rows of fewer.
fn slice(batch: &RecordBatch, slices: &mut Vec<RecordBatch>) {
    let rows = batch.num_rows();
    let of_a_slice = (rows * SLICE_BYTES / size(batch).max(1)).clamp(1, BATCH_ROWS);
    slices.extend((0..rows).step_by(of_a_slice).map(|at| batch.slice(at, of_a_slice.min(rows - at))));
}

/// Bytes of the values. What the reader has allocated for them depends on what it read before.
fn size(batch: &RecordBatch) -> usize {
    batch.columns().iter().map(|column| column.to_data().get_slice_memory_size().unwrap_or_default()).sum()
}

fn builder(input: &Input) -> Result<ParquetRecordBatchReaderBuilder<File>, Fault> {
    let file = File::open(&input.path).map_err(|error| Fault::file("read", &input.path, &error))?;
    let length = file.metadata().map(|metadata| metadata.len()).unwrap_or_default();
    // The types of Parquet itself: one kind of text, no dictionaries.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    guarded(|| ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)).map_err(|text| {
        damaged(&input.path, &format!("its table of contents, before byte {length}, goes wrong: {text}"))
    })
}

/// A damaged file may make the library panic; that is an error like the others.
fn guarded<T, E: ToString>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    // Its text would stand above ours. Panics of other threads and places are told as ever.
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    match done {
        Ok(done) => done.map_err(|error| error.to_string()),
        Err(_) => Err("it is damaged".into()),
    }
}

thread_local! {
    /// Whether a panic of this thread becomes an error.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}
static QUIET: Once = Once::new();
/// Most rows that are read at a time.
const BATCH_ROWS: usize = 1024;
