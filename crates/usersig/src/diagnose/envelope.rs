//! Finds the ticket in a text, undoing what happened to it on its way.

use alloc::vec::Vec;

use super::cause::Cause;
use super::{cleaning, remains, repair};
use crate::envelope::{self, MAX_TICKET_CHARACTERS, base64, deflate};

/// Finds the ticket in a text, undoing damage; what was found goes to `causes`.
///
/// `None` when no ticket can be made of it. The result opens as an envelope;
/// its members may still be malformed. `takes_plain` tells whether the verifier
/// takes JSON that stands bare.
pub(super) fn open(text: &[u8], takes_plain: bool, causes: &mut Vec<Cause>) -> Option<Vec<u8>> {
    let trimmed = envelope::trim(text);
    if trimmed.is_empty() {
        causes.push(Cause::Empty);
        return None;
    }
    if let Some(cause) = something_else(trimmed) {
        causes.push(cause);
        return None;
    }
    if opens(trimmed) {
        note_form(text, takes_plain, causes);
        return Some(if is_current_json(trimmed) && !takes_plain { seal(trimmed) } else { proper(trimmed) });
    }
    // The steps below are each linear in the text.
    if trimmed.len() > LONGEST_TEXT {
        causes.push(Cause::TooLong);
        return None;
    }
    let (ticket, found) = restore(trimmed);
    causes.extend(found);
    ticket.map(|ticket| proper(&ticket))
}

/// Whether a text opens as a ticket's envelope, or is the JSON of a ticket.
pub(super) fn opens(text: &[u8]) -> bool {
    let text = envelope::trim(text);
    envelope::open(text, true, |_| Ok(())).is_ok() && (text.first() != Some(&b'{') || is_ticket_json(text))
}

/// Whether a JSON text has the members of a ticket, sound or not.
pub(super) fn is_ticket_json(json: &[u8]) -> bool {
    json.trim_ascii_start().starts_with(b"{") && has(json, b"\"TLS.")
}

/// The bytes behind the base64 of a ticket, white space in it or not.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = alloc::vec![0; text.len() / 4 * 3 + 3];
    let length = base64::decode_ticket(text, &mut bytes).ok()?;
    bytes.truncate(length);
    Some(bytes)
}

/// The base64 of a ticket.
pub(super) fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut text = alloc::vec![0; base64::encoded_len(bytes.len())];
    base64::encode_ticket(bytes, &mut text);
    text
}

/// A ticket with this JSON.
pub(super) fn seal(json: &[u8]) -> Vec<u8> {
    let mut stream = alloc::vec![0; deflate::bound(json.len())];
    let length = deflate::zlib(json, &mut stream);
    encode(&stream[..length])
}

/// Whether `part` stands in `text`.
pub(super) fn has(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// A text that is no ticket but something that people have at hand.
fn something_else(text: &[u8]) -> Option<Cause> {
    let hex = text.iter().all(u8::is_ascii_hexdigit);
    let dots = text.iter().filter(|&&byte| byte == b'.').count();
    if text.len() == 64 && hex {
        Some(Cause::SecretKeyPasted)
    } else if has(text, b"-----BEGIN ") {
        Some(Cause::PemPasted)
    } else if text.starts_with(b"eyJ") && dots == 2 {
        Some(Cause::JsonWebToken)
    } else {
        None
    }
}

/// What is unusual about a text that opens as it is.
fn note_form(text: &[u8], takes_plain: bool, causes: &mut Vec<Cause>) {
    let ticket = envelope::trim(text);
    if ticket.first() == Some(&b'{') {
        if is_current_json(ticket) && !takes_plain {
            causes.push(Cause::NotCompressed);
        }
        return;
    }
    if ticket.iter().any(|byte| matches!(byte, b'+' | b'/' | b'=')) {
        causes.push(Cause::PlainBase64);
    }
    if ticket.len() != text.len() || ticket.iter().any(u8::is_ascii_whitespace) {
        causes.push(Cause::WhiteSpace);
    }
}

/// Whether a text is the bare JSON of a current ticket, which never had that form.
fn is_current_json(text: &[u8]) -> bool {
    text.first() == Some(&b'{') && has(text, b"\"TLS.ver\"")
}

/// Undoes damage until the text opens; returns what was found on the way.
fn restore(text: &[u8]) -> (Option<Vec<u8>>, Vec<Cause>) {
    let mut ticket = text.to_vec();
    let mut causes: Vec<Cause> = Vec::new();
    // Damage lies in layers: quotes around a URL that is percent-encoded itself.
    for undo in cleaning::STEPS.iter().cycle().take(2 * cleaning::STEPS.len()) {
        let Some((cleaned, cause)) = undo(&ticket) else { continue };
        ticket = envelope::trim(&cleaned).to_vec();
        if let Some(cause) = something_else(&ticket) {
            return (None, alloc::vec![cause]);
        }
        if !causes.iter().any(|found| found.id() == cause.id()) {
            causes.push(cause);
        }
        if opens(&ticket) {
            return (Some(ticket), causes);
        }
    }
    for undo in repair::STEPS {
        if let Some((repaired, cause)) = undo(&ticket)
            && opens(&repaired)
        {
            causes.push(cause);
            return (Some(repaired), causes);
        }
    }
    if let Some(cause) = remains::of_abbreviated(text) {
        causes.retain(|cause| *cause != Cause::InvisibleCharacters);
        causes.push(cause);
        return (None, causes);
    }
    match remains::of(&ticket) {
        // What was undone says something about a ticket only.
        Cause::NotATicket => (None, alloc::vec![Cause::NotATicket]),
        cause => {
            causes.push(cause);
            (None, causes)
        }
    }
}

/// A ticket without white space and in its own alphabet; bare JSON as it is.
fn proper(ticket: &[u8]) -> Vec<u8> {
    let ticket = envelope::trim(ticket);
    if ticket.first() == Some(&b'{') {
        return ticket.to_vec();
    }
    let symbols = ticket.iter().filter(|byte| !byte.is_ascii_whitespace());
    symbols
        .map(|&byte| match byte {
            b'+' => b'*',
            b'/' => b'-',
            b'=' => b'_',
            byte => byte,
        })
        .collect()
}

const LONGEST_TEXT: usize = 4 * MAX_TICKET_CHARACTERS;
