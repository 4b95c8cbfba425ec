//! Secrets at rest.

use usersig_store::administrator::Role;
use usersig_store::caller::{Issuer, IssuerKeys};
use usersig_store::seal::{MasterKey, MasterKeys};
use usersig_store::{Store, StoreError};
use zeroize::Zeroizing;

use crate::home::{APP, Home, KEY, add_app, both, hmac, me};

const OTHER_KEY: &str = "0badcafe112233445566778899aabbccddeeff00112233445566778899aabb02";

both!(no_secret_is_readable_in_the_database, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let secret = "a shared secret that nobody must read";
    let issuer = Issuer::new("x", IssuerKeys::SharedSecret);
    store.add_issuer(&me(), APP, issuer, Some(Zeroizing::new(secret.into()))).await.unwrap();
    store.create_administrator(&me(), "admin", Role::Owner, "hash", true).await.unwrap();
    let totp = "a totp secret in plain";
    store.set_totp(&me(), "admin", Some(Zeroizing::new(totp.into()))).await.unwrap();
    let mut backup = Vec::new();
    store.backup(&mut backup).await.unwrap();
    let mut everything = backup;
    for name in ["usersig.db", "usersig.db-wal"] {
        everything.extend(std::fs::read(home.path(name)).unwrap_or_default());
    }
    for secret in [KEY, secret, totp] {
        assert!(!everything.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
});

both!(a_sealed_key_opens_in_its_place_only, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    store.rotate_key(&me(), APP, hmac(OTHER_KEY), None).await.unwrap();
    add_app(&store, APP + 1).await;
    let sealed = |error| matches!(error, Err(StoreError::Sealed(_)));

    // To another application, and to another number.
    for (of, to) in [("id = 2", "id = 1"), ("id = 1", "id = 2")] {
        home.sql("CREATE TABLE kept AS SELECT * FROM keys");
        home.sql(&format!(
            "UPDATE keys SET secret = (SELECT secret FROM kept WHERE sdkappid = {APP} AND {of}) \
             WHERE {to} AND sdkappid = {APP}"
        ));
        let number = if to == "id = 1" { 1 } else { 2 };
        assert!(sealed(store.reveal_key(&me(), APP, number).await.map(drop)));
        home.sql("DELETE FROM keys");
        home.sql("INSERT INTO keys SELECT * FROM kept");
        home.sql("DROP TABLE kept");
        assert!(store.reveal_key(&me(), APP, number).await.is_ok());
    }
    home.sql(&format!(
        "UPDATE keys SET secret = (SELECT secret FROM keys WHERE sdkappid = {APP} AND id = 1) \
         WHERE sdkappid = {APP} + 1"
    ));
    assert!(sealed(store.reveal_key(&me(), APP + 1, 1).await.map(drop)));

    // Only that key is missing; the others are served, and the fault is named.
    let snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.applications[&APP].keys.len(), 2);
    assert_eq!(snapshot.applications[&(APP + 1)].keys.len(), 0);
    assert_eq!(snapshot.faults.len(), 1);
    assert!(snapshot.faults[0].contains(&format!("{}", APP + 1)), "{}", snapshot.faults[0]);
});

both!(a_changed_or_cut_secret_is_refused, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let length: usize = home.sql("SELECT LENGTH(secret) FROM keys").parse().unwrap();
    // Version, name of the master key, nonce, key, tag, nonce, text, tag.
    assert_eq!(length, 1 + 8 + 24 + 32 + 16 + 24 + KEY.len() + 16);
    let hex = if home.location.starts_with("postgres") { "encode(secret, 'hex')" } else { "HEX(secret)" };
    let whole = home.sql(&format!("SELECT {hex} FROM keys"));
    let put = |text: &str| {
        let value = if home.location.starts_with("postgres") {
            format!("decode('{text}', 'hex')")
        } else {
            format!("x'{text}'")
        };
        home.sql(&format!("UPDATE keys SET secret = {value}"));
    };
    // One bit in each byte, and every length that is too short.
    for byte in 0..length {
        let digit = u8::from_str_radix(&whole[byte * 2..byte * 2 + 2], 16).unwrap() ^ 0x10;
        put(&format!("{}{digit:02X}{}", &whole[..byte * 2], &whole[byte * 2 + 2..]));
        let refused = store.reveal_key(&me(), APP, 1).await;
        assert!(matches!(refused, Err(StoreError::Sealed(_))), "{byte}: {refused:?}");
    }
    for bytes in (0..length).step_by(7) {
        put(&whole[..bytes * 2]);
        let refused = store.reveal_key(&me(), APP, 1).await;
        assert!(matches!(refused, Err(StoreError::Sealed(_))), "{bytes}: {refused:?}");
    }
    put(&whole);
    assert_eq!(*store.reveal_key(&me(), APP, 1).await.unwrap(), KEY);
});

both!(another_master_key_does_not_open_the_store, |home: Home| async move {
    add_app(&home.open().await, APP).await;
    let other = MasterKeys::of(MasterKey::generate().unwrap());
    let refused = usersig_store::open(&home.location, other.clone()).await;
    let Err(StoreError::Sealed(message)) = refused else { panic!("{refused:?}") };
    assert!(message.contains(&home.keys.ids()[0]) && message.contains(&other.ids()[0]), "{message}");
});

both!(an_untouched_store_takes_any_master_key, |mut home: Home| async move {
    drop(home.open().await);
    home.keys = MasterKeys::of(MasterKey::generate().unwrap());
    add_app(&home.open().await, APP).await;
    assert_eq!(*home.open().await.reveal_key(&me(), APP, 1).await.unwrap(), KEY);
});
