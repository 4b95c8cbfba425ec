//! Transactions of PostgreSQL.

use std::error::Error;

use async_trait::async_trait;
use bytes::BytesMut;
use deadpool_postgres::{Client, Object};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::answered;
use crate::StoreError;
use crate::engine::{Access, Row, Transaction, Value};

/// An open transaction on a connection of the pool.
pub(super) struct PostgresTransaction {
    client: Option<Client>,
}

impl PostgresTransaction {
    pub(super) async fn begin(client: Client, access: Access) -> Result<Self, StoreError> {
        let sql = match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        let transaction = Self { client: Some(client) };
        answered(transaction.client()?.batch_execute(sql)).await?;
        Ok(transaction)
    }

    fn client(&self) -> Result<&Client, StoreError> {
        self.client.as_ref().ok_or_else(|| StoreError::Unavailable("the connection has ended".into()))
    }
}

#[async_trait]
impl Transaction for PostgresTransaction {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let client = self.client()?;
        let statement = answered(client.prepare_cached(&numbered(sql))).await?;
        let rows = answered(client.query(&statement, &parameters(values))).await?;
        rows.iter().map(row).collect()
    }

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let client = self.client()?;
        let statement = answered(client.prepare_cached(&numbered(sql))).await?;
        answered(client.execute(&statement, &parameters(values))).await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        answered(self.client()?.batch_execute("COMMIT")).await?;
        // Back to the pool.
        self.client = None;
        Ok(())
    }
}

impl Drop for PostgresTransaction {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                if answered(client.batch_execute("ROLLBACK")).await.is_err() {
                    drop(Object::take(client));
                }
            })),
            // Without a runtime nothing can be sent; the server rolls back when the connection ends.
            Err(_) => drop(Object::take(client)),
        }
    }
}

/// The store's `?1` is PostgreSQL's `$1`; no statement has another question mark.
fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let column = |(place, column): (usize, &tokio_postgres::Column)| {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(place).map(Value::from),
            Type::INT4 => row.try_get::<_, Option<i32>>(place).map(|value| Value::from(value.map(i64::from))),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(place).map(Value::from),
            _ => row.try_get::<_, Option<String>>(place).map(Value::from),
        };
        value.map_err(|error| super::fault::fault(&error))
    };
    Ok(Row::new(row.columns().iter().enumerate().map(column).collect::<Result<_, _>>()?))
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(integer) if *kind == Type::INT4 => i32::try_from(*integer)?.to_sql(kind, out),
            Self::Integer(integer) => integer.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}
