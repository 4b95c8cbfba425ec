//! The audit log: every administrative act, chained by hashes.
//!
//! The hash of an entry is SHA-256 over the hash before it and the entry itself, so nobody can change,
//! remove or insert one without changing all that follow. Keep the newest hash elsewhere (an export, a
//! log) to notice that the whole chain was written again.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::hex;

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub number: u64,
    /// Unix milliseconds.
    pub at: u64,
    /// Who: `administrator:NAME`, `token:ID`, `command:USER`, `service`.
    pub actor: String,
    /// From where: an address, or empty.
    pub address: String,
    /// What: `application.create`, `key.reveal`, `token.revoke`, `administrator.sign_in` …
    pub act: String,
    /// The SDKAppID it is about.
    pub sdkappid: Option<u32>,
    /// What else is known, without secrets: a JSON object.
    pub detail: Json,
    /// SHA-256 over the entry before and this one, in hex.
    pub hash: String,
}

impl Entry {
    /// The hash that this entry must have after one with the hash `previous`.
    ///
    /// Texts are preceded by their length in bytes and numbers are big-endian, each in 8 bytes; a
    /// missing SDKAppID is 2⁶⁴ − 1; `detail` is JSON without white space, members sorted by their bytes.
    #[must_use]
    pub fn chain(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new().chain_update(b"usersig audit 1\n").chain_update(previous);
        for number in [self.number, self.at, self.sdkappid.map_or(u64::MAX, u64::from)] {
            hash.update(number.to_be_bytes());
        }
        for text in [&self.actor, &self.address, &self.act, &canonical(&self.detail)] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        hash.finalize().into()
    }
}

/// Which entries to read; all conditions hold together.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Filter {
    /// Entries with a smaller number only: the page before.
    pub before: Option<u64>,
    /// This application only.
    pub sdkappid: Option<u32>,
    /// This actor only.
    pub actor: Option<String>,
    /// Acts that begin so.
    pub act: Option<String>,
    /// At most so many, and at most 1000; 0: 100.
    pub limit: u32,
}

/// What checking the chain found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChainReport {
    /// Entries read.
    pub entries: u64,
    /// The hash of the last one.
    pub head: String,
    /// The number of the first entry that does not fit, when one does not.
    pub broken_at: Option<u64>,
}

/// Checks a chain entry by entry, from the first one on: of a database, or of an exported file.
///
/// ```
/// let mut chain = usersig_store::audit::Chain::new();
/// // for each line of the file: chain.push(&serde_json::from_str(line)?);
/// let report = chain.finish();
/// assert_eq!((report.entries, report.broken_at), (0, None));
/// ```
#[derive(Clone, Debug)]
pub struct Chain {
    entries: u64,
    head: [u8; 32],
    broken_at: Option<u64>,
}

impl Chain {
    /// A chain without entries.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: 0, head: [0; 32], broken_at: None }
    }

    /// The next entry.
    pub fn push(&mut self, entry: &Entry) {
        self.entries += 1;
        let hash = entry.chain(&self.head);
        if entry.number != self.entries || entry.hash != hex::encode(&hash) {
            self.broken_at.get_or_insert(self.entries);
        }
        self.head = hash;
    }

    /// What was found.
    #[must_use]
    pub fn finish(self) -> ChainReport {
        ChainReport { entries: self.entries, head: hex::encode(&self.head), broken_at: self.broken_at }
    }

    /// What was found, where the last entry's number and hash are known: an end that is cut off shows.
    #[must_use]
    pub fn finish_at(self, entries: u64, head: &str) -> ChainReport {
        let mut report = self.finish();
        if report.entries != entries || report.head != head {
            report
                .broken_at
                .get_or_insert(report.entries.min(entries) + u64::from(report.entries != entries));
        }
        report
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

/// JSON in the one form that is hashed.
pub(crate) fn canonical(value: &Json) -> String {
    let mut text = String::new();
    write_canonical(&mut text, value);
    text
}

fn write_canonical(text: &mut String, value: &Json) {
    match value {
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (place, (name, value)) in members.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                text.push_str(&Json::from(name.as_str()).to_string());
                text.push(':');
                write_canonical(text, value);
            }
            text.push('}');
        }
        Json::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write_canonical(text, item);
            }
            text.push(']');
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => text.push_str(&value.to_string()),
    }
}
