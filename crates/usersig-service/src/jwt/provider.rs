//! The cryptography of sessions: `ring` verifies RS256, ES256, EdDSA and HS256; nothing is signed.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result, new_error};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use ring::{error::Unspecified, hmac};
use signature::Verifier;

/// Makes this the cryptography of `jsonwebtoken` in this process, once.
pub(crate) fn install() {
    // Only a second call fails, and then it is installed.
    let _ = PROVIDER.install_default();
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: refuse_to_sign,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

struct RingVerifier {
    algorithm: Algorithm,
    key: VerifyingKey,
}

enum VerifyingKey {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    Plain(UnparsedPublicKey<Vec<u8>>),
    Hmac(hmac::Key),
}

fn refuse_to_sign(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Err(new_error(ErrorKind::UnsupportedAlgorithm))
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let family = (algorithm.family() == key.family()).then_some(*algorithm);
    let key = match (family, key.kind()) {
        (Some(Algorithm::RS256), DecodingKeyKind::RsaModulusExponent { n, e }) => {
            VerifyingKey::Rsa { modulus: n.clone(), exponent: e.clone() }
        }
        (Some(Algorithm::ES256), DecodingKeyKind::SecretOrDer(point)) => {
            VerifyingKey::Plain(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point.clone()))
        }
        (Some(Algorithm::EdDSA), DecodingKeyKind::SecretOrDer(point)) => {
            VerifyingKey::Plain(UnparsedPublicKey::new(&ED25519, point.clone()))
        }
        (Some(Algorithm::HS256), DecodingKeyKind::SecretOrDer(secret)) => {
            VerifyingKey::Hmac(hmac::Key::new(hmac::HMAC_SHA256, secret))
        }
        _ => return Err(new_error(ErrorKind::UnsupportedAlgorithm)),
    };
    Ok(Box::new(RingVerifier { algorithm: *algorithm, key }))
}

impl Verifier<Vec<u8>> for RingVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        let verified: std::result::Result<(), Unspecified> = match &self.key {
            VerifyingKey::Rsa { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature),
            VerifyingKey::Plain(key) => key.verify(message, signature),
            VerifyingKey::Hmac(key) => hmac::verify(key, message, signature),
        };
        verified.map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for RingVerifier {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
