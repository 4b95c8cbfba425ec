//! The older C interface (`include/sigcheck.h`), with its names, parameters and codes.
//!
//! They answer 0, a code from 1 to 17, or -1 when the caller's buffer is too small for the
//! ticket, and write a text for people into `err_msg`, which they may cut short.

use std::ffi::{c_char, c_int, c_uint};
use std::panic::{AssertUnwindSafe, catch_unwind};

use usersig_door::{Application, DEFAULT_EXPIRE, Expected, Fault, Parameter, dropin};

use crate::constants::USERSIG_CSTR;
use crate::last;
use crate::lend;

/// Signs a legacy ticket of 180 days.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tls_gen_sig_ex(
    sdkappid: c_uint,
    identifier: *const c_char,
    sig: *mut c_char,
    sig_buff_len: c_uint,
    pri_key: *const c_char,
    pri_key_len: c_uint,
    err_msg: *mut c_char,
    err_msg_buff_len: c_uint,
) -> c_int {
    // SAFETY: the header asks for what sign and answer do.
    unsafe {
        answer(err_msg, err_msg_buff_len, || {
            sign(
                sdkappid,
                identifier,
                DEFAULT_EXPIRE,
                NO_ACCOUNT,
                (sig, sig_buff_len),
                (pri_key, pri_key_len),
            )
        })
    }
}

/// Signs a legacy ticket, valid for `expire` seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tls_gen_sig_ex_with_expire(
    sdkappid: c_uint,
    identifier: *const c_char,
    expire: c_uint,
    sig: *mut c_char,
    sig_buff_len: c_uint,
    pri_key: *const c_char,
    pri_key_len: c_uint,
    err_msg: *mut c_char,
    err_msg_buff_len: c_uint,
) -> c_int {
    // SAFETY: the header asks for what sign and answer do.
    unsafe {
        answer(err_msg, err_msg_buff_len, || {
            sign(sdkappid, identifier, expire.into(), NO_ACCOUNT, (sig, sig_buff_len), (pri_key, pri_key_len))
        })
    }
}

/// Signs a legacy ticket with an account type and a third-party id of decimal digits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tls_gen_sig(
    expire: c_uint,
    appid3rd: *const c_char,
    sdkappid: c_uint,
    identifier: *const c_char,
    acctype: c_uint,
    sig: *mut c_char,
    sig_buff_len: c_uint,
    pri_key: *const c_char,
    pri_key_len: c_uint,
    err_msg: *mut c_char,
    err_msg_buff_len: c_uint,
) -> c_int {
    // SAFETY: the header asks for a text that ends with a NUL, and for what sign and answer do.
    unsafe {
        answer(err_msg, err_msg_buff_len, || {
            let appid3rd = lend::bytes(appid3rd, USERSIG_CSTR, Parameter::AppIdAt3rd)?;
            let account = (acctype, appid3rd);
            sign(sdkappid, identifier, expire.into(), account, (sig, sig_buff_len), (pri_key, pri_key_len))
        })
    }
}

/// Verifies a ticket without a UserBuf, with a public key for a legacy one or with the
/// secret key for a current one. `expire_time` becomes its validity, `init_time` the time
/// of signing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tls_vri_sig_ex(
    sig: *const c_char,
    pub_key: *const c_char,
    pub_key_len: c_uint,
    sdkappid: c_uint,
    identifier: *const c_char,
    expire_time: *mut c_uint,
    init_time: *mut c_uint,
    err_msg: *mut c_char,
    err_msg_buff_len: c_uint,
) -> c_int {
    // SAFETY: the header asks for NULL or places for the times, and for what verify and
    // answer do.
    unsafe {
        answer(err_msg, err_msg_buff_len, || {
            let (expire, time) = verify(sig, (pub_key, pub_key_len), sdkappid, identifier)?;
            lend::put(expire_time, expire);
            lend::put(init_time, time);
            Ok(())
        })
    }
}

/// Verifies as `tls_vri_sig_ex`. The account type and the third-party id are not compared
/// with those of the ticket, as they never were.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tls_vri_sig(
    sig: *const c_char,
    pub_key: *const c_char,
    pub_key_len: c_uint,
    _acctype: c_uint,
    _appid3rd: *const c_char,
    sdkappid: c_uint,
    identifier: *const c_char,
    err_msg: *mut c_char,
    err_msg_buff_len: c_uint,
) -> c_int {
    // SAFETY: the header asks for what verify and answer do.
    unsafe {
        answer(err_msg, err_msg_buff_len, || {
            verify(sig, (pub_key, pub_key_len), sdkappid, identifier)?;
            Ok(())
        })
    }
}

