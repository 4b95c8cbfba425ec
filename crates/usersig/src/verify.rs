//! The [`Verifier`]: a ring of keys and a policy, from ticket to [`Verified`] or [`Rejection`].

mod many;
mod own;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::SMALL;
use crate::claims::{Algorithm, SdkAppId, UserId, Validity};
use crate::decimal::Decimal;
use crate::envelope::{self, base64};
use crate::fields::{self, Fields, Sig};
use crate::key::{EcdsaPublicKey, HmacKey, Key, MAC_BYTES, MAX_SIGNATURE_BYTES};
use crate::rejection::{Member, MemberFault, Rejection, UserBufMismatch};
use crate::room::{PrivateMapKey, Privileges, Room};
use crate::sign::current::Application;
use crate::text::{CurrentText, LegacyText, Middle, Text, UserBufLine};

/// Verifies tickets of one application against a ring of keys.
///
/// The ring may hold several keys of either algorithm: old and new ones while a
/// key is rotated, HMAC and ECDSA ones while the application switches.
///
/// ```
/// use usersig::{Check, Key, Rejection, SdkAppId, Signer, UserId, Verifier};
/// let (old, new) = (Key::from_text(b"old key")?, Key::from_text(b"new key")?);
/// let sdkappid = SdkAppId::new(1_400_000_000)?;
/// let ticket = Signer::new(sdkappid, &old)?.user_sig("xiaojun", 86_400)?;
///
/// let verifier = Verifier::new(sdkappid, [new, old]);
/// let now = usersig::now()?;
/// let verified = verifier.verify(&ticket, &Check::new(UserId::new("xiaojun")?, now)).unwrap();
/// assert_eq!(verified.key_index(), 1);
/// assert_eq!(
///     verifier.verify(&ticket, &Check::new(UserId::new("xiaohong")?, now)),
///     Err(Rejection::OtherUserId),
/// );
/// # Ok::<(), usersig::Error>(())
/// ```
#[derive(Clone)]
pub struct Verifier {
    sdkappid: SdkAppId,
    application: Application,
    ring: Vec<VerifyingKey>,
    max_clock_skew: Option<u64>,
    longest_validity: Option<u64>,
    legacy_utc_offset: i32,
}

#[derive(Clone)]
enum VerifyingKey {
    Hmac(HmacKey),
    Ecdsa(EcdsaPublicKey),
}

impl Verifier {
    /// A verifier for one application. The order of the keys is the order in
    /// which they are tried and the meaning of [`Verified::key_index`].
    #[must_use]
    pub fn new(sdkappid: SdkAppId, keys: impl IntoIterator<Item = Key>) -> Self {
        let ring = keys
            .into_iter()
            .map(|key| match key {
                Key::Hmac(key) => VerifyingKey::Hmac(key),
                Key::EcdsaPrivate(key) => VerifyingKey::Ecdsa(key.public_key()),
                Key::EcdsaPublic(key) => VerifyingKey::Ecdsa(key),
            })
            .collect();
        let application = Application::new(sdkappid);
        Self {
            sdkappid,
            application,
            ring,
            max_clock_skew: None,
            longest_validity: None,
            legacy_utc_offset: 0,
        }
    }

    /// Rejects tickets whose time of signing lies more than `seconds` ahead.
    ///
    /// Off by default, as in every published verifier.
    #[must_use]
    pub const fn with_max_clock_skew(mut self, seconds: u64) -> Self {
        self.max_clock_skew = Some(seconds);
        self
    }

    /// Rejects tickets that are valid for more than `seconds`.
    #[must_use]
    pub const fn with_longest_validity(mut self, seconds: u64) -> Self {
        self.longest_validity = Some(seconds);
        self
    }

    /// Reads the local time in the oldest legacy tickets as of a zone that lies
    /// `seconds` east of UTC. It is read as UTC by default.
    #[must_use]
    pub const fn with_legacy_utc_offset(mut self, seconds: i32) -> Self {
        self.legacy_utc_offset = seconds;
        self
    }

