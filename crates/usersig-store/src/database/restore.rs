//! Fills an empty store from a backup.

use std::io::{BufRead, Read};

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::act::{Act, Changes};
use super::backup::{End, FORMAT, Header};
use super::tables::{META, TABLES, Table};
use super::{Database, no_meta};
use crate::audit::ChainReport;
use crate::engine::{Transaction, Value};
use crate::{Actor, StoreError, hex, schema};

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Restored {
    /// Rows that are there now.
    pub rows: u64,
    /// Unix seconds of the backup.
    pub created_at: u64,
    /// What checking the audit chain of the backup found. A broken chain is restored as it is.
    pub chain: ChainReport,
}

impl Database {
    /// Fills this store from a backup of either engine, all of it or nothing. The store must be empty, and
    /// the master key at hand must be the backup's.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the store is not empty, [`StoreError::Invalid`] when the backup is cut
    /// off, was changed or is newer than this program, [`StoreError::Sealed`] without its master key.
    pub async fn restore(
        &self,
        actor: &Actor,
        input: &mut (dyn BufRead + Send),
    ) -> Result<Restored, StoreError> {
        let mut lines = Lines { input, hash: Sha256::new(), number: 0 };
        let header: Header = lines.next()?;
        if header.usersig_backup != FORMAT || header.schema > schema::VERSION {
            return Err(StoreError::Invalid(
                format!(
                    "the backup was made by a newer usersig (format {}, tables {}): restore it with that one",
                    header.usersig_backup, header.schema
                )
                .into(),
            ));
        }
        let Json::Object(meta) = header.meta else { return Err(lines.wrong("no row of meta")) };
        let meta = META.parse(meta)?;
        if let Some(Value::Text(master)) = meta.get(3) {
            self.sealer.keys().get(master)?;
        }
        let mut transaction = self.write().await?;
        refuse_unless_empty(&mut *transaction).await?;
        let rows = fill(&mut *transaction, &mut lines).await?;
        transaction.execute(&META.update(), &meta).await?;
        let chain = super::audit::check_in(&mut *transaction).await?;
        let act = Act::on(transaction, self, actor).await?;
        let detail = json!({ "rows": rows, "backup_of": header.created_at });
        act.finish(Changes::Something, "store.restore", None, detail).await?;
        Ok(Restored { rows, created_at: header.created_at, chain })
    }
}

async fn refuse_unless_empty(transaction: &mut dyn Transaction) -> Result<(), StoreError> {
    // Locks the row, too: nobody fills the store in between.
    let sql = "UPDATE meta SET revision = revision RETURNING revision + audit_number + last_token \
               + last_administrator";
    let used: u64 = transaction.query_one(sql, &[]).await?.ok_or_else(no_meta)?.number()?;
    let sql = "SELECT COUNT(*) FROM counts";
    let counts: u64 = transaction.query_one(sql, &[]).await?.ok_or_else(no_meta)?.number()?;
    if used + counts > 0 {
        return Err(StoreError::Conflict("this store is not empty: restore into a new one".into()));
    }
    Ok(())
}

/// Adds all rows, and holds them against the last line.
async fn fill(transaction: &mut dyn Transaction, lines: &mut Lines<'_>) -> Result<u64, StoreError> {
    let mut batch = Batch { table: &TABLES[0], values: Vec::new(), rows: 0 };
    let mut rows = 0;
    loop {
        let before = hex::encode(&lines.hash.clone().finalize());
        let (name, row) = match lines.next()? {
            Line::Row { table, row } => (table, row),
            Line::End(end) if end.rows == rows && end.sha256 == before => {
                batch.write(transaction).await?;
                return Ok(rows);
            }
            Line::End(_) => return Err(lines.wrong("another checksum: the backup was changed")),
        };
        let table =
            TABLES.iter().find(|table| table.name == name).ok_or_else(|| lines.wrong("an unknown table"))?;
        if !std::ptr::eq(batch.table, table) || batch.rows == BATCH {
            batch.write(transaction).await?;
            batch.table = table;
        }
        batch.values.extend(table.parse(row)?);
        batch.rows += 1;
        rows += 1;
    }
}

/// Rows of one table on their way in.
struct Batch {
    table: &'static Table,
    values: Vec<Value>,
    rows: usize,
}

impl Batch {
    async fn write(&mut self, transaction: &mut dyn Transaction) -> Result<(), StoreError> {
        if self.rows > 0 {
            let added = transaction.execute(&self.table.insert(self.rows), &self.values).await;
            added.map_err(|error| match error {
                StoreError::Conflict(message) => {
                    StoreError::Invalid(format!("the backup does not fit together: {message}").into())
                }
                error => error,
            })?;
            self.values.clear();
            self.rows = 0;
        }
        Ok(())
    }
}

/// A line after the first.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Row { table: String, row: Map<String, Json> },
    End(End),
}

struct Lines<'a> {
    input: &'a mut (dyn BufRead + Send),
    hash: Sha256,
    number: u64,
}

impl Lines<'_> {
    fn next<T: for<'de> Deserialize<'de>>(&mut self) -> Result<T, StoreError> {
        self.number += 1;
        let mut line = Vec::new();
        let read = Read::take(&mut *self.input, LONGEST_LINE).read_until(b'\n', &mut line);
        read.map_err(|error| StoreError::Unavailable(format!("the backup cannot be read: {error}")))?;
        if !line.ends_with(b"\n") {
            return Err(self.wrong("no end: the backup is cut off"));
        }
        self.hash.update(&line);
        serde_json::from_slice(&line).map_err(|_| self.wrong("what no backup has"))
    }

    fn wrong(&self, what: &str) -> StoreError {
        StoreError::Invalid(
            format!("line {} of the backup has {what}; nothing was restored", self.number).into(),
        )
    }
}

/// Rows that are added at once.
const BATCH: usize = 100;

/// In bytes; a row has at most two texts of some ten thousand.
const LONGEST_LINE: u64 = 16 << 20;
