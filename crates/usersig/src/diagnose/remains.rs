//! What is left of a ticket that cannot be opened, and what that tells.

use alloc::vec;
use alloc::vec::Vec;

use super::cause::Cause;
use super::cleaning::{starts_like_a_ticket, unwrap};
use super::envelope::{decode, is_ticket_json};
use super::json_beginning::is_json_beginning;
use super::repair::{is_padding, is_symbol, without_white_space};
use crate::envelope::{self, MAX_JSON_BYTES, MAX_TICKET_CHARACTERS, inflate};
use crate::rejection::{Damage, Rejection};

/// Why nothing could be made of a text.
pub(super) fn of(text: &[u8]) -> Cause {
    let symbols = without_white_space(text);
    let too_large = Err(Rejection::Undecodable(Damage::TooLarge));
    if symbols.len() > MAX_TICKET_CHARACTERS || envelope::open(text, false, |_| Ok(())) == too_large {
        return Cause::TooLong;
    }
    let letters = || symbols.iter().filter(|byte| byte.is_ascii_alphabetic());
    let one_case = letters().all(u8::is_ascii_lowercase) || letters().all(u8::is_ascii_uppercase);
    if one_case && symbols.len() >= 40 && started_like_a_ticket(&symbols) {
        return Cause::LetterCaseLost;
    }
    // A cut can go through the last percent-encoded character.
    let whole = match symbols.as_slice() {
        [whole @ .., b'%'] | [whole @ .., b'%', _] => whole,
        whole => whole,
    };
    if is_beginning(whole) {
        Cause::Truncated { characters: symbols.len() }
    } else if shows_a_ticket(&symbols) {
        Cause::Damaged
    } else {
        Cause::NotATicket
    }
}

/// The cause of a ticket that a log or a screen shows with dots in the place of its rest.
pub(super) fn of_abbreviated(text: &[u8]) -> Option<Cause> {
    let dots = |dots: &[u8]| text.windows(dots.len()).position(|window| window == dots);
    let at = dots(b"...").into_iter().chain(dots("…".as_bytes())).min()?;
    let shown = envelope::trim(&text[..at]);
    let unwrapped = unwrap(shown);
    let shown = unwrapped.as_ref().map_or(shown, |(inner, _)| inner);
    is_beginning(shown).then_some(Cause::Truncated { characters: shown.len() })
}

/// Whether the bytes are what a sound ticket begins with.
fn is_beginning(symbols: &[u8]) -> bool {
    let unpadded = symbols.iter().rposition(|&byte| !is_padding(byte)).map_or(0, |last| last + 1);
    if !symbols[..unpadded].iter().all(|&byte| is_symbol(byte)) || !starts_like_a_ticket(symbols) {
        return false;
    }
    // A cut inside a group of four leaves symbols that are no whole byte.
    let Some(stream) = decode(whole_groups(symbols)) else { return false };
    let mut json = vec![0; MAX_JSON_BYTES];
    stream.is_empty() || (inflate::is_prefix(&stream, &mut json) && is_json_beginning(written(&json)))
}

/// The symbols up to the last whole group of four.
pub(super) fn whole_groups(symbols: &[u8]) -> &[u8] {
    &symbols[..symbols.len() - symbols.len() % 4]
}

/// Whether a ticket can be recognised in spite of the damage: by its first
/// characters, or by the names in its JSON when only those are changed or lost.
fn shows_a_ticket(symbols: &[u8]) -> bool {
    let usual = symbols.len() >= 40 && matches!(symbols, [b'e', b'A' | b'F' | b'J' | b'N', ..]);
    if usual || starts_like_a_ticket(symbols) {
        return true;
    }
    let whole: Vec<u8> = symbols.iter().map(|&byte| if is_symbol(byte) { byte } else { b'A' }).collect();
    let second = whole.get(1..).unwrap_or_default();
    [(&b""[..], &whole[..]), (b"e", &whole), (b"eJ", &whole), (b"eJ", second)].into_iter().any(
        |(lost, rest)| {
            let stream = decode(whole_groups(&[lost, rest].concat())).unwrap_or_default();
            let mut json = vec![0; MAX_JSON_BYTES];
            let _ = inflate::raw(stream.get(2..).unwrap_or_default(), &mut json);
            is_ticket_json(written(&json)) || starts_like_a_ticket(&stream)
        },
    )
}

/// Whether a ticket had these letters at its beginning before they were changed to one case.
fn started_like_a_ticket(symbols: &[u8]) -> bool {
    let first = symbols.get(..2).map(<[u8]>::to_ascii_lowercase);
    matches!(first.as_deref(), Some(b"ea" | b"ef" | b"ej" | b"en"))
}

/// What was written into a buffer of zeros; JSON has none of them.
fn written(buffer: &[u8]) -> &[u8] {
    let end = buffer.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    &buffer[..end]
}
