//! `usersig bulk` as a process: what it reads, what it writes, and how it survives.
//!
//! The texts are compared with the files in `snapshots/`; see `tests/command/main.rs`.

#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends by panicking"
)]

mod bad_rows;
mod columns;
mod damaged;
#[path = "../command/folder.rs"]
mod folder;
mod formats;
mod kit;
mod memory;
mod output;
mod paths;
#[cfg(unix)]
mod stopped;
mod streams;
