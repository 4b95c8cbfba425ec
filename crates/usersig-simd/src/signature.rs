//! The base64 of a MAC in a Huffman code.

use crate::machine;

/// A prefix code for the 64 characters of base64, each word of up to eight bits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SymbolCode {
    /// By a character's value: its ASCII code.
    pub characters: [u8; 64],
    /// By a character's value: its word, the first bit lowest.
    pub words: [u8; 64],
    /// By a character's value: the bits of its word.
    pub lengths: [u8; 64],
}

/// The 43 characters of a MAC's base64, its padding left out, in a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodedMac {
    /// The words of eight characters each, behind one another from the lowest bit on. The
    /// last but two are the words of three characters; two more are empty.
    pub words: [u64; 8],
    /// How many bits of each word are used, 64 at most.
    pub counts: [u64; 8],
    /// The sum of the characters' ASCII codes.
    pub plain: u32,
    /// The sum of the same, each times its distance from the end: 43 for the first, 1 for
    /// the last.
    pub weighted: u32,
}

impl SymbolCode {
    /// A code of three tables by value: ASCII codes, words and lengths.
    ///
    /// A length is 1 to 8, and the bits of a word above its length are zero.
    #[must_use]
    pub const fn new(characters: [u8; 64], words: [u8; 64], lengths: [u8; 64]) -> Self {
        Self { characters, words, lengths }
    }

    /// Encodes a MAC, where this processor has vectors that are wide enough for it to pay:
    /// AVX-512 with VBMI. `None` elsewhere; a caller has its own way for that.
    ///
    /// The MAC is the state of its hash, words whose bytes are the most significant first.
    #[inline]
    #[must_use]
    pub fn encode_mac(&self, mac: &[u32; 8]) -> Option<EncodedMac> {
        machine::encode_mac(self, mac)
    }

    /// The same, one character after the other, on every machine.
    #[must_use]
    pub fn encode_mac_portably(&self, mac: &[u32; 8]) -> EncodedMac {
        let bytes = mac.map(u32::to_be_bytes);
        let mac = bytes.as_flattened();
        let mut encoded = EncodedMac { words: [0; 8], counts: [0; 8], plain: 0, weighted: 0 };
        for symbol in 0..SYMBOLS {
            let bit = symbol * 6;
            let pair = u16::from(mac[bit / 8]) << 8 | u16::from(mac.get(bit / 8 + 1).copied().unwrap_or(0));
            let value = usize::from(pair >> (10 - bit % 8) & 63);
            let at = symbol / 8;
            encoded.words[at] |= u64::from(self.words[value]) << encoded.counts[at];
            encoded.counts[at] += u64::from(self.lengths[value]);
            encoded.plain += u32::from(self.characters[value]);
            encoded.weighted += u32::from(self.characters[value]) * (SYMBOLS - symbol) as u32;
        }
        encoded
    }
}

/// Characters of a MAC's base64 but for its padding.
const SYMBOLS: usize = 43;
