//! A ring of keys: each ticket is told by the first key that made it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use usersig::{Algorithm, Check, Key, Rejection, Verifier};

use crate::given::{key, small};
use crate::random::cases;

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn the_index_is_that_of_the_first_key_that_fits(
        given in small(), others in vec(key(), 0..6), at in vec(any::<Index>(), 0..3),
    ) {
        let mut ring = others;
        for at in &at {
            ring.insert(at.index(ring.len() + 1), given.key.clone());
        }
        let fits = |key: &Key| key.fingerprint() == given.key.fingerprint();
        let wanted = match ring.iter().position(fits) {
            Some(index) => Ok(index),
            None if ring.iter().any(|key| key.algorithm() == given.key.algorithm()) => {
                Err(Rejection::SignatureMismatch)
            }
            None => Err(Rejection::NoKey(given.key.algorithm())),
        };
        let check = Check::new(given.userid(), given.validity.time());
        let public: Vec<Key> = ring.iter().map(public_key).collect();
        for ring in [ring, public] {
            let verifier = Verifier::new(given.sdkappid, ring);
            let verified = verifier.verify(given.ticket(), &check);
            prop_assert_eq!(verified.map(|verified| verified.key_index()), wanted);
        }
    }

    #[test]
    fn a_legacy_key_is_written_and_read_back(key in key()) {
        let written = match &key {
            Key::EcdsaPrivate(private) => {
                let public = private.public_key();
                let read = Key::from_pem(public.to_pem().unwrap().as_bytes()).unwrap();
                prop_assert_eq!(read.fingerprint(), key.fingerprint());
                let Key::EcdsaPublic(read) = read else {
                    return Err(TestCaseError::fail("not a public key"));
                };
                prop_assert!(read == public && read.curve() == private.curve());
                private.expose_pem().unwrap().as_bytes().to_vec()
            }
            Key::Hmac(secret) => secret.expose_text().to_vec(),
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        // Arbitrary bytes are no PEM text.
        let read = Key::from_text(&written).unwrap();
        prop_assert_eq!(read.fingerprint(), key.fingerprint());
        prop_assert_eq!(read.algorithm(), key.algorithm());
    }

    #[test]
    fn any_text_is_a_key_or_not(text in prop_oneof![any_pem(), "\\PC{0,60}"]) {
        match Key::from_text(text.as_bytes()) {
            Ok(key) => {
                let legacy = key.algorithm() == Algorithm::EcdsaSha256;
                prop_assert_eq!(legacy, text.contains("-----BEGIN "));
            }
            Err(_) => prop_assert!(text.is_empty() || text.contains("-----BEGIN ")),
        }
    }
}

/// The key that a verifier is given by somebody who has no private one.
fn public_key(key: &Key) -> Key {
    match key {
        Key::EcdsaPrivate(key) => key.public_key().into(),
        other => other.clone(),
    }
}

/// Texts near to PEM, and real ones with damage.
fn any_pem() -> impl Strategy<Value = String> {
    let real = (key(), any::<Index>(), "[ -~\n]{0,2}").prop_map(|(key, at, damage)| {
        let pem = match &key {
            Key::EcdsaPrivate(key) => key.expose_pem().unwrap().to_string(),
            _ => "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n".to_owned(),
        };
        let at = at.index(pem.len());
        [&pem[..at], damage.as_str(), &pem[at + 1..]].concat()
    });
    prop_oneof![
        real,
        "(-----BEGIN (EC )?(PRIVATE|PUBLIC) KEY-----\n[A-Za-z0-9+/=\n]{0,90}\n-----END PUBLIC KEY-----){0,3}",
    ]
}
