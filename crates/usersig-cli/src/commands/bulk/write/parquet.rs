//! Rows as Parquet: each block is a row group, and the file's end is written last.
//!
//! A block is encoded as a small file of its own, so that blocks are encoded on all cores. Their
//! row groups are then put one behind another, and their places in the table of contents moved.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::Schema;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::Result;
use parquet::file::metadata::{
    ColumnChunkMetaData, FileMetaData, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter,
    RowGroupMetaData,
};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use crate::commands::bulk::format::ParquetCompression;

/// Encodes blocks of one schema.
#[derive(Debug, Clone)]
pub(crate) struct ParquetEncoder {
    schema: Arc<Schema>,
    properties: WriterProperties,
}

/// A block while it is encoded.
pub(crate) struct ParquetBlockWriter<'a> {
    schema: Arc<Schema>,
    writer: ArrowWriter<&'a mut Vec<u8>>,
}

/// The row group of one block.
pub(crate) struct RowGroup {
    /// How many bytes it has.
    length: usize,
    /// What the small file's table of contents says about it.
    pub(crate) metadata: ParquetMetaData,
}

impl ParquetEncoder {
    pub(crate) fn new(schema: Arc<Schema>, compression: ParquetCompression, unlike: &[&str]) -> Self {
        let compression = match compression {
            ParquetCompression::Snappy => Compression::SNAPPY,
            ParquetCompression::Zstd => Compression::ZSTD(ZstdLevel::default()),
            ParquetCompression::None => Compression::UNCOMPRESSED,
        };
        let mut properties = WriterProperties::builder()
            .set_compression(compression)
            .set_created_by(concat!("usersig version ", env!("CARGO_PKG_VERSION")).into())
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_data_page_size_limit(PAGE_BYTES)
            .set_write_batch_size(ROWS_BETWEEN_LOOKS)
            .set_max_row_group_row_count(None);
        for name in unlike {
            // No two values are the same, and nobody looks for a range of them.
            let path = ColumnPath::from(*name);
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_statistics_enabled(path, EnabledStatistics::None);
        }
        Self { schema, properties: properties.build() }
    }

    /// Encodes a block into this memory.
    pub(crate) fn block<'a>(&self, memory: &'a mut Vec<u8>) -> Result<ParquetBlockWriter<'a>> {
        memory.clear();
        let writer = ArrowWriter::try_new(memory, self.schema.clone(), Some(self.properties.clone()))?;
        Ok(ParquetBlockWriter { schema: self.schema.clone(), writer })
    }

    /// What a file without rows says about itself.
    fn empty(&self) -> Result<ParquetMetaData> {
        self.block(&mut Vec::new())?.writer.close()
    }
}

impl ParquetBlockWriter<'_> {
    pub(crate) fn write(&mut self, columns: Vec<ArrayRef>) -> Result<()> {
        self.writer.write(&RecordBatch::try_new(self.schema.clone(), columns)?)
    }

    pub(crate) fn finish(self) -> Result<RowGroup> {
        let metadata = self.writer.close()?;
        let ends = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns).map(|column| {
            let (start, length) = column.byte_range();
            start + length
        });
        let end = ends.max().unwrap_or(MAGIC.len() as u64);
        let length = usize::try_from(end).unwrap_or_default().saturating_sub(MAGIC.len());
        Ok(RowGroup { length, metadata })
    }
}

impl RowGroup {
    /// Its bytes in the small file.
    pub(crate) fn bytes<'a>(&self, file: &'a [u8]) -> &'a [u8] {
        file.get(MAGIC.len()..MAGIC.len() + self.length).unwrap_or_default()
    }
}

/// The table of contents of a file that is being written.
pub(crate) struct Contents {
    file: FileMetaData,
    row_groups: Vec<RowGroupMetaData>,
}

impl Contents {
    pub(crate) fn new(encoder: &ParquetEncoder) -> Result<Self> {
        Ok(Self { file: encoder.empty()?.file_metadata().clone(), row_groups: Vec::new() })
    }

    pub(crate) const fn len(&self) -> usize {
        self.row_groups.len()
    }

    /// Adds the row group of a block, which begins at byte `start` of the file.
    pub(crate) fn add(&mut self, block: &ParquetMetaData, start: u64) -> Result<()> {
        let moved = i64::try_from(start).unwrap_or(i64::MAX) - MAGIC.len() as i64;
        let mut added = Vec::new();
        for group in block.row_groups() {
            let column = |column: &ColumnChunkMetaData| {
                let data_page = column.data_page_offset() + moved;
                let dictionary_page = column.dictionary_page_offset().map(|offset| offset + moved);
                let builder = column.clone().into_builder();
                builder.set_data_page_offset(data_page).set_dictionary_page_offset(dictionary_page).build()
            };
            let columns = group.columns().iter().map(column).collect::<Result<Vec<_>>>()?;
            let builder = RowGroupMetaData::builder(group.schema_descr_ptr())
                .set_num_rows(group.num_rows())
                .set_total_byte_size(group.total_byte_size())
                .set_file_offset(group.file_offset().unwrap_or_default() + moved)
                .set_column_metadata(columns);
            added.push(builder.build()?);
        }
        // As a journal keeps them, so that a job that goes on later writes the same end.
        let saved = saved(&self.file, added)?;
        self.restore(&saved)
    }

    /// What a journal keeps of the row groups from this one on.
    pub(crate) fn saved(&self, from: usize) -> Result<Vec<u8>> {
        saved(&self.file, self.row_groups.get(from..).unwrap_or_default().to_vec())
    }

    /// Adds the row groups that [`saved`](Self::saved) gave.
    pub(crate) fn restore(&mut self, saved: &[u8]) -> Result<()> {
        self.row_groups.extend_from_slice(ParquetMetaDataReader::decode_metadata(saved)?.row_groups());
        Ok(())
    }

    /// The end of the file.
    pub(crate) fn end(self) -> Result<Vec<u8>> {
        end_of_file(&self.file, self.row_groups)
    }
}

fn saved(file: &FileMetaData, row_groups: Vec<RowGroupMetaData>) -> Result<Vec<u8>> {
    let mut bytes = end_of_file(file, row_groups)?;
    // The length and the magic bytes behind it are those of a file's end.
    bytes.truncate(bytes.len().saturating_sub(2 * MAGIC.len()));
    Ok(bytes)
}

fn end_of_file(file: &FileMetaData, row_groups: Vec<RowGroupMetaData>) -> Result<Vec<u8>> {
    let rows = row_groups.iter().map(RowGroupMetaData::num_rows).sum();
    let file = FileMetaData::new(
        file.version(),
        rows,
        file.created_by().map(Into::into),
        file.key_value_metadata().cloned(),
        file.schema_descr_ptr(),
        file.column_orders().cloned(),
    );
    let mut bytes = Vec::new();
    ParquetMetaDataWriter::new(&mut bytes, &ParquetMetaData::new(file, row_groups)).finish()?;
    Ok(bytes)
}

/// A page ends behind this many bytes. Pages of a mebibyte would be asked of the system and given
/// back again and again, which costs a fifth of the time; these stay in a processor's cache.
const PAGE_BYTES: usize = 1 << 16;
/// Rows after which the encoder looks how long its page is.
const ROWS_BETWEEN_LOOKS: usize = 256;
/// What a Parquet file begins with.
pub(crate) const MAGIC: &[u8] = b"PAR1";
