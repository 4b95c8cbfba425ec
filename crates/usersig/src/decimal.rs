//! Decimal numbers, made once and written in several places.

/// A number's digits, with zero bytes behind them.
#[derive(Clone, Copy)]
pub(crate) struct Decimal {
    digits: [u8; Self::ROOM],
    length: usize,
    pairs: Option<Pairs>,
}

/// A number of up to ten digits as values of two digits.
#[derive(Clone, Copy)]
pub(crate) struct Pairs {
    /// The first two digits, if there are more than eight.
    pub(crate) first: u8,
    /// Four pairs in lanes of 16 bits, the first one lowest; zeros lead.
    pub(crate) rest: u64,
}

impl Decimal {
    /// Bytes that are kept for a number; the longest has 20 digits.
    pub(crate) const ROOM: usize = 24;

    #[inline(always)]
    pub(crate) fn new(number: u64) -> Self {
        if number >= 10u64.pow(10) {
            return Self::long(number);
        }
        let (first, low) = ((number / 100_000_000) as u8, (number % 100_000_000) as u32);
        let rest = pairs(low);
        let eight = digits(rest);
        let mut text = [0; Self::ROOM];
        let length = if first == 0 {
            // The last digit stays, also of 0.
            let leading = (eight.trailing_zeros() / 8).min(7);
            text[..8].copy_from_slice(&((eight | ASCII_ZEROS) >> (8 * leading)).to_le_bytes());
            8 - leading as usize
        } else {
            let two = usize::from(first >= 10);
            text[0] = b'0' + first / 10;
            text[two] = b'0' + first % 10;
            text[two + 1..two + 9].copy_from_slice(&(eight | ASCII_ZEROS).to_le_bytes());
            two + 9
        };
        Self { digits: text, length, pairs: Some(Pairs { first, rest }) }
    }

    #[cold]
    fn long(number: u64) -> Self {
        let mut digits = [0; Self::ROOM];
        let mut buffer = itoa::Buffer::new();
        let text = buffer.format(number).as_bytes();
        digits[..text.len()].copy_from_slice(text);
        Self { digits, length: text.len(), pairs: None }
    }

    #[inline(always)]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.digits[..self.length]
    }

    /// The digits with zero bytes behind them, and how many there are.
    #[inline(always)]
    pub(crate) const fn padded(&self) -> (&[u8; Self::ROOM], usize) {
        (&self.digits, self.length)
    }

    /// The digits by two, of a number of up to ten.
    #[inline(always)]
    pub(crate) const fn pairs(&self) -> Option<Pairs> {
        self.pairs
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
    let hundreds = (fours * 10_486 >> 20) & 0x0000_007f_0000_007f;
    hundreds | (fours - hundreds * 100) << 16
}

/// Four values below 100 as the values of their eight digits.
#[inline(always)]
const fn digits(pairs: u64) -> u64 {
    let tens = (pairs * 103 >> 10) & 0x000f_000f_000f_000f;
    tens | (pairs - tens * 10) << 8
}

const ASCII_ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::Decimal;

    #[test]
    fn digits_are_those_of_the_number() {
        let powers = (0..20).map(|exponent| 10u64.pow(exponent));
        let near = powers.flat_map(|power| [power - 1, power, power + 1, power.wrapping_mul(7)]);
        let spread = (0..200_000).map(|at: u64| at.wrapping_mul(0x9e37_79b9) % 100_000_000_000);
        for number in near.chain([u64::MAX, 1_400_000_000]).chain(spread) {
            let (decimal, text) = (Decimal::new(number), number.to_string());
            assert_eq!(decimal.as_bytes(), text.as_bytes());
            let (padded, length) = decimal.padded();
            assert!(length == text.len() && padded[length..].iter().all(|&byte| byte == 0));
            let Some(pairs) = decimal.pairs() else {
                assert!(text.len() > 10);
                continue;
            };
            let rest = [0, 16, 32, 48].map(|shift| pairs.rest >> shift & 0xffff);
            assert_eq!(rest.iter().fold(u64::from(pairs.first), |value, pair| value * 100 + pair), number);
        }
    }
}
