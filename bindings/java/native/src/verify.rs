//! One verification per call, and the room inside a UserBuf.

use jni::objects::{JByteArray, JClass, JLongArray, JObject};
use jni::sys::{jint, jlong};
use jni::{Env, EnvUnowned, jni_mangle};
use usersig_door::{Expected, Fault, Misfit, Outcome, Parameter, PrivateMapKey, RoomArg};

use crate::arrays::{Bytes, array};
use crate::sign::SHORT_TEXT;
use crate::slot::{algorithm_number, guard_with};
use crate::throw::{Stop, guard};

/// Answers the UserBuf or null; the numbers of the ticket stand in `numbers` then.
#[jni_mangle("io.usersig.Engine")]
pub fn verify<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    _handle: JObject<'l>,
    slot: jlong,
    ticket: JByteArray<'l>,
    userid: JByteArray<'l>,
    kind: jint,
    bytes: JByteArray<'l>,
    room_id: jlong,
    privileges: jlong,
    now: jlong,
    numbers: JLongArray<'l>,
) -> JByteArray<'l> {
    guard_with(env, &engine, slot, |env, application| {
        let ticket = Bytes::<SHORT_TICKET>::required(env, &ticket, Parameter::Ticket)?;
        let userid = Bytes::<SHORT_TEXT>::required(env, &userid, Parameter::UserId)?;
        let bytes = Bytes::<0>::optional(env, &bytes)?;
        let expected = expected(kind, bytes.as_ref(), room_id, privileges)?;
        let outcome = application.verify(ticket.as_slice(), userid.as_slice(), expected, Some(now))?;
        numbers.set_region(env, 0, &row(&outcome))?;
        userbuf(env, &outcome)
    })
}

/// Answers the string room or null; `numbers` are 1 for a PrivateMapKey, the numeric
/// room, the privileges and the end.
#[jni_mangle("io.usersig.Engine")]
pub fn private_map_key<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    userbuf: JByteArray<'l>,
    numbers: JLongArray<'l>,
) -> JByteArray<'l> {
    guard(env, &engine, |env| {
        let userbuf = Bytes::<SHORT_TICKET>::required(env, &userbuf, Parameter::UserBuf)?;
        let Some(key) = PrivateMapKey::parse(userbuf.as_slice()) else { return Ok(JByteArray::default()) };
        let room = key.room();
        let id = room.as_id().unwrap_or(0);
        let row = [1, id.into(), key.privileges().bits().into(), key.expires_at().into()];
        numbers.set_region(env, 0, &row)?;
        match room.as_str() {
            Some(room) => array(env, room.as_bytes()),
            None => Ok(JByteArray::default()),
        }
    })
}

/// What a request expects, by the numbers of `io.usersig.Expected`.
pub(crate) fn expected<const N: usize>(
    kind: jint,
    bytes: Option<&Bytes<N>>,
    room_id: jlong,
    privileges: jlong,
) -> Result<Expected<'_>, Stop> {
    let missing = |parameter| Fault::new(parameter, Misfit::Missing);
    let bytes = bytes.map(Bytes::as_slice);
    Ok(match kind {
        ANY => Expected::Any,
        NONE => Expected::None,
        USERBUF => Expected::UserBuf(bytes.ok_or(missing(Parameter::UserBuf))?),
        ROOM => Expected::Room(bytes.map_or(RoomArg::Id(room_id), RoomArg::Str), privileges),
        _ => return Err(Fault::new(Parameter::Option, Misfit::OutOfRange).into()),
    })
}

/// Time, validity, key index and algorithm.
pub(crate) fn row(outcome: &Outcome) -> [jlong; ROW] {
    let key_index = jlong::try_from(outcome.key_index()).unwrap_or(jlong::MAX);
    [outcome.time(), outcome.expire(), key_index, algorithm_number(outcome.algorithm()).into()]
}

pub(crate) fn userbuf<'l>(env: &mut Env<'l>, outcome: &Outcome) -> Result<JByteArray<'l>, Stop> {
    match outcome.userbuf() {
        Some(userbuf) => array(env, userbuf),
        None => Ok(JByteArray::default()),
    }
}

/// Numbers of a verified ticket.
pub(crate) const ROW: usize = 4;
/// Bytes of tickets that are copied without allocation.
const SHORT_TICKET: usize = 640;

const ANY: jint = 0;
const NONE: jint = 1;
const USERBUF: jint = 2;
const ROOM: jint = 3;
