//! What stands around a ticket or in the place of its characters, and taking it away.

use alloc::string::String;
use alloc::vec::Vec;

use super::cause::Cause;
use super::envelope::decode;

/// Takes one kind of damage away, if it is there.
pub(super) type Step = fn(&[u8]) -> Option<(Vec<u8>, Cause)>;

/// Undone one after another, as each may cover the next.
pub(super) const STEPS: [Step; 4] = [unwrap, percent_decode, unescape, drop_invisible];

/// Whether a text begins like a ticket: with the two bytes of a zlib stream.
pub(super) fn starts_like_a_ticket(text: &[u8]) -> bool {
    let Some(&[a, b, c]) = text.first_chunk::<3>() else { return false };
    match decode(&[a, b, c, b'A']).as_deref() {
        Some(&[method @ 0x78, flags, _]) => u16::from_be_bytes([method, flags]).is_multiple_of(31),
        _ => false,
    }
}

/// The ticket of `"…"`, `Bearer …`, `usersig=…`, a URL or a JSON text.
pub(super) fn unwrap(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let visible = text.iter().position(u8::is_ascii_graphic)?;
    if starts_like_a_ticket(&text[visible..]) {
        return None;
    }
    let named = after_name(text);
    let start = find_start(named).or_else(|| find_start(text));
    let inner = match start {
        Some(inner) => inner.split(|byte| ENDS.contains(byte)).next()?,
        None => longest_piece(named),
    };
    (inner.len() < text.len() && !inner.is_empty()).then(|| (inner.to_vec(), Cause::Wrapped))
}

/// What follows the last name that a ticket is passed by.
fn after_name(text: &[u8]) -> &[u8] {
    let lower = text.to_ascii_lowercase();
    NAMES
        .iter()
        .find_map(|name| {
            let at = lower.windows(name.len()).rposition(|window| window == *name)?;
            Some(&text[at + name.len()..])
        })
        .unwrap_or(text)
}

/// The text from the first word on that begins like a ticket.
fn find_start(text: &[u8]) -> Option<&[u8]> {
    let word_starts = (0..text.len()).filter(|&at| at == 0 || !text[at - 1].is_ascii_alphanumeric());
    word_starts.map(|at| &text[at..]).find(|rest| starts_like_a_ticket(rest))
}

/// The longest piece between the characters that wrap a ticket.
fn longest_piece(text: &[u8]) -> &[u8] {
    let ends = |byte: &u8| ENDS.contains(byte) || matches!(byte, b':' | b'?') || byte.is_ascii_whitespace();
    let piece = text.split(ends).max_by_key(|piece| piece.len()).unwrap_or(text);
    // The name of a parameter goes, padding stays.
    let padding = piece.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    let name = piece[..padding].iter().rposition(|&byte| byte == b'=').map_or(0, |at| at + 1);
    &piece[name..]
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
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = if byte == b'%' { hex_value(after, 2) } else { None };
        decoded.push(escaped.map_or(byte, |value| value as u8));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    decoded
}

/// The escapes of a JSON or shell string. Escaped line breaks are white space in
/// a ticket and are left out.
fn unescape(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    if !text.contains(&b'\\') {
        return None;
    }
    let mut unescaped = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            unescaped.push(byte);
            continue;
        }
        match after.first() {
            Some(b'n' | b'r' | b't') => rest = &after[1..],
            Some(b'u') => {
                if let Some(character) = hex_value(&after[1..], 4).and_then(char::from_u32) {
                    unescaped.extend(String::from(character).bytes());
                    rest = &after[5..];
                }
            }
            _ => {}
        }
    }
    Some((unescaped, Cause::Backslashes))
}

fn drop_invisible(text: &[u8]) -> Option<(Vec<u8>, Cause)> {
    let invisible = |byte: u8| byte > 0x7e || (byte < 0x20 && !byte.is_ascii_whitespace());
    let rest: Vec<u8> = text.iter().copied().filter(|&byte| !invisible(byte)).collect();
    (rest.len() < text.len()).then_some((rest, Cause::InvisibleCharacters))
}

/// The value of the first `digits` hexadecimal digits.
fn hex_value(text: &[u8], digits: usize) -> Option<u32> {
    text.get(..digits)?.iter().try_fold(0, |value, &byte| Some(value << 4 | char::from(byte).to_digit(16)?))
}

/// The names that a ticket is passed by, the surest first.
const NAMES: [&[u8]; 6] = [b"usersig", b"user_sig", b"user-sig", b"privatemapkey", b"bearer", b"token"];
/// What can follow a ticket that is part of a larger text.
const ENDS: &[u8] = b"\"'`&,;{}[]()<>#|";
