//! Master keys, and where they come from.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::file;
use crate::StoreError;
use crate::hex;

/// 32 random bytes that wrap the keys of sealed records.
#[derive(Clone)]
pub struct MasterKey {
    id: [u8; 8],
    bytes: Zeroizing<[u8; 32]>,
}

impl MasterKey {
    /// Makes a new one of the system's random source.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the source fails.
    pub fn generate() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0; 32]);
        crate::random::fill(&mut *bytes)?;
        Ok(Self::new(bytes))
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for another text; the message does not repeat it.
    pub fn from_hex(text: &str) -> Result<Self, StoreError> {
        hex::decode_secret(text).map(Self::new).ok_or_else(|| {
            StoreError::Invalid("a master key has 64 hexadecimal digits; this one does not".into())
        })
    }

    fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        let hash = Sha256::new().chain_update(b"usersig master key\n").chain_update(*bytes).finalize();
        let mut id = [0; 8];
        id.copy_from_slice(&hash[..8]);
        Self { id, bytes }
    }

    /// A short name that gives nothing away: 16 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        hex::encode(&self.id)
    }

    /// The key as 64 hexadecimal digits. Whoever has it and the database has every key in it.
    #[must_use]
    pub fn expose_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&*self.bytes))
    }

    pub(super) const fn id_bytes(&self) -> &[u8; 8] {
        &self.id
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "MasterKey({})", self.id())
    }
}

/// The master keys that are at hand: one, or the old and the new one during a rotation.
///
/// Keys of a file are read again when the database names one that is not known yet: so a server goes on
/// when a command beside it has changed the master key.
#[derive(Clone, Debug)]
pub struct MasterKeys {
    file: Option<PathBuf>,
    keys: Arc<RwLock<Vec<MasterKey>>>,
}

impl MasterKeys {
    /// Reads a file of keys, one a line; it must be readable by its owner only.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it cannot be read, others may read it, or it holds something else.
    pub fn from_file(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::with(Some(path.to_owned()), file::read(path)?))
    }

    /// Makes a file with a new key, readable by its owner only; a file that exists is read.
    ///
    /// # Errors
    /// As [`from_file`](Self::from_file).
    pub fn from_file_or_new(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            file::create(path, &[MasterKey::generate()?])?;
        }
        Self::from_file(path)
    }

    /// Reads keys from a text, parted by white space or commas: for an environment variable.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when it holds something else, or more than two.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        Ok(Self::with(None, parse(text)?))
    }

    /// One key, for example of [`MasterKey::generate`].
    #[must_use]
    pub fn of(key: MasterKey) -> Self {
        Self::with(None, vec![key])
    }

    fn with(file: Option<PathBuf>, keys: Vec<MasterKey>) -> Self {
        Self { file, keys: Arc::new(RwLock::new(keys)) }
    }

    /// The keys' names, in their order.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.all().iter().map(MasterKey::id).collect()
    }

    pub(crate) fn all(&self) -> Vec<MasterKey> {
        self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(crate) const fn have_a_file(&self) -> bool {
        self.file.is_some()
    }

    /// The key of a name. Reads the file again when it is not known.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when nobody knows it.
    pub(crate) fn get(&self, id: &str) -> Result<MasterKey, StoreError> {
        let find = || self.all().into_iter().find(|key| key.id() == id);
        if let Some(key) = find() {
            return Ok(key);
        }
        self.read_again()?;
        find().ok_or_else(|| {
            let ids = self.ids().join(" and ");
            StoreError::Sealed(format!(
                "the secrets are sealed with the master key {id}, and the one at hand is {ids}: \
                 give the master key that belongs to this store"
            ))
        })
    }

    /// Puts keys into the file and takes them from there; nothing where there is no file.
    pub(crate) fn replace(&self, keys: &[MasterKey]) -> Result<(), StoreError> {
        if let Some(path) = &self.file {
            file::replace(path, keys)?;
        }
        self.read_again()
    }

    /// Takes what the file holds now.
    pub(crate) fn read_again(&self) -> Result<(), StoreError> {
        if let Some(path) = &self.file {
            let keys = file::read(path)?;
            *self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner) = keys;
        }
        Ok(())
    }
}

/// The keys of a text; at least one and at most two.
pub(super) fn parse(text: &str) -> Result<Vec<MasterKey>, StoreError> {
    let parts = text.split(|character: char| character.is_whitespace() || character == ',');
    let keys: Vec<_> =
        parts.filter(|part| !part.is_empty()).map(MasterKey::from_hex).collect::<Result<_, _>>()?;
    match keys.len() {
        1 | 2 => Ok(keys),
        0 => Err(StoreError::Invalid("no master key was given: 64 hexadecimal digits are needed".into())),
        _ => Err(StoreError::Invalid(
            "more than two master keys were given: one is needed, and two during a rotation".into(),
        )),
    }
}
