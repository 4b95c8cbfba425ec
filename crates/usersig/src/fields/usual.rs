//! Reads the JSON of the usual ticket of the current algorithm in one pass.
//!
//! It knows nothing but the members of such a ticket, each once and in any order, in
//! the spelling that generators give them. For anything else it says nothing, and the
//! common reader decides: so every rule and every reason stands there alone.

use core::ops::Range;
use core::str;

use crate::claims::control_character;
use crate::envelope::base64;
use crate::key::MAC_BYTES;

/// The values of a ticket; of texts, where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Values {
    pub(super) userid: Range<usize>,
    pub(super) sdkappid: u32,
    pub(super) time: u64,
    pub(super) expire: u64,
    /// As in [`Sig::Mac`](super::Sig::Mac).
    pub(super) mac: [u64; 4],
    pub(super) userbuf: Option<Range<usize>>,
}

/// Reads the whole text; `None` leaves it to the common reader.
#[inline(always)]
pub(super) fn read(text: &[u8]) -> Option<Values> {
    let (mut userid, mut userbuf) = (0..0, None);
    let (mut sdkappid, mut time, mut expire, mut mac) = (0, 0, 0, [0; 4]);
    let mut seen = 0;
    let mut at = pass(text, 0, b"{")?;
    loop {
        let name = eight_bytes(text, at);
        at += 8;
        let member = match name {
            VER_NAME => {
                at = pass(text, value(text, at, b"\":")?, b"\"2.0\"")?;
                VER
            }
            USER_ID_NAME => {
                let start = pass(text, value(text, at, b"ntifier\":")?, b"\"")?;
                let end = quote(text, start)?;
                if !is_signed(text.get(start..end)?) {
                    return None;
                }
                (userid, at) = (start..end, end + 1);
                USER_ID
            }
            SDK_APP_ID_NAME => {
                let number;
                (number, at) = digits(text, value(text, at, b"appid\":")?)?;
                sdkappid = u32::try_from(number).ok()?;
                SDK_APP_ID
            }
            EXPIRE_NAME => {
                (expire, at) = digits(text, value(text, at, b"ire\":")?)?;
                EXPIRE
            }
            TIME_NAME => {
                (time, at) = digits(text, value(text, at, b"e\":")?)?;
                TIME
            }
            SIG_NAME => {
                let start = pass(text, value(text, at, b"\":")?, b"\"")?;
                let end = start + base64::encoded_len(MAC_BYTES);
                mac = base64::decode_mac(text.get(start..end)?.first_chunk()?)?;
                at = pass(text, end, b"\"")?;
                SIG
            }
            USER_BUF_NAME => {
                let start = pass(text, value(text, at, b"rbuf\":")?, b"\"")?;
                let end = quote(text, start)?;
                if !base64::is_canonical_text(text.get(start..end)?) {
                    return None;
                }
                (userbuf, at) = (Some(start..end), end + 1);
                USER_BUF
            }
            _ => return None,
        };
        if seen & member != 0 {
            return None;
        }
        seen |= member;
        match text.get(at)? {
            b',' => at = space(text, at + 1),
            b'}' if at + 1 == text.len() => break,
            _ => return None,
        }
    }
    let complete = seen | USER_BUF == ALL && sdkappid != 0;
    complete.then_some(Values { userid, sdkappid, time, expire, mac, userbuf })
}

/// Passes the rest of a name; returns where the value begins.
#[inline(always)]
fn value<const N: usize>(text: &[u8], at: usize, rest: &[u8; N]) -> Option<usize> {
    Some(space(text, pass(text, at, rest)?))
}

/// Passes what must stand here.
#[inline(always)]
fn pass<const N: usize>(text: &[u8], at: usize, wanted: &[u8; N]) -> Option<usize> {
    (text.get(at..at + N)? == wanted).then_some(at + N)
}

/// Passes the space that some generators write between tokens.
#[inline(always)]
fn space(text: &[u8], at: usize) -> usize {
    at + usize::from(text.get(at) == Some(&b' '))
}

