//! The objects that the package's own JavaScript makes.

use napi::bindgen_prelude::{FnArgs, Function, FunctionRef};
use napi::{Env, Unknown};
use napi_derive::napi;
use usersig_door::{Fault, FaultKind};

use crate::answer::Answer;
use crate::verified::Members;

/// The JavaScript error of a fault: a `UserSigError`, or a `UserSigRejection`.
pub(crate) fn error<'env>(env: Env, fault: Fault) -> napi::Result<Unknown<'env>> {
    let Some(makers) = env.get_instance_data::<Makers>()? else {
        return Err(napi::Error::from_reason(fault.message()));
    };
    let class = if fault.kind().is_rejection() { &makers.rejection } else { &makers.error };
    class.borrow_back(&env)?.new_instance(arguments(fault))
}

/// What a verified ticket says.
pub(crate) fn verified<'a>(env: Env, members: Members<'a>) -> Answer<Unknown<'a>> {
    let Some(makers) = env.get_instance_data::<Makers>()? else {
        return Err(Fault::internal().into());
    };
    Ok(makers.verified.borrow_back(&env)?.call(members)?)
}

type Class<'env> = Function<'env, Arguments, ()>;

/// Message, code, kind, hint, code of the older C interface, code of the TRTC SDK.
type Arguments = FnArgs<(String, i32, &'static str, &'static str, i32, Option<i32>)>;

fn arguments(fault: Fault) -> Arguments {
    let (code, kind) = (fault.code(), fault.kind().name());
    (fault.message(), code, kind, fault.hint(), fault.c_code(), fault.trtc_code()).into()
}

/// Those of one environment: the main thread and each worker have their own.
struct Makers {
    error: FunctionRef<Arguments, ()>,
    rejection: FunctionRef<Arguments, ()>,
    verified: FunctionRef<Members<'static>, Unknown<'static>>,
}

/// Tells the module which classes to throw, and what makes the object of a verified ticket. The
/// package calls it when it is loaded.
#[napi(skip_typescript)]
pub fn set_makers(
    env: Env,
    error: Class<'_>,
    rejection: Class<'_>,
    verified: Function<'_, Members<'static>, Unknown<'static>>,
) -> napi::Result<()> {
    let makers = Makers {
        error: error.create_ref()?,
        rejection: rejection.create_ref()?,
        verified: verified.create_ref()?,
    };
    env.set_instance_data(makers, (), |_| ())
}

/// The names of all kinds of errors, to compare the package's types with.
#[napi(skip_typescript)]
pub fn error_kinds() -> Vec<&'static str> {
    FaultKind::ALL.iter().map(|kind| kind.name()).collect()
}
