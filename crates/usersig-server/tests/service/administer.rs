//! Administration over HTTP.

use axum::http::Method;
use serde_json::{Value, json};
use usersig_store::Actor;
use usersig_store::caller::Scope;

use crate::harness::{APP, Harness, KEY, OTHER_APP};

#[tokio::test(flavor = "multi_thread")]
async fn an_application_lives_from_creation_to_deletion() {
    let harness = Harness::new().await;
    let admin = harness.admin.clone();
    let create = json!({ "sdkappid": 1_400_009_999, "name": "New", "key": KEY, "policy": { "longest_expire": 604800 } });
    let made = harness.post("/v1/apps", &admin, create.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.json()["policy"]["longest_expire"], 604_800);
    assert_eq!(made.json()["keys"][0]["origin"], "imported");
    harness.post("/v1/apps", &admin, create).await.is_problem(409, "conflict");

    let path = "/v1/apps/1400009999";
    let change = json!({ "name": "Newer", "policy": { "user_per_minute": 3 } });
    let changed = harness.call(Method::PATCH, path, &admin, Some(&change)).await.json();
    assert_eq!((&changed["name"], &changed["policy"]["longest_expire"]), (&json!("Newer"), &json!(604_800)));
    for policy in [json!({ "longest": 1 }), json!({ "privileges": 300 }), json!({ "userid_form": "any" })] {
        let reply = harness.call(Method::PATCH, path, &admin, Some(&json!({ "policy": policy }))).await;
        reply.is_problem(400, "policy");
    }
    let rotated =
        harness.post(&format!("{path}/keys"), &admin, json!({ "old_until": harness.now() + 60 })).await;
    assert_eq!(rotated.status, 201);
    assert_eq!(rotated.json()["keys"].as_array().unwrap().len(), 2);
    harness.call(Method::DELETE, &format!("{path}/keys/2"), &admin, None).await.is_problem(409, "conflict");
    assert_eq!(harness.call(Method::DELETE, &format!("{path}/keys/1"), &admin, None).await.status, 200);
    let switch = json!({ "algorithm": "ecdsa" });
    let refused = harness.call(Method::PUT, &format!("{path}/algorithm"), &admin, Some(&switch)).await;
    assert!(refused.status.is_client_error(), "{}", refused.text());

    harness.call(Method::DELETE, path, &admin, None).await.is_problem(409, "conflict");
    assert_eq!(harness.post(&format!("{path}/deletion"), &admin, json!({})).await.status, 200);
    assert_eq!(harness.call(Method::DELETE, path, &admin, None).await.status, 204);
    harness.get(path, &admin).await.is_problem(404, "not-found");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_holds_a_key_and_every_act_is_in_the_audit_log() {
    let harness = Harness::new().await;
    let admin = harness.admin.clone();
    let mut answers = String::new();
    for path in ["/v1/apps", &format!("/v1/apps/{APP}"), "/v1/tokens", "/v1/audit?limit=1000"] {
        answers.push_str(&harness.get(path, &admin).await.text());
    }
    for secret in [KEY, harness.token.as_str(), admin.as_str()] {
        assert!(!answers.contains(secret));
    }
    let body = json!({ "name": "temporary", "scopes": ["issue"], "applications": [APP] });
    let made = harness.post("/v1/tokens", &admin, body).await;
    assert_eq!(made.status, 201);
    let (id, secret) =
        (made.json()["token"]["id"].clone(), made.json()["secret"].as_str().unwrap().to_owned());
    let path = format!("/v1/apps/{APP}/usersigs");
    assert_eq!(harness.post(&path, &secret, json!({ "userid": "u" })).await.status, 200);
    assert_eq!(harness.call(Method::DELETE, &format!("/v1/tokens/{id}"), &admin, None).await.status, 204);
    harness.post(&path, &secret, json!({ "userid": "u" })).await.is_problem(401, "token");
    harness.call(Method::DELETE, "/v1/tokens/4000000", &admin, None).await.is_problem(404, "not-found");

    let acts = harness.get("/v1/audit?act=token&limit=2", &admin).await.json();
    let acts: Vec<_> = acts["items"].as_array().unwrap().iter().map(|entry| entry["act"].clone()).collect();
    assert_eq!(acts, ["token.revoke", "token.create"]);
    let report = harness.post("/v1/audit/check", &admin, json!({})).await.json();
    assert_eq!(report["broken_at"], Value::Null);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_token_of_one_application_stays_within_it() {
    let harness = Harness::new().await;
    let actor = Actor::new("command:test", "");
    let (_, one) = harness.store().create_token(&actor, "one", &[Scope::Admin], &[APP], None).await.unwrap();
    harness.service().refresh().await.unwrap();
    let listed = harness.get("/v1/apps", &one).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(harness.get(&format!("/v1/apps/{APP}"), &one).await.status, 200);
    harness.get(&format!("/v1/apps/{OTHER_APP}"), &one).await.is_problem(403, "other-application");
    harness
        .get(&format!("/v1/statistics?sdkappid={OTHER_APP}"), &one)
        .await
        .is_problem(403, "other-application");
    for (method, path) in [
        (Method::GET, "/v1/tokens"),
        (Method::GET, "/v1/audit"),
        (Method::GET, "/v1/statistics"),
        (Method::POST, "/v1/audit/check"),
        (Method::POST, "/v1/tokens"),
        (Method::POST, "/v1/apps"),
        (Method::DELETE, "/v1/tokens/1"),
    ] {
        harness.call(method, path, &one, None).await.is_problem(403, "one-application");
    }
    harness.get("/v1/apps", &harness.token).await.is_problem(403, "scope");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issuers_come_and_go() {
    let harness = Harness::new().await;
    let path = format!("/v1/apps/{APP}/issuers");
    for body in [
        json!({ "issuer": "i" }),
        json!({ "issuer": "i", "jwks_url": "https://x/k", "shared_secret": "s".repeat(32) }),
    ] {
        harness.post(&path, &harness.admin, body).await.is_problem(400, "issuer");
    }
    for body in [
        json!({ "issuer": "i", "jwks_url": "http://accounts.example/keys" }),
        json!({ "issuer": "i", "shared_secret": "short" }),
    ] {
        harness.post(&path, &harness.admin, body).await.is_problem(400, "invalid");
    }
    let made = harness
        .post(&path, &harness.admin, json!({ "issuer": "i", "jwks_url": "https://x.example/k" }))
        .await;
    assert_eq!(made.json()["issuers"][0]["userid_claim"], "sub");
    let id = made.json()["issuers"][0]["id"].clone();
    let gone = harness.call(Method::DELETE, &format!("{path}/{id}"), &harness.admin, None).await;
    assert_eq!(gone.json()["issuers"], json!([]));
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_no_record() {
    let harness = Harness::new().await;
    let (admin, app) = (harness.admin.clone(), format!("/v1/apps/{APP}"));
    let tokens = harness.store().tokens().await.unwrap();
    for (path, body) in [
        (format!("{app}/keys"), json!([null, null])),
        (format!("{app}/usersigs"), json!(["u", 60])),
        (format!("{app}/usersigs:batch"), json!({ "items": [["u", 60]] })),
        (format!("{app}/revocations"), json!(["u"])),
        ("/v1/tokens".into(), json!(["all", ["admin"]])),
    ] {
        let token = if path.contains("usersigs") { harness.token.clone() } else { admin.clone() };
        let problem = harness.post(&path, &token, body).await.is_problem(400, "body");
        assert!(problem["detail"].as_str().unwrap().contains("a JSON object"), "{problem}");
    }
    assert_eq!(harness.store().application(APP).await.unwrap().keys.len(), 1);
    assert_eq!(harness.store().tokens().await.unwrap(), tokens);
    harness.end().await;
}