/// Where the string that began ends; `None` if an escape or an ASCII control
/// character stands before.
#[inline(always)]
fn quote(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let word = eight_bytes(text, at);
        // Of each of these the lowest mark is right, and so is the lowest of all.
        let low = word.wrapping_sub(EVERY * 0x20) & !word;
        let others =
            zeros(word ^ (EVERY * 0x22)) | zeros(word ^ (EVERY * 0x5c)) | zeros(word ^ (EVERY * 0x7f));
        let marks = (low | others) & HIGHEST;
        if marks != 0 {
            at += marks.trailing_zeros() as usize / 8;
            return (text.get(at) == Some(&b'"')).then_some(at);
        }
        at += 8;
    }
}

/// Marks the zero bytes of a word, and perhaps some above the first.
#[inline(always)]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(EVERY) & !word
}

/// Whether a text without ASCII control characters may be signed.
#[inline(always)]
fn is_signed(text: &[u8]) -> bool {
    text.is_ascii() || is_signed_utf8(text)
}

#[cold]
fn is_signed_utf8(text: &[u8]) -> bool {
    str::from_utf8(text).is_ok_and(|text| control_character(text).is_none())
}

/// Reads a canonical number of up to 15 digits; returns it and where it ends.
#[inline(always)]
fn digits(text: &[u8], at: usize) -> Option<(u64, usize)> {
    let (first, count) = leading_digits(text, at);
    if count < 8 {
        let lone_zero = first == 0 && count == 1;
        return (text.get(at)? != &b'0' && count > 0 || lone_zero).then_some((first, at + count));
    }
    let (second, more) = leading_digits(text, at + 8);
    (text.get(at)? != &b'0' && more < 8).then(|| (first * POWERS_OF_TEN[more] + second, at + 8 + more))
}

/// The value of the digits that stand here, eight at most, and how many they are.
#[inline(always)]
fn leading_digits(text: &[u8], at: usize) -> (u64, usize) {
    let values = eight_bytes(text, at) ^ (EVERY * 0x30);
    // A sum that overflows its byte marks that byte as well.
    let others = (values | values.wrapping_add(EVERY * 0x76)) & HIGHEST;
    let count = others.trailing_zeros() / 8;
    // The digits move to the end of the word, zeros before them.
    let values = if count == 8 { values } else { (values << 8) << (56 - 8 * count) };
    let pairs = values * 10 + (values >> 8);
    let even = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let odd = (pairs >> 16 & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    (even.wrapping_add(odd) >> 32, count as usize)
}

/// Eight bytes from here on, the first one lowest, zeros behind the end of the text.
#[inline(always)]
fn eight_bytes(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(|eight| eight.first_chunk()) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last_bytes(text, at),
    }
}

#[cold]
fn last_bytes(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take(8).rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// The beginnings of the names as words.
const VER_NAME: u64 = u64::from_le_bytes(*b"\"TLS.ver");
const USER_ID_NAME: u64 = u64::from_le_bytes(*b"\"TLS.ide");
const SDK_APP_ID_NAME: u64 = u64::from_le_bytes(*b"\"TLS.sdk");
const EXPIRE_NAME: u64 = u64::from_le_bytes(*b"\"TLS.exp");
const TIME_NAME: u64 = u64::from_le_bytes(*b"\"TLS.tim");
const SIG_NAME: u64 = u64::from_le_bytes(*b"\"TLS.sig");
const USER_BUF_NAME: u64 = u64::from_le_bytes(*b"\"TLS.use");

/// Which members were seen.
const VER: u32 = 1;
const USER_ID: u32 = 1 << 1;
const SDK_APP_ID: u32 = 1 << 2;
const EXPIRE: u32 = 1 << 3;
const TIME: u32 = 1 << 4;
const SIG: u32 = 1 << 5;
const USER_BUF: u32 = 1 << 6;
const ALL: u32 = (1 << 7) - 1;

/// One in each byte.
const EVERY: u64 = u64::MAX / 255;
/// The highest bit of each byte.
const HIGHEST: u64 = EVERY << 7;

const POWERS_OF_TEN: [u64; 8] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];
