//! Signing in: codes that count once, and waiting after failures.

use serde_json::json;

use super::Database;
use super::act::Changes;
use super::administrators::{id, missing};
use crate::engine::values;
use crate::{Actor, StoreError};

pub(super) async fn worked(
    database: &Database,
    actor: &Actor,
    name: &str,
    totp_step: Option<u64>,
) -> Result<bool, StoreError> {
    let mut act = database.act(actor).await?;
    let id = id(&mut act, name).await?;
    if let Some(step) = totp_step {
        let sql = "UPDATE administrators SET totp_last_step = ?2 WHERE id = ?1 AND totp_last_step < ?2";
        if act.transaction.execute(sql, values![id, step]).await? == 0 {
            return Ok(false);
        }
    }
    let sql = "UPDATE administrators SET failures = 0, locked_until = NULL WHERE id = ?1";
    act.transaction.execute(sql, values![id]).await?;
    let detail = json!({ "name": name, "totp": totp_step.is_some() });
    act.finish(Changes::Nothing, "administrator.sign_in", None, detail).await?;
    Ok(true)
}

pub(super) async fn failed(
    database: &Database,
    actor: &Actor,
    name: &str,
) -> Result<Option<u64>, StoreError> {
    let mut act = database.act(actor).await?;
    let sql = "UPDATE administrators SET failures = failures + 1 WHERE name = ?1 RETURNING id, failures";
    let row = act.transaction.query_one(sql, values![name]).await?;
    let mut row = row.ok_or_else(|| missing(name))?;
    let (id, failures): (u32, u32) = (row.number()?, row.number()?);
    let until = wait_after(failures).map(|seconds| act.now() + seconds);
    let sql = "UPDATE administrators SET locked_until = ?2 WHERE id = ?1";
    act.transaction.execute(sql, values![id, until]).await?;
    let detail = json!({ "name": name, "failures": failures, "locked_until": until });
    act.finish(Changes::Nothing, "administrator.sign_in_failed", None, detail).await?;
    Ok(until)
}

/// Seconds to wait after so many failures in a row: none after the first four, then 30 s, doubling up
/// to an hour.
fn wait_after(failures: u32) -> Option<u64> {
    let doublings = failures.checked_sub(FREE_FAILURES + 1)?;
    Some((FIRST_WAIT << doublings.min(16)).min(LONGEST_WAIT))
}

const FREE_FAILURES: u32 = 4;
const FIRST_WAIT: u64 = 30;
const LONGEST_WAIT: u64 = 3600;
