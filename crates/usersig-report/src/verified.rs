//! What a verifier answers.

use serde::Serialize;
use usersig::{Rejection, Verified};

use crate::encode;
use crate::room::{RoomJson, privilege_names};

/// A verified ticket.
#[derive(Debug, Clone, Serialize)]
pub struct VerifiedJson<'a> {
    valid: bool,
    algorithm: &'static str,
    sdkappid: u32,
    userid: &'a str,
    time: u64,
    expire: u64,
    expires_at: u64,
    userbuf: Option<String>,
    room: Option<RoomJson<'a>>,
    privileges: Option<Vec<String>>,
}

impl<'a> VerifiedJson<'a> {
    /// The JSON of a ticket that was verified for this UserID.
    #[must_use]
    pub fn new(verified: &'a Verified, userid: &'a str) -> Self {
        let validity = verified.validity();
        let key = verified.private_map_key();
        Self {
            valid: true,
            algorithm: verified.algorithm().name(),
            sdkappid: verified.sdkappid().get(),
            userid,
            time: validity.time(),
            expire: validity.expire(),
            expires_at: validity.expires_at(),
            userbuf: verified.userbuf().map(encode),
            room: key.as_ref().map(|key| RoomJson::new(&key.room())),
            privileges: key.map(|key| privilege_names(key.privileges())),
        }
    }
}

/// A ticket that was turned away.
#[derive(Debug, Clone, Serialize)]
pub struct RejectedJson {
    valid: bool,
    code: i32,
    reason: String,
}

impl RejectedJson {
    /// The JSON of a rejection.
    #[must_use]
    pub fn new(rejection: &Rejection) -> Self {
        Self { valid: false, code: rejection.code(), reason: rejection.to_string() }
    }
}
