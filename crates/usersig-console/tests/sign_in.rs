//! Signing in: the right way, the wrong ways, and that nobody learns from the answer which it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use std::net::Ipv4Addr;

use axum::http::StatusCode;
use common::{House, PASSWORD};
use totp_rs::{Builder, Secret};
use usersig_store::audit::Filter;

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let house = House::new().await;
    let mut browser = house.browser();
    let sent = browser.get("/apps").await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fapps"));
    browser.get("/sign-in").await;
    let fields = [("name", "olga"), ("password", PASSWORD), ("code", ""), ("next", "/apps")];
    let entered = browser.post("/sign-in", &fields).await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/apps"));
    let cookie = entered.headers.get_all("set-cookie").iter().next().unwrap().to_str().unwrap();
    assert!(
        cookie.starts_with("usersig-session=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict")
    );
    assert_eq!(browser.get("/apps").await.status, StatusCode::OK);

    let session = browser.cookie("usersig-session").unwrap().to_owned();
    assert_eq!(browser.post("/sign-out", &[]).await.location(), "/sign-in");
    browser.set_cookie("usersig-session", &session);
    assert_eq!(browser.get("/apps").await.status, StatusCode::SEE_OTHER, "the session has ended for good");
}

#[tokio::test]
async fn wrong_names_and_wrong_passwords_get_the_same_answer() {
    let house = House::new().await;
    let mut answers = Vec::new();
    for name in ["olga", "nobody-1", "nobody-2"] {
        let mut browser = house.browser();
        let answer = browser.sign_in(name, "not the password", "").await;
        let body = answer.body.replace(name, "NAME").replace(&browser.csrf, "TOKEN");
        answers.push((answer.status, body));
    }
    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
    let mut filter = Filter::default();
    filter.limit = 3;
    let entries = house.store.audit(&filter).await.unwrap();
    assert!(
        entries.iter().all(|entry| entry.act.starts_with("administrator.sign_in_")),
        "each left an entry"
    );
    assert!(
        entries.iter().all(|entry| !format!("{entry:?}").contains("nobody")),
        "unknown names are not kept"
    );
}

