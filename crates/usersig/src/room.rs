//! PrivateMapKey: the UserBuf that says which room a user may enter and what
//! they may do there, built and read back.
//!
//! All integers are big-endian:
//!
//! | field | bytes |
//! | --- | --- |
//! | version: 0 numeric room, 1 string room | 1 |
//! | length of the account in UTF-8 bytes, account (the UserID) | 2 + n |
//! | SDKAppID | 4 |
//! | numeric room id, 0 for a string room | 4 |
//! | end of validity, Unix seconds | 4 |
//! | privileges | 4 |
//! | account type, 0 | 4 |
//! | length of the room in UTF-8 bytes, room: only in version 1 | 2 + n |

use alloc::vec::Vec;
use core::fmt;

use crate::claims::{SdkAppId, UserId, Validity};
use crate::error::Error;

/// A room: by number or by text, which are different rooms even when they look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Room<'a>(RoomName<'a>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum RoomName<'a> {
    Id(u32),
    Str(&'a str),
}

impl<'a> Room<'a> {
    /// Largest numeric room id.
    pub const MAX_ID: u32 = 4_294_967_294;
    /// Longest string room id, in bytes.
    pub const MAX_STR_BYTES: usize = 64;

    /// A numeric room, 1 to 4294967294.
    ///
    /// # Errors
    /// [`Error::RoomId`] outside that range.
    pub fn id(number: u64) -> Result<Self, Error> {
        match u32::try_from(number) {
            Ok(id @ 1..=Self::MAX_ID) => Ok(Self(RoomName::Id(id))),
            _ => Err(Error::RoomId),
        }
    }

    /// A string room: 1 to 64 bytes of letters, digits, space and
    /// ``!#$%&()+-:;<=.>?@[]^_{}|~,``.
    ///
    /// # Errors
    /// [`Error::RoomStr`] for anything else.
    pub fn str(text: &'a str) -> Result<Self, Error> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || ROOM_MARKS.contains(&byte);
        if text.is_empty() || text.len() > Self::MAX_STR_BYTES || !text.bytes().all(allowed) {
            return Err(Error::RoomStr);
        }
        Ok(Self(RoomName::Str(text)))
    }

    /// The number, if the room has one.
    #[must_use]
    pub const fn as_id(&self) -> Option<u32> {
        match self.0 {
            RoomName::Id(id) => Some(id),
            RoomName::Str(_) => None,
        }
    }

    /// The text, if the room is named by one.
    #[must_use]
    pub const fn as_str(&self) -> Option<&'a str> {
        match self.0 {
            RoomName::Id(_) => None,
            RoomName::Str(text) => Some(text),
        }
    }
}

impl fmt::Display for Room<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            RoomName::Id(id) => write!(f, "{id}"),
            RoomName::Str(text) => write!(f, "{text:?}"),
        }
    }
}

/// What a user may do in a room: a set of eight permissions.
///
/// ```
/// use usersig::Privileges;
/// let audience: Privileges = "enter,receive-audio,receive-video".parse()?;
/// assert_eq!(audience, Privileges::AUDIENCE);
/// assert_eq!(audience.bits(), 42);
/// assert!(Privileges::ALL.contains(audience));
/// # Ok::<(), usersig::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Privileges(u32);

impl Privileges {
    /// Nothing at all.
    pub const NONE: Self = Self(0);
    /// Create the room.
    pub const CREATE_ROOM: Self = Self(1);
    /// Enter the room.
    pub const ENTER: Self = Self(2);
    /// Send audio.
    pub const SEND_AUDIO: Self = Self(4);
    /// Receive audio.
    pub const RECEIVE_AUDIO: Self = Self(8);
    /// Send video.
    pub const SEND_VIDEO: Self = Self(16);
    /// Receive video.
    pub const RECEIVE_VIDEO: Self = Self(32);
    /// Send substream (screen share) video.
    pub const SEND_SUBSTREAM: Self = Self(64);
    /// Receive substream video.
    pub const RECEIVE_SUBSTREAM: Self = Self(128);
    /// Enter and receive audio and video: 42.
    pub const AUDIENCE: Self = Self(42);
    /// Everything: 255.
    pub const ALL: Self = Self(255);

    /// Takes a mask of the eight documented bits.
    ///
    /// # Errors
    /// [`Error::Privileges`] above 255.
    pub const fn from_bits(bits: u64) -> Result<Self, Error> {
        if bits > 255 { Err(Error::Privileges) } else { Ok(Self(bits as u32)) }
    }

    /// The mask.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether every privilege of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// This set and `other` together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The names of the privileges in the set, in the order of their bits.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        PRIVILEGE_NAMES
            .iter()
            .enumerate()
            .filter(move |(bit, _)| self.0 >> bit & 1 == 1)
            .map(|(_, name)| *name)
    }
}

/// Reads `all`, `none`, a mask like `42`, or names with commas between.
impl core::str::FromStr for Privileges {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "all" => return Ok(Self::ALL),
            "none" => return Ok(Self::NONE),
            _ => {}
        }
        if let Ok(bits) = text.parse::<u32>() {
            return Self::from_bits(bits.into());
        }
        text.split(',').try_fold(Self::NONE, |set, name| {
            let name = name.trim();
            let bit = PRIVILEGE_NAMES.iter().position(|known| *known == name);
            bit.map(|bit| set.union(Self(1 << bit))).ok_or(Error::Privileges)
        })
    }
}

