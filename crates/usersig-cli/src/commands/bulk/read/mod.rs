//! Inputs, read block by block.

pub(crate) mod columns;
pub(crate) mod delimited;
pub(crate) mod json;
pub(crate) mod open;
pub(crate) mod parquet;
pub(crate) mod records;
pub(crate) mod text;

use std::fmt;
use std::sync::Arc;

use arrow_schema::FieldRef;
use serde::{Deserialize, Serialize};

use self::delimited::Malformed;
use self::parquet::{ParquetBlock, ParquetSource};
use self::records::RECORD_BYTES;
use self::text::{TextBlock, TextSource};
use super::buffers::Buffers;
use super::format::Format;
use super::paths;
use super::shape::{Rows, Shape};
use crate::fault::Fault;

/// One input, from which blocks are read.
pub(crate) enum Input {
    Text(Box<TextSource>),
    Parquet(Box<ParquetSource>),
}

/// Rows side by side, as they were read.
pub(crate) enum Block {
    Text(TextBlock),
    Parquet(ParquetBlock),
}

/// A place between two rows of a job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    /// Which input, counted from 0.
    pub(crate) input: usize,
    /// Bytes of its unpacked text before it.
    pub(crate) offset: u64,
    /// Its rows before it.
    pub(crate) row: u64,
}

impl Input {
    /// Opens an input. Columns of a text without a header line have the names given.
    pub(crate) fn open(input: &paths::Input, given: &[String], eager: bool) -> Result<Self, Fault> {
        Ok(match input.format {
            Format::Parquet => Self::Parquet(Box::new(ParquetSource::open(input)?)),
            _ => Self::Text(Box::new(TextSource::open(input, given, eager)?)),
        })
    }

    pub(crate) fn columns(&self) -> Vec<FieldRef> {
        match self {
            Self::Text(source) => source.columns(),
            Self::Parquet(source) => source.columns().to_vec(),
        }
    }

    /// Goes on at a place.
    pub(crate) fn skip_to(&mut self, position: Position) -> Result<(), Fault> {
        match self {
            Self::Text(source) => source.skip_to(position.offset, position.row),
            Self::Parquet(source) => {
                source.skip_to(position.row);
                Ok(())
            }
        }
    }

    /// Prepares to read the columns of a shape.
    pub(crate) fn shape(&mut self, shape: &Arc<Shape>) -> Result<(), Fault> {
        match self {
            Self::Text(source) => source.shape(shape),
            Self::Parquet(source) => source.shape(shape),
        }
    }

    /// The next block; `None` at the end. Memory is taken from `buffers`.
    pub(crate) fn block(&mut self, buffers: &mut Buffers) -> Result<Option<Block>, Fault> {
        Ok(match self {
            Self::Text(source) => source.block(buffers)?.map(Block::Text),
            Self::Parquet(source) => source.block()?.map(Block::Parquet),
        })
    }

    /// Where the next block begins: bytes of unpacked text, and rows.
    pub(crate) const fn position(&self) -> (u64, u64) {
        match self {
            Self::Text(source) => {
                let position = source.position();
                (position.offset, position.row)
            }
            Self::Parquet(source) => (0, source.row()),
        }
    }

    /// How much of the input is read, from 0 to 1, where that can be told.
    pub(crate) fn fraction(&self) -> Option<f64> {
        match self {
            Self::Text(source) => source.fraction(),
            Self::Parquet(source) => Some(source.fraction()),
        }
    }
}

impl Block {
    /// Rows of this block.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(block) => block.len(),
            Self::Parquet(block) => block.len(),
        }
    }

    /// The block in slices that stay in a processor's cache.
    pub(crate) fn slices(&self) -> impl Iterator<Item = Result<Rows, Fault>> {
        (0..self.slice_count()).map(|at| match self {
            Self::Text(block) => block.slice(at),
            Self::Parquet(block) => block.slice(at),
        })
    }

    fn slice_count(&self) -> usize {
        match self {
            Self::Text(block) => block.slice_count(),
            Self::Parquet(block) => block.slice_count(),
        }
    }

    /// Gives its memory back.
    pub(crate) fn recycle(self, buffers: &mut Buffers) {
        if let Self::Text(block) = self {
            buffers.records = block.into_records();
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quotes => f.write_str("the line's quotes do not fit together"),
            Self::Fields { count, expected } => {
                write!(f, "the line has {count} fields and the header has {expected}")
            }
            Self::NotUtf8 => f.write_str("the line is not UTF-8"),
            Self::TooLong => write!(f, "the line is longer than {RECORD_BYTES} bytes"),
            Self::Json(text) => f.write_str(text),
        }
    }
}
