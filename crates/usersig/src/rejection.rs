//! Why a ticket was turned away, with Tencent's code.

use core::fmt;

use crate::{Algorithm, codes};

/// Why a ticket was turned away.
///
/// One value per outcome, cheap to copy and free of the ticket's content, so it
/// can go into a log. [`diagnose`](crate::diagnose()) explains it to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// There is no ticket, or only white space.
    Empty,
    /// The envelope cannot be opened.
    Undecodable(Damage),
    /// The envelope opens, but a member is missing or malformed.
    Malformed(Member, MemberFault),
    /// The ticket is for another application.
    OtherSdkAppId {
        /// The ticket's SDKAppID.
        ticket: u32,
    },
    /// The ticket is for another user.
    OtherUserId,
    /// The ticket's time is over.
    Expired {
        /// Last second of validity, Unix seconds.
        expires_at: u64,
    },
    /// The PrivateMapKey's own, inner time is over.
    RoomExpired {
        /// Last second of validity, Unix seconds.
        expires_at: u64,
    },
    /// The time of signing lies further ahead than the bound on clock skew.
    FromTheFuture {
        /// The ticket's time of signing, Unix seconds.
        time: u64,
    },
    /// The ticket is valid for longer than the policy takes.
    ValidForTooLong {
        /// The ticket's validity, seconds.
        expire: u64,
    },
    /// The UserBuf is not what the request expects.
    UserBuf(UserBufMismatch),
    /// The verifier holds no key for the ticket's algorithm.
    NoKey(Algorithm),
    /// The signature was made with another key, or over other content.
    SignatureMismatch,
}

/// Which layer of the envelope is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// The text is longer than any ticket.
    TooLong,
    /// The content inflates to more than any ticket's JSON.
    TooLarge,
    /// The text is not base64 in the ticket alphabet.
    Base64,
    /// The bytes are not one whole zlib stream (RFC 1950).
    Zlib,
    /// The content is not JSON in UTF-8.
    Json,
}

/// A member of the ticket's JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Member {
    /// The JSON value as a whole.
    Document,
    /// `TLS.ver`
    Ver,
    /// `TLS.identifier`, the UserID
    Identifier,
    /// `TLS.sdkappid`, or `TLS.sdk_appid` of a legacy ticket
    SdkAppId,
    /// `TLS.time`
    Time,
    /// `TLS.expire`, or `TLS.expire_after` of a legacy ticket
    Expire,
    /// `TLS.userbuf`
    UserBuf,
    /// `TLS.sig`
    Sig,
    /// `TLS.account_type` of a legacy ticket
    AccountType,
    /// `TLS.appid_at_3rd` of a legacy ticket
    AppIdAt3rd,
}

/// What is wrong with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberFault {
    /// It is not there.
    Missing,
    /// It is of another JSON type than its algorithm's.
    WrongType,
    /// A number or base64 text is not in its one canonical form.
    NotCanonical,
    /// A number is out of range.
    OutOfRange,
    /// Added to the time of signing it is out of range.
    EndOutOfRange,
    /// It holds a control character.
    ControlCharacter,
    /// It stands there twice.
    Twice,
    /// Its name is written in another letter case.
    LetterCase,
    /// It names a version that this crate does not know.
    OtherVersion,
    /// There are more members than in any ticket.
    TooMany,
}

/// In what the UserBuf differs from what the request expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserBufMismatch {
    /// The ticket has one and none was expected.
    Unexpected,
    /// The ticket has none and one was expected.
    Missing,
    /// Its bytes differ from those expected.
    Other,
    /// It is not a PrivateMapKey.
    NotPrivateMapKey,
    /// The PrivateMapKey names another user.
    RoomUserId,
    /// The PrivateMapKey names another application.
    RoomSdkAppId,
    /// The PrivateMapKey is for another room.
    Room,
    /// The PrivateMapKey lacks a privilege that was asked for.
    Privileges,
}

