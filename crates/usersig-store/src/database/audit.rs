//! The audit log in the database.

use super::{Database, no_meta};
use crate::audit::{Chain, ChainReport, Entry, Filter, canonical};
use crate::engine::{Row, Transaction, values};
use crate::{StoreError, hex};

pub(super) async fn insert(
    transaction: &mut dyn Transaction,
    entry: &Entry,
    hash: &[u8; 32],
) -> Result<(), StoreError> {
    let sql = "INSERT INTO audit (number, at, actor, address, act, sdkappid, detail, hash) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let values = values![
        entry.number,
        entry.at,
        entry.actor.as_str(),
        entry.address.as_str(),
        entry.act.as_str(),
        entry.sdkappid,
        canonical(&entry.detail),
        hash.as_slice(),
    ];
    transaction.execute(sql, values).await.map(drop)
}

pub(super) async fn list(database: &Database, filter: &Filter) -> Result<Vec<Entry>, StoreError> {
    let limit = if filter.limit == 0 { USUAL_PAGE } else { filter.limit.min(MOST) };
    let sql = "SELECT number, at, actor, address, act, sdkappid, detail, hash FROM audit \
               WHERE number < ?1 \
               AND (CAST(?2 AS BIGINT) IS NULL OR sdkappid = ?2) \
               AND (CAST(?3 AS TEXT) IS NULL OR actor = ?3) \
               AND (CAST(?4 AS TEXT) IS NULL OR SUBSTR(act, 1, LENGTH(?4)) = ?4) \
               ORDER BY number DESC LIMIT ?5";
    let values = values![
        filter.before.unwrap_or(u64::MAX),
        filter.sdkappid,
        filter.actor.as_deref(),
        filter.act.as_deref(),
        limit,
    ];
    database.read().await?.query(sql, values).await?.into_iter().map(entry).collect()
}

/// Entries after a number, the oldest first.
pub(super) async fn after(database: &Database, number: u64) -> Result<Vec<Entry>, StoreError> {
    page(&mut *database.read().await?, number).await
}

pub(super) async fn check(database: &Database) -> Result<ChainReport, StoreError> {
    check_in(&mut *database.read().await?).await
}

/// Checks the chain as a transaction sees it.
pub(super) async fn check_in(transaction: &mut dyn Transaction) -> Result<ChainReport, StoreError> {
    let sql = "SELECT audit_number, audit_hash FROM meta";
    let mut meta = transaction.query_one(sql, &[]).await?.ok_or_else(no_meta)?;
    let (number, head): (u64, _) = (meta.number()?, meta.hash()?);
    let mut chain = Chain::new();
    let mut last = 0;
    loop {
        let entries = page(transaction, last).await?;
        let Some(newest) = entries.last() else { break };
        last = newest.number;
        for entry in &entries {
            chain.push(entry);
        }
    }
    Ok(chain.finish_at(number, &hex::encode(&head)))
}

async fn page(transaction: &mut dyn Transaction, after: u64) -> Result<Vec<Entry>, StoreError> {
    let sql = "SELECT number, at, actor, address, act, sdkappid, detail, hash FROM audit \
               WHERE number > ?1 ORDER BY number LIMIT ?2";
    transaction.query(sql, values![after, MOST]).await?.into_iter().map(entry).collect()
}

fn entry(mut row: Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        number: row.number()?,
        at: row.number()?,
        actor: row.text()?,
        address: row.text()?,
        act: row.text()?,
        sdkappid: row.number_or_null()?,
        detail: row.json()?,
        hash: hex::encode(&row.bytes()?),
    })
}

const USUAL_PAGE: u32 = 100;
const MOST: u32 = 1000;
