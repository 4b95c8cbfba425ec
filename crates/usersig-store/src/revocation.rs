//! Revocations: a user's tickets signed before a moment are invalid (70052).

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The tickets of one user that were signed up to a moment are invalid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Revocation {
    /// The application.
    pub sdkappid: u32,
    /// The user.
    pub userid: String,
    /// Tickets with a `TLS.time` before this moment, in Unix seconds, are invalid.
    pub signed_before: u64,
    /// Unix seconds of the act.
    pub created_at: u64,
}

/// The revocations of one application, by UserID.
///
/// Most of them stand in a map that copies share, the latest ones in a small one beside it: a copy
/// with one more costs little, however many there are.
#[derive(Clone, Debug, Default)]
pub struct Revocations {
    older: Arc<HashMap<String, u64>>,
    latest: Arc<HashMap<String, u64>>,
}

impl Revocations {
    /// The moment (Unix seconds) before which the user's tickets are invalid.
    #[must_use]
    pub fn get(&self, userid: &str) -> Option<u64> {
        self.latest.get(userid).or_else(|| self.older.get(userid)).copied()
    }

    /// Each user with that moment, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        let older = self.older.iter().filter(|(userid, _)| !self.latest.contains_key(*userid));
        self.latest.iter().chain(older).map(|(userid, moment)| (userid.as_str(), *moment))
    }

    /// How many users there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.latest.is_empty() && self.older.is_empty()
    }

    /// Adds one, or moves it on.
    pub(crate) fn insert(&mut self, userid: String, moment: u64) {
        // A map that nobody else has is filled as it is; a shared one is left to those who have it.
        if let Some(older) = Arc::get_mut(&mut self.older) {
            older.insert(userid, moment);
            return;
        }
        Arc::make_mut(&mut self.latest).insert(userid, moment);
        if self.latest.len() > FEW + self.older.len() / SHARE {
            let whole = self.iter().map(|(userid, moment)| (userid.to_owned(), moment)).collect();
            *self = Self { older: Arc::new(whole), latest: Arc::default() };
        }
    }
}

impl PartialEq for Revocations {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(userid, moment)| other.get(userid) == Some(moment))
    }
}

impl Eq for Revocations {}

/// The latest ones join the others when they are more than these, and more than this share of the others.
const FEW: usize = 1000;
const SHARE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_goes_its_own_way_however_many_there_are() {
        let mut all = Revocations::default();
        let mut expected = HashMap::new();
        let mut kept = Vec::new();
        for number in 0..5_000_u64 {
            // Copies make the map shared; some users come again.
            kept.push((all.clone(), expected.len()));
            let userid = format!("u{}", number % 3_000);
            all.insert(userid.clone(), number);
            expected.insert(userid, number);
        }
        assert_eq!(all.len(), expected.len());
        assert!(expected.iter().all(|(userid, moment)| all.get(userid) == Some(*moment)));
        assert!(kept.iter().step_by(500).all(|(copy, length)| copy.len() == *length));
        assert_eq!(all.get("nobody"), None);
        assert!(all != kept[4_999].0 && all == all.clone());
    }
}
