//! Decimal numbers, made once and written in several places.

use crate::SMALL;

/// A number's digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// Zero bytes stand behind the digits; the first digit is in the lowest byte.
    words: [u64; 3],
    length: usize,
    pairs: Option<Pairs>,
}

/// A number of up to ten digits as values of two digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pairs {
    /// The first two digits, if there are more than eight.
    pub(crate) first: u64,
    /// Four pairs in lanes of 16 bits, the first one lowest; zeros lead.
    pub(crate) rest: u64,
}

impl Decimal {
    /// Most digits of a number that is kept as [`Pairs`].
    pub(crate) const MOST_PAIRED: usize = 10;

    #[inline(always)]
    pub(crate) fn new(number: u64) -> Self {
        if SMALL || number >= 10u64.pow(10) {
            return Self::long(number);
        }
        let (first, low) = (number / 100_000_000, (number % 100_000_000) as u32);
        let rest = pairs(low);
        let two = (first / 10) | ((first % 10) << 8);
        let eight = digits(rest);
        // The last digit stays, also of 0.
        let leading =
            if first == 0 { 2 + (eight.trailing_zeros() / 8).min(7) } else { u32::from(first < 10) };
        let ten = u128::from(two | ZEROS & 0xffff) | u128::from(eight | ZEROS) << 16;
        let text = ten >> (8 * leading);
        Self {
            words: [text as u64, (text >> 64) as u64, 0],
            length: Self::MOST_PAIRED - leading as usize,
            pairs: Some(Pairs { first, rest }),
        }
    }

    #[cold]
    fn long(number: u64) -> Self {
        let mut digits = [0; 24];
        let mut buffer = itoa::Buffer::new();
        // Division of 64 bits is slow where there are only 32, as in JavaScript.
        let text = match u32::try_from(number) {
            Ok(number) => buffer.format(number).as_bytes(),
            Err(_) => buffer.format(number).as_bytes(),
        };
        digits[..text.len()].copy_from_slice(text);
        let (eights, _) = digits.as_chunks::<8>();
        let words = [eights[0], eights[1], eights[2]].map(u64::from_le_bytes);
        Self { words, length: text.len(), pairs: None }
    }

    /// How many digits there are.
    #[inline(always)]
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// The digits with zero bytes behind them, eight in each word, the first one lowest.
    #[inline(always)]
    pub(crate) const fn words(&self) -> &[u64; 3] {
        &self.words
    }

    /// The digits as a text.
    #[inline(always)]
    pub(crate) fn text(&self) -> DecimalText {
        let mut bytes = [0; 24];
        for (eight, word) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(self.words) {
            *eight = word.to_le_bytes();
        }
        DecimalText { bytes, length: self.length }
    }

    /// The digits by two, of a number of up to [`MOST_PAIRED`](Self::MOST_PAIRED).
    #[inline(always)]
    pub(crate) const fn pairs(&self) -> Option<Pairs> {
        self.pairs
    }
}

/// A number's digits in memory.
pub(crate) struct DecimalText {
    bytes: [u8; 24],
    length: usize,
}

impl DecimalText {
    #[inline(always)]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    pub(crate) fn as_str(&self) -> &str {
        // Digits are always text.
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// A number below 10^8 as four values below 100.
///
/// Each step splits all groups of digits in half at once; dividing by a constant is
/// multiplying and shifting.
#[inline(always)]
const fn pairs(number: u32) -> u64 {
    let (high, low) = (number / 10_000, number % 10_000);
    let fours = high as u64 | (low as u64) << 32;
    let hundreds = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
    hundreds | (fours - hundreds * 100) << 16
}

/// Four values below 100 as the values of their eight digits.
#[inline(always)]
const fn digits(pairs: u64) -> u64 {
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    tens | (pairs - tens * 10) << 8
}

const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::{Decimal, SMALL};

    #[test]
    fn digits_are_those_of_the_number() {
        let powers = (0..20).map(|exponent| 10u64.pow(exponent));
        let near = powers.flat_map(|power| [power - 1, power, power + 1, power.wrapping_mul(7)]);
        let spread = (0..200_000).map(|at: u64| at.wrapping_mul(0x9e37_79b9) % 100_000_000_000);
        for number in near.chain([u64::MAX, 1_400_000_000]).chain(spread) {
            let (decimal, text) = (Decimal::new(number), number.to_string());
            assert!(decimal.len() == text.len() && decimal.text().as_bytes() == text.as_bytes());
            let padded = decimal.words().map(u64::to_le_bytes);
            assert!(padded.as_flattened()[text.len()..].iter().all(|&byte| byte == 0));
            let Some(pairs) = decimal.pairs() else {
                assert!(SMALL || text.len() > Decimal::MOST_PAIRED);
                continue;
            };
            let rest = [0, 16, 32, 48].map(|shift| pairs.rest >> shift & 0xffff);
            assert_eq!(rest.iter().fold(pairs.first, |value, pair| value * 100 + pair), number);
        }
    }
}
