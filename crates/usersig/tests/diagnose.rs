//! What `diagnose` says about tickets that went wrong in the ways of life.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "diagnose/arbitrary.rs"]
mod arbitrary;
#[path = "diagnose/coverage.rs"]
mod coverage;
#[path = "diagnose/damage.rs"]
mod damage;
#[path = "diagnose/keys.rs"]
mod keys;
#[path = "diagnose/kit.rs"]
mod kit;
#[path = "diagnose/members.rs"]
mod members;
#[path = "diagnose/published.rs"]
mod published;
#[path = "diagnose/request.rs"]
mod request;
#[path = "diagnose/room.rs"]
mod room;
#[path = "diagnose/something_else.rs"]
mod something_else;
#[path = "diagnose/transport.rs"]
mod transport;
#[path = "diagnose/vectors.rs"]
mod vectors;

#[allow(dead_code, reason = "only the verify cases are of use here")]
mod case;
mod random;
