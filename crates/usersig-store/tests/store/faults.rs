//! Processes that are killed, disks that are full.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use usersig_store::application::{NewKey, Policy};
use usersig_store::seal::MasterKeys;
use usersig_store::{Actor, Store, StoreError};

use crate::home::{APP, Home, KEY, NOW, add_app, both, me};

/// What the processes run that other tests start and kill: it acts until it is told otherwise, and
/// prints a line for each act that was acknowledged.
#[tokio::test]
#[ignore = "run by other tests, in a process of its own"]
async fn worker() {
    let variable = |name: &str| std::env::var(name).unwrap();
    let keys = MasterKeys::from_file(variable("WORKER_KEYS").as_ref()).unwrap();
    let store = usersig_store::open(&variable("WORKER_STORE"), keys).await.unwrap();
    let name = variable("WORKER_NAME");
    let actor = Actor::new(format!("command:{name}"), "");
    for number in 0..variable("WORKER_ACTS").parse().unwrap() {
        let done = match variable("WORKER_DOES").as_str() {
            "rotate" => store.rotate_master_key(&actor).await.map(drop),
            "revoke" => store.revoke_user(&actor, APP, &format!("{name}-{number}"), NOW).await,
            other => panic!("{other}"),
        };
        match done {
            Ok(()) => println!("\nack {number}"),
            Err(error) => return println!("\nfailed {error}"),
        }
    }
    println!("\ndone");
}

/// A worker, behind `before` (`exec "$@"` by default).
fn start(home: &Home, does: &str, name: &str, acts: u32, before: &str) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{before} exec \"$@\""), "sh"]);
    command.arg(std::env::current_exe().unwrap());
    command.args(["--exact", "faults::worker", "--ignored", "--nocapture"]);
    command.env("WORKER_STORE", &home.location).env("WORKER_KEYS", home.path("master.key"));
    command.env("WORKER_DOES", does).env("WORKER_NAME", name).env("WORKER_ACTS", acts.to_string());
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// Reads acknowledgements until `enough`, kills the process, and reads what it had said before it died.
fn kill_after(mut worker: Child, enough: usize) -> BTreeSet<u32> {
    let mut acknowledged = BTreeSet::new();
    let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    while let Some(Ok(line)) = lines.next() {
        if let Some(number) = line.strip_prefix("ack ") {
            acknowledged.insert(number.parse().unwrap());
            if acknowledged.len() == enough {
                worker.kill().unwrap();
            }
        }
        assert!(!line.starts_with("failed"), "{line}");
    }
    worker.wait().unwrap();
    acknowledged
}

async fn prepare(home: &mut Home) -> usersig_store::Database {
    home.keys = MasterKeys::from_file_or_new(&home.path("master.key")).unwrap();
    let store = home.open().await;
    add_app(&store, APP).await;
    store
}

both!(nothing_acknowledged_is_lost_when_a_writer_is_killed, |mut home: Home| async move {
    let store = prepare(&mut home).await;
    let mut known = 0;
    for round in 0..10 {
        let worker = start(&home, "revoke", &format!("w{round}"), 1000, "");
        let acknowledged = kill_after(worker, 20 + round * 20);
        // At least what was read; the last words may be lost with the process, what they told is not.
        assert!(acknowledged.len() >= 20 + round * 20);
        let snapshot = store.snapshot().await.unwrap();
        for number in &acknowledged {
            assert!(
                snapshot.revocations[&APP].get(&format!("w{round}-{number}")).is_some(),
                "{round}-{number}"
            );
        }
        let report = store.check_audit().await.unwrap();
        assert_eq!(report.broken_at, None);
        // Each act has its entry, and each entry its act.
        assert_eq!(report.entries as usize, 1 + snapshot.revocations[&APP].len());
        known += acknowledged.len();
    }
    assert!(known >= 1000, "{known}");
});

