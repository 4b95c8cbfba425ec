//! What every command prints, for people and for programs, at fixed times.

use crate::folder::{Folder, snapshot};

const ROOM: &str = "room-key --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file key";

#[test]
fn sign() {
    let lines = [
        "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file key",
        "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file key --json",
        "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --expire 60d --userbuf-base64 YWJj --key-file key",
        "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file p256.pem",
        "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file secp256k1.pem --json",
    ];
    snapshot("sign.txt", transcripts(&Folder::new(), &lines));
}

#[test]
fn room_key() {
    let lines = ["--room-id 10000 --privileges 42", "--room-str lobby --privileges all --expire 1d --json"];
    let lines = lines.map(|rest| format!("{ROOM} {rest}"));
    snapshot("room-key.txt", transcripts(&Folder::new(), &lines.each_ref().map(String::as_str)));
}

#[test]
fn verify() {
    let folder = Folder::new();
    let verify = "verify --sdkappid 1400000000 --userid xiaojun --key-file key --now";
    let plain = folder.usual_ticket();
    let with_userbuf = folder.ticket(&format!("{} --userbuf-base64 YWJj", crate::folder::SIGN));
    let room = folder.ticket(&format!("{ROOM} --room-id 10000 --privileges 42"));
    let text_room = folder.ticket(&format!("{ROOM} --room-str lobby --privileges 255"));
    let mut lines = Vec::new();
    for ticket in [&plain, &with_userbuf, &room, &text_room] {
        lines.push(format!("{verify} 2023-11-15T00:00:00Z {ticket}"));
        lines.push(format!("{verify} 1700000000 --json {ticket}"));
    }
    lines.push(format!("{verify} 1800000000 {plain}"));
    lines.push(format!("{verify} 1800000000 --json {plain}"));
    lines.push(format!("{verify} 1700000000 --room-id 10001 {room}"));
    lines.push(format!("{verify} 1700000000 eJwt"));
    snapshot("verify.txt", transcripts(&folder, &lines.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn inspect() {
    let folder = Folder::new();
    let plain = folder.usual_ticket();
    let room = folder.ticket(&format!("{ROOM} --room-str lobby --privileges enter,send-audio"));
    let legacy = folder.ticket(
        "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --userbuf-base64 YWJj --key-file p256.pem",
    );
    let mut lines = Vec::new();
    for ticket in [&plain, &room, &legacy] {
        lines.push(format!("inspect {ticket}"));
        lines.push(format!("inspect --json {ticket}"));
    }
    lines.extend(["inspect eJwt".into(), "inspect --json eJwt".into()]);
    snapshot("inspect.txt", transcripts(&folder, &lines.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn diagnose() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let wrapped = format!("\"{}\"", ticket.replace('_', "%5F"));
    folder.write("applications.json", format!("{{\"1400000001\": \"{}\"}}", crate::folder::KEY));
    let asked = "diagnose --sdkappid 1400000000 --userid xiaojun --now";
    let calls = [
        folder.usersig(asked).arg("1700000001").arg("--key-file").arg("key").arg(&ticket),
        folder.usersig(asked).arg("1700000001").arg("--json").arg("--key-file").arg("key").arg(&ticket),
        folder.usersig(asked).arg("1800000000").arg("--key-file").arg("key").arg(&ticket),
        folder.usersig(asked).arg("1700000001").arg("--key-file").arg("key").arg(&wrapped),
        folder.usersig(asked).arg("1700000001").arg("--json").arg("--key-file").arg("key").arg(&wrapped),
        folder
            .usersig(asked)
            .arg("1700000001")
            .arg("--key-file")
            .arg("other-key")
            .arg("--keys")
            .arg("applications.json")
            .arg(&ticket),
        folder.usersig("diagnose --now 1700000001").arg(&ticket),
        folder.usersig("diagnose --now 1700000001").arg(&ticket[..60]),
    ];
    let text: Vec<String> = calls.into_iter().map(crate::folder::Call::transcript).collect();
    snapshot("diagnose.txt", text.join("\n"));
}

#[test]
fn version() {
    let done = Folder::new().usersig("--version").run();
    assert_eq!(done.stdout, concat!("usersig ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn nothing_is_coloured_in_a_pipe_unless_it_is_asked_for() {
    let folder = Folder::new();
    let plain = folder.usersig("inspect eJwt").run();
    assert!(!plain.stdout.contains('\u{1b}'), "{plain:?}");
    let asked = folder.usersig("inspect eJwt").env("CLICOLOR_FORCE", "1").run();
    assert!(asked.stdout.contains('\u{1b}'), "{asked:?}");
    // What a program reads is never coloured.
    let json = folder.usersig("inspect --json eJwt").env("CLICOLOR_FORCE", "1").run();
    assert!(!json.stdout.contains('\u{1b}'), "{json:?}");
}

fn transcripts(folder: &Folder, lines: &[&str]) -> String {
    let texts: Vec<String> = lines.iter().map(|line| folder.usersig(line).transcript()).collect();
    texts.join("\n")
}
