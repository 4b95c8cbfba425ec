//! The administration commands as processes, over a store in a folder.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "tests fail by panicking, a test crate has no public face, and the folder is shared"
)]

mod admin;
mod app;
mod audit;
#[path = "../command/folder.rs"]
mod folder;
mod help;
mod issuer;
mod place;
mod store;
mod token;

use serde_json::Value;

use crate::folder::{Done, Folder};

/// The usual application with the key of the folder.
pub const IMPORT: &str = "app import 1400000000 --name Demo --key-file key";

/// A run that must work, as JSON.
pub fn json(folder: &Folder, line: &str) -> Value {
    ok(folder, &format!("{line} --json")).json()
}

/// A run that must work.
pub fn ok(folder: &Folder, line: &str) -> Done {
    let done = folder.usersig(line).run();
    assert_eq!(done.code, 0, "{line}: {}", done.stderr);
    done
}

/// A run that must be refused with this exit code and these words.
pub fn refused(folder: &Folder, line: &str, code: i32, words: &str) {
    let done = folder.usersig(line).run();
    assert_eq!((done.code, done.stdout.as_str()), (code, ""), "{line}: {}", done.stderr);
    assert!(done.stderr.contains(words) && done.stderr.contains("hint:"), "{line}: {}", done.stderr);
}

/// The acts of the log, the oldest first.
pub fn acts(folder: &Folder) -> Vec<String> {
    let export = ok(folder, "audit export").stdout;
    let act = |line| serde_json::from_str::<Value>(line).unwrap()["act"].as_str().unwrap().to_owned();
    export.lines().map(act).collect()
}
