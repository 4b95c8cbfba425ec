//! The case files' shapes.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use usersig::{Error, Key, Room};

/// The files of verify cases.
pub(crate) const VERIFY_FILES: [&str; 10] = [
    "published",
    "published-rejected",
    "rejections",
    "forgeries",
    "envelope",
    "truncation",
    "bombs",
    "times",
    "rooms",
    "rings",
];

/// Reads a file of `vectors/`.
pub(crate) fn read<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[derive(Deserialize)]
pub(crate) struct VerifyCase {
    #[serde(default)]
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) about: String,
    pub(crate) ticket: String,
    pub(crate) request: Request,
    #[serde(default)]
    pub(crate) keys: Vec<KeyText>,
    pub(crate) policy: Option<Policy>,
    pub(crate) now: u64,
    pub(crate) expect: Expect,
}

#[derive(Deserialize)]
pub(crate) struct Request {
    pub(crate) sdkappid: u64,
    pub(crate) userid: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyText {
    Hmac(String),
    Pem(String),
}

impl KeyText {
    pub(crate) fn key(&self) -> Key {
        let (Self::Hmac(text) | Self::Pem(text)) = self;
        Key::from_text(text.as_bytes()).unwrap()
    }
}

#[derive(Deserialize, Clone, Default)]
pub(crate) struct Policy {
    pub(crate) userbuf: Option<ExpectedUserBuf>,
    pub(crate) room: Option<RoomName>,
    pub(crate) privileges: Option<u64>,
    pub(crate) max_clock_skew: Option<u64>,
    pub(crate) longest_validity: Option<u64>,
    pub(crate) legacy_utc_offset: Option<i32>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged)]
pub(crate) enum ExpectedUserBuf {
    Word(String),
    Exactly { base64: String },
}

impl ExpectedUserBuf {
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Word(_) => None,
            Self::Exactly { base64 } => Some(STANDARD.decode(base64).unwrap()),
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::Word(word) if word == "none")
    }
}

#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RoomName {
    Id(u64),
    Str(String),
}

impl RoomName {
    pub(crate) fn new(room: &Room<'_>) -> Self {
        room.as_str().map_or_else(|| Self::Id(room.as_id().unwrap().into()), |text| Self::Str(text.into()))
    }

    pub(crate) fn room(&self) -> Result<Room<'_>, Error> {
        match self {
            Self::Id(id) => Room::id(*id),
            Self::Str(text) => Room::str(text),
        }
    }
}

#[derive(Deserialize, Default, Debug, PartialEq, Eq)]
pub(crate) struct Expect {
    pub(crate) valid: Option<bool>,
    pub(crate) code: Option<i32>,
    pub(crate) c_code: Option<i32>,
    pub(crate) algorithm: Option<String>,
    pub(crate) time: Option<u64>,
    pub(crate) expire: Option<u64>,
    pub(crate) userbuf: Option<String>,
    pub(crate) room: Option<RoomName>,
    pub(crate) privileges: Option<u32>,
    pub(crate) refused: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct KeyCase {
    pub(crate) title: String,
    pub(crate) key_base64: String,
    pub(crate) expect: KeyExpect,
    pub(crate) verifies: Option<VerifyCase>,
}

#[derive(Deserialize)]
pub(crate) struct KeyExpect {
    pub(crate) kind: Option<String>,
    pub(crate) curve: Option<String>,
    pub(crate) error: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct SignCase {
    pub(crate) title: String,
    pub(crate) sdkappid: u64,
    pub(crate) userid: String,
    pub(crate) form: String,
    pub(crate) key: KeyText,
    pub(crate) time: u64,
    pub(crate) expire: u64,
    pub(crate) userbuf: Option<String>,
    pub(crate) room: Option<RoomName>,
    pub(crate) privileges: Option<u32>,
    pub(crate) expect: SignExpect,
}

#[derive(Deserialize)]
pub(crate) struct SignExpect {
    pub(crate) sig: Option<String>,
    pub(crate) userbuf: Option<String>,
    pub(crate) error: Option<String>,
}
