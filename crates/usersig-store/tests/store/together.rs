//! Several stores over one database: they see each other, and do not stand in each other's way.

use std::sync::Arc;
use std::time::{Duration, Instant};

use usersig_store::application::NewKey;
use usersig_store::{Actor, Store};

use crate::home::{APP, Home, NOW, add_app, both, me};

both!(another_process_learns_of_a_change_within_a_second, |home: Home| async move {
    let (one, other) = (home.open().await, home.open().await);
    let mut revision = other.revision();
    // The listening connection is there once a first change was seen.
    add_app(&one, 1).await;
    tokio::time::timeout(Duration::from_secs(20), revision.changed()).await.unwrap().unwrap();
    for sdkappid in 2..6 {
        add_app(&one, sdkappid).await;
        let began = Instant::now();
        while *revision.borrow_and_update() < u64::from(sdkappid) {
            tokio::time::timeout(Duration::from_secs(20), revision.changed()).await.unwrap().unwrap();
        }
        let snapshot = other.snapshot().await.unwrap();
        assert!(snapshot.revision >= sdkappid.into() && snapshot.applications.contains_key(&sdkappid));
        eprintln!("seen after {} ms", began.elapsed().as_millis());
    }
    assert!(other.cut_off_for() < 20_000);
});

both!(what_changes_nothing_for_tickets_wakes_nobody, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let before = *store.revision().borrow();
    store.reveal_key(&me(), APP, 1).await.unwrap();
    store.note(&me(), "x", None, serde_json::json!({})).await.unwrap();
    assert_eq!(*store.revision().borrow(), before);
    assert_eq!(store.snapshot().await.unwrap().revision, before);
    store.suspend_application(&me(), APP).await.unwrap();
    assert_eq!(*store.revision().borrow(), before + 1);
});

both!(acts_of_many_make_one_chain, |home: Home| async move {
    let first = Arc::new(home.open().await);
    add_app(&first, APP).await;
    let stores = [first.clone(), Arc::new(home.open().await), Arc::new(home.open().await)];
    let mut tasks = Vec::new();
    for (place, store) in stores.iter().enumerate() {
        for task in 0..4 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                let actor = Actor::new(format!("command:{place}-{task}"), "");
                for round in 0..10 {
                    let user = format!("u{place}-{task}-{round}");
                    store.revoke_user(&actor, APP, &user, NOW).await.unwrap();
                }
                store.rotate_key(&actor, APP, NewKey::Make, None).await.unwrap()
            }));
        }
    }
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.push(task.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (2..=13).collect::<Vec<_>>());
    let report = first.check_audit().await.unwrap();
    assert_eq!((report.entries, report.broken_at), (1 + 120 + 12, None));
    let snapshot = first.snapshot().await.unwrap();
    assert_eq!((snapshot.revision, snapshot.revocations[&APP].len()), (133, 120));
});

both!(an_act_that_is_given_up_leaves_nothing_and_blocks_nobody, |home: Home| async move {
    let store = home.open().await;
    add_app(&store, APP).await;
    let actor = Actor::new("command:left", "");
    for polls in 1..12 {
        let mut act = Box::pin(store.rotate_key(&actor, APP, NewKey::Make, None));
        // Goes a few steps into the act, then leaves it there.
        let mut left = polls;
        let done = std::future::poll_fn(|context| {
            left -= 1;
            match act.as_mut().poll(context) {
                std::task::Poll::Ready(done) => std::task::Poll::Ready(Some(done)),
                std::task::Poll::Pending if left == 0 => std::task::Poll::Ready(None),
                std::task::Poll::Pending => std::task::Poll::Pending,
            }
        });
        let done = done.await.is_some();
        drop(act);
        store.revoke_user(&me(), APP, "xiaojun", NOW).await.unwrap();
        let application = store.application(APP).await.unwrap();
        let left =
            store.audit_after(0).await.unwrap().iter().filter(|entry| entry.actor == "command:left").count();
        assert_eq!(application.keys.len(), left + 1, "{polls} {done}");
    }
    assert_eq!(store.check_audit().await.unwrap().broken_at, None);
});

both!(a_newer_database_is_refused, |home: Home| async move {
    drop(home.open().await);
    if home.location.starts_with("postgres") {
        home.sql("UPDATE schema_version SET version = 99");
    } else {
        home.sql("PRAGMA user_version = 99");
    }
    let error = usersig_store::open(&home.location, home.keys.clone()).await.unwrap_err().to_string();
    assert!(error.contains("version 99") && error.contains("start a newer usersig"), "{error}");
});

#[cfg(unix)]
#[tokio::test]
async fn the_file_and_those_beside_it_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::sqlite();
    let store = home.open().await;
    add_app(&store, APP).await;
    for name in ["usersig.db", "usersig.db-wal", "usersig.db-shm"] {
        let mode = std::fs::metadata(home.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_store_is_refused_and_not_touched() {
    let home = Home::sqlite();
    std::fs::write(&home.location, "no database, but a precious text of many words").unwrap();
    assert!(usersig_store::open(&home.location, home.keys.clone()).await.is_err());
    assert!(std::fs::read_to_string(&home.location).unwrap().starts_with("no database"));

    std::fs::remove_file(&home.location).unwrap();
    home.sql("CREATE TABLE precious (id INTEGER)");
    let error = usersig_store::open(&home.location, home.keys.clone()).await.unwrap_err().to_string();
    assert!(error.contains("another program's"), "{error}");
    assert_eq!(home.sql("SELECT name FROM sqlite_schema"), "precious");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let home = Home::sqlite();
    let path = home.path("no/such/usersig.db").display().to_string();
    let error = usersig_store::open(&path, home.keys.clone()).await.unwrap_err().to_string();
    assert!(error.contains("no/such"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_replaced_counts_as_cut_off() {
    let home = Home::sqlite();
    let store = home.open().await;
    add_app(&store, APP).await;
    std::fs::rename(&home.location, home.path("elsewhere.db")).unwrap();
    let began = Instant::now();
    while store.cut_off_for() < 1000 {
        assert!(began.elapsed() < Duration::from_secs(60), "it never says so");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    std::fs::rename(home.path("elsewhere.db"), &home.location).unwrap();
    while store.cut_off_for() > 900 {
        assert!(began.elapsed() < Duration::from_secs(60), "it never comes back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
