//! Sixteen messages at a time, one in each 32-bit lane of the AVX-512 registers.

use core::arch::x86_64::*;
use core::array::from_fn;
use core::borrow::Borrow;

use super::constants::{BYTE_ORDER, ROUND_CONSTANTS};
use super::lanes::{each_of_16, lanes};
use super::memory::{load_bytes, load_words, store_words};

/// Compresses `blocks[i]` into `states[i]`, sixteen at a time.
///
/// A last group of fewer than sixteen takes as long as a whole one: its spare lanes repeat
/// the group's last message, and their results are dropped.
///
/// Out of line, so that no other code shares its registers: it ends by clearing the upper
/// register halves, which SHA instructions and SSE code must not find in use.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn compress<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) {
    for (states, blocks) in states.chunks_mut(LANES).zip(blocks.chunks(LANES)) {
        compress_group(states, blocks);
    }
    _mm256_zeroupper();
}

/// One block into each of 1 to 16 states.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn compress_group<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) {
    let state_lanes = lanes(states);
    let block_lanes = lanes(blocks).map(Borrow::borrow);
    let start = load_states(&state_lanes);
    let mut s = start;
    let mut w = [_mm512_setzero_si512(); 16];

    let (first, rest) = (&ROUND_CONSTANTS[0], &ROUND_CONSTANTS[1..]);
    each_of_16!(t => {
        // Reading a quarter when it is due lets its shuffles run beside the rounds before.
        if t.is_multiple_of(4) {
            w.as_chunks_mut().0[t / 4] = load_quarter(&block_lanes, t / 4);
        }
        s = round(s, _mm512_add_epi32(w[t], splat(first[t])));
    });
    for k in rest {
        each_of_16!(t => {
            let near = _mm512_add_epi32(w[t], small_sigma_0(w[(t + 1) % 16]));
            let far = _mm512_add_epi32(w[(t + 9) % 16], small_sigma_1(w[(t + 14) % 16]));
            w[t] = _mm512_add_epi32(near, far);
            s = round(s, _mm512_add_epi32(w[t], splat(k[t])));
        });
    }

    store_states(states, from_fn(|i| _mm512_add_epi32(s[i], start[i])));
}

/// One round: `wk` is the schedule's word plus the round's constant.
#[inline]
#[target_feature(enable = "avx512f")]
fn round([a, b, c, d, e, f, g, h]: [__m512i; 8], wk: __m512i) -> [__m512i; 8] {
    let choice = _mm512_ternarylogic_epi32::<CHOOSE>(e, f, g);
    let majority = _mm512_ternarylogic_epi32::<MAJORITY>(a, b, c);
    let sigma_0 = xor3(_mm512_ror_epi32::<2>(a), _mm512_ror_epi32::<13>(a), _mm512_ror_epi32::<22>(a));
    let sigma_1 = xor3(_mm512_ror_epi32::<6>(e), _mm512_ror_epi32::<11>(e), _mm512_ror_epi32::<25>(e));
    let early = _mm512_add_epi32(_mm512_add_epi32(h, wk), choice);
    let first = _mm512_add_epi32(early, sigma_1);
    let second = _mm512_add_epi32(sigma_0, majority);
    [_mm512_add_epi32(first, second), a, b, c, _mm512_add_epi32(d, first), e, f, g]
}

#[inline]
#[target_feature(enable = "avx512f")]
fn small_sigma_0(w: __m512i) -> __m512i {
    xor3(_mm512_ror_epi32::<7>(w), _mm512_ror_epi32::<18>(w), _mm512_srli_epi32::<3>(w))
}

#[inline]
#[target_feature(enable = "avx512f")]
fn small_sigma_1(w: __m512i) -> __m512i {
    xor3(_mm512_ror_epi32::<17>(w), _mm512_ror_epi32::<19>(w), _mm512_srli_epi32::<10>(w))
}

