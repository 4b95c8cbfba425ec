//! Signing and verifying many tickets in one call.

use std::ffi::c_char;

use usersig_door::{Fault, Misfit, Parameter};

use crate::application::{texts, usersig_application};
use crate::call;
use crate::last;
use crate::lend;
use crate::sign::moment;
use crate::verify::{describe, expectation, usersig_expected, usersig_outcome};

/// Signs tickets for many users in one call, all of the same time and validity.
///
/// `userids` are `count` texts; `userid_lens` may be NULL if each ends with a NUL. The tickets
/// stand in `out` one after another, without NULs; the one of row `i` from `offsets[i]` to
/// `offsets[i + 1]`, so `offsets` has `count + 1` numbers. `statuses[i]` is 0 or a number of
/// `usersig_kind`, for a row whose place is empty; `usersig_last_row_error` tells the rest of
/// it, until the next batch of the thread. When `capacity` is too small, nothing is
/// written and `len` tells the one that is enough; `len` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_sign_many(
    application: *const usersig_application,
    userids: *const *const c_char,
    userid_lens: *const usize,
    count: usize,
    expire: i64,
    now: i64,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
    offsets: *mut usize,
    statuses: *mut i32,
) -> i32 {
    // SAFETY: the header asks for count texts and their lengths.
    let rows = || unsafe { texts(userids, userid_lens, count, Parameter::UserId) };
    let places = Places { out, capacity, len, offsets, statuses };
    // SAFETY: the header asks for what sign does.
    unsafe { sign(application, rows, expire, now, count, &places) }
}

/// As `usersig_sign_many`, for UserIDs that stand in one piece of memory: the one of row `i`
/// from `userid_offsets[i]` to `userid_offsets[i + 1]` in `userids`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_sign_many_packed(
    application: *const usersig_application,
    userids: *const c_char,
    userid_offsets: *const usize,
    count: usize,
    expire: i64,
    now: i64,
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
    offsets: *mut usize,
    statuses: *mut i32,
) -> i32 {
    // SAFETY: the header asks for count + 1 offsets and for the bytes up to the last one.
    let rows = || unsafe { packed(userids, userid_offsets, count, Parameter::UserId) };
    let places = Places { out, capacity, len, offsets, statuses };
    // SAFETY: the header asks for what sign does.
    unsafe { sign(application, rows, expire, now, count, &places) }
}

/// Verifies many tickets at one moment. Tickets and UserIDs stand in one piece of memory
/// each, as for `usersig_sign_many_packed`; `expected` is for all rows.
///
/// `statuses[i]` is 0 or a number of `usersig_kind`; `usersig_last_row_error` tells the rest
/// of it, until the next batch of the thread. `outcomes` may be NULL, or has `count`
/// places; UserBufs are counted there, but not copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verify_many_packed(
    application: *const usersig_application,
    tickets: *const c_char,
    ticket_offsets: *const usize,
    userids: *const c_char,
    userid_offsets: *const usize,
    count: usize,
    expected: *const usersig_expected,
    now: i64,
    outcomes: *mut usersig_outcome,
    statuses: *mut i32,
) -> i32 {
    batch(|| {
        // SAFETY: the header asks for NULL or a live application, and NULL or an expectation.
        let (application, expected) = unsafe { (lend::object(application)?, expectation(expected)?) };
        // SAFETY: the header asks for count + 1 offsets and for the bytes up to the last one.
        let (tickets, userids) = unsafe {
            let tickets = packed(tickets, ticket_offsets, count, Parameter::Ticket)?;
            (tickets, packed(userids, userid_offsets, count, Parameter::UserId)?)
        };
        let wanted = if outcomes.is_null() { 0 } else { count };
        // SAFETY: the header asks for count places in each, or NULL as outcomes.
        let (outcomes, statuses) =
            unsafe { (lend::array_mut(outcomes, wanted)?, lend::array_mut(statuses, count)?) };
        let rows: Vec<_> = tickets.into_iter().zip(userids).collect();
        let answers = application.0.verify_many(&rows, expected, moment(now))?;
        let mut outcomes = outcomes.iter_mut();
        let mut faults = Vec::new();
        for (row, (status, answer)) in statuses.iter_mut().zip(&answers).enumerate() {
            *status = answer.as_ref().map_or_else(|fault| fault.kind().number(), |_| 0);
            if let Some(outcome) = outcomes.next() {
                *outcome = answer.as_ref().map_or_else(|_| usersig_outcome::default(), describe);
            }
            if let Err(fault) = answer {
                faults.push((row, *fault));
            }
        }
        Ok(faults)
    })
}

