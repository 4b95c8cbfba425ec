//! Adler-32 in parts: what a piece of text adds, wherever it stands.

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

    /// The sums of a short piece, eight bytes at a time.
    #[inline(always)]
    pub(crate) fn of_short(bytes: &[u8]) -> Self {
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
    pub(crate) fn of_text(text: &[u8]) -> Self {
        let (chunks, rest) = text.as_chunks::<32>();
        let sums = chunks.iter().fold(Self::NOTHING, |sums, chunk| sums.then(Self::of_padded(chunk, 32)));
        sums.then(Self::of(rest))
    }

    /// The sums of the first `length` of `N` bytes, behind which only zeros stand.
    ///
    /// The same work for every length, in a form that compiles to vectors.
    #[inline(always)]
    pub(crate) fn of_padded<const N: usize>(bytes: &[u8; N], length: usize) -> Self {
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