#[tokio::test]
async fn an_account_waits_after_failures_and_answers_the_same_meanwhile() {
    let house = House::new().await;
    let mut browser = house.browser();
    let mut first = None;
    for turn in 0..5_u8 {
        browser.address = Ipv4Addr::new(192, 0, 2, turn);
        let answer = browser.sign_in("olga", "not the password", "").await;
        first.get_or_insert(answer.body.replace(&browser.csrf, "TOKEN"));
    }
    let locked = browser.sign_in("olga", PASSWORD, "").await;
    assert_eq!(locked.status, StatusCode::UNAUTHORIZED, "the right password does not help while waiting");
    assert_eq!(Some(locked.body.replace(&browser.csrf, "TOKEN")), first);
    house.pass(31);
    assert_eq!(browser.sign_in("olga", PASSWORD, "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_address_that_guesses_names_has_to_wait() {
    let house = House::new().await;
    let mut browser = house.browser();
    for turn in 0..20 {
        assert_eq!(
            browser.sign_in(&format!("name-{turn}"), "guess", "").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(browser.sign_in("olga", PASSWORD, "").await.status, StatusCode::TOO_MANY_REQUESTS);
    browser.address = Ipv4Addr::new(192, 0, 2, 77);
    assert_eq!(browser.sign_in("olga", PASSWORD, "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_authenticator_is_set_up_and_each_code_works_once() {
    let house = House::new().await;
    let mut browser = house.signed_in("olga").await;
    let page = browser.get("/settings/totp").await.body;
    assert!(page.contains("class=\"qr\""));
    let start = page.find("name=\"secret\" value=\"").unwrap() + 21;
    let secret: String = page[start..].chars().take_while(|character| *character != '"').collect();
    let totp = Builder::new().with_secret(Secret::try_from_base32(&secret).unwrap()).build().unwrap();
    let code = |now: u64| totp.generate(now).to_string();

    let fields = [("secret", secret.as_str()), ("code", "000000"), ("password", PASSWORD)];
    assert_eq!(browser.post("/settings/totp", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let now = code(house.now());
    let fields = [("secret", secret.as_str()), ("code", now.as_str()), ("password", PASSWORD)];
    assert_eq!(browser.post("/settings/totp", &fields).await.location(), "/settings?done=totp-on");

    let mut other = house.browser();
    assert_eq!(other.sign_in("olga", PASSWORD, "").await.status, StatusCode::UNAUTHORIZED, "no code");
    assert_eq!(
        other.sign_in("olga", PASSWORD, &now).await.status,
        StatusCode::UNAUTHORIZED,
        "a code that was seen"
    );
    house.pass(60);
    let next = code(house.now());
    assert_eq!(other.sign_in("olga", PASSWORD, &next).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.browser().sign_in("olga", PASSWORD, &next).await.status,
        StatusCode::UNAUTHORIZED,
        "again"
    );
}

#[tokio::test]
async fn a_one_time_password_opens_only_the_page_that_changes_it() {
    let house = House::new().await;
    let mut owner = house.signed_in("olga").await;
    let page = owner.post("/administrators", &[("name", "new"), ("role", "auditor")]).await.body;
    let start = page.find("id=\"password-text\"").unwrap();
    let once: String =
        page[start..].chars().skip_while(|c| *c != '>').skip(1).take_while(|c| *c != '<').collect();

    let mut browser = house.browser();
    assert_eq!(browser.sign_in("new", &once, "").await.location(), "/");
    for path in ["/", "/apps", "/audit", "/settings"] {
        assert_eq!(browser.get(path).await.location(), "/settings/password", "{path}");
    }
    browser.get("/settings/password").await;
    let change = async |browser: &mut common::Browser<'_>, new: &str, again: &str| {
        browser.post("/settings/password", &[("current", &once), ("new", new), ("again", again)]).await
    };
    for (new, again) in
        [("short", "short"), (once.as_str(), once.as_str()), ("long enough words", "other words here")]
    {
        assert_eq!(change(&mut browser, new, again).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
    }
    let changed = change(&mut browser, "long enough words", "long enough words").await;
    assert_eq!(changed.location(), "/?done=password");
    assert_eq!(browser.get("/audit").await.status, StatusCode::OK);
    assert_eq!(house.browser().sign_in("new", &once, "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_or_old() {
    let house = House::new().await;
    let mut browser = house.signed_in("ada").await;
    for _ in 0..3 {
        house.pass(3000);
        assert_eq!(browser.get("/about").await.status, StatusCode::OK, "used within the hour");
    }
    house.pass(3601);
    assert_eq!(browser.get("/about").await.status, StatusCode::SEE_OTHER, "idle");
    let mut browser = house.signed_in("ada").await;
    for _ in 0..14 {
        house.pass(3000);
        browser.get("/about").await;
    }
    house.pass(1300);
    assert_eq!(browser.get("/about").await.status, StatusCode::SEE_OTHER, "twelve hours old");
}

#[tokio::test]
async fn revealing_a_key_asks_for_the_password_again_and_is_recorded() {
    let house = House::new().await;
    let mut browser = house.signed_in("olga").await;
    let reveal = "/apps/1400000000/keys/1/reveal";
    house.pass(301);
    assert!(browser.get(reveal).await.body.contains("type=\"password\""));
    let refused = browser.post(reveal, &[("password", "wrong password")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!refused.body.contains("id=\"key-text\""));
    let shown = browser.post(reveal, &[("password", PASSWORD)]).await;
    assert_eq!(shown.status, StatusCode::OK);
    let key = house.store.snapshot().await.unwrap().applications[&common::APP].keys[0].1.clone();
    assert!(shown.body.contains(key.as_str()));
    let newest = house.store.audit(&Filter::default()).await.unwrap();
    assert!(newest.iter().any(|entry| entry.act == "key.reveal" && entry.actor == "administrator:olga"));
    assert!(!browser.get(reveal).await.body.contains("type=\"password\""), "not again within five minutes");
}

#[tokio::test]
async fn an_application_is_deleted_in_two_steps() {
    let house = House::new().await;
    let mut browser = house.signed_in("olga").await;
    let now = "/apps/1400000000/delete/now";
    let early = browser.post(now, &[("sdkappid", "1400000000")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "not before the first step");
    browser.post("/apps/1400000000/delete", &[]).await;
    assert!(
        browser.post(now, &[("sdkappid", "1400000001")]).await.status.is_client_error(),
        "another number"
    );
    house.pass(301);
    assert!(browser.post(now, &[("sdkappid", "1400000000")]).await.status.is_client_error(), "no password");
    let deleted = browser.post(now, &[("sdkappid", "1400000000"), ("password", PASSWORD)]).await;
    assert_eq!(deleted.location(), "/apps?done=app-deleted");
    assert_eq!(browser.get("/apps/1400000000").await.status, StatusCode::NOT_FOUND);
}
