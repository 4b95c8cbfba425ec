//! Faults -> Java exceptions.

use std::any::Any;
use std::sync::OnceLock;

use jni::errors::{Error, ErrorPolicy};
use jni::ids::JStaticMethodID;
use jni::objects::{JClass, JObject, JThrowable};
use jni::signature::ReturnType;
use jni::sys::{jint, jvalue};
use jni::{Env, EnvUnowned, jni_mangle, jni_sig, jni_str};
use usersig_door::{Fault, Misfit, Parameter};

/// Why a native method has no result.
pub(crate) enum Stop {
    Fault(Fault),
    /// The application was closed.
    Closed,
    /// The virtual machine refused something; usually it has thrown already.
    Machine,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(_error: Error) -> Self {
        Self::Machine
    }
}

/// Runs a native method; what stops it, a panic included, becomes an exception.
pub(crate) fn guard<'l, T: Default>(
    mut env: EnvUnowned<'l>,
    engine: &JClass<'l>,
    body: impl FnOnce(&mut Env<'l>) -> Result<T, Stop>,
) -> T {
    env.with_env(body).resolve_with::<Throw, _>(|| engine)
}

/// The exception of a fault, made by `Engine.fault`.
pub(crate) fn exception<'l>(
    env: &mut Env<'l>,
    engine: &JClass<'_>,
    fault: Fault,
) -> Result<JThrowable<'l>, Error> {
    let id = match FACTORY.get() {
        Some(id) => *id,
        None => {
            let signature =
                jni_sig!("(IIIILjava/lang/String;Ljava/lang/String;)Lio/usersig/UserSigException;");
            let id = env.get_static_method_id(engine, jni_str!("fault"), signature)?;
            *FACTORY.get_or_init(|| id)
        }
    };
    let message = env.new_string(fault.message())?;
    let hint = env.new_string(fault.hint())?;
    let arguments = [
        jvalue { i: fault.kind().number() },
        jvalue { i: fault.code() },
        jvalue { i: fault.c_code() },
        jvalue { i: fault.trtc_code().unwrap_or(0) },
        jvalue { l: message.as_raw() },
        jvalue { l: hint.as_raw() },
    ];
    // SAFETY: the id was looked up in this very class under the signature that the
    // arguments and the type of the result follow.
    let made = unsafe { env.call_static_method_unchecked(engine, id, ReturnType::Object, &arguments) };
    env.cast_local::<JThrowable<'_>>(made?.l()?)
}

/// The exception for a value that the Java half found not to fit, before any call.
#[jni_mangle("io.usersig.Engine")]
pub fn unfit<'l>(env: EnvUnowned<'l>, engine: JClass<'l>, parameter: jint, misfit: jint) -> JObject<'l> {
    guard(env, &engine, |env| {
        let parameter = match parameter {
            0 => Parameter::UserId,
            1 => Parameter::Ticket,
            2 => Parameter::Key,
            3 => Parameter::Room,
            _ => Parameter::Option,
        };
        let misfit = match misfit {
            0 => Misfit::Missing,
            1 => Misfit::NotUnicode,
            2 => Misfit::WrongType,
            _ => Misfit::OutOfRange,
        };
        Ok(exception(env, &engine, Fault::new(parameter, misfit))?.into())
    })
}

/// Throws what stops a native method.
struct Throw;

impl<T: Default> ErrorPolicy<T, Stop> for Throw {
    type Captures<'l: 'm, 'm> = &'m JClass<'l>;

    fn on_error<'l: 'm, 'm>(env: &mut Env<'l>, engine: &mut &'m JClass<'l>, stop: Stop) -> Result<T, Error> {
        match stop {
            _ if env.exception_check() => Ok(T::default()),
            Stop::Fault(fault) => throw(env, engine, fault),
            Stop::Closed => {
                let class = jni_str!("java/lang/IllegalStateException");
                thrown(env.throw_new(class, jni_str!("the application was closed; make a new one")))
            }
            Stop::Machine => throw(env, engine, Fault::internal()),
        }
    }

    fn on_panic<'l: 'm, 'm>(
        env: &mut Env<'l>,
        engine: &mut &'m JClass<'l>,
        _payload: Box<dyn Any + Send>,
    ) -> Result<T, Error> {
        if env.exception_check() { Ok(T::default()) } else { throw(env, engine, Fault::internal()) }
    }
}

fn throw<T: Default>(env: &mut Env<'_>, engine: &JClass<'_>, fault: Fault) -> Result<T, Error> {
    let exception = exception(env, engine, fault)?;
    thrown(env.throw(exception))
}

/// After throwing, the answer is always an error; that it was thrown is no mistake.
fn thrown<T: Default>(result: Result<(), Error>) -> Result<T, Error> {
    match result {
        Ok(()) | Err(Error::JavaException) => Ok(T::default()),
        Err(error) => Err(error),
    }
}

/// Stays valid: this library and the class `Engine` are unloaded together.
static FACTORY: OnceLock<JStaticMethodID> = OnceLock::new();
