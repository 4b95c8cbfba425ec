//! Adler-32 in parts: what a piece of text adds, wherever it stands.

use crate::SMALL;

/// The sums of a piece of text, from which Adler-32 is put together.
///
/// They are kept whole: even the longest JSON is far too short for them to overflow.
#[derive(Clone, Copy)]
pub(crate) struct Sums {
    /// Bytes in the piece.
    length: u64,
    /// The sum of its bytes.
    plain: u64,
    /// The sum of its bytes, each times its distance from the end of the piece.
    weighted: u64,
}

/// Adler-32 of a beginning, not yet reduced.
#[derive(Clone, Copy)]
pub(crate) struct Adler {
    a: u64,
    b: u64,
}

impl Adler {
    pub(crate) const START: Self = Self { a: 1, b: 0 };

    /// With another piece behind it.
    #[inline(always)]
    pub(crate) const fn then(self, next: Sums) -> Self {
        Self { a: self.a + next.plain, b: self.b + self.a * next.length + next.weighted }
    }

    /// As it stands in a stream.
    #[inline(always)]
    pub(crate) const fn bytes(self) -> [u8; 4] {
        ((((self.b % MODULUS) << 16) | (self.a % MODULUS)) as u32).to_be_bytes()
    }
}

const EVERY_SECOND: u64 = 0x00ff_00ff_00ff_00ff;

/// The sum of four lanes of 16 bits, the lowest first, each times its factor.
#[inline(always)]
const fn lanes(word: u64, factors: [u64; 4]) -> u64 {
    const EVERY_SECOND_LANE: u64 = 0x0000_ffff_0000_ffff;
    // The upper half of each product is the sum of both lanes times their factors.
    let even = (word & EVERY_SECOND_LANE).wrapping_mul(factors[0] << 32 | factors[2]);
    let odd = (word >> 16 & EVERY_SECOND_LANE).wrapping_mul(factors[1] << 32 | factors[3]);
    (even >> 32) + (odd >> 32)
}

/// As many rows as 16-bit sums hold: 255 * (0 + 1 + … + 22) = 64,515.
const MOST_ROWS: usize = 23;

/// RFC 1950, section 2.2.
const MODULUS: u64 = 65_521;

impl Sums {
    pub(crate) const NOTHING: Self = Self { length: 0, plain: 0, weighted: 0 };

    /// Sums that are known.
    #[cfg(feature = "simd")]
    pub(crate) const fn new(length: usize, plain: u64, weighted: u64) -> Self {
        Self { length: length as u64, plain, weighted }
    }

