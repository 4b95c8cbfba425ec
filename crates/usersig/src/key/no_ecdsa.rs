//! In the place of the legacy algorithm's keys where the feature `ecdsa` is off: types
//! without a value. What handles keys of both algorithms stays as it is, and is left out
//! by the compiler.

use core::convert::Infallible;
use core::fmt;

use super::{Fingerprint, Key, MAX_SIGNATURE_BYTES};
use crate::error::{Error, PemFault};
use crate::text::Lines;

/// A private key, of which there is none.
#[derive(Clone, PartialEq, Eq)]
pub struct EcdsaPrivateKey(Infallible);

/// A public key, of which there is none.
#[derive(Clone, PartialEq, Eq)]
pub struct EcdsaPublicKey(Infallible);

/// The hash of a text, which nobody asks for.
pub(crate) struct TextHash(Infallible);

/// Refuses every text.
pub(super) const fn read_pem(_: &[u8]) -> Result<Key, PemFault> {
    Err(PemFault::LeftOut)
}

impl EcdsaPrivateKey {
    pub(crate) const fn public_key(&self) -> EcdsaPublicKey {
        match self.0 {}
    }

    pub(crate) fn sign<'o>(
        &self,
        _: &'o mut [u8; MAX_SIGNATURE_BYTES],
        _: impl FnOnce(&mut TextHash),
    ) -> Result<&'o [u8], Error> {
        match self.0 {}
    }
}

impl EcdsaPublicKey {
    pub(crate) const fn fingerprint(&self) -> Fingerprint {
        match self.0 {}
    }

    pub(crate) fn verify(&self, _: &[u8], _: impl FnOnce(&mut TextHash)) -> bool {
        match self.0 {}
    }
}

impl Lines for TextHash {
    fn put(&mut self, _: &[u8]) {
        match self.0 {}
    }
}

impl fmt::Debug for EcdsaPrivateKey {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl fmt::Debug for EcdsaPublicKey {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}
