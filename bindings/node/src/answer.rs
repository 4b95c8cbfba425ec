//! Faults -> the package's own JavaScript errors.

use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::{FnArgs, Function, FunctionRef};
use napi::{Env, Status, Unknown};
use napi_derive::napi;
use usersig_door::{Fault, FaultKind};

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
            env.throw(error(env, fault)?)?;
            // The glue throws nothing more over a pending exception of this status.
            Err(napi::Error::from_status(Status::PendingException))
        }
    }
}

/// The JavaScript error of a fault: a `UserSigError`, or a `UserSigRejection`.
pub(crate) fn error<'env>(env: Env, fault: Fault) -> napi::Result<Unknown<'env>> {
    let Some(classes) = env.get_instance_data::<ErrorClasses>()? else {
        return Err(napi::Error::from_reason(fault.message()));
    };
    let class = if fault.kind().is_rejection() { &classes.rejection } else { &classes.error };
    class.borrow_back(&env)?.new_instance(arguments(fault))
}

type Class<'env> = Function<'env, Arguments, ()>;

/// Message, code, kind, hint, code of the older C interface, code of the TRTC SDK.
type Arguments = FnArgs<(String, i32, &'static str, &'static str, i32, Option<i32>)>;

fn arguments(fault: Fault) -> Arguments {
    let (code, kind) = (fault.code(), fault.kind().name());
    (fault.message(), code, kind, fault.hint(), fault.c_code(), fault.trtc_code()).into()
}

/// The classes of one environment: the main thread and each worker have their own.
struct ErrorClasses {
    error: FunctionRef<Arguments, ()>,
    rejection: FunctionRef<Arguments, ()>,
}

/// Tells the module which classes to throw. The package calls it when it is loaded.
#[napi(skip_typescript)]
pub fn set_error_classes(env: Env, error: Class<'_>, rejection: Class<'_>) -> napi::Result<()> {
    let classes = ErrorClasses { error: error.create_ref()?, rejection: rejection.create_ref()? };
    env.set_instance_data(classes, (), |_| ())
}

/// The names of all kinds of errors, to compare the package's types with.
#[napi(skip_typescript)]
pub fn error_kinds() -> Vec<&'static str> {
    FaultKind::ALL.iter().map(|kind| kind.name()).collect()
}
