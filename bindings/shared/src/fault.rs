//! The one error type of all bindings.

use std::fmt;

use usersig::{Error, Rejection, codes};

use crate::kind::FaultKind;

/// Why a call has no result: a request that cannot be served, or a ticket that is
/// turned away. Small, cheap to copy, and free of keys and of the ticket's text.
///
/// ```
/// use usersig_door::{Application, Expected, FaultKind};
/// let app = Application::new(1_400_000_000, &[b"secret"])?;
/// let fault = app.verify(b"", b"xiaojun", Expected::Any, None).unwrap_err();
/// assert_eq!(fault.kind(), FaultKind::Empty);
/// assert_eq!((fault.code(), fault.c_code(), fault.trtc_code()), (70002, 1, Some(-100_018)));
/// # Ok::<(), usersig_door::Fault>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fault(Reason);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Error(Error),
    Rejection(Rejection),
    Misfit(Parameter, Misfit),
    OtherAccount(Parameter),
    Internal,
}

/// A parameter of a call, as a foreign language passes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Parameter {
    /// The SDKAppID.
    SdkAppId,
    /// The UserID.
    UserId,
    /// A key.
    Key,
    /// The validity in seconds.
    Expire,
    /// The UserBuf.
    UserBuf,
    /// The room.
    Room,
    /// The privileges.
    Privileges,
    /// The moment in Unix seconds.
    Now,
    /// The ticket.
    Ticket,
    /// `TLS.account_type` of the legacy algorithm.
    AccountType,
    /// `TLS.appid_at_3rd` of the legacy algorithm.
    AppIdAt3rd,
    /// The list of rows of a call for many.
    Rows,
    /// An option that sets a policy or a form.
    Option,
    /// A buffer or object that the caller supplies.
    Handle,
}

/// In what a value from a foreign language does not fit its parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Misfit {
    /// It is null or was left out.
    Missing,
    /// It is of another type.
    WrongType,
    /// It is not Unicode: invalid UTF-8 or a lone surrogate.
    NotUnicode,
    /// It is below 0.
    Negative,
    /// It is outside the range of its parameter, or not a whole number.
    OutOfRange,
    /// The key is for the other algorithm.
    OtherAlgorithm,
    /// Only 0 (or nothing, for the third-party id) is supported.
    NotZero,
}

impl Fault {
    /// [`Fault::code`] of a defect of usersig; Tencent has no code for that.
    pub const CODE_INTERNAL: i32 = 1;

    /// A value that does not fit its parameter.
    #[must_use]
    pub const fn new(parameter: Parameter, misfit: Misfit) -> Self {
        Self(match (parameter, misfit) {
            // What the engine has words for, it says itself.
            (Parameter::SdkAppId, Misfit::Negative | Misfit::OutOfRange) => Reason::Error(Error::SdkAppId),
            (Parameter::Room, Misfit::Negative | Misfit::OutOfRange) => Reason::Error(Error::RoomId),
            (Parameter::Room, Misfit::NotUnicode) => Reason::Error(Error::RoomStr),
            (Parameter::Privileges, Misfit::Negative | Misfit::OutOfRange) => {
                Reason::Error(Error::Privileges)
            }
            _ => Reason::Misfit(parameter, misfit),
        })
    }

    /// A defect of usersig: what a door answers when it catches a panic.
    #[must_use]
    pub const fn internal() -> Self {
        Self(Reason::Internal)
    }

    /// A caller's buffer that is smaller than `needed` bytes.
    #[must_use]
    pub const fn buffer_too_small(needed: usize) -> Self {
        Self(Reason::Error(Error::BufferTooSmall { needed }))
    }

    pub(crate) const fn other_account(parameter: Parameter) -> Self {
        Self(Reason::OtherAccount(parameter))
    }

