//! The [`Signer`]: keyed once, then one ticket, many tickets, into a caller's buffer.

pub(crate) mod current;
mod legacy;
pub(crate) mod many;
mod tickets;

use alloc::string::String;
use core::fmt;

use self::current::Application;
use self::tickets::Part;
pub use self::tickets::Tickets;
use crate::SMALL;
use crate::claims::{Algorithm, Claims, LegacyAccount, SdkAppId, UserBuf, UserId, Validity};
use crate::error::Error;
use crate::key::{EcdsaPrivateKey, Fingerprint, HmacKey, Key};
use crate::room::{PrivateMapKey, Privileges, Room};

/// Signs tickets of one application with one key.
///
/// Making one prepares the key; after that it is shared freely between threads.
///
/// ```
/// use usersig::{Claims, Key, SdkAppId, Signer, UserId, Validity};
/// let key = Key::from_text(b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")?;
/// let signer = Signer::new(SdkAppId::new(1_400_000_000)?, &key)?;
/// let claims = Claims::new(UserId::new("xiaojun")?, Validity::new(1_700_000_000, 15_552_000)?);
/// let ticket = signer.sign(&claims)?;
/// assert!(ticket.starts_with("eJ"));
/// # Ok::<(), usersig::Error>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    sdkappid: SdkAppId,
    application: Application,
    encoding: Encoding,
    legacy_account: LegacyAccount,
    key: SigningKey,
}

/// How a current ticket's JSON is compressed. Every reader takes both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// The shortest ticket: constants found beforehand stand for the work of a compressor.
    #[default]
    Compact,
    /// No compression: least work for signer and reader, about a third longer.
    Stored,
}

#[derive(Clone)]
enum SigningKey {
    Hmac(HmacKey),
    Ecdsa(EcdsaPrivateKey),
}

impl Signer {
    /// A signer for one application; the key decides the algorithm.
    ///
    /// # Errors
    /// [`Error::PublicKeyCannotSign`] for a public key.
    pub fn new(sdkappid: SdkAppId, key: &Key) -> Result<Self, Error> {
        let key = match key {
            Key::Hmac(key) => SigningKey::Hmac(key.clone()),
            Key::EcdsaPrivate(key) => SigningKey::Ecdsa(key.clone()),
            Key::EcdsaPublic(_) => return Err(Error::PublicKeyCannotSign),
        };
        Ok(Self {
            sdkappid,
            application: Application::new(sdkappid),
            encoding: Encoding::Compact,
            legacy_account: LegacyAccount::default(),
            key,
        })
    }

    /// The same signer with another encoding of its tickets.
    #[must_use]
    pub const fn with_encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// The same signer with other numbers in its legacy tickets; current ones have neither.
    ///
    /// ```
    /// use usersig::{Curve, EcdsaPrivateKey, Key, LegacyAccount, SdkAppId, Signer, inspect};
    /// let key = Key::from(EcdsaPrivateKey::from_entropy(Curve::P256, &[7; 32])?);
    /// let signer = Signer::new(SdkAppId::new(1_400_000_000)?, &key)?
    ///     .with_legacy_account(LegacyAccount::new(0, 1_400_000_000));
    /// let ticket = inspect(signer.user_sig("xiaojun", 86_400)?).unwrap();
    /// assert_eq!((ticket.account_type(), ticket.appid_at_3rd()), (Some("0"), Some("1400000000")));
    /// # Ok::<(), usersig::Error>(())
    /// ```
    #[must_use]
    pub const fn with_legacy_account(mut self, account: LegacyAccount) -> Self {
        self.legacy_account = account;
        self
    }

    /// The application.
    #[must_use]
    pub const fn sdkappid(&self) -> SdkAppId {
        self.sdkappid
    }

