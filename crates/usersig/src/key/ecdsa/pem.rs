//! Reads the PEM keys that are in use, with the damage that is in use.

use p256::pkcs8::der::Decode;
use p256::pkcs8::der::asn1::ObjectIdentifier;
use p256::pkcs8::{PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use sec1::{EcParameters, EcPrivateKey};

use super::{Curve, EcdsaPrivateKey, EcdsaPublicKey};
use crate::envelope::base64;
use crate::error::PemFault;
use crate::key::{BEGIN, Key, Secret, secret};

/// Reads the first block of the text that holds an EC key.
pub(in crate::key) fn read(text: &[u8]) -> Result<Key, PemFault> {
    let mut rest = text;
    let mut fault = PemFault::NoBlock;
    // What an EC PARAMETERS block says counts only where the key itself is silent.
    let mut announced = None;
    while let Some((block, after)) = next_block(rest) {
        rest = after;
        let der = decode_body(block.body);
        let read = |read: fn(&[u8], Option<Curve>) -> Result<Key, PemFault>| {
            read(der.as_deref().ok_or(PemFault::Base64)?, announced)
        };
        let key = match block.label {
            b"EC PRIVATE KEY" if find(block.body, b"ENCRYPTED").is_some() => Err(PemFault::Encrypted),
            b"EC PRIVATE KEY" => read(sec1),
            b"PRIVATE KEY" => read(pkcs8),
            b"PUBLIC KEY" => read(spki),
            b"ENCRYPTED PRIVATE KEY" => Err(PemFault::Encrypted),
            b"EC PARAMETERS" => {
                let named = der.as_deref().and_then(|der| EcParameters::from_der(der).ok());
                announced = named.and_then(|named| curve_of(named.named_curve()?).ok());
                continue;
            }
            _ => Err(PemFault::OtherKind),
        };
        match key {
            Ok(key) => return Ok(key),
            Err(found) => fault = found,
        }
    }
    Err(fault)
}

struct Block<'a> {
    label: &'a [u8],
    body: &'a [u8],
}

/// The next block and the text after it. The last BEGIN line before the END line
/// counts: one before it is a doubled line or the start of a block that was cut.
fn next_block(text: &[u8]) -> Option<(Block<'_>, &[u8])> {
    let first = find(text, BEGIN)?;
    let end = first + find(&text[first..], END)?;
    let block = &text[..end];
    let start = block.windows(BEGIN.len()).rposition(|window| window == BEGIN)? + BEGIN.len();
    let label_end = start + find(&block[start..], DASHES)?;
    let label = &block[start..label_end];
    let after = text[end + END.len()..].strip_prefix(label)?.strip_prefix(DASHES)?;
    Some((Block { label, body: &block[label_end + DASHES.len()..] }, after))
}

fn decode_body(body: &[u8]) -> Option<Secret> {
    let symbols = secret(body.len(), body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()));
    let mut der = Secret::new(alloc::vec![0; symbols.len() / 4 * 3]);
    let length = base64::decode_standard(&symbols, &mut der)?;
    der.truncate(length);
    Some(der)
}

fn sec1(der: &[u8], announced: Option<Curve>) -> Result<Key, PemFault> {
    let key = EcPrivateKey::from_der(der).map_err(|_| PemFault::Structure)?;
    let curve = match key.parameters.and_then(|parameters| parameters.named_curve()) {
        Some(oid) => curve_of(oid)?,
        None => match announced {
            Some(curve) => curve,
            None => curve_of_point(&key)?,
        },
    };
    EcdsaPrivateKey::from_scalar(curve, key.private_key).map(Key::EcdsaPrivate)
}

/// The curve on which the private number makes the public point beside it.
fn curve_of_point(key: &EcPrivateKey<'_>) -> Result<Curve, PemFault> {
    let point = key.public_key.ok_or(PemFault::Structure)?;
    [Curve::P256, Curve::Secp256k1]
        .into_iter()
        .find(|&curve| {
            let public = EcdsaPublicKey::from_point(curve, point);
            let derived = EcdsaPrivateKey::from_scalar(curve, key.private_key).map(|key| key.public_key());
            matches!((public, derived), (Ok(a), Ok(b)) if a == b)
        })
        .ok_or(PemFault::NotAKey)
}

fn pkcs8(der: &[u8], _announced: Option<Curve>) -> Result<Key, PemFault> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| PemFault::Structure)?;
    if info.algorithm.oid != EC_PUBLIC_KEY {
        return Err(PemFault::OtherKind);
    }
    let curve = info.algorithm.parameters_oid().map_err(|_| PemFault::Structure)?;
    let key = EcPrivateKey::from_der(info.private_key.as_bytes()).map_err(|_| PemFault::Structure)?;
    EcdsaPrivateKey::from_scalar(curve_of(curve)?, key.private_key).map(Key::EcdsaPrivate)
}

fn spki(der: &[u8], _announced: Option<Curve>) -> Result<Key, PemFault> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| PemFault::Structure)?;
    if info.algorithm.oid != EC_PUBLIC_KEY {
        return Err(PemFault::OtherKind);
    }
    let curve = info.algorithm.parameters_oid().map_err(|_| PemFault::Structure)?;
    let point = info.subject_public_key.as_bytes().ok_or(PemFault::Structure)?;
    EcdsaPublicKey::from_point(curve_of(curve)?, point).map(Key::EcdsaPublic)
}

fn curve_of(oid: ObjectIdentifier) -> Result<Curve, PemFault> {
    match oid {
        PRIME256V1 => Ok(Curve::P256),
        SECP256K1 => Ok(Curve::Secp256k1),
        _ => Err(PemFault::OtherCurve),
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// RFC 5480, section 2.1.1.
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const PRIME256V1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// SEC 2, section 2.4.1.
const SECP256K1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.10");
