//! Backups, and filling either engine from them.

use serde_json::json;
use usersig_store::administrator::Role;
use usersig_store::application::NewKey;
use usersig_store::caller::{Issuer, IssuerKeys, Scope};
use usersig_store::seal::{MasterKey, MasterKeys};
use usersig_store::statistics::{Count, Event};
use usersig_store::{Database, Store, StoreError};
use zeroize::Zeroizing;

use crate::home::{APP, Home, NOW, add_app, both, me};

async fn fill(store: &Database) {
    for sdkappid in [APP, 7] {
        add_app(store, sdkappid).await;
        store.rotate_key(&me(), sdkappid, NewKey::Make, Some(NOW + 5)).await.unwrap();
    }
    let issuer = Issuer::new("x", IssuerKeys::SharedSecret);
    let secret = Zeroizing::new("a secret of at least thirty-two bytes".into());
    store.add_issuer(&me(), APP, issuer, Some(secret)).await.unwrap();
    store.create_token(&me(), "t", &[Scope::Verify], &[APP], None).await.unwrap();
    store.create_administrator(&me(), "admin", Role::Owner, "hash", true).await.unwrap();
    store.set_totp(&me(), "admin", Some(Zeroizing::new(vec![7; 20]))).await.unwrap();
    store.request_deletion(&me(), 7).await.unwrap();
    store.note(&me(), "x", None, json!({ "text": "小军 \u{1F511} \" \\ \n" })).await.unwrap();
    // More than one page.
    for user in 0..3 {
        store.revoke_user(&me(), APP, &format!("小军{user}"), NOW).await.unwrap();
    }
    let counts: Vec<_> = (0..2500)
        .map(|minute| Count::new(APP, NOW + minute * 60, Event::Rejected(70001), minute + 1))
        .collect();
    store.add_counts(&counts).await.unwrap();
}

async fn backup(store: &Database) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.backup(&mut bytes).await.unwrap();
    bytes
}

/// The rows of a backup, without its first and last line.
fn rows(backup: &[u8]) -> Vec<String> {
    let lines: Vec<_> = str::from_utf8(backup).unwrap().lines().map(String::from).collect();
    lines[1..lines.len() - 1].to_vec()
}

/// Empty homes of the engines that are here, with the same master key.
fn new_homes(keys: &MasterKeys) -> Vec<Home> {
    let mut homes = vec![Home::sqlite()];
    homes.extend(Home::postgres());
    for home in &mut homes {
        home.keys = keys.clone();
    }
    homes
}

both!(either_engine_is_filled_from_a_backup, |home: Home| async move {
    let store = home.open().await;
    fill(&store).await;
    let bytes = backup(&store).await;
    for other in new_homes(&home.keys) {
        let filled = other.open().await;
        let restored = filled.restore(&me(), &mut bytes.as_slice()).await.unwrap();
        assert_eq!((restored.rows as usize, restored.created_at), (rows(&bytes).len(), NOW));
        assert_eq!(restored.chain.broken_at, None);

        let (a, b) = (store.snapshot().await.unwrap(), filled.snapshot().await.unwrap());
        assert_eq!(a.tokens, b.tokens);
        assert_eq!(a.revocations, b.revocations);
        assert_eq!(b.faults, [] as [String; 0]);
        assert_eq!(store.applications().await.unwrap(), filled.applications().await.unwrap());
        for (sdkappid, secrets) in &a.applications {
            assert_eq!(secrets.keys, b.applications[sdkappid].keys);
            assert_eq!(secrets.issuer_secrets, b.applications[sdkappid].issuer_secrets);
        }
        assert_eq!(filled.credentials("admin").await.unwrap().totp_secret.unwrap()[..], [7; 20]);
        assert_eq!(
            store.counts(None, 0, u64::MAX).await.unwrap(),
            filled.counts(None, 0, u64::MAX).await.unwrap()
        );
        // The chain goes on, with the restore as its next entry; numbers are not given again.
        let last = filled.audit_after(restored.chain.entries).await.unwrap();
        assert_eq!(last.iter().map(|entry| entry.act.as_str()).collect::<Vec<_>>(), ["store.restore"]);
        assert_eq!(filled.check_audit().await.unwrap().broken_at, None);
        let (token, _) = filled.create_token(&me(), "u", &[Scope::Verify], &[], None).await.unwrap();
        assert_eq!(token.id, 2);
        assert_eq!(filled.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap(), 3);
    }
});

