//! Bits from a byte string, least significant first.

use super::Stop;

/// A few bits, and the bytes that follow them.
#[derive(Clone, Copy)]
pub(super) struct Bits<'a> {
    input: &'a [u8],
    next: usize,
    /// The next `count` bits. What stands above them is the input's as well, or zero
    /// behind its end.
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    pub(super) const fn new(input: &'a [u8]) -> Self {
        Self { input, next: 0, held: 0, count: 0 }
    }

    /// Holds at least 56 bits, or all that are left.
    #[inline(always)]
    pub(super) fn fill(&mut self) {
        if let Some(eight) = self.input.get(self.next..self.next + 8).and_then(|eight| eight.first_chunk()) {
            self.held |= u64::from_le_bytes(*eight) << self.count;
            self.next += (63 - self.count) as usize / 8;
            self.count |= 56;
        } else {
            while self.count < 56
                && let Some(&byte) = self.input.get(self.next)
            {
                self.held |= u64::from(byte) << self.count;
                self.count += 8;
                self.next += 1;
            }
        }
    }

    /// The bits that are held, and zeros where the input has ended.
    #[inline(always)]
    pub(super) const fn held(&self) -> u64 {
        self.held
    }

    /// How many bits are held.
    #[inline(always)]
    pub(super) const fn count(&self) -> u32 {
        self.count
    }

    /// Takes up to 16 bits.
    #[inline(always)]
    pub(super) fn take(&mut self, count: u32) -> Result<u32, Stop> {
        self.fill();
        self.take_held(count)
    }

    /// Takes up to 16 bits of those that are held.
    #[inline(always)]
    pub(super) fn take_held(&mut self, count: u32) -> Result<u32, Stop> {
        let value = (self.held & ((1 << count) - 1)) as u32;
        self.skip(count)?;
        Ok(value)
    }

    /// Passes bits that are held.
    #[inline(always)]
    pub(super) fn skip(&mut self, count: u32) -> Result<(), Stop> {
        if count > self.count {
            return Err(Stop::End);
        }
        self.count -= count;
        self.held >>= count;
        Ok(())
    }

    /// Goes on with these bits, of which there are `count`.
    #[inline(always)]
    pub(super) const fn resume(&mut self, held: u64, count: u32) {
        (self.held, self.count) = (held, count);
    }

    /// The bytes after the one that the last bit was taken from.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.input[self.next - (self.count / 8) as usize..]
    }
}
