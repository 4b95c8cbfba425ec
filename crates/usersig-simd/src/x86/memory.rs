//! Loads and stores of vectors. Every kernel reads and writes memory through these
//! functions only.
//!
//! They are unsafe inside because the instructions take pointers. They are safe outside:
//! a reference to an array of the vector's size is all that they need. SSE2 is part of
//! x86-64; the wider ones enable their features, so that only kernels can call them.

use core::arch::x86_64::{
    __m128i, __m512i, _mm_loadu_si128, _mm_storeu_si128, _mm512_loadu_si512, _mm512_storeu_si512,
};

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

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn load_64(bytes: &[u8; 64]) -> __m512i {
    // SAFETY: the reference covers the 64 bytes that are read; no alignment is asked for.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn store_64(words: &mut [u64; 8], value: __m512i) {
    // SAFETY: the reference is unique and covers the 64 bytes that are written, every
    // pattern of bits is a `u64`, and no alignment is asked for.
    unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), value) }
}
