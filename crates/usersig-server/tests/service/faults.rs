//! The database goes away, the clock jumps: no wrong answer, and issuing never stops.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use serde_json::json;

use crate::harness::{APP, Harness};

#[tokio::test(flavor = "multi_thread")]
async fn issuing_and_verifying_go_on_while_the_database_is_away() {
    let harness = Harness::with(&[("ready_cut_off_seconds", "1")]).await;
    let ticket = harness.ticket("u").await;
    assert_eq!(harness.get("/readyz", "").await.status, 200);

    let data = harness.folder.path().join("data");
    let away = harness.folder.path().join("away");
    std::fs::create_dir(&away).unwrap();
    for name in ["usersig.db", "usersig.db-wal", "usersig.db-shm"] {
        if data.join(name).exists() {
            std::fs::rename(data.join(name), away.join(name)).unwrap();
        }
    }
    let not_ready = async {
        loop {
            let reply = harness.get("/readyz", "").await;
            if reply.status == 503 {
                return reply;
            }
            // Requests go on all the time.
            assert_eq!(harness.verify("u", &ticket).await["valid"], true);
            assert!(!harness.ticket("v").await.is_empty());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let reply = tokio::time::timeout(Duration::from_secs(30), not_ready).await.expect("it never says so");
    assert_eq!(reply.json()["ready"], false);
    assert!(reply.json()["reason"].as_str().unwrap().contains("database"), "{}", reply.text());
    assert_eq!(harness.get("/healthz", "").await.status, 200);
    assert_eq!(harness.verify("u", &ticket).await["valid"], true);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_gives_no_wrong_answer() {
    let harness = Harness::new().await;
    let now = harness.now();
    let ticket = harness.ticket("u").await;

    harness.set_clock(now + 30 * 86_400);
    assert_eq!(harness.verify("u", &ticket).await["code"], 70001);
    harness.set_clock(now - 3600);
    // Tickets from ahead are good, as they are for every published verifier.
    assert_eq!(harness.verify("u", &ticket).await["valid"], true);

    // A clock that was never set helps nobody with tickets of 1970.
    harness.set_clock(12_345);
    harness.ask("usersigs", json!({ "userid": "u" })).await.is_problem(503, "clock");
    harness.ask("usersigs:verify", json!({ "userid": "u", "ticket": ticket })).await.is_problem(503, "clock");
    assert_eq!(harness.get("/readyz", "").await.status, 503);
    let rest = format!("/v4/a/b?sdkappid={APP}&identifier=u&usersig={ticket}");
    assert_eq!(harness.get(&rest, "").await.json()["ErrorCode"], 60008);

    harness.set_clock(now);
    assert_eq!(harness.verify("u", &ticket).await["valid"], true);
    assert!(!harness.ticket("u").await.is_empty());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rates_do_not_follow_a_clock_that_is_set() {
    let harness = Harness::new().await;
    let policy = json!({ "policy": { "user_per_minute": 1 } });
    harness.call(axum::http::Method::PATCH, &format!("/v1/apps/{APP}"), &harness.admin, Some(&policy)).await;
    harness.ticket("u").await;
    harness.clock.fetch_add(86_400, Relaxed);
    harness.ask("usersigs", json!({ "userid": "u" })).await.is_problem(429, "rate");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_by_another_process_is_known_within_a_second() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("u").await;
    harness.set_clock(harness.now() + 10);
    let data = harness.folder.path().join("data");
    let keys = usersig_store::seal::MasterKeys::from_file(&data.join("master.key")).unwrap();
    let other = usersig_store::open(data.join("usersig.db").to_str().unwrap(), keys).await.unwrap();
    let actor = usersig_store::Actor::new("command:test", "");
    usersig_store::Store::revoke_user(&other, &actor, APP, "u", harness.now()).await.unwrap();
    let began = std::time::Instant::now();
    while harness.verify("u", &ticket).await["valid"] == true {
        // The bound is generous: this machine may be busy. The usual time is below a second.
        assert!(began.elapsed() < Duration::from_secs(10), "the change is not seen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(harness.verify("u", &ticket).await["code"], 70052);
    harness.end().await;
}
