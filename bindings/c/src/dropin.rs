//! What the drop-in faces of other languages stand on: applications that take what the
//! published packages take.

use std::ffi::c_char;

use usersig_door::{Parameter, dropin};

use crate::application::{make, usersig_application};
use crate::call;
use crate::lend;

/// Makes the application of a drop-in face of the current algorithm: one secret key, and any
/// UserID without control characters. A PEM text is refused.
/// Free it with `usersig_application_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_dropin_current_new(
    sdkappid: i64,
    key: *const c_char,
    key_len: usize,
    application: *mut *mut usersig_application,
) -> i32 {
    // SAFETY: the header asks for a place for the application and a text of that length.
    unsafe {
        make(application, || {
            dropin::current::application(sdkappid, lend::bytes(key, key_len, Parameter::Key)?)
        })
    }
}

/// Makes the application of a drop-in face of the legacy algorithm: a private PEM key that
/// signs, a public one that verifies, or both; NULL or an empty text for none. With a private
/// key alone, tickets are verified with the public key of its pair.
/// Free it with `usersig_application_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_dropin_legacy_new(
    sdkappid: i64,
    private_key: *const c_char,
    private_key_len: usize,
    public_key: *const c_char,
    public_key_len: usize,
    application: *mut *mut usersig_application,
) -> i32 {
    // SAFETY: the header asks for a place for the application and texts of these lengths.
    unsafe {
        make(application, || {
            let private_key = lend::optional(private_key, private_key_len, Parameter::Key)?;
            let public_key = lend::optional(public_key, public_key_len, Parameter::Key)?;
            dropin::legacy::application(sdkappid, private_key, public_key)
        })
    }
}

/// Makes an application as `usersig_dropin_legacy_new` with a private key, whose tickets have
/// the account type and the third-party id that old calls pass along: texts of decimal
/// digits. An empty third-party id counts as `0`.
/// Free it with `usersig_application_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_dropin_legacy_with_account_new(
    sdkappid: i64,
    private_key: *const c_char,
    private_key_len: usize,
    account_type: *const c_char,
    account_type_len: usize,
    appid_at_3rd: *const c_char,
    appid_at_3rd_len: usize,
    application: *mut *mut usersig_application,
) -> i32 {
    // SAFETY: the header asks for a place for the application and texts of these lengths.
    unsafe {
        make(application, || {
            let private_key = lend::bytes(private_key, private_key_len, Parameter::Key)?;
            let account_type = lend::bytes(account_type, account_type_len, Parameter::AccountType)?;
            let appid_at_3rd = lend::bytes(appid_at_3rd, appid_at_3rd_len, Parameter::AppIdAt3rd)?;
            let application = dropin::legacy::application(sdkappid, Some(private_key), None)?;
            dropin::legacy::with_account(application, account_type, appid_at_3rd)
        })
    }
}

/// Compares the two texts that old calls pass along with those of a ticket, which is to be
/// verified first. A third-party id that the ticket lacks or has empty equals `0`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_dropin_compare_account(
    ticket: *const c_char,
    ticket_len: usize,
    account_type: *const c_char,
    account_type_len: usize,
    appid_at_3rd: *const c_char,
    appid_at_3rd_len: usize,
) -> i32 {
    // SAFETY: the header asks for texts of these lengths.
    call(|| unsafe {
        let ticket = lend::bytes(ticket, ticket_len, Parameter::Ticket)?;
        let account_type = lend::bytes(account_type, account_type_len, Parameter::AccountType)?;
        let appid_at_3rd = lend::bytes(appid_at_3rd, appid_at_3rd_len, Parameter::AppIdAt3rd)?;
        dropin::legacy::compare_account(ticket, account_type, appid_at_3rd)
    })
}
