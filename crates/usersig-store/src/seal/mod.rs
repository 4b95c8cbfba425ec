//! Secrets at rest: each is encrypted under a key of its own, which is wrapped by the master key.
//!
//! A sealed record says which master key wraps it; what it belongs to (application, kind, number) is
//! authenticated with it, so a record that is copied to another place does not open there. Another
//! master key changes only the wrapping (see [`crate::Database::rotate_master_key`]).

mod file;
mod master;
mod record;

pub use master::{MasterKey, MasterKeys};
pub(crate) use record::{Place, Sealer};
