//! Loose values -> the engine's types.

use usersig::{Claims, Privileges, Room, SdkAppId, UserBuf, UserId, UserIdForm, Validity};

use crate::clock;
use crate::fault::{Fault, Misfit, Parameter};

/// A room as a foreign language names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoomArg<'a> {
    /// A numeric room, 1 to 4294967294.
    Id(i64),
    /// A string room, 1 to 64 bytes of the documented characters.
    Str(&'a [u8]),
}

impl<'a> RoomArg<'a> {
    pub(crate) fn room(self) -> Result<Room<'a>, Fault> {
        match self {
            Self::Id(id) => {
                let id = u64::try_from(id).map_err(|_| Fault::new(Parameter::Room, Misfit::Negative))?;
                Ok(Room::id(id)?)
            }
            Self::Str(text) => Ok(Room::str(unicode(text, Parameter::Room)?)?),
        }
    }
}

pub(crate) fn sdkappid(number: i64) -> Result<SdkAppId, Fault> {
    let number = u64::try_from(number).map_err(|_| Fault::new(Parameter::SdkAppId, Misfit::Negative))?;
    Ok(SdkAppId::new(number)?)
}

pub(crate) fn userid(text: &[u8], form: UserIdForm) -> Result<UserId<'_>, Fault> {
    Ok(UserId::with_form(unicode(text, Parameter::UserId)?, form)?)
}

pub(crate) fn unicode(text: &[u8], parameter: Parameter) -> Result<&str, Fault> {
    str::from_utf8(text).map_err(|_| Fault::new(parameter, Misfit::NotUnicode))
}

pub(crate) fn validity(expire: i64, now: Option<i64>) -> Result<Validity, Fault> {
    let expire = seconds(expire)?;
    Ok(Validity::new(clock::moment(now)?, expire)?)
}

/// A length of time.
pub(crate) fn seconds(length: i64) -> Result<u64, Fault> {
    u64::try_from(length).map_err(|_| Fault::new(Parameter::Expire, Misfit::Negative))
}

pub(crate) fn privileges(mask: i64) -> Result<Privileges, Fault> {
    let mask = u64::try_from(mask).map_err(|_| Fault::new(Parameter::Privileges, Misfit::Negative))?;
    Ok(Privileges::from_bits(mask)?)
}

pub(crate) fn claims<'a>(
    userid: UserId<'a>,
    validity: Validity,
    userbuf: Option<&'a [u8]>,
) -> Result<Claims<'a>, Fault> {
    let claims = Claims::new(userid, validity);
    match userbuf {
        Some(userbuf) => Ok(claims.with_userbuf(UserBuf::new(userbuf)?)),
        None => Ok(claims),
    }
}
