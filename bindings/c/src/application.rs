//! Making, asking and freeing an application.

use std::ffi::c_char;

use usersig_door::{Application, Encoding, Fault, Misfit, Parameter, UserIdForm};

use crate::call;
use crate::constants::{self, USERSIG_UNSET, usersig_encoding, usersig_userid_form};
use crate::lend::{self, TextOut};

/// An application with its keys. It is shared freely between threads, and never changes.
pub struct usersig_application(pub(crate) Application);

/// What an application does in another way than usual. Fill it by `usersig_options_init`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_options {
    /// Seconds that a ticket may be signed ahead of now; `USERSIG_UNSET`: no bound.
    pub max_clock_skew: i64,
    /// Longest validity that is accepted, seconds; `USERSIG_UNSET`: no bound.
    pub longest_validity: i64,
    /// A number of `usersig_userid_form`: which UserIDs are signed.
    pub userid_form: i32,
    /// A number of `usersig_encoding`.
    pub encoding: i32,
    /// Zone of the local time in the oldest legacy tickets, seconds east of UTC.
    pub legacy_utc_offset: i32,
    /// 0; another number is refused.
    pub reserved: i32,
}

/// Fills `options` with what an application does if nothing is said. NULL is passed over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_options_init(options: *mut usersig_options) {
    let usual = usersig_options {
        max_clock_skew: USERSIG_UNSET,
        longest_validity: USERSIG_UNSET,
        userid_form: usersig_userid_form::USERSIG_USERID_DOCUMENTED as i32,
        encoding: usersig_encoding::USERSIG_ENCODING_COMPACT as i32,
        legacy_utc_offset: 0,
        reserved: 0,
    };
    // SAFETY: the header asks for NULL or a usersig_options to write to.
    unsafe { lend::put(options, usual) };
}

/// Makes an application with one key: the text of a secret key, or a PEM text of the legacy
/// algorithm. A secret key is used byte for byte: strip the line end of a file before.
/// Free it with `usersig_application_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_application_new(
    sdkappid: i64,
    key: *const c_char,
    key_len: usize,
    application: *mut *mut usersig_application,
) -> i32 {
    // SAFETY: the header asks for a place for the application and a text of that length.
    unsafe { make(application, || Application::new(sdkappid, &[lend::bytes(key, key_len, Parameter::Key)?])) }
}

/// Makes an application with several keys, of both algorithms if you like: the first signs,
/// all verify. `key_lens` may be NULL for texts that end with a NUL, `options` for the usual
/// ones. Without any key, every ticket that can be read is rejected with 70016.
/// Free it with `usersig_application_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_application_with_keys_new(
    sdkappid: i64,
    keys: *const *const c_char,
    key_lens: *const usize,
    key_count: usize,
    options: *const usersig_options,
    application: *mut *mut usersig_application,
) -> i32 {
    // SAFETY: the header asks for a place for the application, key_count texts and their
    // lengths, and NULL or options.
    unsafe {
        make(application, || {
            let app = Application::new(sdkappid, &texts(keys, key_lens, key_count, Parameter::Key)?)?;
            options.as_ref().map_or(Ok(app.clone()), |options| with_options(app, options))
        })
    }
}

/// Frees an application; NULL is passed over. No call may be using it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_application_free(application: *mut usersig_application) {
    if !application.is_null() {
        call(|| {
            // SAFETY: not null, and made by Box::into_raw in make; freed once as the header asks.
            drop(unsafe { Box::from_raw(application) });
            Ok(())
        });
    }
}

/// The SDKAppID of an application; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_application_sdkappid(application: *const usersig_application) -> u32 {
    // SAFETY: the header asks for NULL or a live application.
    unsafe { application.as_ref() }.map_or(0, |application| application.0.sdkappid())
}

/// The algorithm of new tickets, a number of `usersig_algorithm`; 0 for an application that
/// verifies only, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_application_algorithm(application: *const usersig_application) -> i32 {
    // SAFETY: the header asks for NULL or a live application.
    constants::algorithm(unsafe { application.as_ref() }.and_then(|application| application.0.algorithm()))
}

/// Writes eight hexadecimal digits and a NUL that tell signing keys apart and give nothing
/// away; the empty text for an application that verifies only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_application_key_fingerprint(
    application: *const usersig_application,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    call(|| {
        // SAFETY: the header asks for a buffer of that capacity and NULL or a place for a length.
        let out = unsafe { TextOut::new(out, capacity, len) }?;
        // SAFETY: the header asks for NULL or a live application.
        let application = unsafe { lend::object(application) }?;
        out.copy(application.0.key_fingerprint().unwrap_or_default().as_bytes())
    })
}

/// Runs `build` and hands its application to the caller; NULL until then.
///
/// # Safety
/// `place` as in [`lend::put`].
pub(crate) unsafe fn make(
    place: *mut *mut usersig_application,
    build: impl FnOnce() -> Result<Application, Fault>,
) -> i32 {
    // SAFETY: passed on from the caller.
    unsafe { lend::put(place, std::ptr::null_mut()) };
    call(|| {
        // SAFETY: passed on from the caller.
        unsafe { lend::put_required(place, || Ok(Box::into_raw(Box::new(usersig_application(build()?))))) }
    })
}

/// Texts of the caller, with an array of lengths or each up to its NUL.
///
/// # Safety
/// `data` and `lens` as in [`lend::array`], or `lens` NULL; each text as in [`lend::bytes`].
pub(crate) unsafe fn texts<'a>(
    data: *const *const c_char,
    lens: *const usize,
    count: usize,
    parameter: Parameter,
) -> Result<Vec<&'a [u8]>, Fault> {
    // SAFETY: passed on from the caller.
    let data = unsafe { lend::array(data, count, parameter) }?;
    let count = if lens.is_null() { 0 } else { count };
    // SAFETY: passed on from the caller.
    let lens = unsafe { lend::array(lens, count, parameter) }?;
    let lens = lens.iter().copied().chain(std::iter::repeat(constants::USERSIG_CSTR));
    // SAFETY: passed on from the caller.
    data.iter().zip(lens).map(|(text, len)| unsafe { lend::bytes(*text, len, parameter) }).collect()
}

fn with_options(app: Application, options: &usersig_options) -> Result<Application, Fault> {
    let unknown = Fault::new(Parameter::Option, Misfit::OutOfRange);
    let form = match options.userid_form {
        0 => UserIdForm::Documented,
        1 => UserIdForm::Ascii,
        2 => UserIdForm::Utf8,
        _ => return Err(unknown),
    };
    let encoding = match options.encoding {
        0 => Encoding::Compact,
        1 => Encoding::Stored,
        _ => return Err(unknown),
    };
    if options.reserved != 0 {
        return Err(unknown);
    }
    let mut app =
        app.with_userid_form(form).with_encoding(encoding).with_legacy_utc_offset(options.legacy_utc_offset);
    if options.max_clock_skew != USERSIG_UNSET {
        app = app.with_max_clock_skew(options.max_clock_skew)?;
    }
    if options.longest_validity != USERSIG_UNSET {
        app = app.with_longest_validity(options.longest_validity)?;
    }
    Ok(app)
}
