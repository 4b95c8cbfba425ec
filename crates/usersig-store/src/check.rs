//! What is refused before it reaches the database. Messages say what to do.

use usersig::{SdkAppId, UserId, UserIdForm};

use crate::StoreError;
use crate::application::Policy;
use crate::caller::{Issuer, IssuerKeys};

pub(crate) fn sdkappid(number: u32) -> Result<(), StoreError> {
    SdkAppId::new(number.into()).map(drop).map_err(|error| StoreError::Invalid(error.to_string()))
}

/// A name for people: 1 to 100 characters on one line; white space around it is dropped.
pub(crate) fn name(text: &str) -> Result<&str, StoreError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return invalid(format!("a name has 1 to {LONGEST_NAME} characters on one line"));
    }
    Ok(text)
}

/// The name of an administrator: what can be typed anywhere and means one person.
pub(crate) fn administrator(text: &str) -> Result<(), StoreError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@+".contains(&byte);
    if text.is_empty() || text.len() > 64 || !text.bytes().all(allowed) {
        return invalid("the name of an administrator has 1 to 64 of A-Z a-z 0-9 . _ - @ +".into());
    }
    Ok(())
}

/// A language of the console.
pub(crate) fn language(text: &str) -> Result<(), StoreError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if text.is_empty() || text.len() > 16 || !text.bytes().all(allowed) {
        return invalid("a language is a tag such as en, zh, ja or ko".into());
    }
    Ok(())
}

pub(crate) fn userid(text: &str) -> Result<(), StoreError> {
    UserId::with_form(text, UserIdForm::Utf8)
        .map(drop)
        .map_err(|error| StoreError::Invalid(format!("{error}; {}", error.hint())))
}

pub(crate) fn policy(policy: &Policy) -> Result<(), StoreError> {
    if policy.default_expire == 0 || policy.default_expire > policy.longest_expire {
        return invalid("the default validity is at least 1 s and at most the longest one".into());
    }
    if policy.longest_expire > LONGEST_EXPIRE {
        return invalid(format!("the longest validity is at most 50 years ({LONGEST_EXPIRE} s)"));
    }
    if policy.rooms.len() > MOST_ROOMS {
        return invalid(format!(
            "a policy names at most {MOST_ROOMS} rooms; use ranges or a text ending in *"
        ));
    }
    let wrong = |room: &&String| room.is_empty() || room.len() > 80 || room.chars().any(char::is_control);
    if let Some(room) = policy.rooms.iter().find(wrong) {
        return invalid(format!("{room:?} is no room: write 100, 100-199, a text, or a text ending in *"));
    }
    Ok(())
}

pub(crate) fn issuer(issuer: &Issuer, secret: Option<&str>) -> Result<(), StoreError> {
    let Issuer { issuer, audience, userid_claim, keys, .. } = issuer;
    let long = |text: &str| text.len() > 2048 || text.chars().any(char::is_control);
    if issuer.is_empty() || long(issuer) || long(audience) {
        return invalid("an issuer is the text that tokens carry as `iss`, up to 2048 bytes".into());
    }
    if userid_claim.is_empty() || long(userid_claim) {
        return invalid("name the claim that holds the UserID, for example `sub`".into());
    }
    match (keys, secret) {
        (IssuerKeys::Jwks { .. }, Some(_)) => invalid("an issuer with a JWKS address has no secret".into()),
        (IssuerKeys::Jwks { url }, None) if !trusted(url) => {
            invalid("a JWKS address begins with https://, or with http:// on this machine".into())
        }
        (IssuerKeys::Jwks { .. }, None) => Ok(()),
        (IssuerKeys::SharedSecret, Some(secret)) if (32..=4096).contains(&secret.len()) => Ok(()),
        // RFC 7518, section 3.2.
        (IssuerKeys::SharedSecret, _) => invalid("a shared secret has at least 32 bytes, for HS256".into()),
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

fn invalid<T>(message: String) -> Result<T, StoreError> {
    Err(StoreError::Invalid(message))
}

const LONGEST_NAME: usize = 100;
const LONGEST_EXPIRE: u64 = 1_576_800_000;
const MOST_ROOMS: usize = 1000;
