//! A connection on a thread of its own, and a pool of such.

use std::path::Path;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::fault::fault;
use crate::StoreError;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A connection on a thread of its own; jobs run one after another.
#[derive(Debug)]
pub(super) struct Worker {
    jobs: mpsc::Sender<Job>,
}

impl Worker {
    /// Opens the file; `prepare` sets the connection up.
    pub(super) async fn open(
        path: &Path,
        prepare: impl FnOnce(&mut Connection) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let (opened, result) = oneshot::channel();
        let path = path.to_owned();
        let thread = std::thread::Builder::new().name("usersig-sqlite".into()).spawn(move || {
            let mut connection = match Connection::open(&path).map_err(|error| fault(&error)) {
                Ok(connection) => connection,
                Err(error) => return drop(opened.send(Err(error))),
            };
            let prepared = prepare(&mut connection);
            let failed = prepared.is_err();
            if opened.send(prepared).is_err() || failed {
                return;
            }
            for job in queue {
                job(&mut connection);
            }
        });
        thread.map_err(|error| StoreError::Unavailable(format!("no thread for SQLite: {error}")))?;
        result.await.map_err(|_| gone())??;
        Ok(Self { jobs })
    }

    /// Runs a job and waits for its answer.
    pub(super) async fn call<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, result) = oneshot::channel();
        self.send(move |connection| drop(answer.send(job(connection))))?;
        result.await.map_err(|_| gone())?
    }

    /// Runs a job that nobody waits for.
    pub(super) fn send(&self, job: impl FnOnce(&mut Connection) + Send + 'static) -> Result<(), StoreError> {
        self.jobs.send(Box::new(job)).map_err(|_| gone())
    }
}

/// Connections that are lent out one by one.
#[derive(Debug)]
pub(super) struct Pool {
    idle: Mutex<Vec<Worker>>,
    permits: Arc<Semaphore>,
}

impl Pool {
    pub(super) fn new(workers: Vec<Worker>) -> Arc<Self> {
        Arc::new(Self { permits: Arc::new(Semaphore::new(workers.len())), idle: Mutex::new(workers) })
    }

    /// Waits for a free connection, at most [`PATIENCE`].
    pub(super) async fn lend(self: &Arc<Self>) -> Result<Lent, StoreError> {
        let permit = tokio::time::timeout(PATIENCE, self.permits.clone().acquire_owned()).await;
        let Ok(Ok(permit)) = permit else {
            return Err(StoreError::Unavailable("others keep the file busy; try again".into()));
        };
        let worker = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().ok_or_else(gone)?;
        Ok(Lent { worker: Some(worker), pool: self.clone(), _permit: permit })
    }
}

/// A connection that goes back to its pool when dropped.
#[derive(Debug)]
pub(super) struct Lent {
    worker: Option<Worker>,
    pool: Arc<Pool>,
    // After the worker is back: fields are dropped after `drop`.
    _permit: OwnedSemaphorePermit,
}

impl Lent {
    pub(super) fn worker(&self) -> Result<&Worker, StoreError> {
        self.worker.as_ref().ok_or_else(gone)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.take() {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
    }
}

fn gone() -> StoreError {
    StoreError::Unavailable("the connection to the file has ended".into())
}

/// How long a transaction waits for its turn.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
