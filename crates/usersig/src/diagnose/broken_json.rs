//! Why the content of a ticket is not JSON.

use super::cause::Cause;
use super::json_beginning::is_json_beginning;
use crate::envelope;

/// The cause of a ticket whose envelope opens on something that is not JSON.
pub(super) fn cause(ticket: &[u8]) -> Cause {
    let json = envelope::open(ticket, true, |json| Ok(json.to_vec())).unwrap_or_default();
    let bare = ticket.first() == Some(&b'{');
    if bare && !json.ends_with(b"}") && is_json_beginning(&json) {
        Cause::Truncated { characters: json.len() }
    } else if has_unescaped_userid(&json) {
        Cause::UnescapedUserId
    } else {
        Cause::NotJson
    }
}

/// Whether the string of the UserID ends where no member can end, or holds what
/// must be escaped.
fn has_unescaped_userid(json: &[u8]) -> bool {
    let Some(at) = json.windows(NAME.len()).position(|window| window == NAME) else { return false };
    let value = json[at + NAME.len()..].trim_ascii_start();
    let Some(value) = value.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else { return false };
    let Some(mut rest) = value.strip_prefix(b"\"") else { return false };
    loop {
        match rest {
            [] | [b'\\'] => return false,
            [b'"', after @ ..] => return !matches!(after.trim_ascii_start(), [] | [b',' | b'}', ..]),
            [b'\\', b'u', a, b, c, d, after @ ..]
                if [a, b, c, d].iter().all(|byte| byte.is_ascii_hexdigit()) =>
            {
                rest = after;
            }
            [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', after @ ..] => rest = after,
            [b'\\' | 0..0x20, ..] => return true,
            [_, after @ ..] => rest = after,
        }
    }
}

const NAME: &[u8] = b"\"TLS.identifier\"";
