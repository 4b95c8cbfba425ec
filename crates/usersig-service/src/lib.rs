//! Issues and verifies UserSig tickets under an application's policy, from memory.
//!
//! A [`Service`] stands between the doors (HTTP, console) and the store. It holds everything that a
//! request needs in memory, takes a new [`usersig_store::Snapshot`] when the store's revision moves,
//! and goes on with the one it has while the database is away.
//!
//! * A door first learns who asks: [`Service::authenticate_token`] for a back end's API token,
//!   [`Service::authenticate_session`] for an end user's own session (JWT), or
//!   [`Caller::administrator`] for a person who signed in at the console.
//! * [`Service::issue_user_sig`] and [`Service::issue_private_map_key`] answer [`Issued`], or one
//!   [`Refusal`] that says what to do next. Both exist for many rows at once.
//! * [`Service::verify`] answers an [`Outcome`]; [`Service::identify`] does the same for gateways,
//!   which do not know the user beforehand. [`inspect`] and [`Service::diagnose`] are for people.
//! * [`Service::revoke`] invalidates a user's tickets.
//!
//! Issuing and verifying touch no database and wait for nothing.

#![forbid(unsafe_code)]

mod authenticate;
mod background;
mod caller;
mod clock;
mod issue;
mod jwt;
mod limits;
pub mod password;
mod policy;
mod refusal;
mod revoke;
mod service;
mod statistics;
mod verify;
mod view;

pub use background::Background;
pub use caller::{Act, Caller, EndUser};
pub use clock::Clock;
pub use issue::{Issued, PrivateMapKeyRequest, RoomRequest, UserSigRequest};
pub use jwt::FetchKeys;
pub use refusal::{Kind, Refusal};
pub use service::{Options, Service};
pub use statistics::Totals;
pub use verify::{Expected, Outcome, Rejected, Valid, VerifyRequest, inspect};
