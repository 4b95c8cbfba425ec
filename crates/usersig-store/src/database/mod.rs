//! The store over either engine: all that both do alike stands here, once.

mod act;
mod administrators;
mod applications;
mod audit;
mod backup;
mod issuers;
mod keys;
mod restore;
mod revocations;
mod rotation;
mod sessions;
mod sign_in;
mod snapshot;
mod statistics;
mod store;
mod tables;
mod tokens;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::JoinHandle;

pub use self::restore::Restored;
pub use self::rotation::Rotation;

use self::act::Act;
use crate::clock::Clock;
use crate::engine::{Access, Engine, Transaction, values};
use crate::seal::{MasterKeys, Sealer};
use crate::watch::Pulse;
use crate::{Actor, StoreError};

/// A store that is open: SQLite or PostgreSQL. See [`Store`](crate::Store) for what it does.
pub struct Database {
    engine: Arc<dyn Engine>,
    sealer: Sealer,
    clock: Clock,
    pulse: Arc<Pulse>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    thinned: std::sync::atomic::AtomicU64,
    /// The revocations of the last snapshot.
    revoked: Mutex<revocations::Known>,
}

impl Database {
    /// Takes a database whose tables are there. The master key of its first act becomes its own.
    pub(crate) async fn new(engine: Arc<dyn Engine>, keys: MasterKeys) -> Result<Self, StoreError> {
        let sealer = Sealer::new(keys);
        let mut transaction = engine.begin(Access::Read).await?;
        let row = transaction.query_one("SELECT revision, audit_number, master_key FROM meta", &[]).await?;
        drop(transaction);
        let mut row = row.ok_or_else(no_meta)?;
        let (revision, acts): (u64, u64) = (row.number()?, row.number()?);
        let known = row.text_or_null()?.map(|master| sealer.keys().get(&master));
        match known {
            Some(Ok(_)) => {}
            // Something may be sealed with it.
            Some(Err(error)) if acts > 0 => return Err(error),
            Some(Err(_)) | None => {
                let first = sealer.keys().ids().into_iter().next().unwrap_or_default();
                let mut transaction = engine.begin(Access::Write).await?;
                let sql = "UPDATE meta SET master_key = ?1 WHERE audit_number = 0";
                transaction.execute(sql, values![first]).await?;
                transaction.commit().await?;
            }
        }
        Ok(Self {
            engine,
            sealer,
            clock: Clock::system(),
            pulse: Arc::new(Pulse::new(revision)),
            tasks: Mutex::default(),
            thinned: 0.into(),
            revoked: Mutex::default(),
        })
    }

    /// The same store with another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Where it is, for people: a file, or a host; never a password.
    #[must_use]
    pub fn location(&self) -> &str {
        self.engine.location()
    }

    pub(crate) const fn pulse(&self) -> &Arc<Pulse> {
        &self.pulse
    }

    /// Ends a task when the store is closed.
    pub(crate) fn keep(&self, task: JoinHandle<()>) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    /// Begins to read.
    async fn read(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.begin(Access::Read).await
    }

    /// Begins to write what is no administrative act.
    async fn write(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.begin(Access::Write).await
    }

    async fn begin(&self, access: Access) -> Result<Box<dyn Transaction>, StoreError> {
        let transaction = self.engine.begin(access).await?;
        self.pulse.answered();
        Ok(transaction)
    }

    /// Begins an administrative act.
    async fn act<'a>(&'a self, actor: &'a Actor) -> Result<Act<'a>, StoreError> {
        Act::begin(self, actor).await
    }

    fn now(&self) -> u64 {
        self.clock.seconds()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        for task in self.tasks.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            task.abort();
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Database").field("location", &self.location()).finish_non_exhaustive()
    }
}

fn no_meta() -> StoreError {
    StoreError::Damaged("the table meta is empty; restore a backup".into())
}
