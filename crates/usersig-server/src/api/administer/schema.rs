//! What the store's records look like in JSON, for the OpenAPI document. A test compares them with
//! the records themselves.

#![allow(dead_code, reason = "these describe another crate's types and are never made")]

use utoipa::ToSchema;

/// An application.
#[derive(ToSchema)]
pub(crate) struct Application {
    /// The SDKAppID.
    sdkappid: u32,
    /// A name for people.
    name: String,
    /// Whether it issues and verifies.
    state: State,
    /// What new tickets are signed with.
    algorithm: Algorithm,
    /// Every key, the newest first, without its secret.
    keys: Vec<Key>,
    /// What callers may ask for.
    policy: Policy,
    /// Where end users' own sessions come from.
    issuers: Vec<Issuer>,
    /// Unix seconds.
    created_at: u64,
}

/// Whether an application issues and verifies.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum State {
    /// It does.
    Active,
    /// It does neither until it is resumed.
    Suspended,
    /// It does neither, and waits for its deletion.
    Deleting {
        /// Unix seconds.
        since: u64,
    },
}

/// One of the two algorithms.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum Algorithm {
    /// HMAC-SHA256, the current one.
    Hmac,
    /// ECDSA, the legacy one.
    Ecdsa,
}

/// A key without its secret.
#[derive(ToSchema)]
pub(crate) struct Key {
    /// Its number within the application, from 1.
    id: u32,
    /// What it signs.
    algorithm: Algorithm,
    /// What it does.
    role: KeyRole,
    /// Where it comes from.
    origin: KeyOrigin,
    /// Whether it can sign.
    signs: bool,
    /// Eight hexadecimal digits for people to compare.
    fingerprint: String,
    /// Unix seconds.
    created_at: u64,
}

/// What a key does.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum KeyRole {
    /// It signs with its algorithm, and verifies.
    Current,
    /// It only verifies.
    Verifying {
        /// Last second, Unix seconds; null: without end.
        #[schema(required)]
        until: Option<u64>,
    },
    /// It does neither.
    Retired,
}

/// Where a key comes from.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum KeyOrigin {
    /// From here.
    Made,
    /// From Tencent's console, or a PEM file.
    Imported,
}

/// What the callers of an application may ask for. When it is sent, members that are left out stay
/// as they are.
#[derive(ToSchema)]
pub(crate) struct Policy {
    /// Seconds of validity when a request names none.
    default_expire: u64,
    /// Longest validity in seconds.
    longest_expire: u64,
    /// `documented` (1 to 32 of A-Z a-z 0-9 _ -), `printable_ascii` or `utf8`.
    userid_form: String,
    /// Whether PrivateMapKeys are issued.
    private_map_keys: bool,
    /// Rooms that may be named: `100`, `100-199`, `lobby`, `class-*`, `"100"` in quotes for the text; empty: all.
    rooms: Vec<String>,
    /// Privileges that may be given, as bits.
    privileges: u8,
    /// Whether end users may ask with their own session.
    end_users: bool,
    /// Whether API tokens may ask.
    back_ends: bool,
    /// Requests of each caller in a minute; 0: no limit.
    caller_per_minute: u32,
    /// Tickets for one user in a minute; 0: no limit.
    user_per_minute: u32,
}

/// Where the sessions of an application's end users come from.
#[derive(ToSchema)]
pub(crate) struct Issuer {
    /// Its number within the application.
    id: u32,
    /// The `iss` that sessions must carry.
    issuer: String,
    /// The `aud` that sessions must carry; empty: any.
    audience: String,
    /// The claim that holds the UserID.
    userid_claim: String,
    /// Whether a request may name another UserID than the claim's.
    userid_from_body: bool,
    /// How its sessions are checked.
    keys: IssuerKeys,
}

/// How the sessions of an issuer are checked.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum IssuerKeys {
    /// With the public keys at an address (JWKS).
    Jwks {
        /// The address.
        url: String,
    },
    /// With a secret, which is never shown.
    SharedSecret,
}

/// An API token without its secret.
#[derive(ToSchema)]
pub(crate) struct Token {
    /// Its public number.
    id: u32,
    /// A name for people.
    name: String,
    /// `issue`, `verify`, `admin`.
    scopes: Vec<String>,
    /// The applications that it is for; empty: all.
    applications: Vec<u32>,
    /// Unix seconds.
    created_at: u64,
    /// Unix seconds; null: does not end.
    expires_at: Option<u64>,
    /// Unix seconds.
    revoked_at: Option<u64>,
}

/// An entry of the audit log.
#[derive(ToSchema)]
pub(crate) struct AuditEntry {
    /// Its number, from 1, without gaps.
    number: u64,
    /// Unix milliseconds.
    at: u64,
    /// Who.
    actor: String,
    /// From where.
    address: String,
    /// What.
    act: String,
    /// The application it is about.
    sdkappid: Option<u32>,
    /// What else is known, without secrets.
    detail: serde_json::Value,
    /// SHA-256 over the entry before and this one, in hex.
    hash: String,
}

/// What checking the audit log found.
#[derive(ToSchema)]
pub(crate) struct ChainReport {
    /// Entries read.
    entries: u64,
    /// The hash of the last one.
    head: String,
    /// The first entry that does not fit.
    broken_at: Option<u64>,
}

/// A user's tickets that are invalid.
#[derive(ToSchema)]
pub(crate) struct Revocation {
    /// The application.
    sdkappid: u32,
    /// The user.
    userid: String,
    /// Tickets signed before this moment are invalid, Unix seconds.
    signed_before: u64,
    /// Unix seconds of the act.
    created_at: u64,
}

/// A count of one minute.
#[derive(ToSchema)]
pub(crate) struct Count {
    /// The application.
    sdkappid: u32,
    /// Unix seconds of the minute's beginning.
    minute: u64,
    /// What was counted.
    event: Event,
    /// How many.
    count: u64,
}

/// What is counted.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum Event {
    /// A UserSig issued.
    UserSig,
    /// A PrivateMapKey issued.
    PrivateMapKey,
    /// A request for a ticket refused.
    Refused,
    /// A ticket found valid.
    Verified,
    /// A ticket rejected with this code.
    Rejected(u32),
}
