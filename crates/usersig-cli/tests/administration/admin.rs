//! `usersig admin`

use crate::folder::Folder;
use crate::{json, ok, refused};

#[test]
fn a_person_gets_a_one_time_password() {
    let folder = Folder::new();
    let first = ok(&folder, "admin create zoe --role owner");
    let password = first.stdout.trim_end().to_owned();
    assert!(password.len() >= 20 && first.stderr.contains("not shown again"), "{first:?}");
    let people = json(&folder, "admin list");
    assert_eq!((people[0]["name"].as_str(), people[0]["role"].as_str()), (Some("zoe"), Some("owner")));
    assert_eq!(people[0]["must_change_password"], true);
    assert!(ok(&folder, "admin list").stdout.contains("owner     zoe"));

    let second = json(&folder, "admin reset-password zoe --remove-totp");
    assert_ne!(second["one_time_password"].as_str().unwrap(), password);
    refused(&folder, "admin create zoe", 2, "zoe already");
    refused(&folder, "admin reset-password nobody", 2, "there is no administrator nobody");
    refused(&folder, "admin remove zoe", 2, "last owner");
    ok(&folder, "admin create kim --role owner");
    ok(&folder, "admin remove zoe");
}

#[test]
fn a_password_may_be_brought() {
    let folder = Folder::new();
    let brought = folder
        .usersig("admin create zoe --role auditor --password-file -")
        .input("correct horse battery staple\n")
        .run();
    assert_eq!((brought.code, brought.stdout.as_str()), (0, ""), "{}", brought.stderr);
    assert_eq!(json(&folder, "admin list")[0]["must_change_password"], false);
    folder.write("short", "short\n");
    refused(&folder, "admin reset-password zoe --password-file short", 2, "fewer than 12");
}
