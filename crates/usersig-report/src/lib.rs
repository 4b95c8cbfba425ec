//! What usersig says about a ticket, as JSON: once for the command, the HTTP
//! service and the bindings.
//!
//! Each answer is a type for `serde`, to be put into larger ones, and a function
//! that gives its text. Members stand in a fixed order, and a value that a ticket
//! does not have is `null`. Bytes are standard base64, times are Unix seconds,
//! lengths of time are seconds.
//!
//! ```
//! use usersig::{Check, Key, SdkAppId, Signer, UserId, Verifier};
//! let (sdkappid, key) = (SdkAppId::new(1_400_000_000)?, Key::from_text(b"secret")?);
//! let ticket = Signer::new(sdkappid, &key)?.sign(&usersig::Claims::new(
//!     UserId::new("xiaojun")?,
//!     usersig::Validity::new(1_700_000_000, 86_400)?,
//! ))?;
//! let verifier = Verifier::new(sdkappid, [key]);
//!
//! let verified = verifier.verify(&ticket, &Check::new(UserId::new("xiaojun")?, 1_700_000_000)).unwrap();
//! assert_eq!(
//!     usersig_report::verified_json(&verified, "xiaojun"),
//!     r#"{"valid":true,"algorithm":"hmac-sha256","sdkappid":1400000000,"userid":"xiaojun","time":1700000000,"expire":86400,"expires_at":1700086400,"userbuf":null,"room":null,"privileges":null}"#,
//! );
//!
//! let rejection = verifier.verify(&ticket, &Check::new(UserId::new("xiaohong")?, 0)).unwrap_err();
//! assert_eq!(
//!     usersig_report::rejection_json(&rejection),
//!     r#"{"valid":false,"code":70013,"reason":"the ticket is for another UserID"}"#,
//! );
//! # Ok::<(), usersig::Error>(())
//! ```

#![forbid(unsafe_code)]

mod diagnosis;
mod room;
mod unverified;
mod verified;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use usersig::{Diagnosis, Rejection, Unverified, Verified};

pub use self::diagnosis::DiagnosisJson;
pub use self::room::{RoomJson, privilege_names};
pub use self::unverified::{UnreadableJson, UnverifiedJson};
pub use self::verified::{RejectedJson, VerifiedJson};

/// A verified ticket of this user.
#[must_use]
pub fn verified_json(verified: &Verified, userid: &str) -> String {
    text(&VerifiedJson::new(verified, userid))
}

/// A ticket that a verifier turned away.
#[must_use]
pub fn rejection_json(rejection: &Rejection) -> String {
    text(&RejectedJson::new(rejection))
}

/// What a ticket claims. It is not verified.
#[must_use]
pub fn unverified_json(unverified: &Unverified) -> String {
    text(&UnverifiedJson::new(unverified))
}

/// A ticket that cannot be read.
#[must_use]
pub fn unreadable_json(rejection: &Rejection) -> String {
    text(&UnreadableJson::new(rejection))
}

/// Why a ticket is rejected and what to do about it.
#[must_use]
pub fn diagnosis_json(diagnosis: &Diagnosis) -> String {
    text(&DiagnosisJson::new(diagnosis))
}

/// Nothing here is a map with odd keys or fails to serialize, so there always is a text.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
