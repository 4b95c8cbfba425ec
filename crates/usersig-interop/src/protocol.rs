//! The line protocol of `peers/README.md`, typed.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What a driver says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Hello {
    /// The package's name in its registry.
    pub package: String,
    /// The installed version.
    pub version: String,
    /// `hmac-sha256` or `ecdsa-sha256`.
    pub algorithm: String,
    /// `sign`, `room-id`, `room-str`, `userbuf`, `verify`, `verify-userbuf`.
    pub can: Vec<String>,
}

/// One ticket to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignRequest<'a> {
    /// The application.
    pub sdkappid: u64,
    /// The secret as text, or a private key in PEM.
    pub key: Cow<'a, str>,
    /// The user.
    pub userid: Cow<'a, str>,
    /// Seconds of validity.
    pub expire: u64,
    /// Standard base64; an empty text is a UserBuf that is present and empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userbuf: Option<String>,
    /// The room of a PrivateMapKey; not together with a UserBuf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<Room<'a>>,
    /// The mask that goes with a room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privileges: Option<u32>,
}

/// A room as the drivers take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Room<'a> {
    /// A numeric room.
    Id(u32),
    /// A string room.
    Str(Cow<'a, str>),
}

impl<'a> SignRequest<'a> {
    /// A UserSig.
    #[must_use]
    pub fn new(
        sdkappid: u64,
        key: impl Into<Cow<'a, str>>,
        userid: impl Into<Cow<'a, str>>,
        expire: u64,
    ) -> Self {
        let (key, userid) = (key.into(), userid.into());
        Self { sdkappid, key, userid, expire, userbuf: None, room: None, privileges: None }
    }

    /// The same with a UserBuf.
    #[must_use]
    pub fn with_userbuf(mut self, userbuf: &[u8]) -> Self {
        self.userbuf = Some(STANDARD.encode(userbuf));
        self
    }

    /// The same as a PrivateMapKey.
    #[must_use]
    pub fn with_room(mut self, room: Room<'a>, privileges: u32) -> Self {
        self.room = Some(room);
        self.privileges = Some(privileges);
        self
    }

    /// The question whether a ticket is the one that was asked for here.
    ///
    /// Of a room ticket it says nothing about the UserBuf; see
    /// [`VerifyRequest::with_userbuf`].
    #[must_use]
    pub fn verify(&self, usersig: impl Into<Cow<'a, str>>, now: u64) -> VerifyRequest<'a> {
        VerifyRequest {
            sdkappid: self.sdkappid,
            key: self.key.clone(),
            userid: self.userid.clone(),
            usersig: usersig.into(),
            now,
            userbuf: self.userbuf.clone(),
        }
    }
}

/// One ticket to verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VerifyRequest<'a> {
    /// The application.
    pub sdkappid: u64,
    /// The secret as text.
    pub key: Cow<'a, str>,
    /// The user.
    pub userid: Cow<'a, str>,
    /// The ticket.
    pub usersig: Cow<'a, str>,
    /// The clock, Unix seconds.
    pub now: u64,
    /// The UserBuf that the ticket must carry, in standard base64; none if it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userbuf: Option<String>,
}

impl VerifyRequest<'_> {
    /// The same with the UserBuf that the ticket must carry.
    #[must_use]
    pub fn with_userbuf(mut self, userbuf: &[u8]) -> Self {
        self.userbuf = Some(STANDARD.encode(userbuf));
        self
    }
}

/// How long a driver's loop took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Timing {
    /// Nanoseconds of all iterations together.
    pub ns: u64,
    /// How many there were.
    pub iterations: u64,
    /// Characters of one ticket.
    pub length: usize,
}

/// A request as one line.
#[derive(Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub(crate) enum Line<'a> {
    Hello,
    Sign(&'a SignRequest<'a>),
    Verify(&'a VerifyRequest<'a>),
    Bench(Bench<'a>),
}

#[derive(Serialize)]
pub(crate) struct Bench<'a> {
    pub(crate) iterations: u64,
    #[serde(flatten)]
    pub(crate) what: BenchOf<'a>,
}

#[derive(Serialize)]
#[serde(tag = "what", rename_all = "lowercase")]
pub(crate) enum BenchOf<'a> {
    Sign(&'a SignRequest<'a>),
    Verify(&'a VerifyRequest<'a>),
}

/// An answer's members that every op may have.
#[derive(Deserialize)]
pub(crate) struct Refusal {
    pub(crate) error: Option<String>,
    #[serde(default)]
    pub(crate) unsupported: bool,
}

#[derive(Deserialize)]
pub(crate) struct Signed {
    pub(crate) usersig: String,
}

#[derive(Deserialize)]
pub(crate) struct Judged {
    pub(crate) valid: bool,
    #[serde(default)]
    pub(crate) reason: String,
}
