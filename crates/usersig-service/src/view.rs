//! What requests read: a snapshot with its keys prepared.

use std::collections::HashMap;
use std::sync::Arc;

use usersig::{Key, SdkAppId, Signer, Verifier};
use usersig_store::Snapshot;
use usersig_store::application::{Algorithm, Application, ApplicationState, Key as KeyRecord, KeyRole};
use usersig_store::caller::ApiToken;
use usersig_store::revocation::Revocations;
use usersig_store::snapshot::ApplicationSecrets;
use zeroize::Zeroizing;

use crate::limits::Limits;
use crate::policy::Rules;
use crate::refusal::Refusal;
use crate::statistics::Counters;

/// A snapshot with its keys prepared.
#[derive(Default)]
pub(crate) struct View {
    pub(crate) revision: u64,
    pub(crate) applications: HashMap<u32, Arc<ApplicationView>>,
    pub(crate) tokens: HashMap<u32, (Arc<ApiToken>, [u8; 32])>,
}

/// One application, prepared.
pub(crate) struct ApplicationView {
    pub(crate) core: Arc<Core>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) counters: Arc<Counters>,
    /// By UserID, the moment before which its tickets are invalid.
    pub(crate) revocations: Revocations,
}

/// What is made once for as long as the application stays as it is.
pub(crate) struct Core {
    pub(crate) sdkappid: SdkAppId,
    pub(crate) secrets: ApplicationSecrets,
    pub(crate) rules: Rules,
    pub(crate) signer: Option<(Signer, u32)>,
    pub(crate) ring: Ring,
}

/// The keys that verify, within the time in which these are the ones.
#[derive(Clone)]
pub(crate) struct Ring {
    pub(crate) verifier: Verifier,
    /// The numbers of the keys, in the ring's order.
    pub(crate) keys: Vec<u32>,
    from: u64,
    until: u64,
}

impl View {
    /// Prepares a snapshot, taking over what did not change from the view before.
    pub(crate) fn new(snapshot: Snapshot, before: &Self, now: u64) -> Self {
        let Snapshot { revision, applications, tokens, mut revocations, faults, .. } = snapshot;
        for fault in faults {
            tracing::error!(fault, "a record cannot be opened and is left out");
        }
        let applications = applications.into_iter().filter_map(|(sdkappid, secrets)| {
            let before = before.applications.get(&sdkappid);
            let revocations = revocations.remove(&sdkappid).unwrap_or_default();
            let view = ApplicationView::new(sdkappid, secrets, before.map(AsRef::as_ref), revocations, now);
            match view {
                Ok(view) => Some((sdkappid, Arc::new(view))),
                Err(error) => {
                    tracing::error!(sdkappid, %error, "the application is left out: its record makes no sense");
                    None
                }
            }
        });
        Self {
            revision,
            applications: applications.collect(),
            tokens: tokens.into_iter().map(|(token, digest)| (token.id, (Arc::new(token), digest))).collect(),
        }
    }

    pub(crate) fn application(&self, sdkappid: u32) -> Result<&Arc<ApplicationView>, Refusal> {
        self.applications.get(&sdkappid).ok_or_else(|| Refusal::unknown_application(sdkappid))
    }

    /// An application that issues and verifies.
    pub(crate) fn active(&self, sdkappid: u32) -> Result<&Arc<ApplicationView>, Refusal> {
        let application = self.application(sdkappid)?;
        match application.core.secrets.application.state {
            ApplicationState::Active => Ok(application),
            _ => Err(Refusal::forbidden(
                "application-suspended",
                format!("the application {sdkappid} is suspended: it neither issues nor verifies"),
                "have the application resumed",
            )
            .with_code(usersig::codes::SVR_ACCOUNT_SDKAPPID_NOT_FOUND)),
        }
    }
}

impl ApplicationView {
    fn new(
        sdkappid: u32,
        secrets: ApplicationSecrets,
        before: Option<&Self>,
        revocations: Revocations,
        now: u64,
    ) -> Result<Self, usersig::Error> {
        let kept = before.filter(|before| before.core.is_of(&secrets, now));
        let policy = &secrets.application.policy;
        let limits = before.map(|before| &before.limits).filter(|limits| limits.are_of(policy));
        let limits = limits.cloned().unwrap_or_else(|| Arc::new(Limits::new(policy)));
        let counters = before.map(|before| Arc::clone(&before.counters)).unwrap_or_default();
        let core = match kept {
            Some(before) => Arc::clone(&before.core),
            None => Arc::new(Core::new(SdkAppId::new(sdkappid.into())?, secrets, now)),
        };
        Ok(Self { core, limits, counters, revocations })
    }

    /// The moment before which the user's tickets are invalid, when one of this time is.
    pub(crate) fn revoked(&self, userid: &str, time: u64) -> Option<u64> {
        self.revocations.get(userid).filter(|signed_before| time < *signed_before)
    }
}

impl Core {
    fn new(sdkappid: SdkAppId, secrets: ApplicationSecrets, now: u64) -> Self {
        let application = &secrets.application;
        let current = secrets.keys.iter().find(|(key, _)| {
            key.role == KeyRole::Current && key.algorithm == application.algorithm && key.signs
        });
        let signer = current.and_then(|(record, text)| {
            let signer = read(sdkappid, record, text).and_then(|key| Signer::new(sdkappid, &key).ok())?;
            Some((signer, record.id))
        });
        let ring = Ring::new(sdkappid, &secrets.keys, now);
        Self { sdkappid, rules: Rules::new(&application.policy), signer, ring, secrets }
    }

    pub(crate) fn application(&self) -> &Application {
        &self.secrets.application
    }

    /// Whether this was made of the same record, and its keys still are the ones.
    fn is_of(&self, secrets: &ApplicationSecrets, now: u64) -> bool {
        self.ring.holds_at(now)
            && self.secrets.application == secrets.application
            && self.secrets.keys == secrets.keys
            && self.secrets.issuer_secrets == secrets.issuer_secrets
    }
}

impl Ring {
    pub(crate) fn new(sdkappid: SdkAppId, keys: &[(KeyRecord, Zeroizing<String>)], now: u64) -> Self {
        let (mut from, mut until) = (0, u64::MAX);
        let mut ring = Vec::new();
        for (record, text) in keys {
            match record.role {
                KeyRole::Retired => continue,
                KeyRole::Verifying { until: Some(end) } if end < now => {
                    from = from.max(end + 1);
                    continue;
                }
                KeyRole::Verifying { until: Some(end) } => until = until.min(end),
                _ => {}
            }
            if let Some(key) = read(sdkappid, record, text) {
                ring.push((record.id, key));
            }
        }
        let keys = ring.iter().map(|(id, _)| *id).collect();
        Self { verifier: Verifier::new(sdkappid, ring.into_iter().map(|(_, key)| key)), keys, from, until }
    }

    /// Whether these are the keys that verify at this moment.
    pub(crate) fn holds_at(&self, now: u64) -> bool {
        (self.from..=self.until).contains(&now)
    }
}

/// A key that cannot be read is left out and named in the log; the others go on.
fn read(sdkappid: SdkAppId, record: &KeyRecord, text: &str) -> Option<Key> {
    let key = match record.algorithm {
        Algorithm::Hmac => usersig::HmacKey::new(text.as_bytes()).map(Key::Hmac),
        _ => Key::from_pem(text.as_bytes()),
    };
    key.inspect_err(|error| {
        tracing::error!(sdkappid = sdkappid.get(), key = record.id, %error, "a key cannot be read");
    })
    .ok()
}
