//! Reads a zlib stream (RFC 1950, RFC 1951) into a bounded buffer.
//!
//! The buffer is the bound: a stream that wants more is turned away, so a small
//! ticket never costs more memory than the caller set aside. Which streams are
//! valid follows zlib itself, down to incomplete Huffman codes.

use super::sums::Sums;
use crate::rejection::Damage;

/// Inflates one whole zlib stream; returns the bytes written to `out`.
pub(crate) fn zlib(stream: &[u8], out: &mut [u8]) -> Result<usize, Damage> {
    let [method, flags, rest @ ..] = stream else { return Err(Damage::Zlib) };
    let header = u16::from_be_bytes([*method, *flags]);
    let deflate = method & 15 == 8 && method >> 4 <= 7;
    let dictionary = flags & 0x20 != 0;
    if !deflate || dictionary || !header.is_multiple_of(31) {
        return Err(Damage::Zlib);
    }
    let mut bits = Bits::new(rest);
    let length = deflate_blocks(&mut bits, out)?;
    if bits.rest() != Sums::of_text(&out[..length]).adler32() {
        return Err(Damage::Zlib);
    }
    Ok(length)
}

/// Inflates raw deflate data (RFC 1951); returns the bytes written to `out`.
pub(crate) fn raw(stream: &[u8], out: &mut [u8]) -> Result<usize, Damage> {
    Ok(deflate_blocks(&mut Bits::new(stream), out)?)
}

/// Whether `stream` is the beginning of a zlib stream: nothing is wrong with it
/// but that it ends too early.
pub(crate) fn is_prefix(stream: &[u8], out: &mut [u8]) -> bool {
    let [method, _, rest @ ..] = stream else {
        return stream.first().is_none_or(|method| method & 15 == 8);
    };
    let mut bits = Bits::new(rest);
    match deflate_blocks(&mut bits, out) {
        Ok(length) => {
            let checksum = Sums::of_text(&out[..length]).adler32();
            bits.rest().len() < checksum.len() && checksum.starts_with(bits.rest())
        }
        Err(stop) => method & 15 == 8 && stop == Stop::End,
    }
}

/// Why inflating stopped before the end of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The input ends too early.
    End,
    /// The input is not deflate data.
    Invalid,
    /// The output does not fit the buffer.
    Full,
}

impl From<Stop> for Damage {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::End | Stop::Invalid => Self::Zlib,
            Stop::Full => Self::TooLarge,
        }
    }
}

fn deflate_blocks(bits: &mut Bits<'_>, out: &mut [u8]) -> Result<usize, Stop> {
    let mut at = 0;
    loop {
        let last = bits.take(1)? == 1;
        at = match bits.take(2)? {
            0 => stored_block(bits, out, at)?,
            1 => fixed_block(bits, out, at)?,
            2 => dynamic_block(bits, out, at)?,
            _ => return Err(Stop::Invalid),
        };
        if last {
            return Ok(at);
        }
    }
}

fn stored_block(bits: &mut Bits<'_>, out: &mut [u8], at: usize) -> Result<usize, Stop> {
    let input = bits.rest();
    let ([a, b, c, d], input) = input.split_first_chunk().ok_or(Stop::End)?;
    let length = u16::from_le_bytes([*a, *b]);
    if length != !u16::from_le_bytes([*c, *d]) {
        return Err(Stop::Invalid);
    }
    let (bytes, input) = input.split_at_checked(length.into()).ok_or(Stop::End)?;
    out.get_mut(at..at + bytes.len()).ok_or(Stop::Full)?.copy_from_slice(bytes);
    *bits = Bits::new(input);
    Ok(at + bytes.len())
}

#[inline(never)]
fn fixed_block(bits: &mut Bits<'_>, out: &mut [u8], at: usize) -> Result<usize, Stop> {
    block::<true>(bits, out, at, &FIXED_LITERALS, &FIXED_DISTANCES)
}