    /// The algorithm of the tickets.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.key {
            SigningKey::Hmac(_) => Algorithm::HmacSha256,
            SigningKey::Ecdsa(_) => Algorithm::EcdsaSha256,
        }
    }

    /// The short name of the key.
    #[must_use]
    pub fn key_fingerprint(&self) -> Fingerprint {
        match &self.key {
            SigningKey::Hmac(key) => key.fingerprint(),
            SigningKey::Ecdsa(key) => key.public_key().fingerprint(),
        }
    }

    /// One ticket as a new string.
    ///
    /// # Errors
    /// [`Error::SigningFailed`], with a legacy key only.
    pub fn sign(&self, claims: &Claims<'_>) -> Result<String, Error> {
        let mut ticket = alloc::vec![0; self.max_len(claims)];
        let length = self.write(claims, &mut ticket)?;
        ticket.truncate(length);
        // A ticket is ASCII, so this never fails and nothing is copied.
        String::from_utf8(ticket).map_err(|_| Error::SigningFailed)
    }

    /// One ticket into the front of `out`, which is never cut short. Nothing is
    /// allocated, but for a legacy ticket with a long UserBuf.
    ///
    /// # Errors
    /// [`Error::BufferTooSmall`] when `out` has fewer than [`Signer::max_len`]
    /// bytes; [`Error::SigningFailed`], with a legacy key only.
    pub fn sign_into<'o>(&self, claims: &Claims<'_>, out: &'o mut [u8]) -> Result<&'o str, Error> {
        let needed = self.max_len(claims);
        let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
        let length = self.write(claims, out)?;
        core::str::from_utf8(&out[..length]).map_err(|_| Error::SigningFailed)
    }

    /// Bytes that are enough for the ticket of these claims.
    #[must_use]
    pub fn max_len(&self, claims: &Claims<'_>) -> usize {
        match self.key {
            SigningKey::Hmac(_) => current::max_len(claims),
            SigningKey::Ecdsa(_) => legacy::max_len(claims),
        }
    }

    /// Many tickets in one call, in the order of the claims: the same ones as one
    /// at a time, in one piece of memory.
    ///
    /// # Errors
    /// [`Error::SigningFailed`], with a legacy key only.
    pub fn sign_many(&self, claims: &[Claims<'_>]) -> Result<Tickets, Error> {
        Ok(Tickets::new(alloc::vec![self.sign_part(claims)?], claims.len()))
    }

    /// The same as [`Signer::sign_many`] on all of rayon's threads.
    ///
    /// ```
    /// # use usersig::{Claims, Key, SdkAppId, Signer, UserId, Validity};
    /// # let signer = Signer::new(SdkAppId::new(1_400_000_000)?, &Key::from_text(b"key")?)?;
    /// let validity = Validity::new(1_700_000_000, 86_400)?;
    /// let claims = vec![Claims::new(UserId::new("xiaojun")?, validity); 5_000];
    /// assert_eq!(signer.par_sign_many(&claims)?.get(4_999), Some(&*signer.sign(&claims[0])?));
    /// # Ok::<(), usersig::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::SigningFailed`], with a legacy key only.
    #[cfg(feature = "rayon")]
    pub fn par_sign_many(&self, claims: &[Claims<'_>]) -> Result<Tickets, Error> {
        use rayon::prelude::*;
        let parts = claims.par_chunks(PER_PART).map(|claims| self.sign_part(claims));
        Ok(Tickets::new(parts.collect::<Result<_, _>>()?, PER_PART))
    }

    fn sign_part(&self, claims: &[Claims<'_>]) -> Result<Part, Error> {
        match &self.key {
            SigningKey::Hmac(key) if !SMALL => Ok(many::sign(key, &self.application, self.encoding, claims)),
            _ => {
                let mut part = Part::with_capacity(claims.len(), 0);
                for claims in claims {
                    part.push(self.sign(claims)?.as_bytes());
                }
                Ok(part)
            }
        }
    }

    /// A PrivateMapKey: a ticket that also says which room the user may enter.
    ///
    /// # Errors
    /// [`Error::RoomTime`] when the validity ends after the year 2106;
    /// [`Error::SigningFailed`], with a legacy key only.
    pub fn sign_private_map_key(
        &self,
        userid: UserId<'_>,
        validity: Validity,
        room: Room<'_>,
        privileges: Privileges,
    ) -> Result<String, Error> {
        let key = PrivateMapKey::new(userid, self.sdkappid, room, privileges, validity)?;
        let mut userbuf = [0; PrivateMapKey::MAX_BYTES];
        let userbuf = UserBuf::new(key.write_to(&mut userbuf)?)?;
        self.sign(&Claims::new(userid, validity).with_userbuf(userbuf))
    }

    /// A ticket from now on, for a UserID of the documented form.
    ///
    /// `expire` is in seconds; [`Validity::DEFAULT_SECONDS`] is what generators default to.
    ///
    /// # Errors
    /// What [`UserId::new`], [`Validity::new`] and [`Signer::sign`] refuse.
    #[cfg(feature = "std")]
    pub fn user_sig(&self, userid: &str, expire: u64) -> Result<String, Error> {
        let validity = Validity::new(crate::clock::now()?, expire)?;
        self.sign(&Claims::new(UserId::new(userid)?, validity))
    }

    /// A PrivateMapKey from now on, for a UserID of the documented form.
    ///
    /// `expire` is in seconds. Hours are usual: the service checks the key
    /// again when an audience member becomes an anchor.
    ///
    /// # Errors
    /// What [`UserId::new`], [`Validity::new`] and [`Signer::sign_private_map_key`] refuse.
    #[cfg(feature = "std")]
    pub fn private_map_key(
        &self,
        userid: &str,
        expire: u64,
        room: Room<'_>,
        privileges: Privileges,
    ) -> Result<String, Error> {
        let validity = Validity::new(crate::clock::now()?, expire)?;
        self.sign_private_map_key(UserId::new(userid)?, validity, room, privileges)
    }

    /// Claims to ticket; `out` holds [`Signer::max_len`] bytes.
    #[inline(always)]
    fn write(&self, claims: &Claims<'_>, out: &mut [u8]) -> Result<usize, Error> {
        match &self.key {
            SigningKey::Hmac(key) => Ok(current::write(key, &self.application, self.encoding, claims, out)),
            SigningKey::Ecdsa(key) => {
                let values = legacy::Values::new(&self.application.sdkappid, self.legacy_account, claims);
                legacy::write(key, &values, out)
            }
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("sdkappid", &self.sdkappid.get())
            .field("algorithm", &self.algorithm())
            .field("key", &self.key_fingerprint())
            .finish()
    }
}

/// Tickets that one thread makes at a time: some hundred microseconds of work.
#[cfg(feature = "rayon")]
const PER_PART: usize = 1024;
