//! Reads the times and the UserBuf out of a ticket that this crate wrote.
//!
//! Whoever verifies knows the UserID and the SDKAppID already. So a ticket in our
//! own form is not inflated and parsed: the few values that are not known are
//! looked up in the stream, and the verifier writes the ticket that they belong
//! to and compares. What is read here is therefore trusted by nobody.

use super::form::{Form, Variable, Word};
use super::usual::{NumberBits, begins_with_times};
use super::{PLAIN_DYNAMIC, Prepared, USER_BUF_DYNAMIC};
use crate::envelope::base64;

/// Bytes of the stream of a ticket that is read this way, with zeros behind them.
pub(crate) type Stream = [u8; STREAM_BYTES];

pub(crate) const STREAM_BYTES: usize = 512;
/// A PrivateMapKey is far shorter; longer UserBufs are read the common way.
const MOST_USER_BUF_BYTES: usize = 192;

/// What a ticket seems to say.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) expire: u64,
    pub(crate) time: u64,
    userbuf_len: Option<usize>,
}

/// Where the UserBuf of a ticket is kept.
pub(crate) type FoundUserBuf = [u8; MOST_USER_BUF_BYTES];

/// An empty one.
pub(crate) const USER_BUF: FoundUserBuf = [0; MOST_USER_BUF_BYTES];

impl Found {
    /// The UserBuf, of those bytes that it was read into.
    pub(crate) fn userbuf<'b>(&self, bytes: &'b FoundUserBuf) -> Option<&'b [u8]> {
        bytes.get(..self.userbuf_len?)
    }
}

/// Reads a stream that begins as one of the forms does; `None` for any other.
pub(crate) fn read(
    prepared: &Prepared,
    userid: &str,
    stream: &Stream,
    bytes: &mut FoundUserBuf,
) -> Option<Found> {
    if stream.starts_with(PLAIN_DYNAMIC.start.bytes()) {
        read_form(&PLAIN_DYNAMIC, &PLAIN_CHARACTERS, &prepared.plain, userid, stream, bytes)
    } else if stream.starts_with(USER_BUF_DYNAMIC.start.bytes()) {
        read_form(&USER_BUF_DYNAMIC, &USER_BUF_CHARACTERS, &prepared.userbuf, userid, stream, bytes)
    } else {
        None
    }
}

#[inline(always)]
fn read_form(
    form: &'static Form,
    characters: &Characters,
    sdkappid: &NumberBits,
    userid: &str,
    stream: &Stream,
    bytes: &mut FoundUserBuf,
) -> Option<Found> {
    let mut found = Found { expire: 0, time: 0, userbuf_len: None };
    let mut reader = Reader { characters, stream, at: form.start.bit_count() };
    let mut lengths = [0; 8];
    for number in 0..form.variables.len() {
        lengths[number] = match form.variables[number] {
            Variable::Expire => reader.number(&mut found.expire)?,
            Variable::Time => reader.number(&mut found.time)?,
            Variable::UserId => {
                let bits = |byte: u8| usize::from(form.literals[usize::from(byte)].count);
                reader.at += userid.bytes().map(bits).sum::<usize>();
                userid.len()
            }
            Variable::UserBuf => {
                let mut text = [0; base64::encoded_len(MOST_USER_BUF_BYTES)];
                let length = reader.until_quote(&mut text)?;
                found.userbuf_len = Some(base64::decode_standard(&text[..length], bytes)?);
                length
            }
            Variable::SdkAppId => {
                reader.at += sdkappid.bit_count();
                sdkappid.length
            }
            // The signature is last, and it is made anew.
            Variable::Sig => return Some(found),
        };
        if number == 1 && begins_with_times(form) {
            // Nothing else is unknown.
            return Some(found);
        }
        reader.at += part_bits(form, number + 1, &lengths);
    }
    None
}

