//! Bad rows of every kind, between good ones.

use crate::folder::{Folder, snapshot};
use crate::kit::{SIGN, VERIFY, csv_column, files, run, ticket};

/// Bad rows of a CSV with the columns userid, sdkappid, expire, room_id, room_str, privileges and
/// userbuf.
fn bad_lines() -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = [
        ",,,,,,",
        "\"\",,,,,,",
        "a b,,,,,,",
        "张三,,,,,,",
        "abcdefghijklmnopqrstuvwxyz1234567,,,,,,",
        "\"a\nb\",,,,,,",
        "a,0,,,,,",
        "a,x,,,,,",
        "a,4294967296,,,,,",
        "a,1400000009,,,,,",
        "a,,-1,,,,",
        "a,,1d,,,,",
        "a,,9223372036854775807,,,,",
        "a,,,0,,all,",
        "a,,,1.5,,all,",
        "a,,,,大厅,all,",
        "a,,,1,hall,all,",
        "a,,,1,,,",
        "a,,,1,,fly,",
        "a,,,1,,256,",
        "a,,,,,all,",
        "a,,,,,,a*b_",
        "a,,,,hall,all,YWJj",
        "a,,99999999999,1,,all,",
        "a,,,,,",
        "a,,,,,,,",
        "\"a,,,,,,",
        "\"a\"b,,,,,,",
    ]
    .iter()
    .map(|line| line.as_bytes().to_vec())
    .collect();
    lines.push(b"\xff\xfe,,,,,,".to_vec());
    lines.push(format!("a,,,,,,{}", "A".repeat(12_000)).into());
    lines.push(format!("a,,,,,,{}", "A".repeat(1 << 20)).into());
    lines
}

#[test]
fn each_is_an_error_in_its_row() {
    let folder = Folder::new();
    let mut text = b"userid,sdkappid,expire,room_id,room_str,privileges,userbuf\n".to_vec();
    let bad = bad_lines();
    for line in &bad {
        text.extend_from_slice(b"good,,,,,,\n");
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    text.extend_from_slice(b"good,,,,,,\n");
    folder.write("users.csv", text);
    let line = format!(
        "{SIGN} --input users.csv --output t.csv --errors bad.csv --select usersig,code,error --json"
    );
    let done = folder.usersig(&line).run();
    assert_eq!(done.code, 1, "{}", done.stderr);
    let made = folder.read("t.csv");
    let (tickets, errors) = (csv_column(&made, "usersig"), csv_column(&made, "error"));
    assert_eq!(tickets.len(), 2 * bad.len() + 1);
    for (row, (usersig, error)) in tickets.iter().zip(&errors).enumerate() {
        if row % 2 == 0 {
            assert_eq!((usersig, error.as_str()), (&ticket("good"), ""), "{row}");
        } else {
            assert!(usersig.is_empty() && !error.is_empty(), "{row}: {usersig}");
        }
    }
    assert!(bad.len() >= 20);
    let codes = csv_column(&made, "code");
    let mut listed = String::new();
    for row in (1..tickets.len()).step_by(2) {
        listed += &format!("row {}, {}: {}\n", row + 1, codes[row], errors[row]);
    }
    snapshot_beside("bad-rows.txt", listed);

    let (rows, codes) =
        (csv_column(&folder.read("bad.csv"), "row"), csv_column(&folder.read("bad.csv"), "code"));
    assert_eq!(rows, (1..=bad.len()).map(|row| (2 * row).to_string()).collect::<Vec<_>>());
    let report = done.json();
    assert_eq!((&report["rows"], &report["bad_rows"]), (&(2 * bad.len() + 1).into(), &bad.len().into()));
    let counted: u64 =
        report["codes"].as_array().unwrap().iter().map(|code| code["rows"].as_u64().unwrap()).sum();
    assert_eq!(counted, codes.len() as u64);
}

#[test]
fn lines_that_are_no_json_objects() {
    let folder = Folder::new();
    let bad = [
        "{",
        "[]",
        "null",
        "42",
        "\"a\"",
        "{\"userid\":\"a\"} x",
        "{\"userid\":\"a\",\"userid\":\"b\"}",
        "{\"userid\":1.5}",
        "{\"userid\":true}",
        "{\"userid\":{}}",
        "{\"userid\":\"\\ud800\"}",
        "{\"userid\":null}",
        "{}",
        "{'userid':'a'}",
        "{\"userid\":\"a\",\"expire\":[1]}",
        "{\"userid\":\"a\u{1}\"}",
    ];
    let mut text = String::from("{\"userid\":\"good\"}\n");
    for line in bad {
        text += &format!("{line}\n{{\"userid\":\"good\"}}\n");
    }
    let mut text = text.into_bytes();
    text.extend_from_slice(b"{\"userid\":\"\xff\"}\n");
    folder.write("users.ndjson", text);
    let done = folder.usersig(&format!("{SIGN} --input users.ndjson --output t.csv")).run();
    assert_eq!(done.code, 1, "{}", done.stderr);
    let made = folder.read("t.csv");
    let (tickets, errors) = (csv_column(&made, "usersig"), csv_column(&made, "error"));
    assert_eq!(tickets.len(), 2 * bad.len() + 2);
    let mut listed = String::new();
    for (row, (usersig, error)) in tickets.iter().zip(&errors).enumerate() {
        if row % 2 == 0 {
            assert_eq!(usersig, &ticket("good"), "{row}");
        } else {
            assert!(usersig.is_empty(), "{row}");
            listed += &format!("{}: {error}\n", bad.get(row / 2).unwrap_or(&"not UTF-8"));
        }
    }
    snapshot_beside("bad-lines.txt", listed);
}

#[test]
fn verdicts_have_codes_and_reasons() {
    let folder = Folder::new();
    let good = ticket("a");
    let cut = &good[..48];
    let rows = format!(
        "usersig,userid,sdkappid,now\n{good},a,,\n{good},b,,\n,a,,\n{cut},a,,\n{good},a,7,\n{good},a,,1800000000\n{good},,,\n{good},a,x,\n{good},a,,soon\n"
    );
    folder.write("t.csv", rows);
    let done = folder
        .usersig(&format!("{VERIFY} --input t.csv --output - --output-format csv --select valid,code,reason"))
        .run();
    assert_eq!(done.code, 1);
    snapshot_beside("verdicts.csv", done.stdout);
    assert!(done.stderr.contains("bad"), "{}", done.stderr);
    assert_eq!(files(&folder), ["t.csv"]);
}

#[test]
fn bad_rows_can_be_put_right_and_signed_again() {
    let folder = Folder::new();
    folder.write("users.ndjson", "{\"userid\":\"a b\",\"x\":[1]}\n{\"userid\":\"c\"}\n");
    for name in ["bad.ndjson", "bad.csv", "bad.tsv.gz"] {
        let done =
            folder.usersig(&format!("{SIGN} --input users.ndjson --output t.ndjson --errors {name}")).run();
        assert_eq!(done.code, 1);
        run(
            &folder,
            &format!(
                "{SIGN} --input {name} --output again.csv --userid-form ascii --select userid,row,x,error"
            ),
        );
        assert_eq!(folder.read("again.csv"), "userid,row,x,error\na b,1,[1],\n");
    }
}

pub fn snapshot_beside(name: &str, text: impl Into<String>) {
    snapshot(&format!("../../bulk/snapshots/{name}"), text);
}
