//! The command as a process: what it prints, where it reads, how it ends.
//!
//! The texts are compared with the files in `snapshots/`. To take over what the command
//! prints now, run the tests with `SNAPSHOTS=overwrite` and look at the difference.

#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod definitions;
mod diagnose;
mod errors;
mod exit_codes;
mod folder;
mod help;
mod input;
mod keygen;
mod keys;
mod output;
mod pipes;
mod policy;
mod published;
mod secrets;
mod signing;