    /// The application.
    #[must_use]
    pub const fn sdkappid(&self) -> SdkAppId {
        self.sdkappid
    }

    /// Verifies a ticket: decodes it, compares SDKAppID and UserID, then times,
    /// then the UserBuf, then the signature in constant time.
    ///
    /// Any bytes may be given; the work and memory they cost are bounded.
    ///
    /// # Errors
    /// The first [`Rejection`] in that order.
    pub fn verify(&self, ticket: impl AsRef<[u8]>, check: &Check<'_>) -> Result<Verified, Rejection> {
        let ticket = ticket.as_ref();
        let mut bytes = own::USER_BUF;
        if !SMALL
            && envelope::begins_dynamic(ticket)
            && let Some((key_index, found)) = own::recognize(self, ticket, check, &mut bytes)
        {
            return self.check_own(key_index, &found, &bytes, check);
        }
        envelope::open(ticket, self.has(Algorithm::EcdsaSha256), |json| {
            let fields = fields::read(json, self.legacy_utc_offset)?;
            self.check(&fields, check)
        })
    }

    /// Verifies a ticket now, for a UserID of any form, whatever UserBuf it has.
    ///
    /// # Errors
    /// [`Rejection::OtherUserId`] for a UserID that no ticket can have; otherwise
    /// as [`Verifier::verify`]. A clock before 1970 reads as 1970.
    #[cfg(feature = "std")]
    pub fn verify_now(&self, ticket: impl AsRef<[u8]>, userid: &str) -> Result<Verified, Rejection> {
        let userid =
            UserId::with_form(userid, crate::UserIdForm::Utf8).map_err(|_| Rejection::OtherUserId)?;
        self.verify(ticket, &Check::new(userid, crate::clock::now().unwrap_or(0)))
    }

    fn has(&self, algorithm: Algorithm) -> bool {
        self.ring.iter().any(|key| match key {
            VerifyingKey::Hmac(_) => algorithm == Algorithm::HmacSha256,
            VerifyingKey::Ecdsa(_) => algorithm == Algorithm::EcdsaSha256,
        })
    }

    #[inline(never)]
    fn check(&self, fields: &Fields<'_>, check: &Check<'_>) -> Result<Verified, Rejection> {
        if fields.sdkappid != self.sdkappid.get() {
            return Err(Rejection::OtherSdkAppId { ticket: fields.sdkappid });
        }
        if fields.userid != check.userid.as_str() {
            return Err(Rejection::OtherUserId);
        }
        let validity = Validity::new(fields.time, fields.expire)
            .map_err(|_| Rejection::Malformed(Member::Expire, MemberFault::EndOutOfRange))?;
        self.check_times(validity, check)?;
        let userbuf = fields.userbuf.map(decode_userbuf);
        self.check_userbuf(userbuf.as_deref(), check)?;
        let key_index = self.check_signature(fields)?;
        Ok(self.verified(fields.algorithm(), validity, userbuf, key_index))
    }

    const fn verified(
        &self,
        algorithm: Algorithm,
        validity: Validity,
        userbuf: Option<Box<[u8]>>,
        key_index: usize,
    ) -> Verified {
        Verified { algorithm, sdkappid: self.sdkappid, validity, userbuf, key_index }
    }

    fn check_times(&self, validity: Validity, check: &Check<'_>) -> Result<(), Rejection> {
        let (time, expire, expires_at) = (validity.time(), validity.expire(), validity.expires_at());
        if check.now > expires_at {
            return Err(Rejection::Expired { expires_at });
        }
        if self.max_clock_skew.is_some_and(|skew| time > check.now.saturating_add(skew)) {
            return Err(Rejection::FromTheFuture { time });
        }
        if self.longest_validity.is_some_and(|longest| expire > longest) {
            return Err(Rejection::ValidForTooLong { expire });
        }
        Ok(())
    }

