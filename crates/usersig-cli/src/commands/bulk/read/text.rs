//! A text as an input: CSV, TSV or NDJSON.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, FieldRef};

use super::columns::TextColumns;
use super::delimited::{Delimited, Malformed};
use super::json::{self, JsonLines, JsonRows, Member, Taken};
use super::open::{self, Opened, Progress};
use super::records::{RecordBlock, Records, TextPosition};
use crate::commands::bulk::buffers::Buffers;
use crate::commands::bulk::format::Format;
use crate::commands::bulk::paths::Input;
use crate::commands::bulk::shape::{Rows, Shape};
use crate::fault::Fault;

/// A text that is read block by block.
pub(crate) struct TextSource {
    input: Input,
    records: Records,
    progress: Progress,
    names: Vec<String>,
    /// A block that was read to see what is in it.
    first: Option<RecordBlock>,
    reader: Option<Arc<Reader>>,
}

/// From records to columns.
struct Reader {
    shape: Arc<Shape>,
    records: RecordReader,
    /// How many columns the operation reads; they stand before those that are carried.
    roles: usize,
}

enum RecordReader {
    Delimited(Delimited),
    Json(JsonLines),
}

/// Records of a text, and how to read them.
pub(crate) struct TextBlock {
    records: RecordBlock,
    /// The records of each slice.
    slices: Vec<Range<usize>>,
    reader: Arc<Reader>,
}

impl TextSource {
    /// Opens a text. Its columns have the names given, or those that stand in it.
    pub(crate) fn open(input: &Input, given: &[String], eager: bool) -> Result<Self, Fault> {
        let Opened { text, progress } = open::open(input, 0, eager)?;
        let records = Records::new(text, input.format, TextPosition::default(), eager);
        let mut source = Self {
            input: input.clone(),
            records,
            progress,
            names: given.to_vec(),
            first: None,
            reader: None,
        };
        source.read_names()?;
        Ok(source)
    }

    /// Goes on at a place.
    pub(crate) fn skip_to(&mut self, offset: u64, row: u64) -> Result<(), Fault> {
        if (TextPosition { offset, row }) == self.position() {
            return Ok(());
        }
        let Opened { text, progress } = open::open(&self.input, offset, false)?;
        self.records = Records::new(text, self.input.format, TextPosition { offset, row }, false);
        self.progress = progress;
        self.first = None;
        Ok(())
    }

