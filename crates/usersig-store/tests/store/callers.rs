//! Who may ask: tokens, issuers; and whose tickets are invalid.

use sha2::{Digest, Sha256};
use usersig_store::caller::{Issuer, IssuerKeys, Scope};
use usersig_store::{Store, StoreError};
use zeroize::Zeroizing;

use crate::home::{APP, Home, NOW, add_app, both, me};

const SECRET: &str = "a secret of at least thirty-two bytes";

both!(a_token_is_shown_once_and_kept_as_a_hash, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let scopes = [Scope::Issue, Scope::Verify, Scope::Issue];
    let (token, secret) =
        store.create_token(&me(), "back end", &scopes, &[APP], Some(NOW + 60)).await.unwrap();
    assert_eq!((token.id, token.scopes.as_slice()), (1, &scopes[..2]));
    assert!(secret.starts_with("ust_1_") && secret.len() == 6 + 64, "{}", secret.len());
    let snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.tokens, [(token.clone(), Sha256::digest(secret.as_bytes()).into())]);
    let everything = home.sql("SELECT * FROM tokens") + &home.sql("SELECT * FROM audit");
    assert!(!everything.contains(&secret[6..]));

    let (second, _) = store.create_token(&me(), "all", &[Scope::Admin], &[], None).await.unwrap();
    assert_eq!(store.tokens().await.unwrap(), [token, second]);
});

both!(a_token_needs_sense, |home: Home| async move {
    let store = home.open().await;
    let none = store.create_token(&me(), "x", &[], &[], None).await;
    assert!(matches!(none, Err(StoreError::Invalid(_))), "{none:?}");
    let ended = store.create_token(&me(), "x", &[Scope::Issue], &[], Some(NOW)).await;
    assert!(matches!(ended, Err(StoreError::Invalid(_))), "{ended:?}");
    let nowhere = store.create_token(&me(), "x", &[Scope::Issue], &[APP], None).await;
    assert!(matches!(nowhere, Err(StoreError::NotFound { .. })), "{nowhere:?}");
    assert_eq!(store.tokens().await.unwrap(), []);
});

both!(a_token_is_revoked_once, |home: Home| async move {
    let store = home.open().await;
    store.create_token(&me(), "x", &[Scope::Issue], &[], None).await.unwrap();
    store.revoke_token(&me(), 1).await.unwrap();
    home.later(10);
    store.revoke_token(&me(), 1).await.unwrap();
    assert_eq!(store.tokens().await.unwrap()[0].revoked_at, Some(NOW));
    let missing = store.revoke_token(&me(), 2).await;
    assert!(matches!(missing, Err(StoreError::NotFound { what: "token", .. })), "{missing:?}");
});

both!(issuers_come_and_go, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let url = "https://login.example.com/jwks.json".to_owned();
    let mut first = Issuer::new("https://login.example.com", IssuerKeys::Jwks { url });
    first.audience = "app".into();
    let second = Issuer::new("back-end", IssuerKeys::SharedSecret);
    let secret = || Some(Zeroizing::new(SECRET.to_owned()));
    assert_eq!(store.add_issuer(&me(), APP, first.clone(), None).await.unwrap(), 1);
    assert_eq!(store.add_issuer(&me(), APP, second.clone(), secret()).await.unwrap(), 2);
    let again = store.add_issuer(&me(), APP, second, secret()).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");

    let snapshot = store.snapshot().await.unwrap();
    let secrets = &snapshot.applications[&APP];
    first.id = 1;
    assert_eq!(secrets.application.issuers[0], first);
    assert_eq!(secrets.issuer_secrets.len(), 1);
    assert_eq!(*secrets.issuer_secrets[&2], SECRET);
    assert!(!format!("{snapshot:?}").contains(SECRET));

    store.remove_issuer(&me(), APP, 2).await.unwrap();
    let missing = store.remove_issuer(&me(), APP, 2).await;
    assert!(matches!(missing, Err(StoreError::NotFound { what: "issuer", .. })), "{missing:?}");
    // A number is never given again.
    let third = Issuer::new("other", IssuerKeys::SharedSecret);
    assert_eq!(store.add_issuer(&me(), APP, third, secret()).await.unwrap(), 3);
});

