//! Brings a file to this program's tables.

use rusqlite::{Connection, TransactionBehavior};

use super::fault::fault;
use crate::StoreError;
use crate::schema;

/// Applies what is missing, all of it or nothing. Refuses a file that is newer than this program, and
/// one that belongs to another.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let sqlite = |error: rusqlite::Error| fault(&error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
    let number = |sql| transaction.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(sqlite);
    let version = number("PRAGMA user_version")?;
    let ours = number("PRAGMA application_id")? == APPLICATION_ID;
    if !ours && (version != 0 || number("SELECT count(*) FROM sqlite_schema")? != 0) {
        return Err(StoreError::Damaged("the file is another program's database; name another file".into()));
    }
    for migration in schema::missing(SQLITE, version)? {
        transaction.execute_batch(migration).map_err(sqlite)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(sqlite)?;
    transaction.pragma_update(None, "user_version", schema::VERSION).map_err(sqlite)?;
    transaction.commit().map_err(sqlite)
}

/// `USIG`: how a file says whose it is.
const APPLICATION_ID: i64 = 0x5553_4947;

const SQLITE: [&str; schema::MIGRATIONS] = [include_str!("../../migrations/sqlite/0001_begin.sql")];
