//! Writes legacy tickets: JSON of strings, signed with ECDSA, in a small general compressor.

use core::ops::Range;

use crate::claims::{Claims, LegacyAccount, UserBuf};
use crate::decimal::Decimal;
use crate::envelope::json::{escaped_len, write_escaped};
use crate::envelope::{base64, deflate};
use crate::error::Error;
use crate::key::{EcdsaPrivateKey, MAX_SIGNATURE_BYTES};
use crate::text::{LegacyText, Text};

/// Bytes that are enough for the ticket of these claims.
pub(super) fn max_len(claims: &Claims<'_>) -> usize {
    base64::encoded_len(deflate::bound(json_bound(claims)))
}

/// What one ticket says.
pub(super) struct Values<'a> {
    account: LegacyAccount,
    sdkappid: &'a Decimal,
    claims: &'a Claims<'a>,
}

impl<'a> Values<'a> {
    pub(super) const fn new(sdkappid: &'a Decimal, account: LegacyAccount, claims: &'a Claims<'a>) -> Self {
        Self { account, sdkappid, claims }
    }
}

/// Values to ticket; `out` holds [`max_len`]; returns the ticket's length.
#[inline(never)]
pub(super) fn write(key: &EcdsaPrivateKey, values: &Values<'_>, out: &mut [u8]) -> Result<usize, Error> {
    let bound = json_bound(values.claims);
    if bound <= USUAL_JSON_BYTES {
        let mut json = [0; USUAL_JSON_BYTES];
        let mut stream = [0; deflate::bound(USUAL_JSON_BYTES)];
        write_through(key, values, &mut json, &mut stream, out)
    } else {
        let mut json = alloc::vec![0; bound];
        let mut stream = alloc::vec![0; deflate::bound(bound)];
        write_through(key, values, &mut json, &mut stream, out)
    }
}

fn write_through(
    key: &EcdsaPrivateKey,
    values: &Values<'_>,
    json: &mut [u8],
    stream: &mut [u8],
    out: &mut [u8],
) -> Result<usize, Error> {
    let length = write_json(key, values, json)?;
    let length = deflate::zlib(&json[..length], stream);
    Ok(base64::encode_ticket(&stream[..length], out))
}

fn write_json(key: &EcdsaPrivateKey, values: &Values<'_>, out: &mut [u8]) -> Result<usize, Error> {
    let Values { account, sdkappid, claims } = values;
    let (account_type, appid_at_3rd) =
        (Decimal::new(account.account_type()), Decimal::new(account.appid_at_3rd()));
    let (time, expire) = (Decimal::new(claims.validity.time()), Decimal::new(claims.validity.expire()));
    let mut json = JsonWriter { out, at: 0 };
    json.raw(b"{\"TLS.account_type\":\"");
    json.number(&account_type);
    json.raw(b"\",\"TLS.identifier\":\"");
    json.escaped(claims.userid.as_str());
    json.raw(b"\",\"TLS.appid_at_3rd\":\"");
    json.number(&appid_at_3rd);
    json.raw(b"\",\"TLS.sdk_appid\":\"");
    json.number(sdkappid);
    json.raw(b"\",\"TLS.expire_after\":\"");
    json.number(&expire);
    json.raw(b"\",\"TLS.time\":\"");
    json.number(&time);
    json.raw(b"\"");
    let userbuf = json.userbuf(claims.userbuf);
    let texts = [account_type, appid_at_3rd, time].map(|number| number.text());
    let signed = LegacyText {
        appid_at_3rd: Some(texts[1].as_str()),
        account_type: texts[0].as_str(),
        userid: claims.userid.as_str(),
        sdkappid,
        time: texts[2].as_bytes(),
        expire: &expire,
        userbuf: userbuf.map(|range| &json.out[range]),
    };
    let mut signature = [0; MAX_SIGNATURE_BYTES];
    let signature = key.sign(&mut signature, |lines| signed.write(lines))?;
    json.raw(b",\"TLS.sig\":\"");
    json.base64(signature);
    json.raw(b"\"}");
    Ok(json.at)
}

/// Writes JSON into a buffer that was measured before.
struct JsonWriter<'a> {
    out: &'a mut [u8],
    at: usize,
}

impl JsonWriter<'_> {
    fn raw(&mut self, bytes: &[u8]) {
        self.out[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    fn escaped(&mut self, text: &str) {
        self.at += write_escaped(text, &mut self.out[self.at..]);
    }

    fn number(&mut self, number: &Decimal) {
        self.raw(number.text().as_bytes());
    }

    fn base64(&mut self, bytes: &[u8]) {
        self.at += base64::encode_standard(bytes, &mut self.out[self.at..]);
    }

    /// Writes the UserBuf's member, if any; returns where its base64 text stands.
    fn userbuf(&mut self, userbuf: Option<UserBuf<'_>>) -> Option<Range<usize>> {
        let userbuf = userbuf?;
        self.raw(b",\"TLS.userbuf\":\"");
        let start = self.at;
        self.base64(userbuf.as_bytes());
        let end = self.at;
        self.raw(b"\"");
        Some(start..end)
    }
}

/// Bytes that are enough for the JSON of a legacy ticket.
fn json_bound(claims: &Claims<'_>) -> usize {
    FRAME_BYTES
        + escaped_len(claims.userid.as_str())
        + claims.userbuf.map_or(0, |userbuf| base64::encoded_len(userbuf.as_bytes().len()))
        + base64::encoded_len(MAX_SIGNATURE_BYTES)
}

/// The members' names, punctuation and the longest numbers of a legacy ticket.
const FRAME_BYTES: usize = 256;
/// Legacy tickets of usual size are put together on the stack.
const USUAL_JSON_BYTES: usize = 768;
