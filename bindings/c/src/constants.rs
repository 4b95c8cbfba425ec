//! The numbers of the header, by name.

use std::ffi::{CStr, c_char};

/// As a length: the text ends at its NUL. `cbindgen.toml` puts it into the header.
pub(crate) const USERSIG_CSTR: usize = usize::MAX;

/// As a number: left out. For `now` this means the system clock, for a bound that there is none.
pub const USERSIG_UNSET: i64 = i64::MIN;

/// The validity that generators default to: 180 days, in seconds.
pub const USERSIG_DEFAULT_EXPIRE: i64 = 15_552_000;

/// Counts up when a declaration of this header changes.
pub const USERSIG_ABI: i32 = 1;

/// What kind of fault it is. Below 100: the request cannot be served; from 101 on: the
/// ticket is turned away.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_kind {
    /// No fault.
    USERSIG_OK = 0,
    /// The UserID must not be signed or cannot be looked for.
    USERSIG_INVALID_USERID = 1,
    /// The SDKAppID is not within 1 to 4294967295.
    USERSIG_INVALID_SDKAPPID = 2,
    /// A key is missing, unreadable, or cannot do what is asked.
    USERSIG_INVALID_KEY = 3,
    /// The validity is negative or ends out of range.
    USERSIG_INVALID_EXPIRE = 4,
    /// The moment is negative.
    USERSIG_INVALID_TIME = 5,
    /// The UserBuf is too long.
    USERSIG_INVALID_USERBUF = 6,
    /// The room is not a room id.
    USERSIG_INVALID_ROOM = 7,
    /// The privileges are not a mask from 0 to 255.
    USERSIG_INVALID_PRIVILEGES = 8,
    /// The ticket parameter is not a text.
    USERSIG_INVALID_TICKET = 9,
    /// Another parameter is not what it has to be.
    USERSIG_INVALID_ARGUMENT = 10,
    /// The caller's buffer is too small.
    USERSIG_BUFFER_TOO_SMALL = 11,
    /// The ECDSA signature could not be made.
    USERSIG_SIGNING_FAILED = 12,
    /// There is no usable system clock, and no time was passed.
    USERSIG_CLOCK = 13,
    /// A defect of usersig.
    USERSIG_INTERNAL = 14,
    /// Rejected: the ticket is empty.
    USERSIG_EMPTY = 101,
    /// Rejected: the ticket cannot be decoded.
    USERSIG_UNDECODABLE = 102,
    /// Rejected: a member is missing or malformed.
    USERSIG_MALFORMED = 103,
    /// Rejected: the ticket is for another application.
    USERSIG_MISMATCH_SDKAPPID = 104,
    /// Rejected: the ticket is for another user.
    USERSIG_MISMATCH_USERID = 105,
    /// Rejected: the ticket's time is over.
    USERSIG_EXPIRED = 106,
    /// Rejected: the PrivateMapKey's own time is over.
    USERSIG_ROOM_EXPIRED = 107,
    /// Rejected: the time of signing lies ahead of the bound on clock skew.
    USERSIG_FROM_THE_FUTURE = 108,
    /// Rejected: the ticket is valid for longer than the policy takes.
    USERSIG_VALID_FOR_TOO_LONG = 109,
    /// Rejected: the ticket has a UserBuf and none was expected.
    USERSIG_UNEXPECTED_USERBUF = 110,
    /// Rejected: the ticket has no UserBuf and one was expected.
    USERSIG_MISSING_USERBUF = 111,
    /// Rejected: the UserBuf's bytes differ from those expected.
    USERSIG_MISMATCH_USERBUF = 112,
    /// Rejected: the UserBuf is no PrivateMapKey for this user, application, room and these
    /// privileges.
    USERSIG_MISMATCH_ROOM = 113,
    /// Rejected: there is no key for the ticket's algorithm.
    USERSIG_NO_KEY = 114,
    /// Rejected: the signature does not match the key.
    USERSIG_MISMATCH_SIGNATURE = 115,
    /// Rejected: a legacy ticket's account type or third-party id differs from the one expected.
    USERSIG_MISMATCH_ACCOUNT = 116,
}

/// Which UserIDs an application signs. Verifying takes the widest form always.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_userid_form {
    /// 1 to 32 bytes of letters, digits, `_` and `-`.
    USERSIG_USERID_DOCUMENTED = 0,
    /// 1 to 2048 bytes of printable ASCII.
    USERSIG_USERID_ASCII = 1,
    /// 1 to 2048 bytes of UTF-8 without control characters.
    USERSIG_USERID_UTF8 = 2,
}

/// How a current ticket is compressed. Every reader takes both.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_encoding {
    /// The shortest ticket.
    USERSIG_ENCODING_COMPACT = 0,
    /// No compression: least work, about a third longer.
    USERSIG_ENCODING_STORED = 1,
}

