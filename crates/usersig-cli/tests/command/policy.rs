//! `verify`: what the request demands of a ticket besides its signature.

use crate::folder::{Folder, SIGN, TIME};

const VERIFY: &str = "verify --json --sdkappid 1400000000 --userid xiaojun --key-file key";

/// What `verify` answers: 0 when the ticket is valid, else the code.
fn code(folder: &Folder, ticket: &str, options: &str) -> i64 {
    let now = if options.contains("--now") { String::new() } else { format!("--now {TIME}") };
    let done = folder.usersig(&format!("{VERIFY} {now} {options} {ticket}")).run();
    let answer = done.json();
    assert_eq!(answer["valid"].as_bool().unwrap(), done.code == 0, "{done:?}");
    if done.code == 0 {
        return 0;
    }
    assert_eq!(done.code, 1, "{done:?}");
    answer["code"].as_i64().unwrap()
}

#[test]
fn the_time_decides_to_the_second() {
    let folder = Folder::new();
    let ticket = folder.ticket(&format!("{SIGN} --expire 60"));
    for (now, expected) in [
        ("1700000000", 0),
        ("1700000060", 0),
        ("1700000061", 70001),
        ("2023-11-14T22:14:20Z", 0),
        ("2023-11-15T06:14:21+08:00", 70001),
        // Before the time of signing: no bound was asked for.
        ("0", 0),
        ("18446744073709551615", 70001),
    ] {
        assert_eq!(code(&folder, &ticket, &format!("--now {now}")), expected, "{now}");
    }
}

#[test]
fn without_a_moment_it_is_now() {
    let folder = Folder::new();
    let verify = "verify --sdkappid 1400000000 --userid xiaojun --key-file key";
    let old = folder.usual_ticket();
    assert_eq!(folder.usersig(&format!("{verify} {old}")).run().code, 1);
    let fresh = folder.ticket("sign --sdkappid 1400000000 --userid xiaojun --key-file key");
    assert_eq!(folder.usersig(&format!("{verify} {fresh}")).run().code, 0);
}

#[test]
fn the_userbuf_can_be_demanded_or_forbidden() {
    let folder = Folder::new();
    let without = folder.usual_ticket();
    let with = folder.ticket(&format!("{SIGN} --userbuf-base64 YWJj"));
    let empty = folder.ticket(&format!("{SIGN} --userbuf-base64="));
    let answers = |options| [&without, &with, &empty].map(|ticket| code(&folder, ticket, options));
    assert_eq!(answers(""), [0, 0, 0]);
    assert_eq!(answers("--no-userbuf"), [0, 70005, 70005]);
    assert_eq!(answers("--userbuf-base64 YWJj"), [70005, 0, 70005]);
    assert_eq!(answers("--userbuf-base64 YWJk"), [70005, 70005, 70005]);
    assert_eq!(answers("--userbuf-base64="), [70005, 70005, 0]);
}

#[test]
fn a_room_can_be_demanded() {
    let folder = Folder::new();
    let room =
        "room-key --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file key --privileges 42";
    let numeric = folder.ticket(&format!("{room} --room-id 123"));
    let text = folder.ticket(&format!("{room} --room-str 123"));
    let plain = folder.usual_ticket();
    let answers = |options| [&numeric, &text, &plain].map(|ticket| code(&folder, ticket, options));
    assert_eq!(answers(""), [0, 0, 0]);
    assert_eq!(answers("--room-id 123"), [0, 70005, 70005]);
    assert_eq!(answers("--room-str 123"), [70005, 0, 70005]);
    assert_eq!(answers("--room-id 124"), [70005, 70005, 70005]);
    assert_eq!(answers("--room-id 123 --privileges enter"), [0, 70005, 70005]);
    assert_eq!(answers("--room-id 123 --privileges 42"), [0, 70005, 70005]);
    assert_eq!(answers("--room-id 123 --privileges send-audio"), [70005, 70005, 70005]);
    assert_eq!(answers("--room-str 123 --privileges receive-audio,receive-video"), [70005, 0, 70005]);
    assert_eq!(answers("--room-id 123 --now 1700021601"), [70001, 70001, 70005]);
}

#[test]
fn the_clocks_may_differ_by_a_bound() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    for (now, expected) in [("1699999940", 0), ("1699999939", 70005), ("1700000060", 0)] {
        assert_eq!(code(&folder, &ticket, &format!("--max-clock-skew 1m --now {now}")), expected, "{now}");
    }
    assert_eq!(code(&folder, &ticket, "--max-clock-skew 0 --now 1699999999"), 70005);
}

#[test]
fn the_validity_may_have_a_bound() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    for (longest, expected) in [("180d", 0), ("15551999", 70005), ("50y", 0), ("0", 70005)] {
        assert_eq!(code(&folder, &ticket, &format!("--longest-validity {longest}")), expected, "{longest}");
    }
}

#[test]
fn the_request_decides_before_the_signature() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let other = |line: &str| {
        let done =
            folder.usersig(&format!("verify --json --now {TIME} --key-file other-key {line} {ticket}")).run();
        done.json()["code"].as_i64().unwrap()
    };
    assert_eq!(other("--sdkappid 1400000001 --userid xiaohong"), 70014);
    assert_eq!(other("--sdkappid 1400000000 --userid xiaohong"), 70013);
    assert_eq!(other("--sdkappid 1400000000 --userid XIAOJUN"), 70013);
    assert_eq!(other("--sdkappid 1400000000 --userid xiaojun"), 70009);
}

#[test]
fn demands_that_contradict_each_other_are_wrong_use() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let wrong = [
        "--no-userbuf --userbuf-base64 YWJj",
        "--no-userbuf --room-id 1",
        "--room-id 1 --room-str 1",
        "--privileges 1",
        "--no-userbuf --privileges 1",
        "--room-id 0",
        "--room-id 1 --privileges 256",
        "--userbuf-base64 YW-j",
        "--max-clock-skew soon",
        "--longest-validity=-1",
    ];
    for options in wrong {
        let done = folder.usersig(&format!("{VERIFY} {options} {ticket}")).run();
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{options}");
    }
}
