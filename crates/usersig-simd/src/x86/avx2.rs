//! Eight messages at a time, one in each 32-bit lane of the AVX2 registers.

use core::arch::x86_64::*;
use core::array::from_fn;
use core::borrow::Borrow;

use super::constants::{BYTE_ORDER, ROUND_CONSTANTS};
use super::lanes::{each_of_16, lanes};
use super::memory::{load_bytes, load_words, store_words};

/// Compresses `blocks[i]` into `states[i]`, eight at a time.
///
/// A last group of fewer than eight takes as long as a whole one: its spare lanes repeat
/// the group's last message, and their results are dropped.
///
/// Out of line, so that no other code shares its registers: it ends by clearing the upper
/// register halves, which SHA instructions and SSE code must not find in use.
#[inline(never)]
#[target_feature(enable = "avx2")]
pub(super) fn compress<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) {
    for (states, blocks) in states.chunks_mut(LANES).zip(blocks.chunks(LANES)) {
        compress_group(states, blocks);
    }
    _mm256_zeroupper();
}

/// One block into each of 1 to 8 states.
#[inline]
#[target_feature(enable = "avx2")]
fn compress_group<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) {
    let state_lanes = lanes(states);
    let block_lanes = lanes(blocks).map(Borrow::borrow);
    let start = load_states(&state_lanes);
    let mut s = start;
    let mut w = [_mm256_setzero_si256(); 16];

    let (first, rest) = (&ROUND_CONSTANTS[0], &ROUND_CONSTANTS[1..]);
    each_of_16!(t => {
        // Reading a quarter when it is due lets its shuffles run beside the rounds before.
        if t.is_multiple_of(4) {
            w.as_chunks_mut().0[t / 4] = load_quarter(&block_lanes, t / 4);
        }
        s = round(s, _mm256_add_epi32(w[t], splat(first[t])));
    });
    for k in rest {
        each_of_16!(t => {
            let near = _mm256_add_epi32(w[t], small_sigma_0(w[(t + 1) % 16]));
            let far = _mm256_add_epi32(w[(t + 9) % 16], small_sigma_1(w[(t + 14) % 16]));
            w[t] = _mm256_add_epi32(near, far);
            s = round(s, _mm256_add_epi32(w[t], splat(k[t])));
        });
    }

    store_states(states, from_fn(|i| _mm256_add_epi32(s[i], start[i])));
}

/// One round: `wk` is the schedule's word plus the round's constant.
#[inline]
#[target_feature(enable = "avx2")]
fn round([a, b, c, d, e, f, g, h]: [__m256i; 8], wk: __m256i) -> [__m256i; 8] {
    let choice = _mm256_xor_si256(g, _mm256_and_si256(e, _mm256_xor_si256(f, g)));
    // `b ^ c` is `a ^ b` of the round before, so the compiler computes it once.
    let differ = _mm256_and_si256(_mm256_xor_si256(a, b), _mm256_xor_si256(b, c));
    let majority = _mm256_xor_si256(b, differ);
    let sigma_0 = xor3(rotate::<2, 30>(a), rotate::<13, 19>(a), rotate::<22, 10>(a));
    let sigma_1 = xor3(rotate::<6, 26>(e), rotate::<11, 21>(e), rotate::<25, 7>(e));
    let early = _mm256_add_epi32(_mm256_add_epi32(h, wk), choice);
    let first = _mm256_add_epi32(early, sigma_1);
    let second = _mm256_add_epi32(sigma_0, majority);
    [_mm256_add_epi32(first, second), a, b, c, _mm256_add_epi32(d, first), e, f, g]
}

#[inline]
#[target_feature(enable = "avx2")]
fn small_sigma_0(w: __m256i) -> __m256i {
    xor3(rotate::<7, 25>(w), rotate::<18, 14>(w), _mm256_srli_epi32::<3>(w))
}

#[inline]
#[target_feature(enable = "avx2")]
fn small_sigma_1(w: __m256i) -> __m256i {
    xor3(rotate::<17, 15>(w), rotate::<19, 13>(w), _mm256_srli_epi32::<10>(w))
}

#[inline]
#[target_feature(enable = "avx2")]
fn xor3(x: __m256i, y: __m256i, z: __m256i) -> __m256i {
    _mm256_xor_si256(_mm256_xor_si256(x, y), z)
}

/// Rotates each lane right. `LEFT` is 32 less `RIGHT`.
#[inline]
#[target_feature(enable = "avx2")]
fn rotate<const RIGHT: i32, const LEFT: i32>(x: __m256i) -> __m256i {
    const { assert!(RIGHT + LEFT == 32) };
    _mm256_xor_si256(_mm256_srli_epi32::<RIGHT>(x), _mm256_slli_epi32::<LEFT>(x))
}

#[inline]
#[target_feature(enable = "avx2")]
fn splat(word: u32) -> __m256i {
    _mm256_set1_epi32(word.cast_signed())
}

/// Word `i` of every state in vector `i`.
#[inline]
#[target_feature(enable = "avx2")]
fn load_states(lanes: &[&[u32; 8]; LANES]) -> [__m256i; 8] {
    let mut words = [_mm256_setzero_si256(); 8];
    for (half, words) in words.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let load = |lane: usize| load_words(&lanes[lane].as_chunks().0[half]);
        *words = transpose(from_fn(|j| _mm256_set_m128i(load(4 + j), load(j))));
    }
    words
}

/// Words `4 * quarter` to `4 * quarter + 3` of every block.
#[inline]
#[target_feature(enable = "avx2")]
fn load_quarter(lanes: &[&[u8; 64]; LANES], quarter: usize) -> [__m256i; 4] {
    let order = _mm256_broadcastsi128_si256(load_bytes(&BYTE_ORDER));
    let load = |lane: usize| load_bytes(&lanes[lane].as_chunks().0[quarter]);
    transpose(from_fn(|j| _mm256_shuffle_epi8(_mm256_set_m128i(load(4 + j), load(j)), order)))
}

/// The reverse of [`load_states`].
#[inline]
#[target_feature(enable = "avx2")]
fn store_states(states: &mut [[u32; 8]], words: [__m256i; 8]) {
    for (half, words) in words.as_chunks::<4>().0.iter().enumerate() {
        let rows = transpose(*words);
        for (j, row) in rows.into_iter().enumerate() {
            let parts = [_mm256_castsi256_si128(row), _mm256_extracti128_si256::<1>(row)];
            for (part, value) in parts.into_iter().enumerate() {
                if let Some(state) = states.get_mut(4 * part + j) {
                    store_words(&mut state.as_chunks_mut().0[half], value);
                }
            }
        }
    }
}

/// Transposes 4 by 4 words within each half of the vectors. It is its own reverse.
///
/// Vector `j` holds messages `j` and `4 + j`, four words of each; the result `i` holds
/// word `i` of all messages in order.
#[inline]
#[target_feature(enable = "avx2")]
fn transpose([a, b, c, d]: [__m256i; 4]) -> [__m256i; 4] {
    let ab_low = _mm256_unpacklo_epi32(a, b);
    let ab_high = _mm256_unpackhi_epi32(a, b);
    let cd_low = _mm256_unpacklo_epi32(c, d);
    let cd_high = _mm256_unpackhi_epi32(c, d);
    [
        _mm256_unpacklo_epi64(ab_low, cd_low),
        _mm256_unpackhi_epi64(ab_low, cd_low),
        _mm256_unpacklo_epi64(ab_high, cd_high),
        _mm256_unpackhi_epi64(ab_high, cd_high),
    ]
}

const LANES: usize = 8;
