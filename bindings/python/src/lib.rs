//! The native module `usersig._usersig`: Python's values to the shared door and back.

mod application;
mod arguments;
mod arrow;
mod failure;
mod many;
mod report;
mod verified;

use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use pyo3::types::PyTuple;
use usersig::Privileges;
use usersig_door::{DEFAULT_EXPIRE, FaultKind};

/// Nothing here is guarded by the global interpreter lock: every class is immutable.
#[pymodule(gil_used = false)]
fn _usersig(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("DEFAULT_EXPIRE", DEFAULT_EXPIRE)?;
    let kinds = FaultKind::ALL.iter().map(|kind| kind.name());
    module.add("KINDS", PyTuple::new(module.py(), kinds.collect::<Vec<_>>())?)?;
    module.add("PRIVILEGES", privileges().collect::<std::collections::HashMap<_, _>>())?;
    add_class::<application::Application>(module)?;
    add_class::<verified::Verified>(module)?;
    module.add_function(wrap_pyfunction!(application::current_application, module)?)?;
    module.add_function(wrap_pyfunction!(application::legacy_application, module)?)?;
    module.add_function(wrap_pyfunction!(report::inspect_json, module)?)?;
    module.add_function(wrap_pyfunction!(report::diagnose_json, module)?)?;
    arrow::register(module)
}

/// Adds a class of which any number of threads may use one object: it never changes.
fn add_class<T: PyClass<Frozen = True> + Sync>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<T>()
}

/// Every privilege by its name, and the sets that have names.
fn privileges() -> impl Iterator<Item = (&'static str, u32)> {
    let sets = [("none", Privileges::NONE), ("audience", Privileges::AUDIENCE), ("all", Privileges::ALL)];
    let single = Privileges::ALL.names().filter_map(|name| Some((name, name.parse().ok()?)));
    sets.into_iter().chain(single).map(|(name, set)| (name, set.bits()))
}