    fn check_userbuf(&self, userbuf: Option<&[u8]>, check: &Check<'_>) -> Result<(), Rejection> {
        let mismatch = |mismatch| Err(Rejection::UserBuf(mismatch));
        match (check.userbuf, userbuf) {
            (ExpectedUserBuf::Any, _) | (ExpectedUserBuf::None, None) => Ok(()),
            (ExpectedUserBuf::None, Some(_)) => mismatch(UserBufMismatch::Unexpected),
            (_, None) => mismatch(UserBufMismatch::Missing),
            (ExpectedUserBuf::Exactly(expected), Some(found)) if expected == found => Ok(()),
            (ExpectedUserBuf::Exactly(_), _) => mismatch(UserBufMismatch::Other),
            (ExpectedUserBuf::Room(room, privileges), Some(found)) => {
                let Some(found) = PrivateMapKey::parse(found) else {
                    return mismatch(UserBufMismatch::NotPrivateMapKey);
                };
                if found.account() != check.userid.as_str() {
                    return mismatch(UserBufMismatch::RoomUserId);
                }
                if found.sdkappid() != self.sdkappid.get() {
                    return mismatch(UserBufMismatch::RoomSdkAppId);
                }
                if found.room() != room {
                    return mismatch(UserBufMismatch::Room);
                }
                if !found.privileges().contains(privileges) {
                    return mismatch(UserBufMismatch::Privileges);
                }
                let expires_at = u64::from(found.expires_at());
                if check.now > expires_at { Err(Rejection::RoomExpired { expires_at }) } else { Ok(()) }
            }
        }
    }

    /// The index of the key that made the signature.
    fn check_signature(&self, fields: &Fields<'_>) -> Result<usize, Rejection> {
        if !self.has(fields.algorithm()) {
            return Err(Rejection::NoKey(fields.algorithm()));
        }
        let mut signature = [0; MAX_SIGNATURE_BYTES];
        let signature = decode_signature(fields, &mut signature).ok_or(Rejection::SignatureMismatch)?;
        self.ring
            .iter()
            .position(|key| match key {
                VerifyingKey::Hmac(key) => {
                    signed_with_hmac(fields, self.application.middle(), key, signature)
                }
                VerifyingKey::Ecdsa(key) => signed_with_ecdsa(fields, key, signature),
            })
            .ok_or(Rejection::SignatureMismatch)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("sdkappid", &self.sdkappid.get())
            .field("ring", &self.ring)
            .field("max_clock_skew", &self.max_clock_skew)
            .field("longest_validity", &self.longest_validity)
            .field("legacy_utc_offset", &self.legacy_utc_offset)
            .finish()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hmac(key) => key.fmt(f),
            Self::Ecdsa(key) => key.fmt(f),
        }
    }
}

/// What one request expects of its ticket.
#[derive(Debug, Clone, Copy)]
pub struct Check<'a> {
    userid: UserId<'a>,
    now: u64,
    userbuf: ExpectedUserBuf<'a>,
}

#[derive(Debug, Clone, Copy)]
enum ExpectedUserBuf<'a> {
    Any,
    None,
    Exactly(&'a [u8]),
    Room(Room<'a>, Privileges),
}

impl<'a> Check<'a> {
    /// A ticket of this user at this moment (Unix seconds), with any UserBuf or none.
    #[must_use]
    pub const fn new(userid: UserId<'a>, now: u64) -> Self {
        Self { userid, now, userbuf: ExpectedUserBuf::Any }
    }

    /// The ticket must carry no UserBuf.
    #[must_use]
    pub const fn without_userbuf(mut self) -> Self {
        self.userbuf = ExpectedUserBuf::None;
        self
    }

    /// The ticket must carry exactly these bytes as its UserBuf.
    #[must_use]
    pub const fn with_userbuf(mut self, userbuf: &'a [u8]) -> Self {
        self.userbuf = ExpectedUserBuf::Exactly(userbuf);
        self
    }

    /// The ticket must be a PrivateMapKey of this user for this room, with at
    /// least these privileges, and its inner time must not be over.
    #[must_use]
    pub const fn with_room(mut self, room: Room<'a>, privileges: Privileges) -> Self {
        self.userbuf = ExpectedUserBuf::Room(room, privileges);
        self
    }
}

/// What a verified ticket says besides the UserID that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    algorithm: Algorithm,
    sdkappid: SdkAppId,
    validity: Validity,
    userbuf: Option<Box<[u8]>>,
    key_index: usize,
}

