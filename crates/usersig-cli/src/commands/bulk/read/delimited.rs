//! Records of CSV and TSV into columns of text.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

use super::columns::TextColumns;
use super::records::{RecordBlock, closing_quote};
use crate::commands::bulk::format::Format;

/// What a field holds.
#[derive(Debug, Clone)]
enum Field {
    /// Nothing at all: an empty field of CSV without quotes, `\N` of TSV.
    Null,
    /// These bytes of the record.
    Plain(Range<usize>),
    /// These bytes of the record, with escapes.
    Escaped(Range<usize>),
}

/// Reads records of one file.
#[derive(Debug)]
pub(crate) struct Delimited {
    format: Format,
    /// How many fields a record has.
    count: usize,
    /// The places of the fields that are taken, in the order of the columns they become.
    taken: Vec<usize>,
}

/// Why a record is not a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Malformed {
    Quotes,
    Fields { count: usize, expected: usize },
    NotUtf8,
    TooLong,
    Json(String),
}

impl Delimited {
    pub(crate) const fn new(format: Format, count: usize, taken: Vec<usize>) -> Self {
        Self { format, count, taken }
    }

    /// The rows of `range` of a block: their columns, and which of them are malformed.
    pub(crate) fn read(
        &self,
        block: &RecordBlock,
        range: Range<usize>,
    ) -> (TextColumns, Vec<(usize, Malformed)>) {
        let mut columns = TextColumns::new(self.taken.len(), range.len());
        let mut malformed = Vec::new();
        let mut fields = Vec::with_capacity(self.count);
        let is_utf8 = span(block, range.clone()).is_some_and(|bytes| std::str::from_utf8(bytes).is_ok());
        for (row, record) in range.enumerate() {
            let (start, end) = block.ranges[record];
            let bytes = &block.bytes[start as usize..end as usize];
            match self.split(bytes, is_utf8, &mut fields) {
                Ok(()) if !block.too_long.contains(&record) => self.push(bytes, &fields, &mut columns),
                Ok(()) => {
                    malformed.push((row, Malformed::TooLong));
                    columns.push_nulls();
                }
                Err(fault) => {
                    let is_too_long = block.too_long.contains(&record);
                    malformed.push((row, if is_too_long { Malformed::TooLong } else { fault }));
                    columns.push_nulls();
                }
            }
        }
        (columns, malformed)
    }

    /// The names in a header line.
    pub(crate) fn names(format: Format, header: &RecordBlock) -> Result<Vec<String>, Malformed> {
        let Some(&(start, end)) = header.ranges.first() else { return Ok(Vec::new()) };
        if !header.too_long.is_empty() {
            return Err(Malformed::TooLong);
        }
        let bytes = &header.bytes[start as usize..end as usize];
        let mut fields = Vec::new();
        split_into(format, bytes, &mut fields)?;
        let name = |field: &Field| {
            let bytes = value(format, bytes, field).unwrap_or_default();
            String::from_utf8(bytes.into_owned()).map_err(|_| Malformed::NotUtf8)
        };
        fields.iter().map(name).collect()
    }

    fn split(&self, bytes: &[u8], is_utf8: bool, fields: &mut Vec<Field>) -> Result<(), Malformed> {
        if !is_utf8 && std::str::from_utf8(bytes).is_err() {
            return Err(Malformed::NotUtf8);
        }
        split_into(self.format, bytes, fields)?;
        if fields.len() != self.count {
            return Err(Malformed::Fields { count: fields.len(), expected: self.count });
        }
        Ok(())
    }

    fn push(&self, bytes: &[u8], fields: &[Field], columns: &mut TextColumns) {
        for (column, &at) in self.taken.iter().enumerate() {
            columns.push(column, value(self.format, bytes, &fields[at]).as_deref());
        }
    }
}

/// The bytes from the first to the last of these records.
fn span(block: &RecordBlock, range: Range<usize>) -> Option<&[u8]> {
    let records = block.ranges.get(range)?;
    block.bytes.get(records.first()?.0 as usize..records.last()?.1 as usize)
}

fn split_into(format: Format, bytes: &[u8], fields: &mut Vec<Field>) -> Result<(), Malformed> {
    fields.clear();
    match format {
        Format::Csv => split_csv(bytes, fields),
        _ => {
            split_tsv(bytes, fields);
            Ok(())
        }
    }
}

fn split_csv(bytes: &[u8], fields: &mut Vec<Field>) -> Result<(), Malformed> {
    let mut start = 0;
    loop {
        let (field, end) = if bytes.get(start) == Some(&b'"') {
            let close = closing_quote(bytes, start + 1).ok_or(Malformed::Quotes)?;
            let text = start + 1..close;
            let is_plain = memchr(b'"', &bytes[text.clone()]).is_none();
            (if is_plain { Field::Plain(text) } else { Field::Escaped(text) }, close + 1)
        } else {
            let end = memchr(b',', &bytes[start..]).map_or(bytes.len(), |at| start + at);
            (if end == start { Field::Null } else { Field::Plain(start..end) }, end)
        };
        fields.push(field);
        match bytes.get(end) {
            None => return Ok(()),
            Some(b',') => start = end + 1,
            Some(_) => return Err(Malformed::Quotes),
        }
    }
}

fn split_tsv(bytes: &[u8], fields: &mut Vec<Field>) {
    let mut start = 0;
    loop {
        let mut end = start;
        let mut is_escaped = false;
        loop {
            match memchr2(b'\t', b'\\', &bytes[end..]) {
                None => end = bytes.len(),
                Some(at) if bytes[end + at] == b'\t' => end += at,
                Some(at) => {
                    is_escaped = true;
                    end = bytes.len().min(end + at + 2);
                    continue;
                }
            }
            break;
        }
        let text = start..end;
        fields.push(match is_escaped {
            true if &bytes[text.clone()] == b"\\N" => Field::Null,
            true => Field::Escaped(text),
            false => Field::Plain(text),
        });
        if end == bytes.len() {
            return;
        }
        start = end + 1;
    }
}

/// A field's value; `None` of a null.
fn value<'a>(format: Format, record: &'a [u8], field: &Field) -> Option<Cow<'a, [u8]>> {
    match field {
        Field::Null => None,
        Field::Plain(range) => Some(Cow::Borrowed(&record[range.clone()])),
        Field::Escaped(range) => {
            let text = &record[range.clone()];
            Some(Cow::Owned(if format == Format::Csv { undouble(text) } else { unescape(text) }))
        }
    }
}

/// Quotes that stand twice, once.
fn undouble(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

/// The escapes of ClickHouse's TabSeparated.
fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        out.push(match rest.get(at + 1) {
            Some(b't') => b'\t',
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'0') => 0,
            Some(other) => *other,
            None => b'\\',
        });
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}
