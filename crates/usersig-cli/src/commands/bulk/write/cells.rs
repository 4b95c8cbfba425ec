//! Values of a column as text.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BinaryArray, BooleanArray, LargeBinaryArray, LargeStringArray,
    PrimitiveArray, StringArray,
};
use arrow_schema::DataType;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The values of a column, by the types that have a form in every format of text.
pub(crate) enum Cells<'a> {
    Text(&'a StringArray),
    LargeText(&'a LargeStringArray),
    Binary(&'a BinaryArray),
    LargeBinary(&'a LargeBinaryArray),
    Boolean(&'a BooleanArray),
    Int8(&'a PrimitiveArray<Int8Type>),
    Int16(&'a PrimitiveArray<Int16Type>),
    Int32(&'a PrimitiveArray<Int32Type>),
    Int64(&'a PrimitiveArray<Int64Type>),
    UInt8(&'a PrimitiveArray<UInt8Type>),
    UInt16(&'a PrimitiveArray<UInt16Type>),
    UInt32(&'a PrimitiveArray<UInt32Type>),
    UInt64(&'a PrimitiveArray<UInt64Type>),
    Float32(&'a PrimitiveArray<Float32Type>),
    Float64(&'a PrimitiveArray<Float64Type>),
    Null,
}

/// One value.
pub(crate) enum Cell<'a> {
    Null,
    Text(&'a str),
    /// To be written in standard base64.
    Bytes(&'a [u8]),
    Boolean(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl<'a> Cells<'a> {
    /// `None` for a type that has no such form.
    pub(crate) fn new(array: &'a ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::LargeUtf8 => Self::LargeText(array.as_string()),
            DataType::Binary => Self::Binary(array.as_binary()),
            DataType::LargeBinary => Self::LargeBinary(array.as_binary()),
            DataType::Boolean => Self::Boolean(array.as_boolean()),
            DataType::Int8 => Self::Int8(array.as_primitive()),
            DataType::Int16 => Self::Int16(array.as_primitive()),
            DataType::Int32 => Self::Int32(array.as_primitive()),
            DataType::Int64 => Self::Int64(array.as_primitive()),
            DataType::UInt8 => Self::UInt8(array.as_primitive()),
            DataType::UInt16 => Self::UInt16(array.as_primitive()),
            DataType::UInt32 => Self::UInt32(array.as_primitive()),
            DataType::UInt64 => Self::UInt64(array.as_primitive()),
            DataType::Float32 => Self::Float32(array.as_primitive()),
            DataType::Float64 => Self::Float64(array.as_primitive()),
            DataType::Null => Self::Null,
            _ => return None,
        })
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> Cell<'a> {
        let cell = match self {
            Self::Text(array) => array.is_valid(row).then(|| Cell::Text(array.value(row))),
            Self::LargeText(array) => array.is_valid(row).then(|| Cell::Text(array.value(row))),
            Self::Binary(array) => array.is_valid(row).then(|| Cell::Bytes(array.value(row))),
            Self::LargeBinary(array) => array.is_valid(row).then(|| Cell::Bytes(array.value(row))),
            Self::Boolean(array) => array.is_valid(row).then(|| Cell::Boolean(array.value(row))),
            Self::Int8(array) => signed(array, row),
            Self::Int16(array) => signed(array, row),
            Self::Int32(array) => signed(array, row),
            Self::Int64(array) => signed(array, row),
            Self::UInt8(array) => unsigned(array, row),
            Self::UInt16(array) => unsigned(array, row),
            Self::UInt32(array) => unsigned(array, row),
            Self::UInt64(array) => unsigned(array, row),
            Self::Float32(array) => float(array, row),
            Self::Float64(array) => float(array, row),
            Self::Null => None,
        };
        cell.unwrap_or(Cell::Null)
    }
}

fn signed<'a, T: ArrowPrimitiveType<Native: Into<i64>>>(
    array: &PrimitiveArray<T>,
    row: usize,
) -> Option<Cell<'a>> {
    array.is_valid(row).then(|| Cell::Signed(array.value(row).into()))
}

fn unsigned<'a, T: ArrowPrimitiveType<Native: Into<u64>>>(
    array: &PrimitiveArray<T>,
    row: usize,
) -> Option<Cell<'a>> {
    array.is_valid(row).then(|| Cell::Unsigned(array.value(row).into()))
}

fn float<'a, T: ArrowPrimitiveType<Native: Into<f64>>>(
    array: &PrimitiveArray<T>,
    row: usize,
) -> Option<Cell<'a>> {
    array.is_valid(row).then(|| Cell::Float(array.value(row).into()))
}

/// A number or a truth value, the same in every format. Infinite numbers have no form in JSON.
pub(crate) fn push_plain(cell: &Cell<'_>, out: &mut Vec<u8>) {
    match cell {
        Cell::Boolean(true) => out.extend_from_slice(b"true"),
        Cell::Boolean(false) => out.extend_from_slice(b"false"),
        Cell::Signed(number) => out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Cell::Unsigned(number) => out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Cell::Float(number) => {
            // Writing into memory does not fail.
            let _ = write!(out, "{number}");
        }
        Cell::Null | Cell::Text(_) | Cell::Bytes(_) => {}
    }
}

/// Bytes in standard base64.
pub(crate) fn push_base64(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + bytes.len().div_ceil(3) * 4, 0);
    // The room is exactly what is needed.
    let _ = STANDARD.encode_slice(bytes, &mut out[start..]);
}