    /// What kind of fault it is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self.0 {
            Reason::Error(error) => FaultKind::of_error(error),
            Reason::Rejection(rejection) => FaultKind::of_rejection(rejection),
            Reason::Misfit(Parameter::Now, Misfit::Missing) => FaultKind::Clock,
            Reason::Misfit(parameter, _) => parameter.kind(),
            Reason::OtherAccount(_) => FaultKind::MismatchAccount,
            Reason::Internal => FaultKind::Internal,
        }
    }

    /// Tencent's code: 70001 to 70016 for a rejection, -3317 SDKAppID, -3318 room,
    /// -3319 UserID, -3320 ticket, 6017 for any other parameter;
    /// [`Fault::CODE_INTERNAL`] for a defect. Never 0.
    #[must_use]
    pub const fn code(&self) -> i32 {
        match self.0 {
            Reason::Error(error) => error.code(),
            Reason::Rejection(rejection) => rejection.code(),
            Reason::Misfit(parameter, _) => match parameter {
                Parameter::SdkAppId => codes::SDK_APPID_INVALID,
                Parameter::Room => codes::ROOM_ID_INVALID,
                Parameter::UserId => codes::USER_ID_INVALID,
                Parameter::Ticket => codes::USER_SIG_INVALID,
                _ => codes::INVALID_PARAMETERS,
            },
            Reason::OtherAccount(_) => codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX,
            Reason::Internal => Self::CODE_INTERNAL,
        }
    }

    /// The code of the older C and C++ interface, 1 to 17.
    #[must_use]
    pub const fn c_code(&self) -> i32 {
        match self.0 {
            Reason::Error(error) => error.c_code(),
            Reason::Rejection(rejection) => rejection.c_code(),
            Reason::Misfit(parameter, _) | Reason::OtherAccount(parameter) => match parameter {
                Parameter::Ticket => 1,
                Parameter::AppIdAt3rd => 11,
                Parameter::AccountType => 12,
                Parameter::UserId => 13,
                Parameter::SdkAppId => 14,
                Parameter::UserBuf | Parameter::Room | Parameter::Privileges => 15,
                Parameter::Key => 17,
                _ => 16,
            },
            Reason::Internal => 16,
        }
    }

    /// The code that the TRTC SDK reports for a rejected ticket; `None` for a wrong request.
    #[must_use]
    pub const fn trtc_code(&self) -> Option<i32> {
        match self.0 {
            Reason::Rejection(rejection) => Some(rejection.trtc_code()),
            Reason::OtherAccount(_) => Some(codes::TRTC_USER_SIG_CHECK_FAILED),
            _ => None,
        }
    }

    /// The rejection behind this fault, if the engine turned a ticket away.
    #[must_use]
    pub const fn rejection(&self) -> Option<Rejection> {
        match self.0 {
            Reason::Rejection(rejection) => Some(rejection),
            _ => None,
        }
    }

    /// Bytes that are enough, when the caller's buffer is too small.
    #[must_use]
    pub const fn needed(&self) -> Option<usize> {
        match self.0 {
            Reason::Error(Error::BufferTooSmall { needed }) => Some(needed),
            _ => None,
        }
    }

    /// What is wrong, and after a semicolon what to do next, for people.
    #[must_use]
    pub fn message(&self) -> String {
        self.to_string()
    }

    /// What to do next, for people.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self.0 {
            Reason::Error(Error::BufferTooSmall { .. }) => "pass a buffer of that size",
            Reason::Error(error) => error.hint(),
            Reason::Rejection(Rejection::Expired { .. } | Rejection::RoomExpired { .. }) => {
                "make a new ticket, and check the clocks if this one is fresh"
            }
            Reason::Rejection(Rejection::OtherUserId) => "use the UserID that the ticket was made for",
            Reason::Rejection(Rejection::OtherSdkAppId { .. }) => {
                "use the SDKAppID that the ticket was made for"
            }
            Reason::Rejection(_) => "diagnose the ticket with the same SDKAppID, UserID and keys",
            Reason::Misfit(parameter, misfit) => misfit.hint(parameter),
            Reason::OtherAccount(_) => "pass the values that the ticket was made with, usually 0",
            Reason::Internal => "report this with the version and the call that led to it",
        }
    }
}

