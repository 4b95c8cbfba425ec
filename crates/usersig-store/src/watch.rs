//! Notices what others change in the database, and when it last answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::StoreError;
use crate::database::Database;

/// The newest revision and the last answer that are known here.
#[derive(Debug)]
pub(crate) struct Pulse {
    revision: watch::Sender<u64>,
    began: Instant,
    /// Milliseconds after the beginning.
    answered: AtomicU64,
}

impl Pulse {
    pub(crate) fn new(revision: u64) -> Self {
        Self { revision: watch::Sender::new(revision), began: Instant::now(), answered: AtomicU64::new(0) }
    }

    pub(crate) fn revision(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// The database has just answered.
    pub(crate) fn answered(&self) {
        self.answered.fetch_max(self.since_beginning(), Ordering::Relaxed);
    }

    /// This process has committed a revision.
    pub(crate) fn committed(&self, revision: u64) {
        self.revision.send_if_modified(|known| {
            let newer = revision > *known;
            *known = revision.max(*known);
            newer
        });
    }

    /// The database says this revision. A smaller one than before counts too: after a failover to a
    /// standby that had not seen everything, acts that nobody will see again are gone.
    fn found(&self, revision: u64) {
        self.answered();
        self.revision.send_if_modified(|known| std::mem::replace(known, revision) != revision);
    }

    /// Milliseconds since the database last answered.
    pub(crate) fn cut_off_for(&self) -> u64 {
        self.since_beginning().saturating_sub(self.answered.load(Ordering::Relaxed))
    }

    fn since_beginning(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// How an engine learns of changes.
#[async_trait]
pub(crate) trait Poll: Send + 'static {
    /// Waits until it is worth to ask.
    async fn wait(&mut self) {
        tokio::time::sleep(INTERVAL).await;
    }
    /// Asks the database.
    async fn revision(&mut self) -> Result<u64, StoreError>;
}

/// Asks the database for its revision for as long as the store is open.
pub(crate) fn spawn_poll(database: &Database, mut poll: impl Poll) {
    let pulse: Arc<Pulse> = database.pulse().clone();
    database.keep(tokio::spawn(async move {
        loop {
            poll.wait().await;
            if let Ok(Ok(revision)) = tokio::time::timeout(PATIENCE, poll.revision()).await {
                pulse.found(revision);
            }
        }
    }));
}

/// Well below the second within which changes reach other processes.
pub(crate) const INTERVAL: Duration = Duration::from_millis(250);

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