impl Rejection {
    /// The code that Tencent's service would answer, 70001 to 70016.
    #[must_use]
    pub const fn code(&self) -> i32 {
        match self {
            Self::Empty => codes::SVR_ACCOUNT_USERSIG_EMPTY,
            Self::Undecodable(_) => codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED,
            Self::Malformed(..)
            | Self::FromTheFuture { .. }
            | Self::ValidForTooLong { .. }
            | Self::UserBuf(_) => codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX,
            Self::OtherSdkAppId { .. } => codes::SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID,
            Self::OtherUserId => codes::SVR_ACCOUNT_USERSIG_MISMATCH_ID,
            Self::Expired { .. } | Self::RoomExpired { .. } => codes::SVR_ACCOUNT_USERSIG_EXPIRED,
            Self::NoKey(_) => codes::SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND,
            Self::SignatureMismatch => codes::SVR_ACCOUNT_USERSIG_MISMATCH_PUBLICKEY,
        }
    }

    /// The name of [`code`](Self::code) in Tencent's headers.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.code() {
            codes::SVR_ACCOUNT_USERSIG_EXPIRED => "ERR_SVR_ACCOUNT_USERSIG_EXPIRED",
            codes::SVR_ACCOUNT_USERSIG_EMPTY => "ERR_SVR_ACCOUNT_USERSIG_EMPTY",
            codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED => "ERR_SVR_ACCOUNT_USERSIG_CHECK_FAILED",
            codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX => "ERR_SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX",
            codes::SVR_ACCOUNT_USERSIG_MISMATCH_ID => "ERR_SVR_ACCOUNT_USERSIG_MISMATCH_ID",
            codes::SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID => "ERR_SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID",
            codes::SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND => "ERR_SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND",
            _ => "ERR_SVR_ACCOUNT_USERSIG_MISMATCH_PUBLICKEY",
        }
    }

    /// The code of the older C and C++ interface, 1 to 16 (`CHECK_ERR01` …).
    #[must_use]
    pub const fn c_code(&self) -> i32 {
        match self {
            Self::Empty => 1,
            Self::Undecodable(Damage::TooLong | Damage::Base64) => 2,
            Self::Undecodable(Damage::Zlib | Damage::TooLarge) => 3,
            Self::Undecodable(Damage::Json) => 4,
            Self::Malformed(member, fault) => match (member, fault) {
                (Member::Sig, MemberFault::NotCanonical) => 6,
                (Member::UserBuf, MemberFault::NotCanonical) => 15,
                (
                    _,
                    MemberFault::WrongType
                    | MemberFault::NotCanonical
                    | MemberFault::OutOfRange
                    | MemberFault::Twice
                    | MemberFault::LetterCase
                    | MemberFault::TooMany,
                ) => 5,
                _ => 7,
            },
            Self::FromTheFuture { .. } | Self::ValidForTooLong { .. } => 7,
            Self::SignatureMismatch => 8,
            Self::Expired { .. } | Self::RoomExpired { .. } => 9,
            Self::OtherUserId => 13,
            Self::OtherSdkAppId { .. } => 14,
            Self::UserBuf(_) => 15,
            Self::NoKey(_) => 16,
        }
    }

    /// The code that the TRTC SDK reports for this ticket.
    ///
    /// -100006 when the PrivateMapKey inside was the reason, else -100018.
    #[must_use]
    pub const fn trtc_code(&self) -> i32 {
        match self {
            Self::UserBuf(_) | Self::RoomExpired { .. } => codes::TRTC_PRIVATE_MAP_KEY_CHECK_FAILED,
            _ => codes::TRTC_USER_SIG_CHECK_FAILED,
        }
    }
}

