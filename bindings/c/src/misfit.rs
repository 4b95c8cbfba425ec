//! Faults that a wrapper in another language finds by itself: values that fit no call.

use usersig_door::{Fault, Misfit, Parameter};

use crate::call;

/// In what a value does not fit its parameter.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_misfit {
    /// It is null or was left out.
    USERSIG_MISSING = 1,
    /// It is of another type.
    USERSIG_WRONG_TYPE = 2,
    /// It is not Unicode.
    USERSIG_NOT_UNICODE = 3,
    /// It is out of range, or not a whole number.
    USERSIG_OUT_OF_RANGE = 4,
}

/// For wrappers: refuses a value that no function can be called with, as a function would.
///
/// `kind` is the one of its parameter, from `USERSIG_INVALID_USERID` to `USERSIG_INVALID_ARGUMENT`,
/// `misfit` a number of `usersig_misfit`. Returns `kind`, or `USERSIG_CLOCK` for a missing time, and
/// `usersig_last_error` tells the rest;
/// `USERSIG_INTERNAL` for numbers that are none of these.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_refuse(kind: i32, misfit: i32) -> i32 {
    call(|| {
        let parameter = place(&PARAMETERS, kind).ok_or(Fault::internal())?;
        let misfit = place(&Misfit::FOUND, misfit).ok_or(Fault::internal())?;
        Err(Fault::new(parameter, misfit))
    })
}

/// Counted from 1.
fn place<T: Copy>(list: &[T], number: i32) -> Option<T> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    list.get(at).copied()
}

/// In the order of their kinds.
const PARAMETERS: [Parameter; 10] = [
    Parameter::UserId,
    Parameter::SdkAppId,
    Parameter::Key,
    Parameter::Expire,
    Parameter::Now,
    Parameter::UserBuf,
    Parameter::Room,
    Parameter::Privileges,
    Parameter::Ticket,
    Parameter::Handle,
];
