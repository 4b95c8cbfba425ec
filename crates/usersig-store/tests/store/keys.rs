//! Keys: made, brought, rotated, switched, retired, revealed.

use usersig::{Curve, EcdsaPrivateKey};
use usersig_store::application::{Algorithm, KeyOrigin, KeyRole, NewKey, Policy};
use usersig_store::{Database, Store, StoreError};
use zeroize::Zeroizing;

use crate::home::{APP, Home, KEY, NOW, add_app, both, hmac, me};

/// The roles of an application's keys, the newest first.
async fn roles(store: &Database) -> Vec<(u32, KeyRole)> {
    let keys = store.application(APP).await.unwrap().keys;
    keys.into_iter().map(|key| (key.id, key.role)).collect()
}

/// The numbers of the keys that sign or verify, by the snapshot.
async fn alive(store: &Database) -> Vec<u32> {
    let snapshot = store.snapshot().await.unwrap();
    snapshot.applications[&APP].keys.iter().map(|(key, _)| key.id).collect()
}

fn pair(seed: u8) -> (Zeroizing<String>, String) {
    let key = EcdsaPrivateKey::from_entropy(Curve::P256, &[seed; 32]).unwrap();
    (key.expose_pem().unwrap(), key.public_key().to_pem().unwrap())
}

fn private(seed: u8) -> NewKey {
    NewKey::from_text(pair(seed).0)
}

fn public(seed: u8) -> NewKey {
    NewKey::from_text(Zeroizing::new(pair(seed).1))
}

both!(a_made_key_is_64_hexadecimal_digits, |home: Home| async move {
    let store = home.open().await;
    for sdkappid in [APP, APP + 1] {
        store.create_application(&me(), sdkappid, "Demo", NewKey::Make, Policy::default()).await.unwrap();
    }
    let text = store.reveal_key(&me(), APP, 1).await.unwrap();
    assert!(text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    assert_ne!(text, store.reveal_key(&me(), APP + 1, 1).await.unwrap());
    let key = &store.application(APP).await.unwrap().keys[0];
    assert_eq!((key.algorithm, key.origin, key.signs), (Algorithm::Hmac, KeyOrigin::Made, true));
    // The same name that `usersig keygen` gives it.
    assert_eq!(key.fingerprint, usersig::Key::from_text(text.as_bytes()).unwrap().fingerprint().to_string());
});

both!(a_key_is_brought_and_revealed, |home: Home| async move {
    let store = home.open().await;
    // A form adds white space; a key has none around it.
    let brought = format!(" {KEY}\r\n");
    store.create_application(&me(), APP, "Demo", hmac(&brought), Policy::default()).await.unwrap();
    assert_eq!(*store.reveal_key(&me(), APP, 1).await.unwrap(), KEY);
    assert_eq!(store.application(APP).await.unwrap().keys[0].origin, KeyOrigin::Imported);
    let missing = store.reveal_key(&me(), APP, 2).await;
    assert!(matches!(missing, Err(StoreError::NotFound { what: "key", .. })), "{missing:?}");
});

both!(pem_keys_of_the_wild_are_taken, |home: Home| async move {
    let store = home.open().await;
    let (pem, _) = pair(7);
    let crlf = Zeroizing::new(format!("  {}", pem.replace('\n', "\r\n").trim_end()));
    store.create_application(&me(), APP, "Demo", NewKey::from_text(crlf), Policy::default()).await.unwrap();
    let application = store.application(APP).await.unwrap();
    assert_eq!(application.algorithm, Algorithm::Ecdsa);
    assert!(application.keys[0].signs);
});

both!(what_is_no_key_is_refused_and_not_repeated, |home: Home| async move {
    let store = home.open().await;
    let cut = pair(7).0[..120].to_owned();
    for text in ["", " \n", &cut, "-----BEGIN PRIVATE KEY-----\n????\n-----END PRIVATE KEY-----"] {
        let key = NewKey::from_text(Zeroizing::new(text.into()));
        let refused = store.create_application(&me(), APP, "Demo", key, Policy::default()).await;
        let Err(StoreError::Invalid(why)) = refused else { panic!("{text}: {refused:?}") };
        let message = format!("{why:?}");
        assert!(text.trim().is_empty() || !message.contains(&text[30..]), "{message}");
    }
});

both!(the_key_before_verifies_until_its_time, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    assert_eq!(store.rotate_key(&me(), APP, NewKey::Make, Some(NOW + 100)).await.unwrap(), 2);
    assert_eq!(
        roles(&store).await,
        [(2, KeyRole::Current), (1, KeyRole::Verifying { until: Some(NOW + 100) })]
    );
    assert_eq!(alive(&store).await, [2, 1]);
    home.later(100);
    assert_eq!(alive(&store).await, [2, 1]);
    home.later(1);
    assert_eq!(alive(&store).await, [2]);

    store.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
    home.later(1_000_000_000);
    assert_eq!(alive(&store).await, [3, 2]);
});