impl Member {
    /// The member's name in a current (`legacy == false`) or a legacy ticket.
    #[must_use]
    pub const fn name(self, legacy: bool) -> &'static str {
        match self {
            Self::Document => "the JSON",
            Self::Ver => "TLS.ver",
            Self::Identifier => "TLS.identifier",
            Self::SdkAppId if legacy => "TLS.sdk_appid",
            Self::SdkAppId => "TLS.sdkappid",
            Self::Time => "TLS.time",
            Self::Expire if legacy => "TLS.expire_after",
            Self::Expire => "TLS.expire",
            Self::UserBuf => "TLS.userbuf",
            Self::Sig => "TLS.sig",
            Self::AccountType => "TLS.account_type",
            Self::AppIdAt3rd => "TLS.appid_at_3rd",
        }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SdkAppId => "TLS.sdkappid (TLS.sdk_appid in a legacy ticket)",
            Self::Expire => "TLS.expire (TLS.expire_after in a legacy ticket)",
            other => other.name(false),
        })
    }
}

impl fmt::Display for MemberFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::WrongType => "has the wrong JSON type",
            Self::NotCanonical => "is not written in its canonical form",
            Self::OutOfRange => "is out of range",
            Self::EndOutOfRange => "is out of range when added to TLS.time",
            Self::ControlCharacter => "holds a control character",
            Self::Twice => "stands there twice",
            Self::LetterCase => "is named in another letter case",
            Self::OtherVersion => "names an unknown version",
            Self::TooMany => "has too many members",
        })
    }
}

impl fmt::Display for UserBufMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unexpected => "the ticket carries a UserBuf and none was expected",
            Self::Missing => "the ticket carries no UserBuf and one was expected",
            Self::Other => "the UserBuf differs from the one expected",
            Self::NotPrivateMapKey => "the UserBuf is not a PrivateMapKey",
            Self::RoomUserId => "the PrivateMapKey names another user",
            Self::RoomSdkAppId => "the PrivateMapKey names another SDKAppID",
            Self::Room => "the PrivateMapKey is for another room",
            Self::Privileges => "the PrivateMapKey lacks a privilege that was asked for",
        })
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the ticket is empty"),
            Self::Undecodable(Damage::TooLong) => f.write_str("the ticket is longer than any ticket"),
            Self::Undecodable(Damage::TooLarge) => {
                f.write_str("the ticket's content is larger than any ticket's")
            }
            Self::Undecodable(Damage::Base64) => {
                f.write_str("the ticket is not base64 in the ticket alphabet")
            }
            Self::Undecodable(Damage::Zlib) => {
                f.write_str("the ticket is not a whole zlib stream: it is cut off or damaged")
            }
            Self::Undecodable(Damage::Json) => f.write_str("the ticket's content is not JSON in UTF-8"),
            Self::Malformed(Member::Document, MemberFault::WrongType) => {
                f.write_str("the ticket's content is not a JSON object")
            }
            Self::Malformed(Member::Document, MemberFault::TooMany) => {
                f.write_str("the JSON has more members than any ticket")
            }
            Self::Malformed(Member::Document, fault) => write!(f, "a member {fault}"),
            Self::Malformed(member, fault) => write!(f, "{member} {fault}"),
            Self::OtherSdkAppId { ticket } => write!(f, "the ticket is for SDKAppID {ticket}"),
            Self::OtherUserId => f.write_str("the ticket is for another UserID"),
            Self::Expired { expires_at } => {
                write!(f, "the ticket was valid until {expires_at} (Unix seconds)")
            }
            Self::RoomExpired { expires_at } => {
                write!(f, "the PrivateMapKey was valid until {expires_at} (Unix seconds)")
            }
            Self::FromTheFuture { time } => write!(f, "the ticket's time {time} lies in the future"),
            Self::ValidForTooLong { expire } => {
                write!(f, "the ticket is valid for {expire} seconds, longer than the policy takes")
            }
            Self::UserBuf(mismatch) => mismatch.fmt(f),
            Self::NoKey(algorithm) => write!(f, "there is no key for the ticket's algorithm, {algorithm}"),
            Self::SignatureMismatch => f.write_str("the signature does not match the key"),
        }
    }
}

impl core::error::Error for Rejection {}
