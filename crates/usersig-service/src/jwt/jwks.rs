//! Key sets of issuers, kept in memory.
//!
//! A set is fetched when it is first needed, again in the background when it is ten minutes old, and
//! at once for a key that it does not hold, but not more often than every ten seconds. While the
//! issuer is away the set that is there goes on for a day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};

use super::FetchKeys;
use crate::refusal::{Kind, Refusal};

/// The key sets of every issuer, by address.
pub(crate) struct KeySets {
    fetcher: Option<Arc<dyn FetchKeys>>,
    sets: Mutex<HashMap<String, Arc<KeySet>>>,
}

struct KeySet {
    url: String,
    fetcher: Arc<dyn FetchKeys>,
    keys: ArcSwapOption<Keys>,
    /// When it was last tried; held while trying, so that one request fetches for all.
    tried: tokio::sync::Mutex<Option<Instant>>,
}

struct Keys {
    keys: Vec<NamedKey>,
    fetched: Instant,
}

/// A key under its `kid`, if it has one.
type NamedKey = (Option<String>, Arc<DecodingKey>);

impl KeySets {
    pub(crate) fn new(fetcher: Option<Arc<dyn FetchKeys>>) -> Self {
        Self { fetcher, sets: Mutex::new(HashMap::new()) }
    }

    /// The key of this name and kind from the set at an address.
    pub(crate) async fn key(
        &self,
        url: &str,
        kid: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Arc<DecodingKey>, Refusal> {
        let set = self.set(url)?;
        let known = set.keys.load_full().filter(|keys| keys.fetched.elapsed() < LONGEST_WITHOUT_ISSUER);
        let found = known.as_ref().and_then(|keys| keys.find(kid, algorithm));
        match (known, found) {
            (Some(keys), Some(key)) => {
                if keys.fetched.elapsed() > REFRESH_AFTER {
                    tokio::spawn(async move { set.fetch().await });
                }
                Ok(key)
            }
            (known, None) => {
                set.fetch().await;
                let keys = set.keys.load_full().or(known).ok_or_else(away)?;
                if keys.fetched.elapsed() >= LONGEST_WITHOUT_ISSUER {
                    return Err(away());
                }
                keys.find(kid, algorithm)
                    .ok_or_else(|| super::wrong("the session's key is not one of its issuer's"))
            }
            (None, Some(_)) => Err(away()),
        }
    }

    fn set(&self, url: &str) -> Result<Arc<KeySet>, Refusal> {
        let fetcher = self.fetcher.as_ref().ok_or_else(away)?;
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = sets.get(url) {
            return Ok(Arc::clone(set));
        }
        if sets.len() >= MOST_SETS {
            // Addresses come from administrators only; the ones still in use come back by themselves.
            sets.clear();
        }
        let set = Arc::new(KeySet {
            url: url.into(),
            fetcher: Arc::clone(fetcher),
            keys: ArcSwapOption::empty(),
            tried: tokio::sync::Mutex::new(None),
        });
        sets.insert(url.into(), Arc::clone(&set));
        Ok(set)
    }
}

impl KeySet {
    /// Fetches the set, unless that was tried a moment ago.
    async fn fetch(&self) {
        let mut tried = self.tried.lock().await;
        if tried.is_some_and(|at| at.elapsed() < TRY_EVERY) {
            return;
        }
        *tried = Some(Instant::now());
        let fetched = match self.fetcher.fetch(&self.url).await {
            Ok(document) => read(&document),
            Err(error) => Err(error),
        };
        match fetched {
            Ok(keys) => self.keys.store(Some(Arc::new(Keys { keys, fetched: Instant::now() }))),
            Err(error) => tracing::warn!(url = self.url, error, "an issuer's keys cannot be had"),
        }
    }
}

impl Keys {
    /// By name when the session names a key; else the only one of that kind.
    fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<Arc<DecodingKey>> {
        let mut fitting = self.keys.iter().filter(|(_, key)| key.family() == algorithm.family());
        let found = match kid {
            Some(_) => fitting.find(|(id, _)| id.as_deref() == kid),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        };
        found.map(|(_, key)| Arc::clone(key))
    }
}

/// The signing keys of a document; those of other kinds are passed over.
fn read(document: &[u8]) -> Result<Vec<NamedKey>, String> {
    let set: JwkSet =
        serde_json::from_slice(document).map_err(|error| format!("not a JWKS document: {error}"))?;
    let usable = |jwk: &&Jwk| !matches!(jwk.common.public_key_use, Some(PublicKeyUse::Encryption));
    let key = |jwk: &Jwk| {
        let key = DecodingKey::from_jwk(jwk).ok()?;
        // A set of public keys has no business holding a secret.
        let public = key.family() != AlgorithmFamily::Hmac;
        public.then(|| (jwk.common.key_id.clone(), Arc::new(key)))
    };
    Ok(set.keys.iter().filter(usable).take(MOST_KEYS).filter_map(key).collect())
}

fn away() -> Refusal {
    Refusal::new(
        Kind::Unavailable,
        "issuer-away",
        "the keys of the session's issuer cannot be had",
        "try again soon; the operator finds the reason in the log",
    )
    .with_retry_after(TRY_EVERY.as_secs())
}

const REFRESH_AFTER: Duration = Duration::from_secs(600);
const TRY_EVERY: Duration = Duration::from_secs(10);
const LONGEST_WITHOUT_ISSUER: Duration = Duration::from_secs(86_400);
const MOST_SETS: usize = 1_000;
const MOST_KEYS: usize = 100;