both!(a_key_is_brought_once, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let again = store.rotate_key(&me(), APP, hmac(KEY), None).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
    // One that was retired may come back.
    store.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
    store.retire_key(&me(), APP, 1).await.unwrap();
    assert_eq!(store.rotate_key(&me(), APP, hmac(KEY), None).await.unwrap(), 3);
    assert_eq!(*store.reveal_key(&me(), APP, 3).await.unwrap(), KEY);
});

both!(the_signing_key_stays, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let refused = store.retire_key(&me(), APP, 1).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    store.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
    store.retire_key(&me(), APP, 1).await.unwrap();
    assert_eq!(roles(&store).await, [(2, KeyRole::Current), (1, KeyRole::Retired)]);
    assert_eq!(alive(&store).await, [2]);
});

both!(both_algorithms_verify_during_a_switch, |home: Home| async move {
    let store = home.open().await;
    store.create_application(&me(), APP, "Demo", private(7), Policy::default()).await.unwrap();
    let early = store.switch_algorithm(&me(), APP, Algorithm::Hmac).await;
    assert!(matches!(early, Err(StoreError::Conflict(_))), "{early:?}");

    store.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
    assert_eq!(store.application(APP).await.unwrap().algorithm, Algorithm::Ecdsa);
    assert_eq!(roles(&store).await, [(2, KeyRole::Current), (1, KeyRole::Current)]);
    store.switch_algorithm(&me(), APP, Algorithm::Hmac).await.unwrap();
    assert_eq!(store.application(APP).await.unwrap().algorithm, Algorithm::Hmac);
    assert_eq!(alive(&store).await, [2, 1]);
    // And back, as the documents allow.
    store.switch_algorithm(&me(), APP, Algorithm::Ecdsa).await.unwrap();
    store.switch_algorithm(&me(), APP, Algorithm::Hmac).await.unwrap();
    store.retire_key(&me(), APP, 1).await.unwrap();
    assert_eq!(alive(&store).await, [2]);
});

both!(a_public_key_verifies_only, |home: Home| async move {
    let store = home.open().await;
    store.create_application(&me(), APP, "Demo", public(7), Policy::default()).await.unwrap();
    assert!(!store.application(APP).await.unwrap().keys[0].signs);
    store.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
    store.switch_algorithm(&me(), APP, Algorithm::Hmac).await.unwrap();
    let refused = store.switch_algorithm(&me(), APP, Algorithm::Ecdsa).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");

    // The private key of the same pair makes it sign.
    store.rotate_key(&me(), APP, private(7), None).await.unwrap();
    store.switch_algorithm(&me(), APP, Algorithm::Ecdsa).await.unwrap();
    // Its public key is known already, and another one comes beside it.
    assert!(store.rotate_key(&me(), APP, public(7), None).await.is_err());
    assert_eq!(store.rotate_key(&me(), APP, public(9), Some(NOW)).await.unwrap(), 4);
    let roles = roles(&store).await;
    assert_eq!(roles[0], (4, KeyRole::Verifying { until: None }));
    assert_eq!(roles[1], (3, KeyRole::Current));
});
