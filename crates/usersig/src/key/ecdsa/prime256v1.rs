//! Keys on prime256v1, and who does their arithmetic.
//!
//! Whoever does it, the results are the same: signatures by RFC 6979, and one verdict on
//! each signature.

#[cfg(feature = "std")]
use alloc::sync::Arc;
#[cfg(feature = "std")]
use std::sync::OnceLock;

use p256::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use p256::ecdsa::{Error, Signature, SigningKey, VerifyingKey};

#[cfg(feature = "std")]
use super::multiples::Multiples;
use super::{TextHash, assembly};

/// A private key and its public key.
#[derive(Clone)]
pub(super) struct PrivateKey {
    key: SigningKey,
    public: PublicKey,
}

/// A public key; what is worked out for it once serves all its clones.
#[derive(Clone)]
pub(super) struct PublicKey {
    key: VerifyingKey,
    #[cfg(feature = "std")]
    prepared: Arc<OnceLock<Prepared>>,
}

/// What makes verifying with a key fast.
#[cfg(feature = "std")]
enum Prepared {
    Assembly(assembly::PublicKey),
    Multiples(Multiples),
}

impl PrivateKey {
    pub(super) fn from_slice(scalar: &[u8]) -> Result<Self, Error> {
        let key = SigningKey::from_slice(scalar)?;
        let public = PublicKey::new(*key.verifying_key());
        Ok(Self { key, public })
    }

    pub(super) const fn key(&self) -> &SigningKey {
        &self.key
    }

    pub(super) const fn public(&self) -> &PublicKey {
        &self.public
    }

    pub(super) fn sign(&self, hash: &[u8; 32]) -> Result<Signature, Error> {
        assembly::sign(self.key.as_nonzero_scalar(), hash).map_or_else(|| self.key.sign_prehash(hash), Ok)
    }
}

impl PublicKey {
    pub(super) fn from_sec1_bytes(point: &[u8]) -> Result<Self, Error> {
        VerifyingKey::from_sec1_bytes(point).map(Self::new)
    }

    fn new(key: VerifyingKey) -> Self {
        Self {
            key,
            #[cfg(feature = "std")]
            prepared: Arc::default(),
        }
    }

    pub(super) const fn key(&self) -> &VerifyingKey {
        &self.key
    }

    pub(super) fn verify(&self, text: TextHash, signature: &Signature) -> bool {
        #[cfg(feature = "std")]
        match (self.prepared.get_or_init(|| Prepared::new(&self.key)), text.kept()) {
            (Prepared::Assembly(key), Some(text)) => return key.verify(text, signature),
            (Prepared::Multiples(multiples), _) => return multiples.verify(&text.finish(), signature),
            (Prepared::Assembly(_), None) => {}
        }
        self.key.verify_prehash(&text.finish(), signature).is_ok()
    }
}

#[cfg(feature = "std")]
impl Prepared {
    fn new(key: &VerifyingKey) -> Self {
        match assembly::PublicKey::new(key) {
            Some(key) => Self::Assembly(key),
            None => Self::Multiples(Multiples::of_key(key)),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for PublicKey {}