both!(a_backup_of_a_restored_store_is_the_same, |home: Home| async move {
    let store = home.open().await;
    fill(&store).await;
    let bytes = backup(&store).await;
    for other in new_homes(&home.keys) {
        let filled = other.open().await;
        filled.restore(&me(), &mut bytes.as_slice()).await.unwrap();
        let mut again = rows(&backup(&filled).await);
        let restore = again.iter().position(|row| row.contains("store.restore")).unwrap();
        again.remove(restore);
        assert_eq!(again, rows(&bytes));
    }
});

both!(a_store_that_is_not_empty_stays, |home: Home| async move {
    let store = home.open().await;
    fill(&store).await;
    let bytes = backup(&store).await;
    for other in new_homes(&home.keys) {
        let used = other.open().await;
        used.note(&me(), "x", None, json!({})).await.unwrap();
        let refused = used.restore(&me(), &mut bytes.as_slice()).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        assert_eq!(used.applications().await.unwrap(), []);
    }
});

both!(a_backup_that_is_not_whole_restores_nothing, |home: Home| async move {
    let store = home.open().await;
    fill(&store).await;
    let bytes = backup(&store).await;
    let text = String::from_utf8(bytes.clone()).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let without = |place: usize| {
        let kept = lines.iter().enumerate().filter(|(other, _)| *other != place);
        kept.map(|(_, line)| *line).collect::<String>()
    };
    let damaged = [
        String::new(),
        "\n".into(),
        "{}\n".into(),
        without(0),
        without(1),
        without(lines.len() / 2),
        without(lines.len() - 1),
        text[..text.len() - 1].into(),
        text[..text.len() / 2].into(),
        text.replacen("Demo", "Dema", 1),
        text.replacen("\"table\":\"keys\"", "\"table\":\"key\"", 1),
        text.replacen("\"row\":{", "\"row\":{\"more\":1,", 1),
        text.replacen("\"usersig_backup\":1", "\"usersig_backup\":2", 1),
        text.replacen("\"schema\":1", "\"schema\":2", 1),
        text.replacen("小军", "大军", 1),
    ];
    for other in new_homes(&home.keys) {
        let empty = other.open().await;
        for (place, damaged) in damaged.iter().enumerate() {
            assert_ne!(damaged, &text, "{place}");
            let refused = empty.restore(&me(), &mut damaged.as_bytes()).await;
            assert!(matches!(refused, Err(StoreError::Invalid(_))), "{place}: {refused:?}");
        }
        assert_eq!(empty.applications().await.unwrap(), []);
        assert_eq!(empty.check_audit().await.unwrap().entries, 0);
        empty.restore(&me(), &mut bytes.as_slice()).await.unwrap();
    }
});

both!(a_backup_needs_its_master_key, |home: Home| async move {
    let store = home.open().await;
    fill(&store).await;
    let bytes = backup(&store).await;
    for mut other in new_homes(&home.keys) {
        other.keys = MasterKeys::of(MasterKey::generate().unwrap());
        let refused = other.open().await.restore(&me(), &mut bytes.as_slice()).await;
        let Err(StoreError::Sealed(message)) = refused else { panic!("{refused:?}") };
        assert!(message.contains(&home.keys.ids()[0]), "{message}");
    }
});

both!(a_broken_chain_is_restored_and_named, |home: Home| async move {
    let store = home.open().await;
    fill(&store).await;
    home.sql("UPDATE audit SET actor = 'nobody' WHERE number = 4");
    let bytes = backup(&store).await;
    for other in new_homes(&home.keys) {
        let restored = other.open().await.restore(&me(), &mut bytes.as_slice()).await.unwrap();
        assert_eq!(restored.chain.broken_at, Some(4));
    }
});

both!(a_writer_that_fails_is_told, |home: Home| async move {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let store = home.open().await;
    let refused = store.backup(&mut Full).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
});