/// Where the tickets of a batch go.
struct Places {
    out: *mut c_char,
    capacity: usize,
    len: *mut usize,
    offsets: *mut usize,
    statuses: *mut i32,
}

/// # Safety
/// `application` as in [`lend::object`]; `places` as in [`lend::array_mut`], `out` with
/// `capacity` bytes, `offsets` with `count + 1`, `statuses` with `count` numbers.
unsafe fn sign<'a>(
    application: *const usersig_application,
    rows: impl FnOnce() -> Result<Vec<&'a [u8]>, Fault>,
    expire: i64,
    now: i64,
    count: usize,
    places: &Places,
) -> i32 {
    batch(|| {
        // SAFETY: passed on from the caller.
        unsafe { lend::put(places.len, 0) };
        // SAFETY: passed on from the caller.
        let application = unsafe { lend::object(application) }?;
        let rows = rows()?;
        // SAFETY: passed on from the caller.
        let out: &mut [u8] = unsafe { lend::array_mut(places.out.cast(), places.capacity) }?;
        // SAFETY: passed on from the caller.
        let offsets = unsafe { lend::array_mut(places.offsets, count.saturating_add(1)) }?;
        // SAFETY: passed on from the caller.
        let statuses = unsafe { lend::array_mut(places.statuses, count) }?;

        let signed = application.0.sign_many(&rows, expire, moment(now))?;
        let total = signed.iter().flatten().map(str::len).sum();
        // SAFETY: passed on from the caller.
        unsafe { lend::put(places.len, total) };
        if out.len() < total {
            return Err(Fault::buffer_too_small(total));
        }
        let mut end = 0;
        offsets[0] = 0;
        for ((offset, status), row) in offsets[1..].iter_mut().zip(statuses).zip(signed.iter()) {
            *status = match row {
                Ok(ticket) => {
                    out[end..end + ticket.len()].copy_from_slice(ticket.as_bytes());
                    end += ticket.len();
                    0
                }
                Err(fault) => fault.kind().number(),
            };
            *offset = end;
        }
        Ok(signed.faults().to_vec())
    })
}

/// Runs the body of a batch and keeps the faults of its rows; none when it fails as a whole.
fn batch(body: impl FnOnce() -> Result<Vec<(usize, Fault)>, Fault>) -> i32 {
    last::keep_rows(Vec::new());
    call(|| {
        last::keep_rows(body()?);
        Ok(())
    })
}

/// Texts in one piece of memory.
///
/// # Safety
/// `offsets` as in [`lend::array`] with `count + 1` numbers, `data` with as many bytes as the
/// last of them says.
unsafe fn packed<'a>(
    data: *const c_char,
    offsets: *const usize,
    count: usize,
    parameter: Parameter,
) -> Result<Vec<&'a [u8]>, Fault> {
    let length = count.checked_add(1).ok_or(Fault::new(parameter, Misfit::OutOfRange))?;
    // SAFETY: passed on from the caller.
    let offsets = unsafe { lend::array(offsets, length, parameter) }?;
    let end = offsets.last().copied().unwrap_or(0);
    // SAFETY: passed on from the caller.
    let data: &[u8] = unsafe { lend::array(data.cast(), end, parameter) }?;
    let text = |pair: &[usize]| data.get(pair[0]..pair[1]).ok_or(Fault::new(parameter, Misfit::OutOfRange));
    offsets.windows(2).map(text).collect()
}
