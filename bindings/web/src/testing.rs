//! The application behind `LibGenerateTestUserSig` and `genTestUserSig`.

use usersig_door::dropin::current;

use crate::applications;
use crate::exchange::{self, serve};

/// Request: SDKAppID, secret key. Answer: the number of the application.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_open_testing(length: usize) -> i32 {
    let opened = serve(length, |request, answer| {
        let (sdkappid, key) = (request.number()?, request.bytes()?);
        applications::hold(current::application(sdkappid, key)?, answer);
        Ok(())
    });
    exchange::wipe();
    opened
}
