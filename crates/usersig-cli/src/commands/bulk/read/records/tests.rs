//! Records and their fields against the `csv` crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends by panicking")]

use std::io::{self, Cursor, Read};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use proptest::prelude::*;

use super::{BLOCK_BYTES, BLOCK_ROWS, RECORD_BYTES, RecordBlock, Records, TextPosition};
use crate::commands::bulk::format::Format;
use crate::commands::bulk::read::delimited::{Delimited, Malformed};

/// Gives at most so many bytes at a time.
struct Drops<R>(R, usize);

impl<R: Read> Read for Drops<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.1);
        self.0.read(&mut buffer[..most])
    }
}

fn records(text: &[u8], format: Format, at_a_time: usize) -> Records {
    let input = Box::new(Drops(Cursor::new(text.to_vec()), at_a_time));
    Records::new(input, format, TextPosition::default(), false)
}

/// All blocks, and the place behind each.
fn blocks(mut records: Records) -> Vec<(RecordBlock, TextPosition)> {
    let mut all = Vec::new();
    while let Some(block) = records.block(RecordBlock::default()).unwrap() {
        all.push((block, records.position()));
    }
    all
}

type Row = Result<Vec<Option<String>>, Malformed>;

/// The rows of a text with so many fields.
fn rows(text: &[u8], format: Format, count: usize, at_a_time: usize) -> Vec<Row> {
    let reader = Delimited::new(format, count, (0..count).collect());
    let mut rows = Vec::new();
    for (block, _) in blocks(records(text, format, at_a_time)) {
        let (columns, malformed) = reader.read(&block, 0..block.ranges.len());
        let columns = columns.finish().unwrap();
        let value = |column: &ArrayRef, row| {
            let column = column.as_string::<i32>();
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        for row in 0..block.ranges.len() {
            rows.push(match malformed.iter().find(|(at, _)| *at == row) {
                Some((_, fault)) => Err(fault.clone()),
                None => Ok(columns.iter().map(|column| value(column, row)).collect()),
            });
        }
    }
    rows
}

fn good(fields: &[Option<&str>]) -> Row {
    Ok(fields.iter().map(|field| field.map(Into::into)).collect())
}

#[test]
fn nothing_is_not_an_empty_text() {
    let read = rows(b"a,\n\"\",b\r\n,\"c\"\"d\"\n\"e,\nf\",g", Format::Csv, 2, 3);
    let expected = [
        good(&[Some("a"), None]),
        good(&[Some(""), Some("b")]),
        good(&[None, Some("c\"d")]),
        good(&[Some("e,\nf"), Some("g")]),
    ];
    assert_eq!(read, expected);
    let read = rows(b"a\t\\N\n\t\\\\N\\t\\n\\r\\0\\b\\f\\'\n", Format::Tsv, 2, 3);
    let expected = [good(&[Some("a"), None]), good(&[Some(""), Some("\\N\t\n\r\0\u{8}\u{c}'")])];
    assert_eq!(read, expected);
}

#[test]
fn empty_lines_are_rows_of_tsv_only() {
    assert_eq!(
        rows(b"\xef\xbb\xbfa\n\n\r\nb\n\n", Format::Csv, 1, 1),
        [good(&[Some("a")]), good(&[Some("b")])]
    );
    let read = rows(b"a\n\nb\n", Format::Tsv, 1, 1);
    assert_eq!(read, [good(&[Some("a")]), good(&[Some("")]), good(&[Some("b")])]);
}

#[test]
fn a_broken_line_breaks_no_other_line() {
    let text = b"a,1\n\"b,2\nc,3\n\"d\"x,4\ne,5,6\nf\n\xff,7\n\"g\nh\",8\ni\"j,9\n";
    for at_a_time in [1, 7, 1000] {
        let read = rows(text, Format::Csv, 2, at_a_time);
        let expected = [
            good(&[Some("a"), Some("1")]),
            Err(Malformed::Quotes),
            good(&[Some("c"), Some("3")]),
            Err(Malformed::Quotes),
            Err(Malformed::Fields { count: 3, expected: 2 }),
            Err(Malformed::Fields { count: 1, expected: 2 }),
            Err(Malformed::NotUtf8),
            good(&[Some("g\nh"), Some("8")]),
            good(&[Some("i\"j"), Some("9")]),
        ];
        assert_eq!(read, expected);
    }
}

#[test]
fn a_quote_that_never_ends_costs_one_row() {
    let mut text = b"a,1\n\"b,2\n".to_vec();
    let line = b"0123456789,0123456789\n";
    let count = 3 * RECORD_BYTES / line.len();
    text.extend(line.repeat(count));
    let read = rows(&text, Format::Csv, 2, 1 << 16);
    assert_eq!(read.len(), count + 2);
    assert_eq!(read.iter().filter(|row| row.is_err()).count(), 1);
    assert_eq!(read[1], Err(Malformed::Quotes));
}

#[test]
fn a_line_without_end_is_passed_over() {
    for format in [Format::Csv, Format::Tsv] {
        let long = "x".repeat(5 * RECORD_BYTES / 2);
        let text = format!("a\n{long}\nb\n{long}");
        for at_a_time in [1 << 12, usize::MAX] {
            let read = rows(text.as_bytes(), format, 1, at_a_time);
            let expected =
                [good(&[Some("a")]), Err(Malformed::TooLong), good(&[Some("b")]), Err(Malformed::TooLong)];
            assert_eq!(read, expected);
            let (_, end) = blocks(records(text.as_bytes(), format, at_a_time)).pop().unwrap();
            assert_eq!(end, TextPosition { offset: text.len() as u64, row: 4 });
        }
    }
}

#[test]
fn blocks_depend_on_the_text_alone() {
    let short = "user,1\n".repeat(BLOCK_ROWS * 2 + 17);
    let long = format!("{},\"\n\"\n", "x".repeat(1000)).repeat(BLOCK_BYTES / 500);
    for text in [short, long] {
        let cut = |at_a_time| -> Vec<(usize, TextPosition)> {
            let blocks = blocks(records(text.as_bytes(), Format::Csv, at_a_time));
            blocks.iter().map(|(block, position)| (block.ranges.len(), *position)).collect()
        };
        let whole = cut(usize::MAX);
        assert!(whole.len() > 2);
        assert_eq!(cut(4099), whole);
        // And on nothing before the place where it goes on.
        let (_, first) = whole[0];
        let rest = Cursor::new(text.as_bytes()[first.offset as usize..].to_vec());
        let rest = blocks(Records::new(Box::new(rest), Format::Csv, first, false));
        let rest: Vec<_> = rest.iter().map(|(block, position)| (block.ranges.len(), *position)).collect();
        assert_eq!(rest, whole[1..]);
    }
}

proptest! {
    #[test]
    fn what_the_csv_crate_writes_is_read(
        table in (1_usize..5).prop_flat_map(|count| {
            proptest::collection::vec(proptest::collection::vec("[a-c\",\n\r é]{0,6}", count), 1..20)
        }),
        always in any::<bool>(),
        crlf in any::<bool>(),
        at_a_time in 1_usize..50,
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().quote_style(style).terminator(end).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let read = rows(&text, Format::Csv, table[0].len(), at_a_time);
        let read: Vec<Vec<String>> =
            read.into_iter().map(|row| row.unwrap().into_iter().map(Option::unwrap_or_default).collect()).collect();
        prop_assert_eq!(read, table);
    }

    #[test]
    fn whatever_stands_there_good_rows_are_those_of_the_csv_crate(
        text in "[ab\",\n]{0,40}",
        at_a_time in 1_usize..50,
    ) {
        let read = rows(text.as_bytes(), Format::Csv, 2, at_a_time);
        prop_assume!(read.iter().all(|row| !matches!(row, Err(Malformed::Quotes))));
        let mut theirs = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let theirs: Vec<Vec<String>> =
            theirs.records().map(|row| row.unwrap().iter().map(Into::into).collect()).collect();
        prop_assert_eq!(read.len(), theirs.len());
        for (ours, theirs) in read.into_iter().zip(theirs) {
            match ours {
                Ok(ours) => prop_assert_eq!(ours.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>(), theirs),
                Err(fault) => prop_assert_eq!(fault, Malformed::Fields { count: theirs.len(), expected: 2 }),
            }
        }
    }
}
