//! The published packages of other languages, as this project's tests and benchmarks
//! see them: a [`Peer`] is a running driver of `peers/`, which signs, verifies and
//! times. `peers/README.md` describes the packages and the line protocol.
//!
//! ```no_run
//! use usersig_interop::{Peer, PeerName, SignRequest};
//!
//! let mut go = Peer::start(PeerName::Go)?;
//! let request = SignRequest::new(1_400_000_000, "key", "xiaojun", 86_400);
//! let ticket = go.sign(&request)?;
//! assert!(go.verify(&request.verify(&ticket, 1_800_000_000))?.is_ok());
//! # Ok::<(), usersig_interop::PeerError>(())
//! ```

mod error;
mod name;
mod peer;
mod protocol;

pub use error::PeerError;
pub use name::PeerName;
pub use peer::Peer;
pub use protocol::{Hello, Room, SignRequest, Timing, VerifyRequest};
