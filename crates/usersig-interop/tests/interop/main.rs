//! Tickets from here to the published packages and back.
//!
//! The peers are installed by `peers/setup`. A test whose peer is missing fails, unless
//! `USERSIG_SKIP_PEERS` is set. Inputs are random from fixed seeds; a failure prints the
//! seed and the input.

#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod checker;
mod defects;
mod inputs;
mod lax_go;
mod legacy;
mod ours;
mod peers;
mod theirs;