    /// The sums of a piece of up to 4096 bytes.
    #[inline(always)]
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        let (mut plain, mut weighted) = (0u32, 0u32);
        let mut at = 0;
        while at < bytes.len() {
            plain += bytes[at] as u32;
            weighted += plain;
            at += 1;
        }
        Self { length: bytes.len() as u64, plain: plain as u64, weighted: weighted as u64 }
    }

    /// As [`of`](Self::of), in one place.
    #[inline(never)]
    fn of_any(bytes: &[u8]) -> Self {
        Self::of(bytes)
    }

    /// The sums of a short piece, eight bytes at a time.
    #[inline(always)]
    pub(crate) fn of_short(bytes: &[u8]) -> Self {
        if SMALL {
            return Self::of_any(bytes);
        }
        let (eights, rest) = bytes.as_chunks::<8>();
        eights
            .iter()
            .fold(Self::NOTHING, |sums, eight| sums.then(Self::of_eight(u64::from_le_bytes(*eight))))
            .then(Self::of(rest))
    }

    /// Without `zeros` of zero bytes at the end.
    #[inline(always)]
    pub(crate) const fn shortened(self, zeros: usize) -> Self {
        let zeros = zeros as u64;
        Self { length: self.length - zeros, plain: self.plain, weighted: self.weighted - self.plain * zeros }
    }

    #[inline(always)]
    pub(crate) const fn of_two(first: u8, second: u8) -> Self {
        let (first, second) = (first as u64, second as u64);
        Self { length: 2, plain: first + second, weighted: 2 * first + second }
    }

    /// The sums of eight bytes, the first one lowest.
    #[inline(always)]
    pub(crate) const fn of_eight(word: u64) -> Self {
        let (even, odd) = (word & EVERY_SECOND, word >> 8 & EVERY_SECOND);
        // Each product's highest lane is the sum of all lanes times their weights.
        let plain = (even + odd).wrapping_mul(0x0001_0001_0001_0001) >> 48;
        let weighted =
            even.wrapping_mul(0x0008_0006_0004_0002).wrapping_add(odd.wrapping_mul(0x0007_0005_0003_0001));
        Self { length: 8, plain, weighted: weighted >> 48 }
    }

    /// The sums of a text of up to 32 KiB.
    #[inline(always)]
    pub(crate) fn of_text(text: &[u8]) -> Self {
        if SMALL {
            return text.chunks(4096).fold(Self::NOTHING, |sums, part| sums.then(Self::of_any(part)));
        }
        let (rows, rest) = text.as_chunks();
        let sums = rows.chunks(MOST_ROWS).fold(Self::NOTHING, |sums, rows| sums.then(Self::of_rows(rows)));
        sums.then(Self::of_short(rest))
    }

    /// The sums of rows of sixteen bytes, [`MOST_ROWS`] at most: by columns first, in
    /// lanes of 16 bits.
    #[inline(always)]
    fn of_rows(rows: &[[u8; 16]]) -> Self {
        // Of the columns in each half of a row.
        let (mut even, mut odd) = ([0; 2], [0; 2]);
        // A column's sum, once for each row that follows.
        let (mut even_above, mut odd_above) = ([0; 2], [0; 2]);
        for row in rows {
            for (half, bytes) in row.as_chunks::<8>().0.iter().enumerate() {
                let word = u64::from_le_bytes(*bytes);
                even_above[half] += even[half];
                odd_above[half] += odd[half];
                even[half] += word & EVERY_SECOND;
                odd[half] += word >> 8 & EVERY_SECOND;
            }
        }
        let first = lanes(even[0], [1; 4]) + lanes(odd[0], [1; 4]);
        let plain = first + lanes(even[1], [1; 4]) + lanes(odd[1], [1; 4]);
        let above: u64 = even_above.iter().chain(&odd_above).map(|&above| lanes(above, [1; 4])).sum();
        let even = lanes(even[0], [8, 6, 4, 2]) + lanes(even[1], [8, 6, 4, 2]);
        let odd = lanes(odd[0], [7, 5, 3, 1]) + lanes(odd[1], [7, 5, 3, 1]);
        let weighted = 16 * above + 8 * first + even + odd;
        Self { length: 16 * rows.len() as u64, plain, weighted }
    }

    /// The sums of the first `length` of `N` bytes, behind which only zeros stand.
    ///
    /// The same work for every length, in a form that compiles to vectors.
    #[inline(always)]
    pub(crate) fn of_padded<const N: usize>(bytes: &[u8; N], length: usize) -> Self {
        if SMALL {
            return Self::of_any(&bytes[..length]);
        }
        let (mut plain, mut weighted) = (0i32, 0i32);
        for (at, &byte) in bytes.iter().enumerate() {
            plain += i32::from(byte);
            // 16-bit factors: what a multiply-and-add of vectors takes.
            weighted += i32::from(i16::from(byte)) * i32::from((N - at) as i16);
        }
        let weighted = weighted - plain * (N - length) as i32;
        Self { length: length as u64, plain: plain as u64, weighted: weighted as u64 }
    }

    /// The sums of this piece and one behind it.
    #[inline(always)]
    pub(crate) const fn then(self, next: Self) -> Self {
        Self {
            length: self.length + next.length,
            plain: self.plain + next.plain,
            weighted: self.weighted + self.plain * next.length + next.weighted,
        }
    }

    /// Adler-32 of a text with these sums, as it stands in a stream.
    #[inline(always)]
    pub(crate) const fn adler32(self) -> [u8; 4] {
        Adler::START.then(self).bytes()
    }
}
