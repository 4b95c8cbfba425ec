//! Texts that are no tickets at all.

use crate::kit::{Given, KEY, NOW, envelope, public_pem, ticket};
use usersig::{Symptoms, diagnose};

#[test]
fn empty() {
    for text in ["", " ", "\r\n\t \n"] {
        Given::ticket(text).gives_up(["empty"]);
    }
}

#[test]
fn secret_key_pasted() {
    Given::ticket(KEY).gives_up(["secret-key-pasted"]);
    Given::ticket(&format!("{KEY}\n")).gives_up(["secret-key-pasted"]);
    Given::ticket(&KEY.to_uppercase()).gives_up(["secret-key-pasted"]);
    // The quotes around it are beside the point.
    Given::ticket(&format!("\"{KEY}\"")).gives_up(["secret-key-pasted"]);
    Given::ticket(&format!("SDKSECRETKEY={KEY}")).gives_up(["secret-key-pasted"]);
}

#[test]
fn pem_pasted() {
    let pem = public_pem(1);
    Given::ticket(&pem).gives_up(["pem-pasted"]);
    Given::ticket(&format!("export KEY=\"{pem}\"")).gives_up(["pem-pasted"]);
    Given::ticket(&pem.replace('\n', "\\n")).gives_up(["pem-pasted"]);
}

#[test]
fn json_web_token() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4aWFvanVuIn0.ZmFrZS1zaWduYXR1cmUtb2YtYS1qd3Q";
    Given::ticket(token).gives_up(["json-web-token"]);
    Given::ticket(&format!("Bearer {token}")).gives_up(["json-web-token"]);
}

#[test]
fn not_a_ticket() {
    let texts = [
        "xiaojun",
        "1400000000",
        "null",
        "undefined",
        "[object Object]",
        "hello world",
        "aGVsbG8gd29ybGQ=",
        "007eJxTYJgcIf0l0a8hSU0kMtRo4ZwJ",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "{\"ActionStatus\":\"FAIL\",\"ErrorCode\":70003,\"ErrorInfo\":\"check failed\"}",
        "https://console.example/v4/openim/kick?sdkappid=1400000000&identifier=administrator",
        "eyJzdWIiOiJ4aWFvanVuIn0=",
        "\u{7528}\u{6237}",
        "\"\"",
        "%",
        "\\",
        "e",
    ];
    for text in texts {
        Given::ticket(text).gives_up(["not-a-ticket"]);
    }
}

#[test]
fn too_long() {
    Given::ticket(&"A".repeat(24_577)).gives_up(["too-long"]);
    Given::ticket(&"A".repeat(200_000)).gives_up(["too-long"]);
    // A small ticket that inflates to much.
    let bomb = envelope(format!("{{\"TLS.ver\":\"2.0\",\"x\":\"{}\"}}", " ".repeat(40_000)));
    assert!(bomb.len() < 300);
    Given::ticket(&bomb).gives_up(["too-long"]);
}

#[test]
fn without_anything_else_known() {
    for text in ["", "xiaojun", KEY, "{}"] {
        let diagnosis = diagnose(&Symptoms::new(text, NOW));
        assert!(diagnosis.rejection.is_some(), "{diagnosis:#?}");
        assert_eq!(diagnosis.causes.len(), 1, "{diagnosis:#?}");
    }
    let ticket = ticket();
    let diagnosis = diagnose(&Symptoms::new(&ticket, NOW));
    assert_eq!(diagnosis.rejection, None);
    assert!(diagnosis.has("no-key-given") && diagnosis.causes.len() == 1, "{diagnosis:#?}");
}
