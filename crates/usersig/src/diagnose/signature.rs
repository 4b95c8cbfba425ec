//! With which key, or over which content, was the signature made?

use alloc::vec::Vec;

use super::Symptoms;
use super::cause::Cause;
use crate::claims::Algorithm;
use crate::envelope::{self, base64};
use crate::fields::{self, Fields, LegacyFields};
use crate::inspect::Unverified;
use crate::key::{EcdsaPublicKey, HmacKey, Key, MAX_SIGNATURE_BYTES};
use crate::verify::{decode_signature, signed_with_ecdsa, signed_with_hmac};

/// Looks for the key and the content that the signature fits.
pub(super) fn look(ticket: &[u8], unverified: &Unverified, symptoms: &Symptoms<'_>, causes: &mut Vec<Cause>) {
    if symptoms.keys.is_empty() && symptoms.other_applications.is_empty() {
        causes.push(Cause::NoKeyGiven);
        return;
    }
    if symptoms.keys.iter().any(|text| Key::from_text(text).is_err()) {
        causes.push(Cause::UnreadableKey);
    }
    // The ticket was read once before, so reading it again succeeds.
    let _ = envelope::open(ticket, true, |json| {
        let fields = fields::read(json, 0)?;
        let mut bytes = [0; MAX_SIGNATURE_BYTES];
        let signature = decode_signature(&fields, &mut bytes).unwrap_or_default();
        causes.extend(match unverified.algorithm() {
            Algorithm::HmacSha256 => look_at_current(&fields, signature, symptoms),
            Algorithm::EcdsaSha256 => look_at_legacy(&fields, signature, symptoms),
        });
        Ok(())
    });
}

fn look_at_current(fields: &Fields<'_>, signature: &[u8], symptoms: &Symptoms<'_>) -> Option<Cause> {
    let signed_by =
        |text: &[u8]| HmacKey::new(text).is_ok_and(|key| signed_with_hmac(fields, &key, signature));
    let (pems, secrets): (Vec<&[u8]>, Vec<&[u8]>) = symptoms.keys.iter().partition(|text| is_pem(text));
    if secrets.iter().any(|text| signed_by(text)) {
        return None;
    }
    for text in &secrets {
        for (variants, cause) in KEY_VARIANTS {
            if variants(text).iter().any(|text| signed_by(text)) {
                return Some(cause);
            }
        }
    }
    if pems.iter().any(|text| pem_texts(text).iter().any(|text| signed_by(text))) {
        return Some(Cause::PemAsSecretKey);
    }
    for (sdkappid, text) in &symptoms.other_applications {
        if signed_by(text) || signed_by(text.trim_ascii()) {
            return Some(Cause::OtherApplicationsKey { sdkappid: sdkappid.get() });
        }
    }
    for text in &secrets {
        let Ok(key) = HmacKey::new(text.trim_ascii()) else { continue };
        let fits = |changed: Fields<'_>| signed_with_hmac(&changed, &key, signature);
        let cause = changed_content(fields, symptoms, fits);
        if cause.is_some() {
            return cause;
        }
    }
    Some(if secrets.is_empty() && !pems.is_empty() {
        Cause::CurrentTicketLegacyKey
    } else if secrets.is_empty() {
        return None;
    } else {
        Cause::WrongKey(Algorithm::HmacSha256)
    })
}

fn look_at_legacy(fields: &Fields<'_>, signature: &[u8], symptoms: &Symptoms<'_>) -> Option<Cause> {
    let keys: Vec<EcdsaPublicKey> = symptoms.keys.iter().filter_map(|text| public_key(text)).collect();
    if keys.iter().any(|key| signed_with_ecdsa(fields, key, signature)) {
        return None;
    }
    for (sdkappid, text) in &symptoms.other_applications {
        if public_key(text).is_some_and(|key| signed_with_ecdsa(fields, &key, signature)) {
            return Some(Cause::OtherApplicationsKey { sdkappid: sdkappid.get() });
        }
    }
    for key in &keys {
        let fits = |changed: Fields<'_>| signed_with_ecdsa(&changed, key, signature);
        let cause = changed_content(fields, symptoms, fits);
        if cause.is_some() {
            return cause;
        }
    }
    if !keys.is_empty() {
        Some(Cause::WrongKey(Algorithm::EcdsaSha256))
    } else if symptoms.keys.iter().any(|text| !is_pem(text)) {
        Some(Cause::LegacyTicketCurrentKey)
    } else {
        None
    }
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

type Variants = fn(&[u8]) -> Vec<Vec<u8>>;

/// How a key's text commonly goes wrong, and what that is called.
const KEY_VARIANTS: [(Variants, Cause); 5] = [
    (white_space, Cause::KeyWhiteSpace),
    (quotes, Cause::KeyQuotes),
    (letter_case, Cause::KeyLetterCase),
    (hex_decoded, Cause::KeyHexDecoded),
    (base64_decoded, Cause::KeyBase64Decoded),
];

fn white_space(key: &[u8]) -> Vec<Vec<u8>> {
    let bare = key.trim_ascii();
    let mut variants = alloc::vec![bare.to_vec()];
    for end in [&b"\n"[..], b"\r\n", b" ", b"\r", b"\t"] {
        variants.push([bare, end].concat());
        variants.push([end, bare].concat());
    }
    variants
}

fn quotes(key: &[u8]) -> Vec<Vec<u8>> {
    let bare = key.trim_ascii();
    let mut variants =
        alloc::vec![bare.iter().copied().filter(|byte| !matches!(byte, b'"' | b'\'')).collect()];
    for quote in [&b"\""[..], b"'"] {
        variants.push([quote, bare, quote].concat());
    }
    variants
}

fn letter_case(key: &[u8]) -> Vec<Vec<u8>> {
    let bare = key.trim_ascii();
    alloc::vec![bare.to_ascii_lowercase(), bare.to_ascii_uppercase()]
}

fn hex_decoded(key: &[u8]) -> Vec<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = key.trim_ascii().as_chunks::<2>();
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|&[high, low]| Some((digit(high)? << 4 | digit(low)?) as u8)).collect();
    bytes.filter(|_| rest.is_empty()).into_iter().collect()
}

fn base64_decoded(key: &[u8]) -> Vec<Vec<u8>> {
    let mut bytes = alloc::vec![0; key.len() / 4 * 3 + 3];
    let length = base64::decode_standard(key.trim_ascii(), &mut bytes);
    length.map(|length| bytes[..length].to_vec()).into_iter().collect()
}

fn pem_texts(pem: &[u8]) -> Vec<Vec<u8>> {
    let bare = pem.trim_ascii();
    alloc::vec![pem.to_vec(), bare.to_vec(), [bare, b"\n"].concat()]
}

fn is_pem(text: &[u8]) -> bool {
    matches!(Key::from_text(text), Ok(Key::EcdsaPrivate(_) | Key::EcdsaPublic(_)))
}

fn public_key(text: &[u8]) -> Option<EcdsaPublicKey> {
    match Key::from_text(text).ok()? {
        Key::EcdsaPrivate(key) => Some(key.public_key()),
        Key::EcdsaPublic(key) => Some(key),
        Key::Hmac(_) => None,
    }
}
