//! The key pair of the legacy algorithm, on either curve.

#[cfg_attr(
    not(all(feature = "fast-p256", any(target_arch = "x86_64", target_arch = "aarch64"))),
    path = "no_assembly.rs"
)]
mod assembly;
#[cfg(feature = "std")]
mod multiples;
mod pem;
mod prime256v1;

use alloc::string::String;
use core::fmt;

use k256::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use p256::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub(super) use self::pem::read as read_pem;
use super::{Fingerprint, MAX_SIGNATURE_BYTES};
use crate::error::{Error, PemFault};
use crate::text::Lines;

/// The curve of a legacy key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// prime256v1, also called secp256r1.
    P256,
    /// secp256k1.
    Secp256k1,
}

impl Curve {
    /// The name in lower case: `p256` or `secp256k1`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "p256",
            Self::Secp256k1 => "secp256k1",
        }
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A private key of the legacy algorithm, ECDSA over SHA-256.
///
/// Signatures are deterministic (RFC 6979), so that no random source is needed.
#[derive(Clone)]
pub struct EcdsaPrivateKey(PrivateKey);

#[derive(Clone)]
enum PrivateKey {
    P256(prime256v1::PrivateKey),
    Secp256k1(k256::ecdsa::SigningKey),
}

/// A public key of the legacy algorithm, ECDSA over SHA-256.
#[derive(Clone, PartialEq, Eq)]
pub struct EcdsaPublicKey(PublicKey);

#[derive(Clone, PartialEq, Eq)]
enum PublicKey {
    P256(prime256v1::PublicKey),
    Secp256k1(k256::ecdsa::VerifyingKey),
}

impl EcdsaPrivateKey {
    /// Makes a new key from 32 bytes of a secure random source.
    ///
    /// # Errors
    /// [`Error::Pem`] with [`PemFault::NotAKey`] when the bytes are no number of
    /// the curve, which happens once in 2³² or rarer: try with new bytes.
    pub fn from_entropy(curve: Curve, entropy: &[u8; 32]) -> Result<Self, Error> {
        Self::from_scalar(curve, entropy).map_err(Error::Pem)
    }

    pub(super) fn from_scalar(curve: Curve, scalar: &[u8]) -> Result<Self, PemFault> {
        let mut padded = Zeroizing::new([0; 32]);
        let start = padded.len().checked_sub(scalar.len()).ok_or(PemFault::NotAKey)?;
        padded[start..].copy_from_slice(scalar);
        let key = match curve {
            Curve::P256 => prime256v1::PrivateKey::from_slice(&*padded).map(PrivateKey::P256),
            Curve::Secp256k1 => k256::ecdsa::SigningKey::from_slice(&*padded).map(PrivateKey::Secp256k1),
        };
        key.map(Self).map_err(|_| PemFault::NotAKey)
    }

    /// The curve.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        match self.0 {
            PrivateKey::P256(_) => Curve::P256,
            PrivateKey::Secp256k1(_) => Curve::Secp256k1,
        }
    }

    /// The public key of the pair.
    #[must_use]
    pub fn public_key(&self) -> EcdsaPublicKey {
        EcdsaPublicKey(match &self.0 {
            PrivateKey::P256(key) => PublicKey::P256(key.public().clone()),
            PrivateKey::Secp256k1(key) => PublicKey::Secp256k1(*key.verifying_key()),
        })
    }

    /// The key as a PKCS#8 `PRIVATE KEY` block. Whoever has it can sign for every user.
    ///
    /// # Errors
    /// [`Error::Pem`] if the key cannot be written, which does not happen for a parsed key.
    pub fn expose_pem(&self) -> Result<Zeroizing<String>, Error> {
        let pem = match &self.0 {
            PrivateKey::P256(key) => key.key().to_pkcs8_pem(LineEnding::LF),
            PrivateKey::Secp256k1(key) => key.to_pkcs8_pem(LineEnding::LF),
        };
        pem.map_err(|_| Error::Pem(PemFault::NotAKey))
    }

    /// Signs the text that `write` puts together; returns the DER bytes in `out`.
    pub(crate) fn sign<'o>(
        &self,
        out: &'o mut [u8; MAX_SIGNATURE_BYTES],
        write: impl FnOnce(&mut TextHash),
    ) -> Result<&'o [u8], Error> {
        let hash = TextHash::of(write).finish();
        let mut keep = |der: &[u8]| {
            out[..der.len()].copy_from_slice(der);
            der.len()
        };
        let length = match &self.0 {
            PrivateKey::P256(key) => key.sign(&hash).map(|signature| keep(signature.to_der().as_bytes())),
            PrivateKey::Secp256k1(key) => {
                PrehashSigner::<k256::ecdsa::DerSignature>::sign_prehash(key, &hash)
                    .map(|der| keep(der.as_bytes()))
            }
        };
        length.map(|length| &out[..length]).map_err(|_| Error::SigningFailed)
    }
}

