//! What can go wrong, typed: [`Error`] for requests that cannot be served.
//!
//! A ticket that is turned away is a [`Rejection`](crate::Rejection), not an
//! [`Error`]: the first is an answer, the second is misuse or bad input.

use core::fmt;

use crate::codes;

/// A request that this crate refuses to serve.
///
/// Every variant says what was wrong; [`Error::hint`] says what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The UserID is not of the wanted form.
    UserId(UserIdFault),
    /// The SDKAppID is 0 or does not fit 32 bits.
    SdkAppId,
    /// The numeric room id is not within 1 to 4294967294.
    RoomId,
    /// The string room id is empty, longer than 64 bytes, or holds a character
    /// outside the documented set.
    RoomStr,
    /// The privileges are neither a mask within 0 to 255 nor known names.
    Privileges,
    /// The UserBuf is longer than [`UserBuf::MAX_BYTES`](crate::UserBuf::MAX_BYTES).
    UserBuf,
    /// Time of signing plus validity does not fit 63 bits.
    Validity,
    /// A room ticket would run past 2106-02-07, the end of its 4-byte clock.
    RoomTime,
    /// The key is empty.
    EmptyKey,
    /// The PEM text holds no key that can be used.
    Pem(PemFault),
    /// A public key can verify, but not sign.
    PublicKeyCannotSign,
    /// The caller's buffer is too small for the ticket.
    BufferTooSmall {
        /// Bytes that are enough.
        needed: usize,
    },
    /// The ECDSA signature could not be made.
    SigningFailed,
    /// The system clock stands before 1970.
    Clock,
}

/// What is wrong with a UserID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserIdFault {
    /// It has no characters.
    Empty,
    /// It is longer than the form allows.
    TooLong {
        /// The longest length allowed, in bytes.
        limit: usize,
    },
    /// It holds a control character, which no form allows: a line feed would
    /// end the line of the signed text and let a ticket be forged.
    ControlCharacter {
        /// Byte position of the first one.
        at: usize,
    },
    /// It holds a character outside the documented `A-Z a-z 0-9 _ -`.
    NotDocumented {
        /// Byte position of the first one.
        at: usize,
    },
    /// It holds a character outside printable ASCII.
    NotAscii {
        /// Byte position of the first one.
        at: usize,
    },
}

/// What is wrong with a PEM key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PemFault {
    /// There is no complete block from a BEGIN to its END line.
    NoBlock,
    /// The text between BEGIN and END is not base64.
    Base64,
    /// The block is of a kind that holds no EC key (a certificate, an RSA key).
    OtherKind,
    /// The key is protected by a pass phrase.
    Encrypted,
    /// The bytes do not follow the structure that the BEGIN line announces.
    Structure,
    /// The key is on a curve other than P-256 and secp256k1.
    OtherCurve,
    /// The number or point is not a valid key of its curve.
    NotAKey,
    /// This build has no legacy algorithm: its feature `ecdsa` is off.
    LeftOut,
}

impl Error {
    /// The code that Tencent's SDKs give for this fault of a parameter.
    ///
    /// -3317 SDKAppID, -3318 room, -3319 UserID, and 6017 (invalid parameter)
    /// for the rest.
    #[must_use]
    pub const fn code(&self) -> i32 {
        match self {
            Self::SdkAppId => codes::SDK_APPID_INVALID,
            Self::RoomId | Self::RoomStr => codes::ROOM_ID_INVALID,
            Self::UserId(_) => codes::USER_ID_INVALID,
            _ => codes::INVALID_PARAMETERS,
        }
    }

    /// The code of the older C and C++ interface, 13 to 17.
    #[must_use]
    pub const fn c_code(&self) -> i32 {
        match self {
            Self::UserId(_) => 13,
            Self::SdkAppId => 14,
            Self::UserBuf | Self::RoomId | Self::RoomStr | Self::Privileges | Self::RoomTime => 15,
            Self::EmptyKey | Self::Pem(_) | Self::PublicKeyCannotSign | Self::SigningFailed => 17,
            Self::Validity | Self::BufferTooSmall { .. } | Self::Clock => 16,
        }
    }

