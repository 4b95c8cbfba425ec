//! Verifying: outcomes, revocation, rotation, both algorithms; inspecting and diagnosing.

use serde_json::json;
use usersig_store::application::{Algorithm, NewKey};
use usersig_store::{Actor, Store};
use zeroize::Zeroizing;

use crate::harness::{APP, Harness, OTHER_APP};

fn actor() -> Actor {
    Actor::new("command:test", "")
}

#[tokio::test(flavor = "multi_thread")]
async fn outcomes_have_tencents_codes() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("xiaojun").await;
    let valid = harness.verify("xiaojun", &ticket).await;
    assert_eq!(
        (&valid["valid"], &valid["userid"], &valid["key"]),
        (&json!(true), &json!("xiaojun"), &json!(1))
    );
    for (userid, ticket, code, name) in [
        ("xiaohong", ticket.as_str(), 70013, "ERR_SVR_ACCOUNT_USERSIG_MISMATCH_ID"),
        ("xiaojun", "", 70002, "ERR_SVR_ACCOUNT_USERSIG_EMPTY"),
        ("xiaojun", &ticket[..50], 70003, "ERR_SVR_ACCOUNT_USERSIG_CHECK_FAILED"),
    ] {
        let rejected = harness.verify(userid, ticket).await;
        assert_eq!(rejected["valid"], false);
        assert_eq!((&rejected["code"], &rejected["name"]), (&json!(code), &json!(name)));
    }
    let body = json!({ "userid": "xiaojun", "ticket": ticket });
    let other = format!("/v1/apps/{OTHER_APP}/usersigs:verify");
    harness.post(&other, &harness.token, body).await.is_problem(403, "other-application");
    harness.set_clock(harness.now() + 8 * 86_400);
    assert_eq!(harness.verify("xiaojun", &ticket).await["code"], 70001);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_demanded_with_its_privileges() {
    let harness = Harness::new().await;
    let body = json!({ "userid": "u", "room_id": 10, "privileges": 42 });
    let answer = harness.ask("private-map-keys", body).await.json();
    let ticket = answer["ticket"].as_str().unwrap();
    for (demand, code) in [
        (json!({ "room_id": 10 }), 0),
        (json!({ "room_id": 10, "privileges": 42 }), 0),
        (json!({ "room_id": 10, "privileges": 43 }), 70005),
        (json!({ "room_id": 11 }), 70005),
        (json!({ "room_str": "10" }), 70005),
        (json!({ "no_userbuf": true }), 70005),
        (json!({ "userbuf": "AAAA" }), 70005),
    ] {
        let mut body = json!({ "userid": "u", "ticket": ticket });
        body.as_object_mut().unwrap().extend(demand.as_object().unwrap().clone());
        let outcome = harness.ask("usersigs:verify", body).await.json();
        assert_eq!(outcome["code"].as_i64().unwrap_or(0), code, "{demand}: {outcome}");
    }
    for (demand, problem) in [
        (json!({ "room_id": 1, "room_str": "1" }), "room"),
        (json!({ "privileges": 1 }), "expectation"),
        (json!({ "room_id": 1, "no_userbuf": true }), "expectation"),
        (json!({ "userbuf": "*" }), "expectation"),
    ] {
        let mut body = json!({ "userid": "u", "ticket": ticket });
        body.as_object_mut().unwrap().extend(demand.as_object().unwrap().clone());
        harness.ask("usersigs:verify", body).await.is_problem(400, problem);
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn revoking_a_user_ends_the_tickets_before_and_not_the_next_one() {
    let harness = Harness::new().await;
    let (before, other) = (harness.ticket("u").await, harness.ticket("v").await);
    harness.set_clock(harness.now() + 10);
    let path = format!("/v1/apps/{APP}/revocations");
    let reply = harness.post(&path, &harness.admin, json!({ "userid": "u" })).await;
    assert_eq!(reply.json()["signed_before"], harness.now());
    assert_eq!(harness.verify("u", &before).await["code"], 70052);
    assert_eq!(harness.verify("v", &other).await["valid"], true);
    let after = harness.ticket("u").await;
    assert_eq!(harness.verify("u", &after).await["valid"], true);
    let list = harness.get(&path, &harness.admin).await.json();
    assert_eq!(list["items"][0]["userid"], "u");
    let ahead = json!({ "userid": "u", "signed_before": harness.now() + 100 });
    harness.post(&path, &harness.admin, ahead).await.is_problem(400, "signed-before");
    harness.post(&path, &harness.token, json!({ "userid": "u" })).await.is_problem(403, "scope");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_key_verifies_until_its_moment_to_the_second() {
    let harness = Harness::new().await;
    let old = harness.ticket("u").await;
    let until = harness.now() + 1000;
    harness.store().rotate_key(&actor(), APP, NewKey::Make, Some(until)).await.unwrap();
    harness.service().refresh().await.unwrap();
    let new = harness.ticket("u").await;
    assert_eq!(harness.verify("u", &new).await["key"], 2);
    assert_eq!(harness.verify("u", &old).await["key"], 1);
    // The clock moves alone: no new snapshot tells that the key's time is over.
    harness.set_clock(until);
    assert_eq!(harness.verify("u", &old).await["valid"], true);
    harness.set_clock(until + 1);
    assert_eq!(harness.verify("u", &old).await["code"], 70009);
    assert_eq!(harness.verify("u", &new).await["valid"], true);
    // And back, as clocks do when they are set.
    harness.set_clock(until);
    assert_eq!(harness.verify("u", &old).await["valid"], true);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn during_a_switch_tickets_of_both_algorithms_are_good() {
    let harness = Harness::new().await;
    let current = harness.ticket("u").await;
    let pem = include_str!("throw-away-p256.pem");
    let key = NewKey::PrivatePem(Zeroizing::new(pem.into()));
    harness.store().rotate_key(&actor(), APP, key, None).await.unwrap();
    harness.store().switch_algorithm(&actor(), APP, Algorithm::Ecdsa).await.unwrap();
    harness.service().refresh().await.unwrap();
    let answer = harness.ask("usersigs", json!({ "userid": "u" })).await.json();
    assert_eq!(answer["algorithm"], "ecdsa-sha256");
    let legacy = answer["ticket"].as_str().unwrap();
    assert_eq!(harness.verify("u", legacy).await["algorithm"], "ecdsa-sha256");
    assert_eq!(harness.verify("u", &current).await["valid"], true);
    harness.store().switch_algorithm(&actor(), APP, Algorithm::Hmac).await.unwrap();
    harness.service().refresh().await.unwrap();
    let again = harness.ticket("u").await;
    assert_eq!(harness.verify("u", &again).await["algorithm"], "hmac-sha256");
    assert_eq!(harness.verify("u", legacy).await["valid"], true);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inspecting_and_diagnosing_explain() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("u").await;
    let seen = harness.ask("usersigs:inspect", json!({ "ticket": ticket })).await.json();
    assert_eq!((&seen["verified"], &seen["userid"]), (&json!(false), &json!("u")));
    assert_eq!(harness.ask("usersigs:inspect", json!({ "ticket": "?" })).await.json()["code"], 70003);
    let spoilt = ticket.replace('*', " ").replace('-', "%2D");
    let body = json!({ "ticket": spoilt, "userid": "u" });
    let found = harness.ask("usersigs:diagnose", body).await.json();
    assert!(!found["causes"].as_array().unwrap().is_empty() || spoilt == ticket, "{found}");
    let fine = harness.ask("usersigs:diagnose", json!({ "ticket": ticket })).await.json();
    assert_eq!(fine["rejection"], json!(null));
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_diagnosis_does_not_use_keys_that_the_caller_may_not_verify_with() {
    let harness = Harness::new().await;
    let store: &dyn Store = harness.store().as_ref();
    store.rotate_key(&actor(), OTHER_APP, NewKey::Make, None).await.unwrap();
    let (_, both) = store
        .create_token(
            &actor(),
            "both",
            &[usersig_store::caller::Scope::Verify, usersig_store::caller::Scope::Issue],
            &[],
            None,
        )
        .await
        .unwrap();
    harness.service().refresh().await.unwrap();
    let other = format!("/v1/apps/{OTHER_APP}/usersigs");
    let foreign = harness.post(&other, &both, json!({ "userid": "u" })).await.json();
    let body = json!({ "ticket": foreign["ticket"], "userid": "u" });
    let path = format!("/v1/apps/{APP}/usersigs:diagnose");
    let ids = |found: serde_json::Value| -> Vec<String> {
        found["causes"].as_array().unwrap().iter().map(|cause| cause["id"].as_str().unwrap().into()).collect()
    };
    let with = ids(harness.post(&path, &both, body.clone()).await.json());
    let without = ids(harness.post(&path, &harness.token, body).await.json());
    assert_ne!(with, without, "only the first caller learns whose key it was");
    harness.end().await;
}
