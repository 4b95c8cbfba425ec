//! PostgreSQL that goes away, comes back and is replaced by its standby, while callers ask: no wrong
//! answer, and issuing never stops.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::json;
use usersig_server::Server;

use crate::harness::{APP, Harness, Reply};
use crate::load::Load;
use crate::postgres;

/// Waits until an answer is as it should be.
async fn until(what: &str, mut reply: impl AsyncFnMut() -> Reply, good: impl Fn(&Reply) -> bool) -> Reply {
    let began = Instant::now();
    loop {
        let reply = reply().await;
        if good(&reply) {
            return reply;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{what}: {}", reply.text());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn until_ready(harness: &Harness, status: StatusCode) -> Reply {
    until("/readyz", async || harness.get("/readyz", "").await, |reply| reply.status == status).await
}

/// Invalidates a user's tickets by the administrative API, as soon as the database takes it.
async fn revoke(harness: &Harness, userid: &str) {
    let path = format!("/v1/apps/{APP}/revocations");
    let ask = async || harness.post(&path, &harness.admin, json!({ "userid": userid })).await;
    let reply = until("a revocation", ask, |reply| reply.status != 503).await;
    assert!(reply.status.is_success(), "{}", reply.text());
}

/// Waits until both replicas answer so about a ticket; gives how long the slower one took.
async fn until_both(harness: &Harness, other: &Server, userid: &str, ticket: &str, valid: bool) -> Duration {
    let began = Instant::now();
    for url in [harness.url(""), other.url()] {
        let app = format!("{url}/v1/apps/{APP}");
        let body = json!({ "userid": userid, "ticket": ticket });
        let ask = async || harness.post_to(&app, "usersigs:verify", body.clone()).await;
        let reply = until("verifying", ask, |reply| reply.json()["valid"] == valid).await;
        if !valid {
            assert_eq!(reply.json()["code"], 70052, "{}", reply.text());
        }
    }
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_is_stopped_and_started_under_load() {
    let Some(database) = postgres::Server::start() else { return };
    database.psql("postgres", "CREATE DATABASE store");
    let address = database.address("store");
    let harness = Arc::new(Harness::with(&[("store", &address), ("ready_cut_off_seconds", "1")]).await);
    let load = Load::on(&harness, &harness.url("")).await;
    let revocations = format!("/v1/apps/{APP}/revocations");
    for stop in 0..2 {
        load.goes_on(50).await;
        assert_eq!(harness.get("/readyz", "").await.status, 200);
        tokio::task::block_in_place(|| database.crash());
        let refused = harness.post(&revocations, &harness.admin, json!({ "userid": "early" })).await;
        assert_eq!(refused.status, 503, "{}", refused.text());
        let reply = until_ready(&harness, StatusCode::SERVICE_UNAVAILABLE).await;
        assert!(reply.json()["store_cut_off_milliseconds"].as_u64().unwrap() > 1000, "{}", reply.text());
        load.goes_on(50).await;

        tokio::task::block_in_place(|| database.start_again());
        until_ready(&harness, StatusCode::OK).await;
        revoke(&harness, &format!("late-{stop}")).await;
    }
    load.goes_on(50).await;
    let (issued, verified) = load.end().await;
    println!("{issued} tickets issued and {verified} verified while PostgreSQL stopped twice: none wrong");

    let now = harness.now();
    let harness = Arc::into_inner(harness).unwrap();
    let users = harness.get(&revocations, &harness.admin).await;
    assert!(users.text().contains("late-1") && !users.text().contains("early"), "{}", users.text());
    let Harness { server, folder, .. } = harness;
    server.end().await;
    // What was counted while the database was away is not lost.
    let keys = usersig_store::seal::MasterKeys::from_file(&folder.path().join("data/master.key")).unwrap();
    let store = usersig_store::open(&address, keys).await.unwrap();
    let counts = usersig_store::Store::counts(&store, Some(APP), now - 3600, now + 3600).await.unwrap();
    let stored: u64 = counts.iter().map(|count| count.count).sum();
    assert!(stored >= (issued + verified) as u64, "{stored} of {}", issued + verified);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_is_promoted_under_load() {
    let Some(primary) = postgres::Server::start() else { return };
    primary.psql("postgres", "CREATE DATABASE store");
    primary.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
    let standby = primary.standby();
    primary.psql("postgres", "SELECT pg_reload_conf()");
    let address = format!("postgres://postgres@{},{}/store", primary.host(), standby.host());
    let settings = [("store", address.as_str()), ("ready_cut_off_seconds", "1")];
    let harness = Arc::new(Harness::with(&settings).await);
    let other = harness.replica(&settings).await;
    let loads = [Load::on(&harness, &harness.url("")).await, Load::on(&harness, &other.url()).await];
    let ticket = harness.ticket("kept").await;
    // Tickets of the second in which they are revoked stay good.
    harness.set_clock(harness.now() + 1);
    revoke(&harness, "kept").await;
    let before = until_both(&harness, &other, "kept", &ticket, false).await;
    let ticket = harness.ticket("after").await;
    harness.set_clock(harness.now() + 1);

    tokio::task::block_in_place(|| primary.crash());
    for load in &loads {
        load.goes_on(50).await;
    }
    tokio::task::block_in_place(|| {
        standby.promote();
        standby.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = ''");
        standby.psql("postgres", "SELECT pg_reload_conf()");
    });
    revoke(&harness, "after").await;
    let after = until_both(&harness, &other, "after", &ticket, false).await;
    until_ready(&harness, StatusCode::OK).await;
    for load in &loads {
        load.goes_on(50).await;
    }
    let mut answered = (0, 0);
    for load in loads {
        let (issued, verified) = load.end().await;
        answered = (answered.0 + issued, answered.1 + verified);
    }
    println!(
        "{} tickets issued and {} verified over a failover, none wrong; a change was known everywhere after \
         {before:?} before it and {after:?} after it",
        answered.0, answered.1
    );
    other.end().await;
    Arc::into_inner(harness).unwrap().end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_that_missed_the_last_changes_is_what_counts_once_it_is_promoted() {
    let Some(primary) = postgres::Server::start() else { return };
    primary.psql("postgres", "CREATE DATABASE store");
    let standby = primary.standby();
    let address = format!("postgres://postgres@{},{}/store", primary.host(), standby.host());
    let settings = [("store", address.as_str())];
    let harness = Harness::with(&settings).await;
    let other = harness.replica(&settings).await;
    let (lost, kept) = (harness.ticket("lost-4").await, harness.ticket("kept").await);
    harness.set_clock(harness.now() + 1);

    // All that the harness did has reached the standby; from now on it hears nothing more.
    let position = primary.psql("postgres", "SELECT pg_current_wal_lsn()");
    let reached = format!("SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn");
    let deaf = "SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)";
    let wait = async |sql: &str| {
        let began = Instant::now();
        while tokio::task::block_in_place(|| standby.psql("postgres", sql)) != "t" {
            assert!(began.elapsed() < Duration::from_secs(60), "{sql}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    wait(&reached).await;
    standby.psql("postgres", "ALTER SYSTEM SET primary_conninfo = ''");
    standby.psql("postgres", "SELECT pg_reload_conf()");
    wait(deaf).await;
    for number in 0..5 {
        revoke(&harness, &format!("lost-{number}")).await;
    }
    until_both(&harness, &other, "lost-4", &lost, false).await;

    tokio::task::block_in_place(|| {
        primary.crash();
        standby.promote();
    });
    // The database no longer knows of the five: the next change has a smaller number than they had.
    revoke(&harness, "kept").await;
    until_both(&harness, &other, "kept", &kept, false).await;
    until_both(&harness, &other, "lost-4", &lost, true).await;
    other.end().await;
    harness.end().await;
}
