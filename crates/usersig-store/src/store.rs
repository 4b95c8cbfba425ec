//! The one trait of the store.

use async_trait::async_trait;
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::{
    Snapshot, StoreError,
    administrator::{Administrator, Credentials, Role, Session},
    application::{Algorithm, Application, NewKey, Policy},
    audit::{ChainReport, Entry, Filter},
    caller::{ApiToken, Issuer, Scope},
    revocation::Revocation,
    statistics::Count,
};

/// Who does an administrative act, for the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Actor {
    /// `administrator:NAME`, `token:ID`, `command:USER` or `service`.
    pub name: String,
    /// The address it came from, or empty.
    pub address: String,
}

impl Actor {
    /// An actor by name and address.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { name: name.into(), address: address.into() }
    }
}

/// What both engines do. Every method that changes something writes its audit entry and the next
/// revision in the same transaction; what was acknowledged is not lost.
#[async_trait]
pub trait Store: Send + Sync {
    /// The store's newest revision that is known here; changes when anyone changes anything.
    fn revision(&self) -> watch::Receiver<u64>;
    /// Milliseconds since the database last answered: replicas that were cut off say so by this.
    fn cut_off_for(&self) -> u64;
    /// Everything that issuing and verifying need.
    async fn snapshot(&self) -> Result<Snapshot, StoreError>;

