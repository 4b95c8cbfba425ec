//! The class `Verified`: what a verified ticket says.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType};
use usersig_door::Outcome;

/// What a verified ticket says besides the UserID and SDKAppID that were asked for.
///
/// Times are Unix seconds. `room_id`, `room_str`, `privileges` and `room_expires_at` are
/// those of a PrivateMapKey, None in other tickets; they were compared with nothing unless
/// the verification asked for a room.
#[pyclass(frozen, eq, module = "usersig")]
#[derive(PartialEq)]
pub(crate) struct Verified(pub(crate) Outcome);

#[pymethods]
impl Verified {
    /// The algorithm of the signature, "hmac-sha256" or "ecdsa-sha256".
    #[getter]
    fn algorithm(&self) -> &'static str {
        self.0.algorithm()
    }

    /// Time of signing.
    #[getter]
    fn time(&self) -> i64 {
        self.0.time()
    }

    /// Seconds of validity.
    #[getter]
    fn expire(&self) -> i64 {
        self.0.expire()
    }

    /// The last second at which the ticket is valid.
    #[getter]
    fn expires_at(&self) -> i64 {
        self.0.expires_at()
    }

    /// The data that is signed along; empty bytes are not the same as None.
    #[getter]
    fn userbuf<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        Some(PyBytes::new(py, self.0.userbuf()?))
    }

    /// The numeric room.
    #[getter]
    fn room_id(&self) -> Option<u32> {
        self.0.private_map_key()?.room().as_id()
    }

    /// The string room.
    #[getter]
    fn room_str(&self) -> Option<&str> {
        self.0.private_map_key()?.room().as_str()
    }

    /// What the user may do in the room, as Privileges.
    #[getter]
    fn privileges<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(key) = self.0.private_map_key() else { return Ok(None) };
        let class = PRIVILEGES.import(py, "usersig._privileges", "Privileges")?;
        class.call1((key.privileges().bits(),)).map(Some)
    }

    /// The last second of the PrivateMapKey's own time.
    #[getter]
    fn room_expires_at(&self) -> Option<u32> {
        Some(self.0.private_map_key()?.expires_at())
    }

    /// Which key of the application made the signature, counted from 0.
    #[getter]
    fn key_index(&self) -> usize {
        self.0.key_index()
    }

    fn __repr__(&self) -> String {
        format!(
            "<usersig.Verified {}: {} to {}, key {}>",
            self.0.algorithm(),
            self.0.time(),
            self.0.expires_at(),
            self.0.key_index()
        )
    }
}

static PRIVILEGES: PyOnceLock<Py<PyType>> = PyOnceLock::new();
