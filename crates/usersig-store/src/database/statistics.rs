//! Statistics: minutes for 14 days, then hours for 400 days, then days.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use super::Database;
use crate::StoreError;
use crate::engine::{Row, values};
use crate::statistics::{Count, Event};

pub(super) async fn add(database: &Database, counts: &[Count]) -> Result<(), StoreError> {
    // In one order, so that replicas that add at the same time do not wait for one another in a circle.
    let mut sums: BTreeMap<(u64, u32, String), u64> = BTreeMap::new();
    for count in counts {
        let key = (count.minute - count.minute % MINUTE, count.sdkappid, event_name(count.event));
        *sums.entry(key).or_default() += count.count;
    }
    if !sums.is_empty() {
        let mut transaction = database.write().await?;
        let sql = "INSERT INTO counts (start, sdkappid, event, amount) VALUES (?1, ?2, ?3, ?4) \
                   ON CONFLICT (start, sdkappid, event) DO UPDATE SET amount = counts.amount + excluded.amount";
        for ((minute, sdkappid, event), count) in sums {
            transaction.execute(sql, values![minute, sdkappid, event, count]).await?;
        }
        transaction.commit().await?;
    }
    thin_sometimes(database).await
}

pub(super) async fn list(
    database: &Database,
    sdkappid: Option<u32>,
    from: u64,
    to: u64,
) -> Result<Vec<Count>, StoreError> {
    let sql = "SELECT sdkappid, start, event, amount FROM counts WHERE start >= ?2 AND start < ?3 \
               AND (CAST(?1 AS BIGINT) IS NULL OR sdkappid = ?1) ORDER BY start, sdkappid, event";
    let rows = database.read().await?.query(sql, values![sdkappid, from, to]).await?;
    rows.into_iter().map(count).collect()
}

/// Thins old counts once an hour.
async fn thin_sometimes(database: &Database) -> Result<(), StoreError> {
    let now = database.now();
    let last = database.thinned.load(Ordering::Relaxed);
    if now.saturating_sub(last) < HOUR
        || database.thinned.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_err()
    {
        return Ok(());
    }
    thin(database, HOUR, now.saturating_sub(MINUTES_STAY)).await?;
    thin(database, DAY, now.saturating_sub(HOURS_STAY)).await
}

/// Adds counts from before a moment to the one at the beginning of their hour or day.
async fn thin(database: &Database, unit: u64, before: u64) -> Result<(), StoreError> {
    // A whole unit at a time, so that its beginning is thinned together with the rest.
    let before = before - before % unit;
    let mut transaction = database.write().await?;
    let sql = "INSERT INTO counts (start, sdkappid, event, amount) \
               SELECT start - start % ?1, sdkappid, event, CAST(SUM(amount) AS BIGINT) FROM counts \
               WHERE start < ?2 AND start % ?1 <> 0 GROUP BY start - start % ?1, sdkappid, event \
               ON CONFLICT (start, sdkappid, event) DO UPDATE SET amount = counts.amount + excluded.amount";
    if transaction.execute(sql, values![unit, before]).await? > 0 {
        let sql = "DELETE FROM counts WHERE start < ?2 AND start % ?1 <> 0";
        transaction.execute(sql, values![unit, before]).await?;
    }
    transaction.commit().await
}

fn event_name(event: Event) -> String {
    match event {
        Event::UserSig => "user_sig".into(),
        Event::PrivateMapKey => "private_map_key".into(),
        Event::Refused => "refused".into(),
        Event::Verified => "verified".into(),
        Event::Rejected(code) => format!("rejected:{code}"),
    }
}

fn event(name: &str) -> Option<Event> {
    Some(match name {
        "user_sig" => Event::UserSig,
        "private_map_key" => Event::PrivateMapKey,
        "refused" => Event::Refused,
        "verified" => Event::Verified,
        _ => Event::Rejected(name.strip_prefix("rejected:")?.parse().ok()?),
    })
}

fn count(mut row: Row) -> Result<Count, StoreError> {
    let (sdkappid, minute, name) = (row.number()?, row.number()?, row.text()?);
    let event = event(&name).ok_or_else(|| StoreError::Damaged(format!("{name} is no event")))?;
    Ok(Count { sdkappid, minute, event, count: row.number()? })
}

const MINUTE: u64 = 60;
const HOUR: u64 = 3600;
const DAY: u64 = 86_400;
const MINUTES_STAY: u64 = 14 * DAY;
const HOURS_STAY: u64 = 400 * DAY;