    /// Every application, by SDKAppID.
    async fn applications(&self) -> Result<Vec<Application>, StoreError>;
    /// One application.
    async fn application(&self, sdkappid: u32) -> Result<Application, StoreError>;
    /// A new application with its first key.
    async fn create_application(
        &self,
        actor: &Actor,
        sdkappid: u32,
        name: &str,
        key: NewKey,
        policy: Policy,
    ) -> Result<Application, StoreError>;
    /// Another name.
    async fn rename_application(&self, actor: &Actor, sdkappid: u32, name: &str) -> Result<(), StoreError>;
    /// Another policy.
    async fn set_policy(&self, actor: &Actor, sdkappid: u32, policy: Policy) -> Result<(), StoreError>;
    /// Brings or makes a key and makes it the current one of its algorithm; the one before verifies
    /// until `old_until` (Unix seconds; `None`: until it is retired). Rotation; and, with a key of the
    /// other algorithm, the beginning of a switch. Returns the new key's number.
    async fn rotate_key(
        &self,
        actor: &Actor,
        sdkappid: u32,
        key: NewKey,
        old_until: Option<u64>,
    ) -> Result<u32, StoreError>;
    /// A key neither signs nor verifies any more. The current one of the application's algorithm cannot be retired.
    async fn retire_key(&self, actor: &Actor, sdkappid: u32, key: u32) -> Result<(), StoreError>;
    /// New tickets are signed with this algorithm; the other one goes on verifying.
    async fn switch_algorithm(
        &self,
        actor: &Actor,
        sdkappid: u32,
        algorithm: Algorithm,
    ) -> Result<(), StoreError>;
    /// The text of a key; the act is in the audit log before the answer is given.
    async fn reveal_key(
        &self,
        actor: &Actor,
        sdkappid: u32,
        key: u32,
    ) -> Result<Zeroizing<String>, StoreError>;
    /// Stops issuing and verifying.
    async fn suspend_application(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError>;
    /// Undoes a suspension or a first request to delete.
    async fn resume_application(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError>;
    /// The first step: suspends and marks.
    async fn request_deletion(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError>;
    /// The second step; a conflict without the first.
    async fn delete_application(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError>;

    /// A new issuer of end users' sessions; `secret` for [`crate::caller::IssuerKeys::SharedSecret`].
    async fn add_issuer(
        &self,
        actor: &Actor,
        sdkappid: u32,
        issuer: Issuer,
        secret: Option<Zeroizing<String>>,
    ) -> Result<u32, StoreError>;
    /// Removes an issuer.
    async fn remove_issuer(&self, actor: &Actor, sdkappid: u32, issuer: u32) -> Result<(), StoreError>;

    /// A new API token, and its secret, which is never shown again.
    async fn create_token(
        &self,
        actor: &Actor,
        name: &str,
        scopes: &[Scope],
        applications: &[u32],
        expires_at: Option<u64>,
    ) -> Result<(ApiToken, Zeroizing<String>), StoreError>;
    /// Every token, revoked ones too.
    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError>;
    /// Ends a token.
    async fn revoke_token(&self, actor: &Actor, id: u32) -> Result<(), StoreError>;

    /// Invalidates a user's tickets signed before a moment; an earlier, later moment stays.
    async fn revoke_user(
        &self,
        actor: &Actor,
        sdkappid: u32,
        userid: &str,
        signed_before: u64,
    ) -> Result<(), StoreError>;
    /// The revocations of an application, the newest first, from `offset`, at most 100.
    async fn revocations(&self, sdkappid: u32, offset: u64) -> Result<Vec<Revocation>, StoreError>;

    /// A new administrator; `password_hash` is Argon2id's text.
    async fn create_administrator(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        password_hash: &str,
        must_change: bool,
    ) -> Result<(), StoreError>;
    /// Every administrator.
    async fn administrators(&self) -> Result<Vec<Administrator>, StoreError>;
    /// What is needed to check a sign-in.
    async fn credentials(&self, name: &str) -> Result<Credentials, StoreError>;
    /// Another password; ends all of the person's sessions. A console that keeps the one in which it
    /// was changed puts it again.
    async fn set_password(
        &self,
        actor: &Actor,
        name: &str,
        password_hash: &str,
        must_change: bool,
    ) -> Result<(), StoreError>;
    /// The secret of time-based codes, or none any more.
    async fn set_totp(
        &self,
        actor: &Actor,
        name: &str,
        secret: Option<Zeroizing<Vec<u8>>>,
    ) -> Result<(), StoreError>;
    /// The language of the person's console.
    async fn set_language(&self, name: &str, language: Option<&str>) -> Result<(), StoreError>;
    /// Removes a person; the last owner stays.
    async fn remove_administrator(&self, actor: &Actor, name: &str) -> Result<(), StoreError>;
    /// Notes a sign-in that worked, with the time step of its code: false when that step was used before.
    async fn sign_in_worked(
        &self,
        actor: &Actor,
        name: &str,
        totp_step: Option<u64>,
    ) -> Result<bool, StoreError>;
    /// Notes one that failed; returns until when the account waits (Unix seconds), by a growing back-off.
    async fn sign_in_failed(&self, actor: &Actor, name: &str) -> Result<Option<u64>, StoreError>;

    /// Keeps a session under the SHA-256 of its cookie.
    async fn put_session(&self, id: [u8; 32], session: &Session) -> Result<(), StoreError>;
    /// A session that has not ended.
    async fn session(&self, id: [u8; 32]) -> Result<Option<Session>, StoreError>;
    /// Ends a session.
    async fn end_session(&self, id: [u8; 32]) -> Result<(), StoreError>;

    /// Writes an entry for an act that changes nothing here (a sign-out, an export).
    async fn note(
        &self,
        actor: &Actor,
        act: &str,
        sdkappid: Option<u32>,
        detail: serde_json::Value,
    ) -> Result<(), StoreError>;
    /// Entries, the newest first.
    async fn audit(&self, filter: &Filter) -> Result<Vec<Entry>, StoreError>;
    /// Entries with a larger number, the oldest first, at most 1000: for an export, page by page.
    async fn audit_after(&self, number: u64) -> Result<Vec<Entry>, StoreError>;
    /// Reads the whole chain and checks it.
    async fn check_audit(&self) -> Result<ChainReport, StoreError>;

    /// Adds counts to those of the same minute.
    async fn add_counts(&self, counts: &[Count]) -> Result<(), StoreError>;
    /// Counts from a moment to another (Unix seconds, whole minutes), of one application or of all.
    async fn counts(&self, sdkappid: Option<u32>, from: u64, to: u64) -> Result<Vec<Count>, StoreError>;
}
