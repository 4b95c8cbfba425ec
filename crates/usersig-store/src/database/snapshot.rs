//! Everything that issuing and verifying need, in one read.

use super::revocations::State;
use super::{Database, applications, issuers, keys, no_meta, revocations, tokens};
use crate::application::KeyRole;
use crate::engine::values;
use crate::snapshot::{ApplicationSecrets, Snapshot};
use crate::{SecretText, StoreError};

pub(super) async fn read(database: &Database) -> Result<Snapshot, StoreError> {
    let mut transaction = database.read().await?;
    let sql = "SELECT revision, audit_number, audit_hash, master_key FROM meta";
    let mut meta = transaction.query_one(sql, &[]).await?.ok_or_else(no_meta)?;
    let state = State { revision: meta.number()?, number: meta.number()?, hash: meta.hash()? };
    let mut snapshot = Snapshot { revision: state.revision, ..Snapshot::default() };
    // Without the store's own master key nothing opens, and that is no fault of single records.
    database.sealer.keys().get(&meta.text()?)?;
    for application in applications::read(&mut *transaction, None).await? {
        let secrets =
            ApplicationSecrets { application, keys: Vec::new(), issuer_secrets: Default::default() };
        snapshot.applications.insert(secrets.application.sdkappid, secrets);
    }
    let now = database.now();
    let sql = "SELECT sdkappid, id, secret FROM keys WHERE role <> 'retired' \
               AND (until IS NULL OR until >= ?1) ORDER BY sdkappid, id DESC";
    for mut row in transaction.query(sql, values![now]).await? {
        let (sdkappid, id): (u32, u32) = (row.number()?, row.number()?);
        let text = open(database, keys::place(sdkappid, id), &row.bytes()?, &mut snapshot.faults);
        let Some(secrets) = snapshot.applications.get_mut(&sdkappid) else { continue };
        let key = secrets.application.keys.iter().find(|key| key.id == id && key.role != KeyRole::Retired);
        if let (Some(key), Some(text)) = (key.cloned(), text) {
            secrets.keys.push((key, text));
        }
    }
    let sql = "SELECT sdkappid, id, secret FROM issuers WHERE secret IS NOT NULL";
    for mut row in transaction.query(sql, &[]).await? {
        let (sdkappid, id): (u32, u32) = (row.number()?, row.number()?);
        let secret = open(database, issuers::place(sdkappid, id), &row.bytes()?, &mut snapshot.faults);
        if let (Some(secrets), Some(secret)) = (snapshot.applications.get_mut(&sdkappid), secret) {
            secrets.issuer_secrets.insert(id, secret);
        }
    }
    snapshot.tokens = tokens::read(&mut *transaction).await?;
    snapshot.revocations = revocations::all(database, &mut *transaction, state).await?;
    Ok(snapshot)
}

/// Opens a secret. One that does not open is left out and named: the others are not to suffer from it.
fn open(
    database: &Database,
    place: crate::seal::Place,
    sealed: &[u8],
    faults: &mut Vec<String>,
) -> Option<SecretText> {
    match database.sealer.open(place, sealed).and_then(keys::utf8) {
        Ok(text) => Some(text),
        Err(error) => {
            faults.push(error.to_string());
            None
        }
    }
}
