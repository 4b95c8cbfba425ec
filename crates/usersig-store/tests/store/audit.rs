//! The audit log: every act is there, and a change of it shows.

use serde_json::json;
use usersig_store::administrator::Role;
use usersig_store::application::{Algorithm, NewKey, Policy};
use usersig_store::audit::{Chain, Entry, Filter};
use usersig_store::caller::{Issuer, IssuerKeys, Scope};
use usersig_store::{Actor, Database, Store};
use zeroize::Zeroizing;

use crate::home::{APP, Home, KEY, NOW, add_app, both, hmac, me};

const LEGACY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----";

/// Does everything that is written down, once.
async fn everything(store: &Database) -> Vec<&'static str> {
    add_app(store, APP).await;
    store.rename_application(&me(), APP, "Other").await.unwrap();
    store.set_policy(&me(), APP, Policy::default()).await.unwrap();
    store.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
    store.retire_key(&me(), APP, 1).await.unwrap();
    store.rotate_key(&me(), APP, NewKey::from_text(Zeroizing::new(LEGACY.into())), None).await.unwrap();
    store.switch_algorithm(&me(), APP, Algorithm::Ecdsa).await.unwrap();
    store.reveal_key(&me(), APP, 2).await.unwrap();
    store.suspend_application(&me(), APP).await.unwrap();
    store.resume_application(&me(), APP).await.unwrap();
    let issuer = Issuer::new("x", IssuerKeys::SharedSecret);
    let secret = Zeroizing::new("0123456789abcdef0123456789abcdef".into());
    store.add_issuer(&me(), APP, issuer, Some(secret)).await.unwrap();
    store.remove_issuer(&me(), APP, 1).await.unwrap();
    store.create_token(&me(), "t", &[Scope::Issue], &[APP], None).await.unwrap();
    store.revoke_token(&me(), 1).await.unwrap();
    store.revoke_user(&me(), APP, "小军", NOW).await.unwrap();
    for name in ["admin", "zoe"] {
        store.create_administrator(&me(), name, Role::Owner, "hash", true).await.unwrap();
    }
    store.set_password(&me(), "admin", "other hash", false).await.unwrap();
    store.set_totp(&me(), "admin", Some(Zeroizing::new(vec![1; 20]))).await.unwrap();
    store.sign_in_failed(&me(), "admin").await.unwrap();
    store.sign_in_worked(&me(), "admin", Some(1)).await.unwrap();
    store.remove_administrator(&me(), "zoe").await.unwrap();
    store
        .note(&me(), "audit.export", None, json!({ "z": 1, "a": { "c": [true, null], "b": "\u{1F511}\n" } }))
        .await
        .unwrap();
    store.request_deletion(&me(), APP).await.unwrap();
    store.delete_application(&me(), APP).await.unwrap();
    vec![
        "application.create",
        "application.rename",
        "application.policy",
        "key.rotate",
        "key.retire",
        "key.rotate",
        "application.switch",
        "key.reveal",
        "application.suspend",
        "application.resume",
        "issuer.add",
        "issuer.remove",
        "token.create",
        "token.revoke",
        "user.revoke",
        "administrator.create",
        "administrator.create",
        "administrator.password",
        "administrator.totp",
        "administrator.sign_in_failed",
        "administrator.sign_in",
        "administrator.remove",
        "audit.export",
        "application.request_deletion",
        "application.delete",
    ]
}

both!(every_act_is_written_down, |home: Home| async move {
    let store = home.open().await;
    let acts = everything(&store).await;
    let entries = store.audit_after(0).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.act.as_str()).collect::<Vec<_>>(), acts);
    for (place, entry) in entries.iter().enumerate() {
        assert_eq!(entry.number, place as u64 + 1);
        assert_eq!((entry.actor.as_str(), entry.address.as_str()), ("command:test", "127.0.0.1"));
        assert_eq!(entry.at, NOW * 1000);
    }
    let report = store.check_audit().await.unwrap();
    assert_eq!((report.entries, report.broken_at), (acts.len() as u64, None));
    assert_eq!(report.head, entries.last().unwrap().hash);
});

