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
#[cfg(feature = "diagnose")]
mod diagnose;
mod exchange;
#[cfg(feature = "native")]
mod inspect;
#[cfg(feature = "native")]
mod keyring;
mod misfit;
#[cfg(feature = "native")]
mod rows;
mod sign;
#[cfg(feature = "testing")]
mod testing;
#[cfg(feature = "native")]
mod verify;

pub use self::applications::usersig_close;
#[cfg(feature = "diagnose")]
pub use self::diagnose::usersig_diagnose;
pub use self::exchange::{usersig_answer, usersig_input};
#[cfg(feature = "native")]
pub use self::inspect::usersig_inspect;
#[cfg(feature = "native")]
pub use self::keyring::usersig_open;
pub use self::misfit::usersig_misfit;
#[cfg(feature = "native")]
pub use self::rows::{usersig_sign_many, usersig_verify_many};
pub use self::sign::usersig_sign;
#[cfg(feature = "native")]
pub use self::sign::usersig_sign_private_map_key;
#[cfg(feature = "testing")]
pub use self::testing::usersig_open_testing;
#[cfg(feature = "native")]
pub use self::verify::usersig_verify;
