//! With which key, or over which content, was the signature made?

use alloc::vec::Vec;

use super::Symptoms;
use super::cause::Cause;
use super::envelope::has;
use crate::claims::{Algorithm, SdkAppId};
use crate::envelope::{self, base64};
use crate::fields::{self, Fields, LegacyFields};
use crate::inspect::Unverified;
use crate::key::{EcdsaPublicKey, HmacKey, Key, MAX_SIGNATURE_BYTES, Secret, secret};
use crate::text::Middle;
use crate::verify::{decode_signature, signed_with_ecdsa, signed_with_hmac};

/// Looks for the key and the content that the signature fits.
pub(super) fn look(ticket: &[u8], unverified: &Unverified, symptoms: &Symptoms<'_>, causes: &mut Vec<Cause>) {
    if symptoms.keys.is_empty() && symptoms.other_applications.is_empty() {
        causes.push(Cause::NoKeyGiven);
        return;
    }
    // The ticket was read once before, so reading it again succeeds.
    let _ = envelope::open(ticket, true, |json| {
        let fields = fields::read(json, 0)?;
        let mut bytes = [0; MAX_SIGNATURE_BYTES];
        let signature = decode_signature(&fields, &mut bytes).unwrap_or_default();
        let found = match unverified.algorithm() {
            Algorithm::HmacSha256 => look_at_current(&fields, signature, symptoms),
            Algorithm::EcdsaSha256 => look_at_legacy(&fields, signature, symptoms),
        };
        if found.contains(&Cause::SignedForOtherSdkAppId) {
            causes.retain(|cause| !matches!(cause, Cause::OtherSdkAppId { .. }));
        }
        if found.contains(&Cause::SignedForOtherUserId) {
            causes.retain(|cause| *cause != Cause::OtherUserId);
        }
        causes.extend(found);
        Ok(())
    });
}

fn signed_by_hmac(fields: &Fields<'_>, key: &HmacKey, signature: &[u8]) -> bool {
    signed_with_hmac(fields, &Middle::new(fields.sdkappid), key, signature)
}

fn look_at_current(fields: &Fields<'_>, signature: &[u8], symptoms: &Symptoms<'_>) -> Vec<Cause> {
    let signed_by = |text: &[u8]| HmacKey::new(text).is_ok_and(|key| signed_by_hmac(fields, &key, signature));
    let given = symptoms.keys.iter().copied().filter(|text| !text.is_empty());
    let (pems, secrets): (Vec<&[u8]>, Vec<&[u8]>) = given.partition(|text| is_meant_as_pem(text));
    let is_secret = |text: &[u8]| matches!(Key::from_text(text), Ok(Key::Hmac(_)));
    if symptoms.keys.iter().any(|text| is_secret(text) && signed_by(text)) {
        return Vec::new();
    }
    for text in &secrets {
        for (variants, cause) in KEY_VARIANTS {
            if variants(text).iter().any(|text| signed_by(text)) {
                return alloc::vec![cause];
            }
        }
    }
    if pems.iter().any(|text| pem_texts(text).iter().any(|text| signed_by(text))) {
        return alloc::vec![Cause::PemAsSecretKey];
    }
    let other = |text: &[u8]| signed_by(text) || signed_by(text.trim_ascii());
    if let Some(found) = other_application(fields, symptoms, other) {
        return found.into_iter().collect();
    }
    for text in &secrets {
        let Ok(key) = HmacKey::new(text.trim_ascii()) else { continue };
        let fits = |changed: Fields<'_>| signed_by_hmac(&changed, &key, signature);
        if let Some(cause) = changed_content(fields, symptoms, fits) {
            return alloc::vec![cause];
        }
    }
    let mut causes = Vec::new();
    if symptoms.keys.iter().any(|text| text.is_empty()) {
        causes.push(Cause::UnreadableKey);
    }
    if !secrets.is_empty() {
        causes.push(Cause::WrongKey(Algorithm::HmacSha256));
    } else if !pems.is_empty() {
        causes.push(Cause::CurrentTicketLegacyKey);
    } else if symptoms.keys.is_empty() {
        causes.push(Cause::NoKeyGiven);
    }
    causes
}

