//! Everything that issuing and verifying need, read at once.

use std::collections::HashMap;

use zeroize::Zeroizing;

use crate::{
    application::{Application, Key},
    caller::ApiToken,
    revocation::Revocations,
};

/// Everything that issuing and verifying need, as of one revision of the store.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Snapshot {
    /// The store's revision that this shows.
    pub revision: u64,
    /// By SDKAppID.
    pub applications: HashMap<u32, ApplicationSecrets>,
    /// The API tokens with the SHA-256 of their secrets.
    pub tokens: Vec<(ApiToken, [u8; 32])>,
    /// Revoked tickets: by SDKAppID and UserID, the moment before which they are invalid.
    pub revocations: HashMap<u32, Revocations>,
    /// What could not be opened and is left out: worth a line in the log each. Empty when all is well.
    pub faults: Vec<String>,
}

/// An application with the secrets of its keys.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApplicationSecrets {
    /// The application.
    pub application: Application,
    /// Each key that signs or verifies, with its text: an HMAC key or a PEM.
    pub keys: Vec<(Key, Zeroizing<String>)>,
    /// Shared secrets of issuers, by their number.
    pub issuer_secrets: HashMap<u32, Zeroizing<String>>,
}

impl std::fmt::Debug for ApplicationSecrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ApplicationSecrets")
            .field("application", &self.application)
            .finish_non_exhaustive()
    }
}
