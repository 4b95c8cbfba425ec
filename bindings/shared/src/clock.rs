//! The moment: given, or the system clock's.

use crate::fault::{Fault, Misfit, Parameter};

/// Unix seconds as the engine takes them.
pub(crate) fn moment(now: Option<i64>) -> Result<u64, Fault> {
    match now {
        Some(now) => u64::try_from(now).map_err(|_| Fault::new(Parameter::Now, Misfit::Negative)),
        None => read(),
    }
}

#[cfg(all(feature = "clock", not(all(target_family = "wasm", target_os = "unknown"))))]
fn read() -> Result<u64, Fault> {
    Ok(usersig::now()?)
}

#[cfg(not(all(feature = "clock", not(all(target_family = "wasm", target_os = "unknown")))))]
const fn read() -> Result<u64, Fault> {
    Err(Fault::new(Parameter::Now, Misfit::Missing))
}
