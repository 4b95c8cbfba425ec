//! Every verify case gives its expected result through loose values.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]
#![cfg(feature = "ecdsa")]

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use usersig_door::{Application, Expected, Fault, FaultKind, Outcome, RoomArg};

#[derive(Deserialize)]
struct Case {
    title: String,
    ticket: String,
    request: Request,
    keys: Vec<Value>,
    #[serde(default)]
    policy: Policy,
    now: i64,
    expect: Value,
}

#[derive(Deserialize)]
struct Request {
    sdkappid: i64,
    userid: String,
}

#[derive(Deserialize, Default)]
struct Policy {
    userbuf: Option<Value>,
    room: Option<Value>,
    privileges: Option<i64>,
    max_clock_skew: Option<i64>,
    longest_validity: Option<i64>,
    legacy_utc_offset: Option<i32>,
}

#[test]
fn all_verify_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/verify");
    let mut cases = 0;
    for file in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        for line in fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            let case: Case = serde_json::from_str(line).unwrap();
            assert_eq!(answer(&case), case.expect, "{}", case.title);
            cases += 1;
        }
    }
    assert!(cases > 1000, "only {cases} cases were found");
}

fn answer(case: &Case) -> Value {
    match verify(case) {
        Ok(outcome) => {
            let key = outcome.private_map_key();
            json!({
                "valid": true,
                "algorithm": outcome.algorithm(),
                "time": outcome.time(),
                "expire": outcome.expire(),
                "userbuf": outcome.userbuf().map(|bytes| STANDARD.encode(bytes)),
                "room": key.as_ref().map(|key| match key.room().as_str() {
                    Some(text) => json!({ "str": text }),
                    None => json!({ "id": key.room().as_id() }),
                }),
                "privileges": key.map(|key| key.privileges().bits()),
            })
        }
        Err(fault) if fault.kind() == FaultKind::InvalidUserId => json!({ "refused": "userid" }),
        Err(fault) if fault.kind() == FaultKind::InvalidSdkAppId => json!({ "refused": "sdkappid" }),
        Err(fault) => {
            assert!(fault.kind().is_rejection() && fault.trtc_code().is_some(), "{}: {fault}", case.title);
            json!({ "valid": false, "code": fault.code(), "c_code": fault.c_code() })
        }
    }
}

fn verify(case: &Case) -> Result<Outcome, Fault> {
    let keys: Vec<&[u8]> = case.keys.iter().map(|key| text(key).as_bytes()).collect();
    let app = Application::new(case.request.sdkappid, &keys)?;
    let policy = &case.policy;
    let app = app.with_legacy_utc_offset(policy.legacy_utc_offset.unwrap_or(0));
    let app = match policy.max_clock_skew {
        Some(seconds) => app.with_max_clock_skew(seconds)?,
        None => app,
    };
    let app = match policy.longest_validity {
        Some(seconds) => app.with_longest_validity(seconds)?,
        None => app,
    };
    let userbuf;
    let expected = match (&policy.userbuf, &policy.room) {
        (_, Some(room)) => {
            let id = room["id"].as_i64().map(RoomArg::Id);
            let room = id.unwrap_or_else(|| RoomArg::Str(room["str"].as_str().unwrap().as_bytes()));
            Expected::Room(room, policy.privileges.unwrap_or(0))
        }
        (Some(Value::String(word)), None) if word == "none" => Expected::None,
        (Some(Value::Object(exactly)), None) => {
            userbuf = STANDARD.decode(exactly["base64"].as_str().unwrap()).unwrap();
            Expected::UserBuf(&userbuf)
        }
        _ => Expected::Any,
    };
    app.verify(case.ticket.as_bytes(), case.request.userid.as_bytes(), expected, Some(case.now))
}

/// The text of `{"hmac": text}` or `{"pem": text}`.
fn text(key: &Value) -> &str {
    key.get("hmac").or(key.get("pem")).and_then(Value::as_str).unwrap()
}
