//! The kinds of faults, with names and numbers that stay.

use usersig::{Error, Rejection, UserBufMismatch};

macro_rules! kinds {
    ($($(#[$about:meta])* $variant:ident = $number:literal, $name:literal;)*) => {
        /// What kind of fault it is: for a program to tell faults apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FaultKind {
            $($(#[$about])* $variant = $number,)*
        }

        impl FaultKind {
            /// All kinds, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, for example `invalid_userid`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// The UserID must not be signed or cannot be looked for.
    InvalidUserId = 1, "invalid_userid";
    /// The SDKAppID is not within 1 to 4294967295.
    InvalidSdkAppId = 2, "invalid_sdkappid";
    /// A key is missing, unreadable, or cannot do what is asked.
    InvalidKey = 3, "invalid_key";
    /// The validity is negative or ends out of range.
    InvalidExpire = 4, "invalid_expire";
    /// The moment is negative.
    InvalidTime = 5, "invalid_time";
    /// The UserBuf is too long.
    InvalidUserBuf = 6, "invalid_userbuf";
    /// The room is not a room id.
    InvalidRoom = 7, "invalid_room";
    /// The privileges are not a mask from 0 to 255.
    InvalidPrivileges = 8, "invalid_privileges";
    /// The ticket parameter is not a text.
    InvalidTicket = 9, "invalid_ticket";
    /// Another parameter is not what it has to be.
    InvalidArgument = 10, "invalid_argument";
    /// The caller's buffer is too small.
    BufferTooSmall = 11, "buffer_too_small";
    /// The ECDSA signature could not be made.
    SigningFailed = 12, "signing_failed";
    /// There is no usable system clock, and no time was passed.
    Clock = 13, "clock";
    /// A defect of usersig.
    Internal = 14, "internal";
    /// Rejected: the ticket is empty.
    Empty = 101, "empty";
    /// Rejected: the ticket cannot be decoded.
    Undecodable = 102, "undecodable";
    /// Rejected: a member is missing or malformed.
    Malformed = 103, "malformed";
    /// Rejected: the ticket is for another application.
    MismatchSdkAppId = 104, "mismatch_sdkappid";
    /// Rejected: the ticket is for another user.
    MismatchUserId = 105, "mismatch_userid";
    /// Rejected: the ticket's time is over.
    Expired = 106, "expired";
    /// Rejected: the PrivateMapKey's own time is over.
    RoomExpired = 107, "room_expired";
    /// Rejected: the time of signing lies ahead of the bound on clock skew.
    FromTheFuture = 108, "from_the_future";
    /// Rejected: the ticket is valid for longer than the policy takes.
    ValidForTooLong = 109, "valid_for_too_long";
    /// Rejected: the ticket has a UserBuf and none was expected.
    UnexpectedUserBuf = 110, "unexpected_userbuf";
    /// Rejected: the ticket has no UserBuf and one was expected.
    MissingUserBuf = 111, "missing_userbuf";
    /// Rejected: the UserBuf's bytes differ from those expected.
    MismatchUserBuf = 112, "mismatch_userbuf";
    /// Rejected: the UserBuf is no PrivateMapKey for this user, application, room and these privileges.
    MismatchRoom = 113, "mismatch_room";
    /// Rejected: there is no key for the ticket's algorithm.
    NoKey = 114, "no_key";
    /// Rejected: the signature does not match the key.
    MismatchSignature = 115, "mismatch_signature";
    /// Rejected: a legacy ticket's account type or third-party id differs from the one expected.
    MismatchAccount = 116, "mismatch_account";
}

impl FaultKind {
    /// The stable number: below 100 for a request that cannot be served, from 101
    /// on for a ticket that is turned away.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// Whether a ticket was turned away, in contrast to a wrong request.
    #[must_use]
    pub const fn is_rejection(self) -> bool {
        self.number() > 100
    }

    pub(crate) const fn of_error(error: Error) -> Self {
        match error {
            Error::UserId(_) => Self::InvalidUserId,
            Error::SdkAppId => Self::InvalidSdkAppId,
            Error::RoomId | Error::RoomStr => Self::InvalidRoom,
            Error::Privileges => Self::InvalidPrivileges,
            Error::UserBuf => Self::InvalidUserBuf,
            Error::Validity | Error::RoomTime => Self::InvalidExpire,
            Error::EmptyKey | Error::Pem(_) | Error::PublicKeyCannotSign => Self::InvalidKey,
            Error::BufferTooSmall { .. } => Self::BufferTooSmall,
            Error::SigningFailed => Self::SigningFailed,
            Error::Clock => Self::Clock,
            _ => Self::InvalidArgument,
        }
    }

    pub(crate) const fn of_rejection(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Empty => Self::Empty,
            Rejection::Undecodable(_) => Self::Undecodable,
            Rejection::OtherSdkAppId { .. } => Self::MismatchSdkAppId,
            Rejection::OtherUserId => Self::MismatchUserId,
            Rejection::Expired { .. } => Self::Expired,
            Rejection::RoomExpired { .. } => Self::RoomExpired,
            Rejection::FromTheFuture { .. } => Self::FromTheFuture,
            Rejection::ValidForTooLong { .. } => Self::ValidForTooLong,
            Rejection::UserBuf(UserBufMismatch::Unexpected) => Self::UnexpectedUserBuf,
            Rejection::UserBuf(UserBufMismatch::Missing) => Self::MissingUserBuf,
            Rejection::UserBuf(UserBufMismatch::Other) => Self::MismatchUserBuf,
            Rejection::UserBuf(_) => Self::MismatchRoom,
            Rejection::NoKey(_) => Self::NoKey,
            Rejection::SignatureMismatch => Self::MismatchSignature,
            _ => Self::Malformed,
        }
    }
}
