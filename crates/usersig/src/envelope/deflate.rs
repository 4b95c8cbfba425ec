//! Writes a zlib stream made for ticket-sized JSON: one fixed-Huffman block.
//!
//! The text is short, so a block with a code of its own would have to pay for
//! describing that code; the fixed code of RFC 1951 and the repeats of the
//! member names bring a ticket to the length that zlib's highest level has.

use super::inflate::{DISTANCES, LENGTHS};
use super::sums::Sums;

/// Bytes that the zlib stream of `bytes` bytes can take at most: 9 bits a byte,
/// and 3 bits of block header, 7 of block end, 6 bytes around.
pub(crate) const fn bound(bytes: usize) -> usize {
    bytes + bytes / 8 + 9
}

/// Writes the stream into `out`, which must hold [`bound`] of `text`; returns its length.
///
/// `text` is at most 65535 bytes long.
pub(crate) fn zlib(text: &[u8], out: &mut [u8]) -> usize {
    out[..2].copy_from_slice(&HEADER);
    let mut bits = BitWriter { out, at: 2, held: 0, count: 0 };
    bits.put(0b011, 3);
    let mut recent = [0u16; 1 << HASH_BITS];
    let mut at = 0;
    while at < text.len() {
        let (length, distance) = longest_match(text, at, &mut recent);
        if length == 0 {
            bits.literal(text[at]);
            at += 1;
        } else {
            bits.copy(length, distance);
            at += length;
        }
    }
    bits.put(0, 7);
    let at = bits.finish();
    out[at..at + 4].copy_from_slice(&Sums::of_text(text).adler32());
    at + 4
}

/// The match at `at` with the newest earlier text that starts alike, as
/// `(length, distance)`, if it takes fewer bits than its literals; else zeros.
fn longest_match(text: &[u8], at: usize, recent: &mut [u16; 1 << HASH_BITS]) -> (usize, usize) {
    let Some(&[a, b, c]) = text[at..].first_chunk::<3>() else { return (0, 0) };
    let key = u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS);
    // Positions are kept plus one, so that 0 means none.
    let newest = core::mem::replace(&mut recent[key as usize], at as u16 + 1);
    let Some(from) = usize::from(newest).checked_sub(1) else { return (0, 0) };
    let distance = at - from;
    let length = text[at..].iter().zip(&text[from..]).take(258).take_while(|(x, y)| x == y).count();
    // A match takes 12 bits and its extra bits; three literals take 24.
    if length < 3 || distance > MAX_DISTANCE { (0, 0) } else { (length, distance) }
}

struct BitWriter<'a> {
    out: &'a mut [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl BitWriter<'_> {
    /// Adds up to 16 bits, least significant first.
    #[inline(always)]
    fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.out[self.at..self.at + 4].copy_from_slice(&(self.held as u32).to_le_bytes());
            self.at += 4;
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// Adds a Huffman code, most significant bit first.
    fn code(&mut self, code: u16, count: u32) {
        self.put(u32::from(code.reverse_bits() >> (16 - count)), count);
    }

    fn literal(&mut self, byte: u8) {
        let byte = u16::from(byte);
        if byte < 144 { self.code(0x30 + byte, 8) } else { self.code(0x190 + byte - 144, 9) }
    }

    fn copy(&mut self, length: usize, distance: usize) {
        let (symbol, extra, extra_bits) = bucket(&LENGTHS, length);
        if symbol < 23 {
            self.code(symbol + 1, 7);
        } else {
            self.code(0xc0 + symbol - 23, 8);
        }
        self.put(extra, extra_bits);
        let (symbol, extra, extra_bits) = bucket(&DISTANCES, distance);
        self.code(symbol, 5);
        self.put(extra, extra_bits);
    }

    fn finish(self) -> usize {
        let bytes = self.count.div_ceil(8) as usize;
        self.out[self.at..self.at + bytes].copy_from_slice(&self.held.to_le_bytes()[..bytes]);
        self.at + bytes
    }
}

/// The symbol for a length or distance, its extra bits and how many they are.
fn bucket(table: &[(u16, u8)], value: usize) -> (u16, u32, u32) {
    let symbol = table.partition_point(|&(base, _)| usize::from(base) <= value) - 1;
    let (base, extra_bits) = table[symbol];
    (symbol as u16, (value - usize::from(base)) as u32, extra_bits.into())
}

/// Deflate with a 32 KiB window, "default" level: what level 6 writes.
const HEADER: [u8; 2] = [0x78, 0x9c];
const HASH_BITS: u32 = 9;
const MAX_DISTANCE: usize = 32_768;
