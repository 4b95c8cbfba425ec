//! Statistics: how many tickets were issued, verified and rejected, by application and minute.

use serde::{Deserialize, Serialize};

/// A count of one minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Count {
    /// The application.
    pub sdkappid: u32,
    /// Unix seconds of the minute's beginning.
    pub minute: u64,
    /// What was counted.
    pub event: Event,
    /// How many.
    pub count: u64,
}

impl Count {
    /// A count of the minute that holds `at` (Unix seconds).
    #[must_use]
    pub const fn new(sdkappid: u32, at: u64, event: Event, count: u64) -> Self {
        Self { sdkappid, minute: at - at % 60, event, count }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A UserSig issued.
    UserSig,
    /// A PrivateMapKey issued.
    PrivateMapKey,
    /// A request for a ticket refused, by policy or rate.
    Refused,
    /// A ticket found valid.
    Verified,
    /// A ticket rejected with this code of Tencent's.
    Rejected(u32),
}
