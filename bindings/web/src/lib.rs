//! The doors of `usersig` for JavaScript: one request buffer, one answer buffer.
//!
//! JavaScript asks [`usersig_input`] for room, writes a request there and calls the
//! door with its length. The door answers with the number of bytes that stand at
//! [`usersig_answer`], or with a negative number when they are a fault. Requests and
//! answers are flat: see [`exchange`]. So no door takes a pointer, and a wrong length
//! is a fault.
//!
//! There is no clock here: requests carry the time. Everything is of one thread, as
//! a WebAssembly instance is.

mod applications;
mod exchange;
#[cfg(feature = "full")]
mod explain;
#[cfg(feature = "full")]
mod keyring;
mod misfit;
#[cfg(feature = "full")]
mod rows;
mod sign;
mod testing;
#[cfg(feature = "full")]
mod verify;

pub use self::applications::usersig_close;
pub use self::exchange::{usersig_answer, usersig_input};
#[cfg(feature = "full")]
pub use self::explain::{usersig_diagnose, usersig_inspect};
#[cfg(feature = "full")]
pub use self::keyring::usersig_open;
pub use self::misfit::usersig_misfit;
#[cfg(feature = "full")]
pub use self::rows::{usersig_sign_many, usersig_verify_many};
pub use self::sign::usersig_sign;
#[cfg(feature = "full")]
pub use self::sign::usersig_sign_private_map_key;
pub use self::testing::usersig_open_testing;
#[cfg(feature = "full")]
pub use self::verify::usersig_verify;
