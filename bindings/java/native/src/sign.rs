//! One ticket per call.

use jni::objects::{JByteArray, JClass, JObject};
use jni::sys::jlong;
use jni::{Env, EnvUnowned, jni_mangle};
use usersig_door::{Fault, Parameter, RoomArg};

use crate::arrays::{Bytes, array};
use crate::slot::guard_with;
use crate::throw::Stop;

#[jni_mangle("io.usersig.Engine")]
pub fn sign<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    _handle: JObject<'l>,
    slot: jlong,
    userid: JByteArray<'l>,
    expire: jlong,
    userbuf: JByteArray<'l>,
    now: jlong,
) -> JByteArray<'l> {
    guard_with(env, &engine, slot, |env, application| {
        let userid = Bytes::<SHORT_TEXT>::required(env, &userid, Parameter::UserId)?;
        let userbuf = Bytes::<0>::optional(env, &userbuf)?;
        let userbuf = userbuf.as_ref().map(Bytes::as_slice);
        ticket(env, |out| application.sign_into(userid.as_slice(), expire, userbuf, Some(now), out))
    })
}

#[jni_mangle("io.usersig.Engine")]
pub fn sign_private_map_key<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    _handle: JObject<'l>,
    slot: jlong,
    userid: JByteArray<'l>,
    expire: jlong,
    room_id: jlong,
    room_str: JByteArray<'l>,
    privileges: jlong,
    now: jlong,
) -> JByteArray<'l> {
    guard_with(env, &engine, slot, |env, application| {
        let userid = Bytes::<SHORT_TEXT>::required(env, &userid, Parameter::UserId)?;
        let room_str = Bytes::<SHORT_TEXT>::optional(env, &room_str)?;
        let (userid, room) = (userid.as_slice(), room(room_id, room_str.as_ref()));
        ticket(env, |out| {
            application.sign_private_map_key_into(userid, expire, room, privileges, Some(now), out)
        })
    })
}

/// A room: the string one, if there is one.
pub(crate) fn room<const N: usize>(id: jlong, text: Option<&Bytes<N>>) -> RoomArg<'_> {
    text.map_or(RoomArg::Id(id), |text| RoomArg::Str(text.as_slice()))
}

/// A ticket written into the stack, or into memory where it is too long for that.
fn ticket<'l>(
    env: &mut Env<'l>,
    mut write: impl FnMut(&mut [u8]) -> Result<usize, Fault>,
) -> Result<JByteArray<'l>, Stop> {
    let mut short = [0; SHORT_TICKET];
    let needed = match write(&mut short) {
        Ok(length) => return array(env, short.get(..length).unwrap_or_default()),
        Err(fault) => fault.needed().ok_or(fault)?,
    };
    let mut long = vec![0; needed];
    let length = write(&mut long)?;
    array(env, long.get(..length).unwrap_or_default())
}

/// Bytes of UserIDs and rooms that are copied without allocation.
pub(crate) const SHORT_TEXT: usize = 64;
/// Bytes of tickets that are written without allocation: those of short UserIDs.
const SHORT_TICKET: usize = 640;