    fn read_names(&mut self) -> Result<(), Fault> {
        match self.input.format {
            Format::Ndjson => {
                self.first =
                    self.records.block(RecordBlock::default()).map_err(|error| self.fault(&error))?;
                self.names = self.first.as_ref().map(member_names).unwrap_or_default();
            }
            format if self.names.is_empty() => {
                let header = self.records.header().map_err(|error| self.fault(&error))?;
                let names = header.map(|header| Delimited::names(format, &header)).transpose();
                self.names = names.map_err(|malformed| self.no_header(&malformed))?.unwrap_or_default();
                if self.names.is_empty() {
                    return Err(Fault::usage(
                        format_args!("{} is empty: it has no header line", self.input.name()),
                        "a table begins with the names of its columns; name them with --columns if it does not",
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The columns, all of them texts.
    pub(crate) fn columns(&self) -> Vec<FieldRef> {
        let field = |name: &String| Arc::new(Field::new(name, DataType::Utf8, true));
        self.names.iter().map(field).collect()
    }

    /// Prepares to read the columns of a shape.
    pub(crate) fn shape(&mut self, shape: &Arc<Shape>) -> Result<(), Fault> {
        let names: Vec<_> = shape.roles.iter().chain(&shape.carried).map(|field| field.name()).collect();
        let records = if self.input.format == Format::Ndjson {
            let carried = if shape.is_json { Taken::Json } else { Taken::Text };
            let taken = |at| if at < shape.roles.len() { Taken::Value } else { carried };
            let member = |(at, name): (usize, &&String)| Member { name: (*name).clone(), taken: taken(at) };
            RecordReader::Json(JsonLines::new(
                names.iter().enumerate().map(member).collect(),
                shape.known.clone(),
            ))
        } else {
            let place = |name: &&String| self.names.iter().position(|known| known == *name);
            let places: Option<Vec<_>> = names.iter().map(place).collect();
            let places = places.ok_or_else(|| other_columns(&self.input))?;
            RecordReader::Delimited(Delimited::new(self.input.format, self.names.len(), places))
        };
        self.reader = Some(Arc::new(Reader { shape: shape.clone(), records, roles: shape.roles.len() }));
        Ok(())
    }

    pub(crate) fn block(&mut self, buffers: &mut Buffers) -> Result<Option<TextBlock>, Fault> {
        let Some(reader) = self.reader.clone() else { return Ok(None) };
        let records = match self.first.take() {
            Some(first) => Some(first),
            None => {
                let memory = std::mem::take(&mut buffers.records);
                self.records.block(memory).map_err(|error| self.fault(&error))?
            }
        };
        Ok(records.map(|records| TextBlock { slices: slices(&records.ranges), records, reader }))
    }

    /// Where the next block begins.
    pub(crate) const fn position(&self) -> TextPosition {
        match self.first {
            Some(_) => TextPosition { offset: 0, row: 0 },
            None => self.records.position(),
        }
    }

    pub(crate) fn fraction(&self) -> Option<f64> {
        self.progress.fraction()
    }

    fn fault(&self, error: &io::Error) -> Fault {
        open::fault(&self.input, error)
    }

    fn no_header(&self, malformed: &Malformed) -> Fault {
        Fault::usage(
            format_args!("the header line of {} cannot be read: {malformed}", self.input.name()),
            "check its first line, or whether it is another format: see --input-format",
        )
    }
}

/// An input that does not go with the first one.
pub(crate) fn other_columns(input: &Input) -> Fault {
    Fault::usage(
        format_args!("{} has other columns than the first input", input.name()),
        "put files with the same columns into one job",
    )
}

/// The names of all members of a block's first lines, in the order of their coming up.
fn member_names(block: &RecordBlock) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for &(start, end) in block.ranges.iter().take(LINES_WITH_NAMES) {
        for name in json::names(&block.bytes[start as usize..end as usize]) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

impl TextBlock {
    pub(crate) const fn len(&self) -> usize {
        self.records.ranges.len()
    }

    pub(crate) const fn slice_count(&self) -> usize {
        self.slices.len()
    }

    pub(crate) fn slice(&self, at: usize) -> Result<Rows, Fault> {
        self.reader.read(&self.records, self.slices[at].clone())
    }

    pub(crate) fn into_records(self) -> RecordBlock {
        self.records
    }
}

impl Reader {
    fn read(&self, records: &RecordBlock, range: Range<usize>) -> Result<Rows, Fault> {
        let (columns, malformed, late): (TextColumns, Vec<(usize, Malformed)>, _) = match &self.records {
            RecordReader::Delimited(reader) => {
                let (columns, malformed) = reader.read(records, range);
                (columns, malformed, Vec::new())
            }
            RecordReader::Json(reader) => {
                let JsonRows { columns, malformed, late } = reader.read(records, range);
                (columns, malformed, late)
            }
        };
        let unsound =
            |error| Fault::usage(format_args!("a column of text is not sound: {error}"), "report this");
        let mut columns = columns.finish().map_err(unsound)?;
        let carried = columns.split_off(self.roles);
        let input = RecordBatch::try_new(self.shape.input_schema(), columns).map_err(unsound)?;
        let malformed = malformed.into_iter().map(|(row, fault)| (row, fault.to_string())).collect();
        Ok(Rows { input, carried, malformed, late })
    }
}

/// Slices of a block whose records have these ranges.
fn slices(ranges: &[(u32, u32)]) -> Vec<Range<usize>> {
    let mut slices = Vec::new();
    let mut start = 0;
    while let Some(&(first, _)) = ranges.get(start) {
        let rest = &ranges[start..ranges.len().min(start + SLICE_ROWS)];
        let fits = |(_, end): &(u32, u32)| ((end - first) as usize) < SLICE_BYTES;
        // One record at least, however long it is.
        let end = start + rest.partition_point(fits).max(1);
        slices.push(start..end);
        start = end;
    }
    slices
}

/// Most rows of a slice: their columns stay in a processor's cache.
pub(crate) const SLICE_ROWS: usize = 4096;
/// A slice of long rows has fewer.
pub(crate) const SLICE_BYTES: usize = 1 << 19;
/// Lines of NDJSON that are looked at for the names of columns.
const LINES_WITH_NAMES: usize = 1000;
