//! `usersig audit`

use crate::folder::Folder;
use crate::{IMPORT, json, ok, refused};

#[test]
fn the_log_is_checked_and_exported() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    ok(&folder, "app suspend 1400000000");
    let whole = ok(&folder, "audit verify").stdout;
    assert!(whole.starts_with("whole\n"), "{whole}");
    let head = json(&folder, "audit verify")["head"].as_str().unwrap().to_owned();

    ok(&folder, "audit export --output log.ndjson");
    assert_eq!(json(&folder, "audit verify log.ndjson")["head"], head);
    let lines = folder.read("log.ndjson");
    assert_eq!(lines.lines().count(), 2);
    // Who did it is the person at the keyboard.
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert!(first["actor"].as_str().unwrap().starts_with("command:"), "{first}");
    // An export is an act, too.
    assert_eq!(json(&folder, "audit verify")["entries"], 3);
    let stdin = folder.usersig("audit verify -").input(lines.as_bytes()).run();
    assert_eq!(stdin.code, 0, "{}", stdin.stderr);

    folder.write("changed", lines.replace("command:", "command:not-"));
    let changed = folder.usersig("audit verify changed").run();
    assert_eq!(changed.code, 1);
    assert!(changed.stdout.starts_with("broken at entry 1\n"), "{}", changed.stdout);
    folder.write("other", "{}\n");
    refused(&folder, "audit verify other", 2, "line 1 of other");
    refused(&folder, "audit verify missing", 3, "missing");
    refused(&folder, "audit export --output log.ndjson", 3, "log.ndjson");
}

#[test]
fn who_acts_is_found_behind_sudo() {
    let folder = Folder::new();
    let made = folder.usersig(IMPORT).env("SUDO_USER", "zoe").env("USER", "root").run();
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert!(ok(&folder, "audit export").stdout.contains("\"actor\":\"command:zoe\""));
}
