//! The trait over the functions beside it.

use async_trait::async_trait;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::act::Changes;
use super::applications::Step;
use super::{
    Database, administrators, applications, audit, issuers, keys, revocations, sessions, sign_in, snapshot,
    statistics, tokens,
};
use crate::administrator::{Administrator, Credentials, Role, Session};
use crate::application::{Algorithm, Application, NewKey, Policy};
use crate::audit::{ChainReport, Entry, Filter};
use crate::caller::{ApiToken, Issuer, Scope};
use crate::revocation::Revocation;
use crate::statistics::Count;
use crate::{Actor, Snapshot, Store, StoreError};

#[async_trait]
impl Store for Database {
    fn revision(&self) -> watch::Receiver<u64> {
        self.pulse().revision()
    }

    fn cut_off_for(&self) -> u64 {
        self.pulse().cut_off_for()
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        snapshot::read(self).await
    }

    async fn applications(&self) -> Result<Vec<Application>, StoreError> {
        applications::read(&mut *self.read().await?, None).await
    }

    async fn application(&self, sdkappid: u32) -> Result<Application, StoreError> {
        applications::read_one(&mut *self.read().await?, sdkappid).await
    }

    async fn create_application(
        &self,
        actor: &Actor,
        sdkappid: u32,
        name: &str,
        key: NewKey,
        policy: Policy,
    ) -> Result<Application, StoreError> {
        applications::create(self, actor, sdkappid, name, key, policy).await
    }

    async fn rename_application(&self, actor: &Actor, sdkappid: u32, name: &str) -> Result<(), StoreError> {
        applications::rename(self, actor, sdkappid, name).await
    }

    async fn set_policy(&self, actor: &Actor, sdkappid: u32, policy: Policy) -> Result<(), StoreError> {
        applications::set_policy(self, actor, sdkappid, policy).await
    }

    async fn rotate_key(
        &self,
        actor: &Actor,
        sdkappid: u32,
        key: NewKey,
        old_until: Option<u64>,
    ) -> Result<u32, StoreError> {
        keys::rotate(self, actor, sdkappid, key, old_until).await
    }

    async fn retire_key(&self, actor: &Actor, sdkappid: u32, key: u32) -> Result<(), StoreError> {
        keys::retire(self, actor, sdkappid, key).await
    }

    async fn switch_algorithm(
        &self,
        actor: &Actor,
        sdkappid: u32,
        algorithm: Algorithm,
    ) -> Result<(), StoreError> {
        applications::switch(self, actor, sdkappid, algorithm).await
    }

    async fn reveal_key(
        &self,
        actor: &Actor,
        sdkappid: u32,
        key: u32,
    ) -> Result<Zeroizing<String>, StoreError> {
        keys::reveal(self, actor, sdkappid, key).await
    }

