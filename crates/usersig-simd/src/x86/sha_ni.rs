//! The SHA instructions, on several messages in turn.
//!
//! An instruction of two rounds waits for the one before it, so one message leaves the
//! unit idle half of the time. The rounds of other messages fill the gaps.

use core::arch::x86_64::*;
use core::array::from_fn;
use core::borrow::Borrow;

use super::constants::{BYTE_ORDER, ROUND_CONSTANTS};
use super::lanes::each_of_16;
use super::memory::{load_bytes, load_words, store_words};

/// Compresses `blocks[i]` into `states[i]`, four messages at a time, the last one to three
/// together.
///
/// Out of line, so that no caller's wide-vector code is mixed with SHA instructions: they
/// are slow while upper register halves are in use.
#[inline(never)]
#[target_feature(enable = "sha,ssse3,sse4.1")]
pub(super) fn compress<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) {
    let (states, blocks) = compress_groups::<4, B>(states, blocks);
    let (states, blocks) = compress_groups::<3, B>(states, blocks);
    let (states, blocks) = compress_groups::<2, B>(states, blocks);
    compress_groups::<1, B>(states, blocks);
}

/// Compresses all whole groups of `LANES` messages and hands back the rest.
#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn compress_groups<'a, const LANES: usize, B: Borrow<[u8; 64]>>(
    states: &'a mut [[u32; 8]],
    blocks: &'a [B],
) -> (&'a mut [[u32; 8]], &'a [B]) {
    let (state_groups, states) = states.as_chunks_mut::<LANES>();
    let (block_groups, blocks) = blocks.as_chunks::<LANES>();
    for (states, blocks) in state_groups.iter_mut().zip(block_groups) {
        compress_group(states, blocks);
    }
    (states, blocks)
}

#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn compress_group<const LANES: usize, B: Borrow<[u8; 64]>>(
    states: &mut [[u32; 8]; LANES],
    blocks: &[B; LANES],
) {
    let order = load_bytes(&BYTE_ORDER);
    let start: [[__m128i; 2]; LANES] = from_fn(|lane| load_state(&states[lane]));
    let mut s = start;
    let mut w: [[__m128i; 4]; LANES] = from_fn(|lane| {
        from_fn(|quarter| _mm_shuffle_epi8(load_bytes(&blocks[lane].borrow().as_chunks().0[quarter]), order))
    });

    // Each time, four rounds of every lane.
    each_of_16!(t => {
        let k = load_words(&ROUND_CONSTANTS[t / 4].as_chunks().0[t % 4]);
        for lane in 0..LANES {
            let w = &mut w[lane];
            if t >= 4 {
                w[t % 4] = next_words(w[t % 4], w[(t + 1) % 4], w[(t + 2) % 4], w[(t + 3) % 4]);
            }
            four_rounds(&mut s[lane], _mm_add_epi32(w[t % 4], k));
        }
    });

    for lane in 0..LANES {
        let sum = from_fn(|i| _mm_add_epi32(s[lane][i], start[lane][i]));
        store_state(&mut states[lane], sum);
    }
}

/// Four rounds: `wk` is four words of the schedule plus their constants.
#[inline]
#[target_feature(enable = "sha")]
fn four_rounds([abef, cdgh]: &mut [__m128i; 2], wk: __m128i) {
    *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, wk);
    *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32::<0b00_00_11_10>(wk));
}

/// The schedule's next four words from the last sixteen.
#[inline]
#[target_feature(enable = "sha,ssse3")]
fn next_words(w0: __m128i, w4: __m128i, w8: __m128i, w12: __m128i) -> __m128i {
    let near = _mm_sha256msg1_epu32(w0, w4);
    let far = _mm_alignr_epi8::<4>(w12, w8);
    _mm_sha256msg2_epu32(_mm_add_epi32(near, far), w12)
}

/// The state in the order of the instructions: `[abef, cdgh]`, `f` and `h` lowest.
#[inline]
#[target_feature(enable = "sse4.1,ssse3")]
fn load_state(state: &[u32; 8]) -> [__m128i; 2] {
    let [abcd, efgh] = [0, 1].map(|half| load_words(&state.as_chunks().0[half]));
    let cdab = _mm_shuffle_epi32::<0b10_11_00_01>(abcd);
    let hgfe = _mm_shuffle_epi32::<0b00_01_10_11>(efgh);
    [_mm_alignr_epi8::<8>(cdab, hgfe), _mm_blend_epi16::<0b1111_0000>(hgfe, cdab)]
}

/// The reverse of [`load_state`].
#[inline]
#[target_feature(enable = "sse4.1,ssse3")]
fn store_state(state: &mut [u32; 8], [abef, cdgh]: [__m128i; 2]) {
    let feba = _mm_shuffle_epi32::<0b00_01_10_11>(abef);
    let dchg = _mm_shuffle_epi32::<0b10_11_00_01>(cdgh);
    let halves = state.as_chunks_mut().0;
    store_words(&mut halves[0], _mm_blend_epi16::<0b1111_0000>(feba, dchg));
    store_words(&mut halves[1], _mm_alignr_epi8::<8>(dchg, feba));
}
