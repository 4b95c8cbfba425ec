//! The system clock, for the conveniences that read it.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::Error;

/// Seconds since 1970, by the system clock.
///
/// # Errors
/// [`Error::Clock`] when the clock stands before 1970.
pub fn now() -> Result<u64, Error> {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).map_err(|_| Error::Clock)
}
