//! The store through its public door, each test on both engines.
//!
//! PostgreSQL is Debian's, started here on a socket in a temporary folder. Where it is not installed its
//! tests say so and pass; `USERSIG_REQUIRE_POSTGRES=1` makes them fail instead.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking, and a test crate has no public face"
)]

mod administrators;
mod applications;
mod audit;
mod backup;
mod callers;
mod failover;
mod faults;
mod home;
mod keys;
mod master_key;
mod postgres;
mod sealed;
mod statistics;
mod tls;
mod together;
