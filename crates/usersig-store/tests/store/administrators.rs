//! Administrators, signing in, sessions.

use usersig_store::administrator::{Role, Session};
use usersig_store::{Database, Store, StoreError};
use zeroize::Zeroizing;

use crate::home::{Home, NOW, both, me};

const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";

async fn add(store: &Database, name: &str, role: Role) {
    store.create_administrator(&me(), name, role, HASH, true).await.unwrap();
}

both!(an_administrator_is_as_made, |home: Home| async move {
    let store = home.open().await;
    add(&store, "zoe", Role::Auditor).await;
    add(&store, "admin", Role::Owner).await;
    let all = store.administrators().await.unwrap();
    let names: Vec<_> = all.iter().map(|person| (person.name.as_str(), person.role)).collect();
    assert_eq!(names, [("admin", Role::Owner), ("zoe", Role::Auditor)]);
    assert!(all[0].must_change_password && !all[0].totp && all[0].language.is_none());
    let credentials = store.credentials("admin").await.unwrap();
    assert_eq!((credentials.password_hash.as_str(), credentials.totp_last_step), (HASH, 0));
    assert!(credentials.totp_secret.is_none());

    let again = store.create_administrator(&me(), "admin", Role::Owner, HASH, true).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
    for name in ["", "a b", "a\n", "é", "x".repeat(65).leak()] {
        let refused = store.create_administrator(&me(), name, Role::Owner, HASH, true).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{name}: {refused:?}");
    }
});

both!(a_password_ends_sessions_and_waiting, |home: Home| async move {
    let store = home.open().await;
    add(&store, "admin", Role::Owner).await;
    add(&store, "zoe", Role::Auditor).await;
    store.put_session([1; 32], &Session::new("admin", "c1", NOW, NOW + 60)).await.unwrap();
    store.put_session([2; 32], &Session::new("zoe", "c2", NOW, NOW + 60)).await.unwrap();
    for _ in 0..6 {
        store.sign_in_failed(&me(), "admin").await.unwrap();
    }
    store.set_password(&me(), "admin", "other", false).await.unwrap();
    assert!(store.session([1; 32]).await.unwrap().is_none());
    assert!(store.session([2; 32]).await.unwrap().is_some());
    let credentials = store.credentials("admin").await.unwrap();
    assert_eq!(credentials.password_hash, "other");
    assert!(!credentials.administrator.must_change_password);
    assert_eq!((credentials.administrator.failures, credentials.administrator.locked_until), (0, None));
});

both!(a_code_is_good_once, |home: Home| async move {
    let store = home.open().await;
    add(&store, "admin", Role::Owner).await;
    let secret = Zeroizing::new(b"twenty bytes of totp".to_vec());
    store.set_totp(&me(), "admin", Some(secret.clone())).await.unwrap();
    let credentials = store.credentials("admin").await.unwrap();
    assert!(credentials.administrator.totp);
    assert_eq!(credentials.totp_secret, Some(secret));
    for (step, good) in [(5, true), (5, false), (4, false), (6, true)] {
        assert_eq!(store.sign_in_worked(&me(), "admin", Some(step)).await.unwrap(), good, "{step}");
    }
    assert!(store.sign_in_worked(&me(), "admin", None).await.unwrap());
    store.set_totp(&me(), "admin", None).await.unwrap();
    assert!(!store.credentials("admin").await.unwrap().administrator.totp);
});

both!(failures_make_one_wait_longer_and_longer, |home: Home| async move {
    let store = home.open().await;
    add(&store, "admin", Role::Owner).await;
    let mut waits = Vec::new();
    for _ in 0..14 {
        let until = store.sign_in_failed(&me(), "admin").await.unwrap();
        waits.push(until.map_or(0, |until| until - NOW));
        assert_eq!(store.credentials("admin").await.unwrap().administrator.locked_until, until);
    }
    assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    assert!(store.sign_in_worked(&me(), "admin", None).await.unwrap());
    assert_eq!(store.sign_in_failed(&me(), "admin").await.unwrap(), None);
});

both!(the_last_owner_stays, |home: Home| async move {
    let store = home.open().await;
    add(&store, "admin", Role::Owner).await;
    add(&store, "zoe", Role::Auditor).await;
    store.put_session([2; 32], &Session::new("zoe", "c2", NOW, NOW + 60)).await.unwrap();
    store.remove_administrator(&me(), "zoe").await.unwrap();
    assert!(store.session([2; 32]).await.unwrap().is_none());
    let refused = store.remove_administrator(&me(), "admin").await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    add(&store, "second", Role::Owner).await;
    store.remove_administrator(&me(), "admin").await.unwrap();
    assert_eq!(store.administrators().await.unwrap().len(), 1);
});

both!(a_session_lasts_until_its_end, |home: Home| async move {
    let store = home.open().await;
    add(&store, "admin", Role::Owner).await;
    let mut session = Session::new("admin", "csrf", NOW, NOW + 60);
    store.put_session([1; 32], &session).await.unwrap();
    home.later(30);
    (session.seen_at, session.expires_at) = (NOW + 30, NOW + 90);
    store.put_session([1; 32], &session).await.unwrap();
    home.later(59);
    let found = store.session([1; 32]).await.unwrap().unwrap();
    assert_eq!((found.administrator.as_str(), found.csrf.as_str()), ("admin", "csrf"));
    assert_eq!((found.created_at, found.seen_at, found.authenticated_at), (NOW, NOW + 30, NOW));
    home.later(1);
    assert!(store.session([1; 32]).await.unwrap().is_none());

    session.expires_at = NOW + 1000;
    store.put_session([3; 32], &session).await.unwrap();
    store.end_session([3; 32]).await.unwrap();
    store.end_session([3; 32]).await.unwrap();
    assert!(store.session([3; 32]).await.unwrap().is_none());
    assert_eq!(home.sql("SELECT COUNT(*) FROM sessions"), "0");
});

both!(a_language_is_kept, |home: Home| async move {
    let store = home.open().await;
    add(&store, "admin", Role::Owner).await;
    store.set_language("admin", Some("zh")).await.unwrap();
    assert_eq!(store.administrators().await.unwrap()[0].language.as_deref(), Some("zh"));
    store.set_language("admin", None).await.unwrap();
    assert_eq!(store.administrators().await.unwrap()[0].language, None);
    assert!(matches!(store.set_language("admin", Some("<b>")).await, Err(StoreError::Invalid(_))));
});

both!(nobody_is_found_under_another_name, |home: Home| async move {
    let store = home.open().await;
    let found = [
        store.credentials("x").await.map(drop),
        store.set_password(&me(), "x", HASH, false).await,
        store.set_totp(&me(), "x", None).await,
        store.set_language("x", None).await,
        store.remove_administrator(&me(), "x").await,
        store.sign_in_worked(&me(), "x", None).await.map(drop),
        store.sign_in_failed(&me(), "x").await.map(drop),
        store.put_session([0; 32], &Session::new("x", "c", NOW, NOW + 1)).await,
    ];
    for (place, found) in found.into_iter().enumerate() {
        assert!(
            matches!(found, Err(StoreError::NotFound { what: "administrator", .. })),
            "{place}: {found:?}"
        );
    }
});