#[inline(never)]
fn dynamic_block(bits: &mut Bits<'_>, out: &mut [u8], at: usize) -> Result<usize, Stop> {
    let literals = bits.take(5)? as usize + 257;
    let distances = bits.take(5)? as usize + 1;
    let code_lengths = bits.take(4)? as usize + 4;
    if literals > 286 || distances > 30 {
        return Err(Stop::Invalid);
    }
    let mut lengths = [0; 286 + 30];
    for &symbol in &CODE_LENGTH_ORDER[..code_lengths] {
        lengths[symbol] = bits.take(3)? as u8;
    }
    // Codes are large, and two are enough: the lengths' code makes room for the distances'.
    let mut distance_code = Code::EMPTY;
    let code = &mut distance_code;
    code.build(&lengths[..19], Kind::CodeLengths)?;
    let lengths = &mut [0; 286 + 30][..literals + distances];
    let mut filled = 0;
    while filled < lengths.len() {
        let symbol = code.read(bits)?;
        let (length, times) = match symbol {
            0..16 => (symbol as u8, 1),
            16 => {
                let previous = *lengths[..filled].last().ok_or(Stop::Invalid)?;
                (previous, 3 + bits.take(2)?)
            }
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        let end = filled + times as usize;
        lengths.get_mut(filled..end).ok_or(Stop::Invalid)?.fill(length);
        filled = end;
    }
    if lengths[END_OF_BLOCK] == 0 {
        return Err(Stop::Invalid);
    }
    let (literals, distances) = lengths.split_at(literals);
    let mut literal_code = Code::EMPTY;
    literal_code.build(literals, Kind::Literals)?;
    distance_code.build(distances, Kind::Distances)?;
    block::<false>(bits, out, at, &literal_code, &distance_code)
}

/// Reads symbols until the end of the block. In a block of the fixed code, runs of
/// literals are read four at a look.
#[inline(always)]
fn block<const FIXED: bool>(
    bits: &mut Bits<'_>,
    out: &mut [u8],
    mut at: usize,
    literals: &Code,
    distances: &Code,
) -> Result<usize, Stop> {
    loop {
        while FIXED
            && let Some(four) = bits.four_fixed_literals()
            && let Some(room) = out.get_mut(at..at + 4)
        {
            room.copy_from_slice(&four);
            at += 4;
            bits.skip(32)?;
        }
        let symbol = usize::from(literals.read(bits)?);
        if symbol < END_OF_BLOCK {
            *out.get_mut(at).ok_or(Stop::Full)? = symbol as u8;
            at += 1;
            continue;
        }
        if symbol == END_OF_BLOCK {
            return Ok(at);
        }
        let &(base, extra) = LENGTHS.get(symbol - 257).ok_or(Stop::Invalid)?;
        let length = usize::from(base) + bits.take(extra.into())? as usize;
        let symbol = usize::from(distances.read(bits)?);
        let &(base, extra) = DISTANCES.get(symbol).ok_or(Stop::Invalid)?;
        let distance = usize::from(base) + bits.take(extra.into())? as usize;
        let from = at.checked_sub(distance).ok_or(Stop::Invalid)?;
        let target = out.get_mut(..at + length).ok_or(Stop::Full)?;
        if distance >= length {
            target.copy_within(from..from + length, at);
        } else {
            // The match overlaps itself: bytes that it writes are read again.
            for offset in 0..length {
                target[at + offset] = target[from + offset];
            }
        }
        at += length;
    }
}

/// Bits from a byte string, least significant first.
struct Bits<'a> {
    input: &'a [u8],
    next: usize,
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    const fn new(input: &'a [u8]) -> Self {
        Self { input, next: 0, held: 0, count: 0 }
    }

    /// Holds at least 32 bits, or all that are left.
    #[inline(always)]
    fn fill(&mut self) {
        if self.count >= 32 {
            return;
        }
        let rest = &self.input[self.next..];
        if let Some(four) = rest.first_chunk::<4>() {
            self.held |= u64::from(u32::from_le_bytes(*four)) << self.count;
            self.count += 32;
            self.next += 4;
            return;
        }
        for &byte in rest {
            self.held |= u64::from(byte) << self.count;
            self.count += 8;
        }
        self.next = self.input.len();
    }

    /// Takes `count` bits, at most 16.
    #[inline(always)]
    fn take(&mut self, count: u32) -> Result<u32, Stop> {
        self.fill();
        let value = (self.held & ((1 << count) - 1)) as u32;
        self.skip(count)?;
        Ok(value)
    }

    #[inline(always)]
    fn skip(&mut self, count: u32) -> Result<(), Stop> {
        self.count = self.count.checked_sub(count).ok_or(Stop::End)?;
        self.held >>= count;
        Ok(())
    }

    /// The next four literals, when all have the fixed code's words of eight bits.
    #[inline(always)]
    fn four_fixed_literals(&mut self) -> Option<[u8; 4]> {
        self.fill();
        if self.count < 32 {
            return None;
        }
        let four = (self.held as u32).to_le_bytes().map(|word| FIXED_BYTES[usize::from(word)]);
        let all = four.iter().fold(0, |all, literal| all | literal);
        (all < NO_LITERAL).then(|| four.map(|literal| literal as u8))
    }

    /// The bytes after the one that the last bit was taken from.
    fn rest(&self) -> &'a [u8] {
        &self.input[self.next - (self.count / 8) as usize..]
    }
}

/// What a Huffman code is for; zlib takes incomplete ones for some.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    CodeLengths,
    Literals,
    Distances,
}

/// A canonical Huffman code: a table for short codes, counts for all.
struct Code {
    /// By the next bits: symbol * 16 + length, or 0 when the code is longer.
    short: [u16; 1 << SHORT_BITS],
    /// How many codes there are of each length.
    counts: [u16; MAX_BITS + 1],
    /// The symbols in the order of their codes.
    symbols: [u16; 288],
}

impl Code {
    const EMPTY: Self = Self { short: [0; 1 << SHORT_BITS], counts: [0; MAX_BITS + 1], symbols: [0; 288] };

