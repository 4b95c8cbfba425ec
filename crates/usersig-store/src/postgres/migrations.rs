//! Brings a database to this program's tables.

use deadpool_postgres::Client;

use super::answered;
use crate::StoreError;
use crate::schema;

/// Applies what is missing, all of it or nothing; replicas that start together wait for one another.
/// Refuses a database that is newer than this program.
pub(super) async fn migrate(client: &mut Client) -> Result<(), StoreError> {
    let transaction = answered(client.transaction()).await?;
    answered(transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])).await?;
    let there = "SELECT 1 FROM pg_namespace WHERE nspname = 'usersig'";
    if answered(transaction.query_opt(there, &[])).await?.is_none() {
        answered(transaction.batch_execute("CREATE SCHEMA usersig")).await?;
    }
    let there = "SELECT 1 FROM pg_tables WHERE schemaname = 'usersig' AND tablename = 'schema_version'";
    if answered(transaction.query_opt(there, &[])).await?.is_none() {
        let make =
            "CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (0)";
        answered(transaction.batch_execute(make)).await?;
    }
    let version: i64 =
        answered(transaction.query_one("SELECT version FROM schema_version", &[])).await?.get(0);
    for migration in schema::missing(POSTGRES, version)? {
        answered(transaction.batch_execute(migration)).await?;
    }
    answered(transaction.execute("UPDATE schema_version SET version = $1", &[&schema::VERSION])).await?;
    answered(transaction.commit()).await
}

/// A number that no other program locks by chance: `usersig` in ASCII.
const LOCK: i64 = 0x0075_7365_7273_6967;

const POSTGRES: [&str; schema::MIGRATIONS] = [include_str!("../../migrations/postgres/0001_begin.sql")];
