//! Our legacy tickets, verified by `vectors/checker`, the second implementation of the
//! rules: no published package that can be installed verifies them. It needs the Python
//! of the legacy peer, which brings OpenSSL.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use usersig::Key;
use usersig_interop::PeerName;

use crate::inputs::{Extra, Form, Input, Inputs, Kind};
use crate::legacy::pairs;
use crate::peers;

const TIME: u64 = 1_700_000_000;

#[test]
fn our_legacy_tickets_are_accepted_on_both_curves_and_refused_with_another_key() {
    // The peer itself only signs; when it starts, its Python is there.
    if peers::start(PeerName::PythonLegacy).is_none() {
        return;
    }
    let mut inputs = Inputs::new(41);
    let mut cases = Vec::new();
    for pair in pairs() {
        let other = pairs().into_iter().find(|other| other.curve() != pair.curve()).unwrap();
        for kind in Kind::ALL {
            for form in Form::ALL {
                for _ in 0..TICKETS_OF_EACH {
                    let input = inputs.next(kind, form);
                    let ticket = input.sign_with(TIME, &Key::from_pem(pair.private.as_bytes()).unwrap());
                    for (key, expect) in [
                        (&pair.private, valid(&input)),
                        (&pair.public, valid(&input)),
                        (&other.public, json!({"valid": false, "code": 70009, "c_code": 8})),
                    ] {
                        cases.push(json!({
                            "ticket": ticket,
                            "request": {"sdkappid": input.sdkappid, "userid": input.userid},
                            "keys": [{"pem": key}],
                            "now": TIME,
                            "expect": expect,
                        }));
                    }
                }
            }
        }
    }
    let found = judge(&cases);
    assert_eq!(found.len(), cases.len());
    for (case, found) in cases.iter().zip(found) {
        assert_eq!(found, case["expect"], "{case}");
    }
}

fn valid(input: &Input) -> Value {
    let (room, privileges) = match &input.extra {
        Extra::RoomId(id, privileges) => (json!({"id": id}), json!(privileges)),
        Extra::RoomStr(text, privileges) => (json!({"str": text}), json!(privileges)),
        Extra::Nothing | Extra::UserBuf(_) => (Value::Null, Value::Null),
    };
    json!({
        "valid": true,
        "algorithm": "ecdsa-sha256",
        "time": TIME,
        "expire": input.expire,
        "userbuf": input.userbuf(TIME + input.expire).map(|bytes| STANDARD.encode(bytes)),
        "room": room,
        "privileges": privileges,
    })
}

/// The checker's answers, in the order of the cases.
fn judge(cases: &[Value]) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut python = Command::new(root.join("peers/python-legacy/venv/bin/python"))
        .args(["-B", "-c", SCRIPT])
        .current_dir(root.join("vectors"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let mut stdin = python.stdin.take().unwrap();
    // The script reads everything before it writes.
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "the checker failed");
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

const SCRIPT: &str = r#"
import json, sys
sys.path.insert(0, ".")
from checker import pem, verify
cases = [json.loads(line) for line in sys.stdin.buffer.read().splitlines()]
for case in cases:
    keys = [pem.kind(key["pem"].encode())[1] for key in case["keys"]]
    print(json.dumps(verify.verify(case, keys)))
"#;

const TICKETS_OF_EACH: usize = 4;
