//! Batches that come from Python: from a table, from one batch, or from anything that yields them.

use arrow_array::RecordBatch;
use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_schema::SchemaRef;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString};

use crate::arrow::capsule;
use crate::arrow::interpreter::inside;
use crate::arrow::trouble::Trouble;

/// Batches of one schema, one after another.
pub(crate) struct Input {
    schema: SchemaRef,
    batches: Batches,
}

enum Batches {
    /// A table, or the part of one that is still to be read.
    Stream(RecordBatchStreamReader),
    /// Anything that yields batches or tables: what was begun, and the rest.
    Iterator { begun: Box<dyn Iterator<Item = Result<RecordBatch, Trouble>> + Send>, rest: Py<PyIterator> },
    /// A single batch.
    One(Option<RecordBatch>),
}

impl Input {
    /// Opens what was given.
    pub(crate) fn new(data: &Bound<'_, PyAny>) -> Result<Self, Trouble> {
        if let Some(input) = Self::of_arrow(data)? {
            return Ok(input);
        }
        // The rows of a text would be its characters.
        if data.is_instance_of::<PyString>() {
            return Err(NOT_ARROW);
        }
        let rest = data.try_iter().map_err(|_| NOT_ARROW)?;
        let Some(first) = rest.clone().next() else {
            return Err(Trouble::Data(
                "there is no batch at all, and so no columns",
                "give at least an empty one",
            ));
        };
        let first = Self::of_arrow(&first?)?.ok_or(NOT_ARROW)?;
        Ok(Self {
            schema: first.schema.clone(),
            batches: Batches::Iterator { begun: Box::new(first), rest: rest.unbind() },
        })
    }

    /// Whether it can be opened anew when it was read.
    pub(crate) fn is_table(data: &Bound<'_, PyAny>) -> PyResult<bool> {
        let py = data.py();
        Ok(data.hasattr(intern!(py, STREAM))? || data.hasattr(intern!(py, ARRAY))?)
    }

    pub(crate) const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn of_arrow(data: &Bound<'_, PyAny>) -> Result<Option<Self>, Trouble> {
        let py = data.py();
        if data.hasattr(intern!(py, STREAM))? {
            let reader = capsule::stream(&data.call_method0(intern!(py, STREAM))?)?;
            return Ok(Some(Self { schema: reader.schema(), batches: Batches::Stream(reader) }));
        }
        if data.hasattr(intern!(py, ARRAY))? {
            let batch = capsule::batch(&data.call_method0(intern!(py, ARRAY))?)?;
            return Ok(Some(Self { schema: batch.schema(), batches: Batches::One(Some(batch)) }));
        }
        Ok(None)
    }
}

impl Iterator for Input {
    type Item = Result<RecordBatch, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.batches {
            Batches::Stream(reader) => reader.next().map(|batch| Ok(batch?)),
            Batches::One(batch) => batch.take().map(Ok),
            Batches::Iterator { begun, rest } => loop {
                if let Some(batch) = begun.next() {
                    return Some(batch.and_then(|batch| same(&self.schema, batch)));
                }
                match inside(|py| following(rest.bind(py))) {
                    Ok(None) => return None,
                    Ok(Some(Ok(input))) => *begun = Box::new(input),
                    Ok(Some(Err(trouble))) | Err(trouble) => return Some(Err(trouble)),
                }
            },
        }
    }
}

/// The next item of an iterator of batches.
fn following(rest: &Bound<'_, PyIterator>) -> Option<Result<Input, Trouble>> {
    let item = rest.clone().next()?;
    Some(item.map_err(Trouble::from).and_then(|item| Input::of_arrow(&item)?.ok_or(NOT_ARROW)))
}

/// Who reads our batches was told the schema of the first.
fn same(schema: &SchemaRef, batch: RecordBatch) -> Result<RecordBatch, Trouble> {
    if batch.schema_ref().fields() == schema.fields() {
        return Ok(batch);
    }
    Err(Trouble::Data("a batch has other columns than the first one", "give batches of one schema"))
}

const STREAM: &str = "__arrow_c_stream__";
const ARRAY: &str = "__arrow_c_array__";

const NOT_ARROW: Trouble = Trouble::Data(
    "this is not a table of columns",
    "give an Arrow, Polars, DuckDB or pandas table, or batches of one",
);
