//! Transactions of SQLite.

use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::connection::Lent;
use super::fault::fault;
use crate::StoreError;
use crate::engine::{Access, Row, Transaction, Value};

/// An open transaction on a lent connection.
pub(super) struct SqliteTransaction {
    connection: Lent,
    open: bool,
}

impl SqliteTransaction {
    pub(super) async fn begin(connection: Lent, access: Access) -> Result<Self, StoreError> {
        let sql = match access {
            Access::Read => "BEGIN",
            // Takes the write lock at once: a transaction that begins by reading could not get it later.
            Access::Write => "BEGIN IMMEDIATE",
        };
        let mut transaction = Self { connection, open: true };
        let begun = transaction.batch(sql).await;
        transaction.open = begun.is_ok();
        begun.map(|()| transaction)
    }

    async fn batch(&self, sql: &'static str) -> Result<(), StoreError> {
        let run =
            move |connection: &mut Connection| connection.execute_batch(sql).map_err(|error| fault(&error));
        self.connection.worker()?.call(run).await
    }
}

#[async_trait]
impl Transaction for SqliteTransaction {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let (sql, values) = (sql.to_owned(), values.to_vec());
        let run = move |connection: &mut Connection| {
            query(connection, &sql, &values).map_err(|error| fault(&error))
        };
        self.connection.worker()?.call(run).await
    }

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let (sql, values) = (sql.to_owned(), values.to_vec());
        let run = move |connection: &mut Connection| {
            let changed = connection
                .prepare_cached(&sql)
                .and_then(|mut statement| statement.execute(params_from_iter(&values)));
            changed.map(|changed| changed as u64).map_err(|error| fault(&error))
        };
        self.connection.worker()?.call(run).await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.batch("COMMIT").await?;
        self.open = false;
        Ok(())
    }
}

impl Drop for SqliteTransaction {
    fn drop(&mut self) {
        if self.open
            && let Ok(worker) = self.connection.worker()
        {
            // Jobs run in order, so whoever gets the connection next finds it free. A failure means
            // that SQLite has rolled back by itself.
            let _ = worker.send(|connection| drop(connection.execute_batch("ROLLBACK")));
        }
    }
}

fn query(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(values))?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        let row = (0..columns).map(|column| row.get_ref(column).and_then(value));
        read.push(Row::new(row.collect::<rusqlite::Result<_>>()?));
    }
    Ok(read)
}

fn value(column: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => Value::Integer(integer),
        ValueRef::Text(_) => Value::Text(column.as_str()?.into()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
        // No column is declared so, and the tables are strict.
        ValueRef::Real(_) => Value::Null,
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(integer) => ValueRef::Integer(*integer),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
