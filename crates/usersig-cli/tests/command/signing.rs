//! `sign` and `room-key`: what the options put into a ticket.

use serde_json::{Value, json};

use crate::folder::{Folder, TIME};

const SIGN: &str = "sign --sdkappid 1400000000 --userid xiaojun --key-file key --json";
const ROOM: &str = "room-key --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file key";

#[test]
fn validity_is_read_in_every_unit() {
    let folder = Folder::new();
    let units = [
        ("90s", 90),
        ("30m", 1800),
        ("6h", 21_600),
        ("60d", 5_184_000),
        ("1w", 604_800),
        ("2y", 63_072_000),
        ("50y", 1_576_800_000),
        ("300", 300),
        ("0", 0),
    ];
    for (text, seconds) in units {
        let signed = json_of(&folder, &format!("{SIGN} --time {TIME} --expire {text}"));
        assert_eq!(signed["expire"], seconds, "{text}");
        assert_eq!(signed["expires_at"], TIME + seconds, "{text}");
    }
    for text in ["1h30m", "1.5h", "d", "-1", "99999999999999999999", "9223372036854775807y"] {
        assert_eq!(folder.usersig(&format!("{SIGN} --expire={text}")).run().code, 2, "{text}");
    }
}

#[test]
fn validity_defaults_to_what_the_field_is_used_to() {
    let folder = Folder::new();
    let signed = json_of(&folder, &format!("{SIGN} --time {TIME}"));
    assert_eq!(signed["expire"], 15_552_000);
    let room = json_of(&folder, &format!("{ROOM} --json --room-id 1 --privileges all"));
    assert_eq!(room["expire"], 21_600);
}

#[test]
fn the_time_of_signing_is_unix_seconds_or_rfc_3339() {
    let folder = Folder::new();
    let times =
        ["1700000000", "2023-11-14T22:13:20Z", "2023-11-15T06:13:20+08:00", "2023-11-14T22:13:20.999Z"];
    for text in times {
        assert_eq!(json_of(&folder, &format!("{SIGN} --time {text}"))["time"], TIME, "{text}");
    }
    for text in ["2023-11-14", "22:13", "-5", "1969-12-31T23:59:59Z", "1e9", "99999999999999999999"] {
        assert_eq!(folder.usersig(&format!("{SIGN} --time={text}")).run().code, 2, "{text}");
    }
}

#[test]
fn without_a_time_it_is_now() {
    let folder = Folder::new();
    let before = usersig::now().unwrap();
    let time = json_of(&folder, SIGN)["time"].as_u64().unwrap();
    let after = usersig::now().unwrap();
    assert!((before..=after).contains(&time), "{before} {time} {after}");
}

#[test]
fn the_form_of_the_userid_is_a_choice() {
    let folder = Folder::new();
    let long = "a".repeat(33);
    let cases = [
        ("xiaojun", [true, true, true]),
        ("A-Z_09", [true, true, true]),
        (long.as_str(), [false, true, true]),
        ("me@example.com", [false, true, true]),
        ("two words", [false, true, true]),
        ("\"quoted\"\\", [false, true, true]),
        ("张三", [false, false, true]),
        ("\u{1f600}", [false, false, true]),
        ("", [false, false, false]),
        ("a\tb", [false, false, false]),
        ("a\nTLS.sdkappid:1", [false, false, false]),
        ("a\u{7f}", [false, false, false]),
        ("a\u{85}", [false, false, false]),
    ];
    for (userid, allowed) in cases {
        for (form, allowed) in ["documented", "ascii", "utf8"].into_iter().zip(allowed) {
            let call = folder.usersig("sign --json --sdkappid 1400000000 --key-file key --userid-form");
            let done = call.arg(form).arg("--userid").arg(userid).run();
            assert_eq!(done.code, if allowed { 0 } else { 2 }, "{userid:?} {form}: {}", done.stderr);
            if !allowed {
                continue;
            }
            let signed = done.json();
            assert_eq!(signed["userid"], userid);
            let verify = folder.usersig("verify --sdkappid 1400000000 --key-file key --userid").arg(userid);
            assert_eq!(verify.arg(signed["usersig"].as_str().unwrap()).run().code, 0, "{userid:?}");
        }
    }
}

#[test]
fn a_line_feed_in_a_userid_is_refused_by_every_command_that_takes_one() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let lines = [
        "sign --userid-form utf8 --key-file key".to_owned(),
        "room-key --userid-form utf8 --room-id 1 --privileges all --key-file key".into(),
        format!("verify --key-file key {ticket}"),
    ];
    for line in lines {
        let done = folder.usersig(&line).arg("--sdkappid").arg("1").arg("--userid").arg("a\nb").run();
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{line}");
        assert!(done.stderr.contains("holds a control character at byte 1"), "{line}: {}", done.stderr);
    }
}

