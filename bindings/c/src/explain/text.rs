//! Texts that the caller has until it gives them back.
//!
//! The caller may write into such a text, and so move its NUL: how much memory it has stands
//! in front of it, where no caller has anything to do.

use std::ffi::c_char;
use std::ptr;

/// Hands out a text in memory of its own, with a NUL behind it.
pub(crate) fn hand_out(text: &str) -> *mut c_char {
    let total = HEAD + text.len() + 1;
    let mut memory = Vec::with_capacity(total);
    memory.extend_from_slice(&total.to_ne_bytes());
    memory.extend_from_slice(text.as_bytes());
    memory.push(0);
    let start: *mut u8 = Box::into_raw(memory.into_boxed_slice()).cast();
    // SAFETY: the memory is longer than its head.
    unsafe { start.add(HEAD) }.cast()
}

/// Frees a text.
///
/// # Safety
/// It comes from [`hand_out`], and this is done once.
pub(crate) unsafe fn take_back(text: *mut c_char) {
    // SAFETY: in front of the text stands its head, which hand_out wrote.
    let (start, total) = unsafe {
        let start: *mut u8 = text.cast::<u8>().sub(HEAD);
        (start, usize::from_ne_bytes(start.cast::<[u8; HEAD]>().read()))
    };
    // SAFETY: these are the start and the length of the box of hand_out.
    drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(start, total)) });
}

/// Bytes in front of a text: the length of the whole.
const HEAD: usize = size_of::<usize>();
