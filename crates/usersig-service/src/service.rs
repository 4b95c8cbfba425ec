//! The [`Service`]: what it holds, and how it stays up to date.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use usersig_store::{Store, StoreError, statistics::Count};

use crate::clock::Clock;
use crate::jwt::{FetchKeys, Sessions};
use crate::refusal::{self, Refusal};
use crate::statistics::Totals;
use crate::view::View;

/// Issues and verifies tickets from memory. Shared freely between threads.
pub struct Service {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) view: ArcSwap<View>,
    pub(crate) clock: Clock,
    pub(crate) sessions: Sessions,
    pub(crate) flush_every: Duration,
    /// Counts that the store did not take yet.
    pending: tokio::sync::Mutex<Vec<Count>>,
    refreshing: tokio::sync::Mutex<()>,
}

/// How a [`Service`] works.
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// Where the time comes from.
    pub clock: Clock,
    /// Fetches JWKS documents; without it, sessions of issuers with a JWKS address are refused.
    pub fetcher: Option<Arc<dyn FetchKeys>>,
    /// How often counts are written to the store.
    pub flush_every: Duration,
    /// Seconds by which the clocks of issuers may differ from this one.
    pub leeway: u64,
}

impl Options {
    /// The same with another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The same with somebody who fetches JWKS documents.
    #[must_use]
    pub fn with_fetcher(mut self, fetcher: Arc<dyn FetchKeys>) -> Self {
        self.fetcher = Some(fetcher);
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { clock: Clock::system(), fetcher: None, flush_every: Duration::from_secs(3), leeway: 30 }
    }
}

impl Service {
    /// Reads the store's first snapshot. See [`Service::run`] for what goes on afterwards.
    ///
    /// # Errors
    /// What the store says when it gives no snapshot.
    pub async fn start(store: Arc<dyn Store>, options: Options) -> Result<Arc<Self>, StoreError> {
        let now = options.clock.now();
        let view = View::new(store.snapshot().await?, &View::default(), now);
        Ok(Arc::new(Self {
            store,
            view: ArcSwap::from_pointee(view),
            clock: options.clock,
            sessions: Sessions::new(options.fetcher, options.leeway),
            flush_every: options.flush_every,
            pending: tokio::sync::Mutex::new(Vec::new()),
            refreshing: tokio::sync::Mutex::new(()),
        }))
    }

    /// The store behind the service, for administrative acts.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The clock that tickets are made and checked by.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Unix seconds, or a refusal when the clock cannot be right: tickets of such a time help nobody.
    ///
    /// # Errors
    /// A refusal of kind [`crate::Kind::Unavailable`] before the year 2020.
    pub fn now(&self) -> Result<u64, Refusal> {
        match self.clock.now() {
            now if now < YEAR_2020 => Err(refusal::clock()),
            now => Ok(now),
        }
    }

    /// The revision of the store that requests are answered from.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.view.load().revision
    }

    /// Milliseconds since the database last answered.
    #[must_use]
    pub fn cut_off_for(&self) -> u64 {
        self.store.cut_off_for()
    }

    /// Takes the store's newest snapshot now. An administrative act through the same process
    /// does this to be seen by the next request; [`Service::run`] does it for everybody else's.
    ///
    /// # Errors
    /// What the store says; requests go on with the snapshot before.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let _one_at_a_time = self.refreshing.lock().await;
        let snapshot = self.store.snapshot().await?;
        let before = self.view.load_full();
        // An older snapshot may arrive late from a database that was cut off. When the database itself
        // says that its revision is an older one, a standby took over that had not seen everything.
        if snapshot.revision >= before.revision || snapshot.revision == *self.store.revision().borrow() {
            self.view.store(Arc::new(View::new(snapshot, &before, self.clock.now())));
        }
        Ok(())
    }

    /// What was counted since this process began, by application.
    #[must_use]
    pub fn totals(&self) -> Vec<Totals> {
        let view = self.view.load();
        let mut totals: Vec<_> =
            view.applications.iter().map(|(id, application)| application.counters.totals(*id)).collect();
        totals.sort_by_key(|totals| totals.sdkappid);
        totals
    }

    /// Writes the counts to the store. What the store does not take is kept for the next time.
    ///
    /// # Errors
    /// What the store says.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let mut pending = self.pending.lock().await;
        let minute = self.clock.now() / 60 * 60;
        for (id, application) in &self.view.load().applications {
            application.counters.take(*id, minute, &mut pending);
        }
        if pending.is_empty() {
            return Ok(());
        }
        merge(&mut pending);
        self.store.add_counts(&pending).await?;
        pending.clear();
        Ok(())
    }

    /// Forgets what rate limits no longer need.
    pub(crate) fn tidy(&self) {
        for application in self.view.load().applications.values() {
            application.limits.tidy();
        }
    }
}

/// Adds up counts of the same minute, and forgets the oldest when the database stays away for long.
fn merge(counts: &mut Vec<Count>) {
    counts.sort_by_key(|count| (std::cmp::Reverse(count.minute), count.sdkappid, order(count)));
    counts.dedup_by(|later, first| {
        let same = (later.minute, later.sdkappid, later.event) == (first.minute, first.sdkappid, first.event);
        if same {
            first.count += later.count;
        }
        same
    });
    counts.truncate(MOST_PENDING);
}

fn order(count: &Count) -> (u8, u32) {
    use usersig_store::statistics::Event;
    match count.event {
        Event::UserSig => (0, 0),
        Event::PrivateMapKey => (1, 0),
        Event::Refused => (2, 0),
        Event::Verified => (3, 0),
        Event::Rejected(code) => (4, code),
        _ => (5, 0),
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Service").field("revision", &self.revision()).finish_non_exhaustive()
    }
}

const YEAR_2020: u64 = 1_577_836_800;

/// Counts that are kept while the database is away: some megabytes.
const MOST_PENDING: usize = 100_000;
