//! Signing one ticket into the caller's buffer.

use std::ffi::c_char;

use usersig_door::Parameter;

use crate::application::usersig_application;
use crate::call;
use crate::constants::USERSIG_UNSET;
use crate::lend::{self, TextOut};

/// Signs one ticket into `out`, valid for `expire` seconds from `now` (Unix seconds or
/// `USERSIG_UNSET`) on. It ends with a NUL that `len` does not count, and is never cut short:
/// a `capacity` below `usersig_max_len` is refused with `USERSIG_BUFFER_TOO_SMALL`, and `len`
/// then tells the capacity that is enough. NULL as `userbuf` means none; an empty one is not
/// the same. `len` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_sign(
    application: *const usersig_application,
    userid: *const c_char,
    userid_len: usize,
    expire: i64,
    userbuf: *const c_char,
    userbuf_len: usize,
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
        let userid = unsafe { lend::bytes(userid, userid_len, Parameter::UserId) }?;
        // SAFETY: as above.
        let userbuf = unsafe { lend::optional(userbuf, userbuf_len, Parameter::UserBuf) }?;
        out.fill(|out| application.0.sign_into(userid, expire, userbuf, moment(now), out))
    })
}

/// Tells a capacity that is enough for a ticket of this user with this UserBuf, the NUL
/// included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_max_len(
    application: *const usersig_application,
    userid: *const c_char,
    userid_len: usize,
    userbuf: *const c_char,
    userbuf_len: usize,
    len: *mut usize,
) -> i32 {
    // SAFETY: the header asks for NULL or a live application, texts of these lengths, and a
    // place for a length.
    call(|| unsafe {
        lend::put_required(len, || {
            let application = lend::object(application)?;
            let userid = lend::bytes(userid, userid_len, Parameter::UserId)?;
            let userbuf = lend::optional(userbuf, userbuf_len, Parameter::UserBuf)?;
            Ok(application.0.max_len(userid, userbuf)? + 1)
        })
    })
}

/// The moment as the door takes it.
pub(crate) const fn moment(now: i64) -> Option<i64> {
    if now == USERSIG_UNSET { None } else { Some(now) }
}