/// What a request expects the ticket to carry.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_expectation {
    /// Any UserBuf, or none.
    USERSIG_EXPECT_ANY = 0,
    /// No UserBuf.
    USERSIG_EXPECT_NONE = 1,
    /// Exactly the bytes of `text` as the UserBuf.
    USERSIG_EXPECT_USERBUF = 2,
    /// A PrivateMapKey of this user for the room `room_id`, with at least `privileges`.
    USERSIG_EXPECT_ROOM_ID = 3,
    /// A PrivateMapKey of this user for the string room `text`, with at least `privileges`.
    USERSIG_EXPECT_ROOM_STR = 4,
}

/// The two algorithms.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_algorithm {
    /// None: the application verifies only.
    USERSIG_ALGORITHM_NONE = 0,
    /// The current one.
    USERSIG_ALGORITHM_HMAC_SHA256 = 1,
    /// The legacy one.
    USERSIG_ALGORITHM_ECDSA_SHA256 = 2,
}

/// What a verified UserBuf is.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_room_kind {
    /// It is not a PrivateMapKey, or there is none.
    USERSIG_ROOM_NONE = 0,
    /// A PrivateMapKey of the numeric room `room_id`.
    USERSIG_ROOM_ID = 1,
    /// A PrivateMapKey of the string room that stands in the UserBuf at `room_str_offset`.
    USERSIG_ROOM_STR = 2,
}

/// What a PrivateMapKey allows, bit by bit; join them with `|`.
#[repr(C)]
#[allow(clippy::exhaustive_enums)]
pub enum usersig_privilege {
    /// Nothing.
    USERSIG_PRIVILEGE_NONE = 0,
    /// Create the room.
    USERSIG_PRIVILEGE_CREATE_ROOM = 1,
    /// Enter the room.
    USERSIG_PRIVILEGE_ENTER = 2,
    /// Send audio.
    USERSIG_PRIVILEGE_SEND_AUDIO = 4,
    /// Receive audio.
    USERSIG_PRIVILEGE_RECEIVE_AUDIO = 8,
    /// Send video.
    USERSIG_PRIVILEGE_SEND_VIDEO = 16,
    /// Receive video.
    USERSIG_PRIVILEGE_RECEIVE_VIDEO = 32,
    /// Send substream (screen share) video.
    USERSIG_PRIVILEGE_SEND_SUBSTREAM = 64,
    /// Receive substream video.
    USERSIG_PRIVILEGE_RECEIVE_SUBSTREAM = 128,
    /// Enter, and receive audio and video.
    USERSIG_PRIVILEGE_AUDIENCE = 42,
    /// Everything.
    USERSIG_PRIVILEGE_ALL = 255,
}

/// The numbers have to stand above as such for the header; they are the engine's.
const _: () = {
    use usersig::Privileges;
    use usersig_privilege as Mask;
    assert!(Mask::USERSIG_PRIVILEGE_NONE as u32 == Privileges::NONE.bits());
    assert!(Mask::USERSIG_PRIVILEGE_CREATE_ROOM as u32 == Privileges::CREATE_ROOM.bits());
    assert!(Mask::USERSIG_PRIVILEGE_ENTER as u32 == Privileges::ENTER.bits());
    assert!(Mask::USERSIG_PRIVILEGE_SEND_AUDIO as u32 == Privileges::SEND_AUDIO.bits());
    assert!(Mask::USERSIG_PRIVILEGE_RECEIVE_AUDIO as u32 == Privileges::RECEIVE_AUDIO.bits());
    assert!(Mask::USERSIG_PRIVILEGE_SEND_VIDEO as u32 == Privileges::SEND_VIDEO.bits());
    assert!(Mask::USERSIG_PRIVILEGE_RECEIVE_VIDEO as u32 == Privileges::RECEIVE_VIDEO.bits());
    assert!(Mask::USERSIG_PRIVILEGE_SEND_SUBSTREAM as u32 == Privileges::SEND_SUBSTREAM.bits());
    assert!(Mask::USERSIG_PRIVILEGE_RECEIVE_SUBSTREAM as u32 == Privileges::RECEIVE_SUBSTREAM.bits());
    assert!(Mask::USERSIG_PRIVILEGE_AUDIENCE as u32 == Privileges::AUDIENCE.bits());
    assert!(Mask::USERSIG_PRIVILEGE_ALL as u32 == Privileges::ALL.bits());
};

/// The number of an algorithm by its name.
pub(crate) fn algorithm(name: Option<&str>) -> i32 {
    (match name {
        None => usersig_algorithm::USERSIG_ALGORITHM_NONE,
        Some("hmac-sha256") => usersig_algorithm::USERSIG_ALGORITHM_HMAC_SHA256,
        Some(_) => usersig_algorithm::USERSIG_ALGORITHM_ECDSA_SHA256,
    }) as i32
}

/// The version of this library, for example `0.1.0`.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_version() -> *const c_char {
    const VERSION: &CStr =
        match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
            Ok(version) => version,
            Err(_) => c"",
        };
    VERSION.as_ptr()
}

/// `USERSIG_ABI` of the library that runs, to be compared with the header's.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_abi() -> i32 {
    USERSIG_ABI
}
