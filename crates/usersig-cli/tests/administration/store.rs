//! `usersig store`

use std::fs;

use crate::folder::{Folder, KEY};
use crate::{IMPORT, json, ok, refused};

#[test]
fn a_backup_is_restored() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    let made = json(&folder, "store backup backup");
    assert_eq!(made["rows"], 3);
    assert!(!folder.read("backup").contains(KEY));
    refused(&folder, "store backup backup", 3, "backup");

    // The other store needs the same master key.
    refused(&folder, "store restore backup --data other", 3, "master key");
    fs::copy(folder.path("usersig-data/master.key"), folder.path("other/master.key")).unwrap();
    let restored = json(&folder, "store restore backup --data other");
    assert_eq!((restored["rows"].as_u64(), restored["audit"]["broken_at"].as_u64()), (Some(3), None));
    ok(&folder, "app reveal 1400000000 --data other --output key-again");
    assert_eq!(folder.read("key-again"), format!("{KEY}\n"));
    refused(&folder, "store restore backup --data other", 2, "not empty");

    let stdout = ok(&folder, "store backup -").stdout;
    folder.write("cut", &stdout[..stdout.len() / 2]);
    fs::create_dir(folder.path("third")).unwrap();
    fs::copy(folder.path("usersig-data/master.key"), folder.path("third/master.key")).unwrap();
    refused(&folder, "store restore cut --data third", 2, "cut off");
    let piped = folder.usersig("store restore - --data third").input(stdout).run();
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    refused(&folder, "store restore missing --data fourth", 3, "missing");
    assert!(!folder.path("fourth").exists());
}

#[test]
fn the_master_key_is_rotated() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    let before = folder.read("usersig-data/master.key");
    let rotation = json(&folder, "store rotate-master-key");
    assert_eq!(rotation["records"], 1);
    assert_ne!(folder.read("usersig-data/master.key"), before);
    ok(&folder, "app reveal 1400000000 --output again");
    assert_eq!(folder.read("again"), format!("{KEY}\n"));

    folder.write("usersig-data/master.key", &before);
    refused(&folder, "app list", 3, "master key");
}

#[test]
fn keys_of_the_environment_are_rotated_when_both_are_given() {
    let folder = Folder::new();
    let (old, new) = ("11".repeat(32), "22".repeat(32));
    let run = |line: &str, keys: &str| folder.usersig(line).env("USERSIG_MASTER_KEY", keys).run();
    assert_eq!(run(IMPORT, &old).code, 0);
    assert!(!folder.path("usersig-data/master.key").exists());
    let alone = run("store rotate-master-key", &old);
    assert!(alone.code == 2 && alone.stderr.contains("give both"), "{}", alone.stderr);
    assert_eq!(run("store rotate-master-key", &format!("{new},{old}")).code, 0);
    assert_eq!(run("app list", &new).code, 0);
    assert_eq!(run("app list", &old).code, 3);
}
