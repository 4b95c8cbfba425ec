//! Keys: the wrong one, or the right one gone wrong.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usersig::{Curve, EcdsaPrivateKey, Key, Symptoms, diagnose};

use crate::kit::{
    APP, EXPIRE, Given, KEY, NOW, OTHER_KEY, TIME, USER, app, envelope, json_with, legacy_key, legacy_ticket,
    public_pem, sig, sign, sign_with, ticket, words,
};

#[test]
fn no_key_given() {
    let ticket = ticket();
    let diagnosis = Given::ticket(&ticket).keys([]).diagnose();
    assert!(diagnosis.has("no-key-given") && diagnosis.causes.len() == 1, "{diagnosis:#?}");
    assert_eq!(diagnosis.rejection, None);
    // The key of some other application that it was not signed with.
    let diagnosis = diagnose(&Symptoms::new(&ticket, NOW).with_other_application(app(1), OTHER_KEY));
    assert!(diagnosis.has("no-key-given") && diagnosis.causes.len() == 1, "{diagnosis:#?}");
    let diagnosis = diagnose(&Symptoms::new(&legacy_ticket(), NOW).with_other_application(app(1), KEY));
    assert!(diagnosis.has("no-key-given") && diagnosis.causes.len() == 1, "{diagnosis:#?}");
}

#[test]
fn wrong_key() {
    let diagnosis = Given::ticket(&ticket()).keys([OTHER_KEY]).finds(["wrong-key"]);
    assert!(words(&diagnosis, "wrong-key").ends_with("(hmac-sha256)"));
    Given::ticket(&ticket()).keys([OTHER_KEY, "another"]).finds(["wrong-key"]);
    Given::ticket(&ticket()).keys([OTHER_KEY, KEY]).warns([]);
    let diagnosis = Given::ticket(&legacy_ticket()).keys([&public_pem(2)]).finds(["wrong-key"]);
    assert!(words(&diagnosis, "wrong-key").ends_with("(ecdsa-sha256)"));
    Given::ticket(&legacy_ticket()).keys([&public_pem(2), &public_pem(1)]).warns([]);
    // The same number on the other curve is another key.
    let other = EcdsaPrivateKey::from_entropy(Curve::Secp256k1, &[1; 32]).unwrap();
    Given::ticket(&legacy_ticket()).keys([&other.public_key().to_pem().unwrap()]).finds(["wrong-key"]);
}

#[test]
fn legacy_ticket_current_key() {
    Given::ticket(&legacy_ticket()).finds(["legacy-ticket-current-key"]);
    Given::ticket(&legacy_ticket()).keys([KEY, &public_pem(1)]).warns([]);
    Given::ticket(&legacy_ticket()).keys([KEY, &public_pem(2)]).finds(["wrong-key"]);
}

#[test]
fn current_ticket_legacy_key() {
    let private = legacy_key(1).expose_pem().unwrap();
    Given::ticket(&ticket()).keys([&public_pem(1)]).finds(["current-ticket-legacy-key"]);
    Given::ticket(&ticket()).keys([&private]).finds(["current-ticket-legacy-key"]);
    Given::ticket(&ticket()).keys([&private[..100]]).finds(["current-ticket-legacy-key"]);
    Given::ticket(&ticket()).keys([&pem_body(&private)]).finds(["current-ticket-legacy-key"]);
    Given::ticket(&ticket()).keys([&public_pem(1), KEY]).warns([]);
    Given::ticket(&ticket()).keys([&public_pem(1), OTHER_KEY]).finds(["wrong-key"]);
}

#[test]
fn unreadable_key() {
    let ticket = ticket();
    let legacy = legacy_ticket();
    let pem = public_pem(1);
    Given::ticket(&ticket).keys([""]).finds(["unreadable-key"]);
    Given::ticket(&legacy).keys([""]).finds(["unreadable-key"]);
    Given::ticket(&legacy).keys([&pem[..100]]).finds(["unreadable-key"]);
    Given::ticket(&legacy).keys([&pem.replace('\n', "\\n")]).finds(["unreadable-key"]);
    Given::ticket(&legacy).keys([&pem.replace("EC", "").replace("MFkw", "MFkx")]).finds(["unreadable-key"]);
    // The lines around it are missing.
    Given::ticket(&legacy).keys([&pem_body(&pem)]).finds(["unreadable-key"]);
    Given::ticket(&legacy).keys([&pem_body(&pem).replace('\n', "")]).finds(["unreadable-key"]);
    Given::ticket(&legacy).keys([&pem_body(&legacy_key(1).expose_pem().unwrap())]).finds(["unreadable-key"]);
    // It does not matter when another one fits.
    Given::ticket(&legacy).keys([&pem[..100], &pem]).warns([]);
    Given::ticket(&ticket).keys(["", KEY]).warns([]);
    // And it may be the right one when no other fits.
    Given::ticket(&legacy).keys([&pem[..100], &public_pem(2)]).finds(["unreadable-key", "wrong-key"]);
}