fn look_at_legacy(fields: &Fields<'_>, signature: &[u8], symptoms: &Symptoms<'_>) -> Vec<Cause> {
    let signed_by = |key: &EcdsaPublicKey| signed_with_ecdsa(fields, key, signature);
    let keys: Vec<EcdsaPublicKey> = symptoms.keys.iter().filter_map(|text| public_key(text)).collect();
    if keys.iter().any(signed_by) {
        return Vec::new();
    }
    if let Some(found) =
        other_application(fields, symptoms, |text| public_key(text).is_some_and(|key| signed_by(&key)))
    {
        return found.into_iter().collect();
    }
    for key in &keys {
        let fits = |changed: Fields<'_>| signed_with_ecdsa(&changed, key, signature);
        if let Some(cause) = changed_content(fields, symptoms, fits) {
            return alloc::vec![cause];
        }
    }
    let unreadable = |text: &&[u8]| text.is_empty() || (is_meant_as_pem(text) && public_key(text).is_none());
    let mut causes = Vec::new();
    if symptoms.keys.iter().any(unreadable) {
        causes.push(Cause::UnreadableKey);
    }
    if !keys.is_empty() {
        causes.push(Cause::WrongKey(Algorithm::EcdsaSha256));
    } else if symptoms.keys.is_empty() {
        causes.push(Cause::NoKeyGiven);
    } else if causes.is_empty() {
        causes.push(Cause::LegacyTicketCurrentKey);
    }
    causes
}

/// What the key of another application says, if one made the signature: nothing
/// when the ticket is sound and only stands in the wrong place.
fn other_application(
    fields: &Fields<'_>,
    symptoms: &Symptoms<'_>,
    signed_by: impl Fn(&[u8]) -> bool,
) -> Option<Option<Cause>> {
    let sdkappid = symptoms.other_applications.iter().find(|(_, text)| signed_by(text))?.0.get();
    let request = symptoms.sdkappid.map(SdkAppId::get);
    let misplaced = request.is_some_and(|request| request != fields.sdkappid);
    if sdkappid == fields.sdkappid && (misplaced || symptoms.keys.is_empty()) {
        return Some(None);
    }
    // A second key of the application itself does not help a verifier with the first.
    let same = sdkappid == fields.sdkappid && request == Some(sdkappid);
    (!same).then_some(Some(Cause::OtherApplicationsKey { sdkappid }))
}

/// Whether the signature fits the ticket with one value as it may have been.
fn changed_content(
    fields: &Fields<'_>,
    symptoms: &Symptoms<'_>,
    fits: impl Fn(Fields<'_>) -> bool,
) -> Option<Cause> {
    if fields.userbuf.is_some() && fits(Fields { userbuf: None, ..copy(fields) }) {
        return Some(Cause::UserBufAdded);
    }
    if fields.userbuf.is_none() && fits(Fields { userbuf: Some(""), ..copy(fields) }) {
        return Some(Cause::EmptyUserBufLeftOut);
    }
    if let Some(sdkappid) = symptoms.sdkappid
        && sdkappid.get() != fields.sdkappid
        && fits(Fields { sdkappid: sdkappid.get(), ..copy(fields) })
    {
        return Some(Cause::SignedForOtherSdkAppId);
    }
    if let Some(userid) = symptoms.userid
        && userid != fields.userid
        && fits(Fields { userid, ..copy(fields) })
    {
        return Some(Cause::SignedForOtherUserId);
    }
    let legacy = fields.legacy.as_ref()?;
    [None, Some("0"), Some("")]
        .into_iter()
        .filter(|&appid_at_3rd| appid_at_3rd != legacy.appid_at_3rd)
        .any(|appid_at_3rd| {
            let legacy = Some(LegacyFields { appid_at_3rd, ..copy_legacy(legacy) });
            fits(Fields { legacy, ..copy(fields) })
        })
        .then_some(Cause::AppIdAt3rdChanged)
}

fn copy<'a>(fields: &Fields<'a>) -> Fields<'a> {
    Fields { legacy: fields.legacy.as_ref().map(copy_legacy), ..*fields }
}

