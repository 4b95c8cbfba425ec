//! Issuing: good tickets, and everything that a policy, a scope or a rate refuses.

use axum::http::Method;
use serde_json::{Value, json};
use usersig::{Check, Key, Privileges, Room, SdkAppId, UserId, Verifier};
use usersig_store::Actor;
use usersig_store::caller::Scope;

use crate::harness::{APP, Harness, KEY, OTHER_APP};

fn verifier() -> Verifier {
    Verifier::new(SdkAppId::new(APP.into()).unwrap(), [Key::from_text(KEY.as_bytes()).unwrap()])
}

async fn set_policy(harness: &Harness, policy: Value) {
    let path = format!("/v1/apps/{APP}");
    let reply = harness.call(Method::PATCH, &path, &harness.admin, Some(&json!({ "policy": policy }))).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_good_by_the_engine_and_says_when_to_renew_it() {
    let harness = Harness::new().await;
    let reply = harness.ask("usersigs", json!({ "userid": "xiaojun", "expire": 1003 })).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("cache-control"), "no-store");
    let answer = reply.json();
    let now = harness.now();
    assert_eq!(
        (&answer["time"], &answer["expire"], &answer["expires_at"], &answer["renew_at"]),
        (&json!(now), &json!(1003), &json!(now + 1003), &json!(now + 802))
    );
    let check = Check::new(UserId::new("xiaojun").unwrap(), now);
    let verified = verifier().verify(answer["ticket"].as_str().unwrap(), &check.without_userbuf()).unwrap();
    assert_eq!(verified.validity().expires_at(), now + 1003);

    // Without a validity the policy's default holds.
    assert_eq!(harness.ask("usersigs", json!({ "userid": "xiaojun" })).await.json()["expire"], 7 * 86_400);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_map_key_opens_the_room_that_was_asked_for() {
    let harness = Harness::new().await;
    let check = Check::new(UserId::new("xiaojun").unwrap(), harness.now());
    for (body, room) in [
        (json!({ "userid": "xiaojun", "room_id": 10_000, "privileges": 42 }), Room::id(10_000).unwrap()),
        (json!({ "userid": "xiaojun", "room_str": "10000", "privileges": 42 }), Room::str("10000").unwrap()),
    ] {
        let answer = harness.ask("private-map-keys", body).await.json();
        let ticket = answer["ticket"].as_str().unwrap();
        verifier().verify(ticket, &check.with_room(room, Privileges::AUDIENCE)).unwrap();
        assert!(verifier().verify(ticket, &check.with_room(room, Privileges::ALL)).is_err());
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_bounds_validity_form_rooms_and_privileges() {
    let harness = Harness::new().await;
    set_policy(
        &harness,
        json!({ "default_expire": 600, "longest_expire": 3600, "rooms": ["1-9", "class-*"], "privileges": 42 }),
    )
    .await;
    assert_eq!(harness.ask("usersigs", json!({ "userid": "u" })).await.json()["expire"], 600);
    for (what, body, status, problem) in [
        ("usersigs", json!({ "userid": "u", "expire": 3601 }), 403, "expire-too-long"),
        ("usersigs", json!({ "userid": "u", "expire": 0 }), 400, "expire"),
        ("usersigs", json!({}), 400, "userid-missing"),
        ("usersigs", json!({ "userid": "" }), 400, "userid-form"),
        ("usersigs", json!({ "userid": "a b" }), 400, "userid-form"),
        ("usersigs", json!({ "userid": "a\nTLS.sdkappid:1" }), 400, "userid-form"),
        ("usersigs", json!({ "userid": "x".repeat(33) }), 400, "userid-form"),
        ("private-map-keys", json!({ "userid": "u", "privileges": 42 }), 400, "room"),
        (
            "private-map-keys",
            json!({ "userid": "u", "room_id": 1, "room_str": "1", "privileges": 2 }),
            400,
            "room",
        ),
        ("private-map-keys", json!({ "userid": "u", "room_id": 0, "privileges": 2 }), 400, "room"),
        ("private-map-keys", json!({ "userid": "u", "room_id": 10, "privileges": 2 }), 403, "room"),
        ("private-map-keys", json!({ "userid": "u", "room_str": "1", "privileges": 2 }), 403, "room"),
        ("private-map-keys", json!({ "userid": "u", "room_id": 1, "privileges": 43 }), 403, "privileges"),
        ("private-map-keys", json!({ "userid": "u", "room_id": 1, "privileges": 256 }), 400, "privileges"),
    ] {
        harness.ask(what, body).await.is_problem(status, problem);
    }
    for body in [
        json!({ "userid": "u", "room_id": 9, "privileges": 42 }),
        json!({ "userid": "u", "room_str": "class-7", "privileges": 2 }),
    ] {
        assert_eq!(harness.ask("private-map-keys", body).await.status, 200);
    }
    set_policy(&harness, json!({ "private_map_keys": false, "userid_form": "utf8" })).await;
    let body = json!({ "userid": "u", "room_id": 9, "privileges": 42 });
    harness.ask("private-map-keys", body).await.is_problem(403, "private-map-keys");
    assert_eq!(harness.ask("usersigs", json!({ "userid": "小军" })).await.status, 200);
    set_policy(&harness, json!({ "back_ends": false })).await;
    harness.ask("usersigs", json!({ "userid": "u" })).await.is_problem(403, "caller");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_do_what_they_are_for_and_nothing_else() {
    let harness = Harness::new().await;
    let actor = Actor::new("command:test", "");
    let end = harness.now() + 100;
    let (_, verify) =
        harness.store().create_token(&actor, "v", &[Scope::Verify], &[APP], None).await.unwrap();
    let (_, ending) =
        harness.store().create_token(&actor, "e", &[Scope::Issue], &[], Some(end)).await.unwrap();
    harness.service().refresh().await.unwrap();
    let path = format!("/v1/apps/{APP}/usersigs");
    let body = || json!({ "userid": "u" });

    harness.post(&path, &verify, body()).await.is_problem(403, "scope");
    harness.post(&path, &harness.admin, body()).await.is_problem(403, "scope");
    let other = format!("/v1/apps/{OTHER_APP}/usersigs");
    harness.post(&other, &harness.token, body()).await.is_problem(403, "other-application");
    assert_eq!(harness.post(&other, &ending, body()).await.status, 200);
    // Whoever may ask for every application learns that one is not there; others do not.
    harness.post("/v1/apps/7/usersigs", &ending, body()).await.is_problem(404, "unknown-application");
    harness.post("/v1/apps/7/usersigs", &harness.token, body()).await.is_problem(403, "other-application");

    harness.set_clock(end);
    harness.post(&path, &ending, body()).await.is_problem(401, "token");
    let mut forged = harness.token.to_string();
    let last = if forged.pop() == Some('0') { '1' } else { '0' };
    forged.push(last);
    for credential in [forged.as_str(), "ust_1_", "ust_x_y", "ust_4294967295_00", "ust_99999999999_00"] {
        let reply = harness.post(&path, credential, body()).await;
        reply.is_problem(401, "token");
        assert_eq!(reply.header("www-authenticate"), "Bearer realm=\"usersig\"");
    }
    harness.post(&path, "", body()).await.is_problem(401, "authorization");

    let id = harness.token.split('_').nth(1).unwrap().parse().unwrap();
    harness.store().revoke_token(&actor, id).await.unwrap();
    harness.service().refresh().await.unwrap();
    harness.post(&path, &harness.token, body()).await.is_problem(401, "token");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rates_are_bounded_for_callers_and_for_users() {
    let harness = Harness::new().await;
    set_policy(&harness, json!({ "user_per_minute": 2 })).await;
    for expected in [200, 200, 429] {
        assert_eq!(harness.ask("usersigs", json!({ "userid": "often" })).await.status, expected);
    }
    assert_eq!(harness.ask("usersigs", json!({ "userid": "seldom" })).await.status, 200);

    set_policy(&harness, json!({ "user_per_minute": 0, "caller_per_minute": 3 })).await;
    for _ in 0..3 {
        harness.ticket("u").await;
    }
    let refused = harness.ask("usersigs", json!({ "userid": "u" })).await;
    refused.is_problem(429, "rate");
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=21).contains(&seconds), "{seconds}");
    // A change elsewhere does not forget what was counted.
    set_policy(&harness, json!({ "longest_expire": 700_000 })).await;
    harness.ask("usersigs", json!({ "userid": "u" })).await.is_problem(429, "rate");
    // A batch counts as its rows.
    set_policy(&harness, json!({ "caller_per_minute": 5 })).await;
    let rows: Vec<_> = (0..6).map(|n| json!({ "userid": format!("u{n}") })).collect();
    harness.ask("usersigs:batch", json!({ "items": rows })).await.is_problem(429, "rate");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_answers_each_row_in_its_place() {
    let harness = Harness::with(&[("limits.batch_rows", "100")]).await;
    let items: Vec<_> = (0..100)
        .map(|n| {
            if n % 10 == 3 {
                json!({ "userid": "no good" })
            } else {
                json!({ "userid": format!("user-{n}") })
            }
        })
        .collect();
    let answer = harness.ask("usersigs:batch", json!({ "items": items })).await.json();
    assert_eq!((&answer["issued"], &answer["refused"]), (&json!(90), &json!(10)));
    for (at, row) in answer["items"].as_array().unwrap().iter().enumerate() {
        if at % 10 == 3 {
            assert_eq!(row["error"]["problem"], "userid-form");
        } else {
            let userid = format!("user-{at}");
            let check = Check::new(UserId::new(&userid).unwrap(), harness.now());
            verifier().verify(row["ticket"].as_str().unwrap(), &check).unwrap();
        }
    }
    let rooms = json!({ "items": [
        { "userid": "a", "room_id": 1, "privileges": 255 },
        { "userid": "b", "privileges": 255 },
        { "userid": "c", "room_str": "x", "privileges": 255 },
    ] });
    let answer = harness.ask("private-map-keys:batch", rooms).await.json();
    assert_eq!(answer["items"][1]["error"]["problem"], "room");
    assert_eq!(answer["items"][2]["userid"], "c");

    for items in [json!([]), json!(vec![json!({ "userid": "u" }); 101])] {
        harness.ask("usersigs:batch", json!({ "items": items })).await.is_problem(400, "batch-rows");
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_application_neither_issues_nor_verifies() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("u").await;
    let state = format!("/v1/apps/{APP}/state");
    let suspend = json!({ "state": "suspended" });
    assert_eq!(harness.call(Method::PUT, &state, &harness.admin, Some(&suspend)).await.status, 200);
    let problem = harness.ask("usersigs", json!({ "userid": "u" })).await;
    assert_eq!(problem.is_problem(403, "application-suspended")["code"], 70020);
    let body = json!({ "userid": "u", "ticket": ticket });
    harness.ask("usersigs:verify", body).await.is_problem(403, "application-suspended");
    let resume = json!({ "state": "active" });
    assert_eq!(harness.call(Method::PUT, &state, &harness.admin, Some(&resume)).await.status, 200);
    assert_eq!(harness.verify("u", &ticket).await["valid"], true);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_counted_by_application_and_minute() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("u").await;
    harness.ask("usersigs", json!({ "userid": "no good" })).await.is_problem(400, "userid-form");
    assert_eq!(harness.verify("u", &ticket).await["valid"], true);
    assert_eq!(harness.verify("v", &ticket).await["code"], 70013);
    harness.service().flush().await.unwrap();
    let path = format!("/v1/statistics?sdkappid={APP}");
    let items = harness.get(&path, &harness.admin).await.json();
    let count = |event: Value| {
        let found = items["items"].as_array().unwrap().iter().find(|count| count["event"] == event);
        found.map_or(0, |count| count["count"].as_u64().unwrap())
    };
    let counts =
        [json!("user_sig"), json!("refused"), json!("verified"), json!({ "rejected": 70013 })].map(count);
    assert_eq!(counts, [1, 1, 1, 1], "{items}");
    let metrics = harness.get("/metrics", "").await.text();
    let line = format!("usersig_tickets_total{{sdkappid=\"{APP}\",outcome=\"rejected\",code=\"70013\"}} 1");
    assert!(metrics.contains(&line), "{metrics}");
    assert!(metrics.ends_with("# EOF\n"));
    harness.end().await;
}
