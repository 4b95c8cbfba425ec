//! Rows as CSV, TSV or NDJSON.

use arrow_array::ArrayRef;
use memchr::{memchr, memchr3};

use super::cells::{Cell, Cells, push_base64, push_plain};
use crate::commands::bulk::format::Format;
use crate::commands::bulk::shape::{Shape, Source};

/// Writes rows of one shape.
#[derive(Debug, Clone)]
pub(crate) struct TextWriter {
    format: Format,
    columns: Vec<Column>,
}

#[derive(Debug, Clone)]
struct Column {
    /// What stands before a value: of NDJSON, the member's name and its colon.
    before: Vec<u8>,
    /// Whether its texts are JSON already.
    is_json: bool,
}

impl TextWriter {
    pub(crate) fn new(format: Format, shape: &Shape) -> Self {
        let is_json =
            |source| shape.is_json && format == Format::Ndjson && matches!(source, Source::Carried(_));
        let columns =
            shape.outputs.iter().map(|output| (output.field.name().as_str(), is_json(output.source)));
        Self::with_columns(format, columns)
    }

    /// Writes columns of these names; of each, whether its texts are JSON.
    pub(crate) fn with_columns<'a>(format: Format, columns: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let column = |(at, (name, is_json)): (usize, (&str, bool))| {
            let mut before = Vec::new();
            match format {
                Format::Ndjson => {
                    before.push(if at == 0 { b'{' } else { b',' });
                    push_json(name, &mut before);
                    before.push(b':');
                }
                format if at > 0 => before.push(delimiter(format)),
                _ => {}
            }
            Column { before, is_json }
        };
        Self { format, columns: columns.enumerate().map(column).collect() }
    }

    /// The line with the names of the columns; nothing of NDJSON.
    pub(crate) fn header<'a>(format: Format, names: impl Iterator<Item = &'a str>) -> Vec<u8> {
        let mut line = Vec::new();
        if format == Format::Ndjson {
            return line;
        }
        for (at, name) in names.enumerate() {
            if at > 0 {
                line.push(delimiter(format));
            }
            push_text(format, name, &mut line);
        }
        line.push(b'\n');
        line
    }

    /// Writes the rows, whose columns have types that [`Cells`] knows.
    pub(crate) fn write(&self, columns: &[ArrayRef], rows: impl Iterator<Item = usize>, out: &mut Vec<u8>) {
        let cells: Vec<_> = columns.iter().map(|column| Cells::new(column).unwrap_or(Cells::Null)).collect();
        for row in rows {
            for (column, cells) in self.columns.iter().zip(&cells) {
                out.extend_from_slice(&column.before);
                self.push(cells.get(row), column.is_json, out);
            }
            if self.format == Format::Ndjson {
                out.push(b'}');
            }
            out.push(b'\n');
        }
    }

    #[inline]
    fn push(&self, cell: Cell<'_>, is_json: bool, out: &mut Vec<u8>) {
        match cell {
            Cell::Null => out.extend_from_slice(match self.format {
                Format::Tsv => b"\\N",
                Format::Ndjson => b"null",
                _ => b"",
            }),
            Cell::Text(text) if is_json => out.extend_from_slice(text.as_bytes()),
            Cell::Text(text) => push_text(self.format, text, out),
            Cell::Bytes(bytes) if self.format == Format::Ndjson => {
                out.push(b'"');
                push_base64(bytes, out);
                out.push(b'"');
            }
            Cell::Bytes([]) => push_text(self.format, "", out),
            Cell::Bytes(bytes) => push_base64(bytes, out),
            Cell::Float(number) if !number.is_finite() && self.format == Format::Ndjson => {
                out.extend_from_slice(b"null");
            }
            cell => push_plain(&cell, out),
        }
    }
}

const fn delimiter(format: Format) -> u8 {
    if matches!(format, Format::Tsv) { b'\t' } else { b',' }
}

fn push_text(format: Format, text: &str, out: &mut Vec<u8>) {
    match format {
        Format::Tsv => push_tsv(text.as_bytes(), out),
        Format::Ndjson => push_json(text, out),
        _ => push_csv(text.as_bytes(), out),
    }
}

/// A text; an empty one in quotes, since nothing at all is a null.
fn push_csv(text: &[u8], out: &mut Vec<u8>) {
    if !text.is_empty() && memchr3(b'"', b',', b'\n', text).is_none() && memchr(b'\r', text).is_none() {
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    let mut rest = text;
    while let Some(at) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        out.push(b'"');
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

fn push_tsv(text: &[u8], out: &mut Vec<u8>) {
    let is_special = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b'\\' | 0);
    // Looking at every byte lets the compiler look at many at once.
    if !text.iter().fold(false, |special, byte| special | is_special(*byte)) {
        out.extend_from_slice(text);
        return;
    }
    for &byte in text {
        match byte {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0 => out.extend_from_slice(b"\\0"),
            byte => out.push(byte),
        }
    }
}

fn push_json(text: &str, out: &mut Vec<u8>) {
    let is_special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    if text.as_bytes().iter().fold(false, |special, byte| special | is_special(*byte)) {
        // Writing a text into memory does not fail.
        let _ = serde_json::to_writer(out, text);
        return;
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}