/// The content of a room ticket's UserBuf.
///
/// ```
/// use usersig::{PrivateMapKey, Privileges, Room, SdkAppId, UserId, Validity};
/// let key = PrivateMapKey::new(
///     UserId::new("xiaojun")?,
///     SdkAppId::new(1_400_000_000)?,
///     Room::id(10_000)?,
///     Privileges::AUDIENCE,
///     Validity::new(1_700_000_000, 21_600)?,
/// )?;
/// let userbuf = key.to_bytes();
/// assert_eq!(PrivateMapKey::parse(&userbuf), Some(key));
/// # Ok::<(), usersig::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateMapKey<'a> {
    account: &'a str,
    sdkappid: u32,
    room: Room<'a>,
    expires_at: u32,
    privileges: Privileges,
    account_type: u32,
}

impl<'a> PrivateMapKey<'a> {
    /// Longest PrivateMapKey that can be built, in bytes.
    pub const MAX_BYTES: usize = 1 + 2 + UserId::MAX_BYTES + 20 + 2 + Room::MAX_STR_BYTES;

    /// Permission for one user in one room until the validity ends.
    ///
    /// # Errors
    /// [`Error::RoomTime`] when the validity ends after 2106-02-07T06:28:15Z,
    /// where the layout's 4-byte time runs out.
    pub fn new(
        userid: UserId<'a>,
        sdkappid: SdkAppId,
        room: Room<'a>,
        privileges: Privileges,
        validity: Validity,
    ) -> Result<Self, Error> {
        let expires_at = u32::try_from(validity.expires_at()).map_err(|_| Error::RoomTime)?;
        Ok(Self {
            account: userid.as_str(),
            sdkappid: sdkappid.get(),
            room,
            expires_at,
            privileges,
            account_type: 0,
        })
    }

    /// Reads the layout; `None` when the bytes are anything else.
    ///
    /// It takes rooms and accounts that cannot be built here (other generators
    /// write them), as long as every byte of the layout is accounted for. A numeric
    /// room id beside a string room means nothing: it is passed over, and
    /// [`to_bytes`](Self::to_bytes) writes 0 in its place.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&version, rest) = bytes.split_first()?;
        let (account, rest) = split_text(rest)?;
        let (numbers, rest) = rest.split_first_chunk::<20>()?;
        let (words, _) = numbers.as_chunks::<4>();
        let &[sdkappid, id, expires_at, privileges, account_type] = words else { return None };
        let room = match version {
            0 if rest.is_empty() => RoomName::Id(u32::from_be_bytes(id)),
            1 => match split_text(rest)? {
                (text, []) if !text.is_empty() => RoomName::Str(text),
                _ => return None,
            },
            _ => return None,
        };
        Some(Self {
            account,
            sdkappid: u32::from_be_bytes(sdkappid),
            room: Room(room),
            expires_at: u32::from_be_bytes(expires_at),
            privileges: Privileges(u32::from_be_bytes(privileges)),
            account_type: u32::from_be_bytes(account_type),
        })
    }

    /// Writes the layout into the front of `out`.
    ///
    /// # Errors
    /// [`Error::BufferTooSmall`] when it does not fit.
    pub fn write_to<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], Error> {
        let needed = self.len();
        let Some(out) = out.get_mut(..needed) else {
            return Err(Error::BufferTooSmall { needed });
        };
        let (version, id, room) = match self.room.0 {
            RoomName::Id(id) => (0, id, None),
            RoomName::Str(text) => (1, 0, Some(text)),
        };
        let mut rest = &mut *out;
        put(&mut rest, &[version]);
        put_text(&mut rest, self.account);
        for number in [self.sdkappid, id, self.expires_at, self.privileges.0, self.account_type] {
            put(&mut rest, &number.to_be_bytes());
        }
        if let Some(room) = room {
            put_text(&mut rest, room);
        }
        Ok(out)
    }

    /// The layout's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = alloc::vec![0; self.len()];
        // The buffer has exactly the length that is needed.
        let _ = self.write_to(&mut bytes);
        bytes
    }

    fn len(&self) -> usize {
        let room = self.room.as_str().map_or(0, |text| 2 + text.len());
        1 + 2 + self.account.len() + 20 + room
    }

    /// The UserID that the permission is for.
    #[must_use]
    pub const fn account(&self) -> &'a str {
        self.account
    }

    /// The SDKAppID that the permission is for.
    #[must_use]
    pub const fn sdkappid(&self) -> u32 {
        self.sdkappid
    }

    /// The room that may be entered.
    #[must_use]
    pub const fn room(&self) -> Room<'a> {
        self.room
    }

    /// Last second of validity, Unix seconds.
    #[must_use]
    pub const fn expires_at(&self) -> u32 {
        self.expires_at
    }

    /// What may be done in the room.
    #[must_use]
    pub const fn privileges(&self) -> Privileges {
        self.privileges
    }

    /// The account type; every generator writes 0.
    #[must_use]
    pub const fn account_type(&self) -> u32 {
        self.account_type
    }
}

/// A text behind its 2-byte length, and what follows it.
fn split_text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
    Some((core::str::from_utf8(text).ok()?, rest))
}

fn put_text(out: &mut &mut [u8], text: &str) {
    // Both texts are bounded far below 65536 bytes by their types; a parsed one by its layout.
    put(out, &(text.len() as u16).to_be_bytes());
    put(out, text.as_bytes());
}

fn put(out: &mut &mut [u8], bytes: &[u8]) {
    let (front, rest) = core::mem::take(out).split_at_mut(bytes.len());
    front.copy_from_slice(bytes);
    *out = rest;
}

const ROOM_MARKS: &[u8] = b" !#$%&()+-:;<=.>?@[]^_{}|~,";

const PRIVILEGE_NAMES: [&str; 8] = [
    "create-room",
    "enter",
    "send-audio",
    "receive-audio",
    "send-video",
    "receive-video",
    "send-substream",
    "receive-substream",
];