impl EcdsaPublicKey {
    pub(super) fn from_point(curve: Curve, point: &[u8]) -> Result<Self, PemFault> {
        let key = match curve {
            Curve::P256 => prime256v1::PublicKey::from_sec1_bytes(point).map(PublicKey::P256),
            Curve::Secp256k1 => k256::ecdsa::VerifyingKey::from_sec1_bytes(point).map(PublicKey::Secp256k1),
        };
        key.map(Self).map_err(|_| PemFault::NotAKey)
    }

    /// The curve.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        match self.0 {
            PublicKey::P256(_) => Curve::P256,
            PublicKey::Secp256k1(_) => Curve::Secp256k1,
        }
    }

    /// The key as an SPKI `PUBLIC KEY` block.
    ///
    /// # Errors
    /// [`Error::Pem`] if the key cannot be written, which does not happen for a parsed key.
    pub fn to_pem(&self) -> Result<String, Error> {
        let pem = match &self.0 {
            PublicKey::P256(key) => key.key().to_public_key_pem(LineEnding::LF),
            PublicKey::Secp256k1(key) => key.to_public_key_pem(LineEnding::LF),
        };
        pem.map_err(|_| Error::Pem(PemFault::NotAKey))
    }

    /// See [`Key::fingerprint`](super::Key::fingerprint).
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let hash = match &self.0 {
            PublicKey::P256(key) => Sha256::digest(key.key().to_sec1_point(false).as_bytes()),
            PublicKey::Secp256k1(key) => Sha256::digest(key.to_sec1_point(false).as_bytes()),
        };
        Fingerprint([hash[0], hash[1], hash[2], hash[3]])
    }

    /// Whether `signature` is DER and signs the text that `write` puts together.
    ///
    /// Both halves of the range of `s` are taken, as OpenSSL does.
    pub(crate) fn verify(&self, signature: &[u8], write: impl FnOnce(&mut TextHash)) -> bool {
        let text = TextHash::of(write);
        match &self.0 {
            PublicKey::P256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify(text, &signature)),
            PublicKey::Secp256k1(key) => k256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(&text.finish(), &signature.normalize_s()).is_ok()),
        }
    }
}

/// SHA-256 of a text on its way in.
pub(crate) struct TextHash {
    hash: Sha256,
    kept: assembly::Kept,
}

impl TextHash {
    fn of(write: impl FnOnce(&mut Self)) -> Self {
        let mut text = Self { hash: Sha256::new(), kept: assembly::Kept::new() };
        write(&mut text);
        text
    }

    /// The text itself, where somebody wants it and it is of usual length.
    #[cfg(feature = "std")]
    fn kept(&self) -> Option<&[u8]> {
        self.kept.text()
    }

    fn finish(self) -> [u8; 32] {
        self.hash.finalize().into()
    }
}

impl Lines for TextHash {
    fn put(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.kept.put(bytes);
    }
}

impl PartialEq for EcdsaPrivateKey {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (PrivateKey::P256(a), PrivateKey::P256(b)) => {
                a.key().as_nonzero_scalar().ct_eq(b.key().as_nonzero_scalar()).into()
            }
            (PrivateKey::Secp256k1(a), PrivateKey::Secp256k1(b)) => {
                a.as_nonzero_scalar().ct_eq(b.as_nonzero_scalar()).into()
            }
            _ => false,
        }
    }
}

impl Eq for EcdsaPrivateKey {}

impl fmt::Debug for EcdsaPrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EcdsaPrivateKey({}, {})", self.curve(), self.public_key().fingerprint())
    }
}

impl fmt::Debug for EcdsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EcdsaPublicKey({}, {})", self.curve(), self.fingerprint())
    }
}
