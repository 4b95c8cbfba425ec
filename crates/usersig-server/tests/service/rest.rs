//! The shape of Chat's REST API.

use serde_json::{Value, json};

use crate::harness::{APP, Harness, OTHER_APP};

async fn call(harness: &Harness, command: &str, query: &str, body: Value) -> Value {
    let reply = harness.post(&format!("/v4/{command}?{query}&random=7&contenttype=json"), "", body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_says_whether_the_ticket_is_good() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("administrator").await;
    let good = format!("sdkappid={APP}&identifier=administrator&usersig={ticket}");
    let ok = json!({ "ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0 });
    for command in ["openim/sendmsg", "group_open_http_svc/create_group", "any/thing"] {
        assert_eq!(call(&harness, command, &good, json!({})).await, ok);
    }
    for (query, code) in [
        (format!("sdkappid={APP}&identifier=other&usersig={ticket}"), 70013),
        (format!("sdkappid={OTHER_APP}&identifier=administrator&usersig={ticket}"), 70014),
        (format!("sdkappid=7&identifier=administrator&usersig={ticket}"), 70020),
        (format!("sdkappid={APP}&identifier=administrator&usersig="), 70002),
        (format!("sdkappid={APP}&identifier=administrator"), 70002),
        (format!("sdkappid={APP}&identifier=administrator&usersig={}", &ticket[..40]), 70003),
        (format!("sdkappid={APP}&usersig={ticket}"), 60004),
        (format!("identifier=administrator&usersig={ticket}"), 60012),
        (format!("sdkappid=x&identifier=administrator&usersig={ticket}"), 60012),
        (format!("{good}&usersig={ticket}"), 60002),
        (format!("sdkappid={APP}&identifier=%ff&usersig={ticket}"), 60002),
    ] {
        let answer = call(&harness, "openim/sendmsg", &query, json!({})).await;
        assert_eq!(
            (&answer["ActionStatus"], &answer["ErrorCode"]),
            (&json!("FAIL"), &json!(code)),
            "{query}"
        );
        assert!(!answer["ErrorInfo"].as_str().unwrap().is_empty());
    }
    harness.set_clock(harness.now() + 8 * 86_400);
    assert_eq!(call(&harness, "a/b", &good, json!({})).await["ErrorCode"], 70001);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kick_invalidates_a_users_tickets_for_an_administrator_only() {
    let harness = Harness::new().await;
    let (admin, user) = (harness.ticket("administrator").await, harness.ticket("xiaojun").await);
    harness.set_clock(harness.now() + 5);
    let kick = "im_open_login_svc/kick";
    let by_user = format!("sdkappid={APP}&identifier=xiaojun&usersig={user}");
    let by_admin = format!("sdkappid={APP}&identifier=administrator&usersig={admin}");
    let body = json!({ "UserID": "xiaojun" });
    assert_eq!(call(&harness, kick, &by_user, body.clone()).await["ErrorCode"], 60010);
    for wrong in [json!({}), json!(["xiaojun"])] {
        assert_eq!(call(&harness, kick, &by_admin, wrong).await["ErrorCode"], 60003);
    }
    assert_eq!(call(&harness, kick, &by_admin, json!({ "UserID": "a\nb" })).await["ErrorCode"], 60004);
    assert_eq!(harness.verify("xiaojun", &user).await["valid"], true);

    assert_eq!(call(&harness, kick, &by_admin, body.clone()).await["ActionStatus"], "OK");
    assert_eq!(harness.verify("xiaojun", &user).await["code"], 70052);
    assert_eq!(call(&harness, "a/b", &by_user, json!({})).await["ErrorCode"], 70052);
    let audit = harness.get("/v1/audit?limit=1", &harness.admin).await.json();
    assert_eq!(audit["items"][0]["actor"], format!("user:{APP}:administrator"));
    assert_eq!(audit["items"][0]["address"], "127.0.0.1");

    let state = json!({ "state": "suspended" });
    harness
        .call(axum::http::Method::PUT, &format!("/v1/apps/{APP}/state"), &harness.admin, Some(&state))
        .await;
    assert_eq!(call(&harness, kick, &by_admin, body).await["ErrorCode"], 60016);
    harness.end().await;
}
