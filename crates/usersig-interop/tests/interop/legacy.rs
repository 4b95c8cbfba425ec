//! The legacy algorithm: the Python package's tickets on both curves, with every form of
//! key file that it can read.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use usersig::{Algorithm, Curve, EcdsaPrivateKey, Key, Rejection, inspect, now};
use usersig_interop::PeerName;

use crate::inputs::{Form, Inputs, Kind};
use crate::peers;

/// A throw-away pair of the published vectors.
#[derive(Deserialize, Clone)]
pub struct Pair {
    #[serde(rename = "private_key_pem")]
    pub private: String,
    #[serde(rename = "public_key_pem")]
    pub public: String,
    curve: String,
    key_format: String,
}

impl Pair {
    pub fn curve(&self) -> Curve {
        if self.curve == "secp256k1" { Curve::Secp256k1 } else { Curve::P256 }
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.curve, self.key_format)
    }
}

/// One pair for every curve and form.
pub fn pairs() -> Vec<Pair> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/published/ecdsa-sha256.jsonl");
    let text = fs::read_to_string(path).unwrap();
    let pairs: BTreeMap<String, Pair> = text
        .lines()
        .map(|line| serde_json::from_str::<Pair>(line).unwrap())
        .map(|pair| (pair.name(), pair))
        .collect();
    assert_eq!(pairs.len(), 7, "{:?}", pairs.keys());
    pairs.into_values().collect()
}

#[test]
fn python_tickets_of_every_key_are_verified() {
    let Some(mut peer) = peers::start(PeerName::PythonLegacy) else { return };
    let mut inputs = Inputs::new(31);
    for pair in pairs() {
        let wrong = EcdsaPrivateKey::from_entropy(pair.curve(), &[9; 32]).unwrap();
        let other_curve = match pair.curve() {
            Curve::P256 => Curve::Secp256k1,
            _ => Curve::P256,
        };
        let other_curve = EcdsaPrivateKey::from_entropy(other_curve, &[9; 32]).unwrap();
        for (dress, key) in dressed(&pair.private) {
            for form in Form::ALL {
                for _ in 0..TICKETS_OF_EACH {
                    let mut input = inputs.next(Kind::Plain, form);
                    input.key = key.clone();
                    let before = now().unwrap();
                    let ticket = peer
                        .sign(&input.request())
                        .unwrap_or_else(|error| panic!("{} {dress}: {error}\n{input:?}", pair.name()));
                    let made = before..=now().unwrap();
                    for key in [&input.key, &pair.public] {
                        let key = Key::from_pem(key.as_bytes()).unwrap();
                        input.expect(&ticket, made.clone(), &key, Algorithm::EcdsaSha256);
                    }
                    for key in [&wrong, &other_curve] {
                        let key = Key::from(key.clone());
                        input.expect_rejection(&ticket, &key, Rejection::SignatureMismatch);
                    }
                    let hmac = Key::from_text(b"key").unwrap();
                    let none = Rejection::NoKey(Algorithm::EcdsaSha256);
                    input.expect_rejection(&ticket, &hmac, none);
                }
            }
        }
    }
}

#[test]
fn python_writes_an_empty_appid_at_3rd() {
    let Some(mut peer) = peers::start(PeerName::PythonLegacy) else { return };
    let pair = &pairs()[0];
    let mut input = Inputs::new(32).next(Kind::Plain, Form::Documented);
    input.key.clone_from(&pair.private);
    let ticket = peer.sign(&input.request()).unwrap();
    assert_eq!(inspect(&ticket).unwrap().appid_at_3rd(), Some(""));
}

/// A key file as editors and mail leave it.
fn dressed(pem: &str) -> [(&'static str, String); 4] {
    [
        ("as it is", pem.into()),
        ("CRLF", pem.replace('\n', "\r\n")),
        ("no final newline", pem.trim_end().into()),
        ("text around", format!("a key\n{pem}\nthe end\n")),
    ]
}

const TICKETS_OF_EACH: usize = 4;
