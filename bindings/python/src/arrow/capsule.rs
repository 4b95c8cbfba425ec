//! Arrow's C structures inside of Python's capsules: the one place that trusts foreign pointers.

use std::ffi::CStr;
use std::ptr::NonNull;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, RecordBatch, RecordBatchOptions, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods, PyTuple};

use crate::arrow::trouble::Trouble;

/// Takes the stream out of a capsule, which is empty afterwards.
pub(crate) fn stream(capsule: &Bound<'_, PyAny>) -> Result<RecordBatchStreamReader, Trouble> {
    let pointer = pointer::<FFI_ArrowArrayStream>(capsule, STREAM)?;
    // SAFETY: by the interface's agreement a capsule of this name holds a valid stream, which its
    // receiver may move out. It was looked at for alignment. No other thread knows this capsule:
    // it was made for us by the call just before.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
    Ok(RecordBatchStreamReader::try_new(stream)?)
}

/// Takes the batch out of a pair of capsules, which are empty afterwards.
pub(crate) fn batch(pair: &Bound<'_, PyAny>) -> Result<RecordBatch, Trouble> {
    let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
    let (schema, array) =
        (pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?, pointer::<FFI_ArrowArray>(&array, ARRAY)?);
    // SAFETY: as in `stream`; both are moved out, so that what was in the capsules is ours alone.
    let (schema, array) =
        unsafe { (FFI_ArrowSchema::from_raw(schema.as_ptr()), FFI_ArrowArray::from_raw(array.as_ptr())) };
    if schema.release().is_none() || array.is_released() {
        return Err(ArrowError::CDataInterface("the batch was taken before".into()).into());
    }
    let schema = Schema::try_from(&schema)?;
    let data_type = DataType::Struct(schema.fields().clone());
    // SAFETY: the array came with this schema, and agrees with it by the interface's agreement.
    let data = unsafe { from_ffi_and_data_type(array, data_type) }?;
    let options = RecordBatchOptions::new().with_row_count(Some(data.len()));
    let columns = StructArray::from(data).into_parts().1;
    Ok(RecordBatch::try_new_with_options(schema.into(), columns, &options)?)
}

/// A capsule that gives the reader to whoever takes it.
pub(crate) fn of_reader(
    py: Python<'_>,
    reader: impl RecordBatchReader + Send + 'static,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}

/// A capsule of a schema.
pub(crate) fn of_schema<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(Trouble::from)?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// The capsules of a batch: its schema and its columns.
pub(crate) fn of_batch<'py>(py: Python<'py>, batch: &RecordBatch) -> PyResult<Bound<'py, PyTuple>> {
    let schema = of_schema(py, batch.schema_ref())?;
    let array = FFI_ArrowArray::new(&StructArray::from(batch.clone()).to_data());
    let array = PyCapsule::new_with_value(py, array, ARRAY)?;
    (schema, array).into_pyobject(py)
}

fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &CStr) -> Result<NonNull<T>, Trouble> {
    let capsule = capsule.cast::<PyCapsule>().map_err(PyErr::from)?;
    let pointer = capsule.pointer_checked(Some(name))?.cast::<T>();
    if !pointer.is_aligned() {
        return Err(ArrowError::CDataInterface("a capsule's pointer is not aligned".into()).into());
    }
    Ok(pointer)
}

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
