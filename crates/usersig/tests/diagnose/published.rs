//! What the published generators wrote: their habits and their defects.

use serde::Deserialize;

use usersig::{Cause, Generator};

use crate::case::read;
use crate::kit::Given;

#[derive(Deserialize)]
pub(crate) struct Case {
    id: String,
    label: String,
    implementation: String,
    sdkappid: u32,
    userid: String,
    key: Option<String>,
    public_key_pem: Option<String>,
    usersig: String,
    decoded_json: String,
    time: Option<u64>,
    now_valid: Option<u64>,
    quirk: Option<String>,
}

impl Case {
    pub(crate) fn given(&self) -> Given<'_> {
        let key = self.key.as_deref().or(self.public_key_pem.as_deref()).unwrap();
        Given::ticket(&self.usersig)
            .at(self.now_valid.or(self.time).unwrap_or(1_795_282_866))
            .sdkappid(self.sdkappid)
            .userid(&self.userid)
            .keys([key])
    }

    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    pub(crate) fn quirk(&self) -> &str {
        self.quirk.as_deref().unwrap_or_default()
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = read::<Case>("published/hmac-sha256.jsonl");
    cases.extend(read::<Case>("published/ecdsa-sha256.jsonl"));
    cases
}

#[test]
fn generators() {
    let mut guessed = [0; 4];
    for case in cases() {
        let diagnosis = case.given().diagnose();
        let guess = diagnosis.causes.iter().find_map(|cause| match cause {
            Cause::Generator(generator) => Some(*generator),
            _ => None,
        });
        if diagnosis.unverified.is_none() {
            assert_eq!(guess, None, "{}", case.id);
            continue;
        }
        let wanted = match case.implementation.split('-').next().unwrap() {
            "go" => Some(Generator::Go),
            "python" => Some(Generator::Python),
            // Without a slash there is nothing to tell it by.
            "php" if case.decoded_json.contains('/') => Some(Generator::Php),
            "java" => Some(Generator::Java),
            _ => None,
        };
        assert_eq!(guess, wanted, "{}: {}", case.id, case.decoded_json);
        if let Some(generator) = wanted {
            guessed[generator as usize] += 1;
        }
    }
    assert!(guessed.into_iter().all(|count| count > 30), "{guessed:?}");
}

#[test]
fn ids_of_the_generators() {
    let ids =
        [Generator::Go, Generator::Python, Generator::Php, Generator::Java].map(|g| Cause::Generator(g).id());
    assert_eq!(ids, ["generator-go", "generator-python", "generator-php", "generator-java"]);
}

#[test]
fn valid_ones_have_no_fatal_cause() {
    for case in cases() {
        // A control character in a UserID is refused whatever the generator says.
        if case.now_valid.is_some() && !case.userid.contains(char::is_control) {
            let diagnosis = case.given().finds([]);
            assert_eq!(diagnosis.rejection, None, "{}", case.id);
        }
    }
}

#[test]
fn defects_have_their_cause() {
    let mut seen = 0;
    for case in cases() {
        let fatal = match case.quirk() {
            quirk if quirk.starts_with("the JSON is put together") => "unescaped-userid",
            quirk if quirk.starts_with("an empty non-nil userbuf") => "empty-userbuf-left-out",
            quirk if quirk.starts_with("sdkappid is printed with %d") => "number-form",
            _ => continue,
        };
        let diagnosis = case.given().diagnose();
        assert!(diagnosis.has(fatal), "{}: {diagnosis:#?}", case.id);
        seen += 1;
    }
    assert_eq!(seen, 7);
}

#[test]
fn empty_appid_at_3rd() {
    for case in cases().iter().filter(|case| case.quirk().starts_with("TLS.appid_at_3rd is the empty")) {
        let diagnosis = case.given().finds([]);
        assert!(diagnosis.has("empty-appid-at-3rd"), "{}", case.id);
    }
}

#[test]
fn oldest_form() {
    let cases = cases();
    let case = cases.iter().find(|case| case.quirk().starts_with("oldest format")).unwrap();
    case.given().warns(["oldest-form"]);
    // With the secret key alone nothing opens it.
    case.given().keys([crate::kit::KEY]).finds(["legacy-ticket-current-key"]);
}
