//! What the rows ask for.

use std::ops::Range;

use arrow_array::RecordBatch;
use usersig::{Key, PrivateMapKey, Privileges, Room, SdkAppId, Signer, UserBuf, UserId, Validity};

use super::options::{RoomName, SignOptions};
use crate::bind::{Columns, NumbersOrTexts};
use crate::error::ColumnError;
use crate::fault::Fault;
use crate::groups::Applications;
use crate::names::Role;
use crate::read::{Bytes, Numbers, Texts};
use crate::ring::KeyRing;

/// What the rows ask for.
pub(super) struct Rows<'a> {
    ring: &'a KeyRing,
    options: &'a SignOptions,
    userid: Texts<'a>,
    sdkappid: Option<Numbers<'a>>,
    expire: Option<Numbers<'a>>,
    room_id: Option<Numbers<'a>>,
    room_str: Option<Texts<'a>>,
    privileges: Option<NumbersOrTexts<'a>>,
    userbuf: Option<Bytes<'a>>,
    pub(super) signers: Applications<Signer>,
}

/// What one row asks for, but its UserBuf, which stands in memory of the group.
pub(super) struct Asked<'a> {
    pub(super) signer: usize,
    pub(super) userid: UserId<'a>,
    pub(super) validity: Validity,
    pub(super) userbuf: Option<Range<usize>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        ring: &'a KeyRing,
        batch: &'a RecordBatch,
        options: &'a SignOptions,
    ) -> Result<Self, ColumnError> {
        let columns = Columns::new(batch, &options.names);
        Ok(Self {
            ring,
            options,
            userid: columns.needed_texts(Role::UserId)?,
            sdkappid: columns.numbers(Role::SdkAppId)?,
            expire: columns.numbers(Role::Expire)?,
            room_id: columns.numbers(Role::RoomId)?,
            room_str: columns.texts(Role::RoomStr)?,
            privileges: columns.numbers_or_texts(Role::Privileges)?,
            userbuf: columns.bytes(Role::UserBuf)?,
            signers: Applications::new(),
        })
    }

    #[inline]
    pub(super) fn ask(&mut self, row: usize, userbufs: &mut Vec<u8>) -> Result<Asked<'a>, Fault> {
        let sdkappid = match number(self.sdkappid.as_ref(), row, Role::SdkAppId)? {
            Some(number) => SdkAppId::new(number)?,
            None => self.options.sdkappid.ok_or(Fault::NoSdkAppId)?,
        };
        let signer = self.signers.place(sdkappid.get(), || signer(self.ring, self.options, sdkappid))?;
        let userid = UserId::with_form(self.userid.get(row).unwrap_or_default(), self.options.form)?;
        let room = self.room(row)?;
        let usual = if room.is_some() { SignOptions::ROOM_SECONDS } else { Validity::DEFAULT_SECONDS };
        let expire = number(self.expire.as_ref(), row, Role::Expire)?.or(self.options.expire);
        let validity = Validity::new(self.options.now, expire.unwrap_or(usual))?;
        let userbuf = self.userbuf(row, userbufs)?;
        let userbuf = match room {
            None => userbuf,
            Some(_) if userbuf.is_some() => return Err(Fault::RoomAndUserBuf),
            Some((room, privileges)) => {
                let key = PrivateMapKey::new(userid, sdkappid, room, privileges, validity)?;
                let start = userbufs.len();
                userbufs.extend_from_slice(key.write_to(&mut [0; PrivateMapKey::MAX_BYTES])?);
                Some(start..userbufs.len())
            }
        };
        Ok(Asked { signer, userid, validity, userbuf })
    }

    fn room(&self, row: usize) -> Result<Option<(Room<'a>, Privileges)>, Fault> {
        let id = number(self.room_id.as_ref(), row, Role::RoomId)?;
        let text = self.room_str.as_ref().and_then(|texts| texts.get(row));
        let privileges = privileges(self.privileges.as_ref(), row)?;
        let room = match (id, text) {
            (Some(_), Some(_)) => return Err(Fault::TwoRooms),
            (Some(id), None) => Room::id(id)?,
            (None, Some(text)) => Room::str(text)?,
            (None, None) => match &self.options.room {
                Some(RoomName::Id(id)) => Room::id((*id).into())?,
                Some(RoomName::Str(text)) => Room::str(text)?,
                None if privileges.is_some() => return Err(Fault::NoRoom),
                None => return Ok(None),
            },
        };
        let privileges = privileges.or(self.options.privileges).ok_or(Fault::NoPrivileges)?;
        Ok(Some((room, privileges)))
    }

    fn userbuf(&self, row: usize, userbufs: &mut Vec<u8>) -> Result<Option<Range<usize>>, Fault> {
        let start = userbufs.len();
        match self.userbuf.as_ref().and_then(|bytes| bytes.append(row, userbufs)) {
            None => return Ok(None),
            Some(Ok(())) => {}
            Some(Err(_)) => {
                userbufs.truncate(start);
                return Err(Fault::NotBase64);
            }
        }
        if let Err(error) = UserBuf::new(&userbufs[start..]) {
            // Too long to be kept for the rest of the group.
            userbufs.truncate(start);
            return Err(error.into());
        }
        Ok(Some(start..userbufs.len()))
    }
}

/// The value of a column that may not be there.
#[inline]
pub(crate) fn number(column: Option<&Numbers<'_>>, row: usize, role: Role) -> Result<Option<u64>, Fault> {
    match column.and_then(|column| column.get(row)) {
        None => Ok(None),
        Some(Ok(number)) => Ok(Some(number)),
        Some(Err(_)) => Err(Fault::NotANumber(role)),
    }
}

/// A mask or names.
pub(crate) fn privileges(
    column: Option<&NumbersOrTexts<'_>>,
    row: usize,
) -> Result<Option<Privileges>, Fault> {
    Ok(match column {
        None => None,
        Some(NumbersOrTexts::Texts(texts)) => texts.get(row).map(str::parse).transpose()?,
        Some(NumbersOrTexts::Numbers(numbers)) => {
            number(Some(numbers), row, Role::Privileges)?.map(Privileges::from_bits).transpose()?
        }
    })
}

/// A signer with the first key that can sign.
fn signer(ring: &KeyRing, options: &SignOptions, sdkappid: SdkAppId) -> Result<Signer, Fault> {
    let keys = ring.keys(sdkappid);
    let key = keys.iter().find(|key| !matches!(key, Key::EcdsaPublic(_))).or(keys.first());
    let key = key.ok_or(Fault::UnknownSdkAppId(sdkappid.get()))?;
    Ok(Signer::new(sdkappid, key)?.with_encoding(options.encoding))
}
