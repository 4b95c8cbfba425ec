//! Verifying one ticket.

use std::ffi::c_char;

use usersig_door::{Expected, Fault, Misfit, Outcome, Parameter, RoomArg};

use crate::application::usersig_application;
use crate::call;
use crate::constants::{self, usersig_expectation, usersig_room_kind};
use crate::lend::{self, TextOut};
use crate::sign::moment;

/// What a request expects the ticket to carry. All zeros mean: anything.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_expected {
    /// The UserBuf or the string room, as `kind` says; otherwise NULL.
    pub text: *const c_char,
    /// Bytes of `text`, or `USERSIG_CSTR`.
    pub text_len: usize,
    /// The numeric room.
    pub room_id: i64,
    /// For a room: a mask, all bits of which the PrivateMapKey has to have.
    pub privileges: i64,
    /// A number of `usersig_expectation`.
    pub kind: i32,
    /// 0; another number is refused.
    pub reserved: i32,
}

/// What a verified ticket says. Times are Unix seconds.
#[repr(C)]
#[derive(Clone, Copy, Default)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_outcome {
    /// Time of signing.
    pub time: i64,
    /// Validity, seconds.
    pub expire: i64,
    /// The last second at which the ticket is valid.
    pub expires_at: i64,
    /// The last second of the PrivateMapKey itself; 0 if there is none.
    pub room_expires_at: i64,
    /// Bytes of the UserBuf.
    pub userbuf_len: usize,
    /// Where in the UserBuf the string room stands, bytes.
    pub room_str_offset: usize,
    /// Bytes of the string room.
    pub room_str_len: usize,
    /// A number of `usersig_algorithm`.
    pub algorithm: i32,
    /// Which key of the application made the signature, counted from 0.
    pub key_index: i32,
    /// 1 if the ticket carries a UserBuf, which may be empty; otherwise 0.
    pub has_userbuf: i32,
    /// A number of `usersig_room_kind`: whether the UserBuf is a PrivateMapKey. Its account,
    /// SDKAppID and own time were compared only if a room was expected.
    pub room_kind: i32,
    /// The numeric room.
    pub room_id: u32,
    /// The privileges of the PrivateMapKey, of `usersig_privilege`.
    pub privileges: u32,
}

/// Verifies a ticket of this user at `now` (Unix seconds or `USERSIG_UNSET`).
///
/// The ticket may be any bytes; NULL as `expected` expects nothing. `outcome` may be NULL.
/// The UserBuf is copied into `userbuf` if that is not NULL; a `capacity` that is too small
/// is `USERSIG_BUFFER_TOO_SMALL`, with the ticket verified and `outcome` filled.
/// Returns a number from 101 on when the ticket is turned away; `outcome` is zeros then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verify(
    application: *const usersig_application,
    ticket: *const c_char,
    ticket_len: usize,
    userid: *const c_char,
    userid_len: usize,
    expected: *const usersig_expected,
    now: i64,
    outcome: *mut usersig_outcome,
    userbuf: *mut c_char,
    capacity: usize,
) -> i32 {
    call(|| {
        // SAFETY: the header asks for NULL or a usersig_outcome to write to.
        unsafe { lend::put(outcome, usersig_outcome::default()) };
        // SAFETY: the header asks for NULL or a buffer of that capacity.
        let out: &mut [u8] = unsafe { lend::array_mut(userbuf.cast(), capacity) }?;
        // SAFETY: the header asks for what verify does.
        let verified = unsafe { verify(application, ticket, ticket_len, userid, userid_len, expected, now) }?;
        // SAFETY: as above.
        unsafe { lend::put(outcome, describe(&verified)) };
        match verified.userbuf() {
            Some(bytes) if !userbuf.is_null() => {
                let too_small = Fault::buffer_too_small(bytes.len());
                out.get_mut(..bytes.len()).ok_or(too_small)?.copy_from_slice(bytes);
                Ok(())
            }
            _ => Ok(()),
        }
    })
}

