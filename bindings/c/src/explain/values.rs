//! What a ticket claims and why it is rejected, as values.

use std::ffi::c_char;
use std::ptr;

use usersig_door::{Diagnosis, Fault, Parameter, Unverified};
use usersig_door::{diagnosis_json, inspect, severity_number, unverified_json};

use super::kept::{self, Kept, usersig_bytes};
use super::{diagnose, usersig_symptoms};
use crate::call;
use crate::constants::{self, usersig_room_kind};
use crate::lend;

/// What a ticket claims. Nothing of it is verified. Times are Unix seconds.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_claims {
    /// Time of signing.
    pub time: i64,
    /// Validity, seconds.
    pub expire: i64,
    /// The last second at which the ticket says it is valid.
    pub expires_at: i64,
    /// The last second of the PrivateMapKey itself; 0 if there is none.
    pub room_expires_at: i64,
    /// The UserID.
    pub userid: usersig_bytes,
    /// The UserBuf, if there is one.
    pub userbuf: usersig_bytes,
    /// The name of a string room.
    pub room_str: usersig_bytes,
    /// The signature; empty when what is written there cannot be one.
    pub signature: usersig_bytes,
    /// The JSON inside the ticket, as it is written.
    pub ticket_json: usersig_bytes,
    /// The whole as JSON: the text of `usersig_inspect_json`.
    pub json: usersig_bytes,
    /// The SDKAppID.
    pub sdkappid: u32,
    /// A number of `usersig_algorithm`.
    pub algorithm: i32,
    /// A number of `usersig_room_kind`: whether the UserBuf is a PrivateMapKey.
    pub room_kind: i32,
    /// The numeric room.
    pub room_id: u32,
    /// The privileges of the PrivateMapKey, of `usersig_privilege`.
    pub privileges: u32,
}

/// One thing that was found about a ticket.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_cause {
    /// A stable name for programs, for example `key-white-space`.
    pub id: usersig_bytes,
    /// What it is, for people.
    pub text: usersig_bytes,
    /// What to do next, for people.
    pub advice: usersig_bytes,
    /// A number of `usersig_severity`.
    pub severity: i32,
}

/// How much a cause weighs, the lightest first.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_severity {
    /// Good to know; nothing is rejected for it.
    USERSIG_SEVERITY_NOTE = 0,
    /// Accepted here, but asking for trouble elsewhere or later.
    USERSIG_SEVERITY_WARNING = 1,
    /// Why the ticket is rejected.
    USERSIG_SEVERITY_FATAL = 2,
}

/// Why a ticket is rejected and what to do about it.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_diagnosis {
    /// The rejection in words; none for a ticket that is not rejected.
    pub reason: usersig_bytes,
    /// The ticket without the damage that it took on its way, if there is any that can be undone.
    pub repaired: usersig_bytes,
    /// The whole as JSON: the text of `usersig_diagnose_json`.
    pub json: usersig_bytes,
    /// What was found, the most serious first; NULL if nothing was.
    pub causes: *const usersig_cause,
    /// How many causes.
    pub cause_count: usize,
    /// What the ticket claims; NULL if it cannot be read. It is a part of the diagnosis.
    pub claims: *const usersig_claims,
    /// A number of `usersig_kind`; `USERSIG_OK` for a ticket that is not rejected. What was not
    /// given, a key, a UserID, an SDKAppID, is not checked.
    pub kind: i32,
    /// Tencent's code of the rejection; 0 for a ticket that is not rejected.
    pub code: i32,
}

/// Tells what a ticket claims, in new claims that `usersig_claims_free` frees. It is not
/// verified: anybody can write a ticket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_inspect_alloc(
    ticket: *const c_char,
    ticket_len: usize,
    claims: *mut *mut usersig_claims,
) -> i32 {
    // SAFETY: the header asks for a place for the claims, and a text of that length.
    unsafe {
        hand_out(claims, |kept| {
            let ticket = lend::bytes(ticket, ticket_len, Parameter::Ticket)?;
            Ok(lower_claims(&inspect(ticket)?, kept))
        })
    }
}

