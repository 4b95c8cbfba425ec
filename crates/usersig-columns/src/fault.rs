//! Why one row cannot be served.

use std::fmt;

use usersig::codes;

use crate::names::Role;

/// Why one row cannot be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// What the engine refuses.
    Engine(usersig::Error),
    /// A value is not a number that the engine could look at.
    NotANumber(Role),
    /// The UserBuf's text is not standard base64.
    NotBase64,
    /// Neither the row nor the call names an application.
    NoSdkAppId,
    /// The ring has no key of this application.
    UnknownSdkAppId(u32),
    /// A numeric and a string room.
    TwoRooms,
    /// A room and a UserBuf, where a PrivateMapKey is the UserBuf.
    RoomAndUserBuf,
    /// A room without privileges.
    NoPrivileges,
    /// Privileges without a room.
    NoRoom,
}

impl Fault {
    /// Tencent's number.
    pub(crate) const fn code(self) -> i32 {
        match self {
            Self::Engine(error) => error.code(),
            Self::NotANumber(Role::SdkAppId) | Self::NoSdkAppId => codes::SDK_APPID_INVALID,
            Self::NotANumber(Role::RoomId) | Self::TwoRooms => codes::ROOM_ID_INVALID,
            Self::UnknownSdkAppId(_) => codes::SVR_ACCOUNT_SDKAPPID_NOT_FOUND,
            _ => codes::INVALID_PARAMETERS,
        }
    }
}

impl From<usersig::Error> for Fault {
    fn from(error: usersig::Error) -> Self {
        Self::Engine(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine(error) => error.fmt(f),
            Self::NotANumber(role) => {
                write!(f, "{} is not a whole number from 0 to 18446744073709551615", role.name())
            }
            Self::NotBase64 => f.write_str("the UserBuf is not standard base64"),
            Self::NoSdkAppId => f.write_str("no SDKAppID is given"),
            Self::UnknownSdkAppId(sdkappid) => write!(f, "there is no key of SDKAppID {sdkappid}"),
            Self::TwoRooms => f.write_str("both a numeric and a string room are given"),
            Self::RoomAndUserBuf => {
                f.write_str("both a room and a UserBuf are given, and the PrivateMapKey would be the UserBuf")
            }
            Self::NoPrivileges => f.write_str("a room is given and no privileges"),
            Self::NoRoom => f.write_str("privileges are given and no room"),
        }
    }
}
