//! What a ticket claims and why it is rejected, without an application: as values, and as JSON.

use usersig::{Diagnosis, Severity, Symptoms, Unverified};

use crate::clock;
use crate::fault::{Fault, Parameter};
use crate::values;

/// What a ticket claims. It is not verified: anybody can write a ticket.
///
/// ```
/// let app = usersig_door::Application::new(1_400_000_000, &[b"secret"])?;
/// let ticket = app.sign(b"xiaojun", 86_400, None, None)?;
/// assert_eq!(usersig_door::inspect(ticket.as_bytes())?.userid(), "xiaojun");
/// # Ok::<(), usersig_door::Fault>(())
/// ```
///
/// # Errors
/// A [`Fault`] when the ticket cannot be read.
pub fn inspect(ticket: &[u8]) -> Result<Unverified, Fault> {
    Ok(usersig::inspect(ticket)?)
}

/// What a ticket claims, as JSON. It is not verified: anybody can write a ticket.
///
/// # Errors
/// A [`Fault`] when the ticket cannot be read.
pub fn inspect_json(ticket: &[u8]) -> Result<String, Fault> {
    Ok(usersig_report::unverified_json(&inspect(ticket)?))
}

/// Explains why a ticket is rejected and what to do about it.
///
/// All but the ticket may be left out; more of it finds more. `keys` are the
/// application's keys as they are configured, damage and all; `others` are
/// SDKAppIDs and keys of other applications that may have been mixed up with it.
/// It takes its time: it is for people, not for the path of every request.
///
/// ```
/// let app = usersig_door::Application::new(1_400_000_000, &[b"secret"])?;
/// let ticket = app.sign(b"xiaojun", 86_400, None, None)?;
/// let found = usersig_door::diagnose(ticket.as_bytes(), None, None, &[b"secret\n"], &[], None)?;
/// assert!(found.has("key-white-space"));
/// # Ok::<(), usersig_door::Fault>(())
/// ```
///
/// # Errors
/// A [`Fault`] for an SDKAppID or a time out of range, and for a UserID that is not UTF-8.
pub fn diagnose(
    ticket: &[u8],
    sdkappid: Option<i64>,
    userid: Option<&[u8]>,
    keys: &[&[u8]],
    others: &[(i64, &[u8])],
    now: Option<i64>,
) -> Result<Diagnosis, Fault> {
    let mut symptoms = Symptoms::new(ticket, clock::moment(now)?);
    if let Some(sdkappid) = sdkappid {
        symptoms = symptoms.with_sdkappid(values::sdkappid(sdkappid)?);
    }
    if let Some(userid) = userid {
        symptoms = symptoms.with_userid(values::unicode(userid, Parameter::UserId)?);
    }
    for key in keys {
        symptoms = symptoms.with_key(*key);
    }
    for (sdkappid, key) in others {
        symptoms = symptoms.with_other_application(values::sdkappid(*sdkappid)?, *key);
    }
    Ok(usersig::diagnose(&symptoms))
}

/// Explains as JSON why a ticket is rejected, after the same symptoms as [`diagnose`].
///
/// ```
/// let app = usersig_door::Application::new(1_400_000_000, &[b"secret"])?;
/// let ticket = app.sign(b"xiaojun", 86_400, None, None)?;
/// let json = usersig_door::diagnose_json(ticket.as_bytes(), None, None, &[b"secret\n"], &[], None)?;
/// assert!(json.contains("key-white-space"));
/// # Ok::<(), usersig_door::Fault>(())
/// ```
///
/// # Errors
/// Those of [`diagnose`].
pub fn diagnose_json(
    ticket: &[u8],
    sdkappid: Option<i64>,
    userid: Option<&[u8]>,
    keys: &[&[u8]],
    others: &[(i64, &[u8])],
    now: Option<i64>,
) -> Result<String, Fault> {
    Ok(usersig_report::diagnosis_json(&diagnose(ticket, sdkappid, userid, keys, others, now)?))
}

/// How much a cause weighs, as a number that all doors share: 0 a note, 1 a warning, 2 fatal.
#[must_use]
pub const fn severity_number(severity: Severity) -> u8 {
    match severity {
        Severity::Fatal => 2,
        Severity::Warning => 1,
        _ => 0,
    }
}
