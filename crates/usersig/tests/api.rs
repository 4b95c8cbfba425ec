//! What callers rely on besides signing and verifying: secrets stay secret, every
//! fault has its codes and words, and values are shared between threads.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "api/faults.rs"]
mod faults;
#[path = "api/keys.rs"]
mod keys;
#[path = "api/threads.rs"]
mod threads;
