//! What can happen to a ticket's text on its way, and undoing it.

use alloc::vec;
use alloc::vec::Vec;

use super::cause::Cause;
use crate::envelope::{self, MAX_JSON_BYTES, MAX_TICKET_CHARACTERS, base64, deflate, inflate};
use crate::rejection::{Damage, Rejection};

/// Finds the ticket in a text, undoing damage; what was found goes to `causes`.
///
/// `None` when no ticket can be made of it. The result opens as an envelope;
/// its members may still be malformed.
pub(super) fn open(text: &[u8], causes: &mut Vec<Cause>) -> Option<Vec<u8>> {
    let trimmed = envelope::trim(text);
    if trimmed.is_empty() {
        causes.push(Cause::Empty);
        return None;
    }
    if let Some(cause) = something_else(trimmed) {
        causes.push(cause);
        return None;
    }
    // The steps below are each linear in the text, which is cut to a bound here.
    let mut ticket = trimmed[..trimmed.len().min(LONGEST_TEXT)].to_vec();
    if opens(&ticket) {
        note_form(text, causes);
        return Some(ticket);
    }
    for undo in CLEANINGS {
        if let Some((cleaned, cause)) = undo(&ticket) {
            ticket = envelope::trim(&cleaned).to_vec();
            causes.push(cause);
            if opens(&ticket) {
                return Some(ticket);
            }
        }
    }
    for undo in REPAIRS {
        if let Some((repaired, cause)) = undo(&ticket)
            && opens(&repaired)
        {
            causes.push(cause);
            return Some(repaired);
        }
    }
    causes.push(hopeless(&ticket));
    None
}

/// A text that is no ticket but something that people have at hand.
fn something_else(text: &[u8]) -> Option<Cause> {
    let hex = text.iter().all(u8::is_ascii_hexdigit);
    let dots = text.iter().filter(|&&byte| byte == b'.').count();
    if text.len() == 64 && hex {
        Some(Cause::SecretKeyPasted)
    } else if text.starts_with(b"-----BEGIN") {
        Some(Cause::PemPasted)
    } else if text.starts_with(b"eyJ") && dots == 2 {
        Some(Cause::JsonWebToken)
    } else {
        None
    }
}

/// What is unusual about a text that opens as it is.
fn note_form(text: &[u8], causes: &mut Vec<Cause>) {
    let ticket = envelope::trim(text);
    if ticket.first() == Some(&b'{') {
        return;
    }
    if ticket.iter().any(|byte| matches!(byte, b'+' | b'/' | b'=')) {
        causes.push(Cause::PlainBase64);
    }
    if ticket.len() != text.len() || ticket.iter().any(u8::is_ascii_whitespace) {
        causes.push(Cause::WhiteSpace);
    }
}

fn opens(text: &[u8]) -> bool {
    envelope::open(text, true, |_| Ok(())).is_ok()
}

type Undo = fn(&[u8]) -> Option<(Vec<u8>, Cause)>;

/// Undone one after another, as each may cover the next.
const CLEANINGS: [Undo; 4] = [unwrap_text, percent_decode, drop_backslashes, drop_invisible];

/// Tried one at a time on the cleaned text.
const REPAIRS: [Undo; 8] = [
    spaces_to_plus,
    from_base64url,
    decode_twice,
    halve,
    drop_trailing,
    compress,
    recompress,
    cut_after_ticket,
];

/// The part that matters of `"…"`, `Bearer …`, `usersig=…` or a URL.
fn unwrap_text(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let lower = text.to_ascii_lowercase();
    let mut inner = text;
    for name in [&b"usersig"[..], b"user_sig", b"privatemapkey", b"bearer"] {
        if let Some(at) = lower.windows(name.len()).rposition(|window| window == name) {
            inner = &text[at + name.len()..];
            break;
        }
    }
    let skip =
        inner.iter().position(|byte| !matches!(byte, b'"' | b'\'' | b'`' | b'=' | b':' | b' ' | b'\\'));
    inner = &inner[skip.unwrap_or(inner.len())..];
    let wrapped = inner.len() < text.len();
    let end =
        inner.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'`' | b'&' | b',' | b';' | b'}' | b'#'));
    inner = &inner[..end.unwrap_or(inner.len())];
    (wrapped || end.is_some()).then(|| (inner.to_vec(), Cause::Wrapped))
}

fn percent_decode(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let mut decoded = text.to_vec();
    let mut times = 0;
    while times < 4 {
        let once = percent_decode_once(&decoded);
        if once.len() == decoded.len() {
            break;
        }
        decoded = once;
        times += 1;
    }
    (times > 0).then_some((decoded, Cause::PercentEncoded { times }))
}

fn percent_decode_once(text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if let (b'%', Some(&[high, low])) = (byte, after.first_chunk::<2>())
            && let (Some(high), Some(low)) = (digit(high), digit(low))
        {
            decoded.push((high << 4 | low) as u8);
            rest = &after[2..];
        } else {
            decoded.push(byte);
        }
    }
    decoded
}

fn drop_backslashes(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    without(text, |byte| byte == b'\\').map(|rest| (rest, Cause::Backslashes))
}

fn drop_invisible(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let invisible = |byte: u8| byte > 0x7e || (byte < 0x20 && !byte.is_ascii_whitespace());
    without(text, invisible).map(|rest| (rest, Cause::InvisibleCharacters))
}

