//! An application's policy, prepared for every request.

use usersig::{Privileges, Room, UserIdForm as Form};
use usersig_store::application::{Policy, UserIdForm};

use crate::refusal::Refusal;

/// An application's policy, prepared for every request.
pub(crate) struct Rules {
    pub(crate) default_expire: u64,
    pub(crate) longest_expire: u64,
    pub(crate) form: Form,
    pub(crate) private_map_keys: bool,
    pub(crate) end_users: bool,
    pub(crate) back_ends: bool,
    rooms: Vec<RoomRule>,
    privileges: u32,
}

/// One line of a policy's rooms.
#[derive(Debug, PartialEq, Eq)]
enum RoomRule {
    Numbers(u32, u32),
    Text(String),
    Beginning(String),
}

impl Rules {
    pub(crate) fn new(policy: &Policy) -> Self {
        Self {
            default_expire: policy.default_expire,
            longest_expire: policy.longest_expire,
            form: match policy.userid_form {
                UserIdForm::PrintableAscii => Form::Ascii,
                UserIdForm::Utf8 => Form::Utf8,
                _ => Form::Documented,
            },
            private_map_keys: policy.private_map_keys,
            end_users: policy.end_users,
            back_ends: policy.back_ends,
            rooms: policy.rooms.iter().map(|text| RoomRule::new(text)).collect(),
            privileges: policy.privileges.into(),
        }
    }

    /// The validity of a request in seconds.
    pub(crate) fn expire(&self, asked: Option<u64>) -> Result<u64, Refusal> {
        let expire = asked.unwrap_or(self.default_expire.min(self.longest_expire));
        if expire == 0 {
            return Err(Refusal::invalid(
                "expire",
                "a ticket cannot be valid for 0 seconds",
                "ask for at least 1 second, or leave `expire` out",
            ));
        }
        if expire > self.longest_expire {
            let longest = self.longest_expire;
            return Err(Refusal::forbidden(
                "expire-too-long",
                format!("{expire} seconds are longer than the application's policy allows ({longest})"),
                "ask for less, or have the policy changed",
            ));
        }
        Ok(expire)
    }

    /// Whether the policy allows a PrivateMapKey for this room with these privileges.
    pub(crate) fn room(&self, room: Room<'_>, privileges: Privileges) -> Result<(), Refusal> {
        if !self.private_map_keys {
            return Err(Refusal::forbidden(
                "private-map-keys",
                "the application's policy issues no PrivateMapKeys",
                "have the policy changed",
            ));
        }
        if !self.rooms.is_empty() && !self.rooms.iter().any(|rule| rule.covers(room)) {
            return Err(Refusal::forbidden(
                "room",
                "the application's policy does not allow this room",
                "ask for a room that it allows, or have the policy changed",
            ));
        }
        let beyond = privileges.bits() & !self.privileges;
        if beyond != 0 {
            return Err(Refusal::forbidden(
                "privileges",
                format!("the application's policy does not allow the privileges {beyond} (as bits)"),
                "ask for fewer privileges, or have the policy changed",
            ));
        }
        Ok(())
    }
}

impl RoomRule {
    /// `100` and `100-199` are numeric rooms; everything else is a text, `"100"` in quotes too.
    fn new(text: &str) -> Self {
        if let Some((from, to)) = numbers(text) {
            return Self::Numbers(from, to);
        }
        if let Some(quoted) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            return Self::Text(quoted.into());
        }
        match text.strip_suffix('*') {
            Some(beginning) => Self::Beginning(beginning.into()),
            None => Self::Text(text.into()),
        }
    }

    fn covers(&self, room: Room<'_>) -> bool {
        match (self, room.as_id(), room.as_str()) {
            (Self::Numbers(from, to), Some(id), _) => (*from..=*to).contains(&id),
            (Self::Text(text), _, Some(room)) => text == room,
            (Self::Beginning(beginning), _, Some(room)) => room.starts_with(beginning.as_str()),
            _ => false,
        }
    }
}

fn numbers(text: &str) -> Option<(u32, u32)> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn rooms_are_numbers_ranges_texts_and_beginnings() {
        let rules = ["7", "100-199", "lobby", "class-*", "\"55\""].map(RoomRule::new);
        let covered = |room: Room<'_>| rules.iter().any(|rule| rule.covers(room));
        for id in [7, 100, 150, 199] {
            assert!(covered(Room::id(id).unwrap()), "{id}");
        }
        for id in [8, 99, 200, 55] {
            assert!(!covered(Room::id(id).unwrap()), "{id}");
        }
        for text in ["lobby", "class-", "class-1", "55"] {
            assert!(covered(Room::str(text).unwrap()), "{text}");
        }
        for text in ["Lobby", "lobby2", "clas", "7", "150"] {
            assert!(!covered(Room::str(text).unwrap()), "{text}");
        }
    }
}
