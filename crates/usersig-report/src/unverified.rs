//! What a ticket claims.

use serde::Serialize;
use usersig::{Rejection, Unverified};

use crate::encode;
use crate::room::{RoomJson, privilege_names};

/// What a ticket claims. It is not verified.
#[derive(Debug, Clone, Serialize)]
pub struct UnverifiedJson<'a> {
    verified: bool,
    algorithm: &'static str,
    sdkappid: u32,
    userid: &'a str,
    time: u64,
    expire: u64,
    expires_at: u64,
    userbuf: Option<String>,
    room: Option<RoomJson<'a>>,
    privileges: Option<Vec<String>>,
    room_expires_at: Option<u32>,
    signature: String,
    json: &'a str,
}

impl<'a> UnverifiedJson<'a> {
    /// The JSON of what a ticket claims.
    #[must_use]
    pub fn new(unverified: &'a Unverified) -> Self {
        let validity = unverified.validity();
        let key = unverified.private_map_key();
        Self {
            verified: false,
            algorithm: unverified.algorithm().name(),
            sdkappid: unverified.sdkappid(),
            userid: unverified.userid(),
            time: validity.time(),
            expire: validity.expire(),
            expires_at: validity.expires_at(),
            userbuf: unverified.userbuf().map(encode),
            room: key.as_ref().map(|key| RoomJson::new(&key.room())),
            privileges: key.as_ref().map(|key| privilege_names(key.privileges())),
            room_expires_at: key.map(|key| key.expires_at()),
            signature: encode(unverified.signature()),
            json: unverified.json(),
        }
    }
}

/// A ticket that cannot be read.
#[derive(Debug, Clone, Serialize)]
pub struct UnreadableJson {
    verified: bool,
    code: i32,
    reason: String,
}

impl UnreadableJson {
    /// The JSON of the reason.
    #[must_use]
    pub fn new(rejection: &Rejection) -> Self {
        Self { verified: false, code: rejection.code(), reason: rejection.to_string() }
    }
}
