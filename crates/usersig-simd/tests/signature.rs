//! The vectors' way to encode a MAC against the portable one, and that against a plain one.

use proptest::prelude::*;
use usersig_simd::SymbolCode;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Any lengths, and words of as many bits: nothing here needs them to be a prefix code.
fn code() -> impl Strategy<Value = SymbolCode> {
    let words = proptest::collection::vec((1..=8u8, any::<u8>()), 64);
    words.prop_map(|words| {
        let lengths = std::array::from_fn(|value| words[value].0);
        let words =
            std::array::from_fn(|value| (u16::from(words[value].1) & ((1 << words[value].0) - 1)) as u8);
        SymbolCode::new(*ALPHABET, words, lengths)
    })
}

proptest! {
    #[test]
    fn vectors_do_what_the_portable_way_does(code in code(), mac: [u32; 8]) {
        let portable = code.encode_mac_portably(&mac);
        if let Some(vector) = code.encode_mac(&mac) {
            prop_assert_eq!(vector, portable);
        }
        let bytes = mac.map(u32::to_be_bytes);
        let bits: String = bytes.as_flattened().iter().map(|byte| format!("{byte:08b}")).collect();
        let (mut stream, mut plain, mut weighted) = (String::new(), 0, 0);
        for at in 0..43 {
            let six = format!("{:0<6}", &bits[at * 6..(at * 6 + 6).min(256)]);
            let value = six.bytes().fold(0, |value, bit| value * 2 + usize::from(bit - b'0'));
            let word: String = format!("{:08b}", code.words[value]).chars().rev().collect();
            stream.push_str(&word[..usize::from(code.lengths[value])]);
            plain += u32::from(ALPHABET[value]);
            weighted += plain;
        }
        let joined: String = portable.words.iter().zip(portable.counts).map(|(word, count)| {
            let word: String = format!("{word:064b}").chars().rev().collect();
            word[..count as usize].to_owned()
        }).collect();
        prop_assert_eq!((joined, portable.plain, portable.weighted), (stream, plain, weighted));
    }
}
