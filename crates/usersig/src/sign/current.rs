//! Writes current tickets: claims -> text -> MAC -> envelope, in one pass.

use crate::claims::Claims;
use crate::decimal::Decimal;
use crate::envelope::compact::{self, Prefix, Texts};
use crate::envelope::stored;
use crate::key::{HmacKey, MAC_BYTES};
use crate::text::{self, CurrentText};

/// Bytes that are enough for the ticket of these claims.
pub(crate) fn max_len(claims: &Claims<'_>) -> usize {
    compact::max_len(claims.userid.as_str(), claims.userbuf.map(|userbuf| userbuf.as_bytes().len()))
}

/// Writes the compact ticket into `out`, which holds [`max_len`]; returns its length.
#[inline(always)]
pub(crate) fn write(
    key: &HmacKey,
    sdkappid: &Decimal,
    prefix: &Prefix,
    claims: &Claims<'_>,
    out: &mut [u8],
) -> usize {
    through(key, sdkappid, claims, |texts, mac| compact::write(prefix, texts, mac, out))
}

/// Writes the stored ticket into `out`, which holds [`max_len`]; returns its length.
#[inline(always)]
pub(crate) fn write_stored(key: &HmacKey, sdkappid: &Decimal, claims: &Claims<'_>, out: &mut [u8]) -> usize {
    through(key, sdkappid, claims, |texts, mac| stored::write(texts, mac, out))
}

#[inline(always)]
fn through(
    key: &HmacKey,
    sdkappid: &Decimal,
    claims: &Claims<'_>,
    write: impl FnOnce(&Texts<'_>, &[u8; MAC_BYTES]) -> usize,
) -> usize {
    let (time, expire) = (Decimal::new(claims.validity.time()), Decimal::new(claims.validity.expire()));
    let userid = claims.userid.as_str();
    let userbuf = claims.userbuf.map(|userbuf| userbuf.as_bytes());
    let mac = key.mac(|lines| {
        CurrentText { userid, sdkappid, time: &time, expire: &expire }.write(lines);
        if let Some(userbuf) = userbuf {
            text::write_userbuf(lines, userbuf);
        }
    });
    write(&Texts { userid, sdkappid, expire: &expire, time: &time, userbuf }, &mac)
}
