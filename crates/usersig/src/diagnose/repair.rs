//! Damage of a ticket's text as a whole, and repairing it.

use alloc::vec;
use alloc::vec::Vec;

use super::cause::Cause;
use super::cleaning::Step;
use super::envelope::{decode, encode, is_ticket_json, seal};
use super::remains::whole_groups;
use crate::envelope::{self, MAX_JSON_BYTES, inflate};

/// Tried one at a time on the cleaned text, the likelier first.
pub(super) const STEPS: [Step; 10] = [
    spaces_to_plus,
    drop_white_space,
    from_base64url,
    decode_twice,
    halve,
    mend_padding,
    drop_trailing,
    compress,
    recompress,
    cut_after_ticket,
];

/// Whether a character stands for six bits of a ticket.
pub(super) const fn is_symbol(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'+' | b'/')
}

/// Whether a character stands at the end of a ticket in the place of symbols.
pub(super) const fn is_padding(byte: u8) -> bool {
    matches!(byte, b'_' | b'=')
}

/// The characters that count.
pub(super) fn without_white_space(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

fn spaces_to_plus(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let mut plus: Vec<u8> = text.iter().map(|&byte| if byte == b' ' { b'+' } else { byte }).collect();
    // Spaces at the end are lost already: whatever passes values on trims them.
    if !text.iter().any(|byte| matches!(byte, b'*' | b'-' | b'_')) {
        let whole = without_white_space(&plus).len().next_multiple_of(4);
        plus.resize(plus.len() + whole - without_white_space(&plus).len(), b'+');
    }
    (plus != text).then_some((plus, Cause::SpacesForPlus))
}

fn drop_white_space(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let rest = without_white_space(text);
    (rest.len() < text.len()).then_some((rest, Cause::WhiteSpaceInside))
}

fn from_base64url(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let translate = |&byte: &u8| match byte {
        b'-' => b'*',
        b'_' => b'-',
        b'=' => b'_',
        byte => byte,
    };
    Some((text.iter().map(translate).collect(), Cause::Base64Url))
}

fn decode_twice(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let decoded = decode(text).filter(|decoded| decoded.is_ascii() && !decoded.starts_with(b"{"))?;
    Some((decoded, Cause::EncodedTwice))
}

fn halve(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let (first, second) = text.split_at(text.len() / 2);
    (envelope::trim(first) == envelope::trim(second))
        .then(|| (envelope::trim(first).to_vec(), Cause::Doubled))
}

/// Padding of the wrong length: a part of it was cut off, or there is too much.
fn mend_padding(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let text = without_white_space(text);
    let symbols = text.iter().rposition(|&byte| !is_padding(byte))? + 1;
    let (symbols, padding) = text.split_at(symbols);
    let needed = match symbols.len() % 4 {
        2 => 2,
        3 => 1,
        _ => 0,
    };
    let cause = if padding.len() < needed {
        Cause::Truncated { characters: text.len() }
    } else {
        Cause::TrailingData
    };
    (padding.len() != needed).then(|| ([symbols, &b"__"[..needed]].concat(), cause))
}

/// Bytes after the end of the zlib stream, inside the base64.
fn drop_trailing(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let text = without_white_space(text);
    let stream = decode(whole_groups(&text)).or_else(|| decode(&text))?;
    let mut out = vec![0; MAX_JSON_BYTES];
    // A stream is begun by all that is shorter than it, and by nothing longer.
    let (mut begun, mut ended) = (0, stream.len());
    while begun < ended {
        let middle = (begun + ended) / 2;
        if inflate::is_prefix(&stream[..middle], &mut out) { begun = middle + 1 } else { ended = middle }
    }
    let whole = stream.get(..begun).filter(|whole| whole.len() < stream.len())?;
    inflate::zlib(whole, &mut out).is_ok().then(|| (encode(whole), Cause::TrailingData))
}

/// The JSON itself in base64.
fn compress(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let json = decode(text)?;
    (is_ticket_json(&json) && json.len() <= MAX_JSON_BYTES).then(|| (seal(&json), Cause::NotCompressed))
}

/// The JSON as raw deflate or gzip.
fn recompress(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let stream = decode(text)?;
    let raw = match stream.as_slice() {
        // RFC 1952 without optional fields: ten bytes before, eight after.
        [0x1f, 0x8b, 8, 0, _, _, _, _, _, _, raw @ ..] => raw.get(..raw.len().checked_sub(8)?)?,
        raw => raw,
    };
    let mut json = vec![0; MAX_JSON_BYTES];
    let length = inflate::raw(raw, &mut json).ok()?;
    is_ticket_json(&json[..length]).then(|| (seal(&json[..length]), Cause::OtherCompression))
}

/// Text behind the ticket, after its padding or another character that no ticket has.
fn cut_after_ticket(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let end = text.iter().position(|&byte| !is_symbol(byte) && !byte.is_ascii_whitespace())?;
    let padding = text[end..].iter().take_while(|&&byte| is_padding(byte)).count();
    let ticket = &text[..end + padding];
    (ticket.len() < text.len()).then(|| (ticket.to_vec(), Cause::TrailingData))
}
