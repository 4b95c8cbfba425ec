//! Revocations.

use std::collections::HashMap;
use std::sync::PoisonError;

use serde_json::json;

use super::act::Changes;
use super::{Database, applications};
use crate::engine::{Row, Transaction, values};
use crate::revocation::{Revocation, Revocations};
use crate::{Actor, StoreError, check};

pub(super) async fn revoke(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    userid: &str,
    signed_before: u64,
) -> Result<(), StoreError> {
    check::userid(userid)?;
    let mut act = database.act(actor).await?;
    let sql = "SELECT 1 FROM applications WHERE sdkappid = ?1";
    if act.transaction.query_one(sql, values![sdkappid]).await?.is_none() {
        return Err(applications::missing(sdkappid));
    }
    let sql = "INSERT INTO revocations (sdkappid, userid, signed_before, created_at, revision) \
               VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (sdkappid, userid) DO UPDATE SET created_at = excluded.created_at, \
               revision = excluded.revision, signed_before = CASE \
               WHEN excluded.signed_before > revocations.signed_before THEN excluded.signed_before \
               ELSE revocations.signed_before END";
    let values = values![sdkappid, userid, signed_before, act.now(), act.next_revision()];
    act.transaction.execute(sql, values).await?;
    let detail = json!({ "userid": userid, "signed_before": signed_before });
    act.finish(Changes::Something, "user.revoke", Some(sdkappid), detail).await
}

pub(super) async fn list(
    database: &Database,
    sdkappid: u32,
    offset: u64,
) -> Result<Vec<Revocation>, StoreError> {
    let sql = "SELECT sdkappid, userid, signed_before, created_at FROM revocations WHERE sdkappid = ?1 \
               ORDER BY created_at DESC, userid LIMIT 100 OFFSET ?2";
    database.read().await?.query(sql, values![sdkappid, offset]).await?.into_iter().map(revocation).collect()
}

/// How far the store has come: a revision, and the end of the audit chain that led to it.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    pub(super) revision: u64,
    pub(super) number: u64,
    pub(super) hash: [u8; 32],
}

/// All revocations of a state.
#[derive(Clone, Default)]
pub(super) struct Known {
    state: State,
    revocations: HashMap<u32, Revocations>,
}

/// All revocations of the state that a transaction sees. Only what was added since the last time is read.
pub(super) async fn all(
    database: &Database,
    transaction: &mut dyn Transaction,
    state: State,
) -> Result<HashMap<u32, Revocations>, StoreError> {
    let known = database.revoked.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut known = if goes_on(transaction, &known.state).await? { known } else { Known::default() };
    let sql = "SELECT sdkappid, userid, signed_before, created_at FROM revocations WHERE revision > ?1";
    for row in transaction.query(sql, values![known.state.revision]).await? {
        let Revocation { sdkappid, userid, signed_before, .. } = revocation(row)?;
        known.revocations.entry(sdkappid).or_default().insert(userid, signed_before);
    }
    let revocations = known.revocations.clone();
    *database.revoked.lock().unwrap_or_else(PoisonError::into_inner) = Known { state, ..known };
    Ok(revocations)
}

/// Whether everything of a state is still there: the audit chain holds its end (a standby that took
/// over may lack acts, and count others by their numbers), and no application was deleted since.
async fn goes_on(transaction: &mut dyn Transaction, known: &State) -> Result<bool, StoreError> {
    let sql = "SELECT hash FROM audit WHERE number = ?1";
    let Some(mut entry) = transaction.query_one(sql, values![known.number]).await? else { return Ok(false) };
    if entry.hash()? != known.hash {
        return Ok(false);
    }
    let sql = "SELECT 1 FROM audit WHERE number > ?1 AND act = 'application.delete' LIMIT 1";
    Ok(transaction.query_one(sql, values![known.number]).await?.is_none())
}

pub(super) fn revocation(mut row: Row) -> Result<Revocation, StoreError> {
    Ok(Revocation {
        sdkappid: row.number()?,
        userid: row.text()?,
        signed_before: row.number()?,
        created_at: row.number()?,
    })
}