#[test]
fn a_userid_may_start_with_a_hyphen() {
    let folder = Folder::new();
    let signed = json_of(&folder, "sign --sdkappid 1 --key-file key --json --userid=-a");
    assert_eq!(signed["userid"], "-a");
}

#[test]
fn a_userbuf_is_carried_as_it_is() {
    let folder = Folder::new();
    for userbuf in ["YWJj", "", "AAECA//+"] {
        let call = folder.usersig(&format!("{SIGN} --time {TIME}")).arg("--userbuf-base64").arg(userbuf);
        let done = call.run();
        let ticket = done.json()["usersig"].as_str().unwrap().to_owned();
        assert_eq!(json_of(&folder, &format!("inspect --json {ticket}"))["userbuf"], userbuf);
    }
    assert_eq!(
        json_of(&folder, &format!("inspect --json {}", folder.usual_ticket()))["userbuf"],
        Value::Null
    );
    let too_long = "AAAA".repeat(2731);
    for userbuf in ["YW Jj", "YWJ", "YWJj-_", too_long.as_str()] {
        let done = folder.usersig(SIGN).arg("--userbuf-base64").arg(userbuf).run();
        assert_eq!(done.code, 2, "{userbuf}");
    }
}

#[test]
fn a_room_key_names_the_room_and_the_privileges() {
    let folder = Folder::new();
    let rooms = [
        ("--room-id 1", json!({"id": 1})),
        ("--room-id 4294967294", json!({"id": 4_294_967_294_u32})),
        ("--room-str 1", json!({"str": "1"})),
        ("--room-str a!#%&()+-:;<=.>?@[]^_{}|~,", json!({"str": "a!#%&()+-:;<=.>?@[]^_{}|~,"})),
    ];
    for (options, room) in rooms {
        let done = folder.usersig(&format!("{ROOM} {options} --privileges enter,receive-video")).run();
        let ticket = done.stdout.trim_end();
        let claims = json_of(&folder, &format!("inspect --json {ticket}"));
        assert_eq!(claims["room"], room, "{options}");
        assert_eq!(claims["privileges"], json!(["enter", "receive-video"]), "{options}");
        assert_eq!(claims["room_expires_at"], TIME + 21_600, "{options}");
    }
    let refused = ["--room-id 0", "--room-id 4294967295", "--room-str a/b", "--room-id 1 --room-str 1", ""];
    for options in refused {
        assert_eq!(folder.usersig(&format!("{ROOM} {options} --privileges 1")).run().code, 2, "{options}");
    }
}

#[test]
fn privileges_are_a_mask_or_names() {
    let folder = Folder::new();
    let names = [
        ("0", json!([])),
        ("none", json!([])),
        ("1", json!(["create-room"])),
        ("42", json!(["enter", "receive-audio", "receive-video"])),
        ("send-audio,create-room", json!(["create-room", "send-audio"])),
        ("192", json!(["send-substream", "receive-substream"])),
    ];
    for (text, expected) in names {
        let signed = json_of(&folder, &format!("{ROOM} --json --room-id 1 --privileges {text}"));
        assert_eq!(signed["privileges"], expected, "{text}");
    }
    let all = json_of(&folder, &format!("{ROOM} --json --room-id 1 --privileges all"));
    assert_eq!(all["privileges"].as_array().unwrap().len(), 8);
    for text in ["256", "-1", "enter,fly", "enter,,send-audio"] {
        let done = folder.usersig(&format!("{ROOM} --room-id 1 --privileges={text}")).run();
        assert_eq!(done.code, 2, "{text}");
    }
}

#[test]
fn a_room_key_can_be_of_the_legacy_algorithm() {
    let folder = Folder::new();
    let line = ROOM.replace("key-file key", "key-file secp256k1.pem");
    let signed = json_of(&folder, &format!("{line} --json --room-id 7 --privileges 2"));
    assert_eq!(signed["algorithm"], "ecdsa-sha256");
    let ticket = signed["usersig"].as_str().unwrap();
    let verify = "verify --sdkappid 1400000000 --userid xiaojun --now 1700000000 --key-file secp256k1.pub";
    assert_eq!(folder.usersig(&format!("{verify} --room-id 7 --privileges enter {ticket}")).run().code, 0);
}

fn json_of(folder: &Folder, line: &str) -> Value {
    let done = folder.usersig(line).run();
    assert_eq!(done.code, 0, "{line}: {}", done.stderr);
    done.json()
}