    /// What a person can do about it, in one sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::UserId(fault) => fault.hint(),
            Self::SdkAppId => {
                "take the SDKAppID from the application's page in the console, a number like 1400000000"
            }
            Self::RoomId => {
                "numeric rooms are 1 to 4294967294; a room named by text is a string room, which is a different room"
            }
            Self::RoomStr => {
                "use 1 to 64 bytes of letters, digits, space, comma and !#$%&()+-:;<=.>?@[]^_{}|~"
            }
            Self::Privileges => {
                "give a mask from 0 to 255, \"all\", or names like enter,receive-audio,receive-video"
            }
            Self::UserBuf => {
                "a UserBuf holds at most 8192 bytes; keep large data on your server and put a reference into it"
            }
            Self::Validity => {
                "give seconds: a time of signing near now, and a validity of at most 50 years (1576800000)"
            }
            Self::RoomTime => {
                "choose a shorter validity: a PrivateMapKey must end before 2106-02-07T06:28:15Z"
            }
            Self::EmptyKey => {
                "copy the secret key from the application's page in the console, usually 64 characters"
            }
            Self::Pem(fault) => fault.hint(),
            Self::PublicKeyCannotSign => {
                "sign with the private key of the pair; the public one is for verifying"
            }
            Self::BufferTooSmall { .. } => "pass a buffer of Signer::max_len bytes",
            Self::SigningFailed => {
                "check that the private key is complete; make a new pair if it still fails"
            }
            Self::Clock => "set the system clock, or pass the time yourself",
        }
    }
}

impl UserIdFault {
    const fn hint(self) -> &'static str {
        match self {
            Self::Empty => "name the user, for example xiaojun",
            Self::TooLong { .. } => "use a shorter UserID; documents allow 32 bytes, the wider forms 2048",
            Self::ControlCharacter { .. } => {
                "remove line feeds, tabs and other control characters from the UserID"
            }
            Self::NotDocumented { .. } => {
                "use A-Z a-z 0-9 _ - only, or choose the ascii or utf8 form on purpose"
            }
            Self::NotAscii { .. } => "use printable ASCII only, or choose the utf8 form on purpose",
        }
    }
}

impl PemFault {
    const fn hint(self) -> &'static str {
        match self {
            Self::NoBlock => "pass the whole text from -----BEGIN to the end of the -----END line",
            Self::Base64 => "copy the key again: characters inside it were changed or lost",
            Self::OtherKind => "use an EC PRIVATE KEY, PRIVATE KEY or PUBLIC KEY block",
            Self::Encrypted => "decrypt it first: openssl pkcs8 -in encrypted.pem -out key.pem",
            Self::Structure => "copy the key again: its inner structure is damaged",
            Self::OtherCurve => "use a key on prime256v1 (P-256) or secp256k1",
            Self::NotAKey => "the number inside is not a key of its curve; make a new pair",
            Self::LeftOut => {
                "use the application's secret key, or a build of usersig with the legacy algorithm"
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UserId(fault) => write!(f, "the UserID {fault}"),
            Self::SdkAppId => f.write_str("the SDKAppID is not a number from 1 to 4294967295"),
            Self::RoomId => f.write_str("the numeric room id is not within 1 to 4294967294"),
            Self::RoomStr => f.write_str("the string room id is not 1 to 64 bytes of the allowed characters"),
            Self::Privileges => {
                f.write_str("the privileges are neither a mask from 0 to 255 nor known names")
            }
            Self::UserBuf => f.write_str("the UserBuf is longer than 8192 bytes"),
            Self::Validity => f.write_str("time of signing plus validity is out of range"),
            Self::RoomTime => {
                f.write_str("the PrivateMapKey would run past the year 2106, where its 4-byte time ends")
            }
            Self::EmptyKey => f.write_str("the key is empty"),
            Self::Pem(fault) => write!(f, "the PEM key {fault}"),
            Self::PublicKeyCannotSign => f.write_str("a public key cannot sign"),
            Self::BufferTooSmall { needed } => {
                write!(f, "the buffer is too small: {needed} bytes are enough")
            }
            Self::SigningFailed => f.write_str("the ECDSA signature could not be made"),
            Self::Clock => f.write_str("the system clock stands before 1970"),
        }
    }
}

impl fmt::Display for UserIdFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong { limit } => write!(f, "is longer than {limit} bytes"),
            Self::ControlCharacter { at } => write!(f, "holds a control character at byte {at}"),
            Self::NotDocumented { at } => {
                write!(f, "holds a character outside A-Z a-z 0-9 _ - at byte {at}")
            }
            Self::NotAscii { at } => write!(f, "holds a character outside printable ASCII at byte {at}"),
        }
    }
}

impl fmt::Display for PemFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoBlock => "has no complete block from BEGIN to END",
            Self::Base64 => "is not base64 between BEGIN and END",
            Self::OtherKind => "is of a kind that holds no EC key",
            Self::Encrypted => "is protected by a pass phrase",
            Self::Structure => "is damaged inside",
            Self::OtherCurve => "is on a curve other than P-256 and secp256k1",
            Self::NotAKey => "holds a number or point that is no key of its curve",
            Self::LeftOut => "is of the legacy algorithm, which this build is without",
        })
    }
}

impl core::error::Error for Error {}