fn without(text: &[u8], unwanted: impl Fn(u8) -> bool) -> Option<Vec<u8>> {
    let rest: Vec<u8> = text.iter().copied().filter(|&byte| !unwanted(byte)).collect();
    (rest.len() < text.len()).then_some(rest)
}

fn spaces_to_plus(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    replaced(text, |byte| if byte == b' ' { b'+' } else { byte }).map(|text| (text, Cause::SpacesForPlus))
}

fn from_base64url(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let translated = replaced(text, |byte| match byte {
        b'-' => b'*',
        b'_' => b'-',
        b'=' => b'_',
        byte => byte,
    })?;
    Some((translated, Cause::Base64Url))
}

fn replaced(text: &[u8], replace: impl Fn(u8) -> u8) -> Option<Vec<u8>> {
    let new: Vec<u8> = text.iter().copied().map(replace).collect();
    (new != text).then_some(new)
}

fn decode_twice(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let decoded = decode(text)?;
    decoded.is_ascii().then_some((decoded, Cause::EncodedTwice))
}

fn halve(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let (first, second) = text.split_at(text.len() / 2);
    (envelope::trim(first) == envelope::trim(second))
        .then(|| (envelope::trim(first).to_vec(), Cause::Doubled))
}

/// Bytes after the end of the zlib stream, inside the base64.
fn drop_trailing(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let stream = decode(text)?;
    let mut out = vec![0; MAX_JSON_BYTES];
    let ends = (1..=MOST_TRAILING_BYTES.min(stream.len()))
        .map(|cut| &stream[..stream.len() - cut])
        .find(|stream| inflate::zlib(stream, &mut out).is_ok())?;
    Some((encode(ends), Cause::TrailingData))
}

/// Text after the padding of the ticket.
fn cut_after_ticket(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let end = text.iter().position(|byte| !is_symbol(*byte))?;
    let padding = text[end..].iter().take_while(|byte| matches!(byte, b'_' | b'=')).count();
    let ticket = &text[..end + padding];
    (ticket.len() < text.len()).then(|| (ticket.to_vec(), Cause::TrailingData))
}

/// The JSON itself in base64.
fn compress(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let json = decode(text)?;
    (json.starts_with(b"{") && json.len() <= MAX_JSON_BYTES).then(|| (seal(&json), Cause::NotCompressed))
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
    Some((seal(&json[..length]), Cause::OtherCompression))
}

/// Why nothing could be made of a text.
fn hopeless(text: &[u8]) -> Cause {
    let symbols: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if symbols.len() > MAX_TICKET_CHARACTERS {
        return Cause::TooLong;
    }
    let letters = || symbols.iter().filter(|byte| byte.is_ascii_alphabetic());
    let one_case = letters().all(u8::is_ascii_lowercase) || letters().all(u8::is_ascii_uppercase);
    if symbols.len() >= 40 && one_case {
        return Cause::LetterCaseLost;
    }
    let all_symbols = symbols.iter().all(|&byte| is_symbol(byte) || matches!(byte, b'_' | b'='));
    if all_symbols && ends_early(&symbols) {
        return Cause::Truncated { characters: symbols.len() };
    }
    Cause::Damaged
}

/// Whether the text is the beginning of a sound ticket.
fn ends_early(symbols: &[u8]) -> bool {
    // A cut inside a group of four leaves symbols that are no whole byte.
    let whole = &symbols[..symbols.len() - symbols.len() % 4];
    let Some(stream) = decode(whole) else { return false };
    let mut out = vec![0; MAX_JSON_BYTES];
    inflate::is_prefix(&stream, &mut out)
}

fn is_symbol(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'+' | b'/')
}

fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = vec![0; text.len() / 4 * 3 + 3];
    let length = base64::decode_ticket(text, &mut bytes).ok()?;
    bytes.truncate(length);
    Some(bytes)
}

fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut text = vec![0; base64::encoded_len(bytes.len())];
    base64::encode_ticket(bytes, &mut text);
    text
}

fn seal(json: &[u8]) -> Vec<u8> {
    let mut stream = vec![0; deflate::bound(json.len())];
    let length = deflate::zlib(json, &mut stream);
    encode(&stream[..length])
}

/// Whether the content of a ticket is not JSON, and why that may be.
pub(super) fn broken_json(ticket: &[u8]) -> Option<Cause> {
    envelope::open(ticket, true, |json| Ok(json.to_vec())).ok().map(|json| {
        // The quote that ends the UserID is followed by a comma or the end.
        let name = b"\"TLS.identifier\"";
        let unescaped = json.windows(name.len()).position(|window| window == name).is_some_and(|at| {
            let rest = &json[at + name.len()..];
            let value = rest.iter().position(|&byte| byte == b'"').map_or(&[][..], |at| &rest[at + 1..]);
            let end = value.iter().position(|&byte| byte == b'"').unwrap_or(value.len());
            let after = value.get(end + 1..).unwrap_or_default();
            !matches!(after.trim_ascii_start().first(), Some(b',' | b'}'))
                || value[..end].iter().any(|&byte| byte < 0x20 || byte == b'\\')
        });
        if unescaped { Cause::UnescapedUserId } else { Cause::NotJson }
    })
}

/// Which layer a rejection came from.
pub(super) const fn is_broken_json(rejection: &Rejection) -> bool {
    matches!(rejection, Rejection::Undecodable(Damage::Json))
}

const LONGEST_TEXT: usize = 4 * MAX_TICKET_CHARACTERS;
const MOST_TRAILING_BYTES: usize = 64;
