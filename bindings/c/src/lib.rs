//! libusersig: the engine behind a C interface, and the older C interface beside it.
//!
//! Each function borrows the caller's memory for the time of the call ([`lend`]), asks
//! `usersig-door`, and writes the answer into memory of the caller. A fault becomes the
//! number of its kind, and is kept for [`last::usersig_last_error`] of the same thread.
//! The header `include/usersig.h` is made from these files by `cbindgen`.
//!
//! All `unsafe` of the C library is in this crate, and it has one cause: pointers of the
//! caller. What the caller promises stands in the header; null pointers are faults.

// The names are the ones of the header.
#![allow(non_camel_case_types)]
// What every function of a C header asks for is said once, in the header's first comment.
#![allow(clippy::missing_safety_doc)]

pub mod application;
pub mod constants;
pub mod dropin;
pub mod explain;
pub mod last;
mod lend;
pub mod many;
pub mod misfit;
pub mod room;
pub mod sigcheck;
pub mod sign;
pub mod verify;
pub mod verifying;

use std::panic::{AssertUnwindSafe, catch_unwind};

use usersig_door::Fault;

/// Runs the body of a function of the header: its fault, or a defect that panics, becomes
/// the number of its kind.
fn call(body: impl FnOnce() -> Result<(), Fault>) -> i32 {
    let fault = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return 0,
        Ok(Err(fault)) => fault,
        Err(panic) => {
            // Dropping what was thrown could panic again, outside of any catch.
            std::mem::forget(panic);
            Fault::internal()
        }
    };
    last::keep(fault);
    fault.kind().number()
}
