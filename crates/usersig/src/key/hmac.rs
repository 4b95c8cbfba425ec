//! The secret key of the current algorithm.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::Fingerprint;
use super::mac::{Buffer, MAC_BYTES, MacKey, PendingMac};
use crate::error::Error;
use crate::text::Text;

/// The secret key of the current algorithm, HMAC-SHA256.
///
/// It is the text that the console shows, usually 64 characters, used as bytes.
/// Comparing two keys takes the same time wherever they differ.
#[derive(Clone)]
pub struct HmacKey {
    text: Zeroizing<Vec<u8>>,
    prepared: MacKey,
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
        Ok(Self { text: Zeroizing::new(text.to_vec()), prepared: MacKey::new(text) })
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
        Self { text: Zeroizing::new(text.as_bytes().to_vec()), prepared: MacKey::new(text.as_bytes()) }
    }

    /// The key's text. Whoever has it can sign for every user.
    #[must_use]
    pub fn expose_text(&self) -> &[u8] {
        &self.text
    }

    /// See [`Key::fingerprint`](super::Key::fingerprint).
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mac = self.mac(b"usersig key fingerprint");
        Fingerprint([mac[0], mac[1], mac[2], mac[3]])
    }

    /// The MAC of a text.
    #[inline(always)]
    pub(crate) fn mac(&self, text: &impl Text) -> [u8; MAC_BYTES] {
        self.prepared.mac(text)
    }

    /// See [`MacKey::begin`].
    #[inline(always)]
    pub(crate) fn begin<'b>(&'b self, buffer: &'b mut Buffer, text: &impl Text) -> PendingMac<'b> {
        self.prepared.begin(buffer, text)
    }

    /// See [`MacKey`].
    pub(crate) const fn prepared(&self) -> &MacKey {
        &self.prepared
    }
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
