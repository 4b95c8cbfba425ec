//! Results that every library takes which knows the Arrow PyCapsule interface.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::arrow::capsule;
use crate::arrow::reader::{Exported, Reader, Work};

/// Results of a table: its columns and those that were added.
///
/// Pass it to whatever takes Arrow tables: `polars.from_arrow(results)`,
/// `pyarrow.table(results)`, a DuckDB query. Or iterate over its batches. It is worked out batch
/// by batch while it is read, in bounded memory, and other threads run meanwhile. Each reading
/// works it out anew from the table that was given; batches of a generator, and a reader that is
/// used up, can be read once.
#[pyclass(frozen, module = "usersig.arrow")]
pub(crate) struct Batches(Arc<Work>);

impl From<Work> for Batches {
    fn from(work: Work) -> Self {
        Self(Arc::new(work))
    }
}

#[pymethods]
impl Batches {
    /// The results as an Arrow C stream. A requested schema is not looked at.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        capsule::of_reader(py, Exported::new(self.0.clone()))
    }

    /// The schema of the results as an Arrow C schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::of_schema(py, self.0.schema())
    }

    fn __iter__(&self) -> BatchIterator {
        BatchIterator(Mutex::new(Reader::new(self.0.clone())))
    }

    /// The results as a pyarrow.Table, which keeps them. Needs pyarrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    fn __repr__(&self) -> String {
        let names: Vec<_> = self.0.schema().fields().iter().map(|field| field.name().as_str()).collect();
        format!("<usersig.arrow.Batches of {}>", names.join(", "))
    }
}

/// The batches of one reading.
#[pyclass(frozen, module = "usersig.arrow")]
pub(crate) struct BatchIterator(Mutex<Reader>);

#[pymethods]
impl BatchIterator {
    const fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Batch>> {
        // Who waits for the lock must not hold the interpreter, which its owner may need.
        let read = py.detach(|| self.0.lock().unwrap_or_else(PoisonError::into_inner).read());
        Ok(read?.map(Batch))
    }
}

/// Results of up to 65536 rows.
#[pyclass(frozen, module = "usersig.arrow")]
pub(crate) struct Batch(RecordBatch);

#[pymethods]
impl Batch {
    /// The schema and the columns as Arrow C structures. A requested schema is not looked at.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        capsule::of_batch(py, &self.0)
    }

    /// The schema as an Arrow C schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::of_schema(py, self.0.schema_ref())
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    /// The same as a pyarrow.RecordBatch. Needs pyarrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("record_batch", (slf,))
    }

    fn __repr__(&self) -> String {
        format!("<usersig.arrow.Batch of {} rows>", self.0.num_rows())
    }
}
