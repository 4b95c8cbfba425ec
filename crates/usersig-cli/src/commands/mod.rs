//! One file, one command.

#[cfg(feature = "serve")]
pub(crate) mod admin;
#[cfg(feature = "serve")]
pub(crate) mod app;
#[cfg(feature = "serve")]
pub(crate) mod audit;
pub(crate) mod bench;
#[cfg(feature = "bulk")]
pub(crate) mod bulk;
pub(crate) mod definitions;
pub(crate) mod diagnose;
pub(crate) mod inspect;
pub(crate) mod keygen;
pub(crate) mod room_key;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod sign;
#[cfg(feature = "serve")]
pub(crate) mod store;
#[cfg(feature = "serve")]
pub(crate) mod token;
#[cfg(feature = "serve")]
pub(crate) mod user;
pub(crate) mod userbuf;
pub(crate) mod verify;
