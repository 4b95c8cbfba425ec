//! Verifying, inspecting and diagnosing.

use std::borrow::Cow;
use std::sync::Arc;

use usersig::{
    Check, Diagnosis, Privileges, Rejection, SdkAppId, Symptoms, Unverified, UserId, UserIdForm, Verified,
    codes,
};
use usersig_store::statistics::Event;
use zeroize::Zeroizing;

use crate::caller::{Act, Caller};
use crate::issue::RoomRequest;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::view::{ApplicationView, Ring};

/// A ticket to verify.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct VerifyRequest<'a> {
    /// The ticket, any text.
    pub ticket: &'a str,
    /// The user that presents it, a UserID of any form.
    pub userid: &'a str,
    /// What the ticket must carry.
    pub expected: Expected<'a>,
}

/// What a ticket must carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected<'a> {
    /// Any UserBuf or none.
    #[default]
    Anything,
    /// No UserBuf.
    NoUserBuf,
    /// Exactly these bytes.
    UserBuf(&'a [u8]),
    /// A PrivateMapKey for this room with at least these privileges (bits, 0 to 255).
    Room(RoomRequest<'a>, u64),
}

/// What a verification found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The ticket is good.
    Valid(Valid),
    /// The ticket is turned away.
    Rejected(Rejected),
}

/// A good ticket.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Valid {
    /// The user.
    pub userid: String,
    /// What the ticket says.
    pub verified: Verified,
    /// The number of the key within the application.
    pub key: u32,
}

/// Why a ticket is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejected {
    /// The ticket itself is not good.
    Ticket(Rejection),
    /// The user's tickets signed before a moment (Unix seconds) were invalidated.
    Revoked {
        /// Unix seconds.
        signed_before: u64,
    },
}

impl<'a> VerifyRequest<'a> {
    /// A ticket of this user, with any UserBuf or none.
    #[must_use]
    pub const fn new(ticket: &'a str, userid: &'a str) -> Self {
        Self { ticket, userid, expected: Expected::Anything }
    }

    /// The same, with what it must carry.
    #[must_use]
    pub const fn expecting(mut self, expected: Expected<'a>) -> Self {
        self.expected = expected;
        self
    }
}

impl Rejected {
    /// Tencent's code.
    #[must_use]
    pub const fn code(&self) -> i32 {
        match self {
            Self::Ticket(rejection) => rejection.code(),
            Self::Revoked { .. } => codes::SVR_ACCOUNT_INVALID_USERSIG,
        }
    }

    /// The name of the code in Tencent's headers.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Ticket(rejection) => rejection.name(),
            Self::Revoked { .. } => "ERR_SVR_ACCOUNT_INVALID_USERSIG",
        }
    }
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ticket(rejection) => rejection.fmt(formatter),
            Self::Revoked { signed_before } => {
                write!(
                    formatter,
                    "the user's tickets signed before {signed_before} (Unix seconds) were revoked"
                )
            }
        }
    }
}

/// Reads a ticket without a key: what it claims, not what is true.
///
/// # Errors
/// A [`Rejection`] when it cannot be read.
pub fn inspect(ticket: &str) -> Result<Unverified, Rejection> {
    usersig::inspect(ticket)
}

impl Service {
    /// Verifies a ticket of an application.
    ///
    /// # Errors
    /// A refusal when the request cannot be served; a bad ticket is an [`Outcome`].
    pub fn verify(
        &self,
        caller: &Caller,
        sdkappid: u32,
        request: &VerifyRequest<'_>,
    ) -> Result<Outcome, Refusal> {
        caller.allow(Act::Verify, Some(sdkappid))?;
        let view = self.view.load();
        let application = view.active(sdkappid)?;
        application.limits.count_caller(caller, 1)?;
        let userid = UserId::with_form(request.userid, UserIdForm::Utf8)?;
        let check = request.expected.check(Check::new(userid, self.now()?))?;
        Ok(application.verify(request.ticket, request.userid, &check, self.now()?))
    }

