//! Passwords of administrators: Argon2id, in one place.
//!
//! Hashing takes tens of milliseconds and 19 MiB on purpose. The asynchronous functions do it on a
//! blocking thread, two at a time, so that a flood of sign-ins takes neither the requests' threads
//! nor the machine's memory.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Fewest characters of a password that a person chooses.
pub const MIN_CHARACTERS: usize = 12;

/// Longest password in bytes: nobody may have a megabyte hashed.
pub const MAX_BYTES: usize = 512;

/// Why a password cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordFault {
    /// It is shorter than [`MIN_CHARACTERS`].
    #[error("the password has fewer than {MIN_CHARACTERS} characters")]
    TooShort,
    /// It is longer than [`MAX_BYTES`].
    #[error("the password has more than {MAX_BYTES} bytes")]
    TooLong,
    /// One character again and again.
    #[error("the password is one character again and again")]
    OneCharacter,
    /// It could not be hashed: memory or randomness is missing.
    #[error("the password could not be hashed; try again")]
    NotHashed,
}

/// Whether a person may choose this password.
///
/// # Errors
/// What is wrong with it.
pub fn check(password: &str) -> Result<(), PasswordFault> {
    let mut characters = password.chars();
    let first = characters.next();
    if password.chars().count() < MIN_CHARACTERS {
        return Err(PasswordFault::TooShort);
    }
    if password.len() > MAX_BYTES {
        return Err(PasswordFault::TooLong);
    }
    if characters.all(|character| Some(character) == first) {
        return Err(PasswordFault::OneCharacter);
    }
    Ok(())
}

/// A one-time password: 20 characters that are not mixed up when they are typed, 100 bits.
///
/// # Errors
/// [`PasswordFault::NotHashed`] when the system gives no randomness.
pub fn generate() -> Result<Zeroizing<String>, PasswordFault> {
    let mut random = Zeroizing::new([0_u8; 20]);
    getrandom::fill(&mut *random).map_err(|_| PasswordFault::NotHashed)?;
    let mut password = Zeroizing::new(String::with_capacity(23));
    for (at, byte) in random.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            password.push('-');
        }
        // There are 32 letters: five bits choose each one evenly.
        password.push(char::from(LETTERS[usize::from(byte & 31)]));
    }
    Ok(password)
}

/// The Argon2id text of a password. Blocks for tens of milliseconds: see [`hash`].
///
/// # Errors
/// [`PasswordFault::TooLong`] and [`PasswordFault::NotHashed`].
pub fn hash_blocking(password: &str) -> Result<String, PasswordFault> {
    if password.len() > MAX_BYTES {
        return Err(PasswordFault::TooLong);
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|_| PasswordFault::NotHashed)?.to_string())
}

/// Whether a password is the one of an Argon2id text. Blocks for tens of milliseconds: see [`verify`].
///
/// With no text (an unknown name) it does the same work and answers false.
#[must_use]
pub fn verify_blocking(password: &str, hash: Option<&str>) -> bool {
    if password.len() > MAX_BYTES {
        return false;
    }
    let known = hash.and_then(|text| PasswordHash::new(text).ok());
    let stranger = PasswordHash::new(&STRANGER).ok();
    match (&known, &stranger) {
        (Some(hash), _) => Argon2::default().verify_password(password.as_bytes(), hash).is_ok(),
        (None, Some(hash)) => {
            let _ = Argon2::default().verify_password(password.as_bytes(), hash);
            false
        }
        (None, None) => false,
    }
}

/// The Argon2id text of a password.
///
/// # Errors
/// As [`hash_blocking`].
pub async fn hash(password: Zeroizing<String>) -> Result<String, PasswordFault> {
    let _turn = TURNS.acquire().await.map_err(|_| PasswordFault::NotHashed)?;
    let work = tokio::task::spawn_blocking(move || hash_blocking(&password));
    work.await.unwrap_or(Err(PasswordFault::NotHashed))
}

/// Whether a password is the one of an Argon2id text; without a text the same work is done for nothing.
pub async fn verify(password: Zeroizing<String>, hash: Option<String>) -> bool {
    let Ok(_turn) = TURNS.acquire().await else { return false };
    let work = tokio::task::spawn_blocking(move || verify_blocking(&password, hash.as_deref()));
    work.await.unwrap_or(false)
}

static TURNS: Semaphore = Semaphore::const_new(2);

/// What the passwords of unknown names are compared with.
static STRANGER: LazyLock<String> =
    LazyLock::new(|| hash_blocking("nobody has this password").unwrap_or_default());

const LETTERS: [u8; 32] = *b"abcdefghijkmnpqrstuvwxyz23456789";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let hash = hash_blocking("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_blocking("correct horse battery", Some(&hash)));
        assert!(!verify_blocking("correct horse batterz", Some(&hash)));
        assert!(!verify_blocking("correct horse battery", Some("no hash")));
        assert!(!verify_blocking("nobody has this password", None));
    }

    #[test]
    fn generated_passwords_can_be_chosen_and_differ() {
        let (one, other) = (generate().unwrap(), generate().unwrap());
        assert_ne!(*one, *other);
        assert_eq!(one.len(), 23);
        check(&one).unwrap();
        assert_eq!(check("short"), Err(PasswordFault::TooShort));
        assert_eq!(check("aaaaaaaaaaaaaaaa"), Err(PasswordFault::OneCharacter));
        assert_eq!(check(&"ab".repeat(400)), Err(PasswordFault::TooLong));
    }
}
