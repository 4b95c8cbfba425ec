//! Base64, twice: strict standard base64 for members of the JSON, and the
//! ticket alphabet (`*`, `-` and `_` for `+`, `/` and `=`) for the envelope.

use base64_turbo::{Alphabet, Engine};

use crate::SMALL;
use crate::rejection::Damage;

/// Characters that `bytes` bytes take, padding included.
pub(crate) const fn encoded_len(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// Writes standard base64 with padding; returns the characters written.
///
/// `out` must hold [`encoded_len`] of the input.
pub(crate) fn encode_standard(bytes: &[u8], out: &mut [u8]) -> usize {
    // The engine writes whole groups; `out` is large enough by contract.
    if SMALL {
        let symbols = encode_plainly(bytes, STANDARD, out);
        let length = encoded_len(bytes.len());
        out[symbols..length].fill(b'=');
        return length;
    }
    STANDARD_ENGINE.encode_slice(bytes, out).unwrap_or(0)
}

/// Gives the standard base64 of `bytes` to `put` in pieces: a text with zeros behind
/// it, and its length, [`PIECE_CHARACTERS`] at most.
#[inline(always)]
pub(crate) fn standard_pieces(bytes: &[u8], mut put: impl FnMut(&[u8; PIECE_CHARACTERS], usize)) {
    for piece in bytes.chunks(PIECE_CHARACTERS / 4 * 3) {
        let mut text = [0; PIECE_CHARACTERS];
        let length = encode_standard(piece, &mut text);
        put(&text, length);
    }
}

/// Characters of a piece of [`standard_pieces`].
pub(crate) const PIECE_CHARACTERS: usize = 64;

/// Writes base64 in the ticket alphabet with padding; returns the characters written.
///
/// `out` must hold [`encoded_len`] of the input.
pub(crate) fn encode_ticket(bytes: &[u8], out: &mut [u8]) -> usize {
    let symbols = if SMALL {
        encode_plainly(bytes, TICKET, out)
    } else {
        TICKET_ENGINE.encode_slice(bytes, out).unwrap_or(0)
    };
    let length = encoded_len(bytes.len());
    out[symbols..length].fill(b'_');
    length
}

/// Writes base64 without padding, group by group; returns the characters written.
fn encode_plainly(bytes: &[u8], alphabet: &[u8; 64], out: &mut [u8]) -> usize {
    let symbol = |bits: u32| alphabet[(bits & 63) as usize];
    let (groups, rest) = bytes.as_chunks::<3>();
    for ([a, b, c], quad) in groups.iter().zip(out.as_chunks_mut::<4>().0) {
        let word = u32::from(*a) << 16 | u32::from(*b) << 8 | u32::from(*c);
        *quad = [symbol(word >> 18), symbol(word >> 12), symbol(word >> 6), symbol(word)];
    }
    let at = groups.len() * 4;
    match *rest {
        [a] => {
            out[at..at + 2].copy_from_slice(&[symbol(u32::from(a) >> 2), symbol(u32::from(a) << 4)]);
            at + 2
        }
        [a, b] => {
            let word = u32::from(a) << 10 | u32::from(b) << 2;
            out[at..at + 3].copy_from_slice(&[symbol(word >> 12), symbol(word >> 6), symbol(word)]);
            at + 3
        }
        _ => at,
    }
}

/// Reads canonical standard base64: right alphabet, right padding, zero trailing bits.
///
/// `None` when the text is anything else, or `out` is too small for it.
pub(crate) fn decode_standard(text: &[u8], out: &mut [u8]) -> Option<usize> {
    let (quads, rest) = text.as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let Some((last, full)) = quads.split_last() else { return Some(0) };
    let mut at = 0;
    for quad in full {
        let word = join(quad, &STANDARD_VALUES)?;
        out.get_mut(at..at + 3)?.copy_from_slice(&word.to_be_bytes()[1..]);
        at += 3;
    }
    let symbols = match last {
        [_, _, b'=', b'='] => 2,
        [_, _, _, b'='] => 3,
        _ => 4,
    };
    let mut padded = *b"AAAA";
    padded[..symbols].copy_from_slice(&last[..symbols]);
    let word = join(&padded, &STANDARD_VALUES)?;
    let bytes = symbols - 1;
    if word & (0x00ff_ffff >> (8 * bytes)) != 0 {
        return None;
    }
    out.get_mut(at..at + bytes)?.copy_from_slice(&word.to_be_bytes()[1..=bytes]);
    Some(at + bytes)
}

/// Whether a text is canonical standard base64, as [`decode_standard`] takes it.
pub(crate) fn is_canonical(text: impl Iterator<Item = u8>) -> bool {
    let (mut symbols, mut padding, mut last) = (0usize, 0usize, 0);
    for byte in text {
        match STANDARD_VALUES[usize::from(byte)] {
            value @ 0..64 if padding == 0 => (symbols, last) = (symbols + 1, value),
            _ if byte == b'=' => padding += 1,
            _ => return false,
        }
    }
    let unused = match (symbols % 4, padding) {
        (0, 0) => 0,
        (2, 2) => 0b1111,
        (3, 1) => 0b11,
        _ => return false,
    };
    last & unused == 0
}

/// Whether a whole text is canonical standard base64, as [`decode_standard`] takes it.
pub(crate) fn is_canonical_text(text: &[u8]) -> bool {
    let (quads, []) = text.as_chunks::<4>() else { return false };
    let Some((last, full)) = quads.split_last() else { return true };
    full.iter().all(|quad| join(quad, &STANDARD_VALUES).is_some())
        && decode_standard(last, &mut [0; 3]).is_some()
}

/// Reads the canonical standard base64 of 32 bytes, as four words, the most significant
/// byte first.
///
/// Every character is looked up before one of them decides: no branch depends on them.
pub(crate) fn decode_mac(text: &[u8; 44]) -> Option<[u64; 4]> {
    let value = |at: usize| u64::from(STANDARD_VALUES[usize::from(text[at])]);
    let mut all = 0;
    let [a, b, c, d, e, f, g, h, i, j] = core::array::from_fn(|group| {
        let [first, second, third, fourth] = [0, 1, 2, 3].map(|at| value(4 * group + at));
        all |= first | second | third | fourth;
        first << 18 | second << 12 | third << 6 | fourth
    });
    let [first, second, third] = [40, 41, 42].map(value);
    let last = first << 10 | second << 4 | third >> 2;
    let canonical = (all | first | second | third) < 64 && third & 3 == 0 && text[43] == b'=';
    canonical.then_some([
        a << 40 | b << 16 | c >> 8,
        c << 56 | d << 32 | e << 8 | f >> 16,
        f << 48 | g << 24 | h,
        i << 40 | j << 16 | last,
    ])
}

/// Reads a ticket's text as liberally as published readers do: both alphabets,
/// CR and LF anywhere, padding right or absent.
pub(crate) fn decode_ticket(text: &[u8], out: &mut [u8]) -> Result<usize, Damage> {
    if let Some(length) = decode_usual(text, out) {
        return Ok(length);
    }
    let mut at = 0;
    let mut rest = text;
    while let Some((quad, after)) = rest.split_first_chunk::<4>() {
        let Some(word) = join(quad, &TICKET_VALUES) else { break };
        out.get_mut(at..at + 3).ok_or(Damage::TooLong)?.copy_from_slice(&word.to_be_bytes()[1..]);
        at += 3;
        rest = after;
    }
    decode_ticket_slowly(rest, out, at)
}

/// The value of a symbol of a ticket, above 63 for what is none.
pub(crate) const fn ticket_value(symbol: u8) -> u8 {
    TICKET_VALUES[symbol as usize]
}

/// Reads base64 in the ticket alphabet with all its padding, as nearly every ticket
/// is; `None` for any other text.
pub(crate) fn decode_usual(text: &[u8], out: &mut [u8]) -> Option<usize> {
    if SMALL || !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take(2).take_while(|&&byte| byte == b'_').count();
    TICKET_ENGINE.decode_slice(&text[..text.len() - padding], out).ok()
}

/// Goes on by single characters, from a line break or the padding on.
fn decode_ticket_slowly(text: &[u8], out: &mut [u8], mut at: usize) -> Result<usize, Damage> {
    let mut word = 0u32;
    let mut symbols = 0;
    let mut padding = 0;
    for &byte in text {
        let value = TICKET_VALUES[usize::from(byte)];
        match value {
            0..64 if padding > 0 => return Err(Damage::Base64),
            0..64 => {
                word = word << 6 | u32::from(value);
                symbols += 1;
                if symbols == 4 {
                    out.get_mut(at..at + 3).ok_or(Damage::TooLong)?.copy_from_slice(&word.to_be_bytes()[1..]);
                    at += 3;
                    (word, symbols) = (0, 0);
                }
            }
            PADDING => padding += 1,
            LINE_BREAK => {}
            _ => return Err(Damage::Base64),
        }
    }
    let bytes = match (symbols, padding) {
        (0, 0) => return Ok(at),
        (2, 0 | 2) => 1,
        (3, 0 | 1) => 2,
        _ => return Err(Damage::Base64),
    };
    word <<= 6 * (4 - symbols);
    out.get_mut(at..at + bytes).ok_or(Damage::TooLong)?.copy_from_slice(&word.to_be_bytes()[1..=bytes]);
    Ok(at + bytes)
}

/// Four symbols as 24 bits, or nothing when one of them is not a symbol.
fn join(quad: &[u8; 4], values: &[u8; 256]) -> Option<u32> {
    let [a, b, c, d] = quad.map(|byte| u32::from(values[usize::from(byte)]));
    if (a | b | c | d) >= 64 {
        return None;
    }
    Some(a << 18 | b << 12 | c << 6 | d)
}

/// The standard alphabet, by value.
pub(crate) const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const TICKET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-";

static STANDARD_ENGINE: Engine = base64_turbo::STANDARD;
static TICKET_ENGINE: Engine = Engine::custom(&TICKET_ALPHABET, false);
static TICKET_ALPHABET: Alphabet = match Alphabet::new(TICKET) {
    Some(alphabet) => alphabet,
    None => panic!("the alphabet has 64 different characters"),
};

const FOREIGN: u8 = 255;
const PADDING: u8 = 254;
const LINE_BREAK: u8 = 253;

const STANDARD_VALUES: [u8; 256] = values(STANDARD);
const TICKET_VALUES: [u8; 256] = {
    let mut table = values(TICKET);
    table[b'+' as usize] = 62;
    table[b'/' as usize] = 63;
    table[b'=' as usize] = PADDING;
    table[b'_' as usize] = PADDING;
    table[b'\r' as usize] = LINE_BREAK;
    table[b'\n' as usize] = LINE_BREAK;
    table
};

const fn values(alphabet: &[u8; 64]) -> [u8; 256] {
    let mut table = [FOREIGN; 256];
    let mut value = 0;
    while value < 64 {
        table[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    table
}