both!(an_issuer_that_is_not_safe_is_refused, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    for url in [
        "",
        "ftp://x",
        "http://example.com/jwks",
        "http://127.0.0.1.example.com/",
        "http://localhost@example.com/",
        "https://",
        "https:///path",
        "https://a b",
    ] {
        let issuer = Issuer::new("x", IssuerKeys::Jwks { url: url.into() });
        let refused = store.add_issuer(&me(), APP, issuer, None).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{url}: {refused:?}");
    }
    for (place, url) in ["http://127.0.0.1:8080/jwks", "http://[::1]/", "http://localhost/x", "https://e.com"]
        .iter()
        .enumerate()
    {
        let issuer = Issuer::new(format!("issuer {place}"), IssuerKeys::Jwks { url: (*url).into() });
        store.add_issuer(&me(), APP, issuer, None).await.unwrap();
    }
    for secret in [None, Some("short")] {
        let issuer = Issuer::new("x", IssuerKeys::SharedSecret);
        let secret = secret.map(|secret| Zeroizing::new(secret.to_owned()));
        let refused = store.add_issuer(&me(), APP, issuer, secret).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
    }
});

both!(a_revocation_only_moves_on, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    for (moment, stays) in [(NOW, NOW), (NOW - 50, NOW), (NOW + 50, NOW + 50)] {
        store.revoke_user(&me(), APP, "小军", moment).await.unwrap();
        assert_eq!(store.revocations(APP, 0).await.unwrap()[0].signed_before, stays);
    }
    assert_eq!(store.snapshot().await.unwrap().revocations[&APP].get("小军"), Some(NOW + 50));
    for userid in ["", "a\nb", "\0", "x".repeat(2049).leak()] {
        let refused = store.revoke_user(&me(), APP, userid, NOW).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
    }
});

both!(revocations_come_the_newest_first_in_pages, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    for number in 0..105 {
        store.revoke_user(&me(), APP, &format!("u{number}"), NOW).await.unwrap();
        home.later(1);
    }
    let (first, second) =
        (store.revocations(APP, 0).await.unwrap(), store.revocations(APP, 100).await.unwrap());
    assert_eq!((first.len(), first[0].userid.as_str()), (100, "u104"));
    assert_eq!((second.len(), second[4].userid.as_str()), (5, "u0"));
});

both!(a_store_that_is_open_sees_the_revocations_that_a_new_one_sees, |home: Home| async move {
    let (open, writer) = (home.open().await, home.open().await);
    let agree = async |what: &str| {
        let (known, read) = (open.snapshot().await.unwrap(), home.open().await.snapshot().await.unwrap());
        assert_eq!(known.revocations, read.revocations, "{what}");
        known
    };
    agree("nothing").await;
    add_app(&writer, APP).await;
    agree("no revocation").await;
    for (userid, moment) in [("a", NOW), ("b", NOW), ("a", NOW + 9), ("b", NOW - 9)] {
        writer.revoke_user(&me(), APP, userid, moment).await.unwrap();
        agree(userid).await;
    }
    // Two at once, and an act that adds no revision.
    for userid in ["c", "d"] {
        writer.revoke_user(&me(), APP, userid, NOW).await.unwrap();
    }
    writer.note(&me(), "test", None, serde_json::json!({})).await.unwrap();
    assert_eq!(agree("two").await.revocations[&APP].len(), 4);
    // An application of the same number knows nothing of the one before.
    writer.request_deletion(&me(), APP).await.unwrap();
    writer.delete_application(&me(), APP).await.unwrap();
    add_app(&writer, APP).await;
    writer.revoke_user(&me(), APP, "d", NOW + 1).await.unwrap();
    let snapshot = agree("made again").await;
    assert_eq!(snapshot.revocations[&APP].iter().collect::<Vec<_>>(), [("d", NOW + 1)]);
});

both!(only_revocations_that_were_added_are_read_again, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    store.revoke_user(&me(), APP, "a", NOW).await.unwrap();
    store.snapshot().await.unwrap();
    // A change that no act made: whoever reads everything finds it.
    home.sql("UPDATE revocations SET signed_before = 7");
    store.revoke_user(&me(), APP, "b", NOW).await.unwrap();
    let users = |snapshot: usersig_store::Snapshot| {
        let mut users: Vec<_> =
            snapshot.revocations[&APP].iter().map(|(userid, moment)| (userid.to_owned(), moment)).collect();
        users.sort_unstable();
        users
    };
    assert_eq!(users(store.snapshot().await.unwrap()), [("a".into(), NOW), ("b".into(), NOW)]);
    // A history that is another one, as after a failover, is read from its beginning.
    home.sql("UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 1)");
    assert_eq!(users(store.snapshot().await.unwrap()), [("a".into(), 7), ("b".into(), NOW)]);
});