both!(a_rotation_may_be_killed_at_any_moment, |mut home: Home| async move {
    let store = prepare(&mut home).await;
    for sdkappid in 1..=40 {
        store.create_application(&me(), sdkappid, "Demo", NewKey::Make, Policy::default()).await.unwrap();
    }
    drop(store);
    for round in 0..8 {
        kill_after(start(&home, "rotate", "w", 1_000_000, ""), 1 + round);
        // The file that it left opens everything, and another call brings it to its end.
        let keys = MasterKeys::from_file(&home.path("master.key")).unwrap();
        let store = home.open_with(keys).await;
        let snapshot = store.snapshot().await.unwrap();
        assert_eq!((snapshot.faults.len(), snapshot.applications.len()), (0, 41));
        assert!(snapshot.applications.values().all(|secrets| secrets.keys.len() == 1));
        assert_eq!(*store.reveal_key(&me(), APP, 1).await.unwrap(), KEY);
        store.rotate_master_key(&me()).await.unwrap();
        let text = std::fs::read_to_string(home.path("master.key")).unwrap();
        assert_eq!(text.lines().count(), 1);
        assert_eq!(store.snapshot().await.unwrap().faults.len(), 0);
        assert_eq!(store.check_audit().await.unwrap().broken_at, None);
    }
});

both!(two_processes_write_at_once, |mut home: Home| async move {
    let store = prepare(&mut home).await;
    let workers = ["a", "b"].map(|name| start(&home, "revoke", name, 100, ""));
    for worker in workers {
        let output = tokio::task::spawn_blocking(|| worker.wait_with_output().unwrap()).await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.lines().any(|line| line == "done"), "{text}");
    }
    assert_eq!(store.snapshot().await.unwrap().revocations[&APP].len(), 200);
    let report = store.check_audit().await.unwrap();
    assert_eq!((report.entries, report.broken_at), (201, None));
});

/// The size of files is limited here; what SQLite sees is a disk that takes no more.
#[tokio::test]
async fn a_full_disk_loses_nothing_acknowledged() {
    let mut home = Home::sqlite();
    drop(prepare(&mut home).await);
    // In blocks of 512 bytes: room for some dozen acts.
    let worker = start(&home, "revoke", "w", 100_000, "trap '' XFSZ; ulimit -f 6000;");
    let output = worker.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let failed = text.lines().find(|line| line.starts_with("failed")).unwrap_or_else(|| panic!("{text}"));
    assert!(failed.contains("disk"), "{failed}");
    let acknowledged = text.lines().filter(|line| line.starts_with("ack")).count();
    assert!(acknowledged > 10, "{acknowledged}");

    // Once there is room again, it goes on.
    let store = home.open().await;
    let report = store.check_audit().await.unwrap();
    assert_eq!(report.broken_at, None);
    let there = store.snapshot().await.unwrap().revocations[&APP].len();
    assert!(there == acknowledged || there == acknowledged + 1, "{there} {acknowledged}");
    store.revoke_user(&me(), APP, "more", NOW).await.unwrap();
}

/// A real file system without room; only root can make one.
#[tokio::test]
async fn a_file_system_without_room_is_named() {
    let mut home = Home::sqlite();
    let folder = home.path("small");
    std::fs::create_dir(&folder).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=400k", "tmpfs"]).arg(&folder).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        return eprintln!("*** not root, or no mounts here: this test DOES NOT RUN ***");
    }
    home.location = folder.join("usersig.db").display().to_string();
    let store = prepare(&mut home).await;
    let mut acknowledged = 0;
    let error = loop {
        match store.revoke_user(&me(), APP, &format!("u{acknowledged}"), NOW).await {
            Ok(()) => acknowledged += 1,
            Err(error) => break error,
        }
        assert!(acknowledged < 100_000);
    };
    assert!(matches!(&error, StoreError::Unavailable(message) if message.contains("disk")), "{error}");
    // Reading goes on.
    assert_eq!(store.snapshot().await.unwrap().revocations[&APP].len(), acknowledged);
    assert_eq!(store.check_audit().await.unwrap().broken_at, None);
    drop(store);
    let unmounted = Command::new("umount").arg("-l").arg(&folder).status().unwrap();
    assert!(unmounted.success());
}
