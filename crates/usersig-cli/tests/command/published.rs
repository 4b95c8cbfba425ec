//! Every published ticket, through the command.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::Deserialize;
use usersig::{Curve, EcdsaPrivateKey};

use crate::folder::Folder;

#[derive(Deserialize)]
struct Case {
    id: String,
    sdkappid: u64,
    userid: String,
    key: Option<String>,
    private_key_pem: Option<String>,
    public_key_pem: Option<String>,
    curve: Option<String>,
    expire: u64,
    decoded_json: String,
    usersig: String,
    time: u64,
    now_valid: Option<u64>,
}

#[test]
fn published_vectors_by_the_command() {
    let folder = Folder::new();
    let mut cases = read("hmac-sha256");
    cases.extend(read("ecdsa-sha256"));
    cases.retain(|case| case.now_valid.is_some());
    assert!(cases.len() > 400, "the case files are incomplete: {} cases", cases.len());

    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, case)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    cases.get(index).map(|case| (index, case))
                } {
                    let found = case.judge(&folder, index);
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn read(name: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/published");
    let text = fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A request for the ticket, in which one thing may be another.
struct Request<'a> {
    sdkappid: u64,
    userid: &'a str,
    key: &'a str,
    now: u64,
}

impl Case {
    /// What is wrong with the command's answers, one line each.
    fn judge(&self, folder: &Folder, index: usize) -> Vec<String> {
        let end = self.time + self.signed_expire();
        let key = self.key(index);
        let other_key = self.other_key();
        let other_userid = format!("{}2", self.userid);
        let other_sdkappid = if self.sdkappid == 1 { 2 } else { self.sdkappid - 1 };
        let right = || Request { sdkappid: self.sdkappid, userid: &self.userid, key: &key, now: self.time };
        // A control character is refused in a request, and malformed in a ticket.
        let odd = self.userid.contains(char::is_control);
        let requests = [
            ("right", right(), Answer::Valid),
            ("last second", Request { now: end, ..right() }, Answer::Valid),
            ("expired", Request { now: end + 1, ..right() }, Answer::Code(70001)),
            ("another key", Request { key: &other_key, ..right() }, Answer::Code(70009)),
            ("another UserID", Request { userid: &other_userid, ..right() }, Answer::Code(70013)),
            ("another SDKAppID", Request { sdkappid: other_sdkappid, ..right() }, Answer::Code(70014)),
        ];
        let mut wrong = Vec::new();
        for (name, request, expected) in requests {
            let expected = if odd { Answer::Refused } else { expected };
            let found = self.ask(folder, index, &request);
            if found != expected {
                wrong.push(format!("{}, {name}: {found:?}, expected {expected:?}", self.id));
            }
        }
        if odd {
            let found = self.ask(folder, index, &Request { userid: "a", ..right() });
            if found != Answer::Code(70005) {
                wrong.push(format!("{}, asked for \"a\": {found:?}", self.id));
            }
        }
        wrong
    }

    /// Asks the command; every other ticket goes through standard input.
    fn ask(&self, folder: &Folder, index: usize, request: &Request<'_>) -> Answer {
        let call = folder
            .usersig("verify --json")
            .env("USERSIG_KEY", request.key)
            .arg(format!("--sdkappid={}", request.sdkappid))
            .arg(format!("--userid={}", request.userid))
            .arg(format!("--now={}", request.now));
        let done = if index.is_multiple_of(2) {
            call.arg(&self.usersig).run()
        } else {
            call.input(self.usersig.as_bytes()).run()
        };
        match done.code {
            0 if done.json()["valid"] == true => Answer::Valid,
            1 => Answer::Code(done.json()["code"].as_i64().unwrap()),
            2 => Answer::Refused,
            _ => Answer::Other(done.stderr),
        }
    }

    /// The secret key, or in turn the private and the public key.
    fn key(&self, index: usize) -> String {
        let pem = if index.is_multiple_of(3) { &self.public_key_pem } else { &self.private_key_pem };
        self.key.as_ref().or(pem.as_ref()).unwrap().clone()
    }

    fn other_key(&self) -> String {
        let curve = match self.curve.as_deref() {
            Some("secp256k1") => Curve::Secp256k1,
            Some(_) => Curve::P256,
            None => return format!("{}0", self.key.as_ref().unwrap()),
        };
        let key = EcdsaPrivateKey::from_entropy(curve, &[9; 32]).unwrap();
        key.public_key().to_pem().unwrap()
    }

    /// The validity that was signed, which one generator replaces by its default when it is 0.
    fn signed_expire(&self) -> u64 {
        let json: serde_json::Value = serde_json::from_str(&self.decoded_json).unwrap();
        match json.get("TLS.expire_after") {
            Some(text) => text.as_str().unwrap().parse().unwrap(),
            None => {
                let expire = json.get("TLS.expire").map_or(0, |expire| expire.as_u64().unwrap());
                assert_eq!(expire, self.expire, "{}", self.id);
                expire
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Valid,
    Code(i64),
    /// Exit code 2: the request cannot be made.
    Refused,
    Other(String),
}
