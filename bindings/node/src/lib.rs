//! The native module of the npm package `usersig`.
//!
//! It turns JavaScript values into those of `usersig-door` and its answers into
//! JavaScript values. What a value must not be becomes a `UserSigError`, an answer
//! of the engine that turns a ticket away a `UserSigRejection`. Nothing here knows
//! the format.
//!
//! Every function takes whatever JavaScript passes: a wrong type is a typed error of
//! this package, never one of the glue. The TypeScript types come from the same
//! definitions.

// The glue exports public items only, and no Rust crate uses this one.
#![allow(unreachable_pub)]
// In its own tests, of which there are none in Rust, the glue leaves everything unused.
#![cfg_attr(test, allow(dead_code))]

mod answer;
mod application;
mod arguments;
mod dropin;
mod made;
mod many;
mod privilege;
mod reports;
mod values;
mod verified;
