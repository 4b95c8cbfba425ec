//! UserBufs as base64, and what is in them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usersig::{PrivateMapKey, Room};

use crate::fault::Fault;
use crate::output;

/// Reads `--userbuf-base64`.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Fault> {
    STANDARD.decode(text).map_err(|error| {
        Fault::usage(
            format_args!("the UserBuf is not standard base64: {error}"),
            "encode it with + / = , for example: printf abc | base64",
        )
    })
}

/// Standard base64.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads `--room-id` or `--room-str`.
pub(crate) fn room<'a>(id: Option<u64>, text: Option<&'a str>) -> Result<Option<Room<'a>>, Fault> {
    Ok(match (id, text) {
        (Some(id), _) => Some(Room::id(id)?),
        (None, Some(text)) => Some(Room::str(text)?),
        (None, None) => None,
    })
}

/// Prints a UserBuf for people.
pub(crate) fn print(userbuf: Option<&[u8]>, key: Option<&PrivateMapKey<'_>>) -> Result<(), Fault> {
    let Some(userbuf) = userbuf else { return Ok(()) };
    let Some(key) = key else {
        return output::field("UserBuf", format_args!("{} ({} bytes)", encode(userbuf), userbuf.len()));
    };
    let kind = if key.room().as_id().is_some() { "numeric" } else { "string" };
    output::field("room", format_args!("{} ({kind})", key.room()))?;
    output::field("privileges", output::privilege_text(key.privileges()))?;
    output::field("room until", output::date(key.expires_at().into()))
}
