//! Loads and stores of the smallest vector. Every kernel reads and writes memory through
//! these three functions only.
//!
//! They are unsafe inside because the instructions take pointers. They are safe outside:
//! a reference to an array of 16 bytes is all that they need, and SSE2 is part of x86-64.

use core::arch::x86_64::{__m128i, _mm_loadu_si128, _mm_storeu_si128};

#[inline(always)]
pub(super) fn load_bytes(bytes: &[u8; 16]) -> __m128i {
    // SAFETY: the reference covers the 16 bytes that are read; no alignment is asked for.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[inline(always)]
pub(super) fn load_words(words: &[u32; 4]) -> __m128i {
    // SAFETY: the reference covers the 16 bytes that are read; no alignment is asked for.
    unsafe { _mm_loadu_si128(words.as_ptr().cast()) }
}

#[inline(always)]
pub(super) fn store_words(words: &mut [u32; 4], value: __m128i) {
    // SAFETY: the reference is unique and covers the 16 bytes that are written, every
    // pattern of bits is a `u32`, and no alignment is asked for.
    unsafe { _mm_storeu_si128(words.as_mut_ptr().cast(), value) }
}
