//! What a person reads when a command cannot be carried out: the fault, and what to do.

use crate::folder::{Folder, KEY, SIGN, VERIFY, snapshot};

#[test]
fn wrong_use() {
    let folder = Folder::new();
    folder.write("list.json", "[]");
    folder.write("names.json", "{\"one\": \"key\"}");
    folder.write("empty", "");
    folder.write("cut.pem", "-----BEGIN EC PRIVATE KEY-----\nMHcC\n");
    let lines = [
        "sign --sdkappid 1400000000 --userid xiaojun",
        "sign --sdkappid 1400000000 --userid xiaojun --json",
        "sign --sdkappid 0 --userid xiaojun --key-file key",
        "sign --sdkappid 4294967296 --userid xiaojun --key-file key",
        "sign --sdkappid 1400000000 --userid me@example.com --key-file key",
        "sign --sdkappid 1400000000 --userid 张三 --userid-form ascii --key-file key",
        "sign --sdkappid 1400000000 --userid abcdefghijklmnopqrstuvwxyz1234567 --key-file key",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file empty",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file cut.pem",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file p256.pub",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file key --key-file other-key",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file key --expire 1h30m",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file key --time yesterday",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file key --time 1700000000 --expire 9223372036854775807",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file key --userbuf-base64 a*b_",
        "room-key --sdkappid 1400000000 --userid xiaojun --key-file key --privileges 42",
        "room-key --sdkappid 1400000000 --userid xiaojun --key-file key --room-id 0 --privileges 42",
        "room-key --sdkappid 1400000000 --userid xiaojun --key-file key --room-str 大厅 --privileges 42",
        "room-key --sdkappid 1400000000 --userid xiaojun --key-file key --room-id 1 --privileges fly",
        "room-key --sdkappid 1400000000 --userid xiaojun --key-file key --room-id 1 --privileges all --time 1700000000 --expire 100y",
        "diagnose --keys list.json eJwt",
        "diagnose --keys names.json eJwt",
    ];
    let mut texts: Vec<String> = lines.iter().map(|line| folder.usersig(line).transcript()).collect();
    texts.push(folder.usersig("sign --sdkappid 1 --key-file key --userid").arg("a\nb").transcript());
    texts.push(folder.usersig("sign --sdkappid 1 --key-file key --userid").arg("").transcript());
    texts.push(folder.usersig(&format!("{VERIFY} --key-file -")).input(KEY).transcript());
    texts.push(folder.usersig(&format!("{VERIFY} --key-file - --key-file - eJwt")).transcript());
    snapshot("errors.txt", texts.join("\n"));
}

/// The system's own words differ between systems.
#[cfg(unix)]
#[test]
fn files_that_cannot_be_used() {
    let folder = Folder::new();
    let lines = [
        "sign --sdkappid 1400000000 --userid xiaojun --key-file no-such-file",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file no-such-file --json",
        "sign --sdkappid 1400000000 --userid xiaojun --key-file .",
        "diagnose --keys no-such-file eJwt",
        "keygen hmac --output key",
        "keygen ecdsa --output no-such-folder/key.pem",
    ];
    let texts: Vec<String> = lines.iter().map(|line| folder.usersig(line).transcript()).collect();
    snapshot("errors-files.txt", texts.join("\n"));
}

#[test]
fn an_error_leaves_standard_output_empty() {
    let folder = Folder::new();
    for line in ["sign --sdkappid 1 --userid a", "sign --sdkappid 0 --userid a --key-file key", "sign", "fly"]
    {
        for json in ["", " --json"] {
            let done = folder.usersig(&format!("{line}{json}")).run();
            assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{line}{json}");
        }
    }
}

#[test]
fn an_error_for_programs_is_one_json_object() {
    let done = Folder::new().usersig(&format!("{} --json", SIGN.replace("1400000000", "0"))).run();
    let error: serde_json::Value = serde_json::from_str(&done.stderr).unwrap();
    assert!(error["error"].as_str().unwrap().contains("SDKAppID"), "{error}");
    assert!(error["hint"].is_string(), "{error}");
}
