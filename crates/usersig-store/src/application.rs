//! Applications, their keys and their policy.

use serde::{Deserialize, Serialize};

/// An application: one SDKAppID, its keys, and what its callers may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Application {
    /// The SDKAppID.
    pub sdkappid: u32,
    /// A name for people, 1 to 100 characters.
    pub name: String,
    /// Whether it issues and verifies.
    pub state: ApplicationState,
    /// The algorithm that new tickets are signed with.
    pub algorithm: Algorithm,
    /// Every key, the newest first, without its secret.
    pub keys: Vec<Key>,
    /// What callers may ask for.
    pub policy: Policy,
    /// Where end users' own sessions come from.
    pub issuers: Vec<crate::caller::Issuer>,
    /// Unix seconds.
    pub created_at: u64,
}

/// Whether an application issues and verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ApplicationState {
    /// Issues and verifies.
    Active,
    /// Neither issues nor verifies, until it is resumed.
    Suspended,
    /// Suspended, and may be deleted by a second request from this moment on (Unix seconds).
    Deleting {
        /// Unix seconds.
        since: u64,
    },
}

/// One of the two algorithms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC-SHA256, `TLS.ver` 2.0.
    Hmac,
    /// ECDSA, the legacy one.
    Ecdsa,
}

impl Algorithm {
    /// The name for people: `HMAC` or `legacy`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hmac => "HMAC",
            Self::Ecdsa => "legacy",
        }
    }
}

impl From<usersig::Algorithm> for Algorithm {
    fn from(algorithm: usersig::Algorithm) -> Self {
        match algorithm {
            usersig::Algorithm::EcdsaSha256 => Self::Ecdsa,
            // The current algorithm, and what may follow it.
            _ => Self::Hmac,
        }
    }
}

/// A key of an application, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Key {
    /// Its number within the application, from 1.
    pub id: u32,
    /// What it signs.
    pub algorithm: Algorithm,
    /// What it is used for now.
    pub role: KeyRole,
    /// Whether it was made here or brought.
    pub origin: KeyOrigin,
    /// Whether it can sign: false for a legacy public key alone.
    pub signs: bool,
    /// Eight hexadecimal digits that tell keys apart, the ones that `usersig keygen` prints too. A private
    /// key and its public key have the same.
    pub fingerprint: String,
    /// Unix seconds.
    pub created_at: u64,
}

/// What a key is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum KeyRole {
    /// Signs (when it is of the application's algorithm) and verifies. One for each algorithm.
    Current,
    /// Verifies only.
    Verifying {
        /// Until this moment in Unix seconds; `None`: until it is retired.
        until: Option<u64>,
    },
    /// Neither signs nor verifies.
    Retired,
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum KeyOrigin {
    /// Made by this service.
    Made,
    /// Imported, for example from Tencent's console.
    Imported,
}

/// What the callers of an application may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Policy {
    /// Seconds of validity when a request names none.
    pub default_expire: u64,
    /// Longest validity in seconds.
    pub longest_expire: u64,
    /// The UserIDs that are signed.
    pub userid_form: UserIdForm,
    /// Whether PrivateMapKeys are issued.
    pub private_map_keys: bool,
    /// Rooms that may be named: numbers, ranges `100-199`, texts, texts ending in `*`; empty: all.
    pub rooms: Vec<String>,
    /// Privileges that may be given, as bits.
    pub privileges: u8,
    /// Whether end users may ask with the session of [`crate::caller::Issuer`].
    pub end_users: bool,
    /// Whether API tokens may ask.
    pub back_ends: bool,
    /// Requests each caller may make in a minute; 0: no limit.
    pub caller_per_minute: u32,
    /// Tickets for one UserID in a minute; 0: no limit.
    pub user_per_minute: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            default_expire: 7 * 86_400,
            longest_expire: 180 * 86_400,
            userid_form: UserIdForm::Documented,
            private_map_keys: true,
            rooms: Vec::new(),
            privileges: 255,
            end_users: true,
            back_ends: true,
            caller_per_minute: 0,
            user_per_minute: 0,
        }
    }
}

/// The UserIDs that an application signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UserIdForm {
    /// At most 32 bytes of letters, digits, `_` and `-`.
    Documented,
    /// Printable ASCII.
    PrintableAscii,
    /// UTF-8 without control characters.
    Utf8,
}

/// A key that is brought or to be made.
#[derive(Clone)]
#[non_exhaustive]
pub enum NewKey {
    /// Make an HMAC key: 64 random hex characters.
    Make,
    /// An HMAC key's text.
    Hmac(zeroize::Zeroizing<String>),
    /// A legacy private key in PEM, from which the public one follows.
    PrivatePem(zeroize::Zeroizing<String>),
    /// A legacy public key in PEM: verifies only.
    PublicPem(String),
}

impl NewKey {
    /// Sorts a text that a person brings: a PEM block is a legacy key, anything else an HMAC key.
    ///
    /// ```
    /// use usersig_store::application::NewKey;
    /// use zeroize::Zeroizing;
    /// let text = Zeroizing::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e".to_owned());
    /// assert!(matches!(NewKey::from_text(text), NewKey::Hmac(_)));
    /// ```
    #[must_use]
    pub fn from_text(text: zeroize::Zeroizing<String>) -> Self {
        if text.contains("PRIVATE KEY-----") {
            Self::PrivatePem(text)
        } else if text.contains("-----BEGIN ") {
            Self::PublicPem(text.to_string())
        } else {
            Self::Hmac(text)
        }
    }
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Make => "Make",
            Self::Hmac(_) => "Hmac(…)",
            Self::PrivatePem(_) => "PrivatePem(…)",
            Self::PublicPem(_) => "PublicPem(…)",
        })
    }
}
