//! Bits into bytes into base64, in one pass and without an end in sight.
//!
//! Deflate packs bits least significant first. The bytes pass through a small
//! buffer; whenever that is nearly full, what is whole goes out as base64. So a
//! ticket of any length is written without a second buffer of its size.

use super::base64;
use crate::SMALL;

/// The bytes on their way. It is apart from [`BitWriter`], whose few words then
/// stay in registers.
pub(crate) type Buffer = [u8; BUFFER_BYTES];

/// An empty buffer.
pub(crate) const EMPTY: Buffer = [0; BUFFER_BYTES];

/// Where a buffer counts as full, a power of two so that no store needs a check.
const FULL: usize = 512;
/// [`BitWriter::put`] stores eight bytes at once.
const BUFFER_BYTES: usize = FULL + 8;

/// Bits in a word of constants.
pub(crate) const WORD_BITS: u32 = 56;

/// The beginning of a stream, kept to be written again and again.
#[derive(Clone)]
pub(crate) struct Written {
    bytes: [u8; WRITTEN_BYTES],
    bits: usize,
}

/// What the longest beginning takes, and a little more.
const WRITTEN_BYTES: usize = 48;

impl Written {
    pub(crate) const EMPTY: Self = Self { bytes: [0; WRITTEN_BYTES], bits: 0 };

    /// Adds the lowest `count` bits.
    pub(crate) const fn push(&mut self, bits: u64, count: u32) {
        let mut bit = 0;
        while bit < count {
            self.bytes[self.bits / 8] |= ((bits >> bit & 1) as u8) << (self.bits % 8);
            self.bits += 1;
            bit += 1;
        }
    }

    /// How many bits were written.
    pub(crate) const fn bit_count(&self) -> usize {
        self.bits
    }

    /// The whole bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.bits / 8]
    }
}

/// A place in a stream.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    held: u64,
    count: u32,
}

/// Writes bits, least significant first, as a ticket's text into `out`.
pub(crate) struct BitWriter<'b, 'o> {
    buffer: &'b mut Buffer,
    at: usize,
    held: u64,
    count: u32,
    out: &'o mut [u8],
    written: usize,
}

impl<'b, 'o> BitWriter<'b, 'o> {
    pub(crate) const fn new(buffer: &'b mut Buffer, out: &'o mut [u8]) -> Self {
        Self { buffer, at: 0, held: 0, count: 0, out, written: 0 }
    }

    /// Adds up to 56 bits; the bits of `bits` above `count` are zero.
    #[inline(always)]
    pub(crate) fn put(&mut self, bits: u64, count: u32) {
        if SMALL {
            return self.put_by_bytes(bits, count);
        }
        let held = self.held | bits << self.count;
        let total = self.count + count;
        // `reserve` keeps `at` below FULL; the mask only says so to the compiler.
        let at = self.at & (FULL - 1);
        self.buffer[at..at + 8].copy_from_slice(&held.to_le_bytes());
        self.at += (total / 8) as usize;
        // Never a shift by 64: `total` is at most 63.
        self.held = held >> (total & 56);
        self.count = total & 7;
    }

    /// As [`put`](Self::put), in the 32 bits that JavaScript has.
    #[inline(never)]
    fn put_by_bytes(&mut self, bits: u64, count: u32) {
        let mut words = [bits as u32, (bits >> 32) as u32];
        let mut left = count;
        while left > 0 {
            let now = left.min(24);
            self.put_short(words[0] & ((1 << now) - 1), now);
            words = [words[0] >> 24 | words[1] << 8, words[1] >> 24];
            left -= now;
        }
    }

    /// Adds up to 24 bits; the bits of `bits` above `count` are zero.
    #[inline]
    pub(crate) fn put_short(&mut self, bits: u32, count: u32) {
        let mut held = self.held as u32 | bits << self.count;
        let mut total = self.count + count;
        while total >= 8 {
            self.buffer[self.at & (FULL - 1)] = held as u8;
            self.at += 1;
            held >>= 8;
            total -= 8;
        }
        (self.held, self.count) = (held.into(), total);
    }

    /// Adds up to 64 bits; the bits of `bits` above `count` are zero.
    #[cfg(feature = "simd")]
    #[inline(always)]
    pub(crate) fn put_word(&mut self, bits: u64, count: u32) {
        let held = u128::from(self.held) | u128::from(bits) << self.count;
        let total = self.count + count;
        let at = self.at & (FULL - 1);
        self.buffer[at..at + 8].copy_from_slice(&(held as u64).to_le_bytes());
        self.at += (total / 8) as usize;
        self.held = (held >> (total & !7)) as u64;
        self.count = total & 7;
    }

    /// Writes through a copy, so that this one stays in registers.
    #[inline(always)]
    pub(crate) fn apart(&mut self, write: impl FnOnce(&mut BitWriter<'_, '_>)) {
        let mut copy = BitWriter {
            buffer: &mut *self.buffer,
            at: self.at,
            held: self.held,
            count: self.count,
            out: &mut [],
            written: 0,
        };
        write(&mut copy);
        (self.at, self.held, self.count) = (copy.at, copy.held, copy.count);
    }

    /// Adds constant bits: 56 in each word but the last.
    #[inline(always)]
    pub(crate) fn constant(&mut self, words: &[u64], count: u32) {
        let mut left = count;
        for &word in words {
            let now = left.min(WORD_BITS);
            self.put(word, now);
            left -= now;
            if left == 0 {
                break;
            }
        }
    }

    /// Starts with what was written before.
    #[inline(always)]
    pub(crate) fn resume(&mut self, written: &Written) {
        self.buffer[..WRITTEN_BYTES].copy_from_slice(&written.bytes);
        self.at = written.bits / 8;
        self.count = (written.bits % 8) as u32;
        self.held = written.bytes[self.at].into();
    }

    /// Goes on in a buffer at a mark that was set in it.
    #[inline(always)]
    pub(crate) const fn resume_at(buffer: &'b mut Buffer, out: &'o mut [u8], mark: Mark) -> Self {
        Self { buffer, at: mark.at, held: mark.held, count: mark.count, out, written: 0 }
    }

    /// The place where the next bits go, of a stream of which nothing went out yet.
    #[inline(always)]
    pub(crate) const fn mark(&self) -> Mark {
        Mark { at: self.at, held: self.held, count: self.count }
    }

    /// Sends whole bytes on when the buffer may not hold `bytes` more.
    #[inline(always)]
    pub(crate) fn reserve(&mut self, bytes: usize) {
        if self.at + bytes > FULL {
            self.flush();
        }
    }

    /// Ends the stream with whole bytes; returns the characters written in all.
    #[inline(always)]
    pub(crate) fn finish(mut self, checksum: [u8; 4]) -> usize {
        self.put(0, (8 - self.count) % 8);
        self.put(u32::from_le_bytes(checksum).into(), 32);
        let tail = base64::encode_ticket(&self.buffer[..self.at], &mut self.out[self.written..]);
        self.written + tail
    }

    #[cold]
    #[inline(never)]
    fn flush(&mut self) {
        let whole = self.at - self.at % 3;
        self.written += base64::encode_ticket(&self.buffer[..whole], &mut self.out[self.written..]);
        self.buffer.copy_within(whole..self.at, 0);
        self.at -= whole;
    }
}
