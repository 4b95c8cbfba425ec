//! Columns against the engine, row by row, through the crate's public face.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends by panicking"
)]

mod faults;
mod kit;
mod properties;
mod ring;
mod tables;
mod types;
