//! What a ticket claims and why it is rejected, as JSON.

pub mod kept;
mod text;
pub mod values;

use std::ffi::c_char;

use usersig_door::{Diagnosis, Fault, Misfit, Parameter, diagnosis_json, inspect_json};

use crate::application::texts;
use crate::call;
use crate::constants::USERSIG_UNSET;
use crate::lend::{self, TextOut};
use crate::sign::moment;

/// What is known around a ticket that is rejected. All of it may be left out; more of it
/// finds more. Fill it by `usersig_symptoms_init`.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_symptoms {
    /// The SDKAppID, or `USERSIG_UNSET`.
    pub sdkappid: i64,
    /// The moment in Unix seconds, or `USERSIG_UNSET`.
    pub now: i64,
    /// The UserID, or NULL.
    pub userid: *const c_char,
    /// Bytes of the UserID, or `USERSIG_CSTR`.
    pub userid_len: usize,
    /// The application's keys as they are configured, damage and all.
    pub keys: *const *const c_char,
    /// Their lengths; NULL if each ends with a NUL.
    pub key_lens: *const usize,
    /// How many keys.
    pub key_count: usize,
    /// SDKAppIDs of other applications that may have been mixed up with it.
    pub other_sdkappids: *const i64,
    /// One key of each of them.
    pub other_keys: *const *const c_char,
    /// Their lengths; NULL if each ends with a NUL.
    pub other_key_lens: *const usize,
    /// How many other applications.
    pub other_count: usize,
}

/// Fills `symptoms` so that everything is left out. NULL is passed over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_symptoms_init(symptoms: *mut usersig_symptoms) {
    let nothing = usersig_symptoms {
        sdkappid: USERSIG_UNSET,
        now: USERSIG_UNSET,
        userid: std::ptr::null(),
        userid_len: 0,
        keys: std::ptr::null(),
        key_lens: std::ptr::null(),
        key_count: 0,
        other_sdkappids: std::ptr::null(),
        other_keys: std::ptr::null(),
        other_key_lens: std::ptr::null(),
        other_count: 0,
    };
    // SAFETY: the header asks for NULL or a usersig_symptoms to write to.
    unsafe { lend::put(symptoms, nothing) };
}

/// Writes what a ticket claims as JSON into `out`. It is not verified: anybody can write a
/// ticket. The text ends with a NUL that `len` does not count; when `capacity` is too small,
/// `len` tells the one that is enough.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_inspect_json(
    ticket: *const c_char,
    ticket_len: usize,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    call(|| {
        // SAFETY: the header asks for a buffer of that capacity and NULL or a place for a length.
        let out = unsafe { TextOut::new(out, capacity, len) }?;
        // SAFETY: the header asks for a text of that length.
        let ticket = unsafe { lend::bytes(ticket, ticket_len, Parameter::Ticket) }?;
        out.copy(inspect_json(ticket)?.as_bytes())
    })
}

/// As `usersig_inspect_json`, into a new text that `usersig_text_free` frees.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_inspect_json_alloc(
    ticket: *const c_char,
    ticket_len: usize,
    text: *mut *mut c_char,
    len: *mut usize,
) -> i32 {
    // SAFETY: the header asks for a place for a text, NULL or a place for a length, and a text
    // of that length.
    unsafe { allocate(text, len, || inspect_json(lend::bytes(ticket, ticket_len, Parameter::Ticket)?)) }
}

/// Explains as JSON why a ticket is rejected and what to do about it; `symptoms` may be NULL.
/// It takes its time: it is for people. The text is as for `usersig_inspect_json`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_diagnose_json(
    ticket: *const c_char,
    ticket_len: usize,
    symptoms: *const usersig_symptoms,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> i32 {
    call(|| {
        // SAFETY: the header asks for a buffer of that capacity and NULL or a place for a length.
        let out = unsafe { TextOut::new(out, capacity, len) }?;
        // SAFETY: the header asks for what diagnose does.
        let found = unsafe { diagnose(ticket, ticket_len, symptoms) }?;
        out.copy(diagnosis_json(&found).as_bytes())
    })
}

/// As `usersig_diagnose_json`, into a new text that `usersig_text_free` frees.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_diagnose_json_alloc(
    ticket: *const c_char,
    ticket_len: usize,
    symptoms: *const usersig_symptoms,
    text: *mut *mut c_char,
    len: *mut usize,
) -> i32 {
    // SAFETY: the header asks for a place for a text, NULL or a place for a length, and for
    // what diagnose does.
    unsafe { allocate(text, len, || Ok(diagnosis_json(&diagnose(ticket, ticket_len, symptoms)?))) }
}

/// Frees a text of a function whose name ends in `_json_alloc`, whatever you wrote into it; NULL is
/// passed over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_text_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: not null, and made in allocate; freed once as the header asks.
        unsafe { text::take_back(text) };
    }
}

/// # Safety
/// `text` and `len` as in [`lend::put`].
unsafe fn allocate(
    text: *mut *mut c_char,
    len: *mut usize,
    make: impl FnOnce() -> Result<String, Fault>,
) -> i32 {
    // SAFETY: passed on from the caller.
    unsafe {
        lend::put(text, std::ptr::null_mut());
        lend::put(len, 0);
    }
    call(|| {
        let mut length = 0;
        let made = || {
            let made = make()?;
            length = made.len();
            Ok(text::hand_out(&made))
        };
        // SAFETY: passed on from the caller.
        unsafe {
            lend::put_required(text, made)?;
            lend::put(len, length);
        }
        Ok(())
    })
}

/// # Safety
/// The ticket as in [`lend::bytes`]; `symptoms` is NULL or points to ones whose texts are as
/// there and whose arrays are as in [`lend::array`].
unsafe fn diagnose(
    ticket: *const c_char,
    ticket_len: usize,
    symptoms: *const usersig_symptoms,
) -> Result<Diagnosis, Fault> {
    // SAFETY: passed on from the caller.
    let ticket = unsafe { lend::bytes(ticket, ticket_len, Parameter::Ticket) }?;
    // SAFETY: passed on from the caller.
    let Some(known) = (unsafe { symptoms.as_ref() }) else {
        return usersig_door::diagnose(ticket, None, None, &[], &[], None);
    };
    let sdkappid = (known.sdkappid != USERSIG_UNSET).then_some(known.sdkappid);
    // SAFETY: passed on from the caller.
    let userid = unsafe { lend::optional(known.userid, known.userid_len, Parameter::UserId) }?;
    // SAFETY: passed on from the caller.
    let keys = unsafe { texts(known.keys, known.key_lens, known.key_count, Parameter::Key) }?;
    // SAFETY: passed on from the caller.
    let (sdkappids, other_keys) = unsafe {
        let sdkappids = lend::array(known.other_sdkappids, known.other_count, Parameter::SdkAppId)?;
        (sdkappids, texts(known.other_keys, known.other_key_lens, known.other_count, Parameter::Key)?)
    };
    if sdkappids.len() != other_keys.len() {
        return Err(Fault::new(Parameter::Handle, Misfit::OutOfRange));
    }
    let others: Vec<_> = sdkappids.iter().copied().zip(other_keys).collect();
    usersig_door::diagnose(ticket, sdkappid, userid, &keys, &others, moment(known.now))
}
