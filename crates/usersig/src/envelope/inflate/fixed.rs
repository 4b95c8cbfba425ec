//! The fixed codes (RFC 1951, section 3.2.6).

use super::code::{Code, Incomplete, Word, word};
use super::{DistanceCode, LiteralCode};

/// The literals that the bits begin with, the first one lowest, and how many they are:
/// all up to one that has no word of eight bits.
#[inline(always)]
pub(super) const fn literals(bits: u64) -> (u64, u32) {
    // Words are written with the most significant bit first; those of eight bits are
    // 0x30 to 0xbf, in the order of the literals.
    let words = bits.reverse_bits().swap_bytes();
    let not_low = ((words & !HIGHEST) + EVERY * (0x80 - 0x30)) | words;
    let high = words & words << 1;
    let others = (!not_low | high) & HIGHEST;
    (words.wrapping_sub(EVERY * 0x30), others.trailing_zeros() / 8)
}

pub(super) static LITERALS: LiteralCode = {
    let mut words = [0; 288];
    let mut symbol = 0;
    while symbol < words.len() {
        let length = match symbol {
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        };
        words[symbol] = word(symbol, length);
        symbol += 1;
    }
    code(&words)
};

pub(super) static DISTANCES: DistanceCode = {
    let mut words = [0; 32];
    let mut symbol = 0;
    while symbol < words.len() {
        words[symbol] = word(symbol, 5);
        symbol += 1;
    }
    code(&words)
};

#[expect(clippy::panic, reason = "evaluated while compiling: it can only break the build")]
const fn code<const TABLE: usize, const SYMBOLS: usize>(words: &[Word]) -> Code<TABLE, SYMBOLS> {
    let mut code = Code::EMPTY;
    match code.build(words, Incomplete::Refused) {
        Ok(()) => code,
        Err(_) => panic!("the fixed codes are complete"),
    }
}

/// One in each byte.
const EVERY: u64 = u64::MAX / 255;
/// The highest bit of each byte.
const HIGHEST: u64 = EVERY << 7;
