//! The OpenAPI document and its page.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{APP, Harness};

#[test]
fn the_committed_document_is_the_one_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let made = usersig_server::openapi();
    if std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == made, "docs/openapi.json is old: run the tests with SNAPSHOTS=overwrite");
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let text = usersig_server::openapi();
    let document: Value = serde_json::from_str(&text).unwrap();
    for part in text.split("\"$ref\": \"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_every_operation_without_scripts_or_strangers() {
    let harness = Harness::new().await;
    let document = harness.get("/openapi.json", "").await;
    assert_eq!(document.text(), usersig_server::openapi());
    let page = harness.get("/docs", "").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    let text = page.text();
    for (path, methods) in document.json()["paths"].as_object().unwrap() {
        assert!(text.contains(&format!("<code>{path}</code>")), "{path}");
        for operation in methods.as_object().unwrap().values() {
            assert!(
                text.contains(&format!("id=\"{}\"", operation["operationId"].as_str().unwrap())),
                "{path}"
            );
        }
    }
    assert!(!text.contains("<script") && !text.contains("style=") && !text.contains("http://"));
    for link in text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let inside = link.strip_prefix('#').is_none_or(|anchor| text.contains(&format!("id=\"{anchor}\"")));
        assert!(inside && (link.starts_with('#') || link.starts_with('/')), "{link}");
    }
    assert_eq!(harness.get("/docs.css", "").await.header("content-type"), "text/css; charset=utf-8");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_have_the_members_that_their_schemas_say() {
    let harness = Harness::new().await;
    let issuer = json!({ "issuer": "i", "jwks_url": "https://x.example/k" });
    harness.post(&format!("/v1/apps/{APP}/issuers"), &harness.admin, issuer).await;
    harness.post(&format!("/v1/apps/{APP}/revocations"), &harness.admin, json!({ "userid": "u" })).await;
    harness.ticket("u").await;
    harness.service().flush().await.unwrap();
    let schemas =
        serde_json::from_str::<Value>(&usersig_server::openapi()).unwrap()["components"]["schemas"].take();
    let agree = |name: &str, record: &Value| {
        let members = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(members(record), members(&schemas[name]["properties"]), "{name}");
    };
    let first = |list: Value| list["items"][0].clone();
    let app = harness.get(&format!("/v1/apps/{APP}"), &harness.admin).await.json();
    agree("Application", &app);
    agree("Key", &app["keys"][0]);
    agree("Policy", &app["policy"]);
    agree("Issuer", &app["issuers"][0]);
    agree("Token", &first(harness.get("/v1/tokens", &harness.admin).await.json()));
    agree("AuditEntry", &first(harness.get("/v1/audit", &harness.admin).await.json()));
    agree("Count", &first(harness.get("/v1/statistics", &harness.admin).await.json()));
    agree(
        "Revocation",
        &first(harness.get(&format!("/v1/apps/{APP}/revocations"), &harness.admin).await.json()),
    );
    agree("ChainReport", &harness.post("/v1/audit/check", &harness.admin, json!({})).await.json());
    let ticket = harness.ticket("u").await;
    let mut valid = harness.verify("u", &ticket).await;
    valid.as_object_mut().unwrap().remove("key");
    agree("ValidSchema", &valid);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_requests_are_the_callers_or_our_own() {
    let harness = Harness::new().await;
    let (one, two) = (harness.get("/healthz", "").await, harness.get("/healthz", "").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    for (sent, kept) in [("abc-1.2_3", true), ("", false), ("a b", false), ("x\"y", false)] {
        let request = axum::http::Request::get(harness.url("/healthz")).header("x-request-id", sent);
        let reply = harness.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(reply.header("x-request-id") == sent, kept, "{sent}");
        assert!(!reply.header("x-request-id").is_empty());
    }
    harness.end().await;
}
