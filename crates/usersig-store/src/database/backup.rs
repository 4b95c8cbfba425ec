//! A backup: one file of JSON lines that either engine can be filled from.
//!
//! The first line says what it is, the last one has the number of rows and the SHA-256 of all bytes
//! before it. Secrets stay sealed: who restores it needs the master key too.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::tables::{META, PAGE, TABLES, Table};
use super::{Database, no_meta};
use crate::engine::{Transaction, Value};
use crate::{StoreError, hex, schema};

impl Database {
    /// Writes everything but the sessions, as it is at one moment; gives the number of rows. Others go on
    /// reading and writing meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database or the writer fails.
    pub async fn backup(&self, out: &mut (dyn Write + Send)) -> Result<u64, StoreError> {
        let mut transaction = self.read().await?;
        let mut lines = Lines { out, hash: Sha256::new(), rows: 0 };
        let meta = transaction.query_one(&META.select(false), &[]).await?.ok_or_else(no_meta)?;
        let header = Header {
            usersig_backup: FORMAT,
            schema: schema::VERSION,
            created_at: self.now(),
            meta: META.to_json(&META.read(meta)?),
        };
        lines.line(&header)?;
        for table in &TABLES {
            dump(&mut *transaction, table, &mut lines).await?;
        }
        lines.end()
    }
}

async fn dump(
    transaction: &mut dyn Transaction,
    table: &Table,
    lines: &mut Lines<'_>,
) -> Result<(), StoreError> {
    let mut last: Vec<Value> = Vec::new();
    loop {
        let page = transaction.query(&table.select(!last.is_empty()), &last).await?;
        let whole = page.len() == PAGE;
        for row in page {
            let row = table.read(row)?;
            lines.line(&json!({ "table": table.name, "row": table.to_json(&row) }))?;
            lines.rows += 1;
            last = row;
        }
        if !whole {
            return Ok(());
        }
        last.truncate(table.key);
    }
}

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    /// The version of the format.
    pub(super) usersig_backup: u32,
    /// The version of the tables.
    pub(super) schema: i64,
    /// Unix seconds.
    pub(super) created_at: u64,
    /// The one row of `meta`.
    pub(super) meta: Json,
}

/// The last line.
#[derive(Serialize, Deserialize)]
pub(super) struct End {
    pub(super) rows: u64,
    pub(super) sha256: String,
}

struct Lines<'a> {
    out: &'a mut (dyn Write + Send),
    hash: Sha256,
    rows: u64,
}

impl Lines<'_> {
    fn line(&mut self, value: &impl Serialize) -> Result<(), StoreError> {
        let mut line = serde_json::to_vec(value).map_err(|error| unwritten(&error.into()))?;
        line.push(b'\n');
        self.hash.update(&line);
        self.out.write_all(&line).map_err(|error| unwritten(&error))
    }

    fn end(mut self) -> Result<u64, StoreError> {
        let sha256 = hex::encode(&std::mem::take(&mut self.hash).finalize());
        self.line(&End { rows: self.rows, sha256 })?;
        self.out.flush().map_err(|error| unwritten(&error))?;
        Ok(self.rows)
    }
}

fn unwritten(error: &io::Error) -> StoreError {
    StoreError::Unavailable(format!("the backup cannot be written: {error}"))
}

/// The version of the format.
pub(super) const FORMAT: u32 = 1;
