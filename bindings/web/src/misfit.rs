//! Faults that JavaScript finds by itself: values that fit no request.

use usersig_door::{Fault, Misfit, Parameter};

use crate::exchange;

/// Answers with the fault of a value that does not fit its parameter. Both are places, in
/// the list below and in [`Misfit::FOUND`], which `js/engine.js` repeats.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_misfit(parameter: usize, misfit: usize) -> i32 {
    // The request that it was found for is given up.
    exchange::wipe();
    exchange::serve(0, |_, _| match (PARAMETERS.get(parameter), Misfit::FOUND.get(misfit)) {
        (Some(&parameter), Some(&misfit)) => Err(Fault::new(parameter, misfit)),
        _ => Err(Fault::internal()),
    })
}

const PARAMETERS: [Parameter; 11] = [
    Parameter::SdkAppId,
    Parameter::UserId,
    Parameter::Key,
    Parameter::Expire,
    Parameter::UserBuf,
    Parameter::Room,
    Parameter::Privileges,
    Parameter::Now,
    Parameter::Ticket,
    Parameter::Option,
    Parameter::Handle,
];
