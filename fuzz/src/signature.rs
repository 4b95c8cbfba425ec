//! Which key of [`RING`](crate::keys::RING) made a signature, by the crates
//! themselves and over the text that [`fields`](crate::fields) put together.

use std::sync::LazyLock;

use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Verifier;
use p256::pkcs8::DecodePublicKey;
use sha2::Sha256;
use usersig::Algorithm;

use crate::fields::Ticket;
use crate::keys::{P256_PUBLIC, SECP256K1_PUBLIC, SECRET};

/// The index of the key in the ring.
pub fn key_index(ticket: &Ticket) -> Option<usize> {
    let text = ticket.signed.as_bytes();
    let fits = match ticket.algorithm {
        Algorithm::HmacSha256 => [hmac(text, &ticket.sig), false, false],
        _ => [false, p256(text, &ticket.sig), secp256k1(text, &ticket.sig)],
    };
    fits.iter().position(|fits| *fits)
}

fn hmac(text: &[u8], signature: &[u8]) -> bool {
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key of any length is taken");
    mac.chain_update(text).verify_slice(signature).is_ok()
}

fn p256(text: &[u8], signature: &[u8]) -> bool {
    p256::ecdsa::Signature::from_der(signature)
        .is_ok_and(|signature| P256_KEY.verify(text, &signature).is_ok())
}

fn secp256k1(text: &[u8], signature: &[u8]) -> bool {
    // Of both values of s, this crate takes the lower one only.
    k256::ecdsa::Signature::from_der(signature)
        .is_ok_and(|signature| SECP256K1_KEY.verify(text, &signature.normalize_s()).is_ok())
}

static P256_KEY: LazyLock<p256::ecdsa::VerifyingKey> = LazyLock::new(|| {
    p256::ecdsa::VerifyingKey::from_public_key_pem(P256_PUBLIC).expect("the constant is a key")
});
static SECP256K1_KEY: LazyLock<k256::ecdsa::VerifyingKey> = LazyLock::new(|| {
    k256::ecdsa::VerifyingKey::from_public_key_pem(SECP256K1_PUBLIC).expect("the constant is a key")
});
