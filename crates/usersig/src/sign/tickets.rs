//! Tickets of one call.

use alloc::vec::Vec;
use core::str;

/// Tickets of one call, many in one piece of memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tickets {
    parts: Vec<Part>,
    /// How many tickets each part has, but for the last one.
    per_part: usize,
    count: usize,
}

/// Tickets one after another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// ASCII.
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Part {
    pub(super) fn with_capacity(count: usize, characters: usize) -> Self {
        Self { text: Vec::with_capacity(count * characters), ends: Vec::with_capacity(count) }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, ticket: &[u8]) {
        self.text.extend_from_slice(ticket);
        self.ends.push(self.text.len());
    }

    fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

impl Tickets {
    /// Every part but the last one has `per_part` tickets.
    pub(super) fn new(parts: Vec<Part>, per_part: usize) -> Self {
        let count = parts.iter().map(|part| part.ends.len()).sum();
        Self { parts, per_part, count }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The ticket of the claims at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        str::from_utf8(self.get_bytes(index)?).ok()
    }

    /// The same as bytes, which are ASCII.
    #[must_use]
    pub fn get_bytes(&self, index: usize) -> Option<&[u8]> {
        let part = index.checked_div(self.per_part)?;
        self.parts.get(part)?.get(index - part * self.per_part)
    }

    /// All of them, in the order of the claims.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }
}
