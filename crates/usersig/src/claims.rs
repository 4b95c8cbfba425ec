//! What a ticket says: who, in which application, from when, for how long, and
//! with which UserBuf. Each type holds only values that may be signed.

use core::fmt;
use core::num::NonZeroU32;

use crate::error::{Error, UserIdFault};

/// The signature algorithm of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC-SHA256, `TLS.ver` 2.0: the current algorithm.
    HmacSha256,
    /// ECDSA over SHA-256: the legacy algorithm of applications made before August 2019.
    EcdsaSha256,
}

impl Algorithm {
    /// The name in lower case: `hmac-sha256` or `ecdsa-sha256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HmacSha256 => "hmac-sha256",
            Self::EcdsaSha256 => "ecdsa-sha256",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The number of an application, 1 to 4294967295.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SdkAppId(NonZeroU32);

impl SdkAppId {
    /// Takes the number as the console shows it.
    ///
    /// # Errors
    /// [`Error::SdkAppId`] for 0 and for numbers of more than 32 bits.
    pub fn new(number: u64) -> Result<Self, Error> {
        u32::try_from(number).ok().and_then(NonZeroU32::new).map(Self).ok_or(Error::SdkAppId)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for SdkAppId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which characters a UserID may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum UserIdForm {
    /// 1 to 32 bytes of `A-Z a-z 0-9 _ -`, as the product documents say.
    #[default]
    Documented,
    /// Printable ASCII (0x20 to 0x7e), as the SDK's own check says; at most 2048 bytes.
    Ascii,
    /// Any text without control characters; at most 2048 bytes of UTF-8.
    Utf8,
}

/// A UserID (former name: identifier) that is safe to sign.
///
/// It never holds a control character: the signed text is made of lines, and a
/// line feed in a UserID would let one ticket be read as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserId<'a>(&'a str);

impl<'a> UserId<'a> {
    /// Longest documented UserID, in bytes.
    pub const MAX_DOCUMENTED_BYTES: usize = 32;
    /// Longest UserID of the wider forms, in bytes.
    pub const MAX_BYTES: usize = 2048;

    /// Takes a UserID of the documented form.
    ///
    /// # Errors
    /// [`Error::UserId`] with the position of the first wrong character.
    pub fn new(text: &'a str) -> Result<Self, Error> {
        Self::with_form(text, UserIdForm::Documented)
    }

    /// Takes a UserID of the given form.
    ///
    /// ```
    /// use usersig::{UserId, UserIdForm};
    /// assert!(UserId::new("me@example.com").is_err());
    /// assert!(UserId::with_form("me@example.com", UserIdForm::Ascii).is_ok());
    /// assert!(UserId::with_form("a\nTLS.sdkappid:1", UserIdForm::Utf8).is_err());
    /// ```
    ///
    /// # Errors
    /// [`Error::UserId`] with the position of the first wrong character.
    pub fn with_form(text: &'a str, form: UserIdForm) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::UserId(UserIdFault::Empty));
        }
        if let Some(at) = control_character(text) {
            return Err(Error::UserId(UserIdFault::ControlCharacter { at }));
        }
        let wrong = |allowed: fn(&u8) -> bool| text.bytes().position(|byte| !allowed(&byte));
        let (limit, fault) = match form {
            UserIdForm::Documented => (
                Self::MAX_DOCUMENTED_BYTES,
                wrong(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
                    .map(|at| UserIdFault::NotDocumented { at }),
            ),
            UserIdForm::Ascii => (
                Self::MAX_BYTES,
                wrong(|byte| matches!(byte, 0x20..=0x7e)).map(|at| UserIdFault::NotAscii { at }),
            ),
            UserIdForm::Utf8 => (Self::MAX_BYTES, None),
        };
        if let Some(fault) = fault {
            return Err(Error::UserId(fault));
        }
        if text.len() > limit {
            return Err(Error::UserId(UserIdFault::TooLong { limit }));
        }
        Ok(Self(text))
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.0
    }
}

impl fmt::Display for UserId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Byte position of the first control character (C0, DEL or C1), if any.
pub(crate) fn control_character(text: &str) -> Option<usize> {
    if text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
        return None;
    }
    text.char_indices().find(|(_, character)| character.is_control()).map(|(at, _)| at)
}

/// When a ticket was signed and for how long it is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    time: u64,
    expire: u64,
}

impl Validity {
    /// What generators of the field default to: 180 days, in seconds.
    pub const DEFAULT_SECONDS: u64 = 15_552_000;

