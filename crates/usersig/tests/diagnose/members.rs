//! The JSON of a ticket: broken, malformed, forged.

use usersig::{Key, Rejection};

use crate::kit::{
    APP, EXPIRE, Given, KEY, NOW, TIME, USER, envelope, json_with, legacy_key, public_pem, sig, sig_of, sign,
    sign_with, words,
};

#[test]
fn unescaped_userid() {
    let sig = sig(KEY.as_bytes());
    for userid in ["say\"hi\"", "\"", "back\\slash", "end\\", "a\tb", "a\nTLS.sdkappid:1", "\\u12"] {
        let json = json_with(&sig, "").replace(USER, userid);
        Given::ticket(&envelope(json)).finds(["unescaped-userid"]);
    }
    // Escaped, it is sound.
    Given::ticket(&sign(KEY, "say\"hi\" \\", TIME, EXPIRE, None)).userid("say\"hi\" \\").warns([]);
}

#[test]
fn not_json() {
    let json = json_with("", "");
    let contents = [
        String::new(),
        "TLS.identifier=xiaojun".to_owned(),
        "[1, 2]".to_owned(),
        "\"xiaojun\"".to_owned(),
        json.replace("1400000000", "01400000000"),
        json.replace("\"2.0\",", "\"2.0\" "),
        json.replace('"', "'"),
        json.replace(":15552000", ":NaN"),
        format!("{json}{json}"),
        format!("\u{feff}{json}"),
        json.replace(USER, "say\\\"hi\\\"").replace("}", ",}"),
    ];
    for content in contents {
        Given::ticket(&envelope(content)).finds(["not-json"]);
    }
    let mut latin = json.replace(USER, "caf~").into_bytes();
    latin.iter_mut().filter(|byte| **byte == b'~').for_each(|byte| *byte = 0xe9);
    Given::ticket(&envelope(latin)).finds(["not-json"]);
}

#[test]
fn malformed() {
    let json = json_with(&sig(KEY.as_bytes()), "");
    for (from, to, says) in [
        ("\"TLS.ver\":\"2.0\",", "", "TLS.ver is missing"),
        ("\"2.0\"", "\"3.0\"", "TLS.ver names an unknown version"),
        ("\"TLS.identifier\":\"xiaojun\",", "", "TLS.identifier is missing"),
        ("\"xiaojun\"", "10086", "TLS.identifier has the wrong JSON type"),
        ("1400000000", "0", "is out of range"),
        ("1700000000", "9223372036854775807", "is out of range when added to TLS.time"),
        ("\"TLS.sig\":\"", "\"TLS.sig\":\"-", "TLS.sig is not written in its canonical form"),
        ("\"TLS.sig\"", "\"sig\"", "TLS.sig is missing"),
    ] {
        let diagnosis = Given::ticket(&envelope(json.replace(from, to))).finds(["malformed"]);
        assert!(words(&diagnosis, "malformed").ends_with(says), "{}", words(&diagnosis, "malformed"));
    }
    let userbuf = json_with("", ",\"TLS.userbuf\":\"YWJj*\"");
    Given::ticket(&envelope(userbuf)).finds(["malformed"]);
}

#[test]
fn control_character() {
    // Whatever the signature says.
    let json = json_with(&sig(KEY.as_bytes()), "").replace(USER, "a\\tb");
    Given::ticket(&envelope(json)).finds(["control-character"]);
    // A line feed that smuggles lines: the ticket of one user as that of another.
    let json = json_with("", "").replace(USER, "admin\\nTLS.sdkappid:1400000000");
    Given::ticket(&envelope(json)).userid("admin").finds(["control-character"]);
}

#[test]
fn twin_members() {
    let sig = sig(KEY.as_bytes());
    for more in [",\"TLS.identifier\":\"admin\"", ",\"tls.identifier\":\"admin\"", ",\"x\":1,\"x\":2"] {
        Given::ticket(&envelope(json_with(&sig, more))).finds(["twin-members"]);
    }
}

#[test]
fn number_form() {
    let json = json_with(&sig(KEY.as_bytes()), "");
    for (from, to) in [
        ("1400000000", "\"1400000000\""),
        ("15552000", "\"15552000\""),
        ("1700000000", "1.7e9"),
        ("1700000000", "1700000000.0"),
        ("15552000", "-1"),
        ("1400000000", "null"),
    ] {
        Given::ticket(&envelope(json.replace(from, to))).finds(["number-form"]);
    }
    // A legacy ticket has strings, and no negative SDKAppID.
    let legacy = legacy_json();
    let public = public_pem(1);
    for (from, to) in [("\"1400000000\"", "1400000000"), ("1400000000", "-1"), ("15552000", "015552000")] {
        Given::ticket(&envelope(legacy.replace(from, to))).keys([&public]).finds(["number-form"]);
    }
}

