//! One sealed secret.
//!
//! Bytes: the version (1), the master key's name (8), the wrapped key (nonce 24, key 32, tag 16), the
//! sealed text (nonce 24, text, tag 16). Both are XChaCha20-Poly1305 with the place as associated data.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::{MasterKey, MasterKeys};
use crate::{StoreError, hex, random};

/// What a secret belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// `key`, `issuer` or `totp`.
    pub(crate) kind: &'static str,
    /// The SDKAppID, or 0.
    pub(crate) sdkappid: u32,
    /// The record's number within it.
    pub(crate) number: u32,
}

impl Place {
    fn associated(self, part: &str) -> Vec<u8> {
        format!("usersig-store 1\n{part}\n{}\n{}\n{}\n", self.kind, self.sdkappid, self.number).into_bytes()
    }
}

/// Seals with one master key and opens with all that are at hand.
#[derive(Clone, Debug)]
pub(crate) struct Sealer {
    keys: MasterKeys,
}

impl Sealer {
    pub(crate) const fn new(keys: MasterKeys) -> Self {
        Self { keys }
    }

    pub(crate) const fn keys(&self) -> &MasterKeys {
        &self.keys
    }

    /// Seals a secret with the master key of a name.
    pub(crate) fn seal(&self, master: &str, place: Place, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
        let master = self.keys.get(master)?;
        let mut key = Zeroizing::new([0; 32]);
        random::fill(&mut *key)?;
        let mut record = vec![VERSION];
        record.extend_from_slice(master.id_bytes());
        encrypt(&mut record, master.bytes(), &place.associated("key"), &*key)?;
        encrypt(&mut record, &key, &place.associated("text"), secret)?;
        Ok(record)
    }

    /// Opens a sealed secret.
    pub(crate) fn open(&self, place: Place, record: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let parts = Parts::of(record, place)?;
        let key = self.unwrap(place, &parts)?;
        decrypt(&key, &place.associated("text"), parts.text).ok_or_else(|| changed(place))
    }

    /// The same record under another master key. One that is under it already stays.
    pub(crate) fn wrap_again(
        &self,
        master: &MasterKey,
        place: Place,
        record: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let parts = Parts::of(record, place)?;
        let key = self.unwrap(place, &parts)?;
        let mut again = vec![VERSION];
        again.extend_from_slice(master.id_bytes());
        encrypt(&mut again, master.bytes(), &place.associated("key"), &*key)?;
        again.extend_from_slice(parts.text);
        Ok(again)
    }

    fn unwrap(&self, place: Place, parts: &Parts<'_>) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let master = self.keys.get(&hex::encode(parts.master))?;
        let key =
            decrypt(master.bytes(), &place.associated("key"), parts.key).ok_or_else(|| changed(place))?;
        let mut bytes = Zeroizing::new([0; 32]);
        if key.len() != bytes.len() {
            return Err(changed(place));
        }
        bytes.copy_from_slice(&key);
        Ok(bytes)
    }
}

struct Parts<'a> {
    master: &'a [u8],
    key: &'a [u8],
    text: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(record: &'a [u8], place: Place) -> Result<Self, StoreError> {
        let parts = || {
            let (version, rest) = record.split_first()?;
            let (master, rest) = rest.split_at_checked(8)?;
            let (key, text) = rest.split_at_checked(NONCE + 32 + TAG)?;
            (*version == VERSION).then_some(Self { master, key, text })
        };
        parts().ok_or_else(|| changed(place))
    }
}

/// Appends a nonce and what `plain` becomes.
fn encrypt(record: &mut Vec<u8>, key: &[u8; 32], associated: &[u8], plain: &[u8]) -> Result<(), StoreError> {
    let mut nonce = [0; NONCE];
    random::fill(&mut nonce)?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: associated })
        .map_err(|_| StoreError::Invalid("this is too long to be sealed".into()))?;
    record.extend_from_slice(&nonce);
    record.extend_from_slice(&sealed);
    Ok(())
}

fn decrypt(key: &[u8; 32], associated: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: associated };
    XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), payload).ok().map(Zeroizing::new)
}

fn changed(place: Place) -> StoreError {
    let Place { kind, sdkappid, number } = place;
    StoreError::Sealed(format!(
        "the sealed {kind} {number} of application {sdkappid} was changed or belongs elsewhere: restore a backup"
    ))
}

const VERSION: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
