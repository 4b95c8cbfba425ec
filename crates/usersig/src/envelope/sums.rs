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

/// RFC 1950, section 2.2.
const MODULUS: u64 = 65_521;

impl Sums {
    pub(crate) const NOTHING: Self = Self { length: 0, plain: 0, weighted: 0 };

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
        let a = (1 + self.plain) % MODULUS;
        let b = (self.length + self.weighted) % MODULUS;
        ((b << 16 | a) as u32).to_be_bytes()
    }
}
