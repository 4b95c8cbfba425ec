//! What every binding needs twice: the way from the loose values of a foreign
//! language to the engine's types, and back from its answers to faults.
//!
//! Numbers come as `i64`, texts as bytes. [`Application`] gives them to the engine,
//! and whatever they must not be becomes a [`Fault`] with a code, a stable name
//! and a message. Nothing here knows the format, and nothing here is `unsafe`.
//!
//! ```
//! use usersig_door::{Application, Expected, FaultKind};
//! let app = Application::new(1_400_000_000, &[b"secret"])?;
//! let ticket = app.sign(b"xiaojun", 86_400, None, None)?;
//! let outcome = app.verify(ticket.as_bytes(), b"xiaojun", Expected::Any, None)?;
//! assert_eq!(outcome.expire(), 86_400);
//!
//! let fault = app.sign(b"xiao\0jun", 86_400, None, None).unwrap_err();
//! assert_eq!((fault.kind(), fault.code()), (FaultKind::InvalidUserId, -3319));
//! # Ok::<(), usersig_door::Fault>(())
//! ```
//!
//! # UserIDs
//!
//! An application signs UserIDs of the documented form, as the engine and the
//! command do; [`Application::with_userid_form`] widens that. The [`dropin`]
//! faces sign any text without control characters, as the published packages do.
//! Verifying takes that wide form everywhere.
//!
//! # Time
//!
//! `now` is in Unix seconds. `None` reads the system clock with the feature
//! `clock` (on by default), on systems that have one. Elsewhere, as in a web
//! browser's WebAssembly, `None` is a fault and the caller passes the time.

#![forbid(unsafe_code)]

mod application;
mod clock;
pub mod dropin;
#[cfg(feature = "json")]
mod explain;
mod fault;
mod kind;
mod many;
mod sign;
mod values;
mod verify;

#[cfg(feature = "json")]
pub use usersig::{Cause, Diagnosis, Severity, Unverified};
pub use usersig::{Encoding, PrivateMapKey, Rejection, Room, UserIdForm};
#[cfg(feature = "json")]
pub use usersig_report::{diagnosis_json, unverified_json};

pub use self::application::Application;
#[cfg(feature = "json")]
pub use self::explain::{diagnose, diagnose_json, inspect, inspect_json, severity_number};
pub use self::fault::{Fault, Misfit, Parameter};
pub use self::kind::FaultKind;
pub use self::many::SignedRows;
pub use self::sign::private_map_key_bytes;
pub use self::values::RoomArg;
pub use self::verify::{Expected, Outcome};

/// The validity that generators default to: 180 days, in seconds.
pub const DEFAULT_EXPIRE: i64 = 15_552_000;

/// The validity that the test generators of client demos default to: 7 days, in seconds.
pub const DEFAULT_TEST_EXPIRE: i64 = 604_800;
