//! Applications: made, changed, suspended, deleted.

use usersig_store::application::{Algorithm, ApplicationState, NewKey, Policy};
use usersig_store::{Store, StoreError};

use crate::home::{APP, Home, KEY, NOW, add_app, both, hmac, me};

both!(an_application_is_as_it_was_made, |home: Home| async move {
    let store = home.open().await;
    let mut policy = Policy::default();
    policy.rooms = vec!["100-199".into(), "lobby*".into()];
    policy.default_expire = 3600;
    let made = store.create_application(&me(), APP, " 演示 Demo ", hmac(KEY), policy.clone()).await.unwrap();
    assert_eq!((made.sdkappid, made.name.as_str()), (APP, "演示 Demo"));
    assert_eq!((made.state, made.algorithm), (ApplicationState::Active, Algorithm::Hmac));
    assert_eq!((made.policy.clone(), made.created_at), (policy, NOW));
    assert_eq!(made.keys.len(), 1);
    assert_eq!(store.application(APP).await.unwrap(), made);
    assert_eq!(home.open().await.applications().await.unwrap(), [made]);
});

both!(applications_come_by_their_number, |home: Home| async move {
    let store = home.open().await;
    for sdkappid in [u32::MAX, 20, APP, 3] {
        add_app(&store, sdkappid).await;
    }
    let numbers: Vec<u32> =
        store.applications().await.unwrap().into_iter().map(|application| application.sdkappid).collect();
    assert_eq!(numbers, [3, 20, APP, u32::MAX]);
});

both!(what_makes_no_sense_is_refused, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let mut long = Policy::default();
    long.longest_expire = 2_000_000_000;
    let mut reversed = Policy::default();
    reversed.default_expire = reversed.longest_expire + 1;
    let mut room = Policy::default();
    room.rooms = vec![String::new()];
    let cases = [
        (0, "Demo", Policy::default()),
        (1, "", Policy::default()),
        (1, " ", Policy::default()),
        (1, "a\nb", Policy::default()),
        (1, "x".repeat(101).leak(), Policy::default()),
        (1, "Demo", long),
        (1, "Demo", reversed),
        (1, "Demo", room),
    ];
    for (sdkappid, name, policy) in cases {
        let refused = store.create_application(&me(), sdkappid, name, NewKey::Make, policy).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{sdkappid} {name}: {refused:?}");
    }
    let again = store.create_application(&me(), APP, "Demo", NewKey::Make, Policy::default()).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
    // A refusal leaves no trace.
    assert_eq!(store.applications().await.unwrap().len(), 1);
    assert_eq!(store.check_audit().await.unwrap().entries, 1);
});

both!(a_name_and_a_policy_change, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    store.rename_application(&me(), APP, "Other").await.unwrap();
    let mut policy = Policy::default();
    policy.end_users = false;
    store.set_policy(&me(), APP, policy.clone()).await.unwrap();
    let changed = store.application(APP).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.policy), ("Other", policy));
});

both!(it_is_suspended_and_resumed, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    // Twice is as good as once.
    for _ in 0..2 {
        store.suspend_application(&me(), APP).await.unwrap();
        assert_eq!(store.application(APP).await.unwrap().state, ApplicationState::Suspended);
    }
    for _ in 0..2 {
        store.resume_application(&me(), APP).await.unwrap();
        assert_eq!(store.application(APP).await.unwrap().state, ApplicationState::Active);
    }
});

both!(it_is_deleted_in_two_steps, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    store.revoke_user(&me(), APP, "xiaojun", NOW).await.unwrap();
    let early = store.delete_application(&me(), APP).await;
    assert!(matches!(early, Err(StoreError::Conflict(_))), "{early:?}");

    store.request_deletion(&me(), APP).await.unwrap();
    home.later(10);
    store.request_deletion(&me(), APP).await.unwrap();
    store.suspend_application(&me(), APP).await.unwrap();
    assert_eq!(store.application(APP).await.unwrap().state, ApplicationState::Deleting { since: NOW });
    store.resume_application(&me(), APP).await.unwrap();
    assert!(store.delete_application(&me(), APP).await.is_err());

    store.request_deletion(&me(), APP).await.unwrap();
    store.delete_application(&me(), APP).await.unwrap();
    assert_eq!(store.applications().await.unwrap(), []);
    let snapshot = store.snapshot().await.unwrap();
    assert!(snapshot.applications.is_empty() && snapshot.revocations.is_empty());
    // Its number is free again, and nothing of it comes back.
    add_app(&store, APP).await;
    assert_eq!(store.revocations(APP, 0).await.unwrap(), []);
});

both!(nobody_finds_what_is_not_there, |home: Home| async move {
    let store = home.open().await;
    let found = [
        store.application(APP).await.map(drop),
        store.rename_application(&me(), APP, "x").await,
        store.set_policy(&me(), APP, Policy::default()).await,
        store.rotate_key(&me(), APP, NewKey::Make, None).await.map(drop),
        store.retire_key(&me(), APP, 1).await,
        store.switch_algorithm(&me(), APP, Algorithm::Ecdsa).await,
        store.reveal_key(&me(), APP, 1).await.map(drop),
        store.suspend_application(&me(), APP).await,
        store.resume_application(&me(), APP).await,
        store.request_deletion(&me(), APP).await,
        store.delete_application(&me(), APP).await,
        store.revoke_user(&me(), APP, "xiaojun", NOW).await,
        store.remove_issuer(&me(), APP, 1).await,
    ];
    for (place, found) in found.into_iter().enumerate() {
        assert!(matches!(found, Err(StoreError::NotFound { what: "application", .. })), "{place}: {found:?}");
    }
});
