//! What goes wrong with a whole table, in Python's words and in Arrow's.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_schema::ArrowError;
use pyo3::prelude::*;
use usersig::codes;
use usersig_columns::{ColumnError, KeyRingError};
use usersig_door::{Fault, FaultKind};

use crate::arrow::interpreter::inside;
use crate::failure::Failure;

/// Why a table, or the rest of it, has no results.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The columns are not what is needed.
    Columns(ColumnError),
    /// The keys are not what is needed: what is wrong, and what to do.
    Keys(String, &'static str),
    /// What was given is no table, or changes while it is read: what is wrong, and what to do.
    Data(&'static str, &'static str),
    /// An argument names no column: what is wrong, and what to do.
    Names(String, &'static str),
    /// Who made the table says so.
    Arrow(ArrowError),
    /// Python code that makes the table raised this.
    Python(PyErr),
    /// The table needs Python, which is ending.
    Ending,
    /// usersig has a defect.
    Panic,
}

/// Does the work, and makes trouble of a panic before it reaches C.
pub(crate) fn guard<T>(work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Trouble::Panic))
}

impl Trouble {
    fn raised(self, py: Python<'_>) -> PyResult<PyErr> {
        let (kind, class, text, hint) = match self {
            Self::Python(error) => return Ok(error),
            Self::Panic => return Ok(Failure::from(Fault::internal()).raised(py, None)),
            Self::Columns(error) => {
                let class = if matches!(error, ColumnError::Type { .. }) { TYPE } else { VALUE };
                (FaultKind::InvalidArgument, class, error.to_string(), error.hint())
            }
            Self::Keys(text, hint) => (FaultKind::InvalidKey, VALUE, text, hint),
            Self::Data(text, hint) => (FaultKind::InvalidArgument, TYPE, text.into(), hint),
            Self::Ending => (FaultKind::InvalidArgument, VALUE, ENDING.0.into(), ENDING.1),
            Self::Names(text, hint) => (FaultKind::InvalidArgument, VALUE, text, hint),
            Self::Arrow(error) => (
                FaultKind::InvalidArgument,
                VALUE,
                format!("the table cannot be read: {error}"),
                "check it with the program that made it",
            ),
        };
        let c_code = if kind == FaultKind::InvalidKey { C_CODE_KEY } else { C_CODE_ARGUMENT };
        let class = py.import("usersig._errors")?.getattr(class)?;
        let arguments = (format!("{text}; {hint}"), codes::INVALID_PARAMETERS, kind.name(), hint, c_code);
        Ok(PyErr::from_value(class.call1(arguments)?))
    }
}

impl From<Trouble> for PyErr {
    fn from(trouble: Trouble) -> Self {
        Python::attach(|py| trouble.raised(py).unwrap_or_else(|error| error))
    }
}

/// For a reader behind the C interface, which takes nothing but a text.
impl From<Trouble> for ArrowError {
    fn from(trouble: Trouble) -> Self {
        let text = match trouble {
            Trouble::Arrow(error) => error.to_string(),
            // No interpreter is needed for these, and there may be none any more.
            Trouble::Panic => Fault::internal().message(),
            Trouble::Ending => format!("{}; {}", ENDING.0, ENDING.1),
            other => match inside(|_| PyErr::from(other).to_string()) {
                Ok(text) => text,
                Err(ending) => return ending.into(),
            },
        };
        // C's texts end at the first of them.
        Self::ComputeError(text.replace('\0', "\u{fffd}"))
    }
}

impl From<ColumnError> for Trouble {
    fn from(error: ColumnError) -> Self {
        Self::Columns(error)
    }
}

impl From<KeyRingError> for Trouble {
    fn from(error: KeyRingError) -> Self {
        Self::Keys(error.to_string(), error.hint())
    }
}

impl From<ArrowError> for Trouble {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl From<PyErr> for Trouble {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Python(failure.into())
    }
}

const ENDING: (&str, &str) = ("Python is ending", "read tables to their end before");
const VALUE: &str = "RequestError";
const TYPE: &str = "RequestTypeError";
/// The older C interface's numbers of these parameters.
const C_CODE_KEY: i32 = 17;
const C_CODE_ARGUMENT: i32 = 16;