/// # Safety
/// `identifier` is NULL or ends with a NUL; the buffer as in [`lend::array_mut`], the key as
/// in [`lend::bytes`].
unsafe fn sign(
    sdkappid: c_uint,
    identifier: *const c_char,
    expire: i64,
    account: (c_uint, &[u8]),
    sig: (*mut c_char, c_uint),
    key: (*const c_char, c_uint),
) -> Result<(), Fault> {
    // SAFETY: passed on from the caller.
    let out: &mut [u8] = unsafe { lend::array_mut(sig.0.cast(), widen(sig.1)) }?;
    if let Some(first) = out.first_mut() {
        *first = 0;
    }
    // SAFETY: passed on from the caller.
    let (identifier, key) =
        unsafe { (lend::bytes(identifier, USERSIG_CSTR, Parameter::UserId)?, text(key)?) };
    let application = dropin::legacy::application(sdkappid.into(), Some(key), None)?;
    let application = dropin::legacy::with_account(application, account.0.to_string().as_bytes(), account.1)?;
    let ticket = application.sign(identifier, expire, None, None)?;
    let needed = ticket.len() + 1;
    let out = out.get_mut(..needed).ok_or(Fault::buffer_too_small(needed))?;
    out[..ticket.len()].copy_from_slice(ticket.as_bytes());
    out[ticket.len()] = 0;
    Ok(())
}

/// The validity and the time of signing.
///
/// # Safety
/// `sig` and `identifier` are NULL or end with a NUL; the key as in [`lend::bytes`].
unsafe fn verify(
    sig: *const c_char,
    key: (*const c_char, c_uint),
    sdkappid: c_uint,
    identifier: *const c_char,
) -> Result<(c_uint, c_uint), Fault> {
    // SAFETY: passed on from the caller.
    let (sig, identifier) = unsafe {
        let sig = lend::bytes(sig, USERSIG_CSTR, Parameter::Ticket)?;
        (sig, lend::bytes(identifier, USERSIG_CSTR, Parameter::UserId)?)
    };
    // SAFETY: passed on from the caller.
    let application = Application::new(sdkappid.into(), &[unsafe { text(key) }?])?;
    let outcome = application.verify(sig, identifier, Expected::None, None)?;
    Ok((narrow(outcome.expire()), narrow(outcome.time())))
}

/// A key of the caller. Some count the NUL at its end.
///
/// # Safety
/// As [`lend::bytes`].
unsafe fn text<'a>(key: (*const c_char, c_uint)) -> Result<&'a [u8], Fault> {
    // SAFETY: passed on from the caller.
    let text = unsafe { lend::bytes(key.0, widen(key.1), Parameter::Key) }?;
    Ok(text.strip_suffix(b"\0").unwrap_or(text))
}

/// Runs the body of a function of this header, and tells its fault by the older code and
/// in `err_msg`.
///
/// # Safety
/// `err_msg` as in [`lend::array_mut`].
unsafe fn answer(
    err_msg: *mut c_char,
    err_msg_buff_len: c_uint,
    body: impl FnOnce() -> Result<(), Fault>,
) -> c_int {
    let fault = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(answer) => answer.err(),
        Err(panic) => {
            // Dropping what was thrown could panic again, outside of any catch.
            std::mem::forget(panic);
            Some(Fault::internal())
        }
    };
    let message = fault.map(|fault| fault.message()).unwrap_or_default();
    // A caller without a place for the message gets the code alone.
    // SAFETY: passed on from the caller.
    let out: &mut [u8] =
        unsafe { lend::array_mut(err_msg.cast(), widen(err_msg_buff_len)) }.unwrap_or_default();
    if let Some(room) = out.len().checked_sub(1) {
        let length = message.floor_char_boundary(room);
        out[..length].copy_from_slice(&message.as_bytes()[..length]);
        out[length] = 0;
    }
    let Some(fault) = fault else { return 0 };
    last::keep(fault);
    if fault.needed().is_some() { TOO_SMALL } else { fault.c_code() }
}

/// Numbers of 32 bits fit everywhere where this library runs.
const fn widen(length: c_uint) -> usize {
    length as usize
}

/// The older interface has 32 bits for a time: a larger one becomes the largest.
fn narrow(seconds: i64) -> c_uint {
    c_uint::try_from(seconds).unwrap_or(c_uint::MAX)
}

/// The account type and the third-party id of nearly every ticket.
const NO_ACCOUNT: (c_uint, &[u8]) = (0, b"0");

/// What the older interface answers when the caller's buffer is too small for the ticket.
const TOO_SMALL: c_int = -1;
