//! Sessions of end users: JWTs of the application's own issuer.

mod jwks;
mod provider;

use std::sync::Arc;

use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde_json::{Map, Value};
use usersig_store::caller::{Issuer, IssuerKeys};
use zeroize::Zeroizing;

use self::jwks::KeySets;
use crate::refusal::Refusal;

/// Fetches the JWKS document of an issuer. The server does it over HTTP with time and size bounds.
#[async_trait::async_trait]
pub trait FetchKeys: Send + Sync {
    /// The document's bytes; an error says what went wrong, for the log.
    async fn fetch(&self, url: &str) -> Result<Vec<u8>, String>;
}

/// Checks sessions; keeps the key sets of issuers.
pub(crate) struct Sessions {
    sets: KeySets,
    leeway: u64,
}

/// A session token whose header was read; nothing of it is verified.
pub(crate) struct Session<'a> {
    text: &'a str,
    header: Header,
    claims: Map<String, Value>,
}

/// Verified claims.
pub(crate) type Claims = Map<String, Value>;

impl Sessions {
    pub(crate) fn new(fetcher: Option<Arc<dyn FetchKeys>>, leeway: u64) -> Self {
        provider::install();
        Self { sets: KeySets::new(fetcher), leeway }
    }

    /// Checks a session against its issuer and returns its claims.
    pub(crate) async fn check(
        &self,
        session: &Session<'_>,
        issuer: &Issuer,
        secret: Option<&Zeroizing<String>>,
        now: u64,
    ) -> Result<Claims, Refusal> {
        let algorithm = session.header.alg;
        let key = match (&issuer.keys, secret) {
            (IssuerKeys::Jwks { url }, _) => {
                if !PUBLIC_KEY_ALGORITHMS.contains(&algorithm) {
                    return Err(wrong(
                        "the session is signed with an algorithm that is not RS256, ES256 or EdDSA",
                    ));
                }
                self.sets.key(url, session.header.kid.as_deref(), algorithm).await?
            }
            (IssuerKeys::SharedSecret, Some(secret)) if algorithm == Algorithm::HS256 => {
                Arc::new(DecodingKey::from_secret(secret.as_bytes()))
            }
            (IssuerKeys::SharedSecret, Some(_)) => {
                return Err(wrong("the session is signed with an algorithm that is not HS256"));
            }
            _ => return Err(wrong("the session's issuer has no key here")),
        };
        let mut validation = Validation::new(algorithm);
        // Times are checked below by the service's own clock.
        validation.validate_exp = false;
        validation.required_spec_claims = ["exp".to_owned(), "iss".to_owned()].into();
        validation.set_issuer(&[&issuer.issuer]);
        if issuer.audience.is_empty() {
            validation.validate_aud = false;
        } else {
            validation.set_audience(&[&issuer.audience]);
            validation.required_spec_claims.insert("aud".to_owned());
        }
        let decoded = jsonwebtoken::decode::<Claims>(session.text, &key, &validation)
            .map_err(|error| wrong(format!("the session is not good: {}", reason(&error))))?;
        self.check_times(&decoded.claims, now)?;
        Ok(decoded.claims)
    }

    fn check_times(&self, claims: &Claims, now: u64) -> Result<(), Refusal> {
        let ends =
            claims.get("exp").and_then(seconds).ok_or_else(|| wrong("the session's `exp` is not a time"))?;
        if now >= ends.saturating_add(self.leeway) {
            return Err(wrong("the session is over: its `exp` has passed"));
        }
        if let Some(begins) = claims.get("nbf") {
            let begins = seconds(begins).ok_or_else(|| wrong("the session's `nbf` is not a time"))?;
            if begins > now.saturating_add(self.leeway) {
                return Err(wrong("the session has not begun: its `nbf` lies ahead"));
            }
        }
        Ok(())
    }
}

impl<'a> Session<'a> {
    /// Reads header and claims of a session token, without believing them.
    pub(crate) fn read(text: &'a str) -> Result<Self, Refusal> {
        if text.len() > MAX_SESSION_BYTES {
            return Err(wrong("the session is longer than 8 KiB"));
        }
        let token = jsonwebtoken::dangerous::insecure_decode::<Claims>(text)
            .map_err(|_| wrong("the credential is neither an API token nor a JWT"))?;
        if token.header.crit.is_some() {
            return Err(wrong("the session demands extensions (`crit`) that are not known here"));
        }
        Ok(Self { text, header: token.header, claims: token.claims })
    }

    /// The issuer that the session says it comes from, among those of the application.
    pub(crate) fn issuer<'i>(&self, issuers: &'i [Issuer]) -> Result<&'i Issuer, Refusal> {
        let named = self.claims.get("iss").and_then(Value::as_str);
        let kind = |issuer: &&Issuer| {
            // Two records may share a name: one with a JWKS address, one with a secret.
            matches!(issuer.keys, IssuerKeys::SharedSecret) == (self.header.alg == Algorithm::HS256)
        };
        let mut found = issuers.iter().filter(|issuer| Some(issuer.issuer.as_str()) == named);
        found
            .clone()
            .find(kind)
            .or_else(|| found.next())
            .ok_or_else(|| wrong("the session is not of this application"))
    }
}

/// The UserID that a claim holds: a text, or a whole number as its digits.
pub(crate) fn userid(claims: &Claims, claim: &str) -> Result<String, Refusal> {
    match claims.get(claim) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Value::Number(number)) if number.is_u64() => Ok(number.to_string()),
        _ => Err(wrong(format!("the session has no claim `{claim}` that could be a UserID"))),
    }
}

fn seconds(value: &Value) -> Option<u64> {
    // RFC 7519 allows fractions of a second.
    value
        .as_u64()
        .or_else(|| value.as_f64().filter(|time| (0.0..1e15).contains(time)).map(|time| time as u64))
}

fn wrong(message: impl Into<std::borrow::Cow<'static, str>>) -> Refusal {
    Refusal::unauthenticated("session", message)
}

/// What is wrong with a session, in words that hold nothing of it.
fn reason(error: &jsonwebtoken::errors::Error) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidSignature => "its signature does not match",
        ErrorKind::InvalidIssuer => "it is of another issuer",
        ErrorKind::InvalidAudience => "it is for another audience",
        ErrorKind::MissingRequiredClaim(_) => "it lacks `exp`, `iss` or `aud`",
        ErrorKind::InvalidAlgorithm => "its algorithm is not its key's",
        _ => "it cannot be read",
    }
}

const PUBLIC_KEY_ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

const MAX_SESSION_BYTES: usize = 8192;
