//! Revocations.

use serde_json::json;

use super::act::Changes;
use super::{Database, applications};
use crate::engine::{Row, values};
use crate::revocation::Revocation;
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

pub(super) fn revocation(mut row: Row) -> Result<Revocation, StoreError> {
    Ok(Revocation {
        sdkappid: row.number()?,
        userid: row.text()?,
        signed_before: row.number()?,
        created_at: row.number()?,
    })
}
