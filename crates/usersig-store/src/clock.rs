//! The time, which tests may set.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the store takes the time from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// The system's.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
        })
    }

    /// Another one; it answers Unix milliseconds.
    #[must_use]
    pub fn new(milliseconds: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(milliseconds))
    }

    /// Unix milliseconds.
    pub(crate) fn milliseconds(&self) -> u64 {
        (self.0)()
    }

    /// Unix seconds.
    pub(crate) fn seconds(&self) -> u64 {
        self.milliseconds() / 1000
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clock")
    }
}
