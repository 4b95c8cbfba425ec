//! Verifying one ticket with few parameters.

use std::ffi::c_char;
use std::ptr;

use usersig_door::{Fault, Misfit, Parameter};

use crate::application::usersig_application;
use crate::constants::USERSIG_UNSET;
use crate::lend;
use crate::verify::{usersig_expected, usersig_outcome, usersig_verify};

/// What calls of `usersig_verify_with` have in common: the parameters of `usersig_verify` but
/// for the ticket and its user. `usersig_verifying_init` fills it in.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_verifying {
    /// The application.
    pub application: *const usersig_application,
    /// What the ticket has to carry; NULL expects nothing.
    pub expected: *const usersig_expected,
    /// Unix seconds, or `USERSIG_UNSET`.
    pub now: i64,
    /// NULL, or where the outcome goes.
    pub outcome: *mut usersig_outcome,
    /// NULL, or where the UserBuf goes.
    pub userbuf: *mut c_char,
    /// Bytes of `userbuf`.
    pub capacity: usize,
}

/// Fills in an application and no more: any UserBuf, the system clock, no outcome.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verifying_init(
    verifying: *mut usersig_verifying,
    application: *const usersig_application,
) {
    let filled = usersig_verifying {
        application,
        expected: ptr::null(),
        now: USERSIG_UNSET,
        outcome: ptr::null_mut(),
        userbuf: ptr::null_mut(),
        capacity: 0,
    };
    // SAFETY: the header asks for NULL or a usersig_verifying to write to.
    unsafe { lend::put(verifying, filled) };
}

/// As `usersig_verify`, for callers in languages where each parameter of a call costs time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verify_with(
    verifying: *const usersig_verifying,
    ticket: *const c_char,
    ticket_len: usize,
    userid: *const c_char,
    userid_len: usize,
) -> i32 {
    // SAFETY: the header asks for NULL or a usersig_verifying.
    let Some(with) = (unsafe { verifying.as_ref() }) else {
        return crate::call(|| Err(Fault::new(Parameter::Handle, Misfit::Missing)));
    };
    // SAFETY: the header asks for what usersig_verify does.
    unsafe {
        usersig_verify(
            with.application,
            ticket,
            ticket_len,
            userid,
            userid_len,
            with.expected,
            with.now,
            with.outcome,
            with.userbuf,
            with.capacity,
        )
    }
}
