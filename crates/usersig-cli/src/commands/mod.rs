//! One file, one command.

pub(crate) mod bench;
pub(crate) mod definitions;
pub(crate) mod diagnose;
pub(crate) mod inspect;
pub(crate) mod keygen;
pub(crate) mod room_key;
pub(crate) mod sign;
pub(crate) mod userbuf;
pub(crate) mod verify;