    /// Makes this the code of the given lengths, whatever it was before.
    const fn build(&mut self, lengths: &[u8], kind: Kind) -> Result<(), Stop> {
        self.short = [0; 1 << SHORT_BITS];
        self.counts = [0; MAX_BITS + 1];
        let mut longest = 0;
        let mut symbol = 0;
        while symbol < lengths.len() {
            let length = lengths[symbol];
            self.counts[length as usize] += 1;
            if length > longest {
                longest = length;
            }
            symbol += 1;
        }
        self.counts[0] = 0;
        let mut free: i32 = 1;
        let mut next = [0u16; MAX_BITS + 2];
        let mut first = [0u16; MAX_BITS + 2];
        let mut length = 1;
        while length <= MAX_BITS {
            free = free * 2 - self.counts[length] as i32;
            if free < 0 {
                return Err(Stop::Invalid);
            }
            next[length + 1] = (next[length] + self.counts[length]) << 1;
            first[length + 1] = first[length] + self.counts[length];
            length += 1;
        }
        let single = longest <= 1 && !matches!(kind, Kind::CodeLengths);
        if free > 0 && !single {
            return Err(Stop::Invalid);
        }
        let mut symbol = 0;
        while symbol < lengths.len() {
            let length = lengths[symbol] as usize;
            if length != 0 {
                self.symbols[first[length] as usize] = symbol as u16;
                first[length] += 1;
                if length <= SHORT_BITS {
                    let mut at = (next[length].reverse_bits() >> (16 - length)) as usize;
                    while at < 1 << SHORT_BITS {
                        self.short[at] = (symbol as u16) << 4 | length as u16;
                        at += 1 << length;
                    }
                }
                next[length] += 1;
            }
            symbol += 1;
        }
        Ok(())
    }

    /// Reads one symbol.
    #[inline(always)]
    fn read(&self, bits: &mut Bits<'_>) -> Result<u16, Stop> {
        bits.fill();
        let entry = self.short[bits.held as usize & ((1 << SHORT_BITS) - 1)];
        if entry == 0 {
            return self.read_long(bits);
        }
        bits.skip(u32::from(entry & 15))?;
        Ok(entry >> 4)
    }

    /// Reads a symbol bit by bit, as the counts of shorter codes tell.
    #[cold]
    fn read_long(&self, bits: &mut Bits<'_>) -> Result<u16, Stop> {
        let (mut code, mut first, mut index) = (0, 0, 0);
        for (length, &count) in self.counts.iter().enumerate().skip(1) {
            let count = u32::from(count);
            code |= (bits.held >> (length - 1) & 1) as u32;
            if code < first + count {
                bits.skip(length as u32)?;
                return Ok(self.symbols[(index + code - first) as usize]);
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(if bits.count < MAX_BITS as u32 { Stop::End } else { Stop::Invalid })
    }
}

const END_OF_BLOCK: usize = 256;
const MAX_BITS: usize = 15;
/// Codes up to this length are read by one look into a table of 1 KiB.
const SHORT_BITS: usize = 9;

const CODE_LENGTH_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

static FIXED_LITERALS: Code = {
    let mut lengths = [8; 288];
    let mut symbol = 144;
    while symbol < 280 {
        lengths[symbol] = if symbol < 256 { 9 } else { 7 };
        symbol += 1;
    }
    fixed(&lengths, Kind::Literals)
};

/// By eight bits of the stream: the literal that has them as its word in the fixed code.
static FIXED_BYTES: [u16; 256] = {
    let mut bytes = [NO_LITERAL; 256];
    let mut literal = 0u8;
    while literal < 144 {
        // RFC 1951, 3.2.6: words 0x30 to 0xbf, most significant bit first.
        bytes[(0x30 + literal).reverse_bits() as usize] = literal as u16;
        literal += 1;
    }
    bytes
};

/// Above every literal, and seen in the union of several.
const NO_LITERAL: u16 = 256;

static FIXED_DISTANCES: Code = fixed(&[5; 32], Kind::Distances);

#[expect(clippy::panic, reason = "evaluated while compiling: it can only break the build")]
const fn fixed(lengths: &[u8], kind: Kind) -> Code {
    let mut code = Code::EMPTY;
    match code.build(lengths, kind) {
        Ok(()) => code,
        Err(_) => panic!("the fixed codes of RFC 1951 are complete"),
    }
}

/// First match length and number of extra bits, for symbols from 257 on.
pub(super) const LENGTHS: [(u16, u8); 29] = {
    let mut table = [(0, 0); 29];
    let mut base = 3;
    let mut symbol = 0;
    while symbol < 28 {
        let extra = if symbol < 4 { 0 } else { (symbol as u8 - 4) / 4 };
        table[symbol] = (base, extra);
        base += 1 << extra;
        symbol += 1;
    }
    table[28] = (258, 0);
    table
};

/// First distance and number of extra bits, by symbol.
pub(super) const DISTANCES: [(u16, u8); 30] = {
    let mut table = [(0, 0); 30];
    let mut base = 1;
    let mut symbol = 0;
    while symbol < 30 {
        let extra = if symbol < 2 { 0 } else { (symbol as u8 - 2) / 2 };
        table[symbol] = (base, extra);
        base += 1 << extra;
        symbol += 1;
    }
    table
};
