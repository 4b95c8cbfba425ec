//! Decimal numbers, made once and written in several places.

/// A number's digits, with zero bytes behind them.
#[derive(Clone, Copy)]
pub(crate) struct Decimal {
    digits: [u8; Self::ROOM],
    length: usize,
    has_run: bool,
}

impl Decimal {
    /// Bytes that are kept for a number; the longest has 20 digits.
    pub(crate) const ROOM: usize = 24;

    #[inline(always)]
    pub(crate) fn new(number: u64) -> Self {
        let mut digits = [0; Self::ROOM];
        let mut buffer = itoa::Buffer::new();
        let text = buffer.format(number).as_bytes();
        digits[..text.len()].copy_from_slice(text);
        let has_run =
            text.windows(4).any(|four| four[0] == four[1] && four[1] == four[2] && four[2] == four[3]);
        Self { digits, length: text.len(), has_run }
    }

    #[inline(always)]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.digits[..self.length]
    }

    /// Whether four equal digits stand side by side.
    #[inline(always)]
    pub(crate) const fn has_run(&self) -> bool {
        self.has_run
    }

    /// The digits with zero bytes behind them, and how many there are.
    #[inline(always)]
    pub(crate) const fn padded(&self) -> (&[u8; Self::ROOM], usize) {
        (&self.digits, self.length)
    }
}
