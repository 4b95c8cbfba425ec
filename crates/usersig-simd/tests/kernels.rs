//! Every kernel against the crate `sha2` and the published examples.

use proptest::prelude::*;
use sha2::block_api::compress256;
use usersig_simd::{Kernel, compress_each};

/// Every kernel works everywhere, available or not.
const KERNELS: [Kernel; 4] = [Kernel::Portable, Kernel::ShaNi4, Kernel::Avx2x8, Kernel::Avx512x16];

#[test]
fn published_examples() {
    // FIPS 180-4's examples and the digest of nothing.
    let cases: [(&str, &str); 3] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
    ];
    for kernel in KERNELS {
        for (text, digest) in cases {
            let message = padded(text.as_bytes());
            // In every place of a whole group, of a rest, and alone.
            for count in [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33] {
                let mut states = vec![START; count];
                for block in &message {
                    kernel.compress_each(&mut states, &vec![*block; count]);
                }
                for state in states {
                    assert_eq!(hex(state), digest, "{kernel:?}, {count} times {text:?}");
                }
            }
        }
    }
}

#[test]
fn every_kernel_at_every_count() {
    let mut numbers = Numbers(SEED);
    for count in 0..=70 {
        let states: Vec<[u32; 8]> = (0..count).map(|_| numbers.state()).collect();
        let blocks: Vec<[u8; 64]> = (0..count).map(|_| numbers.block()).collect();
        let expected = reference(&states, &blocks);
        for kernel in KERNELS {
            let mut states = states.clone();
            kernel.compress_each(&mut states, &blocks);
            assert_eq!(states, expected, "{kernel:?}, {count} messages, seed {SEED:#x}");
        }
        let mut states = states;
        compress_each(&mut states, &blocks);
        assert_eq!(states, expected, "compress_each, {count} messages, seed {SEED:#x}");
    }
}

#[test]
fn any_alignment_and_nothing_beside_the_slices() {
    let mut numbers = Numbers(SEED);
    let bytes: Vec<u8> = (0..64 * 36).map(|_| numbers.next() as u8).collect();
    let words: Vec<u32> = (0..8 * 36).map(|_| numbers.next()).collect();
    for offset in 0..64 {
        for count in [1, 3, 4, 13, 16, 29, 34] {
            let blocks = bytes[offset..].as_chunks().0;
            let blocks = &blocks[..count];
            let begin = offset % 16;
            for kernel in KERNELS {
                let mut words = words.clone();
                let mut expected = words.clone();
                let states = &mut words[begin..].as_chunks_mut().0[..count];
                let compressed = reference(states, blocks);
                expected[begin..begin + 8 * count].copy_from_slice(compressed.as_flattened());
                kernel.compress_each(states, blocks);
                assert_eq!(words, expected, "{kernel:?}, {count} messages at {offset}, seed {SEED:#x}");
            }
        }
    }
}

#[test]
fn the_shorter_slice_counts() {
    let mut numbers = Numbers(SEED);
    let states: Vec<[u32; 8]> = (0..40).map(|_| numbers.state()).collect();
    let blocks: Vec<[u8; 64]> = (0..40).map(|_| numbers.block()).collect();
    for kernel in KERNELS {
        for (state_count, block_count) in [(40, 23), (23, 40), (0, 40), (40, 0), (17, 16)] {
            let count = state_count.min(block_count);
            let mut expected = states[..state_count].to_vec();
            let compressed = reference(&expected[..count], &blocks[..count]);
            expected[..count].copy_from_slice(&compressed);

            let mut states = states[..state_count].to_vec();
            kernel.compress_each(&mut states, &blocks[..block_count]);
            assert_eq!(states, expected, "{kernel:?}, {state_count} states, {block_count} blocks");
        }
    }
}

#[test]
fn the_best_kernel_is_available() {
    let available: Vec<Kernel> = Kernel::available().collect();
    assert_eq!(available[0], Kernel::Portable);
    assert!(available.contains(&Kernel::best()), "{:?} is not in {available:?}", Kernel::best());
    assert!(available.is_sorted_by_key(|kernel| kernel.lanes()), "{available:?}");
}

proptest! {
    #[test]
    fn kernels_agree(
        messages in prop::collection::vec((any::<[u32; 8]>(), any::<[[u8; 32]; 2]>()), 0..50),
    ) {
        let (states, blocks): (Vec<_>, Vec<[[u8; 32]; 2]>) = messages.into_iter().unzip();
        let blocks: &[[u8; 64]] = blocks.as_flattened().as_flattened().as_chunks().0;
        let expected = reference(&states, blocks);
        for kernel in KERNELS {
            let mut states = states.clone();
            kernel.compress_each(&mut states, blocks);
            prop_assert_eq!(&states, &expected, "{:?}", kernel);
        }
    }
}

fn reference(states: &[[u32; 8]], blocks: &[[u8; 64]]) -> Vec<[u32; 8]> {
    let mut states = states.to_vec();
    for (state, block) in states.iter_mut().zip(blocks) {
        compress256(state, &[*block]);
    }
    states
}

/// The message with its padding, in blocks.
fn padded(message: &[u8]) -> Vec<[u8; 64]> {
    let mut bytes = message.to_vec();
    bytes.push(0x80);
    while bytes.len() % 64 != 56 {
        bytes.push(0);
    }
    bytes.extend((8 * message.len() as u64).to_be_bytes());
    bytes.as_chunks().0.to_vec()
}

fn hex(state: [u32; 8]) -> String {
    state.iter().map(|word| format!("{word:08x}")).collect()
}

/// Marsaglia's xorshift of 32 bits.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    fn state(&mut self) -> [u32; 8] {
        std::array::from_fn(|_| self.next())
    }

    fn block(&mut self) -> [u8; 64] {
        std::array::from_fn(|_| self.next().to_le_bytes()[1])
    }
}

const SEED: u32 = 0x9e37_79b9;

/// The hash's first state.
const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
