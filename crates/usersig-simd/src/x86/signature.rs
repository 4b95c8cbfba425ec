//! The base64 of a MAC in a Huffman code, all 43 characters at once.

use core::arch::x86_64::*;

use super::memory::{load_64, load_words, store_64};
use crate::signature::{EncodedMac, SymbolCode};

/// See [`SymbolCode::encode_mac`].
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) fn encode_mac(code: &SymbolCode, mac: &[u32; 8]) -> EncodedMac {
    // Each eight bytes get six of the MAC, the first one highest; then their six-bit values.
    // Two loads, because a hash has just stored it in two halves.
    let (low, high) = ([mac[0], mac[1], mac[2], mac[3]], [mac[4], mac[5], mac[6], mac[7]]);
    let bytes = _mm512_zextsi256_si512(_mm256_set_m128i(load_words(&high), load_words(&low)));
    let eights = _mm512_permutexvar_epi8(load_64(&SIX_BYTES), bytes);
    let shifted = _mm512_multishift_epi64_epi8(_mm512_set1_epi64(SIX_BIT_SHIFTS), eights);
    let values = _mm512_and_si512(shifted, _mm512_set1_epi8(63));
    // The look-ups take six bits of an index; what is behind the last character is left out.
    let look = |table: &[u8; 64]| _mm512_maskz_permutexvar_epi8(USED, values, load_64(table));
    let (words, lengths, characters) = (look(&code.words), look(&code.lengths), look(&code.characters));

    let plain = _mm512_reduce_add_epi64(_mm512_sad_epu8(characters, _mm512_setzero_si512()));
    let products = _mm512_maddubs_epi16(characters, load_64(&WEIGHTS));
    let weighted = _mm512_reduce_add_epi32(_mm512_madd_epi16(products, _mm512_set1_epi16(1)));

    // Neighbours are joined: in pairs, fours and eights.
    let low = _mm512_set1_epi16(0xff);
    let (first, second) = (_mm512_and_si512(words, low), _mm512_srli_epi16::<8>(words));
    let (count, more) = (_mm512_and_si512(lengths, low), _mm512_srli_epi16::<8>(lengths));
    let words = _mm512_or_si512(first, _mm512_sllv_epi16(second, count));
    let lengths = _mm512_add_epi16(count, more);

    let low = _mm512_set1_epi32(0xffff);
    let (first, second) = (_mm512_and_si512(words, low), _mm512_srli_epi32::<16>(words));
    let (count, more) = (_mm512_and_si512(lengths, low), _mm512_srli_epi32::<16>(lengths));
    let words = _mm512_or_si512(first, _mm512_sllv_epi32(second, count));
    let lengths = _mm512_add_epi32(count, more);

    let low = _mm512_set1_epi64(0xffff_ffff);
    let (first, second) = (_mm512_and_si512(words, low), _mm512_srli_epi64::<32>(words));
    let (count, more) = (_mm512_and_si512(lengths, low), _mm512_srli_epi64::<32>(lengths));
    let words = _mm512_or_si512(first, _mm512_sllv_epi64(second, count));
    let lengths = _mm512_add_epi64(count, more);

    let mut encoded =
        EncodedMac { words: [0; 8], counts: [0; 8], plain: plain as u32, weighted: weighted as u32 };
    store_64(&mut encoded.words, words);
    store_64(&mut encoded.counts, lengths);
    encoded
}

/// The first 43 lanes.
const USED: __mmask64 = (1 << 43) - 1;

/// From the highest six of 48 bits down.
const SIX_BIT_SHIFTS: i64 = i64::from_le_bytes([42, 36, 30, 24, 18, 12, 6, 0]);

/// Which byte of the words goes where; those from 32 on are zero. The bytes of a word lie
/// the least significant first.
const SIX_BYTES: [u8; 64] = {
    let mut indices = [63; 64];
    let mut eight = 0;
    while eight < 6 {
        let mut byte = 0;
        while byte < 6 {
            let of_mac = (eight * 6 + 5 - byte) as u8;
            indices[eight * 8 + byte] = of_mac ^ 3;
            byte += 1;
        }
        eight += 1;
    }
    indices
};

/// Each character's distance from the end.
const WEIGHTS: [u8; 64] = {
    let mut weights = [0; 64];
    let mut at = 0;
    while at < 43 {
        weights[at] = 43 - at as u8;
        at += 1;
    }
    weights
};
