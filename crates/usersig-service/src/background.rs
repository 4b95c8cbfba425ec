//! What goes on beside requests: new snapshots, counts to the store, tidying.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::service::Service;

/// The work beside requests, until [`Background::stop`].
#[derive(Debug)]
pub struct Background {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Service {
    /// Starts the work beside requests: takes a new snapshot when the store's revision moves or a
    /// key's time is over, writes counts to the store, and forgets quiet rate limits.
    #[must_use]
    pub fn run(self: &Arc<Self>) -> Background {
        let (stop, stopped) = oneshot::channel();
        Background { stop, task: tokio::spawn(work(Arc::clone(self), stopped)) }
    }
}

impl Background {
    /// Ends the work and writes the last counts, waiting for at most this long.
    pub async fn stop(self, patience: Duration) {
        let _ = self.stop.send(());
        if tokio::time::timeout(patience, self.task).await.is_err() {
            tracing::warn!("the last counts did not reach the database in time");
        }
    }
}

async fn work(service: Arc<Service>, mut stopped: oneshot::Receiver<()>) {
    let mut revision = service.store.revision();
    let mut second = interval(Duration::from_secs(1));
    let mut flush = interval(service.flush_every);
    let mut minute = interval(Duration::from_secs(60));
    for ticks in [&mut second, &mut flush, &mut minute] {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            changed = revision.changed() => if changed.is_ok() {
                refresh(&service).await;
            } else {
                // The store is gone, which happens at the end of the process only.
                break;
            },
            _ = second.tick() => if service.is_behind() {
                refresh(&service).await;
            },
            _ = flush.tick() => write_counts(&service).await,
            _ = minute.tick() => service.tidy(),
        }
    }
    write_counts(&service).await;
}

async fn refresh(service: &Service) {
    if let Err(error) = service.refresh().await {
        tracing::warn!(%error, "no new snapshot: going on with the one before");
    }
}

async fn write_counts(service: &Service) {
    if let Err(error) = service.flush().await {
        tracing::warn!(%error, "counts are kept until the database takes them");
    }
}

impl Service {
    /// Whether there is a newer revision, or a key whose time is over.
    fn is_behind(&self) -> bool {
        let (view, now) = (self.view.load(), self.clock.now());
        view.revision < *self.store.revision().borrow()
            || view.applications.values().any(|application| !application.core.ring.holds_at(now))
    }
}
