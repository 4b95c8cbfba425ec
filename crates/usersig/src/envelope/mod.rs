//! The envelope around a ticket's JSON: base64 around zlib, both ways.

pub(crate) mod base64;
mod bits;
pub(crate) mod compact;
pub(crate) mod deflate;
pub(crate) mod inflate;
pub(crate) mod json;
pub(crate) mod stored;
mod sums;

use crate::rejection::{Damage, Rejection};

/// Longest ticket that is read, in characters, white space not counted.
pub(crate) const MAX_TICKET_CHARACTERS: usize = 24_576;
/// Largest JSON that is read, in bytes.
pub(crate) const MAX_JSON_BYTES: usize = 32_768;

/// Most bytes that base64 can bring out of the longest ticket.
const MAX_COMPRESSED_BYTES: usize = MAX_TICKET_CHARACTERS / 4 * 3;
/// The usual ticket fits these; zeroing them costs little.
const USUAL_COMPRESSED_BYTES: usize = 512;
const USUAL_JSON_BYTES: usize = 512;

/// Opens a ticket and hands its JSON to `read`.
///
/// The usual ticket is opened in two small stack buffers; a longer one in large
/// ones. Each way has a frame of its own, and the larger buffers are gone before
/// `read` is called, so that together with what they call they stay below 64 KiB. `plain_json` tells whether the oldest form, the JSON itself,
/// is taken.
pub(crate) fn open<T>(
    ticket: &[u8],
    plain_json: bool,
    mut read: impl FnMut(&mut [u8]) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let ticket = trim(ticket);
    if ticket.is_empty() {
        return Err(Rejection::Empty);
    }
    if plain_json && ticket[0] == b'{' {
        return open_plain(ticket, read);
    }
    match open_usual(ticket, &mut read) {
        Err(Rejection::Undecodable(Damage::TooLong | Damage::TooLarge)) => open_large(ticket, &mut read),
        opened => opened,
    }
}

#[inline(never)]
fn open_usual<T>(
    ticket: &[u8],
    read: &mut impl FnMut(&mut [u8]) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let mut compressed = [0; USUAL_COMPRESSED_BYTES];
    let length = base64::decode_ticket(ticket, &mut compressed).map_err(Rejection::Undecodable)?;
    let compressed = &mut compressed[..length];
    match inflate::stored(compressed) {
        Some(json) => read(json),
        None => inflate_usual(compressed, read),
    }
}

#[inline(never)]
fn inflate_usual<T>(
    compressed: &[u8],
    read: &mut impl FnMut(&mut [u8]) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let mut json = [0; USUAL_JSON_BYTES];
    let length = inflate::zlib(compressed, &mut json).map_err(Rejection::Undecodable)?;
    read(&mut json[..length])
}

#[inline(never)]
fn open_large<T>(
    ticket: &[u8],
    read: &mut impl FnMut(&mut [u8]) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let mut json = [0; MAX_JSON_BYTES];
    let length = unpack_large(ticket, &mut json).map_err(Rejection::Undecodable)?;
    read(&mut json[..length])
}

#[inline(never)]
fn unpack_large(ticket: &[u8], json: &mut [u8; MAX_JSON_BYTES]) -> Result<usize, Damage> {
    let mut compressed = [0; MAX_COMPRESSED_BYTES];
    let length = base64::decode_ticket(ticket, &mut compressed)?;
    let compressed = &mut compressed[..length];
    if let Some(stored) = inflate::stored(compressed) {
        // It is shorter than the longest ticket, which is shorter than the largest JSON.
        json[..stored.len()].copy_from_slice(stored);
        return Ok(stored.len());
    }
    inflate::zlib(compressed, json)
}

#[inline(never)]
fn open_plain<T>(
    ticket: &[u8],
    mut read: impl FnMut(&mut [u8]) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let mut json = [0; MAX_TICKET_CHARACTERS];
    let json = json.get_mut(..ticket.len()).ok_or(Rejection::Undecodable(Damage::TooLong))?;
    json.copy_from_slice(ticket);
    read(json)
}

/// Whether a ticket's stream may begin with a block that has a Huffman code of its own.
pub(crate) fn begins_dynamic(ticket: &[u8]) -> bool {
    ticket.get(3).is_some_and(|&symbol| base64::ticket_value(symbol) >> 1 & 3 == 2)
}

/// Without the white space around, which mail and configuration files add.
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    let space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let start = text.iter().position(|byte| !space(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !space(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}
