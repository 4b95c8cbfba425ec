//! Who may ask: API tokens of back ends, and issuers of end users' sessions (JWT).

use serde::{Deserialize, Serialize};

/// An API token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiToken {
    /// Its public number; the secret is `ust_<id>_<random>`, shown once and stored as a SHA-256.
    pub id: u32,
    /// A name for people.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// The applications that it is for; empty: all.
    pub applications: Vec<u32>,
    /// Unix seconds.
    pub created_at: u64,
    /// Unix seconds; `None`: does not end.
    pub expires_at: Option<u64>,
    /// Unix seconds.
    pub revoked_at: Option<u64>,
}

/// What an API token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// Ask for tickets.
    Issue,
    /// Have tickets verified.
    Verify,
    /// Administer applications, tokens and users.
    Admin,
}

/// Where the sessions of an application's end users come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Issuer {
    /// Its number within the application.
    pub id: u32,
    /// The `iss` that tokens must carry.
    pub issuer: String,
    /// The `aud` that tokens must carry; empty: any.
    pub audience: String,
    /// The claim that holds the UserID, for example `sub`.
    pub userid_claim: String,
    /// Whether a request's body may name another UserID than the claim's.
    pub userid_from_body: bool,
    /// How its tokens are checked.
    pub keys: IssuerKeys,
}

impl Issuer {
    /// An issuer for any audience, with the UserID in the claim `sub` and nowhere else.
    pub fn new(issuer: impl Into<String>, keys: IssuerKeys) -> Self {
        Self {
            id: 0,
            issuer: issuer.into(),
            audience: String::new(),
            userid_claim: "sub".into(),
            userid_from_body: false,
            keys,
        }
    }
}

/// How the tokens of an [`Issuer`] are checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IssuerKeys {
    /// Public keys from this JWKS address.
    Jwks {
        /// An `https` address, or `http` on loopback.
        url: String,
    },
    /// A secret that is shared with the application's back end (HS256); kept sealed.
    SharedSecret,
}
