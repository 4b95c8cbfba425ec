//! Faults -> Python's exceptions, whose classes stand in `usersig._errors`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use usersig_door::{Fault, FaultKind, Misfit, Parameter};

/// A fault, and whether it is one of types: Python tells a `TypeError` from a `ValueError`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Failure {
    fault: Fault,
    of_type: bool,
}

impl Failure {
    /// A value that is not of its parameter's type; `None` is said to be missing.
    pub(crate) fn of_type(parameter: Parameter, value: &Bound<'_, PyAny>) -> Self {
        let misfit = if value.is_none() { Misfit::Missing } else { Misfit::WrongType };
        Self { fault: Fault::new(parameter, misfit), of_type: true }
    }

    /// A value of the right type that does not fit.
    pub(crate) fn of_value(parameter: Parameter, misfit: Misfit) -> Self {
        Fault::new(parameter, misfit).into()
    }

    /// The exception, with the number of the row in a call of many.
    pub(crate) fn exception(&self, py: Python<'_>, row: Option<usize>) -> PyResult<Py<PyAny>> {
        let fault = &self.fault;
        let arguments = (
            fault.message(),
            fault.code(),
            fault.kind().name(),
            fault.hint(),
            fault.c_code(),
            fault.trtc_code(),
            row,
        );
        Ok(self.class(py)?.call1(arguments)?.unbind())
    }

    /// The exception, to be raised.
    pub(crate) fn raised(&self, py: Python<'_>, row: Option<usize>) -> PyErr {
        match self.exception(py, row) {
            Ok(exception) => PyErr::from_value(exception.into_bound(py)),
            Err(error) => error,
        }
    }

    fn class<'py>(&self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
        let (class, name) = match self.fault.kind() {
            FaultKind::Expired | FaultKind::RoomExpired => (&EXPIRED, "ExpiredError"),
            kind if kind.is_rejection() => (&REJECTED, "RejectedError"),
            FaultKind::Internal => (&ANY, "UserSigError"),
            _ if self.of_type => (&REQUEST_TYPE, "RequestTypeError"),
            _ => (&REQUEST, "RequestError"),
        };
        class.import(py, "usersig._errors", name)
    }
}

/// Does the work, and makes a fault of a panic before it reaches Python.
pub(crate) fn guard<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Failure> {
    let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Fault::internal()));
    done.map_err(Failure::from)
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self { fault, of_type: false }
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        Python::attach(|py| failure.raised(py, None))
    }
}

static ANY: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static EXPIRED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static REJECTED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static REQUEST: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static REQUEST_TYPE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
