//! Keys: parsed once, zeroized when dropped, never shown by `Debug`.

#[cfg_attr(not(feature = "ecdsa"), path = "no_ecdsa.rs")]
mod ecdsa;
mod hmac;
mod mac;
mod many;
mod secret;

use core::fmt;

#[cfg(feature = "ecdsa")]
pub use self::ecdsa::{Curve, EcdsaPrivateKey, EcdsaPublicKey};
#[cfg(not(feature = "ecdsa"))]
pub(crate) use self::ecdsa::{EcdsaPrivateKey, EcdsaPublicKey};
pub use self::hmac::HmacKey;
pub(crate) use self::mac::{BUFFER, MAC_BYTES, State, Steps, mac_bytes};
pub(crate) use self::many::MacBatch;
pub(crate) use self::secret::{Secret, secret};

use crate::claims::Algorithm;
use crate::error::Error;

/// The longest DER signature of a 256-bit curve, in bytes.
pub(crate) const MAX_SIGNATURE_BYTES: usize = 72;

/// A key of either algorithm, read from the text that people have.
///
/// ```
/// use usersig::{Algorithm, Key};
/// let key = Key::from_text(b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")?;
/// assert_eq!(key.algorithm(), Algorithm::HmacSha256);
/// assert!(!format!("{key:?}").contains("5bd2850f"));
/// # Ok::<(), usersig::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Key {
    /// The secret key of the current algorithm: signs and verifies.
    Hmac(HmacKey),
    /// A private key of the legacy algorithm: signs and verifies.
    EcdsaPrivate(EcdsaPrivateKey),
    /// A public key of the legacy algorithm: verifies.
    EcdsaPublic(EcdsaPublicKey),
}

impl Key {
    /// Reads a key: a text with a `-----BEGIN` line as PEM, any other byte for
    /// byte as the secret key of the current algorithm.
    ///
    /// The secret key is used as the text that the console shows. It is not
    /// hex-decoded and not trimmed: strip the line end of a file before.
    ///
    /// # Errors
    /// [`Error::EmptyKey`] for no bytes, [`Error::Pem`] for a PEM text without a usable key.
    pub fn from_text(text: &[u8]) -> Result<Self, Error> {
        let is_pem = text.windows(BEGIN.len()).any(|window| window == BEGIN);
        if is_pem { Self::from_pem(text) } else { HmacKey::new(text).map(Self::Hmac) }
    }

    /// Reads a PEM key: `EC PRIVATE KEY`, `PRIVATE KEY` or `PUBLIC KEY`, on P-256 or secp256k1.
    ///
    /// Text around the block, CRLF, a missing final newline, a doubled BEGIN
    /// line and an `EC PARAMETERS` block before it (even one that names the
    /// wrong curve) are taken.
    ///
    /// # Errors
    /// [`Error::Pem`] when the text holds no such key; with
    /// [`PemFault::LeftOut`](crate::PemFault::LeftOut) for every text when the feature
    /// `ecdsa` is off.
    pub fn from_pem(text: &[u8]) -> Result<Self, Error> {
        ecdsa::read_pem(text).map_err(Error::Pem)
    }

    /// The algorithm that the key is for.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hmac(_) => Algorithm::HmacSha256,
            Self::EcdsaPrivate(_) | Self::EcdsaPublic(_) => Algorithm::EcdsaSha256,
        }
    }

    /// A short name of the key that tells keys apart and gives nothing away.
    ///
    /// A private key and its public key have the same one.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        match self {
            Self::Hmac(key) => key.fingerprint(),
            Self::EcdsaPrivate(key) => key.public_key().fingerprint(),
            Self::EcdsaPublic(key) => key.fingerprint(),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hmac(key) => key.fmt(f),
            Self::EcdsaPrivate(key) => key.fmt(f),
            Self::EcdsaPublic(key) => key.fmt(f),
        }
    }
}

impl From<HmacKey> for Key {
    fn from(key: HmacKey) -> Self {
        Self::Hmac(key)
    }
}

impl From<EcdsaPrivateKey> for Key {
    fn from(key: EcdsaPrivateKey) -> Self {
        Self::EcdsaPrivate(key)
    }
}

impl From<EcdsaPublicKey> for Key {
    fn from(key: EcdsaPublicKey) -> Self {
        Self::EcdsaPublic(key)
    }
}

/// Four bytes that name a key, shown as eight hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 4]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a PEM text has and a secret key has not.
const BEGIN: &[u8] = b"-----BEGIN ";
