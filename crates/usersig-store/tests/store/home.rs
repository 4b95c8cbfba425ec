//! Where a test's store lives.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;
use usersig_store::application::{NewKey, Policy};
use usersig_store::seal::{MasterKey, MasterKeys};
use usersig_store::{Actor, Clock, Database, Store};
use zeroize::Zeroizing;

use crate::postgres::Server;

/// The application of most tests.
pub const APP: u32 = 1_400_000_000;

/// A throw-away key.
pub const KEY: &str = "c0ffee00112233445566778899aabbccddeeff00112233445566778899aabb01";

/// Unix seconds at which the tests' clock begins.
pub const NOW: u64 = 1_700_000_000;

/// A folder and a database, with a clock that stands.
pub struct Home {
    folder: TempDir,
    server: Option<&'static Server>,
    pub location: String,
    pub keys: MasterKeys,
    clock: Arc<AtomicU64>,
}

impl Home {
    pub fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let location = folder.path().join("usersig.db").display().to_string();
        Self::new(folder, None, location)
    }

    /// None where PostgreSQL is not installed.
    pub fn postgres() -> Option<Self> {
        let server = Server::shared()?;
        Some(Self::new(TempDir::new().unwrap(), Some(server), server.new_database()))
    }

    fn new(folder: TempDir, server: Option<&'static Server>, location: String) -> Self {
        let keys = MasterKeys::of(MasterKey::generate().unwrap());
        Self { folder, server, location, keys, clock: Arc::new((NOW * 1000).into()) }
    }

    /// A file of this test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Opens the store; as often as is wanted.
    pub async fn open(&self) -> Database {
        self.open_with(self.keys.clone()).await
    }

    pub async fn open_with(&self, keys: MasterKeys) -> Database {
        usersig_store::open(&self.location, keys).await.unwrap().with_clock(self.clock())
    }

    pub fn clock(&self) -> Clock {
        let clock = self.clock.clone();
        Clock::new(move || clock.load(Ordering::SeqCst))
    }

    /// Lets the clock go on.
    pub fn later(&self, seconds: u64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Runs SQL behind the store's back; gives the rows, columns parted by `|`.
    pub fn sql(&self, sql: &str) -> String {
        if let Some(server) = self.server {
            let database = self.location.rsplit('/').next().unwrap();
            return server.psql(database, &format!("SET search_path TO usersig; {sql}"));
        }
        let connection = rusqlite::Connection::open(&self.location).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let column = |column| match row.get_ref(column).unwrap() {
                rusqlite::types::ValueRef::Null => String::new(),
                rusqlite::types::ValueRef::Integer(integer) => integer.to_string(),
                other => String::from_utf8_lossy(other.as_bytes().unwrap()).into_owned(),
            };
            lines.push((0..columns).map(column).collect::<Vec<_>>().join("|"));
        }
        lines.join("\n")
    }
}

/// Who acts in the tests.
pub fn me() -> Actor {
    Actor::new("command:test", "127.0.0.1")
}

pub fn hmac(key: &str) -> NewKey {
    NewKey::Hmac(Zeroizing::new(key.into()))
}

/// Adds the usual application with the usual key.
pub async fn add_app(store: &Database, sdkappid: u32) {
    store.create_application(&me(), sdkappid, "Demo", hmac(KEY), Policy::default()).await.unwrap();
}

/// One test on both engines: `both!(name, |home: Home| async move { … })`.
macro_rules! both {
    ($name:ident, $test:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let test = $test;
                test($crate::home::Home::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let test = $test;
                if let Some(home) = $crate::home::Home::postgres() {
                    test(home).await;
                }
            }
        }
    };
}
pub(crate) use both;
