//! The gate: foreign forms, roles, headers, escaping.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use common::{APP, HOST, House, PAGES, PASSWORD};
use usersig_console::Settings;
use usersig_store::{
    Actor,
    application::{NewKey, Policy},
};

const ORIGIN: Option<&str> = Some("http://console.example");

#[tokio::test]
async fn forms_need_this_consoles_origin_and_the_sessions_token() {
    let house = House::new().await;
    let mut browser = house.signed_in("olga").await;
    let mine = browser.csrf.clone();
    let theirs = house.signed_in("oto").await.csrf.clone();
    let zeros = "0".repeat(64);
    let cases: [(&str, Option<&str>, &str); 8] = [
        ("no token", ORIGIN, ""),
        ("another session's token", ORIGIN, &theirs),
        ("a made-up token", ORIGIN, &zeros),
        ("no origin", None, &mine),
        ("another origin", Some("http://evil.example"), &mine),
        ("a longer host", Some("http://console.example.evil.example"), &mine),
        ("another scheme", Some("https://console.example"), &mine),
        ("an opaque origin", Some("null"), &mine),
    ];
    for (name, origin, token) in cases {
        let answer = browser.post_as("/apps/1400000000/suspend", &[("csrf", token)], origin).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
    }
    let application = house.store.application(APP).await.unwrap();
    assert_eq!(application.state, usersig_store::application::ApplicationState::Active);
    let answer = browser.post_as("/apps/1400000000/suspend", &[("csrf", &mine)], ORIGIN).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_sign_in_form_needs_its_token_too() {
    let house = House::new().await;
    let mut browser = house.browser();
    let fields = [("name", "olga"), ("password", PASSWORD)];
    assert_eq!(browser.post_as("/sign-in", &fields, ORIGIN).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let house = House::new().await;
    let mut browser = house.signed_in("olga").await;
    let request = |media: &str, body: Body| {
        Request::post("/theme")
            .header(header::HOST, HOST)
            .header(header::ORIGIN, "http://console.example")
            .header(header::CONTENT_TYPE, media)
            .body(body)
            .unwrap()
    };
    let json = browser.send(request("application/json", Body::from("{}"))).await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = Body::from(vec![b'a'; 200_000]);
    let large = browser.send(request("application/x-www-form-urlencoded", large)).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let put = Request::builder().method(Method::PUT).uri("/apps").body(Body::empty()).unwrap();
    assert!(browser.send(put).await.status.is_client_error());
    for path in
        ["/apps/abc", "/apps/99999999999", "/apps/7", "/apps/1400000000/keys/9/reveal", "/nowhere", "/apps/"]
    {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("<h1>"), "{path}");
    }
}

#[tokio::test]
async fn a_proxys_origin_can_be_named() {
    let house = House::with(Settings::new(true).with_origin("https://admin.example")).await;
    let mut browser = house.browser();
    let answer = browser.get("/sign-in").await;
    assert!(answer.headers.contains_key("strict-transport-security"));
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-usersig-form=") && cookie.contains("; Secure"), "{cookie}");
    let csrf = browser.csrf.clone();
    let fields = [("csrf", csrf.as_str()), ("name", "olga"), ("password", PASSWORD)];
    let answer = browser.post_as("/sign-in", &fields, Some("https://console.example")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = browser.post_as("/sign-in", &fields, Some("https://admin.example")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(browser.cookie("__Host-usersig-session").is_some());
}

#[tokio::test]
async fn every_answer_has_the_safety_headers() {
    let house = House::new().await;
    let mut browser = house.signed_in("olga").await;
    let style = browser.get("/about").await.body;
    let start = style.find("/assets/console.").unwrap();
    let asset: String = style[start..].chars().take_while(|c| *c != '"').collect();
    let more = ["/sign-in", "/nowhere", asset.as_str(), "/assets/no.css"];
    for path in PAGES.iter().copied().chain(more) {
        let answer = browser.get(path).await;
        let header =
            |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        if path != asset {
            assert_eq!(header("cache-control"), "no-store", "{path}");
        }
        // The policy forbids them, so none may be there.
        assert!(!answer.body.contains(" style=\"") && !answer.body.contains("<style"), "{path}");
        assert!(!answer.body.contains(" onclick") && !answer.body.contains("<script>"), "{path}");
    }
    assert!(browser.get(&asset).await.headers["cache-control"].to_str().unwrap().contains("immutable"));
}

#[tokio::test]
async fn roles_hold_on_the_server() {
    let house = House::new().await;
    let for_owners = [
        "/apps/new",
        "/apps/1400000000/keys/new",
        "/apps/1400000000/keys/1/reveal",
        "/apps/1400000000/state",
        "/apps/1400000000/delete",
        "/tokens/new",
        "/administrators",
    ];
    let for_operators = ["/tools/generate", "/tools/private-map-key"];
    let for_all = [
        "/",
        "/apps/1400000000/keys",
        "/tools/verify",
        "/tools/diagnose",
        "/audit",
        "/statistics",
        "/tokens",
    ];
    let owner_acts = [
        "/apps/new",
        "/apps/1400000000",
        "/apps/1400000000/keys/new",
        "/apps/1400000000/keys/1/retire",
        "/apps/1400000000/keys/1/reveal",
        "/apps/1400000000/switch",
        "/apps/1400000000/policy",
        "/apps/1400000000/issuers",
        "/apps/1400000000/suspend",
        "/apps/1400000000/resume",
        "/apps/1400000000/delete",
        "/apps/1400000000/delete/now",
        "/tokens/new",
        "/tokens/1/revoke",
        "/administrators",
        "/administrators/oto/reset",
        "/administrators/oto/remove",
    ];
    let operator_acts = ["/tools/generate", "/tools/private-map-key", "/revocations"];
    for (name, operator) in [("oto", true), ("ada", false)] {
        let mut browser = house.signed_in(name).await;
        let expected = |may: bool| if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
        for path in for_owners {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{name} {path}");
        }
        for path in for_operators {
            assert_eq!(browser.get(path).await.status, expected(operator), "{name} {path}");
        }
        for path in for_all {
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "{name} {path}");
        }
        for path in owner_acts {
            assert_eq!(browser.post(path, &[]).await.status, StatusCode::FORBIDDEN, "{name} {path}");
        }
        for path in operator_acts {
            let fields = [("app", "1400000000"), ("userid", "xiaojun"), ("room", "1")];
            let refused = browser.post(path, &fields).await.status == StatusCode::FORBIDDEN;
            assert_eq!(refused, !operator, "{name} {path}");
        }
        let keys = browser.get("/apps/1400000000/keys").await.body;
        assert!(!keys.contains("/reveal"), "{name} is not offered what is forbidden");
    }
}

#[tokio::test]
async fn whatever_people_type_stays_text() {
    const EVIL: &str = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>&lt;";
    let house = House::new().await;
    let me = Actor::new("command:test", "");
    house.store.create_application(&me, 7, EVIL, NewKey::Make, Policy::default()).await.unwrap();
    house.store.revoke_user(&me, 7, EVIL, 1).await.unwrap();
    house.store.create_token(&me, EVIL, &[usersig_store::caller::Scope::Issue], &[7], None).await.unwrap();
    house
        .store
        .note(&Actor::new(EVIL, EVIL), EVIL, Some(7), serde_json::json!({ EVIL: EVIL }))
        .await
        .unwrap();
    let mut browser = house.signed_in("olga").await;
    let encoded: String = form_urlencoded::byte_serialize(EVIL.as_bytes()).collect();
    let mut bodies = Vec::new();
    for path in [
        "/".to_owned(),
        "/apps".to_owned(),
        "/apps/7".to_owned(),
        "/revocations?app=7".to_owned(),
        "/tokens".to_owned(),
        "/audit".to_owned(),
        "/statistics".to_owned(),
        format!("/audit?actor={encoded}&act={encoded}"),
        format!("/statistics?range={encoded}&app={encoded}"),
        format!("/?done={encoded}"),
        format!("/{encoded}"),
    ] {
        bodies.push((path.clone(), browser.get(&path).await.body));
    }
    let fields = [
        ("app", "7"),
        ("userid", EVIL),
        ("ticket", EVIL),
        ("name", EVIL),
        ("room", EVIL),
        ("sdkappid", EVIL),
    ];
    for path in [
        "/tools/generate",
        "/tools/verify",
        "/tools/diagnose",
        "/tools/private-map-key",
        "/apps/new",
        "/revocations",
    ] {
        bodies.push((path.to_owned(), browser.post(path, &fields).await.body));
    }
    let mut stranger = house.browser();
    stranger.get(&format!("/sign-in?next={encoded}")).await;
    let body = stranger.post("/sign-in", &[("name", EVIL), ("password", EVIL), ("next", EVIL)]).await.body;
    bodies.push(("/sign-in".to_owned(), body));
    for (path, body) in bodies {
        assert!(!body.contains("<img") && !body.contains("<script>"), "{path}");
        assert!(!body.contains("onerror=alert(1)>\""), "{path}");
    }
}

#[tokio::test]
async fn the_language_follows_the_browser_then_the_choice() {
    let house = House::new().await;
    let mut browser = house.browser();
    let request = Request::get("/sign-in").header(header::ACCEPT_LANGUAGE, "fr;q=0.9, ko;q=0.8, ja;q=0.2");
    let answer = browser.send(request.body(Body::empty()).unwrap()).await;
    assert!(answer.body.contains("<html lang=\"ko\""));
    browser.post("/language", &[("language", "zh"), ("next", "/sign-in")]).await;
    assert!(browser.get("/sign-in").await.body.contains("<html lang=\"zh-Hans\""));
    browser.sign_in("ada", PASSWORD, "").await;
    browser.get("/").await;
    browser.post("/language", &[("language", "ja"), ("next", "/")]).await;
    let mut elsewhere = house.signed_in("ada").await;
    assert!(elsewhere.get("/").await.body.contains("<html lang=\"ja\""), "the choice goes with the person");
    elsewhere.post("/theme", &[("theme", "dark"), ("next", "//evil.example")]).await;
    assert!(elsewhere.get("/").await.body.contains("data-theme=\"dark\""));
    assert!(elsewhere.post("/language", &[("language", "xx")]).await.status.is_client_error());
}
