//! Revocations: a user's tickets signed before a moment are invalid (70052).

use serde::{Deserialize, Serialize};

/// The tickets of one user that were signed up to a moment are invalid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Revocation {
    /// The application.
    pub sdkappid: u32,
    /// The user.
    pub userid: String,
    /// Tickets with a `TLS.time` before this moment, in Unix seconds, are invalid.
    pub signed_before: u64,
    /// Unix seconds of the act.
    pub created_at: u64,
}
