//! Recognises tickets that this crate wrote, by writing them again.
//!
//! A ticket says little that the request does not: two times, and perhaps a
//! UserBuf. These are looked up in the stream, the ticket that they belong to is
//! signed and written with each key, and the texts are compared in constant time.
//! An equal text proves all of it at once. Anything else goes the common way,
//! which finds the reason.

use subtle::ConstantTimeEq;

use super::{Check, Verifier, VerifyingKey};
use crate::SMALL;
use crate::claims::{Claims, UserBuf, Validity};
use crate::envelope::base64;
use crate::envelope::compact::read::{self, STREAM_BYTES};
pub(super) use crate::envelope::compact::read::{Found, FoundUserBuf, USER_BUF};
use crate::rejection::{Member, MemberFault, Rejection};
use crate::sign::{Encoding, current};

/// The ticket's values and the key that signed it, if it is one of our own for the
/// UserID of the request. Their times and UserBuf are still to be checked.
#[inline(never)]
pub(super) fn recognize(
    verifier: &Verifier,
    ticket: &[u8],
    check: &Check<'_>,
    bytes: &mut FoundUserBuf,
) -> Option<(usize, Found)> {
    let found = read(verifier, ticket, check, bytes)?;
    let claims = claims(&found, bytes, check)?;
    let mut written = [0; LONGEST_TICKET];
    let key_index = verifier.ring.iter().position(|key| match key {
        VerifyingKey::Hmac(key) if current::max_len(&claims) <= written.len() => {
            let length = current::write(key, &verifier.application, Encoding::Compact, &claims, &mut written);
            length == ticket.len() && equal(&written[..length], ticket)
        }
        _ => false,
    })?;
    Some((key_index, found))
}

/// What a ticket in our own form seems to say.
pub(super) fn read(
    verifier: &Verifier,
    ticket: &[u8],
    check: &Check<'_>,
    bytes: &mut FoundUserBuf,
) -> Option<Found> {
    if SMALL || ticket.len() > LONGEST_TICKET {
        return None;
    }
    let mut stream = [0; STREAM_BYTES];
    base64::decode_usual(ticket, &mut stream)?;
    read::read(verifier.application.prepared(), check.userid.as_str(), &stream, bytes)
}

/// The times of what was found.
pub(super) fn validity(found: &Found) -> Result<Validity, Rejection> {
    Validity::new(found.time, found.expire)
        .map_err(|_| Rejection::Malformed(Member::Expire, MemberFault::EndOutOfRange))
}

/// The claims of what was found.
pub(super) fn claims<'a>(found: &Found, bytes: &'a FoundUserBuf, check: &Check<'a>) -> Option<Claims<'a>> {
    let claims = Claims::new(check.userid, validity(found).ok()?);
    Some(match found.userbuf(bytes) {
        Some(userbuf) => claims.with_userbuf(UserBuf::new(userbuf).ok()?),
        None => claims,
    })
}

/// Compares two texts of the same length, a multiple of four, in constant time.
pub(super) fn equal(a: &[u8], b: &[u8]) -> bool {
    let (a_words, a_rest) = a.as_chunks::<8>();
    let (b_words, b_rest) = b.as_chunks::<8>();
    let words = a_words.iter().zip(b_words);
    // All differences first, then one look at them.
    let differences = words.fold(0, |all, (a, b)| all | (u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b)));
    (differences.ct_eq(&0) & a_rest.ct_eq(b_rest)).into()
}

/// Longer ones go the common way.
const LONGEST_TICKET: usize = 640;
