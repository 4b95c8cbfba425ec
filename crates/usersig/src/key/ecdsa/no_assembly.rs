//! Stands for `assembly.rs` without the feature, and on processors of other kinds.

use p256::NonZeroScalar;
use p256::ecdsa::Signature;

pub(super) const fn sign(_key: &NonZeroScalar, _hash: &[u8; 32]) -> Option<Signature> {
    None
}

/// There is none.
#[cfg(feature = "std")]
pub(super) enum PublicKey {}

#[cfg(feature = "std")]
impl PublicKey {
    pub(super) const fn new(_key: &p256::ecdsa::VerifyingKey) -> Option<Self> {
        None
    }

    pub(super) const fn verify(&self, _text: &[u8], _signature: &Signature) -> bool {
        match *self {}
    }
}

/// Keeps nothing.
pub(super) struct Kept;

impl Kept {
    pub(super) const fn new() -> Self {
        Self
    }

    pub(super) const fn put(&mut self, _bytes: &[u8]) {}

    #[cfg(feature = "std")]
    pub(super) const fn text(&self) -> Option<&[u8]> {
        None
    }
}
