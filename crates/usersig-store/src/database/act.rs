//! An administrative act: a change, its audit entry and the next revision in one transaction.

use serde_json::Value as Json;

use super::{Database, no_meta};
use crate::engine::{Transaction, values};
use crate::seal::Place;
use crate::{Actor, StoreError, audit};

/// An act that has begun. Dropping it undoes it.
///
/// The first statement locks the one row of `meta`, so acts follow one another, in whatever process
/// they are: the chain of entries has neither gaps nor forks.
pub(super) struct Act<'a> {
    pub(super) transaction: Box<dyn Transaction>,
    pub(super) at: u64,
    database: &'a Database,
    actor: &'a Actor,
    revision: u64,
    number: u64,
    previous: [u8; 32],
    master: String,
}

/// Whether an act changes what issuing and verifying need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changes {
    /// Others are told.
    Something,
    /// It is only written down.
    Nothing,
}

impl<'a> Act<'a> {
    pub(super) async fn begin(database: &'a Database, actor: &'a Actor) -> Result<Self, StoreError> {
        Self::on(database.write().await?, database, actor).await
    }

    /// Goes on in a transaction that has begun.
    pub(super) async fn on(
        mut transaction: Box<dyn Transaction>,
        database: &'a Database,
        actor: &'a Actor,
    ) -> Result<Self, StoreError> {
        let sql = "UPDATE meta SET audit_number = audit_number + 1 \
                   RETURNING revision, audit_number, audit_hash, master_key";
        let mut meta = transaction.query_one(sql, &[]).await?.ok_or_else(no_meta)?;
        Ok(Self {
            transaction,
            at: database.clock.milliseconds(),
            database,
            actor,
            revision: meta.number()?,
            number: meta.number()?,
            previous: meta.hash()?,
            master: meta.text()?,
        })
    }

    /// Unix seconds of the act.
    pub(super) const fn now(&self) -> u64 {
        self.at / 1000
    }

    /// The revision that this act makes.
    pub(super) const fn next_revision(&self) -> u64 {
        self.revision + 1
    }

    /// The master key that secrets are sealed with now.
    pub(super) fn master(&self) -> &str {
        &self.master
    }

    /// Seals a secret for its place.
    pub(super) fn seal(&self, place: Place, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.database.sealer.seal(&self.master, place, secret)
    }

    /// Opens a sealed secret.
    pub(super) fn open(&self, place: Place, record: &[u8]) -> Result<crate::SecretBytes, StoreError> {
        self.database.sealer.open(place, record)
    }

    /// Writes the entry, and keeps it with the change.
    pub(super) async fn finish(
        mut self,
        changes: Changes,
        act: &str,
        sdkappid: Option<u32>,
        detail: Json,
    ) -> Result<(), StoreError> {
        let mut entry = audit::Entry {
            number: self.number,
            at: self.at,
            actor: self.actor.name.clone(),
            address: self.actor.address.clone(),
            act: act.into(),
            sdkappid,
            detail,
            hash: String::new(),
        };
        let hash = entry.chain(&self.previous);
        entry.hash = crate::hex::encode(&hash);
        super::audit::insert(&mut *self.transaction, &entry, &hash).await?;
        let revision = if changes == Changes::Something { self.next_revision() } else { self.revision };
        let sql = "UPDATE meta SET revision = ?1, audit_hash = ?2";
        self.transaction.execute(sql, values![revision, hash.as_slice()]).await?;
        self.transaction.commit().await?;
        self.database.pulse.answered();
        self.database.pulse.committed(revision);
        Ok(())
    }
}
