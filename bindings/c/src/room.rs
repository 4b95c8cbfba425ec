//! Signing PrivateMapKeys, and their bytes alone.

use std::ffi::c_char;

use usersig_door::{Fault, Parameter, RoomArg, private_map_key_bytes};

use crate::application::usersig_application;
use crate::call;
use crate::lend::{self, TextOut};
use crate::sign::moment;

/// Signs a PrivateMapKey for the numeric room `room_id` (1 to 4294967294) with `privileges`
/// (of `usersig_privilege`) into `out`. Everything else is as for `usersig_sign`, but for the
/// capacity: one of `usersig_private_map_key_max_len` is always enough, and when a smaller one is
/// refused, `len` tells the one that is enough for this room.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_sign_private_map_key(
    application: *const usersig_application,
    userid: *const c_char,
    userid_len: usize,
    expire: i64,
    room_id: i64,
    privileges: i64,
    now: i64,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    let arguments = Arguments { userid, userid_len, expire, privileges, now };
    // SAFETY: the header asks for what sign does.
    unsafe { sign(application, &arguments, || Ok(RoomArg::Id(room_id)), (out, capacity, len)) }
}

/// As `usersig_sign_private_map_key`, for the string room `room` (1 to 64 bytes).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_sign_private_map_key_str(
    application: *const usersig_application,
    userid: *const c_char,
    userid_len: usize,
    expire: i64,
    room: *const c_char,
    room_len: usize,
    privileges: i64,
    now: i64,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    let arguments = Arguments { userid, userid_len, expire, privileges, now };
    // SAFETY: the header asks for what sign does, and for a text of that length.
    unsafe {
        let room = || Ok(RoomArg::Str(lend::bytes(room, room_len, Parameter::Room)?));
        sign(application, &arguments, room, (out, capacity, len))
    }
}

/// Tells a capacity that is enough for a PrivateMapKey of this user for any room, the NUL
/// included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_map_key_max_len(
    application: *const usersig_application,
    userid: *const c_char,
    userid_len: usize,
    len: *mut usize,
) -> i32 {
    // SAFETY: the header asks for NULL or a live application, a text of that length, and a
    // place for a length.
    call(|| unsafe {
        lend::put_required(len, || {
            let application = lend::object(application)?;
            let userid = lend::bytes(userid, userid_len, Parameter::UserId)?;
            Ok(application.0.private_map_key_max_len(userid)? + 1)
        })
    })
}

/// Writes the bytes of a PrivateMapKey alone, the UserBuf of the ticket that
/// `usersig_sign_private_map_key` makes, into `out`; a NUL follows that `len` does not count.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_map_key_bytes(
    sdkappid: i64,
    userid: *const c_char,
    userid_len: usize,
    expire: i64,
    room_id: i64,
    privileges: i64,
    now: i64,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    let arguments = Arguments { userid, userid_len, expire, privileges, now };
    // SAFETY: the header asks for what bytes does.
    unsafe { bytes(sdkappid, &arguments, || Ok(RoomArg::Id(room_id)), (out, capacity, len)) }
}

/// As `usersig_private_map_key_bytes`, for the string room `room`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_map_key_bytes_str(
    sdkappid: i64,
    userid: *const c_char,
    userid_len: usize,
    expire: i64,
    room: *const c_char,
    room_len: usize,
    privileges: i64,
    now: i64,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    let arguments = Arguments { userid, userid_len, expire, privileges, now };
    // SAFETY: the header asks for what bytes does, and for a text of that length.
    unsafe {
        let room = || Ok(RoomArg::Str(lend::bytes(room, room_len, Parameter::Room)?));
        bytes(sdkappid, &arguments, room, (out, capacity, len))
    }
}

/// What every call here has.
struct Arguments {
    userid: *const c_char,
    userid_len: usize,
    expire: i64,
    privileges: i64,
    now: i64,
}

/// The caller's buffer: start, capacity, place for the length.
type Out = (*mut c_char, usize, *mut usize);

/// # Safety
/// `application` as in [`lend::object`], the UserID as in [`lend::bytes`], `out` as in
/// [`TextOut::new`].
unsafe fn sign<'a>(
    application: *const usersig_application,
    arguments: &Arguments,
    room: impl FnOnce() -> Result<RoomArg<'a>, Fault>,
    out: Out,
) -> i32 {
    let Arguments { expire, privileges, now, .. } = *arguments;
    call(|| {
        // SAFETY: passed on from the caller.
        let out = unsafe { TextOut::new(out.0, out.1, out.2) }?;
        // SAFETY: passed on from the caller.
        let application = unsafe { lend::object(application) }?;
        // SAFETY: passed on from the caller.
        let userid = unsafe { lend::bytes(arguments.userid, arguments.userid_len, Parameter::UserId) }?;
        let (room, now) = (room()?, moment(now));
        out.fill(|out| application.0.sign_private_map_key_into(userid, expire, room, privileges, now, out))
    })
}

/// # Safety
/// As [`sign`].
unsafe fn bytes<'a>(
    sdkappid: i64,
    arguments: &Arguments,
    room: impl FnOnce() -> Result<RoomArg<'a>, Fault>,
    out: Out,
) -> i32 {
    let Arguments { expire, privileges, now, .. } = *arguments;
    call(|| {
        // SAFETY: passed on from the caller.
        let out = unsafe { TextOut::new(out.0, out.1, out.2) }?;
        // SAFETY: passed on from the caller.
        let userid = unsafe { lend::bytes(arguments.userid, arguments.userid_len, Parameter::UserId) }?;
        out.copy(&private_map_key_bytes(sdkappid, userid, expire, room()?, privileges, moment(now))?)
    })
}
