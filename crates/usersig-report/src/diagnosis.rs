//! Why a ticket is rejected.

use serde::Serialize;
use usersig::{Cause, Diagnosis, Rejection, Severity};

use crate::unverified::UnverifiedJson;

/// What `diagnose` found.
#[derive(Debug, Clone, Serialize)]
pub struct DiagnosisJson<'a> {
    rejection: Option<RejectionJson>,
    causes: Vec<CauseJson>,
    repaired: Option<&'a str>,
    unverified: Option<UnverifiedJson<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct RejectionJson {
    code: i32,
    reason: String,
}

#[derive(Debug, Clone, Serialize)]
struct CauseJson {
    id: &'static str,
    severity: &'static str,
    text: String,
    advice: &'static str,
}

impl<'a> DiagnosisJson<'a> {
    /// The JSON of a diagnosis.
    #[must_use]
    pub fn new(diagnosis: &'a Diagnosis) -> Self {
        Self {
            rejection: diagnosis.rejection.as_ref().map(RejectionJson::new),
            causes: diagnosis.causes.iter().map(CauseJson::new).collect(),
            repaired: diagnosis.repaired.as_deref(),
            unverified: diagnosis.unverified.as_ref().map(UnverifiedJson::new),
        }
    }
}

impl RejectionJson {
    fn new(rejection: &Rejection) -> Self {
        Self { code: rejection.code(), reason: rejection.to_string() }
    }
}

impl CauseJson {
    fn new(cause: &Cause) -> Self {
        let severity = match cause.severity() {
            Severity::Fatal => "fatal",
            Severity::Warning => "warning",
            _ => "note",
        };
        Self { id: cause.id(), severity, text: cause.to_string(), advice: cause.advice() }
    }
}
