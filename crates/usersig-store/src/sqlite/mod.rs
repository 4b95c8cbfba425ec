//! The embedded engine: one SQLite file.
//!
//! Several processes may have the file open: a server, and the command beside it. One writes at a time,
//! the others wait; each sees within a second what another changed.

mod connection;
mod fault;
mod migrations;
mod transaction;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::Connection;

use self::connection::{PATIENCE, Pool, Worker};
use self::fault::fault;
use self::transaction::SqliteTransaction;
use crate::database::Database;
use crate::engine::{Access, Engine, Transaction};
use crate::seal::MasterKeys;
use crate::{StoreError, watch};

/// Opens the store in an SQLite file, and makes it if there is none. The folder has to be there.
///
/// The file and those beside it (`-wal`, `-shm`) are readable by their owner only.
///
/// # Errors
/// [`StoreError::Unavailable`] when the file cannot be opened, [`StoreError::Damaged`] when it is newer
/// than this program or no store, [`StoreError::Sealed`] when another master key made it.
pub async fn open(path: &Path, keys: MasterKeys) -> Result<Database, StoreError> {
    make_private(path)?;
    let writer = Worker::open(path, |connection| {
        set_up(connection)?;
        migrations::migrate(connection)
    });
    let writer = writer.await?;
    let mut readers = Vec::new();
    for _ in 0..READERS {
        readers.push(Worker::open(path, |connection| set_up(connection)).await?);
    }
    let watcher = Worker::open(path, |connection| set_up(connection)).await?;
    let engine = Sqlite {
        writer: Pool::new(vec![writer]),
        readers: Pool::new(readers),
        location: path.display().to_string(),
    };
    let database = Database::new(Arc::new(engine), keys).await?;
    watch::spawn_poll(&database, Changes { watcher, path: path.to_owned(), identity: identity(path) });
    Ok(database)
}

/// The file, by its connections.
struct Sqlite {
    writer: Arc<Pool>,
    readers: Arc<Pool>,
    location: String,
}

#[async_trait]
impl Engine for Sqlite {
    async fn begin(&self, access: Access) -> Result<Box<dyn Transaction>, StoreError> {
        let pool = if access == Access::Write { &self.writer } else { &self.readers };
        Ok(Box::new(SqliteTransaction::begin(pool.lend().await?, access).await?))
    }

    fn location(&self) -> &str {
        &self.location
    }
}

/// Asks the file whether somebody changed it: one row, some microseconds.
struct Changes {
    watcher: Worker,
    path: std::path::PathBuf,
    identity: Option<(u64, u64)>,
}

#[async_trait]
impl watch::Poll for Changes {
    async fn revision(&mut self) -> Result<u64, StoreError> {
        if identity(&self.path) != self.identity {
            return Err(StoreError::Unavailable("the file was removed or replaced; start again".into()));
        }
        let read = |connection: &mut Connection| {
            let revision = connection
                .prepare_cached("SELECT revision FROM meta")
                .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(0)));
            revision.map_err(|error| fault(&error))
        };
        Ok(self.watcher.call(read).await?.unsigned_abs())
    }
}

fn set_up(connection: &Connection) -> Result<(), StoreError> {
    let set = || {
        // First of all: the others may have to wait for another process.
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        // An acknowledged act survives a power failure.
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted is overwritten.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(())
    };
    set().map_err(|error| fault(&error))
}

/// Makes an empty file that only its owner can read; SQLite takes its mode for those beside it.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(StoreError::Unavailable(format!("cannot make {}: {error}", path.display())))
        }
        _ => Ok(()),
    }
}

/// What tells the file from another of the same name.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<(u64, u64)> {
    path.exists().then_some((0, 0))
}

/// Reads that may go on side by side.
const READERS: usize = 3;

/// More than there are statements.
const STATEMENTS: usize = 128;
