//! Texts from outside, before anything takes them for texts.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BinaryArray, LargeBinaryArray, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_schema::DataType;
use usersig_columns::ColumnError;

/// The batch, in which every column of `names` that calls itself text is text.
///
/// Nothing says that a library looked: what Spark and readers of Parquet files call a string may
/// hold any bytes. Bytes that are not UTF-8 become U+0000, which no value may hold: their rows are
/// errors in their rows. A column without any is not copied.
pub(crate) fn sound(batch: &RecordBatch, names: &[String]) -> Result<RecordBatch, ColumnError> {
    let schema = batch.schema();
    let mut columns = batch.columns().to_vec();
    for (field, column) in schema.fields().iter().zip(&mut columns) {
        if names.contains(field.name()) && column.to_data().validate_full().is_err() {
            *column = mended(column)?;
        }
    }
    Ok(RecordBatch::try_new(schema, columns)?)
}

/// A column of texts, none of which is looked at as a text before it is one.
fn mended(column: &ArrayRef) -> Result<ArrayRef, ColumnError> {
    Ok(match column.data_type() {
        DataType::Utf8 => {
            let (offsets, values, nulls) = column.as_string::<i32>().clone().into_parts();
            let bytes = BinaryArray::try_new(offsets, values, nulls)?;
            within_memory(&bytes)?;
            Arc::new(bytes.iter().map(|value| value.map(text)).collect::<StringArray>())
        }
        DataType::LargeUtf8 => {
            let (offsets, values, nulls) = column.as_string::<i64>().clone().into_parts();
            let bytes = LargeBinaryArray::try_new(offsets, values, nulls)?;
            within_memory(&bytes)?;
            Arc::new(bytes.iter().map(|value| value.map(text)).collect::<LargeStringArray>())
        }
        DataType::Utf8View => {
            let bytes = column.as_string_view().clone().to_binary_view();
            within_memory(&bytes)?;
            Arc::new(bytes.iter().map(|value| value.map(text)).collect::<StringViewArray>())
        }
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            let mended = dictionary.with_values(mended(dictionary.values())?);
            within_memory(&mended)?;
            mended
        }
        _ => return Err(beyond_memory(column)),
    })
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(bytes) {
        return text.into();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\0');
        }
    }
    text.into()
}

fn within_memory(column: &dyn Array) -> Result<(), ColumnError> {
    column.to_data().validate_full().map_err(|_| beyond_memory(column))
}

fn beyond_memory(column: &dyn Array) -> ColumnError {
    ColumnError::Arrow(format!("a column of type {} points outside of its memory", column.data_type()))
}
