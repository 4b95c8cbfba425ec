//! Keys: what they show of themselves, and when two are the same.

use std::collections::HashSet;
use std::fmt::Debug;

use usersig::{Algorithm, Curve, EcdsaPrivateKey, Error, HmacKey, Key, PemFault, SdkAppId, Signer, Verifier};

const TEXT: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const CURVES: [Curve; 2] = [Curve::P256, Curve::Secp256k1];

#[test]
fn debug_shows_nothing_of_a_secret_key() {
    let secret = HmacKey::new(TEXT.as_bytes()).unwrap();
    let shown = shown_by_all(&secret, &secret.clone().into());
    assert!(shown.contains(&secret.fingerprint().to_string()));
    for part in TEXT.as_bytes().windows(8) {
        let part = std::str::from_utf8(part).unwrap();
        assert!(!shown.contains(part), "{part} in {shown}");
    }
    // Nor as the bytes or numbers that it may be kept as.
    for hidden in ["53, 98, 100", "0x35", "text:", "keyed"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}

#[test]
fn debug_shows_nothing_of_a_private_key() {
    for curve in CURVES {
        let private = private(curve, 0xab);
        let shown = shown_by_all(&private, &private.clone().into());
        let pem = private.expose_pem().unwrap();
        for line in pem.lines().filter(|line| !line.starts_with("-----")) {
            assert!(!shown.contains(&line[..8]), "{shown}");
        }
        for hidden in ["abab", "ABAB", "171, 171", "BEGIN"] {
            assert!(!shown.contains(hidden), "{hidden} in {shown}");
        }
        assert!(shown.contains(&private.public_key().fingerprint().to_string()));
        assert!(shown.contains(curve.name()));
    }
}

#[test]
fn secret_keys_are_equal_by_their_text() {
    let key = |text: &[u8]| HmacKey::new(text).unwrap();
    assert_eq!(key(b"secret"), key(b"secret"));
    assert_eq!(key(b"secret"), key(b"secret").clone());
    for other in [&b"Secret"[..], b"secres", b"secre", b"secret\n", b"s"] {
        assert_ne!(key(b"secret"), key(other));
        assert_ne!(key(b"secret").fingerprint(), key(other).fingerprint());
    }
    assert_eq!(key(b"secret").expose_text(), b"secret");
    // HMAC fills a short key up with zeros: both make the same signatures, for which
    // the fingerprint stands, but they are not the same text.
    assert_ne!(key(b"secret"), key(b"secret\0"));
    assert_eq!(key(b"secret").fingerprint(), key(b"secret\0").fingerprint());
}

#[test]
fn legacy_keys_are_equal_by_curve_and_number() {
    for curve in CURVES {
        let (one, two) = (private(curve, 1), private(curve, 2));
        assert_eq!(one, private(curve, 1));
        assert_eq!(one.public_key(), private(curve, 1).public_key());
        assert_ne!(one, two);
        assert_ne!(one.public_key(), two.public_key());
        assert_ne!(one.public_key().fingerprint(), two.public_key().fingerprint());
        assert_eq!((one.curve(), one.public_key().curve()), (curve, curve));
    }
    let (p256, secp256k1) = (private(Curve::P256, 1), private(Curve::Secp256k1, 1));
    assert_ne!(p256, secp256k1);
    assert_ne!(p256.public_key(), secp256k1.public_key());
}

#[test]
fn a_fingerprint_names_a_key_and_both_halves_of_a_pair() {
    let sdkappid = SdkAppId::new(1_400_000_000).unwrap();
    let mut seen = HashSet::new();
    for number in 1..100 {
        for curve in CURVES {
            let pair = private(curve, number);
            let public = Key::from(pair.public_key());
            let key = Key::from(pair);
            assert_eq!(key.fingerprint(), public.fingerprint());
            assert_eq!(Signer::new(sdkappid, &key).unwrap().key_fingerprint(), key.fingerprint());
            assert!(seen.insert(key.fingerprint()));
        }
        let key = Key::from(HmacKey::from_entropy(&[number; 32]));
        assert_eq!(Signer::new(sdkappid, &key).unwrap().key_fingerprint(), key.fingerprint());
        assert!(seen.insert(key.fingerprint()));
    }
    for fingerprint in seen {
        let text = fingerprint.to_string();
        assert!(text.len() == 8 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
        assert_eq!(format!("{fingerprint:?}"), text);
    }
}

#[test]
fn new_keys_have_the_form_of_the_consoles() {
    let mut entropy = [0; 32];
    for (at, byte) in entropy.iter_mut().enumerate() {
        *byte = at as u8 * 8;
    }
    let key = HmacKey::from_entropy(&entropy);
    assert_eq!(key.expose_text(), b"0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8");
    assert_eq!(key, HmacKey::new(key.expose_text()).unwrap());
    for curve in CURVES {
        for entropy in [[0; 32], [0xff; 32]] {
            assert_eq!(
                EcdsaPrivateKey::from_entropy(curve, &entropy).err(),
                Some(Error::Pem(PemFault::NotAKey))
            );
        }
    }
}

#[test]
fn a_key_knows_its_algorithm_and_a_public_one_cannot_sign() {
    let sdkappid = SdkAppId::new(1).unwrap();
    let pair = private(Curve::P256, 7);
    let secret = Key::from_text(b"secret").unwrap();
    assert_eq!(secret.algorithm(), Algorithm::HmacSha256);
    assert_eq!(Signer::new(sdkappid, &secret).unwrap().algorithm(), Algorithm::HmacSha256);
    for key in [Key::from(pair.clone()), Key::from(pair.public_key())] {
        assert_eq!(key.algorithm(), Algorithm::EcdsaSha256);
    }
    assert_eq!(Signer::new(sdkappid, &pair.clone().into()).unwrap().algorithm(), Algorithm::EcdsaSha256);
    assert_eq!(Signer::new(sdkappid, &pair.public_key().into()).err(), Some(Error::PublicKeyCannotSign));
    assert_eq!(Key::from_text(b"").err(), Some(Error::EmptyKey));
    assert_eq!(HmacKey::new(b"").err(), Some(Error::EmptyKey));
    assert_eq!(Key::from_pem(b"secret").err(), Some(Error::Pem(PemFault::NoBlock)));
    assert_eq!(Algorithm::HmacSha256.to_string(), "hmac-sha256");
    assert_eq!(Algorithm::EcdsaSha256.to_string(), "ecdsa-sha256");
}

/// What `Debug` shows of a key and of everything that holds it, in both forms.
fn shown_by_all(concrete: &dyn Debug, key: &Key) -> String {
    let sdkappid = SdkAppId::new(1_400_000_000).unwrap();
    let signer = Signer::new(sdkappid, key).unwrap();
    let verifier = Verifier::new(sdkappid, [key.clone(), key.clone()]);
    let all: [&dyn Debug; 5] = [concrete, key, &signer, &verifier, &Some(key)];
    let shown: Vec<String> = all.iter().map(|value| format!("{value:?}\n{value:#?}")).collect();
    assert!(shown.iter().all(|shown| shown.len() > 10));
    shown.join("\n")
}

fn private(curve: Curve, number: u8) -> EcdsaPrivateKey {
    EcdsaPrivateKey::from_entropy(curve, &[number; 32]).unwrap()
}
