//! What a ticket claims and why it is rejected, as JSON.

use jni::objects::{JByteArray, JClass, JLongArray, JObjectArray};
use jni::sys::{jint, jlong};
use jni::{EnvUnowned, jni_mangle};
use usersig_door::{Fault, Misfit, Parameter, diagnose_json, inspect_json};
use zeroize::Zeroizing;

use crate::arrays::{Bytes, array, rows};
use crate::throw::guard;

#[jni_mangle("io.usersig.Engine")]
pub fn inspect<'l>(env: EnvUnowned<'l>, engine: JClass<'l>, ticket: JByteArray<'l>) -> JByteArray<'l> {
    guard(env, &engine, |env| {
        let ticket = Bytes::<0>::required(env, &ticket, Parameter::Ticket)?;
        let json = inspect_json(ticket.as_slice())?;
        array(env, json.as_bytes())
    })
}

/// `keys` are the application's; the key of `others` at each index belongs to the
/// SDKAppID at the same index.
#[jni_mangle("io.usersig.Engine")]
pub fn diagnose<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    ticket: JByteArray<'l>,
    with_sdkappid: jint,
    sdkappid: jlong,
    userid: JByteArray<'l>,
    keys: JObjectArray<'l, JByteArray<'l>>,
    other_sdkappids: JLongArray<'l>,
    other_keys: JObjectArray<'l, JByteArray<'l>>,
    now: jlong,
) -> JByteArray<'l> {
    guard(env, &engine, |env| {
        let ticket = Bytes::<0>::required(env, &ticket, Parameter::Ticket)?;
        let userid = Bytes::<0>::optional(env, &userid)?;
        let sdkappid = (with_sdkappid != 0).then_some(sdkappid);
        let missing = Fault::new(Parameter::Key, Misfit::Missing);
        let wiped = |row: Option<Vec<u8>>| row.map(Zeroizing::new).ok_or(missing);
        let keys: Vec<_> = rows(env, &keys)?.into_iter().map(wiped).collect::<Result<_, _>>()?;
        let others: Vec<_> = rows(env, &other_keys)?.into_iter().map(wiped).collect::<Result<_, _>>()?;
        let mut sdkappids = vec![0; other_sdkappids.len(env)?];
        other_sdkappids.get_region(env, 0, &mut sdkappids)?;
        let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_slice()).collect();
        let others: Vec<(jlong, &[u8])> =
            sdkappids.into_iter().zip(others.iter().map(|key| key.as_slice())).collect();
        let userid = userid.as_ref().map(Bytes::as_slice);
        let json = diagnose_json(ticket.as_slice(), sdkappid, userid, &keys, &others, Some(now))?;
        array(env, json.as_bytes())
    })
}
