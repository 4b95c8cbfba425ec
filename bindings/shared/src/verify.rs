//! Verifying: one ticket, or many.

use usersig::{Check, PrivateMapKey, Privileges, Room, UserIdForm, Verified};

use crate::application::Application;
use crate::clock;
use crate::fault::Fault;
use crate::values::{self, RoomArg};

/// What a request expects the ticket to carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Expected<'a> {
    /// Any UserBuf, or none.
    #[default]
    Any,
    /// No UserBuf.
    None,
    /// Exactly these bytes as the UserBuf.
    UserBuf(&'a [u8]),
    /// A PrivateMapKey of this user for this room, with at least the privileges of
    /// the mask, whose own time is not over.
    Room(RoomArg<'a>, i64),
}

impl Application {
    /// Verifies a ticket of this user, at `now` (Unix seconds).
    ///
    /// The ticket may be any bytes. The UserID may be any text without control
    /// characters, whatever form is signed.
    ///
    /// # Errors
    /// A [`Fault`] whose kind [is a rejection](crate::FaultKind::is_rejection) when the
    /// ticket is turned away; another one when the request itself cannot be made.
    pub fn verify(
        &self,
        ticket: &[u8],
        userid: &[u8],
        expected: Expected<'_>,
        now: Option<i64>,
    ) -> Result<Outcome, Fault> {
        let (wanted, now) = (Wanted::new(expected)?, clock::moment(now)?);
        Ok(Outcome(self.verifier.verify(ticket, &wanted.check(userid, now)?)?))
    }

    /// As [`Application::verify`], with the outcome as JSON.
    ///
    /// # Errors
    /// As [`Application::verify`]: a rejection is a [`Fault`] here, too.
    #[cfg(feature = "json")]
    pub fn verify_json(
        &self,
        ticket: &[u8],
        userid: &[u8],
        expected: Expected<'_>,
        now: Option<i64>,
    ) -> Result<String, Fault> {
        let outcome = self.verify(ticket, userid, expected, now)?;
        let userid = values::userid(userid, UserIdForm::Utf8)?;
        Ok(usersig_report::verified_json(&outcome.0, userid.as_str()))
    }

    /// Verifies many tickets at one moment: rows of a ticket and its UserID. The same
    /// answers as one at a time, in less time.
    ///
    /// # Errors
    /// A [`Fault`] for what concerns every row, the expectation and the time; what
    /// concerns one row stands in the row.
    pub fn verify_many(
        &self,
        rows: &[(impl AsRef<[u8]>, impl AsRef<[u8]>)],
        expected: Expected<'_>,
        now: Option<i64>,
    ) -> Result<Vec<Result<Outcome, Fault>>, Fault> {
        let (wanted, now) = (Wanted::new(expected)?, clock::moment(now)?);
        let checks = rows.iter().map(|(_, userid)| wanted.check(userid.as_ref(), now));
        let checks: Vec<Result<Check<'_>, Fault>> = checks.collect();
        let tickets = rows.iter().zip(&checks);
        let tickets = tickets.filter_map(|((ticket, _), check)| Some((ticket, *check.as_ref().ok()?)));
        let mut verified = self.verifier.verify_many(&tickets.collect::<Vec<_>>()).into_iter();
        let outcome = |check: Result<Check<'_>, Fault>| {
            check?;
            Ok(Outcome(verified.next().ok_or(Fault::internal())??))
        };
        Ok(checks.into_iter().map(outcome).collect())
    }
}

/// What is expected, in the engine's types.
enum Wanted<'a> {
    Any,
    None,
    UserBuf(&'a [u8]),
    Room(Room<'a>, Privileges),
}

impl<'a> Wanted<'a> {
    fn new(expected: Expected<'a>) -> Result<Self, Fault> {
        Ok(match expected {
            Expected::Any => Self::Any,
            Expected::None => Self::None,
            Expected::UserBuf(bytes) => Self::UserBuf(bytes),
            Expected::Room(room, privileges) => Self::Room(room.room()?, values::privileges(privileges)?),
        })
    }

    /// The check of one row.
    fn check(&self, userid: &'a [u8], now: u64) -> Result<Check<'a>, Fault> {
        let check = Check::new(values::userid(userid, UserIdForm::Utf8)?, now);
        Ok(match *self {
            Self::Any => check,
            Self::None => check.without_userbuf(),
            Self::UserBuf(bytes) => check.with_userbuf(bytes),
            Self::Room(room, privileges) => check.with_room(room, privileges),
        })
    }
}

/// What a verified ticket says besides the UserID and SDKAppID that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome(Verified);

impl Outcome {
    /// Time of signing, Unix seconds.
    #[must_use]
    pub const fn time(&self) -> i64 {
        signed(self.0.validity().time())
    }

    /// Validity, seconds.
    #[must_use]
    pub const fn expire(&self) -> i64 {
        signed(self.0.validity().expire())
    }

    /// The last second at which the ticket is valid, Unix seconds.
    #[must_use]
    pub const fn expires_at(&self) -> i64 {
        signed(self.0.validity().expires_at())
    }

    /// The bytes that the ticket carries; an empty UserBuf is not the same as none.
    #[must_use]
    pub fn userbuf(&self) -> Option<&[u8]> {
        self.0.userbuf()
    }

    /// The UserBuf as a PrivateMapKey, if it is one: room, privileges and its own end.
    ///
    /// Its account, SDKAppID and inner time were compared only for [`Expected::Room`].
    #[must_use]
    pub fn private_map_key(&self) -> Option<PrivateMapKey<'_>> {
        self.0.private_map_key()
    }

    /// The algorithm's name, `hmac-sha256` or `ecdsa-sha256`.
    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        self.0.algorithm().name()
    }

    /// Which key of the application made the signature, counted from 0.
    #[must_use]
    pub const fn key_index(&self) -> usize {
        self.0.key_index()
    }
}

/// Times of a validity have 63 bits.
const fn signed(seconds: u64) -> i64 {
    seconds.cast_signed()
}