/// Verifies as `usersig_verify` and writes the outcome as JSON into `out`. It ends with a NUL
/// that `len` does not count; when `capacity` is too small, `len` tells the one that is enough.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verify_json(
    application: *const usersig_application,
    ticket: *const c_char,
    ticket_len: usize,
    userid: *const c_char,
    userid_len: usize,
    expected: *const usersig_expected,
    now: i64,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    call(|| {
        // SAFETY: the header asks for a buffer of that capacity and NULL or a place for a length.
        let out = unsafe { TextOut::new(out, capacity, len) }?;
        // SAFETY: the header asks for NULL or a live application.
        let application = unsafe { lend::object(application) }?;
        // SAFETY: the header asks for texts of these lengths.
        let (ticket, userid) = unsafe {
            let ticket = lend::bytes(ticket, ticket_len, Parameter::Ticket)?;
            (ticket, lend::bytes(userid, userid_len, Parameter::UserId)?)
        };
        // SAFETY: the header asks for NULL or an expectation.
        let expected = unsafe { expectation(expected) }?;
        out.copy(application.0.verify_json(ticket, userid, expected, moment(now))?.as_bytes())
    })
}

/// # Safety
/// The objects as in [`lend::object`] or NULL, the texts as in [`lend::bytes`].
unsafe fn verify(
    application: *const usersig_application,
    ticket: *const c_char,
    ticket_len: usize,
    userid: *const c_char,
    userid_len: usize,
    expected: *const usersig_expected,
    now: i64,
) -> Result<Outcome, Fault> {
    // SAFETY: passed on from the caller.
    let (application, expected) = unsafe { (lend::object(application)?, expectation(expected)?) };
    // SAFETY: passed on from the caller.
    let (ticket, userid) = unsafe {
        let ticket = lend::bytes(ticket, ticket_len, Parameter::Ticket)?;
        (ticket, lend::bytes(userid, userid_len, Parameter::UserId)?)
    };
    application.0.verify(ticket, userid, expected, moment(now))
}

/// # Safety
/// `expected` is NULL or points to one whose text is as in [`lend::bytes`].
pub(crate) unsafe fn expectation<'a>(expected: *const usersig_expected) -> Result<Expected<'a>, Fault> {
    const ANY: i32 = usersig_expectation::USERSIG_EXPECT_ANY as i32;
    const NONE: i32 = usersig_expectation::USERSIG_EXPECT_NONE as i32;
    const USERBUF: i32 = usersig_expectation::USERSIG_EXPECT_USERBUF as i32;
    const ROOM_ID: i32 = usersig_expectation::USERSIG_EXPECT_ROOM_ID as i32;
    const ROOM_STR: i32 = usersig_expectation::USERSIG_EXPECT_ROOM_STR as i32;
    // SAFETY: passed on from the caller.
    let Some(expected) = (unsafe { expected.as_ref() }) else { return Ok(Expected::Any) };
    let unknown = Fault::new(Parameter::Option, Misfit::OutOfRange);
    if expected.reserved != 0 {
        return Err(unknown);
    }
    // SAFETY: passed on from the caller.
    let text = |parameter| unsafe { lend::bytes(expected.text, expected.text_len, parameter) };
    Ok(match expected.kind {
        ANY => Expected::Any,
        NONE => Expected::None,
        USERBUF => Expected::UserBuf(text(Parameter::UserBuf)?),
        ROOM_ID => Expected::Room(RoomArg::Id(expected.room_id), expected.privileges),
        ROOM_STR => Expected::Room(RoomArg::Str(text(Parameter::Room)?), expected.privileges),
        _ => return Err(unknown),
    })
}

pub(crate) fn describe(verified: &Outcome) -> usersig_outcome {
    let mut outcome = usersig_outcome {
        time: verified.time(),
        expire: verified.expire(),
        expires_at: verified.expires_at(),
        algorithm: constants::algorithm(Some(verified.algorithm())),
        key_index: i32::try_from(verified.key_index()).unwrap_or(i32::MAX),
        ..usersig_outcome::default()
    };
    if let Some(userbuf) = verified.userbuf() {
        outcome.has_userbuf = 1;
        outcome.userbuf_len = userbuf.len();
        if let Some(key) = verified.private_map_key() {
            outcome.room_expires_at = i64::from(key.expires_at());
            outcome.privileges = key.privileges().bits();
            match key.room().as_str() {
                Some(room) => {
                    outcome.room_kind = usersig_room_kind::USERSIG_ROOM_STR as i32;
                    // The room is a part of the UserBuf.
                    outcome.room_str_offset = room.as_ptr().addr().saturating_sub(userbuf.as_ptr().addr());
                    outcome.room_str_len = room.len();
                }
                None => {
                    outcome.room_kind = usersig_room_kind::USERSIG_ROOM_ID as i32;
                    outcome.room_id = key.room().as_id().unwrap_or(0);
                }
            }
        }
    }
    outcome
}
