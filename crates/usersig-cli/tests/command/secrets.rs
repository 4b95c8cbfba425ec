//! A key that stands in the wrong place is not repeated. Every run of these tests looks
//! for the folder's keys in what is printed; the lines here provoke it.

use crate::folder::{Folder, KEY, SIGN, VERIFY};

#[test]
fn a_secret_key_is_not_repeated_wherever_it_is_typed() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let lines = [
        (3, format!("sign --sdkappid 1400000000 --userid xiaojun --key-file {KEY}")),
        (3, format!("diagnose --keys {KEY} {ticket}")),
        (2, format!("{SIGN} {KEY}")),
        (2, format!("{SIGN} --{KEY}")),
        (2, format!("{SIGN} --time {KEY}")),
        (2, format!("{SIGN} --expire={KEY}")),
        (2, format!("sign --sdkappid {KEY} --userid xiaojun --key-file key")),
        (2, KEY.into()),
        (2, format!("room-key --sdkappid 1 --userid a --room-id 1 --privileges {KEY} --key-file key")),
        (2, format!("room-key --sdkappid 1 --userid a --room-id {KEY} --privileges 1 --key-file key")),
        (1, format!("{VERIFY} --key-file key {KEY}")),
        (2, format!("{VERIFY} --key-file key {ticket} {KEY}")),
        (1, format!("inspect {KEY}")),
        (2, format!("completions {KEY}")),
        (2, format!("keygen {KEY}")),
    ];
    for (code, line) in lines {
        for json in ["", " --json"] {
            let done = folder.usersig(&format!("{line}{json}")).run();
            assert_eq!(done.code, code, "{done:?}");
            assert!(done.code < 2 || !done.stderr.is_empty(), "{done:?}");
        }
    }
}

#[test]
fn a_private_pem_key_is_not_repeated_wherever_it_is_typed() {
    let folder = Folder::new();
    let pem = folder.read("p256.pem");
    let calls = [
        (2, folder.usersig(SIGN).arg(&pem)),
        (2, folder.usersig("sign --sdkappid 1 --userid a --key-file").arg(&pem)),
        (3, folder.usersig("sign --sdkappid 1 --userid a").arg(format!("--key-file={pem}"))),
        (2, folder.usersig("sign --sdkappid 1 --key-file key --userid").arg(&pem)),
        (2, folder.usersig("sign --sdkappid 1 --key-file key").arg(format!("--userid={pem}"))),
        (2, folder.usersig(VERIFY).arg("--key-file").arg("key").arg(&pem)),
        (1, folder.usersig(VERIFY).arg("--key-file").arg("key").input(pem.clone())),
        (2, folder.usersig("inspect").arg(&pem)),
        (1, folder.usersig("inspect").arg("--").arg(&pem)),
        (1, folder.usersig("diagnose").input(pem.clone())),
    ];
    for (code, call) in calls {
        let done = call.run();
        assert_eq!(done.code, code, "{done:?}");
    }
}

#[test]
fn a_list_of_applications_that_is_wrong_is_not_repeated() {
    let folder = Folder::new();
    let texts = [
        format!("\"{KEY}\""),
        format!("{{\"{KEY}\": \"1400000000\"}}"),
        format!("{{\"1400000000\": [\"{KEY}\"]}}"),
        format!("{{\"1400000000\": \"{KEY}\""),
        format!("{{\"1400000000\": {{\"{KEY}\": 1}}}}"),
        format!("[\"{KEY}\"]"),
        KEY.into(),
    ];
    for text in texts {
        folder.write("applications", &text);
        let done = folder.usersig("diagnose --keys applications eJwt").run();
        assert_eq!(done.code, 2, "{text}");
        assert!(done.stderr.contains("is not a list of applications"), "{}", done.stderr);
        assert!(done.stderr.contains("hint: write it as"), "{}", done.stderr);
    }
}

#[test]
fn a_message_without_a_key_is_repeated_in_full() {
    let folder = Folder::new();
    let done = folder.usersig("sign --sdkappid ten --userid a --key-file key").run();
    assert!(done.stderr.contains("invalid value 'ten' for '--sdkappid <N>'"), "{}", done.stderr);
    let done = folder.usersig("sign --sdkappid 1 --userid a --key-file missing").run();
    assert!(done.stderr.contains("cannot read the key from missing"), "{}", done.stderr);
}
