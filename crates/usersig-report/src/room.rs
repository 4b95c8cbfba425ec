//! Rooms and privileges.

use serde::Serialize;
use usersig::{Privileges, Room};

/// A room as JSON: `{"id":1}` or `{"str":"1"}`.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub struct RoomJson<'a>(Name<'a>);

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Name<'a> {
    Id(u32),
    Str(&'a str),
}

impl<'a> RoomJson<'a> {
    /// The JSON of a room.
    #[must_use]
    pub fn new(room: &Room<'a>) -> Self {
        Self(room.as_str().map_or_else(|| Name::Id(room.as_id().unwrap_or_default()), Name::Str))
    }
}

/// Privileges as a list of names, with the bits that have no name as one number.
#[must_use]
pub fn privilege_names(privileges: Privileges) -> Vec<String> {
    let mut names: Vec<String> = privileges.names().map(Into::into).collect();
    let unnamed = privileges.bits() & !Privileges::ALL.bits();
    if unnamed != 0 {
        names.push(unnamed.to_string());
    }
    names
}
