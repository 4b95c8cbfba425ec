//! Every kernel against the portable one, and the vectors' way to encode a MAC.

#![no_main]

use libfuzzer_sys::fuzz_target;
use usersig_simd::{Kernel, SymbolCode};

const KERNELS: [Kernel; 3] = [Kernel::ShaNi4, Kernel::Avx2x8, Kernel::Avx512x16];
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

type Case = (Vec<([u32; 8], [u8; 64])>, [u32; 8], [(u8, u8); 64]);

fuzz_target!(|case: Case| {
    let (messages, mac, words) = case;
    let (states, blocks): (Vec<_>, Vec<_>) = messages.into_iter().unzip();
    let mut expected = states.clone();
    Kernel::Portable.compress_each(&mut expected, &blocks);
    for kernel in KERNELS {
        let mut states = states.clone();
        kernel.compress_each(&mut states, &blocks);
        assert_eq!(states, expected, "{kernel:?}");
    }

    let lengths = words.map(|(length, _)| length % 8 + 1);
    let words = std::array::from_fn(|value| words[value].1 >> (8 - lengths[value]));
    let code = SymbolCode::new(*ALPHABET, words, lengths);
    if let Some(encoded) = code.encode_mac(&mac) {
        assert_eq!(encoded, code.encode_mac_portably(&mac));
    }
});
