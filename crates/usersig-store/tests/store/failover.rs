//! PostgreSQL that goes away, comes back, and is replaced by its standby.

use std::time::{Duration, Instant};

use usersig_store::seal::{MasterKey, MasterKeys};
use usersig_store::{Database, Store, StoreError};

use crate::home::{APP, NOW, add_app, me};
use crate::postgres::Server;

/// Acts again and again until one is done; gives how often it failed, always as unavailable.
async fn act_until_it_works(store: &Database, user: &str) -> u32 {
    let began = Instant::now();
    let mut failures = 0;
    while let Err(error) = store.revoke_user(&me(), APP, user, NOW).await {
        assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
        assert!(began.elapsed() < Duration::from_secs(90), "{error}");
        failures += 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    failures
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_goes_on_when_the_server_is_back() {
    let Some(server) = Server::start() else { return };
    server.psql("postgres", "CREATE DATABASE store");
    let keys = MasterKeys::of(MasterKey::generate().unwrap());
    let store = usersig_store::open(&server.address("store"), keys.clone()).await.unwrap();
    add_app(&store, APP).await;

    server.crash();
    let refused = store.revoke_user(&me(), APP, "early", NOW).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let began = Instant::now();
    while store.cut_off_for() < 1000 {
        assert!(began.elapsed() < Duration::from_secs(60), "it never says so");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let refused = usersig_store::open(&server.address("store"), keys).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");

    server.start_again();
    act_until_it_works(&store, "late").await;
    let revocations = &store.snapshot().await.unwrap().revocations[&APP];
    assert_eq!(revocations.iter().collect::<Vec<_>>(), [("late", NOW)]);
    let began = Instant::now();
    while store.cut_off_for() > 900 {
        assert!(began.elapsed() < Duration::from_secs(60), "it never comes back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(store.check_audit().await.unwrap().broken_at, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_that_was_promoted_is_found() {
    let Some(primary) = Server::start() else { return };
    primary.psql("postgres", "CREATE DATABASE store");
    primary.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
    let keys = MasterKeys::of(MasterKey::generate().unwrap());
    let standby = primary.standby();
    primary.psql("postgres", "SELECT pg_reload_conf()");
    // The standby comes first, and is passed over for as long as it takes no writes.
    let address = format!("postgres://postgres@{},{}/store", standby.host(), primary.host());
    let (store, other) = (
        usersig_store::open(&address, keys.clone()).await.unwrap(),
        usersig_store::open(&address, keys).await.unwrap(),
    );
    add_app(&store, APP).await;
    act_until_it_works(&store, "before").await;

    primary.crash();
    standby.promote();
    standby.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = ''");
    standby.psql("postgres", "SELECT pg_reload_conf()");
    act_until_it_works(&store, "after").await;
    let mut revision = other.revision();
    while *revision.borrow_and_update() < 3 {
        tokio::time::timeout(Duration::from_secs(60), revision.changed()).await.unwrap().unwrap();
    }
    let revocations = &other.snapshot().await.unwrap().revocations[&APP];
    let mut users: Vec<_> = revocations.iter().map(|(userid, _)| userid).collect();
    users.sort_unstable();
    assert_eq!(users, ["after", "before"]);
    assert_eq!(store.check_audit().await.unwrap().broken_at, None);
}
