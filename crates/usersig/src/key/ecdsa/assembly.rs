//! Arithmetic on prime256v1 by the processor's own instructions, where it has them.
//!
//! `graviola` adds randomness to its signatures. So only the multiple of the generator, which
//! is most of the work, comes from it: the signatures stay those of RFC 6979.

use alloc::boxed::Box;

use graviola::hashing::Sha256;
use graviola::key_agreement::p256::StaticPrivateKey;
use graviola::signing::ecdsa::{P256, VerifyingKey};
use graviola::util::is_cpu_supported;
use p256::ecdsa::Signature;
use p256::elliptic_curve::Curve;
use p256::elliptic_curve::ops::{Invert, Reduce};
use p256::{FieldBytes, NistP256, NonZeroScalar, Scalar, U256};
use rfc6979::KGenerator;
use zeroize::Zeroizing;

/// Signs a text of this hash: FIPS 186-5, section 6.4.1, with the number of RFC 6979.
///
/// `None` where this processor cannot, and for numbers that RFC 6979 passes over.
pub(super) fn sign(key: &NonZeroScalar, hash: &[u8; 32]) -> Option<Signature> {
    if !is_cpu_supported() {
        return None;
    }
    let mut bytes = Zeroizing::new(FieldBytes::default());
    let secret = Zeroizing::new(key.to_bytes());
    KGenerator::<sha2::Sha256, U256>::new(&secret, hash, &[], &NistP256::ORDER).fill_next_k(&mut bytes);
    let number = Zeroizing::new(NonZeroScalar::from_repr(*bytes).into_option()?);
    let point = StaticPrivateKey::from_bytes(&bytes).ok()?.public_key_uncompressed();
    // One byte says that the point is uncompressed; x and y follow.
    let x: [u8; 32] = *point[1..].first_chunk()?;
    let r = Scalar::reduce(&FieldBytes::from(x));
    let z = Scalar::reduce(&FieldBytes::from(*hash));
    let s = *number.invert() * (z + r * key.as_ref());
    Signature::from_scalars(r, s).ok()
}

/// A public key with its multiples: 2 KiB.
pub(super) struct PublicKey(Box<VerifyingKey<P256>>);

impl PublicKey {
    /// `None` where this processor cannot.
    pub(super) fn new(key: &p256::ecdsa::VerifyingKey) -> Option<Self> {
        if !is_cpu_supported() {
            return None;
        }
        let key = VerifyingKey::from_x962_uncompressed(key.to_sec1_point(false).as_bytes()).ok()?;
        Some(Self(Box::new(key)))
    }

    pub(super) fn verify(&self, text: &[u8], signature: &Signature) -> bool {
        self.0.verify::<Sha256>(&[text], &signature.to_bytes()).is_ok()
    }
}

/// The text, because `graviola` hashes it by itself.
pub(super) struct Kept {
    bytes: [u8; USUAL_TEXT_BYTES],
    length: usize,
}

impl Kept {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; USUAL_TEXT_BYTES], length: 0 }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) {
        let start = self.length;
        self.length += bytes.len();
        if let Some(room) = self.bytes.get_mut(start..self.length) {
            room.copy_from_slice(bytes);
        }
    }

    /// The text, unless it is longer than usual.
    pub(super) fn text(&self) -> Option<&[u8]> {
        self.bytes.get(..self.length)
    }
}

/// Enough for any UserID of 32 bytes and a UserBuf of 500 bytes.
const USUAL_TEXT_BYTES: usize = 1024;