impl Verified {
    /// The algorithm of the signature.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The application.
    #[must_use]
    pub const fn sdkappid(&self) -> SdkAppId {
        self.sdkappid
    }

    /// From when and for how long the ticket is valid.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// The bytes that the ticket carries; an empty UserBuf is not the same as none.
    #[must_use]
    pub fn userbuf(&self) -> Option<&[u8]> {
        self.userbuf.as_deref()
    }

    /// The UserBuf as a PrivateMapKey, if it is one.
    ///
    /// Its account, SDKAppID and inner time were compared only if the check
    /// asked for a room.
    #[must_use]
    pub fn private_map_key(&self) -> Option<PrivateMapKey<'_>> {
        PrivateMapKey::parse(self.userbuf()?)
    }

    /// Which key of the ring made the signature, counted from 0.
    #[must_use]
    pub const fn key_index(&self) -> usize {
        self.key_index
    }
}

/// The bytes behind a UserBuf's text, whose form was checked when it was read.
pub(crate) fn decode_userbuf(text: &str) -> Box<[u8]> {
    let mut bytes = alloc::vec![0; text.len() / 4 * 3];
    let length = base64::decode_standard(text.as_bytes(), &mut bytes).unwrap_or(0);
    bytes.truncate(length);
    bytes.into_boxed_slice()
}

/// The bytes of the signature; `None` when they cannot be one of its algorithm.
pub(crate) fn decode_signature<'o>(
    fields: &Fields<'_>,
    out: &'o mut [u8; MAX_SIGNATURE_BYTES],
) -> Option<&'o [u8]> {
    let sig = match &fields.sig {
        Sig::Text(text) => text,
        Sig::Mac(words) => {
            for (bytes, word) in out.as_chunks_mut().0.iter_mut().zip(words) {
                *bytes = word.to_be_bytes();
            }
            return Some(&out[..MAC_BYTES]);
        }
    };
    let mut text = [0; base64::encoded_len(MAX_SIGNATURE_BYTES)];
    let mut length = 0;
    for byte in sig.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        *text.get_mut(length)? = byte;
        length += 1;
    }
    let length = base64::decode_standard(&text[..length], out)?;
    if fields.algorithm() == Algorithm::HmacSha256 && length != MAC_BYTES {
        return None;
    }
    Some(&out[..length])
}

/// Whether an HMAC key made the signature of these values; `middle` is of their SDKAppID.
#[inline(never)]
pub(crate) fn signed_with_hmac(
    fields: &Fields<'_>,
    middle: &Middle,
    key: &HmacKey,
    signature: &[u8],
) -> bool {
    let text = CurrentText {
        userid: fields.userid,
        middle,
        time: &Decimal::new(fields.time),
        expire: &Decimal::new(fields.expire),
        userbuf: fields.userbuf.map_or(UserBufLine::None, UserBufLine::Text),
    };
    fields.legacy.is_none() && signature.len() == MAC_BYTES && own::equal(&key.mac(&text), signature)
}

/// Whether an ECDSA key made the signature of these values.
#[inline(never)]
pub(crate) fn signed_with_ecdsa(fields: &Fields<'_>, key: &EcdsaPublicKey, signature: &[u8]) -> bool {
    let Some(legacy) = &fields.legacy else { return false };
    let text = LegacyText {
        appid_at_3rd: legacy.appid_at_3rd,
        account_type: legacy.account_type,
        userid: fields.userid,
        sdkappid: &Decimal::new(fields.sdkappid.into()),
        time: legacy.time_text.as_bytes(),
        expire: &Decimal::new(fields.expire),
        userbuf: fields.userbuf.map(str::as_bytes),
    };
    key.verify(signature, |lines| text.write(lines))
}