    /// Verifies the ticket that somebody presents as the only proof of who they are: for gateways
    /// and the REST shape. `userid` is the user that the request names, if it names one; otherwise
    /// the ticket's own is taken, once its signature is good.
    ///
    /// # Errors
    /// A refusal when there is no such application, or it is suspended.
    pub fn identify(&self, sdkappid: u32, userid: Option<&str>, ticket: &str) -> Result<Outcome, Refusal> {
        let view = self.view.load();
        let application = view.active(sdkappid)?;
        let now = self.now()?;
        let rejected = |rejection: Rejection| {
            let rejected = Rejected::Ticket(rejection);
            application.counters.add(Event::Rejected(rejected.code().unsigned_abs()), 1);
            Ok(Outcome::Rejected(rejected))
        };
        let claimed;
        let userid = match userid {
            Some(userid) => userid,
            None => match inspect(ticket) {
                Ok(unverified) => {
                    claimed = unverified;
                    claimed.userid()
                }
                Err(rejection) => return rejected(rejection),
            },
        };
        match UserId::with_form(userid, UserIdForm::Utf8) {
            Ok(checked) => Ok(application.verify(ticket, userid, &Check::new(checked, now), now)),
            // No ticket can have such a UserID.
            Err(_) => rejected(Rejection::OtherUserId),
        }
    }

    /// The application that a ticket says it is for, when it is one of this service. Not verified.
    #[must_use]
    pub fn claimed_application(&self, ticket: &str) -> Option<u32> {
        let sdkappid = inspect(ticket).ok()?.sdkappid();
        self.view.load().applications.contains_key(&sdkappid).then_some(sdkappid)
    }

    /// Explains why a ticket is turned away. Takes its time: call it where waiting harms nobody.
    ///
    /// The keys of other applications that the caller may verify for are tried too.
    ///
    /// # Errors
    /// A refusal when the caller may not, or there is no such application.
    pub fn diagnose(
        &self,
        caller: &Caller,
        sdkappid: u32,
        userid: Option<&str>,
        ticket: &str,
    ) -> Result<Diagnosis, Refusal> {
        caller.allow(Act::Verify, Some(sdkappid))?;
        let view = self.view.load();
        let application = view.application(sdkappid)?;
        application.limits.count_caller(caller, 1)?;
        let mut symptoms = Symptoms::new(ticket, self.now()?).with_sdkappid(application.core.sdkappid);
        if let Some(userid) = userid {
            symptoms = symptoms.with_userid(userid);
        }
        for (_, text) in &application.core.secrets.keys {
            symptoms = symptoms.with_key(text.as_str());
        }
        let others = view
            .applications
            .iter()
            .filter(|(id, _)| **id != sdkappid && caller.allow(Act::Verify, Some(**id)).is_ok());
        let others: Vec<(SdkAppId, Arc<ApplicationView>)> = others
            .take(MOST_OTHER_APPLICATIONS)
            .map(|(_, other)| (other.core.sdkappid, Arc::clone(other)))
            .collect();
        for (id, text) in others.iter().flat_map(|(id, other)| keys(*id, other)) {
            symptoms = symptoms.with_other_application(id, text.as_str());
        }
        Ok(usersig::diagnose(&symptoms))
    }
}

fn keys(id: SdkAppId, application: &ApplicationView) -> impl Iterator<Item = (SdkAppId, &Zeroizing<String>)> {
    application.core.secrets.keys.iter().map(move |(_, text)| (id, text))
}

impl ApplicationView {
    fn verify(&self, ticket: &str, userid: &str, check: &Check<'_>, now: u64) -> Outcome {
        let core = &self.core;
        let ring = if core.ring.holds_at(now) {
            Cow::Borrowed(&core.ring)
        } else {
            // A key's time ended this second; the next view knows it.
            Cow::Owned(Ring::new(core.sdkappid, &core.secrets.keys, now))
        };
        let rejected = match ring.verifier.verify(ticket, check) {
            Err(rejection) => Rejected::Ticket(rejection),
            Ok(verified) => match self.revoked(userid, verified.validity().time()) {
                Some(signed_before) => Rejected::Revoked { signed_before },
                None => {
                    self.counters.add(Event::Verified, 1);
                    let key = ring.keys.get(verified.key_index()).copied().unwrap_or_default();
                    return Outcome::Valid(Valid { userid: userid.into(), verified, key });
                }
            },
        };
        self.counters.add(Event::Rejected(rejected.code().unsigned_abs()), 1);
        Outcome::Rejected(rejected)
    }
}

impl Expected<'_> {
    fn check<'a>(&'a self, check: Check<'a>) -> Result<Check<'a>, Refusal> {
        Ok(match *self {
            Self::Anything => check,
            Self::NoUserBuf => check.without_userbuf(),
            Self::UserBuf(bytes) => check.with_userbuf(bytes),
            Self::Room(room, privileges) => check.with_room(room.room()?, Privileges::from_bits(privileges)?),
        })
    }
}

/// Other applications whose keys a diagnosis tries.
const MOST_OTHER_APPLICATIONS: usize = 200;