const fn copy_legacy<'a>(legacy: &LegacyFields<'a>) -> LegacyFields<'a> {
    LegacyFields { ..*legacy }
}

type Variants = fn(&[u8]) -> Vec<Secret>;

/// How a key's text commonly goes wrong, and what that is called.
const KEY_VARIANTS: [(Variants, Cause); 5] = [
    (white_space, Cause::KeyWhiteSpace),
    (quotes, Cause::KeyQuotes),
    (letter_case, Cause::KeyLetterCase),
    (hex_decoded, Cause::KeyHexDecoded),
    (base64_decoded, Cause::KeyBase64Decoded),
];

fn white_space(key: &[u8]) -> Vec<Secret> {
    let bare = key.strip_prefix(BYTE_ORDER_MARK).unwrap_or(key).trim_ascii();
    let mut variants = alloc::vec![joined(&[bare])];
    for around in [&b"\n"[..], b"\r\n", b" ", b"\r", b"\t", BYTE_ORDER_MARK] {
        variants.push(joined(&[bare, around]));
        variants.push(joined(&[around, bare]));
    }
    variants
}

fn quotes(key: &[u8]) -> Vec<Secret> {
    let bare = key.trim_ascii();
    let unquoted = bare.iter().copied().filter(|byte| !matches!(byte, b'"' | b'\''));
    let mut variants = alloc::vec![secret(bare.len(), unquoted)];
    for quote in [&b"\""[..], b"'"] {
        variants.push(joined(&[quote, bare, quote]));
    }
    variants
}

fn letter_case(key: &[u8]) -> Vec<Secret> {
    let bare = key.trim_ascii();
    [bare.to_ascii_lowercase(), bare.to_ascii_uppercase()].map(Secret::new).into()
}

fn hex_decoded(key: &[u8]) -> Vec<Secret> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = key.trim_ascii().as_chunks::<2>();
    let bytes = pairs.iter().map_while(|&[high, low]| Some((digit(high)? << 4 | digit(low)?) as u8));
    let decoded = secret(pairs.len(), bytes);
    let whole = decoded.len() == pairs.len() && rest.is_empty();
    whole.then_some(decoded).into_iter().collect()
}

fn base64_decoded(key: &[u8]) -> Vec<Secret> {
    let mut bytes = Secret::new(alloc::vec![0; key.len() / 4 * 3 + 3]);
    let Some(length) = base64::decode_standard(key.trim_ascii(), &mut bytes) else { return Vec::new() };
    bytes.truncate(length);
    alloc::vec![bytes]
}

fn pem_texts(pem: &[u8]) -> Vec<Secret> {
    let bare = pem.trim_ascii();
    let lines = bare.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let body: Vec<&[u8]> = lines.filter(|line| !line.starts_with(b"-----")).collect();
    alloc::vec![joined(&[pem]), joined(&[bare]), joined(&[bare, b"\n"]), joined(&body)]
}

fn joined(parts: &[&[u8]]) -> Secret {
    Secret::new(parts.concat())
}

/// Whether a key is a PEM text, whole or damaged, or what stands between its lines.
fn is_meant_as_pem(text: &[u8]) -> bool {
    let symbols = secret(text.len(), text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()));
    has(text, b"-----BEGIN ") || base64_decoded(&symbols).iter().any(|der| is_der_sequence(der))
}

/// Whether the bytes are one ASN.1 `SEQUENCE` of the size of a key.
fn is_der_sequence(der: &[u8]) -> bool {
    match der {
        [0x30, length @ ..=0x7f, rest @ ..] => usize::from(*length) == rest.len(),
        [0x30, 0x81, length, rest @ ..] => usize::from(*length) == rest.len(),
        _ => false,
    }
}

fn public_key(text: &[u8]) -> Option<EcdsaPublicKey> {
    match Key::from_text(text).ok()? {
        Key::EcdsaPrivate(key) => Some(key.public_key()),
        Key::EcdsaPublic(key) => Some(key),
        Key::Hmac(_) => None,
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
