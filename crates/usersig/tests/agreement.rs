//! The engine reads base64, zlib and JSON as kept libraries do: what they take it
//! takes, and what they refuse it refuses, but for the exceptions that
//! `agreement/oracle.rs` names. Its legacy signatures are theirs, too.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "agreement/base64_text.rs"]
mod base64_text;
#[path = "agreement/deflate.rs"]
mod deflate;
#[path = "agreement/ecdsa.rs"]
mod ecdsa;
#[path = "agreement/edit.rs"]
mod edit;
#[path = "agreement/json_text.rs"]
mod json_text;
#[path = "agreement/oracle.rs"]
mod oracle;
#[path = "agreement/zlib_stream.rs"]
mod zlib_stream;

mod random;
