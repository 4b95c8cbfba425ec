//! The description of the codes of a dynamic block (RFC 1951, section 3.2.7).

use super::bits::Bits;
use super::code::{Code, Incomplete, Word, symbol, word};
use super::{DistanceCode, END_OF_BLOCK, LiteralCode, Stop};

/// Reads both codes, which are empty before.
#[inline(always)]
pub(super) fn codes(
    bits: &mut Bits<'_>,
    literal_code: &mut LiteralCode,
    distance_code: &mut DistanceCode,
) -> Result<(), Stop> {
    let literals = bits.take(5)? as usize + 257;
    let distances = bits.take(5)? as usize + 1;
    let code_lengths = bits.take(4)? as usize + 4;
    if literals > 286 || distances > 30 {
        return Err(Stop::Invalid);
    }
    let mut code = LengthCode::EMPTY;
    code_of_lengths(bits, code_lengths, &mut code)?;
    let mut words = [0; 286 + 30 + 1];
    let count = words_of(bits, &code, literals + distances, &mut words)?;
    let words = &mut words[..count];
    let first_distance =
        words.iter().rposition(|&word| usize::from(symbol(word)) < literals).map_or(0, |last| last + 1);
    let (literal_words, distance_words) = words.split_at_mut(first_distance);
    if !literal_words.iter().rev().any(|&word| usize::from(symbol(word)) == END_OF_BLOCK) {
        return Err(Stop::Invalid);
    }
    for other in &mut *distance_words {
        *other -= word(literals, 0);
    }
    literal_code.build(literal_words, Incomplete::Single)?;
    distance_code.build(distance_words, Incomplete::Single)
}

/// The code that the lengths of the others are written in.
#[inline(always)]
fn code_of_lengths(bits: &mut Bits<'_>, count: usize, code: &mut LengthCode) -> Result<(), Stop> {
    let mut lengths = [0; 19];
    for &symbol in &ORDER[..count] {
        lengths[symbol] = bits.take(3)? as Word;
    }
    let mut words = [0; 20];
    let mut used = 0;
    for (symbol, &length) in lengths.iter().enumerate() {
        words[used] = word(symbol, length);
        used += usize::from(length != 0);
    }
    code.build(&words[..used], Incomplete::Refused)
}

/// Reads `symbols` lengths; returns how many words they make.
#[inline(always)]
fn words_of(
    bits: &mut Bits<'_>,
    code: &LengthCode,
    symbols: usize,
    words: &mut [Word; 286 + 30 + 1],
) -> Result<usize, Stop> {
    let (mut at, mut used, mut previous) = (0, 0, 0);
    while at < symbols {
        // A symbol and its extra bits take 14 bits at most.
        if bits.count() < 14 {
            bits.fill();
        }
        let symbol = code.read(bits)?;
        let times = match symbol {
            0..16 => {
                words[used] = word(at, symbol);
                used += usize::from(symbol != 0);
                previous = symbol;
                at += 1;
                continue;
            }
            16 if at == 0 => return Err(Stop::Invalid),
            16 => 3 + bits.take_held(2)?,
            17 => 3 + bits.take_held(3)?,
            _ => 11 + bits.take_held(7)?,
        };
        let end = at + times as usize;
        if end > symbols {
            return Err(Stop::Invalid);
        }
        if symbol != 16 {
            previous = 0;
        }
        if previous != 0 {
            for (other, symbol) in words[used..].iter_mut().zip(at..end) {
                *other = word(symbol, previous);
            }
            used += end - at;
        }
        at = end;
    }
    Ok(used)
}

type LengthCode = Code<128, 19>;

/// The order in which the lengths' lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
