//! Sessions: a random cookie, kept in the store under its SHA-256.

use axum::http::HeaderMap;
use sha2::{Digest, Sha256};
use usersig_store::{StoreError, administrator::Session};

use crate::{console::Console, cookies::Cookie, failure::Failure, visit::Person};

/// Seconds after which a session ends, however busy it is.
pub(crate) const LONGEST_SECONDS: u64 = 12 * 3600;
/// Seconds without a request after which it ends.
pub(crate) const IDLE_SECONDS: u64 = 3600;
/// Seconds for which acts that ask for the password again do not ask.
pub(crate) const FRESH_SECONDS: u64 = 300;

/// A new session of a person; returns the cookie's value.
pub(crate) async fn begin(console: &Console, name: &str, now: u64) -> Result<String, Failure> {
    let cookie = random()?;
    let session = Session::new(name.to_owned(), random()?, now, now + LONGEST_SECONDS);
    console.store.put_session(digest(&cookie), &session).await?;
    Ok(cookie)
}

/// The person whose session a request carries.
pub(crate) async fn find(
    console: &Console,
    headers: &HeaderMap,
    now: u64,
) -> Result<Option<Person>, Failure> {
    let Some(cookie) = Cookie::Session.read(headers, console.settings.secure) else { return Ok(None) };
    let session_id = digest(cookie);
    let Some(mut session) = console.store.session(session_id).await? else { return Ok(None) };
    if session.expires_at <= now || session.seen_at + IDLE_SECONDS <= now {
        return Ok(None);
    }
    let administrators = console.store.administrators().await?;
    let Some(administrator) = administrators.into_iter().find(|found| found.name == session.administrator)
    else {
        return Ok(None);
    };
    if session.seen_at + SEEN_EVERY_SECONDS <= now {
        session.seen_at = now;
        match console.store.put_session(session_id, &session).await {
            // Reading goes on while the database takes no writes.
            Ok(()) | Err(StoreError::Unavailable(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(Person { administrator, session, session_id }))
}

/// Notes that the person has just given their password again.
pub(crate) async fn refresh(console: &Console, person: &Person, now: u64) -> Result<(), Failure> {
    let mut session = person.session.clone();
    session.authenticated_at = now;
    session.seen_at = now;
    Ok(console.store.put_session(person.session_id, &session).await?)
}

/// 32 random bytes in hex.
pub(crate) fn random() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::Broken)?;
    Ok(hex(&bytes))
}

fn digest(cookie: &str) -> [u8; 32] {
    Sha256::digest(cookie.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const SEEN_EVERY_SECONDS: u64 = 60;