both!(no_secret_is_written_down, |home: Home| async move {
    let store = home.open().await;
    everything(&store).await;
    store.create_application(&me(), APP, "Demo", hmac(KEY), Policy::default()).await.unwrap();
    let log = serde_json::to_string(&store.audit_after(0).await.unwrap()).unwrap();
    for secret in [KEY, "0123456789abcdef0123456789abcdef", "MIGHAgEAMBMGByq", "other hash"] {
        assert!(!log.contains(secret), "{secret}");
    }
});

both!(entries_are_found_by_what_they_are_about, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    add_app(&store, APP + 1).await;
    let other = Actor::new("administrator:zoe", "");
    store.suspend_application(&other, APP).await.unwrap();
    store.reveal_key(&other, APP + 1, 1).await.unwrap();
    let numbers = async |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        let entries = store.audit(&filter).await.unwrap();
        entries.iter().map(|entry| entry.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(|_| ()).await, [4, 3, 2, 1]);
    assert_eq!(numbers(|filter| filter.limit = 2).await, [4, 3]);
    assert_eq!(numbers(|filter| filter.before = Some(3)).await, [2, 1]);
    assert_eq!(numbers(|filter| filter.sdkappid = Some(APP)).await, [3, 1]);
    assert_eq!(numbers(|filter| filter.actor = Some("administrator:zoe".into())).await, [4, 3]);
    assert_eq!(numbers(|filter| filter.act = Some("application.".into())).await, [3, 2, 1]);
    assert_eq!(numbers(|filter| filter.act = Some("%".into())).await, [] as [u64; 0]);
});

both!(a_change_behind_its_back_shows, |home: Home| async move {
    let store = home.open().await;
    for sdkappid in 1..=5 {
        add_app(&store, sdkappid).await;
    }
    for column in ["at = 1", "actor = 'x'", "address = 'x'", "act = 'x'", "sdkappid = 9", "detail = '{}'"] {
        let before = home.sql("SELECT at, actor, address, act, sdkappid, detail FROM audit WHERE number = 3");
        home.sql(&format!("UPDATE audit SET {column} WHERE number = 3"));
        assert_eq!(store.check_audit().await.unwrap().broken_at, Some(3), "{column}");
        let columns: Vec<_> = before.splitn(6, '|').collect();
        let [at, actor, address, act, sdkappid, detail] = columns[..] else { panic!("{before}") };
        home.sql(&format!(
            "UPDATE audit SET at = {at}, actor = '{actor}', address = '{address}', act = '{act}', \
             sdkappid = {sdkappid}, detail = '{detail}' WHERE number = 3"
        ));
        assert_eq!(store.check_audit().await.unwrap().broken_at, None, "{column}");
    }
    home.sql("DELETE FROM audit WHERE number = 5");
    assert_eq!(store.check_audit().await.unwrap().broken_at, Some(5));
    home.sql("DELETE FROM audit WHERE number = 2");
    assert_eq!(store.check_audit().await.unwrap().broken_at, Some(2));
});

both!(an_exported_chain_is_checked_without_a_database, |home: Home| async move {
    let store = home.open().await;
    everything(&store).await;
    let entries = store.audit_after(0).await.unwrap();
    let lines: Vec<String> = entries.iter().map(|entry| serde_json::to_string(entry).unwrap()).collect();
    let check = |lines: &[String]| {
        let mut chain = Chain::new();
        for line in lines {
            chain.push(&serde_json::from_str::<Entry>(line).unwrap());
        }
        chain.finish()
    };
    assert_eq!(check(&lines), store.check_audit().await.unwrap());
    let mut without = lines.clone();
    without.remove(4);
    assert_eq!(check(&without).broken_at, Some(5));
    let mut swapped = lines.clone();
    swapped.swap(7, 8);
    assert_eq!(check(&swapped).broken_at, Some(8));
    let changed: Vec<_> = lines.iter().map(|line| line.replace("\"z\":1", "\"z\":2")).collect();
    assert_eq!(check(&changed).broken_at, Some(23));
});
