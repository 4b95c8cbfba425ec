//! The server through its public doors: HTTP on a free port of this machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod administer;
mod authz;
mod bad_requests;
mod database;
mod documents;
mod ending;
mod faults;
mod harness;
mod issue;
mod limits;
mod load;
mod nginx;
#[path = "../../../usersig-store/tests/store/postgres.rs"]
#[allow(dead_code, unreachable_pub, reason = "the store's tests share it, and need more of it")]
mod postgres;
mod rest;
mod secrets;
mod sessions;
mod settings;
mod start;
#[cfg(feature = "telemetry")]
mod telemetry;
mod tls;
mod vectors;
mod verify;
