//! The secret key of the current algorithm.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use ::hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::Fingerprint;
use crate::error::Error;

/// Bytes of an HMAC-SHA256.
pub(crate) const MAC_BYTES: usize = 32;

/// The secret key of the current algorithm, HMAC-SHA256.
///
/// It is the text that the console shows, usually 64 characters, used as bytes.
/// Comparing two keys takes the same time wherever they differ.
#[derive(Clone)]
pub struct HmacKey {
    text: Zeroizing<Vec<u8>>,
    /// The state after the key's block, from which every ticket starts.
    keyed: Hmac<Sha256>,
}

impl HmacKey {
    /// Takes the key's text, byte for byte; any length works.
    ///
    /// # Errors
    /// [`Error::EmptyKey`] for no bytes.
    pub fn new(text: &[u8]) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::EmptyKey);
        }
        // The crate takes keys of any length and its error cannot occur.
        let keyed = Hmac::<Sha256>::new_from_slice(text).map_err(|_| Error::EmptyKey)?;
        Ok(Self { text: Zeroizing::new(text.to_vec()), keyed })
    }

    /// Makes a new key from 32 bytes of a secure random source: 64 hexadecimal
    /// characters, as the console's keys are.
    #[must_use]
    pub fn from_entropy(entropy: &[u8; 32]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(64));
        for byte in entropy {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        let keyed = Hmac::<Sha256>::new(&block(text.as_bytes()));
        Self { text: Zeroizing::new(text.as_bytes().to_vec()), keyed }
    }

    /// The key's text. Whoever has it can sign for every user.
    #[must_use]
    pub fn expose_text(&self) -> &[u8] {
        &self.text
    }

    /// See [`Key::fingerprint`](super::Key::fingerprint).
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mac = self.mac(|put| put(b"usersig key fingerprint"));
        Fingerprint([mac[0], mac[1], mac[2], mac[3]])
    }

    /// The MAC of the text that `write` puts together.
    pub(crate) fn mac(&self, write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> [u8; MAC_BYTES] {
        let mut mac = self.keyed.clone();
        write(&mut |piece| mac.update(piece));
        mac.finalize().into_bytes().into()
    }

    /// Whether `signature` is the MAC of the text, compared in constant time.
    pub(crate) fn verify(&self, signature: &[u8], write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> bool {
        self.mac(write).ct_eq(signature).into()
    }
}

/// A text of 64 bytes as one whole block of SHA-256.
fn block(text: &[u8]) -> ::hmac::digest::Key<Hmac<Sha256>> {
    let mut block = ::hmac::digest::Key::<Hmac<Sha256>>::default();
    block.copy_from_slice(text);
    block
}

impl ConstantTimeEq for HmacKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.text.ct_eq(&other.text)
    }
}

impl PartialEq for HmacKey {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for HmacKey {}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HmacKey({})", self.fingerprint())
    }
}
