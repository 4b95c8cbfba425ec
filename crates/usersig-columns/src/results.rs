//! Columns of results, written row by row.

use std::fmt::Display;
use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int64Array, StringArray};
use arrow_buffer::{Buffer, NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};
use usersig::{Algorithm, PrivateMapKey, Validity};

use crate::error::ColumnError;

/// A column of texts or bytes.
pub(crate) struct Written {
    values: Vec<u8>,
    /// Where each row ends, behind a 0.
    offsets: Vec<i32>,
    nulls: NullBufferBuilder,
    too_large: bool,
}

impl Written {
    pub(crate) fn with_capacity(rows: usize, bytes: usize) -> Self {
        let mut offsets = Vec::with_capacity(rows + 1);
        offsets.push(0);
        let values = Vec::with_capacity(bytes);
        Self { values, offsets, nulls: NullBufferBuilder::new(rows), too_large: false }
    }

    #[inline]
    pub(crate) fn push(&mut self, value: &[u8]) {
        if self.values.len() + value.len() <= LARGEST {
            self.values.extend_from_slice(value);
        } else {
            self.too_large = true;
        }
        self.end(true);
    }

    pub(crate) fn push_null(&mut self) {
        self.end(false);
    }

    pub(crate) fn push_if(&mut self, value: Option<&[u8]>) {
        match value {
            Some(value) => self.push(value),
            None => self.push_null(),
        }
    }

    pub(crate) fn push_text(&mut self, text: &dyn Display) {
        let before = self.values.len();
        // Writing into memory does not fail.
        let _ = write!(self.values, "{text}");
        if self.values.len() > LARGEST {
            self.values.truncate(before);
            self.too_large = true;
        }
        self.end(true);
    }

    pub(crate) fn texts(self) -> Result<ArrayRef, ColumnError> {
        let (offsets, values, nulls) = self.parts()?;
        Ok(Arc::new(StringArray::try_new(offsets, values, nulls)?))
    }

    pub(crate) fn bytes(self) -> Result<ArrayRef, ColumnError> {
        let (offsets, values, nulls) = self.parts()?;
        Ok(Arc::new(BinaryArray::try_new(offsets, values, nulls)?))
    }

    #[inline]
    fn end(&mut self, is_valid: bool) {
        // The values stay below LARGEST, which is the largest of this type.
        self.offsets.push(self.values.len() as i32);
        self.nulls.append(is_valid);
    }

    fn parts(mut self) -> Result<Parts, ColumnError> {
        if self.too_large {
            return Err(ColumnError::TooLarge);
        }
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.offsets));
        Ok((offsets, Buffer::from_vec(self.values), self.nulls.finish()))
    }
}

type Parts = (OffsetBuffer<i32>, Buffer, Option<arrow_buffer::NullBuffer>);

/// A column of numbers.
pub(crate) struct WrittenNumbers {
    values: Vec<i64>,
    nulls: NullBufferBuilder,
}

impl WrittenNumbers {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Self { values: Vec::with_capacity(rows), nulls: NullBufferBuilder::new(rows) }
    }

    /// Times and lengths of time of a [`Validity`] fit, and so does everything of 32 bits.
    #[inline]
    pub(crate) fn push(&mut self, value: Option<u64>) {
        self.values.push(value.unwrap_or_default() as i64);
        self.nulls.append(value.is_some());
    }

    pub(crate) fn numbers(mut self) -> ArrayRef {
        Arc::new(Int64Array::new(self.values.into(), self.nulls.finish()))
    }
}

/// What tickets say, in columns.
pub(crate) struct WrittenClaims {
    algorithm: Written,
    time: WrittenNumbers,
    expire: WrittenNumbers,
    expires_at: WrittenNumbers,
    userbuf: Written,
    room_id: WrittenNumbers,
    room_str: Written,
    privileges: WrittenNumbers,
    room_expires_at: WrittenNumbers,
}

impl WrittenClaims {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        let numbers = || WrittenNumbers::with_capacity(rows);
        Self {
            algorithm: Written::with_capacity(rows, rows * Algorithm::HmacSha256.name().len()),
            time: numbers(),
            expire: numbers(),
            expires_at: numbers(),
            userbuf: Written::with_capacity(rows, 0),
            room_id: numbers(),
            room_str: Written::with_capacity(rows, 0),
            privileges: numbers(),
            room_expires_at: numbers(),
        }
    }

    pub(crate) fn push(&mut self, algorithm: Algorithm, validity: Validity, userbuf: Option<&[u8]>) {
        self.algorithm.push(algorithm.name().as_bytes());
        self.time.push(Some(validity.time()));
        self.expire.push(Some(validity.expire()));
        self.expires_at.push(Some(validity.expires_at()));
        self.push_userbuf(userbuf);
    }

    pub(crate) fn push_null(&mut self) {
        self.algorithm.push_null();
        self.time.push(None);
        self.expire.push(None);
        self.expires_at.push(None);
        self.push_userbuf(None);
    }

    fn push_userbuf(&mut self, userbuf: Option<&[u8]>) {
        let key = userbuf.and_then(PrivateMapKey::parse);
        let room = key.map(|key| key.room());
        self.userbuf.push_if(userbuf);
        self.room_id.push(room.and_then(|room| room.as_id()).map(u64::from));
        self.room_str.push_if(room.and_then(|room| room.as_str()).map(str::as_bytes));
        self.privileges.push(key.map(|key| key.privileges().bits().into()));
        self.room_expires_at.push(key.map(|key| key.expires_at().into()));
    }

    pub(crate) fn columns(self) -> Result<Vec<ArrayRef>, ColumnError> {
        Ok(vec![
            self.algorithm.texts()?,
            self.time.numbers(),
            self.expire.numbers(),
            self.expires_at.numbers(),
            self.userbuf.bytes()?,
            self.room_id.numbers(),
            self.room_str.texts()?,
            self.privileges.numbers(),
            self.room_expires_at.numbers(),
        ])
    }

    /// The fields of [`columns`](Self::columns).
    pub(crate) fn fields() -> Vec<Field> {
        vec![
            field("algorithm", DataType::Utf8),
            field("time", DataType::Int64),
            field("expire", DataType::Int64),
            field("expires_at", DataType::Int64),
            field("userbuf", DataType::Binary),
            field("room_id", DataType::Int64),
            field("room_str", DataType::Utf8),
            field("privileges", DataType::Int64),
            field("room_expires_at", DataType::Int64),
        ]
    }
}

/// A column of results, in which a row may be null.
pub(crate) fn field(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, true)
}

/// Bytes of a column, bounded by the type of its offsets.
const LARGEST: usize = i32::MAX as usize;
