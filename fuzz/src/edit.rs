//! Small changes to a text, as a person, a mail program or a forger makes them.

use arbitrary::Arbitrary;

use crate::short::Short;

/// One change; positions count from the start and wrap around at the end.
#[derive(Arbitrary, Debug)]
pub enum Edit<'a> {
    Set { at: u16, byte: u8 },
    FlipBit { at: u16, bit: u8 },
    Insert { at: u16, bytes: Short<'a> },
    InsertFragment { at: u16, fragment: u8 },
    Delete { at: u16, length: u8 },
    Copy { from: u16, length: u8, to: u16 },
    Cut { at: u16 },
}

/// Makes all changes, one after another.
pub fn apply(edits: &[Edit<'_>], text: &mut Vec<u8>) {
    for edit in edits {
        edit.apply(text);
    }
}

impl Edit<'_> {
    fn apply(&self, text: &mut Vec<u8>) {
        let end = text.len();
        let at = |at: u16| usize::from(at) % (end + 1);
        match *self {
            Self::Set { at: start, byte } => text[at(start)..].iter_mut().take(1).for_each(|old| *old = byte),
            Self::FlipBit { at: start, bit } => {
                text[at(start)..].iter_mut().take(1).for_each(|old| *old ^= 1 << (bit % 8));
            }
            Self::Insert { at: start, bytes } => insert(text, at(start), bytes.0),
            Self::InsertFragment { at: start, fragment } => {
                let fragment = FRAGMENTS[usize::from(fragment) % FRAGMENTS.len()];
                insert(text, at(start), fragment.as_bytes());
            }
            Self::Delete { at: start, length } => {
                let start = at(start);
                text.drain(start..(start + usize::from(length)).min(end));
            }
            Self::Copy { from, length, to } => {
                let from = at(from);
                let piece = text[from..(from + usize::from(length)).min(end)].to_vec();
                insert(text, at(to), &piece);
            }
            Self::Cut { at: start } => text.truncate(at(start)),
        }
    }
}

fn insert(text: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    text.splice(at..at, bytes.iter().copied());
}

/// What forgers and sloppy generators put into tickets and keys.
pub const FRAGMENTS: [&str; 34] = [
    "\"TLS.ver\":\"2.0\",",
    "\"TLS.userbuf\":\"\",",
    "\"TLS.userbuf\":\"YWJj\",",
    "\"TLS.expire\":1576800000,",
    "\"TLS.expire\":\"86400\\nTLS.userbuf:\",",
    "\"TLS.time\":0,",
    "\"TLS.sdk_appid\":\"1400000000\",",
    "\"TLS.appid_at_3rd\":\"0\",",
    "\"TLS.appid_at_3rd\":\"\",",
    "\"TLS.account_type\":\"0\",",
    "\"tls.identifier\":\"admin\",",
    "\"TLS\\u002eidentifier\":\"admin\",",
    "\\nTLS.sdkappid:1400000000",
    "\\nTLS.time:1",
    "\\nTLS.expire:1576800000",
    "\\nTLS.userbuf:YWJj",
    "\\u000a",
    "\\u0085",
    "\\u2028",
    "\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "=",
    "_",
    "+",
    "-0",
    ".0",
    "e0",
    "00",
    "-----BEGIN EC PRIVATE KEY-----\n",
    "-----END EC PRIVATE KEY-----\n",
    "-----BEGIN EC PARAMETERS-----\nBgUrgQQACg==\n-----END EC PARAMETERS-----\n",
    "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n",
];
