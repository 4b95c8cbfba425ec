//! The applications behind the drop-in faces: the names of the published packages.
//!
//! They sign any UserID without control characters, at most 2048 bytes of UTF-8,
//! because the published packages check nothing. Each takes keys of its own
//! algorithm only: a face of the one must never make a ticket of the other.

pub mod current;
pub mod legacy;
