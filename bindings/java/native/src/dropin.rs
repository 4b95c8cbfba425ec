//! What the faces with published names need besides.

use jni::objects::{JByteArray, JClass};
use jni::sys::{jint, jlong};
use jni::{EnvUnowned, jni_mangle};
use usersig_door::dropin::{current, legacy};
use usersig_door::{Fault, Misfit, Parameter};
use zeroize::Zeroizing;

use crate::arrays::{Bytes, array};
use crate::sign::{SHORT_TEXT, room};
use crate::slot::place;
use crate::throw::guard;

/// The application of a current face.
#[jni_mangle("io.usersig.Engine")]
pub fn open_current<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    sdkappid: jlong,
    key: JByteArray<'l>,
) -> jlong {
    guard(env, &engine, |env| {
        if key.is_null() {
            return Err(Fault::new(Parameter::Key, Misfit::Missing).into());
        }
        let key = Zeroizing::new(env.convert_byte_array(&key)?);
        Ok(place(current::application(sdkappid, &key)?))
    })
}

/// The application of a legacy face; null is no key.
#[jni_mangle("io.usersig.Engine")]
pub fn open_legacy<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    sdkappid: jlong,
    private_key: JByteArray<'l>,
    public_key: JByteArray<'l>,
) -> jlong {
    guard(env, &engine, |env| {
        let read = |key: &JByteArray<'_>| match key.is_null() {
            true => Ok(None),
            false => env.convert_byte_array(key).map(|key| Some(Zeroizing::new(key))),
        };
        let (private, public) = (read(&private_key)?, read(&public_key)?);
        let private = private.as_ref().map(|key| key.as_slice());
        let public = public.as_ref().map(|key| key.as_slice());
        Ok(place(legacy::application(sdkappid, private, public)?))
    })
}

/// The application of a legacy face that signs with an account type and a third-party id;
/// null is no key.
#[jni_mangle("io.usersig.Engine")]
pub fn open_legacy_account<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    sdkappid: jlong,
    private_key: JByteArray<'l>,
    account_type: JByteArray<'l>,
    appid_at_3rd: JByteArray<'l>,
) -> jlong {
    guard(env, &engine, |env| {
        let private = match private_key.is_null() {
            true => None,
            false => Some(Zeroizing::new(env.convert_byte_array(&private_key)?)),
        };
        let account_type = Bytes::<SHORT_TEXT>::required(env, &account_type, Parameter::AccountType)?;
        let appid_at_3rd = Bytes::<SHORT_TEXT>::required(env, &appid_at_3rd, Parameter::AppIdAt3rd)?;
        let application = legacy::application(sdkappid, private.as_ref().map(|key| key.as_slice()), None)?;
        let application =
            legacy::with_account(application, account_type.as_slice(), appid_at_3rd.as_slice())?;
        Ok(place(application))
    })
}

/// Refuses an account type or a third-party id other than 0.
#[jni_mangle("io.usersig.Engine")]
pub fn require_zero<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    account_type: JByteArray<'l>,
    appid_at_3rd: JByteArray<'l>,
) -> jint {
    guard(env, &engine, |env| {
        let account_type = Bytes::<SHORT_TEXT>::required(env, &account_type, Parameter::AccountType)?;
        let appid_at_3rd = Bytes::<SHORT_TEXT>::required(env, &appid_at_3rd, Parameter::AppIdAt3rd)?;
        legacy::require_zero(account_type.as_slice(), appid_at_3rd.as_slice())?;
        Ok(0)
    })
}

/// Compares the account type and the third-party id with those of a verified ticket.
#[jni_mangle("io.usersig.Engine")]
pub fn compare_account<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    ticket: JByteArray<'l>,
    account_type: JByteArray<'l>,
    appid_at_3rd: JByteArray<'l>,
) -> jint {
    guard(env, &engine, |env| {
        let ticket = Bytes::<0>::required(env, &ticket, Parameter::Ticket)?;
        let account_type = Bytes::<SHORT_TEXT>::required(env, &account_type, Parameter::AccountType)?;
        let appid_at_3rd = Bytes::<SHORT_TEXT>::required(env, &appid_at_3rd, Parameter::AppIdAt3rd)?;
        legacy::compare_account(ticket.as_slice(), account_type.as_slice(), appid_at_3rd.as_slice())?;
        Ok(0)
    })
}

/// The UserBuf of a PrivateMapKey alone.
#[jni_mangle("io.usersig.Engine")]
pub fn private_map_key_bytes<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    sdkappid: jlong,
    userid: JByteArray<'l>,
    expire: jlong,
    room_id: jlong,
    room_str: JByteArray<'l>,
    privileges: jlong,
    now: jlong,
) -> JByteArray<'l> {
    guard(env, &engine, |env| {
        let userid = Bytes::<SHORT_TEXT>::required(env, &userid, Parameter::UserId)?;
        let room_str = Bytes::<SHORT_TEXT>::optional(env, &room_str)?;
        let room = room(room_id, room_str.as_ref());
        let bytes = usersig_door::private_map_key_bytes(
            sdkappid,
            userid.as_slice(),
            expire,
            room,
            privileges,
            Some(now),
        )?;
        array(env, &bytes)
    })
}