impl Parameter {
    const fn kind(self) -> FaultKind {
        match self {
            Self::SdkAppId => FaultKind::InvalidSdkAppId,
            Self::UserId => FaultKind::InvalidUserId,
            Self::Key => FaultKind::InvalidKey,
            Self::Expire => FaultKind::InvalidExpire,
            Self::UserBuf => FaultKind::InvalidUserBuf,
            Self::Room => FaultKind::InvalidRoom,
            Self::Privileges => FaultKind::InvalidPrivileges,
            Self::Now => FaultKind::InvalidTime,
            Self::Ticket => FaultKind::InvalidTicket,
            Self::AccountType | Self::AppIdAt3rd | Self::Rows | Self::Option | Self::Handle => {
                FaultKind::InvalidArgument
            }
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::SdkAppId => "the SDKAppID",
            Self::UserId => "the UserID",
            Self::Key => "the key",
            Self::Expire => "the validity",
            Self::UserBuf => "the UserBuf",
            Self::Room => "the room",
            Self::Privileges => "the privilege mask",
            Self::Now => "the time",
            Self::Ticket => "the ticket",
            Self::AccountType => "the account type",
            Self::AppIdAt3rd => "the third-party id",
            Self::Rows => "the list of rows",
            Self::Option => "an option",
            Self::Handle => "a buffer or object of the call",
        }
    }

    const fn wanted(self) -> &'static str {
        match self {
            Self::SdkAppId => "pass the application's number, 1 to 4294967295",
            Self::UserId => "pass the UserID as text",
            Self::Key => "pass the secret key's text, or a PEM text of the legacy algorithm",
            Self::Expire => "pass whole seconds from 0 on, for example 15552000",
            Self::UserBuf => "pass bytes, or nothing for a ticket without a UserBuf",
            Self::Room => "pass a number from 1 to 4294967294, or a text for a string room",
            Self::Privileges => "pass a mask from 0 to 255",
            Self::Now => "pass Unix seconds from 0 on",
            Self::Ticket => "pass the ticket as text",
            Self::AccountType | Self::AppIdAt3rd => "pass a number in decimal digits, usually 0",
            Self::Rows => "pass a list, and fewer rows at a time",
            Self::Option => "pass one of the documented values",
            Self::Handle => "pass what the call's documentation asks for",
        }
    }
}

impl Misfit {
    /// What a door's half in another language finds by itself, in the order in which it is numbered there.
    pub const FOUND: [Self; 4] = [Self::Missing, Self::WrongType, Self::NotUnicode, Self::OutOfRange];

    const fn hint(self, parameter: Parameter) -> &'static str {
        match (parameter, self) {
            (Parameter::Now, Self::Missing) => "there is no clock here: pass the time in Unix seconds",
            (_, Self::NotZero) => "pass 0",
            (_, Self::NotUnicode) => "encode it in UTF-8, without lone surrogates",
            (_, Self::OtherAlgorithm) => {
                "use a secret key with the current interface, and PEM keys with the legacy one"
            }
            _ => parameter.wanted(),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self(Reason::Error(error))
    }
}

impl From<Rejection> for Fault {
    fn from(rejection: Rejection) -> Self {
        Self(Reason::Rejection(rejection))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Error(error) => error.fmt(f)?,
            Reason::Rejection(rejection) => rejection.fmt(f)?,
            Reason::Misfit(parameter, misfit) => write!(f, "{} {misfit}", parameter.noun())?,
            Reason::OtherAccount(parameter) => {
                write!(f, "{} of the ticket differs from the one expected", parameter.noun())?;
            }
            Reason::Internal => f.write_str("usersig has a defect")?,
        }
        write!(f, "; {}", self.hint())
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::WrongType => "is of the wrong type",
            Self::NotUnicode => "is not valid Unicode",
            Self::Negative => "is negative",
            Self::OutOfRange => "is out of range",
            Self::OtherAlgorithm => "is for the other algorithm",
            Self::NotZero => "is not 0",
        })
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fault").field(&self.0).finish()
    }
}

impl std::error::Error for Fault {}
