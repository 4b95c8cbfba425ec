//! Why was this ticket rejected? Explanations for a person.
//!
//! [`Verifier`](crate::Verifier) gives one code. This module looks further: it
//! undoes the damage that tickets and keys commonly suffer, one at a time, and
//! says which of them makes the ticket whole. It takes its time for that and is
//! meant for tools, not for the path of every request.

mod broken_json;
mod cause;
mod cleaning;
mod envelope;
mod generator;
mod json_beginning;
mod members;
mod remains;
mod repair;
mod room;
mod signature;

use alloc::string::String;
use alloc::vec::Vec;

pub use self::cause::{Cause, Generator, Severity};
use crate::claims::{Algorithm, SdkAppId};
use crate::envelope::{MAX_TICKET_CHARACTERS, trim};
use crate::inspect::{Unverified, inspect};
use crate::key::Key;
use crate::verify::Verifier;
use crate::{Check, Rejection, UserId, UserIdForm};

/// What is known about a ticket that puzzles somebody.
///
/// Everything but the ticket and the time is optional; more of it finds more.
#[derive(Clone)]
pub struct Symptoms<'a> {
    pub(self) ticket: &'a [u8],
    pub(self) now: u64,
    pub(self) sdkappid: Option<SdkAppId>,
    pub(self) userid: Option<&'a str>,
    pub(self) keys: Vec<&'a [u8]>,
    pub(self) other_applications: Vec<(SdkAppId, &'a [u8])>,
}

impl<'a> Symptoms<'a> {
    /// A ticket, looked at as of `now` (Unix seconds).
    #[must_use]
    pub fn new(ticket: &'a (impl AsRef<[u8]> + ?Sized), now: u64) -> Self {
        Self {
            ticket: ticket.as_ref(),
            now,
            sdkappid: None,
            userid: None,
            keys: Vec::new(),
            other_applications: Vec::new(),
        }
    }

    /// The application that the ticket was presented to.
    #[must_use]
    pub const fn with_sdkappid(mut self, sdkappid: SdkAppId) -> Self {
        self.sdkappid = Some(sdkappid);
        self
    }

    /// The UserID that logged in with the ticket.
    #[must_use]
    pub const fn with_userid(mut self, userid: &'a str) -> Self {
        self.userid = Some(userid);
        self
    }

    /// A key of the application as it is configured, white space and all.
    #[must_use]
    pub fn with_key(mut self, text: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.keys.push(text.as_ref());
        self
    }

    /// The key of another application, which may have been mixed up with this one's.
    #[must_use]
    pub fn with_other_application(
        mut self,
        sdkappid: SdkAppId,
        key: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Self {
        self.other_applications.push((sdkappid, key.as_ref()));
        self
    }
}

/// What [`diagnose()`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// What a verifier with these keys answers for this request, `None` when it
    /// accepts the ticket. What was not given (a key, a UserID, an SDKAppID) is
    /// not checked, so `None` says little without a key.
    pub rejection: Option<Rejection>,
    /// Everything that was found, the most serious first.
    pub causes: Vec<Cause>,
    /// The ticket in its proper form, with the damage of its envelope undone, when
    /// that was possible and the text that was given is something else.
    pub repaired: Option<String>,
    /// What the ticket claims, if it can be read. Not verified.
    pub unverified: Option<Unverified>,
}

impl Diagnosis {
    /// Whether a cause with this [id](Cause::id) was found.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.causes.iter().any(|cause| cause.id() == id)
    }
}

/// Explains a ticket: what is wrong with it, how that can have come about, and
/// what to do next.
///
/// ```
/// use usersig::{Key, SdkAppId, Signer, Symptoms, diagnose};
/// let sdkappid = SdkAppId::new(1_400_000_000)?;
/// let ticket = Signer::new(sdkappid, &Key::from_text(b"secret")?)?.user_sig("xiaojun", 86_400)?;
/// // The key was read from a file with its line end.
/// let now = usersig::now()?;
/// let diagnosis = diagnose(&Symptoms::new(&ticket, now).with_key("secret\n"));
/// assert!(diagnosis.has("key-white-space"));
/// # Ok::<(), usersig::Error>(())
/// ```
#[must_use]
pub fn diagnose(symptoms: &Symptoms<'_>) -> Diagnosis {
    let mut causes = Vec::new();
    let keys: Vec<Key> = symptoms.keys.iter().filter_map(|text| Key::from_text(text).ok()).collect();
    let takes_plain = keys.iter().any(|key| key.algorithm() == Algorithm::EcdsaSha256);
    let opened = envelope::open(symptoms.ticket, takes_plain, &mut causes);
    let unverified = opened.as_ref().and_then(|ticket| inspect(ticket).ok());
    if let Some(ticket) = &opened {
        members::look(ticket, unverified.as_ref(), symptoms, &mut causes);
    }
    if let (Some(ticket), Some(unverified)) = (&opened, &unverified) {
        signature::look(ticket, unverified, symptoms, &mut causes);
    }
    causes.sort_by_key(|cause| core::cmp::Reverse(cause.severity()));
    let repaired = opened.filter(|ticket| ticket != symptoms.ticket);
    Diagnosis {
        rejection: verdict(symptoms, keys),
        causes,
        repaired: repaired.and_then(|ticket| String::from_utf8(ticket).ok()),
        unverified,
    }
}

/// What a verifier answers for the ticket as it is, with what is known of the request.
fn verdict(symptoms: &Symptoms<'_>, keys: Vec<Key>) -> Option<Rejection> {
    let no_key = symptoms.keys.is_empty();
    let bare = trim(symptoms.ticket);
    // Only a legacy key opens bare JSON: without any key it is opened here.
    let open_bare = no_key && bare.len() <= MAX_TICKET_CHARACTERS && envelope::is_ticket_json(bare);
    let sealed = open_bare.then(|| envelope::seal(bare));
    let ticket = sealed.as_deref().unwrap_or(symptoms.ticket);
    let claims = inspect(ticket).ok();
    let claimed = claims.as_ref().map_or(1, Unverified::sdkappid);
    let sdkappid = symptoms.sdkappid.or_else(|| SdkAppId::new(claimed.into()).ok())?;
    let userid = symptoms.userid.or(claims.as_ref().map(Unverified::userid)).unwrap_or("-");
    let userid = UserId::with_form(userid, UserIdForm::Utf8);
    let check = Check::new(userid.or(UserId::new("-")).ok()?, symptoms.now);
    match Verifier::new(sdkappid, keys).verify(ticket, &check) {
        Err(rejection) if comes_before_userid(&rejection) => Some(rejection),
        // No ticket can have such a UserID.
        _ if userid.is_err() => Some(Rejection::OtherUserId),
        Err(Rejection::NoKey(_)) if no_key => None,
        outcome => outcome.err(),
    }
}

/// Whether a rejection is found before the UserIDs are compared.
const fn comes_before_userid(rejection: &Rejection) -> bool {
    matches!(
        rejection,
        Rejection::Empty
            | Rejection::Undecodable(_)
            | Rejection::Malformed(..)
            | Rejection::OtherSdkAppId { .. }
    )
}