#[test]
fn expire_left_out() {
    let sig = sig_of(&key(), APP, 0, None);
    let json = json_with(&sig, "").replace("\"TLS.expire\":15552000,", "");
    Given::ticket(&envelope(&json)).at(TIME).warns(["no-validity", "expire-left-out"]);
    Given::ticket(&envelope(&json)).finds(["expired"]);
}

#[test]
fn userbuf_added() {
    let json = json_with(&sig(KEY.as_bytes()), ",\"TLS.userbuf\":\"YWJj\"");
    Given::ticket(&envelope(json)).finds(["userbuf-added"]);
    let legacy = legacy_json().replace("\"}", "\",\"TLS.userbuf\":\"YWJj\"}");
    Given::ticket(&envelope(legacy)).keys([&public_pem(1)]).finds(["userbuf-added"]);
}

#[test]
fn empty_userbuf_left_out() {
    let sig = sig_of(&key(), APP, EXPIRE, Some(b""));
    Given::ticket(&envelope(json_with(&sig, ""))).finds(["empty-userbuf-left-out"]);
}

#[test]
fn appid_at_3rd_changed() {
    let public = public_pem(1);
    let legacy = legacy_json();
    let without = legacy.replace("\"TLS.appid_at_3rd\":\"0\",", "");
    let empty = legacy.replace("\"TLS.appid_at_3rd\":\"0\"", "\"TLS.appid_at_3rd\":\"\"");
    assert!(legacy != without && legacy != empty);
    Given::ticket(&envelope(without)).keys([&public]).finds(["appid-at-3rd-changed"]);
    let diagnosis = Given::ticket(&envelope(empty)).keys([&public]).finds(["appid-at-3rd-changed"]);
    assert!(diagnosis.has("empty-appid-at-3rd"));
}

#[test]
fn signed_for_other_sdkappid() {
    let sig = sig_of(&key(), 1_400_000_001, EXPIRE, None);
    let ticket = envelope(json_with(&sig, ""));
    let diagnosis = Given::ticket(&ticket).sdkappid(1_400_000_001).finds(["signed-for-other-sdkappid"]);
    assert_eq!(diagnosis.rejection, Some(Rejection::OtherSdkAppId { ticket: APP }));
    // Nobody knows for which one, when the request is for the one in the ticket.
    Given::ticket(&ticket).finds(["wrong-key"]);
}

#[test]
fn signed_for_other_userid() {
    let json = json_with(&sig(KEY.as_bytes()), "");
    let ticket = envelope(json.replace(USER, "admin"));
    let diagnosis = Given::ticket(&ticket).finds(["signed-for-other-userid"]);
    assert_eq!(diagnosis.rejection, Some(Rejection::OtherUserId));
    // The same mistake in letter case alone keeps that explanation.
    let ticket = envelope(json.replace(USER, "XiaoJun"));
    Given::ticket(&ticket).finds(["signed-for-other-userid", "userid-letter-case"]);
    // Presented by the forger there is nothing but the signature.
    Given::ticket(&envelope(json.replace(USER, "admin"))).userid("admin").finds(["wrong-key"]);
}

#[test]
fn other_forgeries_look_like_a_wrong_key() {
    let json = json_with(&sig(KEY.as_bytes()), "");
    for (from, to) in
        [("15552000", "1576800000"), ("1700000000", "1700003600"), ("TLS.sig\":\"", "TLS.sig\":\"AAAA")]
    {
        Given::ticket(&envelope(json.replace(from, to))).finds(["wrong-key"]);
    }
    let carrying = sign(KEY, USER, TIME, EXPIRE, Some(b"abc"));
    let json = usersig::inspect(&carrying).unwrap().json().to_owned();
    Given::ticket(&envelope(json.replace(",\"TLS.userbuf\":\"YWJj\"", ""))).finds(["wrong-key"]);
}

fn key() -> Key {
    Key::from_text(KEY.as_bytes()).unwrap()
}

fn legacy_json() -> String {
    let ticket = sign_with(&legacy_key(1).into(), APP, USER, TIME, EXPIRE, None);
    assert_eq!(Given::ticket(&ticket).keys([&public_pem(1)]).at(NOW).warns([]).rejection, None);
    usersig::inspect(&ticket).unwrap().json().to_owned()
}
