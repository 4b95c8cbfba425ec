//! Splits a text into records and hands them out in blocks.
//!
//! Where a block ends depends on the text alone, never on how much a read returned, so a job
//! that goes on later cuts the same blocks. Memory is bounded by [`BLOCK_BYTES`] and
//! [`RECORD_BYTES`], whatever stands in the text.

use std::io::{self, ErrorKind, Read};

use memchr::{memchr, memchr2};

use crate::commands::bulk::format::Format;

/// Hands out the records of one text.
pub(crate) struct Records {
    input: Box<dyn Read + Send>,
    format: Format,
    /// What was read and not handed out.
    pending: Vec<u8>,
    position: TextPosition,
    is_over: bool,
    /// Inside a record that is too long, up to the end of its line.
    is_passing_over: bool,
    /// Hands out whatever there is instead of waiting for a whole block.
    eager: bool,
}

/// Records side by side.
#[derive(Debug, Default)]
pub(crate) struct RecordBlock {
    pub(crate) bytes: Vec<u8>,
    /// Where each record begins and ends in `bytes`, without its line end.
    pub(crate) ranges: Vec<(u32, u32)>,
    /// Places of records that were longer than any may be; their ranges are empty.
    pub(crate) too_long: Vec<usize>,
}

/// A place between two records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TextPosition {
    /// Bytes before it.
    pub(crate) offset: u64,
    /// Records before it.
    pub(crate) row: u64,
}

/// How far a record goes.
enum End {
    /// Behind its line end.
    At(usize),
    /// Farther than what was read.
    Unknown,
    /// Its quotes do not fit together.
    Broken,
}

impl Records {
    /// `input` stands at `position`.
    pub(crate) const fn new(
        input: Box<dyn Read + Send>,
        format: Format,
        position: TextPosition,
        eager: bool,
    ) -> Self {
        let pending = Vec::new();
        Self { input, format, pending, position, is_over: false, is_passing_over: false, eager }
    }

    /// Where the next block begins.
    pub(crate) const fn position(&self) -> TextPosition {
        self.position
    }

    /// One record by itself, which is not counted: a header line.
    pub(crate) fn header(&mut self) -> io::Result<Option<RecordBlock>> {
        let header = self.block_of(RecordBlock::default(), 1);
        self.position.row = 0;
        header
    }

    /// The next block, in the memory of one that is not needed any more; `None` at the end.
    pub(crate) fn block(&mut self, memory: RecordBlock) -> io::Result<Option<RecordBlock>> {
        self.block_of(memory, BLOCK_ROWS)
    }

    fn block_of(&mut self, memory: RecordBlock, most_rows: usize) -> io::Result<Option<RecordBlock>> {
        let mut block = memory;
        block.bytes.clear();
        block.ranges.clear();
        block.too_long.clear();
        block.bytes.append(&mut self.pending);
        // Up to here the bytes are split into records.
        let mut done = 0;
        let mut passed_over = 0;
        loop {
            if self.is_passing_over {
                let line = memchr(b'\n', &block.bytes[done..]).map(|at| at + 1);
                let length = line.unwrap_or(block.bytes.len() - done);
                block.bytes.drain(done..done + length);
                passed_over += length as u64;
                self.is_passing_over = line.is_none() && !self.is_over;
            }
            if !self.is_passing_over {
                done = self.split(&mut block, done, most_rows);
            }
            let is_full = block.ranges.len() == most_rows || done >= BLOCK_BYTES;
            let is_enough = is_full || (self.eager && !block.ranges.is_empty());
            if !self.is_passing_over && (self.is_over || is_enough) {
                break;
            }
            self.is_over = self.is_over || fill(&mut *self.input, &mut block.bytes)? == 0;
        }
        self.pending.extend_from_slice(&block.bytes[done..]);
        block.bytes.truncate(done);
        self.position.offset += done as u64 + passed_over;
        self.position.row += block.ranges.len() as u64;
        Ok(if block.ranges.is_empty() { None } else { Some(block) })
    }

