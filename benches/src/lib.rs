//! What both binaries of this package share: the inputs, the floor, tickets as other
//! generators write them, and the single calls whose instructions are counted.

pub mod calls;
pub mod floor;
pub mod hostile;
pub mod inputs;
pub mod tickets;

use std::error::Error;

/// Whatever goes wrong ends the run with a message.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;