    /// Nothing, at the beginning of 1970.
    pub(crate) const EPOCH: Self = Self { time: 0, expire: 0 };

    /// Signed at `time` (Unix seconds) and valid for `expire` seconds.
    ///
    /// # Errors
    /// [`Error::Validity`] when `time + expire` does not fit 63 bits, the range
    /// that readers in every language share.
    pub const fn new(time: u64, expire: u64) -> Result<Self, Error> {
        match time.checked_add(expire) {
            Some(end) if end <= i64::MAX as u64 => Ok(Self { time, expire }),
            _ => Err(Error::Validity),
        }
    }

    /// Time of signing, Unix seconds.
    #[must_use]
    pub const fn time(self) -> u64 {
        self.time
    }

    /// Validity, seconds.
    #[must_use]
    pub const fn expire(self) -> u64 {
        self.expire
    }

    /// The last second at which the ticket is valid, Unix seconds.
    #[must_use]
    pub const fn expires_at(self) -> u64 {
        self.time + self.expire
    }
}

/// The bytes that a ticket carries for the application, or its PrivateMapKey.
///
/// An empty UserBuf is not the same as none: it is signed and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserBuf<'a>(&'a [u8]);

impl<'a> UserBuf<'a> {
    /// Longest UserBuf, in bytes.
    pub const MAX_BYTES: usize = 8192;

    /// Takes any bytes up to [`UserBuf::MAX_BYTES`].
    ///
    /// # Errors
    /// [`Error::UserBuf`] when there are more.
    pub const fn new(bytes: &'a [u8]) -> Result<Self, Error> {
        if bytes.len() > Self::MAX_BYTES { Err(Error::UserBuf) } else { Ok(Self(bytes)) }
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }
}

/// The two numbers that only legacy tickets have: the account type and the third-party id.
///
/// Both are 0 in nearly every ticket. Old programs pass the SDKAppID as the third-party id,
/// and some have an account type of their own; who verifies their tickets may compare them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct LegacyAccount {
    account_type: u64,
    appid_at_3rd: u64,
}

impl LegacyAccount {
    /// An account type (`TLS.account_type`) and a third-party id (`TLS.appid_at_3rd`).
    #[must_use]
    pub const fn new(account_type: u64, appid_at_3rd: u64) -> Self {
        Self { account_type, appid_at_3rd }
    }

    /// The account type.
    #[must_use]
    pub const fn account_type(self) -> u64 {
        self.account_type
    }

    /// The third-party id.
    #[must_use]
    pub const fn appid_at_3rd(self) -> u64 {
        self.appid_at_3rd
    }
}

/// Everything that a [`Signer`](crate::Signer) puts into a ticket, but the SDKAppID.
///
/// ```
/// use usersig::{Claims, UserBuf, UserId, Validity};
/// let claims = Claims::new(UserId::new("xiaojun")?, Validity::new(1_700_000_000, 86_400)?)
///     .with_userbuf(UserBuf::new(b"abc")?);
/// assert_eq!(claims.validity.expires_at(), 1_700_086_400);
/// # Ok::<(), usersig::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claims<'a> {
    /// Who may log in.
    pub userid: UserId<'a>,
    /// From when and for how long.
    pub validity: Validity,
    /// What the ticket carries, if anything.
    pub userbuf: Option<UserBuf<'a>>,
}

impl<'a> Claims<'a> {
    /// Claims without a UserBuf.
    #[must_use]
    pub const fn new(userid: UserId<'a>, validity: Validity) -> Self {
        Self { userid, validity, userbuf: None }
    }

    /// The same claims with a UserBuf.
    #[must_use]
    pub const fn with_userbuf(mut self, userbuf: UserBuf<'a>) -> Self {
        self.userbuf = Some(userbuf);
        self
    }
}