/// Bits of a constant part behind variables of these lengths.
#[inline(always)]
fn part_bits(form: &Form, number: usize, lengths: &[usize; 8]) -> usize {
    let Some(part) = form.parts().get(number) else { return 0 };
    let mut bits = 0;
    for piece in part.pieces() {
        bits += piece.count as usize;
        let Some(repeat) = &piece.repeat else { continue };
        let distance = repeat.back + lengths[repeat.since & 7..number & 7].iter().sum::<usize>();
        bits += match form.reach(distance) {
            Some((_, count)) => usize::from(repeat.length.count) + count as usize,
            None => repeat.text.bytes().map(|byte| usize::from(form.literals[usize::from(byte)].count)).sum(),
        };
    }
    bits
}

struct Reader<'s> {
    characters: &'s Characters,
    stream: &'s Stream,
    /// The next bit.
    at: usize,
}

impl Reader<'_> {
    /// At least 32 bits from here on, as far as the stream goes.
    #[inline(always)]
    fn bits(&self) -> Option<u64> {
        let bytes = self.stream.get(self.at / 8..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*bytes) >> (self.at % 8))
    }

    /// The next character and how many bits it takes, 0 for none.
    #[inline(always)]
    fn peek(&self) -> Option<(u8, usize)> {
        let entry = self.characters[self.bits()? as usize & (CHARACTERS - 1)];
        Some((entry as u8, usize::from(entry >> 8)))
    }

    /// Reads digits up to another character; returns how many there are.
    #[inline(always)]
    fn number(&mut self, number: &mut u64) -> Option<usize> {
        let mut digits = 0;
        loop {
            let mut window = self.bits()?;
            // As many of the longest words as are sure to be whole in the window.
            for _ in 0..DIGITS_AT_ONCE {
                let entry = self.characters[window as usize & (CHARACTERS - 1)];
                let (digit, count) = ((entry as u8).wrapping_sub(b'0'), entry >> 8);
                if digit > 9 || count == 0 || digits == MOST_DIGITS {
                    return Some(digits);
                }
                *number = *number * 10 + u64::from(digit);
                window >>= count;
                self.at += usize::from(count);
                digits += 1;
            }
        }
    }

    /// Reads characters up to a quote, which may be the first of a repeat.
    fn until_quote(&mut self, text: &mut [u8]) -> Option<usize> {
        let mut length = 0;
        loop {
            let (byte, count) = self.peek()?;
            if byte == b'"' || byte >= REPEAT || count == 0 {
                return Some(length);
            }
            *text.get_mut(length)? = byte;
            length += 1;
            self.at += count;
        }
    }
}

/// Words of nine bits in a window of 57.
const DIGITS_AT_ONCE: usize = 6;
/// More digits do not fit 63 bits.
const MOST_DIGITS: usize = 18;

/// Above the characters: a repeat of 3 to 10 characters, as this and its length.
const REPEAT: u8 = 0x80;

/// By the next bits: the character or repeat, and in the upper byte the bits that it takes.
type Characters = [u16; CHARACTERS];

const CHARACTERS: usize = 1 << 9;

static PLAIN_CHARACTERS: Characters = characters(&PLAIN_DYNAMIC);
static USER_BUF_CHARACTERS: Characters = characters(&USER_BUF_DYNAMIC);

/// Only words of up to nine bits are found; the code has no longer ones for digits
/// and base64.
const fn characters(form: &Form) -> Characters {
    let mut characters = [0; CHARACTERS];
    let mut byte = 0;
    while byte < REPEAT {
        enter(&mut characters, form.literals[byte as usize], byte);
        byte += 1;
    }
    let mut length = 0;
    while length < form.lengths.len() {
        enter(&mut characters, form.lengths[length], REPEAT + 3 + length as u8);
        length += 1;
    }
    characters
}

const fn enter(characters: &mut Characters, word: Word, value: u8) {
    if word.count == 0 || word.count > 9 {
        return;
    }
    let mut at = word.bits as usize;
    while at < CHARACTERS {
        characters[at] = value as u16 | (word.count as u16) << 8;
        at += 1 << word.count;
    }
}
