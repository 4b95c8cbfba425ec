//! Borrows the caller's memory for the time of one call, and writes answers into it.
//!
//! These are the only functions that follow a pointer of the caller.

use std::ffi::{CStr, c_char};
use std::slice;

use usersig_door::{Fault, Misfit, Parameter};

use crate::constants::USERSIG_CSTR;

/// A text of the caller; NULL is a fault.
///
/// # Safety
/// `data` is NULL, or the start of `len` readable bytes that stay as they are during the
/// call; with `USERSIG_CSTR`, of bytes up to a NUL.
pub(crate) unsafe fn bytes<'a>(
    data: *const c_char,
    len: usize,
    parameter: Parameter,
) -> Result<&'a [u8], Fault> {
    // SAFETY: passed on from the caller.
    unsafe { optional(data, len, parameter) }?.ok_or(Fault::new(parameter, Misfit::Missing))
}

/// A text of the caller that may be left out: NULL with the length 0 or `USERSIG_CSTR`.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn optional<'a>(
    data: *const c_char,
    len: usize,
    parameter: Parameter,
) -> Result<Option<&'a [u8]>, Fault> {
    if data.is_null() {
        let nothing = len == 0 || len == USERSIG_CSTR;
        return if nothing { Ok(None) } else { Err(Fault::new(parameter, Misfit::Missing)) };
    }
    if len == USERSIG_CSTR {
        // SAFETY: not null, and the caller promises a NUL.
        return Ok(Some(unsafe { CStr::from_ptr(data) }.to_bytes()));
    }
    // SAFETY: passed on from the caller; the pointer is not null.
    unsafe { array(data.cast(), len, parameter) }.map(Some)
}

/// An array of the caller; NULL is an empty one, but only with the length 0.
///
/// # Safety
/// `data` is NULL, or the start of `len` readable and aligned values that stay as they are
/// during the call.
pub(crate) unsafe fn array<'a, T>(
    data: *const T,
    len: usize,
    parameter: Parameter,
) -> Result<&'a [T], Fault> {
    if len == 0 {
        return Ok(&[]);
    }
    check(data, len, parameter)?;
    // SAFETY: not null, aligned, of a size that an object can have; readable as the caller promises.
    Ok(unsafe { slice::from_raw_parts(data, len) })
}

/// Memory of the caller to write to; NULL is an empty piece, but only with the length 0.
///
/// # Safety
/// `data` is NULL, or the start of `len` writable and aligned values that nobody else uses
/// during the call. They need not be initialised: integers of the caller's memory have
/// some value, and none is read before it is written.
pub(crate) unsafe fn array_mut<'a, T>(data: *mut T, len: usize) -> Result<&'a mut [T], Fault> {
    if len == 0 {
        return Ok(&mut []);
    }
    check(data, len, Parameter::Handle)?;
    // SAFETY: not null, aligned, of a size that an object can have; writable and ours alone as
    // the caller promises.
    Ok(unsafe { slice::from_raw_parts_mut(data, len) })
}

/// An object of the caller that is only looked at; NULL is a fault.
///
/// # Safety
/// `object` is NULL, or points to a live one.
pub(crate) unsafe fn object<'a, T>(object: *const T) -> Result<&'a T, Fault> {
    // SAFETY: null is taken for none; otherwise live as the caller promises.
    unsafe { object.as_ref() }.ok_or(Fault::new(Parameter::Handle, Misfit::Missing))
}

/// Writes an answer; NULL means that the caller does not want it.
///
/// # Safety
/// `place` is NULL, or points to writable memory for one value.
pub(crate) unsafe fn put<T>(place: *mut T, value: T) {
    if !place.is_null() {
        // SAFETY: not null, and writable as the caller promises. What was there has no destructor.
        unsafe { place.write(value) };
    }
}

/// Writes an answer that the caller cannot do without; NULL is a fault.
///
/// # Safety
/// As [`put`].
pub(crate) unsafe fn put_required<T>(
    place: *mut T,
    value: impl FnOnce() -> Result<T, Fault>,
) -> Result<(), Fault> {
    if place.is_null() {
        return Err(Fault::new(Parameter::Handle, Misfit::Missing));
    }
    let value = value()?;
    // SAFETY: passed on from the caller.
    unsafe { put(place, value) };
    Ok(())
}

fn check<T>(data: *const T, len: usize, parameter: Parameter) -> Result<(), Fault> {
    if data.is_null() {
        return Err(Fault::new(parameter, Misfit::Missing));
    }
    let fits = len.checked_mul(size_of::<T>()).is_some_and(|bytes| isize::try_from(bytes).is_ok());
    if !fits || !data.is_aligned() {
        return Err(Fault::new(parameter, Misfit::OutOfRange));
    }
    Ok(())
}

/// The caller's buffer for a text that ends with a NUL, and the place for its length.
pub(crate) struct TextOut<'a> {
    buffer: &'a mut [u8],
    len: *mut usize,
}

impl<'a> TextOut<'a> {
    /// Takes the buffer; until it is filled, it holds the empty text.
    ///
    /// # Safety
    /// `out` as in [`array_mut`]; `len` as in [`put`], for as long as this lives.
    pub(crate) unsafe fn new(out: *mut c_char, capacity: usize, len: *mut usize) -> Result<Self, Fault> {
        // SAFETY: passed on from the caller.
        unsafe { put(len, 0) };
        // SAFETY: passed on from the caller; a char is a byte.
        let buffer: &mut [u8] = unsafe { array_mut(out.cast(), capacity) }?;
        if let Some(first) = buffer.first_mut() {
            *first = 0;
        }
        Ok(Self { buffer, len })
    }

    /// Has the buffer filled, all but the last byte, with a text of the length returned.
    /// When it is too small, the length becomes the size that is enough.
    pub(crate) fn fill(self, write: impl FnOnce(&mut [u8]) -> Result<usize, Fault>) -> Result<(), Fault> {
        let room = self.buffer.len().saturating_sub(1);
        let written = write(&mut self.buffer[..room]).and_then(|length| match self.buffer.get_mut(length) {
            Some(end) => {
                *end = 0;
                Ok(length)
            }
            None => Err(Fault::buffer_too_small(length)),
        });
        let (length, answer) = match written {
            Ok(length) => (length, Ok(())),
            Err(fault) => {
                if let Some(first) = self.buffer.first_mut() {
                    *first = 0;
                }
                match fault.needed().map(|needed| needed.saturating_add(1)) {
                    Some(needed) => (needed, Err(Fault::buffer_too_small(needed))),
                    None => (0, Err(fault)),
                }
            }
        };
        // SAFETY: the caller of new promised it.
        unsafe { put(self.len, length) };
        answer
    }

    /// Copies a text that is already there.
    pub(crate) fn copy(self, text: &[u8]) -> Result<(), Fault> {
        self.fill(|out| {
            let out = out.get_mut(..text.len()).ok_or(Fault::buffer_too_small(text.len()))?;
            out.copy_from_slice(text);
            Ok(text.len())
        })
    }
}