    /// Splits what was read, from `done` on; how far it came.
    fn split(&mut self, block: &mut RecordBlock, mut done: usize, most_rows: usize) -> usize {
        let RecordBlock { bytes, ranges, too_long } = block;
        if self.position.offset == 0 && done == 0 && bytes.starts_with(BYTE_ORDER_MARK) {
            done = BYTE_ORDER_MARK.len();
        }
        while ranges.len() < most_rows && done < BLOCK_BYTES && done < bytes.len() {
            let rest = &bytes[done..];
            let length = match self.end_of_record(rest) {
                End::At(length) if length <= RECORD_BYTES => length,
                End::Unknown if rest.len() < RECORD_BYTES => break,
                // A line by itself is what is broken, so that the lines behind it are not.
                _ => match memchr(b'\n', rest) {
                    Some(at) if at < RECORD_BYTES => at + 1,
                    None if rest.len() <= RECORD_BYTES && !self.is_over => break,
                    None if rest.len() <= RECORD_BYTES => rest.len(),
                    _ => {
                        too_long.push(ranges.len());
                        ranges.push((done as u32, done as u32));
                        self.is_passing_over = true;
                        break;
                    }
                },
            };
            let record = without_line_end(&rest[..length]);
            // Every line of TSV is a row, as ClickHouse counts them.
            if !record.is_empty() || self.format == Format::Tsv {
                // A block is far below 4 GiB.
                ranges.push((done as u32, (done + record.len()) as u32));
            }
            done += length;
        }
        done
    }

    fn end_of_record(&self, bytes: &[u8]) -> End {
        let end = match self.format {
            Format::Csv => end_of_csv_record(bytes, self.is_over),
            _ => memchr(b'\n', bytes).map_or(End::Unknown, |at| End::At(at + 1)),
        };
        match end {
            End::Unknown if self.is_over => End::At(bytes.len()),
            end => end,
        }
    }
}

/// A record ends at a line feed outside of quotes.
fn end_of_csv_record(bytes: &[u8], is_over: bool) -> End {
    let mut at = 0;
    loop {
        let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\n', rest)) else {
            return End::Unknown;
        };
        let found = at + found;
        if bytes[found] == b'\n' {
            return End::At(found + 1);
        }
        let opens = found == 0 || bytes[found - 1] == b',';
        if !opens {
            at = found + 1;
            continue;
        }
        at = match closing_quote(bytes, found + 1) {
            Some(close) => match &bytes[close + 1..] {
                [] if is_over => return End::At(bytes.len()),
                [] | [b'\r'] if !is_over => return End::Unknown,
                [b',' | b'\n', ..] | [b'\r', b'\n', ..] | [b'\r'] => close + 1,
                _ => return End::Broken,
            },
            None if is_over || bytes.len() >= RECORD_BYTES => return End::Broken,
            None => return End::Unknown,
        };
    }
}

/// The place of the quote that ends a quoted field, whose text begins at `from`.
pub(crate) fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(b'"', bytes.get(at..)?)?;
        // A quote inside is written twice.
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn without_line_end(record: &[u8]) -> &[u8] {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    record.strip_suffix(b"\r").unwrap_or(record)
}

/// Reads some more; how much, and 0 at the end.
fn fill(input: &mut dyn Read, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let start = bytes.len();
    bytes.resize(start + READ_BYTES, 0);
    loop {
        match input.read(&mut bytes[start..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                bytes.truncate(start);
                return Err(error);
            }
            Ok(length) => {
                bytes.truncate(start + length);
                return Ok(length);
            }
        }
    }
}

/// Most records of a block.
pub(crate) const BLOCK_ROWS: usize = 65_536;
/// A block ends behind the record that passes this.
pub(crate) const BLOCK_BYTES: usize = 3 << 20;
/// Longest record, in bytes: far above any with a ticket in it.
pub(crate) const RECORD_BYTES: usize = 1 << 20;
const READ_BYTES: usize = 1 << 18;
/// Some programs begin a file in UTF-8 with this.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests;
