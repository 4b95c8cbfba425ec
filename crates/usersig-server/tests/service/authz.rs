//! `/v1/authz`: 204 with three headers, or 401 or 403, whatever is sent.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;

use crate::harness::{APP, Harness, OTHER_APP, Reply};

/// A path, the headers sent there, and the status that answers.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], u16);

async fn ask(harness: &Harness, method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::builder().method(method).uri(harness.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    harness.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_ticket_is_found_where_the_route_looks() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("xiaojun").await;
    let bearer = format!("Bearer {ticket}");
    let cookies = format!("a=b; usersig={ticket}; c=d");
    let uri = format!("/path?x=1&usersig={ticket}&y=2");
    let forged = [("x-usersig-user", "root"), ("X-UserSig-App", "1"), ("x-usersig-expires", "9")];
    for (path, name, value) in [
        (format!("/v1/authz?sdkappid={APP}"), "authorization", bearer.as_str()),
        ("/v1/authz".into(), "authorization", &bearer),
        (format!("/v1/authz?sdkappid={APP}&from=header:x-ticket"), "x-ticket", &ticket),
        (format!("/v1/authz?sdkappid={APP}&from=cookie:usersig"), "cookie", &cookies),
        (format!("/v1/authz?sdkappid={APP}&from=query:usersig"), "x-original-uri", &uri),
        (format!("/v1/authz?sdkappid={APP}&from=query:usersig"), "x-forwarded-uri", &uri),
        (format!("/v1/apps/{APP}/authz"), "authorization", &bearer),
        (
            format!("/v1/apps/{APP}/authz/any/path?sdkappid={OTHER_APP}&from=cookie:c"),
            "authorization",
            &bearer,
        ),
    ] {
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
            Method::from_bytes(b"PURGE").unwrap(),
        ] {
            let headers: Vec<_> = forged.iter().copied().chain([(name, value)]).collect();
            let reply = ask(&harness, method.clone(), &path, &headers).await;
            assert_eq!(reply.status, 204, "{method} {path}: {}", reply.text());
            assert_eq!(reply.header("x-usersig-user"), "xiaojun");
            assert_eq!(reply.header("x-usersig-app"), APP.to_string());
            assert_eq!(reply.header("x-usersig-expires"), (harness.now() + 7 * 86_400).to_string());
            assert_eq!(reply.headers.get_all("x-usersig-user").iter().count(), 1);
            assert!(reply.body.is_empty());
        }
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_else_is_401_or_403() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("xiaojun").await;
    let bearer = format!("Bearer {ticket}");
    let spoilt = format!("Bearer {}x", &ticket[..ticket.len() - 4]);
    let app = format!("/v1/authz?sdkappid={APP}");
    let two = format!("usersig={ticket}; usersig={ticket}");
    let good: &[(&str, &str)] = &[("authorization", &bearer)];
    let cases: &[Case<'_>] = &[
        (&app, &[], 401),
        (&app, &[("authorization", &spoilt)], 401),
        (&app, &[("authorization", "Bearer")], 401),
        (&app, &[("authorization", "Basic eDp5")], 401),
        (&app, &[("authorization", &bearer), ("authorization", &bearer)], 401),
        (&app, &[("cookie", &two)], 401),
        (&format!("{app}&from=cookie:usersig"), &[("cookie", &two)], 401),
        (&format!("{app}&from=cookie:usersig"), good, 401),
        (&format!("/v1/authz?sdkappid={OTHER_APP}"), good, 401),
        ("/v1/authz?sdkappid=7", good, 403),
        ("/v1/authz?sdkappid=x", good, 403),
        (&format!("{app}&sdkappid={OTHER_APP}"), good, 403),
        (&format!("{app}&from=body"), good, 403),
        (&format!("{app}&from=header:a%20b"), good, 403),
        (&format!("{app}&from=%ff"), good, 403),
        ("/v1/apps/x/authz", good, 403),
        ("/v1/apps/7/authz", good, 403),
        ("/v1/apps/99999999999/authz/x", good, 403),
    ];
    for (path, headers, status) in cases {
        for method in [Method::GET, Method::POST, Method::PATCH] {
            let reply = ask(&harness, method, path, headers).await;
            assert_eq!(reply.status, *status, "{path} {headers:?}: {}", reply.text());
            assert!(reply.headers.get("x-usersig-user").is_none());
        }
    }
    // A body of any size and kind is passed over.
    let request =
        Request::post(harness.url(&app)).header("authorization", &bearer).body(Body::from(vec![7; 300_000]));
    assert_eq!(harness.send(request.unwrap()).await.status, 204);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_and_suspended_are_turned_away_and_odd_users_are_encoded() {
    let harness = Harness::new().await;
    let policy = json!({ "policy": { "userid_form": "utf8" } });
    harness.call(Method::PATCH, &format!("/v1/apps/{APP}"), &harness.admin, Some(&policy)).await;
    let bearer = format!("Bearer {}", harness.ticket("小军 100%").await);
    let path = format!("/v1/authz?sdkappid={APP}");
    let reply = ask(&harness, Method::GET, &path, &[("authorization", &bearer)]).await;
    assert_eq!(reply.header("x-usersig-user"), "%E5%B0%8F%E5%86%9B%20100%25");

    harness.set_clock(harness.now() + 1);
    let revoke = json!({ "userid": "小军 100%" });
    harness.post(&format!("/v1/apps/{APP}/revocations"), &harness.admin, revoke).await;
    let reply = ask(&harness, Method::GET, &path, &[("authorization", &bearer)]).await;
    assert_eq!(reply.is_problem(401, "ticket")["code"], 70052);

    let state = json!({ "state": "suspended" });
    harness.call(Method::PUT, &format!("/v1/apps/{APP}/state"), &harness.admin, Some(&state)).await;
    let reply = ask(&harness, Method::GET, &path, &[("authorization", &bearer)]).await;
    reply.is_problem(403, "application-suspended");
    harness.end().await;
}
