//! Faults -> the package's own JavaScript errors.

use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::{Env, Status};
use usersig_door::Fault;

use crate::made;

/// Why a call has no result.
pub(crate) enum Stop {
    /// A value that does not fit, or a ticket that is turned away.
    Fault(Fault),
    /// Something JavaScript threw while its values were read.
    Thrown(napi::Error),
}

pub(crate) type Answer<T> = Result<T, Stop>;

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<napi::Error> for Stop {
    fn from(error: napi::Error) -> Self {
        Self::Thrown(error)
    }
}

/// Runs a call and throws what stopped it. A panic becomes a fault of the kind `internal`.
pub(crate) fn answer<T>(env: Env, call: impl FnOnce() -> Answer<T>) -> napi::Result<T> {
    let stop = match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(stop)) => stop,
        Err(_) => Fault::internal().into(),
    };
    match stop {
        Stop::Thrown(error) => Err(error),
        Stop::Fault(fault) => {
            env.throw(made::error(env, fault)?)?;
            // The glue throws nothing more over a pending exception of this status.
            Err(napi::Error::from_status(Status::PendingException))
        }
    }
}
