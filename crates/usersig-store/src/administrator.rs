//! The people who use the console, and their sessions.

use serde::{Deserialize, Serialize};

/// A person who uses the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Administrator {
    /// The name to sign in with.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Whether a time-based code is asked for.
    pub totp: bool,
    /// Whether the password is the one-time one and has to be changed.
    pub must_change_password: bool,
    /// Sign-ins that failed in a row.
    pub failures: u32,
    /// Unix seconds before which no sign-in is tried.
    pub locked_until: Option<u64>,
    /// The language of the console: `en`, `zh`, `ja`, `ko`; `None`: the browser's.
    pub language: Option<String>,
    /// Unix seconds.
    pub created_at: u64,
}

/// What an administrator may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Everything.
    Owner,
    /// Tickets, revocations and statistics; sees no key and changes no application.
    Operator,
    /// Looks only.
    Auditor,
}

/// What is needed to check a sign-in.
#[non_exhaustive]
pub struct Credentials {
    /// The person.
    pub administrator: Administrator,
    /// The Argon2id text of the password.
    pub password_hash: String,
    /// The secret of the time-based code.
    pub totp_secret: Option<zeroize::Zeroizing<Vec<u8>>>,
    /// The last time step whose code was taken: a code is good once.
    pub totp_last_step: u64,
}

/// A signed-in browser.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Session {
    /// Who.
    pub administrator: String,
    /// The text that forms must carry.
    pub csrf: String,
    /// Unix seconds.
    pub created_at: u64,
    /// Unix seconds of the last request.
    pub seen_at: u64,
    /// Unix seconds of the last time the password was given: for acts that ask again.
    pub authenticated_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
}

impl Session {
    /// A session that begins now (Unix seconds) with the password just given.
    pub fn new(administrator: impl Into<String>, csrf: impl Into<String>, now: u64, expires_at: u64) -> Self {
        Self {
            administrator: administrator.into(),
            csrf: csrf.into(),
            created_at: now,
            seen_at: now,
            authenticated_at: now,
            expires_at,
        }
    }
}