#[inline]
#[target_feature(enable = "avx512f")]
fn xor3(x: __m512i, y: __m512i, z: __m512i) -> __m512i {
    _mm512_ternarylogic_epi32::<XOR>(x, y, z)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn splat(word: u32) -> __m512i {
    _mm512_set1_epi32(word.cast_signed())
}

/// Word `i` of every state in vector `i`.
#[inline]
#[target_feature(enable = "avx512f")]
fn load_states(lanes: &[&[u32; 8]; LANES]) -> [__m512i; 8] {
    let mut words = [_mm512_setzero_si512(); 8];
    for (half, words) in words.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let load = |lane: usize| load_words(&lanes[lane].as_chunks().0[half]);
        *words = transpose(from_fn(|j| gather(from_fn(|part| load(4 * part + j)))));
    }
    words
}

/// Words `4 * quarter` to `4 * quarter + 3` of every block.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn load_quarter(lanes: &[&[u8; 64]; LANES], quarter: usize) -> [__m512i; 4] {
    let order = _mm512_broadcast_i32x4(load_bytes(&BYTE_ORDER));
    let load = |lane: usize| load_bytes(&lanes[lane].as_chunks().0[quarter]);
    transpose(from_fn(|j| _mm512_shuffle_epi8(gather(from_fn(|part| load(4 * part + j))), order)))
}

/// The reverse of [`load_states`].
#[inline]
#[target_feature(enable = "avx512f")]
fn store_states(states: &mut [[u32; 8]], words: [__m512i; 8]) {
    for (half, words) in words.as_chunks::<4>().0.iter().enumerate() {
        let rows = transpose(*words);
        for (j, row) in rows.into_iter().enumerate() {
            for (part, value) in scatter(row).into_iter().enumerate() {
                if let Some(state) = states.get_mut(4 * part + j) {
                    store_words(&mut state.as_chunks_mut().0[half], value);
                }
            }
        }
    }
}

/// Transposes 4 by 4 words within each quarter of the vectors. It is its own reverse.
///
/// Vector `j` holds messages `j`, `4 + j`, `8 + j` and `12 + j`, four words of each; the
/// result `i` holds word `i` of all messages in order.
#[inline]
#[target_feature(enable = "avx512f")]
fn transpose([a, b, c, d]: [__m512i; 4]) -> [__m512i; 4] {
    let ab_low = _mm512_unpacklo_epi32(a, b);
    let ab_high = _mm512_unpackhi_epi32(a, b);
    let cd_low = _mm512_unpacklo_epi32(c, d);
    let cd_high = _mm512_unpackhi_epi32(c, d);
    [
        _mm512_unpacklo_epi64(ab_low, cd_low),
        _mm512_unpackhi_epi64(ab_low, cd_low),
        _mm512_unpacklo_epi64(ab_high, cd_high),
        _mm512_unpackhi_epi64(ab_high, cd_high),
    ]
}

/// Joins four quarters. As loads of 16 bytes they need no shuffle, and they read what was
/// just written in small pieces with less waiting than loads of 64 bytes.
#[inline]
#[target_feature(enable = "avx512f")]
fn gather([a, b, c, d]: [__m128i; 4]) -> __m512i {
    let ab = _mm512_inserti32x4::<1>(_mm512_castsi128_si512(a), b);
    _mm512_inserti32x4::<3>(_mm512_inserti32x4::<2>(ab, c), d)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn scatter(row: __m512i) -> [__m128i; 4] {
    [
        _mm512_castsi512_si128(row),
        _mm512_extracti32x4_epi32::<1>(row),
        _mm512_extracti32x4_epi32::<2>(row),
        _mm512_extracti32x4_epi32::<3>(row),
    ]
}

const LANES: usize = 16;

/// Truth tables of the instruction for three-operand logic.
const XOR: i32 = 0x96;
const CHOOSE: i32 = 0xca;
const MAJORITY: i32 = 0xe8;