#[test]
fn key_white_space() {
    for key in ["KEY\n", "KEY\r\n", " KEY", "KEY ", "\tKEY\t", "\u{feff}KEY", "KEY\r", "\n\nKEY\n\n"] {
        let key = key.replace("KEY", KEY);
        Given::ticket(&ticket()).keys([&key]).finds(["key-white-space"]);
    }
    // The signing side has it.
    for key in ["KEY\n", "KEY\r\n", " KEY", "KEY ", "\u{feff}KEY"] {
        let ticket = sign(&key.replace("KEY", KEY), USER, TIME, EXPIRE, None);
        Given::ticket(&ticket).finds(["key-white-space"]);
    }
}

#[test]
fn key_quotes() {
    for quote in ["\"", "'"] {
        let quoted = format!("{quote}{KEY}{quote}");
        Given::ticket(&ticket()).keys([&quoted]).finds(["key-quotes"]);
        Given::ticket(&ticket()).keys([&format!("{quoted}\n")]).finds(["key-quotes"]);
        Given::ticket(&sign(&quoted, USER, TIME, EXPIRE, None)).finds(["key-quotes"]);
    }
}

#[test]
fn key_letter_case() {
    Given::ticket(&ticket()).keys([&KEY.to_uppercase()]).finds(["key-letter-case"]);
    Given::ticket(&sign(&KEY.to_uppercase(), USER, TIME, EXPIRE, None)).finds(["key-letter-case"]);
}

#[test]
fn key_hex_decoded() {
    let decoded: Vec<u8> = KEY.as_bytes().chunks(2).map(|pair| hex(pair).unwrap()).collect();
    let ticket = envelope(json_with(&sig(&decoded), ""));
    Given::ticket(&ticket).finds(["key-hex-decoded"]);
    Given::ticket(&ticket).keys([&KEY.to_uppercase()]).finds(["key-hex-decoded"]);
    Given::ticket(&ticket).key_bytes(&decoded).warns([]);
}

#[test]
fn key_base64_decoded() {
    let ticket = envelope(json_with(&sig(&STANDARD.decode(KEY).unwrap()), ""));
    Given::ticket(&ticket).finds(["key-base64-decoded"]);
}

#[test]
fn pem_as_secret_key() {
    let private = legacy_key(1).expose_pem().unwrap();
    for text in [private.to_string(), private.trim().to_owned(), private.trim().to_owned() + "\n"] {
        let ticket = envelope(json_with(&sig(text.as_bytes()), ""));
        Given::ticket(&ticket).keys([&private]).finds(["pem-as-secret-key"]);
        Given::ticket(&ticket).keys([OTHER_KEY, private.trim()]).finds(["pem-as-secret-key"]);
    }
    let body = pem_body(&private).replace('\n', "");
    let ticket = envelope(json_with(&sig(body.as_bytes()), ""));
    Given::ticket(&ticket).keys([&private]).finds(["pem-as-secret-key"]);
}

#[test]
fn other_applications_key() {
    let ticket = sign(OTHER_KEY, USER, TIME, EXPIRE, None);
    let diagnosis = Given::ticket(&ticket)
        .other(1, "x")
        .other(1_400_000_001, OTHER_KEY)
        .finds(["other-applications-key"]);
    assert!(words(&diagnosis, "other-applications-key").ends_with("SDKAppID 1400000001"));
    // A file with keys has line ends.
    Given::ticket(&ticket).other(1_400_000_001, &format!("{OTHER_KEY}\n")).finds(["other-applications-key"]);

    let legacy = sign_with(&legacy_key(2).into(), APP, USER, TIME, EXPIRE, None);
    Given::ticket(&legacy)
        .keys([&public_pem(1)])
        .other(1_400_000_001, &public_pem(2))
        .finds(["other-applications-key"]);
    // Another key of the application itself is no other application's.
    Given::ticket(&ticket).other(APP, OTHER_KEY).finds(["wrong-key"]);
    let of_nobody = Symptoms::new(&ticket, NOW);
    let diagnosis = diagnose(&of_nobody.clone().with_key(KEY).with_other_application(app(APP), OTHER_KEY));
    assert!(diagnosis.has("other-applications-key"), "{diagnosis:#?}");
    let diagnosis = diagnose(&of_nobody.with_other_application(app(APP), OTHER_KEY));
    assert_eq!((diagnosis.causes.len(), diagnosis.rejection), (0, None));
    // The right key first.
    Given::ticket(&crate::kit::ticket()).other(1_400_000_001, KEY).warns([]);
}

#[test]
fn a_key_that_looks_like_something_else_is_used_as_it_is() {
    let body = pem_body(&public_pem(1)).replace('\n', "");
    let key = Key::from_text(body.as_bytes()).unwrap();
    let ticket = sign_with(&key, APP, USER, TIME, EXPIRE, None);
    Given::ticket(&ticket).keys([&body]).warns([]);
}

/// What stands between the first and the last line.
fn pem_body(pem: &str) -> String {
    let lines: Vec<&str> = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    lines.join("\n")
}

fn hex(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
}
