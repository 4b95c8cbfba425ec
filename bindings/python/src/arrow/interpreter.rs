//! Work behind the C interface, whose callers hold the interpreter or do not.

use std::sync::OnceLock;
use std::thread::{self, ThreadId};

use pyo3::ffi::{self, PyGILState_STATE};
use pyo3::prelude::*;

use crate::arrow::trouble::Trouble;

/// Works without the interpreter, whether or not this thread holds it.
///
/// pyo3 counts for each thread whether it holds the interpreter. Under one of its functions a
/// library may have left the interpreter and then called us, and the count is wrong: anything of
/// pyo3 that stands outside of this function would rely on it. Within it the count is right.
pub(crate) fn outside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match Held::take() {
        Some(_held) => {
            // SAFETY: this thread holds the interpreter, and does so until `_held` is dropped.
            let py = unsafe { Python::assume_attached() };
            py.detach(work)
        }
        // It holds none, and the count is 0.
        None => work(),
    }
}

/// Works with the interpreter, in `outside`, as long as there is one to be had.
///
/// A thread that asks for it while another one ends it would wait for ever.
pub(crate) fn inside<T>(work: impl FnOnce(Python<'_>) -> T) -> Result<T, Trouble> {
    let by_another = ENDED_BY.get().is_some_and(|thread| *thread != thread::current().id());
    if by_another || !is_there() {
        return Err(Trouble::Ending);
    }
    Ok(Python::attach(work))
}

/// Makes the end of the interpreter known here, before anything of it is gone.
pub(crate) fn watch(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let end = wrap_pyfunction!(end, module)?;
    module.py().import("atexit")?.call_method1("register", (end,))?;
    Ok(())
}

#[pyfunction]
fn end() {
    ENDED_BY.get_or_init(|| thread::current().id());
}

/// The interpreter, held by this thread until it is dropped.
struct Held(PyGILState_STATE);

impl Held {
    /// None for a thread that is not Python's: it holds nothing, and must not wait for what it
    /// does not need.
    fn take() -> Option<Self> {
        // SAFETY: it may always be called.
        let is_of_python = is_there() && !unsafe { ffi::PyGILState_GetThisThreadState() }.is_null();
        // SAFETY: there is an interpreter, and a thread may take it as often as it likes.
        is_of_python.then(|| Self(unsafe { ffi::PyGILState_Ensure() }))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: it belongs to the call in `take`, which the same thread made: the value does
        // not leave the function above.
        unsafe { ffi::PyGILState_Release(self.0) };
    }
}

fn is_there() -> bool {
    // SAFETY: it may always be called.
    unsafe { ffi::Py_IsInitialized() != 0 }
}

/// The thread that ends the interpreter, from the moment on when it begins to.
static ENDED_BY: OnceLock<ThreadId> = OnceLock::new();
