//! Work behind the C interface, whose callers hold the interpreter or do not.

use pyo3::ffi::{self, PyGILState_STATE};
use pyo3::prelude::*;

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
        // There is none any more.
        None => work(),
    }
}

/// The interpreter, held by this thread until it is dropped.
struct Held(PyGILState_STATE);

impl Held {
    fn take() -> Option<Self> {
        // SAFETY: it may always be called.
        let is_there = unsafe { ffi::Py_IsInitialized() } != 0;
        // SAFETY: there is an interpreter, and a thread may take it as often as it likes.
        is_there.then(|| Self(unsafe { ffi::PyGILState_Ensure() }))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: it belongs to the call in `take`, which the same thread made: the value does
        // not leave the function above.
        unsafe { ffi::PyGILState_Release(self.0) };
    }
}
