//! Keys by application.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use usersig::{Key, SdkAppId};
use zeroize::Zeroizing;

/// The keys of one or many applications.
///
/// The order of an application's keys counts: the first one signs, and verifying tries them one
/// after another.
#[derive(Debug, Clone, Default)]
pub struct KeyRing {
    applications: BTreeMap<SdkAppId, Vec<Key>>,
}

impl KeyRing {
    /// No keys.
    #[must_use]
    pub const fn new() -> Self {
        Self { applications: BTreeMap::new() }
    }

    /// Adds a key behind those that the application has.
    pub fn insert(&mut self, sdkappid: SdkAppId, key: Key) {
        self.applications.entry(sdkappid).or_default().push(key);
    }

    /// Reads a JSON object from SDKAppID to key, or to a list of keys.
    ///
    /// ```
    /// use usersig_columns::KeyRing;
    /// let ring = KeyRing::from_json(r#"{"1400000000": "key", "1400000001": ["new key", "old key"]}"#)?;
    /// assert_eq!(ring.sdkappids().count(), 2);
    /// # Ok::<(), usersig_columns::KeyRingError>(())
    /// ```
    ///
    /// # Errors
    /// A [`KeyRingError`]. It repeats nothing of the text: in a file that is not as it should be
    /// keys may stand anywhere.
    pub fn from_json(text: &str) -> Result<Self, KeyRingError> {
        let entries: Entries = serde_json::from_str(text)
            .map_err(|error| KeyRingError::Json { line: error.line(), column: error.column() })?;
        let mut ring = Self::new();
        for (name, keys) in &entries.0 {
            let number = name.parse().ok().and_then(|number| SdkAppId::new(number).ok());
            let sdkappid = number.ok_or(KeyRingError::Name)?;
            if ring.applications.insert(sdkappid, Vec::new()).is_some() {
                return Err(KeyRingError::Twice);
            }
            for key in &keys.0 {
                let key = Key::from_text(key.as_bytes())
                    .map_err(|error| KeyRingError::Key { sdkappid: sdkappid.get(), error })?;
                ring.insert(sdkappid, key);
            }
        }
        Ok(ring)
    }

    /// The applications, in the order of their numbers.
    pub fn sdkappids(&self) -> impl Iterator<Item = SdkAppId> {
        self.applications.keys().copied()
    }

    /// The keys of an application; none of an unknown one.
    #[must_use]
    pub fn keys(&self, sdkappid: SdkAppId) -> &[Key] {
        self.applications.get(&sdkappid).map_or(&[], Vec::as_slice)
    }
}

/// A text that is not a ring of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyRingError {
    /// It is not a JSON object of texts, or of lists of texts.
    Json {
        /// Where it goes wrong, counted from 1.
        line: usize,
        /// Where it goes wrong, counted from 1.
        column: usize,
    },
    /// A member's name is not an SDKAppID.
    Name,
    /// An application stands there twice; give its keys as a list.
    Twice,
    /// A text is not a key.
    Key {
        /// The application.
        sdkappid: u32,
        /// What is wrong with its key.
        error: usersig::Error,
    },
}

impl KeyRingError {
    /// What a person can do about it, in one sentence.
    ///
    /// ```
    /// use usersig_columns::KeyRing;
    /// let error = KeyRing::from_json("[]").unwrap_err();
    /// assert!(error.hint().starts_with("write it as {"));
    /// ```
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Json { .. } => {
                "write it as {\"1400000000\": \"key\", \"1400000001\": [\"new key\", \"old key\"]}"
            }
            Self::Name => "name each member by an SDKAppID: digits, as the console shows it",
            Self::Twice => "give the keys of one SDKAppID as a list, the newest first",
            Self::Key { error, .. } => error.hint(),
        }
    }
}

impl fmt::Display for KeyRingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { line, column } => {
                write!(f, "the list of keys goes wrong at line {line}, column {column}")
            }
            Self::Name => f.write_str("a name in the list of keys is not an SDKAppID"),
            Self::Twice => f.write_str("an SDKAppID stands in the list of keys twice"),
            Self::Key { sdkappid, error } => write!(f, "the key of SDKAppID {sdkappid}: {error}"),
        }
    }
}

impl std::error::Error for KeyRingError {}

/// The members of the object, in their order.
struct Entries(Vec<(Zeroizing<String>, Keys)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object from SDKAppID to key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, keys)) = map.next_entry()? {
            entries.push((Zeroizing::new(name), keys));
        }
        Ok(Entries(entries))
    }
}

/// One key or several; wiped from memory when dropped.
struct Keys(Vec<Zeroizing<String>>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key or a list of keys")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Keys, E> {
        Ok(Keys(vec![Zeroizing::new(text.into())]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = list.next_element()? {
            keys.push(Zeroizing::new(key));
        }
        Ok(Keys(keys))
    }
}
