//! What holds for every ticket, through the crate's public door.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "properties/encoding.rs"]
mod encoding;
#[path = "properties/given.rs"]
mod given;
#[path = "properties/keyring.rs"]
mod keyring;
#[path = "properties/many.rs"]
mod many;
#[path = "properties/room.rs"]
mod room;
#[path = "properties/sign.rs"]
mod sign;
#[path = "properties/tamper.rs"]
mod tamper;

mod random;
