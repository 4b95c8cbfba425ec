//! Canonical Huffman codes.

use super::Stop;
use super::bits::Bits;

/// A code: a table for short words, counts for all.
///
/// `TABLE` is a power of two up to 512: words of as many bits are read by one look.
pub(super) struct Code<const TABLE: usize, const SYMBOLS: usize> {
    /// By the next bits, as many as `mask` has: the word, or 0 when it is longer.
    table: [Word; TABLE],
    mask: usize,
    /// How many words there are of each length.
    counts: [u16; MAX_BITS + 1],
    /// The words in the order of their bits.
    sorted: [Word; SYMBOLS],
}

/// A symbol and the length of its word; see [`word`].
pub(super) type Word = u16;

/// Which codes are taken that do not use all words; zlib takes one word of one bit, or
/// none at all, in some places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Incomplete {
    Refused,
    Single,
}

impl<const TABLE: usize, const SYMBOLS: usize> Code<TABLE, SYMBOLS> {
    /// A code without words.
    pub(super) const EMPTY: Self =
        Self { table: [0; TABLE], mask: 0, counts: [0; MAX_BITS + 1], sorted: [0; SYMBOLS] };

    /// Makes this, an empty code, the one of the given words, which stand in the order
    /// of their symbols.
    #[inline(always)]
    pub(super) const fn build(&mut self, words: &[Word], incomplete: Incomplete) -> Result<(), Stop> {
        let mut at = 0;
        while at < words.len() {
            self.counts[length(words[at])] += 1;
            at += 1;
        }
        // Where the words of each length begin.
        let mut first = [0u16; MAX_BITS + 2];
        let (mut free, mut longest, mut bits) = (1, 0, 1);
        while bits <= MAX_BITS {
            let count = self.counts[bits];
            free = free * 2 - count as i32;
            first[bits + 1] = first[bits] + count;
            if count > 0 {
                longest = bits;
            }
            bits += 1;
        }
        let single = longest <= 1 && matches!(incomplete, Incomplete::Single);
        if free < 0 || free > 0 && !single {
            return Err(Stop::Invalid);
        }
        let mut at = 0;
        while at < words.len() {
            let place = &mut first[length(words[at])];
            self.sorted[*place as usize] = words[at];
            *place += 1;
            at += 1;
        }
        self.fill_table(longest);
        Ok(())
    }

    /// Enters the words that are short enough.
    #[inline(always)]
    const fn fill_table(&mut self, longest: usize) {
        // For words of so many bits so much of the table is needed; longer ones repeat it.
        let (mut bits, mut size) = (0, 1);
        // The next word, its first bit the highest of nine.
        let mut next = 0;
        let mut at = 0;
        while bits < longest && size < TABLE {
            self.double(size);
            (bits, size) = (bits + 1, size * 2);
            let end = at + self.counts[bits] as usize;
            while at < end {
                self.table[REVERSED[next & (REVERSED.len() - 1)] as usize & (TABLE - 1)] = self.sorted[at];
                next += REVERSED.len() >> bits;
                at += 1;
            }
        }
        self.mask = size - 1;
    }

    /// Repeats the first `size` entries behind themselves. All others are 0 before.
    #[inline(always)]
    const fn double(&mut self, size: usize) {
        // Eight at a time, more than there are at first: what is added is 0.
        let mut at = 0;
        while at < size {
            let mut eight = [0; 8];
            eight.copy_from_slice(self.table.split_at(at).1.split_at(8).0);
            self.table.split_at_mut(size + at).1.split_at_mut(8).0.copy_from_slice(&eight);
            at += 8;
        }
    }

    /// Reads one symbol from 15 bits that are held, or all that are left.
    #[inline(always)]
    pub(super) fn read(&self, bits: &mut Bits<'_>) -> Result<u16, Stop> {
        let mut word = self.table[bits.held() as usize & (self.mask & (TABLE - 1))];
        if word == 0 {
            word = self.long_word(bits.held(), bits.count())?;
        }
        bits.skip(length(word) as u32)?;
        Ok(symbol(word))
    }

    /// The literal that comes next and the bits of its word, if the table has it.
    #[inline(always)]
    pub(super) fn literal(&self, held: u64) -> Option<(u8, u32)> {
        let found = self.table[held as usize & (self.mask & (TABLE - 1))];
        // Below are the literals' words; 0 wraps around to the top.
        (found.wrapping_sub(1) < word(256, 0) - 1).then_some((symbol(found) as u8, length(found) as u32))
    }

    /// Finds a word bit by bit, as the counts of shorter words tell.
    #[cold]
    #[inline(never)]
    fn long_word(&self, held: u64, count: u32) -> Result<Word, Stop> {
        let (mut code, mut first, mut index) = (0, 0, 0);
        for (length, &words) in self.counts.iter().enumerate().skip(1) {
            let words = u32::from(words);
            code |= (held >> (length - 1) & 1) as u32;
            if code < first + words {
                return Ok(self.sorted[(index + code - first) as usize]);
            }
            index += words;
            first = (first + words) << 1;
            code <<= 1;
        }
        Err(if count < MAX_BITS as u32 { Stop::End } else { Stop::Invalid })
    }
}

/// A symbol and the length of its word, up to 15 bits.
pub(super) const fn word(symbol: usize, length: u16) -> Word {
    (symbol as Word) << 6 | length
}

/// What a word stands for.
pub(super) const fn symbol(word: Word) -> u16 {
    word >> 6
}

/// The bits of a word. As many are kept for it as a processor takes for a shift.
const fn length(word: Word) -> usize {
    (word & 63) as usize
}

const MAX_BITS: usize = 15;

/// The numbers of nine bits, which is enough for the largest table, with their bits reversed.
const REVERSED: &[u16; 512] = &{
    let mut reversed = [0; 512];
    let mut number = 0u16;
    while number < 512 {
        reversed[number as usize] = number.reverse_bits() >> 7;
        number += 1;
    }
    reversed
};
