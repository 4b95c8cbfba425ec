//! Reads a zlib stream (RFC 1950, RFC 1951) into a bounded buffer.
//!
//! The buffer is the bound: a stream that wants more is turned away, so a small
//! ticket never costs more memory than the caller set aside. Which streams are
//! valid follows zlib itself, down to incomplete Huffman codes.

mod bits;
mod code;
mod dynamic;
mod fixed;

use self::bits::Bits;
use self::code::Code;
use super::sums::Sums;
use crate::SMALL;
use crate::rejection::Damage;

/// The content of a whole zlib stream that is one sound stored block; `None` for any other.
#[inline(always)]
pub(crate) fn stored(stream: &mut [u8]) -> Option<&mut [u8]> {
    let [method, flags, 1, a, b, c, d, content @ ..] = stream else { return None };
    let length = u16::from_le_bytes([*a, *b]);
    let (content, checksum) = content.split_at_mut_checked(length.into())?;
    let sound = is_header(*method, *flags)
        && length == !u16::from_le_bytes([*c, *d])
        && *checksum == Sums::of_text(content).adler32();
    sound.then_some(content)
}

/// Inflates one whole zlib stream; returns the bytes written to `out`.
pub(crate) fn zlib(stream: &[u8], out: &mut [u8]) -> Result<usize, Damage> {
    let [method, flags, rest @ ..] = stream else { return Err(Damage::Zlib) };
    if !is_header(*method, *flags) {
        return Err(Damage::Zlib);
    }
    let mut bits = Bits::new(rest);
    let length = deflate_blocks(&mut bits, out)?;
    if bits.rest() != Sums::of_text(&out[..length]).adler32() {
        return Err(Damage::Zlib);
    }
    Ok(length)
}

/// Whether a zlib stream may begin with these two bytes.
#[inline(always)]
const fn is_header(method: u8, flags: u8) -> bool {
    let deflate = method & 15 == 8 && method >> 4 <= 7;
    let dictionary = flags & 0x20 != 0;
    deflate && !dictionary && u16::from_be_bytes([method, flags]).is_multiple_of(31)
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
    let (literals, distances) = (&fixed::LITERALS, &fixed::DISTANCES);
    if SMALL {
        any_block(bits, out, at, literals, distances)
    } else {
        block::<true>(bits, out, at, literals, distances)
    }
}

#[inline(never)]
fn dynamic_block(bits: &mut Bits<'_>, out: &mut [u8], at: usize) -> Result<usize, Stop> {
    let (mut literals, mut distances) = (Code::EMPTY, Code::EMPTY);
    dynamic::codes(bits, &mut literals, &mut distances)?;
    if SMALL {
        any_block(bits, out, at, &literals, &distances)
    } else {
        block::<false>(bits, out, at, &literals, &distances)
    }
}

/// A block of any code, in one place.
#[inline(never)]
fn any_block(
    bits: &mut Bits<'_>,
    out: &mut [u8],
    at: usize,
    literals: &LiteralCode,
    distances: &DistanceCode,
) -> Result<usize, Stop> {
    block::<false>(bits, out, at, literals, distances)
}

/// Reads symbols until the end of the block. In a block of the fixed code, runs of
/// literals are read together.
#[inline(always)]
fn block<const FIXED: bool>(
    bits: &mut Bits<'_>,
    out: &mut [u8],
    mut at: usize,
    literals: &LiteralCode,
    distances: &DistanceCode,
) -> Result<usize, Stop> {
    // A copy stays in registers.
    let mut ahead = *bits;
    let end = loop {
        ahead.fill();
        if FIXED && let Some(room) = out.get_mut(at..at + 8) {
            let (text, count) = fixed::literals(ahead.held());
            // A branch of its own: the next look need not wait for the count.
            if count >= 7 && ahead.skip(56).is_ok() {
                room.copy_from_slice(&(text << 8 >> 8).to_le_bytes());
                at += 7;
                continue;
            }
            let count = count.min(ahead.count() / 8);
            // Behind what was written the buffer stays zero.
            room.copy_from_slice(&(text & !(u64::MAX << (8 * count))).to_le_bytes());
            at += count as usize;
            ahead.skip(8 * count)?;
            ahead.fill();
        }
        if !FIXED
            && ahead.count() >= 54
            && let Some(room) = out.get_mut(at..at + 6)
        {
            let count = short_literals(&mut ahead, literals, room);
            at += count;
            if count == 6 {
                continue;
            }
            ahead.fill();
        }
        let symbol = usize::from(literals.read(&mut ahead)?);
        if symbol < END_OF_BLOCK {
            *out.get_mut(at).ok_or(Stop::Full)? = symbol as u8;
            at += 1;
            continue;
        }
        if symbol == END_OF_BLOCK {
            break at;
        }
        let &(base, extra) = LENGTHS.get(symbol - 257).ok_or(Stop::Invalid)?;
        // Both parts of a match take 48 bits at most.
        ahead.fill();
        let mut length = usize::from(base);
        // Most matches are short; a branch spares them waiting for the count.
        if extra > 0 {
            length += ahead.take_held(extra.into())? as usize;
        }
        let symbol = usize::from(distances.read(&mut ahead)?);
        let &(base, extra) = DISTANCES.get(symbol).ok_or(Stop::Invalid)?;
        let distance = usize::from(base) + ahead.take_held(extra.into())? as usize;
        let from = at.checked_sub(distance).ok_or(Stop::Invalid)?;
        repeat(out, from, at, length)?;
        at += length;
    };
    *bits = ahead;
    Ok(end)
}

/// Reads up to six literals whose words are in the code's table, from 54 bits that are
/// held; returns how many there are.
#[inline(always)]
fn short_literals(bits: &mut Bits<'_>, code: &LiteralCode, room: &mut [u8]) -> usize {
    let (mut held, mut left, mut count) = (bits.held(), bits.count(), 0);
    for place in room.iter_mut().take(6) {
        let Some((literal, length)) = code.literal(held) else { break };
        *place = literal;
        held >>= length;
        left -= length;
        count += 1;
    }
    bits.resume(held, left);
    count
}

/// Repeats at `at` what stands from `from` on.
#[inline(always)]
fn repeat(out: &mut [u8], from: usize, at: usize, length: usize) -> Result<(), Stop> {
    if at + length > out.len() {
        return Err(Stop::Full);
    }
    let mut done = 0;
    if at - from >= 8 {
        while let Some(&eight) = out.get(from + done..).and_then(|rest| rest.first_chunk::<8>())
            && let Some(room) = out.get_mut(at + done..at + done + 8)
        {
            let left = length - done;
            if left <= 8 {
                let last = u64::from_le_bytes(eight) & u64::MAX >> (64 - 8 * left);
                room.copy_from_slice(&last.to_le_bytes());
                return Ok(());
            }
            room.copy_from_slice(&eight);
            done += 8;
        }
    }
    // The match overlaps itself, or ends where the buffer does.
    for at_byte in done..length {
        out[at + at_byte] = out[from + at_byte];
    }
    Ok(())
}

/// The codes of a block. Most literals have words of up to nine bits, most distances of
/// up to six.
type LiteralCode = Code<512, 288>;
type DistanceCode = Code<64, 32>;

const END_OF_BLOCK: usize = 256;

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
