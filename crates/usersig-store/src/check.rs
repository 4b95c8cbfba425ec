//! What is refused before it reaches the database. Messages say what to do.

use std::borrow::Cow;

use usersig::{Error, PemFault, SdkAppId, UserId, UserIdForm};

use crate::application::Policy;
use crate::caller::{Issuer, IssuerKeys};
use crate::{Objection, StoreError};

pub(crate) fn sdkappid(number: u32) -> Result<(), StoreError> {
    SdkAppId::new(number.into())
        .map(drop)
        .map_err(|error| StoreError::Invalid(Objection::new("sdkappid", error.to_string())))
}

/// A name for people: 1 to 100 characters on one line; white space around it is dropped.
pub(crate) fn name(text: &str) -> Result<&str, StoreError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return invalid("name", format!("a name has 1 to {LONGEST_NAME} characters on one line"));
    }
    Ok(text)
}

/// The name of an administrator: what can be typed anywhere and means one person.
pub(crate) fn administrator(text: &str) -> Result<(), StoreError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@+".contains(&byte);
    if text.is_empty() || text.len() > 64 || !text.bytes().all(allowed) {
        return invalid(
            "administrator-name",
            "the name of an administrator has 1 to 64 of A-Z a-z 0-9 . _ - @ +",
        );
    }
    Ok(())
}

/// A language of the console.
pub(crate) fn language(text: &str) -> Result<(), StoreError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if text.is_empty() || text.len() > 16 || !text.bytes().all(allowed) {
        return invalid("language", "a language is a tag such as en, zh, ja or ko");
    }
    Ok(())
}

pub(crate) fn userid(text: &str) -> Result<(), StoreError> {
    UserId::with_form(text, UserIdForm::Utf8)
        .map(drop)
        .map_err(|error| StoreError::Invalid(Objection::new("userid", format!("{error}; {}", error.hint()))))
}

pub(crate) fn policy(policy: &Policy) -> Result<(), StoreError> {
    if policy.default_expire == 0 || policy.default_expire > policy.longest_expire {
        return invalid("policy-default", "the default validity is at least 1 s and at most the longest one");
    }
    if policy.longest_expire > LONGEST_EXPIRE {
        return invalid(
            "policy-longest",
            format!("the longest validity is at most 50 years ({LONGEST_EXPIRE} s)"),
        );
    }
    if policy.rooms.len() > MOST_ROOMS {
        return invalid(
            "policy-rooms",
            format!("a policy names at most {MOST_ROOMS} rooms; use ranges or a text ending in *"),
        );
    }
    let wrong = |room: &&String| room.is_empty() || room.len() > 80 || room.chars().any(char::is_control);
    if let Some(room) = policy.rooms.iter().find(wrong) {
        let text = format!("{room:?} is no room: write 100, 100-199, a text, or a text ending in *");
        return Err(StoreError::Invalid(Objection::new("policy-room", text).with("room", room)));
    }
    Ok(())
}

pub(crate) fn issuer(issuer: &Issuer, secret: Option<&str>) -> Result<(), StoreError> {
    let Issuer { issuer, audience, userid_claim, keys, .. } = issuer;
    let long = |text: &str| text.len() > 2048 || text.chars().any(char::is_control);
    if issuer.is_empty() || long(issuer) || long(audience) {
        return invalid("issuer-text", "an issuer is the text that tokens carry as `iss`, up to 2048 bytes");
    }
    if userid_claim.is_empty() || long(userid_claim) {
        return invalid("issuer-claim", "name the claim that holds the UserID, for example `sub`");
    }
    match (keys, secret) {
        (IssuerKeys::Jwks { .. }, Some(_)) => {
            invalid("issuer-two-ways", "an issuer with a JWKS address has no secret")
        }
        (IssuerKeys::Jwks { url }, None) if !trusted(url) => {
            invalid("issuer-url", "a JWKS address begins with https://, or with http:// on this machine")
        }
        (IssuerKeys::Jwks { .. }, None) => Ok(()),
        (IssuerKeys::SharedSecret, Some(secret)) if (32..=4096).contains(&secret.len()) => Ok(()),
        // RFC 7518, section 3.2.
        (IssuerKeys::SharedSecret, _) => {
            invalid("issuer-secret", "a shared secret has at least 32 bytes, for HS256")
        }
    }
}

/// Whether an address is safe to take keys from.
fn trusted(url: &str) -> bool {
    if url.len() > 2048 || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    if let Some(rest) = url.strip_prefix("https://") {
        return !rest.is_empty() && !rest.starts_with('/');
    }
    let host = url.strip_prefix("http://").and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    let loopback = name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    !host.contains('@') && (name == "localhost" || loopback)
}

/// Why a text is no key.
pub(crate) fn key(error: Error) -> Objection {
    let text = format!("{error}; {}", error.hint());
    match error {
        Error::EmptyKey => Objection::new("key-empty", text),
        Error::Pem(PemFault::NoBlock) => Objection::new("key-no-block", text),
        Error::Pem(PemFault::OtherKind) => Objection::new("key-other-kind", text),
        Error::Pem(PemFault::Encrypted) => Objection::new("key-encrypted", text),
        Error::Pem(PemFault::OtherCurve) => Objection::new("key-other-curve", text),
        _ => Objection::new("key-damaged", text),
    }
}

fn invalid<T>(id: &'static str, text: impl Into<Cow<'static, str>>) -> Result<T, StoreError> {
    Err(StoreError::Invalid(Objection::new(id, text)))
}

const LONGEST_NAME: usize = 100;
const LONGEST_EXPIRE: u64 = 1_576_800_000;
const MOST_ROOMS: usize = 1000;
