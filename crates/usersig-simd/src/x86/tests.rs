//! The wide kernels with groups that the choice of kernels gives to narrower ones.

extern crate std;

use std::vec::Vec;

use sha2::block_api::compress256;

use super::{avx2, avx2_detected, avx512, avx512_detected, sha_ni, sha_ni_detected, worthwhile};

#[test]
fn every_kernel_takes_every_count() {
    for count in 0..=70 {
        let (states, blocks) = messages(count);
        let mut expected = states.clone();
        for (state, block) in expected.iter_mut().zip(&blocks) {
            compress256(state, &[*block]);
        }
        for (name, kernel) in kernels() {
            let mut states = states.clone();
            kernel(&mut states, &blocks);
            assert_eq!(states, expected, "{name}, {count} messages");
        }
    }
}

#[test]
fn only_a_last_group_that_is_too_small_is_left() {
    let given = |count| worthwhile(count, 16, 9);
    assert_eq!([0, 1, 8, 9, 15, 16].map(given), [0, 0, 0, 9, 15, 16]);
    assert_eq!([17, 24, 25, 31, 32, 33].map(given), [16, 16, 25, 31, 32, 32]);
}

type Compress = fn(&mut [[u32; 8]], &[[u8; 64]]);

fn kernels() -> Vec<(&'static str, Compress)> {
    let mut kernels: Vec<(&str, Compress)> = Vec::new();
    if sha_ni_detected::get() {
        // SAFETY: the processor has the features, as just tested.
        kernels.push(("sha_ni", |states, blocks| unsafe { sha_ni::compress(states, blocks) }));
    }
    if avx2_detected::get() {
        // SAFETY: the processor has the features, as just tested.
        kernels.push(("avx2", |states, blocks| unsafe { avx2::compress(states, blocks) }));
    }
    if avx512_detected::get() {
        // SAFETY: the processor has the features, as just tested.
        kernels.push(("avx512", |states, blocks| unsafe { avx512::compress(states, blocks) }));
    }
    kernels
}

/// Messages in which every word and byte differs, in memory of exactly their size.
fn messages(count: usize) -> (Vec<[u32; 8]>, Vec<[u8; 64]>) {
    let mut x = 0x9e37_79b9_u32;
    let mut next = || {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        x
    };
    let states = (0..count).map(|_| core::array::from_fn(|_| next())).collect();
    let blocks = (0..count).map(|_| core::array::from_fn(|_| next().to_le_bytes()[1])).collect();
    (states, blocks)
}
