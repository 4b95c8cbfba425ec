//! Tables by the Arrow PyCapsule interface: columns in, columns out, nothing copied.

mod capsule;
mod input;
mod interpreter;
mod job;
mod keys;
mod output;
mod reader;
mod sound;
mod trouble;

use pyo3::prelude::*;

use crate::add_class;

/// Adds what `usersig.arrow` is made of.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    interpreter::watch(module)?;
    add_class::<keys::KeyRing>(module)?;
    add_class::<output::Batches>(module)?;
    add_class::<output::BatchIterator>(module)?;
    add_class::<output::Batch>(module)?;
    module.add_function(wrap_pyfunction!(job::sign_columns, module)?)?;
    module.add_function(wrap_pyfunction!(job::verify_columns, module)?)?;
    module.add_function(wrap_pyfunction!(job::inspect_columns, module)?)?;
    Ok(())
}
