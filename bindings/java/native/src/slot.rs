//! The applications that Java objects hold, by address.

use std::ptr;

use arc_swap::ArcSwapOption;
use jni::objects::{JByteArray, JClass, JObject, JObjectArray};
use jni::sys::{jint, jlong};
use jni::{Env, EnvUnowned, jni_mangle};
use usersig_door::{Application, Encoding, Fault, Misfit, Parameter, UserIdForm};
use zeroize::Zeroizing;

use crate::arrays::{self, array};
use crate::throw::{Stop, guard};

/// An application until it is closed. `Engine.release` frees the place itself, when no
/// Java object holds its address any more.
struct Slot(ArcSwapOption<Application>);

/// Runs a native method of an application, which stays whole until the end of the
/// call, even if it is closed meanwhile.
///
/// `slot` is the address that the handle among the arguments of the call holds.
pub(crate) fn guard_with<'l, T: Default>(
    env: EnvUnowned<'l>,
    engine: &JClass<'l>,
    slot: jlong,
    body: impl FnOnce(&mut Env<'l>, &Application) -> Result<T, Stop>,
) -> T {
    guard(env, engine, |env| {
        // SAFETY: `Engine` passes the slot of the handle that it passes, too.
        let application = unsafe { at(slot) }.0.load();
        body(env, application.as_deref().ok_or(Stop::Closed)?)
    })
}

/// A new application, at a new address.
pub(crate) fn place(application: Application) -> jlong {
    let slot = Box::new(Slot(ArcSwapOption::from_pointee(application)));
    Box::into_raw(slot).expose_provenance().cast_signed() as jlong
}

#[jni_mangle("io.usersig.Engine")]
pub fn open<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    sdkappid: jlong,
    keys: JObjectArray<'l, JByteArray<'l>>,
    form: jint,
    encoding: jint,
    bounded: jint,
    max_clock_skew: jlong,
    longest_validity: jlong,
    legacy_utc_offset: jint,
) -> jlong {
    guard(env, &engine, |env| {
        let keys: Vec<_> = arrays::rows(env, &keys)?.into_iter().map(|key| key.map(Zeroizing::new)).collect();
        let texts: Option<Vec<&[u8]>> =
            keys.iter().map(|key| key.as_ref().map(|key| key.as_slice())).collect();
        let texts = texts.ok_or(Fault::new(Parameter::Key, Misfit::Missing))?;
        let wrong = Fault::new(Parameter::Option, Misfit::OutOfRange);
        let form = *FORMS.get(usize::try_from(form).unwrap_or(usize::MAX)).ok_or(wrong)?;
        let encoding = *ENCODINGS.get(usize::try_from(encoding).unwrap_or(usize::MAX)).ok_or(wrong)?;
        let mut application = Application::new(sdkappid, &texts)?
            .with_userid_form(form)
            .with_encoding(encoding)
            .with_legacy_utc_offset(legacy_utc_offset);
        if bounded & BOUNDED_SKEW != 0 {
            application = application.with_max_clock_skew(max_clock_skew)?;
        }
        if bounded & BOUNDED_VALIDITY != 0 {
            application = application.with_longest_validity(longest_validity)?;
        }
        Ok(place(application))
    })
}

/// Wipes the keys, as soon as no call uses them; later calls are refused.
#[jni_mangle("io.usersig.Engine")]
pub fn close<'l>(env: EnvUnowned<'l>, engine: JClass<'l>, _handle: JObject<'l>, slot: jlong) {
    guard(env, &engine, |_| {
        // SAFETY: `Engine` passes the slot of the handle that it passes, too.
        unsafe { at(slot) }.0.store(None);
        Ok(())
    });
}

/// Frees the place. Java calls it once, when nothing holds the address any more.
#[jni_mangle("io.usersig.Engine")]
pub fn release<'l>(env: EnvUnowned<'l>, engine: JClass<'l>, slot: jlong) {
    guard(env, &engine, |_| {
        // SAFETY: the address came from `place`, and by the contract above it is used
        // for the last time.
        drop(unsafe { Box::from_raw(ptr::with_exposed_provenance_mut::<Slot>(address(slot))) });
        Ok(())
    });
}

/// The algorithm of new tickets by the number of `io.usersig.Algorithm`; -1 for an
/// application that verifies only.
#[jni_mangle("io.usersig.Engine")]
pub fn algorithm<'l>(env: EnvUnowned<'l>, engine: JClass<'l>, _handle: JObject<'l>, slot: jlong) -> jint {
    guard_with(env, &engine, slot, |_, application| Ok(application.algorithm().map_or(-1, algorithm_number)))
}

/// The short name of the key that signs; null for an application that verifies only.
#[jni_mangle("io.usersig.Engine")]
pub fn key_fingerprint<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    _handle: JObject<'l>,
    slot: jlong,
) -> JByteArray<'l> {
    guard_with(env, &engine, slot, |env, application| match application.key_fingerprint() {
        Some(name) => array(env, name.as_bytes()),
        None => Ok(JByteArray::default()),
    })
}

/// In the order of `io.usersig.Algorithm`.
pub(crate) fn algorithm_number(name: &str) -> jint {
    jint::from(name == "ecdsa-sha256")
}

/// # Safety
/// The address came from `place`, and the Java object that holds it is an argument of
/// the call: so `release` comes after the call.
unsafe fn at<'s>(slot: jlong) -> &'s Slot {
    // SAFETY: by the contract above, a slot is there.
    unsafe { &*ptr::with_exposed_provenance::<Slot>(address(slot)) }
}

const fn address(slot: jlong) -> usize {
    slot.cast_unsigned() as usize
}

/// In the order of `io.usersig.UserIdForm`.
const FORMS: [UserIdForm; 3] = [UserIdForm::Documented, UserIdForm::Ascii, UserIdForm::Utf8];
/// In the order of `io.usersig.Encoding`.
const ENCODINGS: [Encoding; 2] = [Encoding::Compact, Encoding::Stored];
const BOUNDED_SKEW: jint = 1;
const BOUNDED_VALIDITY: jint = 2;
