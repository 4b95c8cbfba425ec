//! The inputs, the same for everybody.

use usersig::{Curve, EcdsaPrivateKey, Key, Privileges, Room, SdkAppId, UserId};
use usersig_interop::{Room as PeerRoom, SignRequest};

use crate::Result;

pub const SDKAPPID: u64 = 1_400_000_000;
pub const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
pub const USERID: &str = "xiaojun";
pub const EXPIRE: u64 = 15_552_000;
/// Text, since one package takes nothing else.
pub const USERBUF: &[u8] = b"{\"role\":\"host\",\"room\":10000}";
pub const ROOM_ID: u32 = 10_000;
pub const ROOM_STR: &str = "live-room-10000";
pub const PRIVILEGES: Privileges = Privileges::ALL;

pub fn sdkappid() -> Result<SdkAppId> {
    Ok(SdkAppId::new(SDKAPPID)?)
}

pub fn userid() -> Result<UserId<'static>> {
    Ok(UserId::new(USERID)?)
}

pub fn key() -> Result<Key> {
    Ok(Key::from_text(KEY.as_bytes())?)
}

/// The legacy key of a curve, as PEM.
pub fn legacy_pem(curve: Curve) -> Result<String> {
    let key = EcdsaPrivateKey::from_entropy(curve, &[7; 32])?;
    Ok(key.expose_pem()?.to_string())
}

pub fn room_id() -> Result<Room<'static>> {
    Ok(Room::id(ROOM_ID.into())?)
}

pub fn room_str() -> Result<Room<'static>> {
    Ok(Room::str(ROOM_STR)?)
}

/// The request for a plain ticket.
pub fn plain() -> SignRequest<'static> {
    SignRequest::new(SDKAPPID, KEY, USERID, EXPIRE)
}

pub fn with_userbuf() -> SignRequest<'static> {
    plain().with_userbuf(USERBUF)
}

pub fn with_room_id() -> SignRequest<'static> {
    plain().with_room(PeerRoom::Id(ROOM_ID), PRIVILEGES.bits())
}

pub fn with_room_str() -> SignRequest<'static> {
    plain().with_room(PeerRoom::Str(ROOM_STR.into()), PRIVILEGES.bits())
}
