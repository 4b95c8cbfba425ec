//! The master key: its file, and another one.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use usersig_store::administrator::Role;
use usersig_store::application::NewKey;
use usersig_store::caller::{Issuer, IssuerKeys};
use usersig_store::seal::{MasterKey, MasterKeys};
use usersig_store::{Database, Store, StoreError};
use zeroize::Zeroizing;

use crate::home::{APP, Home, KEY, add_app, both, me};

const SECRET: &str = "a secret of at least thirty-two bytes";

async fn fill(store: &Database) {
    add_app(store, APP).await;
    store.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
    store.retire_key(&me(), APP, 1).await.unwrap();
    let issuer = Issuer::new("x", IssuerKeys::SharedSecret);
    store.add_issuer(&me(), APP, issuer, Some(Zeroizing::new(SECRET.into()))).await.unwrap();
    store.create_administrator(&me(), "admin", Role::Owner, "hash", true).await.unwrap();
    store.set_totp(&me(), "admin", Some(Zeroizing::new(vec![7; 20]))).await.unwrap();
}

async fn assert_all_opens(store: &Database) {
    assert_eq!(*store.reveal_key(&me(), APP, 1).await.unwrap(), KEY);
    let snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.faults, [] as [String; 0]);
    assert_eq!(*snapshot.applications[&APP].issuer_secrets[&1], SECRET);
    assert_eq!(store.credentials("admin").await.unwrap().totp_secret.unwrap()[..], [7; 20]);
    assert_eq!(store.check_audit().await.unwrap().broken_at, None);
}

fn lines(home: &Home) -> usize {
    fs::read_to_string(home.path("master.key")).unwrap().lines().count()
}

#[test]
fn a_new_file_is_for_its_owner_only_and_stays() {
    let home = Home::sqlite();
    let path = home.path("master.key");
    let made = MasterKeys::from_file_or_new(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(MasterKeys::from_file_or_new(&path).unwrap().ids(), made.ids());
    assert_eq!(MasterKeys::from_file(&path).unwrap().ids(), made.ids());
}

#[test]
fn a_file_that_others_read_is_refused() {
    let home = Home::sqlite();
    let path = home.path("master.key");
    MasterKeys::from_file_or_new(&path).unwrap();
    for (mode, good) in
        [(0o644, false), (0o604, false), (0o602, false), (0o620, false), (0o640, true), (0o400, true)]
    {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let read = MasterKeys::from_file(&path);
        assert_eq!(read.is_ok(), good, "{mode:o}: {read:?}");
        if let Err(error) = read {
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }
}

#[test]
fn what_is_no_master_key_is_refused_and_not_repeated() {
    let good = MasterKey::generate().unwrap().expose_hex();
    let three = format!("{0} {0} {0}", *good);
    for text in ["", " \n", &good[..62], &format!("{}zz", &good[..62]), &three] {
        let refused = MasterKeys::from_text(text).unwrap_err();
        assert!(matches!(refused, StoreError::Invalid(_)), "{refused}");
        assert!(text.len() < 60 || !refused.to_string().contains(&text[..60]), "{refused}");
    }
    assert_eq!(
        MasterKeys::from_text(&format!("{},\n{}", *good, good.to_uppercase())).unwrap().ids().len(),
        2
    );
    assert!(!format!("{:?}", MasterKeys::from_text(&good).unwrap()).contains(&good[..16]));
}

both!(a_key_in_a_file_is_rotated, |home: Home| async move {
    let keys = MasterKeys::from_file_or_new(&home.path("master.key")).unwrap();
    let store = home.open_with(keys.clone()).await;
    fill(&store).await;
    // A server beside it, with the key that it read when it started.
    let server = home.open_with(MasterKeys::from_file(&home.path("master.key")).unwrap()).await;
    for round in 0..2 {
        let before = MasterKeys::from_file(&home.path("master.key")).unwrap().ids();
        let rotation = store.rotate_master_key(&me()).await.unwrap();
        assert_eq!((rotation.from.clone(), rotation.records), (before[0].clone(), 4), "{round}");
        assert_eq!(lines(&home), 1);
        assert_eq!(MasterKeys::from_file(&home.path("master.key")).unwrap().ids(), [rotation.to]);
        assert_all_opens(&store).await;
        assert_all_opens(&server).await;
        server.rotate_key(&me(), APP, NewKey::Make, None).await.unwrap();
        server.retire_key(&me(), APP, 2 + round).await.unwrap();
        assert_all_opens(&home.open_with(MasterKeys::from_file(&home.path("master.key")).unwrap()).await)
            .await;
        home.sql(&format!("DELETE FROM keys WHERE id = {}", 2 + round));
    }
});

both!(a_rotation_that_stopped_before_the_database_goes_on, |home: Home| async move {
    let path = home.path("master.key");
    let store = home.open_with(MasterKeys::from_file_or_new(&path).unwrap()).await;
    fill(&store).await;
    // As if it had been killed after it wrote the file.
    let new = MasterKey::generate().unwrap();
    let old = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{old}{}\n", *new.expose_hex())).unwrap();
    let again = home.open_with(MasterKeys::from_file(&path).unwrap()).await;
    assert_all_opens(&again).await;
    assert_eq!(again.rotate_master_key(&me()).await.unwrap().to, new.id());
    assert_eq!(fs::read_to_string(&path).unwrap().trim_end(), *new.expose_hex());
    assert_all_opens(&again).await;
});

both!(a_rotation_that_stopped_after_the_database_is_ended, |home: Home| async move {
    let path = home.path("master.key");
    let store = home.open_with(MasterKeys::from_file_or_new(&path).unwrap()).await;
    fill(&store).await;
    let old = fs::read_to_string(&path).unwrap();
    let rotation = store.rotate_master_key(&me()).await.unwrap();
    // As if it had been killed before it took the old key out of the file.
    let new = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{old}{new}")).unwrap();
    let again = home.open_with(MasterKeys::from_file(&path).unwrap()).await;
    let entries = again.check_audit().await.unwrap().entries;
    let ended = again.rotate_master_key(&me()).await.unwrap();
    assert_eq!((ended.to, ended.records), (rotation.to, 0));
    assert_eq!(fs::read_to_string(&path).unwrap(), new);
    assert_eq!(again.check_audit().await.unwrap().entries, entries);
});

both!(keys_without_a_file_are_rotated_when_both_are_given, |home: Home| async move {
    let (old, new) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
    let text = |keys: &[&MasterKey]| {
        let texts: Vec<_> = keys.iter().map(|key| key.expose_hex().to_string()).collect();
        MasterKeys::from_text(&texts.join(" ")).unwrap()
    };
    let store = home.open_with(text(&[&old])).await;
    fill(&store).await;
    let alone = store.rotate_master_key(&me()).await;
    assert!(matches!(alone, Err(StoreError::Invalid(_))), "{alone:?}");
    drop(store);
    let store = home.open_with(text(&[&new, &old])).await;
    let rotation = store.rotate_master_key(&me()).await.unwrap();
    assert_eq!((rotation.from, rotation.to), (old.id(), new.id()));
    drop(store);
    assert_all_opens(&home.open_with(text(&[&new])).await).await;
    assert!(usersig_store::open(&home.location, text(&[&old])).await.is_err());
});