/// Explains why a ticket is rejected and what to do about it, in a new diagnosis that
/// `usersig_diagnosis_free` frees; `symptoms` may be NULL. It takes its time: it is for people.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_diagnose_alloc(
    ticket: *const c_char,
    ticket_len: usize,
    symptoms: *const usersig_symptoms,
    diagnosis: *mut *mut usersig_diagnosis,
) -> i32 {
    // SAFETY: the header asks for a place for the diagnosis, and for what diagnose does.
    unsafe { hand_out(diagnosis, |kept| Ok(lower_diagnosis(&diagnose(ticket, ticket_len, symptoms)?, kept))) }
}

/// Frees claims, but not those of a diagnosis; NULL is passed over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_claims_free(claims: *mut usersig_claims) {
    if !claims.is_null() {
        // SAFETY: not null, and made in hand_out; freed once as the header asks.
        unsafe { kept::take_back(claims) };
    }
}

/// Frees a diagnosis with its causes and claims; NULL is passed over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_diagnosis_free(diagnosis: *mut usersig_diagnosis) {
    if !diagnosis.is_null() {
        // SAFETY: not null, and made in hand_out; freed once as the header asks.
        unsafe { kept::take_back(diagnosis) };
    }
}

/// # Safety
/// `place` as in [`lend::put`].
unsafe fn hand_out<T: 'static>(place: *mut *mut T, make: impl FnOnce(&mut Kept) -> Result<T, Fault>) -> i32 {
    // SAFETY: passed on from the caller.
    unsafe { lend::put(place, ptr::null_mut()) };
    call(|| {
        let made = || {
            let mut kept = Kept::default();
            let value = make(&mut kept)?;
            Ok(kept.hand_out(value))
        };
        // SAFETY: passed on from the caller.
        unsafe { lend::put_required(place, made) }
    })
}

fn lower_claims(found: &Unverified, kept: &mut Kept) -> usersig_claims {
    let validity = found.validity();
    let mut claims = usersig_claims {
        // Times of a validity have 63 bits.
        time: validity.time().cast_signed(),
        expire: validity.expire().cast_signed(),
        expires_at: validity.expires_at().cast_signed(),
        room_expires_at: 0,
        userid: kept.bytes(found.userid().as_bytes()),
        userbuf: kept.optional(found.userbuf()),
        room_str: usersig_bytes::NONE,
        signature: kept.bytes(found.signature()),
        ticket_json: kept.bytes(found.json().as_bytes()),
        json: kept.bytes(unverified_json(found).as_bytes()),
        sdkappid: found.sdkappid(),
        algorithm: constants::algorithm(Some(found.algorithm().name())),
        room_kind: usersig_room_kind::USERSIG_ROOM_NONE as i32,
        room_id: 0,
        privileges: 0,
    };
    if let Some(key) = found.private_map_key() {
        claims.room_expires_at = i64::from(key.expires_at());
        claims.privileges = key.privileges().bits();
        claims.room_str = kept.optional(key.room().as_str().map(str::as_bytes));
        claims.room_id = key.room().as_id().unwrap_or(0);
        claims.room_kind = (match key.room().as_str() {
            Some(_) => usersig_room_kind::USERSIG_ROOM_STR,
            None => usersig_room_kind::USERSIG_ROOM_ID,
        }) as i32;
    }
    claims
}

fn lower_diagnosis(found: &Diagnosis, kept: &mut Kept) -> usersig_diagnosis {
    let fault = found.rejection.map(Fault::from);
    let reason = found.rejection.map(|rejection| rejection.to_string());
    let mut causes = Vec::with_capacity(found.causes.len());
    for cause in &found.causes {
        causes.push(usersig_cause {
            id: kept.bytes(cause.id().as_bytes()),
            text: kept.bytes(cause.to_string().as_bytes()),
            advice: kept.bytes(cause.advice().as_bytes()),
            severity: severity_number(cause.severity()).into(),
        });
    }
    let claims = found.unverified.as_ref().map(|claims| lower_claims(claims, kept));
    usersig_diagnosis {
        reason: kept.optional(reason.as_ref().map(String::as_bytes)),
        repaired: kept.optional(found.repaired.as_ref().map(String::as_bytes)),
        json: kept.bytes(diagnosis_json(found).as_bytes()),
        cause_count: causes.len(),
        causes: kept.array(causes),
        claims: claims.map_or(ptr::null(), |claims| kept.array(vec![claims])),
        kind: fault.map_or(0, |fault| fault.kind().number()),
        code: fault.map_or(0, |fault| fault.code()),
    }
}
