//! Another master key.

use serde_json::json;

use super::act::{Act, Changes};
use super::{Database, administrators, issuers, keys};
use crate::engine::values;
use crate::seal::{MasterKey, Place};
use crate::{Actor, StoreError};

/// What a rotation of the master key did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rotation {
    /// The name of the key before.
    pub from: String,
    /// The name of the key now.
    pub to: String,
    /// Secrets that were wrapped again; 0 when an earlier run had done that and only its end was missing.
    pub records: u64,
}

impl Database {
    /// Wraps every secret with another master key.
    ///
    /// With a file of keys the new one is made here: the file gets it as its second line, all secrets and
    /// the audit entry are one transaction, then the file keeps the new one alone. Wherever it is
    /// interrupted, the file holds the key that the database needs, and another call does the rest.
    /// Without a file both keys must have been given; afterwards the old one is not needed any more.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when no file and no second key was given, [`StoreError::Sealed`] when the
    /// file cannot be written or a secret does not open.
    pub async fn rotate_master_key(&self, actor: &Actor) -> Result<Rotation, StoreError> {
        // The act keeps others from doing the same, in any process.
        let mut act = self.act(actor).await?;
        self.sealer.keys().read_again()?;
        let from = act.master().to_owned();
        let old = self.sealer.keys().get(&from)?;
        let known = self.sealer.keys().all();
        let rotation = match &known[..] {
            // The file lists the old one first: the database has moved on already.
            [before, now] if now.id() == from && self.sealer.keys().have_a_file() => {
                drop(act);
                Rotation { from: before.id(), to: from, records: 0 }
            }
            [_] if !self.sealer.keys().have_a_file() => {
                return Err(StoreError::Invalid(format!(
                    "give both master keys, the new one and {from}; `openssl rand -hex 32` makes a new one"
                ).into()));
            }
            _ => {
                let other = known.iter().find(|key| key.id() != from).cloned();
                let new = other.map_or_else(MasterKey::generate, Ok)?;
                self.sealer.keys().replace(&[old, new.clone()])?;
                // What is not in the file must not become the key that everything needs.
                self.sealer.keys().get(&new.id())?;
                let records = self.wrap_all(&mut act, &new).await?;
                let sql = "UPDATE meta SET master_key = ?1";
                act.transaction.execute(sql, values![new.id()]).await?;
                let detail = json!({ "from": from, "to": new.id(), "records": records });
                act.finish(Changes::Something, "store.rotate_master_key", None, detail).await?;
                Rotation { from, to: new.id(), records }
            }
        };
        self.forget_old_keys(&rotation.to).await?;
        Ok(rotation)
    }

    /// Leaves the one key in the file that the database needs.
    async fn forget_old_keys(&self, id: &str) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        // Locks the row: nobody else begins a rotation in between.
        let sql = "UPDATE meta SET revision = revision WHERE master_key = ?1";
        if transaction.execute(sql, values![id]).await? == 1 {
            let key = self.sealer.keys().get(id)?;
            self.sealer.keys().replace(&[key])?;
        }
        Ok(())
    }

    async fn wrap_all(&self, act: &mut Act<'_>, master: &MasterKey) -> Result<u64, StoreError> {
        let mut records = 0;
        for secrets in SECRETS {
            for mut row in act.transaction.query(secrets.select, &[]).await? {
                let (sdkappid, id): (u32, u32) = (row.number()?, row.number()?);
                let place = (secrets.place)(sdkappid, id);
                let sealed = self.sealer.wrap_again(master, place, &row.bytes()?)?;
                act.transaction.execute(secrets.update, values![sdkappid, id, sealed]).await?;
                records += 1;
            }
        }
        Ok(records)
    }
}

/// Where secrets are.
struct Secrets {
    select: &'static str,
    update: &'static str,
    place: fn(u32, u32) -> Place,
}

const SECRETS: [Secrets; 3] = [
    Secrets {
        select: "SELECT sdkappid, id, secret FROM keys",
        update: "UPDATE keys SET secret = ?3 WHERE sdkappid = ?1 AND id = ?2",
        place: keys::place,
    },
    Secrets {
        select: "SELECT sdkappid, id, secret FROM issuers WHERE secret IS NOT NULL",
        update: "UPDATE issuers SET secret = ?3 WHERE sdkappid = ?1 AND id = ?2",
        place: issuers::place,
    },
    Secrets {
        select: "SELECT 0, id, secret FROM administrators WHERE secret IS NOT NULL",
        update: "UPDATE administrators SET secret = ?3 WHERE id = ?2 AND CAST(?1 AS BIGINT) = 0",
        place: |_, id| administrators::place(id),
    },
];