    async fn suspend_application(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError> {
        applications::set_state(self, actor, sdkappid, Step::Suspend).await
    }

    async fn resume_application(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError> {
        applications::set_state(self, actor, sdkappid, Step::Resume).await
    }

    async fn request_deletion(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError> {
        applications::set_state(self, actor, sdkappid, Step::RequestDeletion).await
    }

    async fn delete_application(&self, actor: &Actor, sdkappid: u32) -> Result<(), StoreError> {
        applications::delete(self, actor, sdkappid).await
    }

    async fn add_issuer(
        &self,
        actor: &Actor,
        sdkappid: u32,
        issuer: Issuer,
        secret: Option<Zeroizing<String>>,
    ) -> Result<u32, StoreError> {
        issuers::add(self, actor, sdkappid, issuer, secret).await
    }

    async fn remove_issuer(&self, actor: &Actor, sdkappid: u32, issuer: u32) -> Result<(), StoreError> {
        issuers::remove(self, actor, sdkappid, issuer).await
    }

    async fn create_token(
        &self,
        actor: &Actor,
        name: &str,
        scopes: &[Scope],
        applications: &[u32],
        expires_at: Option<u64>,
    ) -> Result<(ApiToken, Zeroizing<String>), StoreError> {
        tokens::create(self, actor, name, scopes, applications, expires_at).await
    }

    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        tokens::list(self).await
    }

    async fn revoke_token(&self, actor: &Actor, id: u32) -> Result<(), StoreError> {
        tokens::revoke(self, actor, id).await
    }

    async fn revoke_user(
        &self,
        actor: &Actor,
        sdkappid: u32,
        userid: &str,
        signed_before: u64,
    ) -> Result<(), StoreError> {
        revocations::revoke(self, actor, sdkappid, userid, signed_before).await
    }

    async fn revocations(&self, sdkappid: u32, offset: u64) -> Result<Vec<Revocation>, StoreError> {
        revocations::list(self, sdkappid, offset).await
    }

    async fn create_administrator(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        password_hash: &str,
        must_change: bool,
    ) -> Result<(), StoreError> {
        administrators::create(self, actor, name, role, password_hash, must_change).await
    }

    async fn administrators(&self) -> Result<Vec<Administrator>, StoreError> {
        administrators::list(self).await
    }

    async fn credentials(&self, name: &str) -> Result<Credentials, StoreError> {
        administrators::credentials(self, name).await
    }

    async fn set_password(
        &self,
        actor: &Actor,
        name: &str,
        password_hash: &str,
        must_change: bool,
    ) -> Result<(), StoreError> {
        administrators::set_password(self, actor, name, password_hash, must_change).await
    }

    async fn set_totp(
        &self,
        actor: &Actor,
        name: &str,
        secret: Option<Zeroizing<Vec<u8>>>,
    ) -> Result<(), StoreError> {
        administrators::set_totp(self, actor, name, secret).await
    }

    async fn set_language(&self, name: &str, language: Option<&str>) -> Result<(), StoreError> {
        administrators::set_language(self, name, language).await
    }

    async fn remove_administrator(&self, actor: &Actor, name: &str) -> Result<(), StoreError> {
        administrators::remove(self, actor, name).await
    }

    async fn sign_in_worked(
        &self,
        actor: &Actor,
        name: &str,
        totp_step: Option<u64>,
    ) -> Result<bool, StoreError> {
        sign_in::worked(self, actor, name, totp_step).await
    }

    async fn sign_in_failed(&self, actor: &Actor, name: &str) -> Result<Option<u64>, StoreError> {
        sign_in::failed(self, actor, name).await
    }

    async fn put_session(&self, id: [u8; 32], session: &Session) -> Result<(), StoreError> {
        sessions::put(self, id, session).await
    }

    async fn session(&self, id: [u8; 32]) -> Result<Option<Session>, StoreError> {
        sessions::get(self, id).await
    }

    async fn end_session(&self, id: [u8; 32]) -> Result<(), StoreError> {
        sessions::end(self, id).await
    }

    async fn note(
        &self,
        actor: &Actor,
        act: &str,
        sdkappid: Option<u32>,
        detail: serde_json::Value,
    ) -> Result<(), StoreError> {
        self.act(actor).await?.finish(Changes::Nothing, act, sdkappid, detail).await
    }

    async fn audit(&self, filter: &Filter) -> Result<Vec<Entry>, StoreError> {
        audit::list(self, filter).await
    }

    async fn audit_after(&self, number: u64) -> Result<Vec<Entry>, StoreError> {
        audit::after(self, number).await
    }

    async fn check_audit(&self) -> Result<ChainReport, StoreError> {
        audit::check(self).await
    }

    async fn add_counts(&self, counts: &[Count]) -> Result<(), StoreError> {
        statistics::add(self, counts).await
    }

    async fn counts(&self, sdkappid: Option<u32>, from: u64, to: u64) -> Result<Vec<Count>, StoreError> {
        statistics::list(self, sdkappid, from, to).await
    }
}
