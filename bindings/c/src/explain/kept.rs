//! Memory that the caller has until it gives it back: a value, and all that it points to.

use std::any::Any;
use std::ffi::c_char;

/// Bytes of something larger, which is freed as a whole. A NUL follows them, which `len` does
/// not count.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_bytes {
    /// Where they start; NULL if there are none, which is not the same as an empty text.
    pub data: *const c_char,
    /// How many they are.
    pub len: usize,
}

impl usersig_bytes {
    pub(super) const NONE: Self = Self { data: std::ptr::null(), len: 0 };
}

/// What a value points to.
#[derive(Default)]
pub(super) struct Kept(Vec<Box<dyn Any>>);

impl Kept {
    /// Keeps an array, which stays where it is; null for an empty one.
    pub(super) fn array<T: 'static>(&mut self, values: Vec<T>) -> *const T {
        if values.is_empty() {
            return std::ptr::null();
        }
        let start = values.as_ptr();
        self.0.push(Box::new(values));
        start
    }

    /// Keeps a copy of bytes.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> usersig_bytes {
        let mut copy = Vec::with_capacity(bytes.len() + 1);
        copy.extend_from_slice(bytes);
        copy.push(0);
        usersig_bytes { data: self.array(copy).cast(), len: bytes.len() }
    }

    /// Keeps a copy of bytes that there may be.
    pub(super) fn optional(&mut self, bytes: Option<&[u8]>) -> usersig_bytes {
        bytes.map_or(usersig_bytes::NONE, |bytes| self.bytes(bytes))
    }

    /// Hands out a value with all that it points to.
    pub(super) fn hand_out<T: 'static>(self, value: T) -> *mut T {
        Box::into_raw(Box::new(Held { value, kept: self })).cast()
    }
}

/// Frees a value and all that it points to.
///
/// # Safety
/// It comes from [`Kept::hand_out`], and this is done once.
pub(super) unsafe fn take_back<T: 'static>(value: *mut T) {
    // SAFETY: the value is the first member of what hand_out put into a box.
    let Held { value, kept } = *unsafe { Box::from_raw(value.cast::<Held<T>>()) };
    drop((value, kept));
}

#[repr(C)]
struct Held<T> {
    value: T,
    kept: Kept,
}
