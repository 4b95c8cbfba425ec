//! Any bytes as a key: nothing panics, a key that is read signs and verifies, and
//! its PEM form is read as the same key.
//!
//! The bytes are tried as they are, as the DER of every kind of block, as the
//! private number of a key, and as edits of sound keys.

#![no_main]

use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use usersig::{Check, Claims, Curve, EcdsaPrivateKey, Error, Key, PemFault, SdkAppId, Signer, UserId};
use usersig::{Validity, Verifier};
use usersig_fuzz::edit::{self, Edit};
use usersig_fuzz::keys;

fuzz_target!(|bytes: &[u8]| {
    look(bytes);
    for label in ["EC PRIVATE KEY", "PRIVATE KEY", "PUBLIC KEY"] {
        look(block(label, bytes).as_bytes());
    }
    look_at_number(&bytes[..bytes.len().min(33)]);
    // The parameters stand before a key that does not name its curve.
    let announced = block("EC PARAMETERS", bytes) + &SILENT_KEY;
    assert!(matches!(Key::from_text(announced.as_bytes()), Ok(Key::EcdsaPrivate(_)) | Err(Error::Pem(_))));
    if let Ok((sound, edits)) = <(u8, Vec<Edit<'_>>)>::arbitrary_take_rest(Unstructured::new(bytes)) {
        let mut text = SOUND[usize::from(sound) % SOUND.len()].clone().into_bytes();
        edit::apply(&edits, &mut text);
        look(&text);
    }
});

fn look(text: &[u8]) {
    let is_pem = text.windows(11).any(|window| window == b"-----BEGIN ");
    match Key::from_text(text) {
        Err(Error::EmptyKey) => assert!(text.is_empty()),
        Err(error) => assert!(is_pem && matches!(error, Error::Pem(_)), "{error:?}"),
        Ok(key) => {
            assert_eq!(is_pem, !matches!(key, Key::Hmac(_)));
            use_key(&key, text);
        }
    }
}

/// A private number of any length up to 32 bytes counts as if zeros stood before it.
fn look_at_number(number: &[u8]) {
    for (curve, oid) in [(Curve::P256, P256_OID), (Curve::Secp256k1, SECP256K1_OID)] {
        let key = Key::from_text(block("EC PRIVATE KEY", &sec1(number, oid)).as_bytes());
        let mut padded = [0; 32];
        let expected = padded.len().checked_sub(number.len()).and_then(|start| {
            padded[start..].copy_from_slice(number);
            EcdsaPrivateKey::from_entropy(curve, &padded).ok()
        });
        match (key, expected) {
            (Ok(Key::EcdsaPrivate(key)), Some(expected)) => assert_eq!(key, expected),
            (Err(Error::Pem(PemFault::NotAKey)), None) => {}
            (key, expected) => panic!("{key:?}, expected {expected:?}"),
        }
    }
}

fn use_key(key: &Key, text: &[u8]) {
    let signer = Signer::new(*SDKAPPID, key);
    match key {
        Key::Hmac(secret) => assert_eq!(secret.expose_text(), text),
        Key::EcdsaPrivate(private) => {
            let pem = private.expose_pem().expect("a private key has a PEM form");
            same_key(key, &pem);
            let public = private.public_key();
            same_key(&public.clone().into(), &public.to_pem().expect("a public key has a PEM form"));
            assert_eq!(key.fingerprint(), public.fingerprint());
        }
        Key::EcdsaPublic(public) => {
            same_key(key, &public.to_pem().expect("a public key has a PEM form"));
            assert!(matches!(signer, Err(Error::PublicKeyCannotSign)));
            return;
        }
        _ => panic!("a kind of key that this target does not know"),
    }
    let signer = signer.expect("a secret or private key signs");
    assert_eq!(signer.key_fingerprint(), key.fingerprint());
    let userid = UserId::new("xiaojun").expect("a UserID");
    let claims = Claims::new(userid, Validity::new(1_700_000_000, 60).expect("small numbers"));
    let ticket = signer.sign(&claims).expect("the key signs");
    let verified = Verifier::new(*SDKAPPID, [key.clone()]).verify(&ticket, &Check::new(userid, 0));
    assert!(verified.is_ok(), "{verified:?}");
}

fn same_key(key: &Key, pem: &str) {
    let again = Key::from_text(pem.as_bytes()).expect("the engine reads what it writes");
    assert_eq!(again.fingerprint(), key.fingerprint());
    match (&again, key) {
        (Key::EcdsaPrivate(again), Key::EcdsaPrivate(key)) => assert_eq!(again, key),
        (Key::EcdsaPublic(again), Key::EcdsaPublic(key)) => assert_eq!(again, key),
        kinds => panic!("other kinds of keys: {kinds:?}"),
    }
}

fn block(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

static SDKAPPID: LazyLock<SdkAppId> =
    LazyLock::new(|| SdkAppId::new(1_400_000_000).expect("a number that is not 0"));

/// A SEC1 key without its point; without its curve, too, if `oid` is empty.
fn sec1(number: &[u8], oid: &[u8]) -> Vec<u8> {
    let element = |tag: u8, content: &[u8]| [&[tag, content.len() as u8], content].concat();
    let curve = if oid.is_empty() { Vec::new() } else { element(0xa0, &element(6, oid)) };
    element(0x30, &[vec![2, 1, 1], element(4, number), curve].concat())
}

const P256_OID: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const SECP256K1_OID: &[u8] = &[0x2b, 0x81, 4, 0, 10];

/// A key that names no curve.
static SILENT_KEY: LazyLock<String> = LazyLock::new(|| block("EC PRIVATE KEY", &sec1(&[0x5a; 32], &[])));

static SOUND: LazyLock<Vec<String>> = LazyLock::new(|| {
    let curves = [Curve::P256, Curve::Secp256k1];
    let announced = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    let mut sound = vec![keys::P256_PUBLIC.into(), keys::SECP256K1_PUBLIC.into()];
    sound.extend(curves.map(keys::private_pem));
    sound.push(format!("{announced}{}", *SILENT_KEY));
    sound
});
