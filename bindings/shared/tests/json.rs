//! Outcomes as JSON; what is no outcome is a fault.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]
#![cfg(feature = "json")]

use serde_json::Value;
use usersig_door::{Application, Expected, FaultKind, diagnose_json, inspect_json};

const NOW: Option<i64> = Some(1_700_000_000);

fn json(text: Result<String, usersig_door::Fault>) -> Value {
    serde_json::from_str(&text.unwrap()).unwrap()
}

#[test]
fn outcomes_are_json_and_rejections_are_faults() {
    let app = Application::new(1_400_000_000, &[b"secret"]).unwrap();
    let ticket = app.sign(b"xiaojun", 60, Some(b"abc"), NOW).unwrap();
    let ticket = ticket.as_bytes();

    let verified = json(app.verify_json(ticket, b"xiaojun", Expected::Any, NOW));
    assert_eq!((&verified["valid"], &verified["userid"]), (&true.into(), &"xiaojun".into()));
    assert_eq!((&verified["expires_at"], &verified["userbuf"]), (&1_700_000_060.into(), &"YWJj".into()));
    let fault = app.verify_json(ticket, b"xiaohong", Expected::Any, NOW).unwrap_err();
    assert_eq!((fault.kind(), fault.code()), (FaultKind::MismatchUserId, 70013));

    let claims = json(inspect_json(ticket));
    assert_eq!((&claims["verified"], &claims["sdkappid"]), (&false.into(), &1_400_000_000.into()));
    assert_eq!(inspect_json(b"eJ").unwrap_err().kind(), FaultKind::Undecodable);
}

#[test]
fn a_diagnosis_uses_all_that_is_known() {
    let app = Application::new(2, &[b"other"]).unwrap();
    let ticket = app.sign(b"xiaojun", 60, None, NOW).unwrap();
    let others: &[(i64, &[u8])] = &[(2, b"other")];
    let found = json(diagnose_json(ticket.as_bytes(), Some(1), Some(b"xiaojun"), &[b"secret"], others, NOW));
    assert_eq!(found["rejection"]["code"], 70014);
    let fault = diagnose_json(b"", Some(0), None, &[], &[], NOW).unwrap_err();
    assert_eq!(fault.kind(), FaultKind::InvalidSdkAppId);
    let fault = diagnose_json(b"", None, Some(b"\xff"), &[], &[], NOW).unwrap_err();
    assert_eq!(fault.kind(), FaultKind::InvalidUserId);
}
