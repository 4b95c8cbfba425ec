//! Where keys come from, and how many there may be.

use crate::folder::{Done, Folder, KEY, OTHER_KEY, SIGN, VERIFY};

const SIGN_WITHOUT_KEY: &str = "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000";

#[test]
fn every_way_to_give_the_key_makes_the_same_ticket() {
    let folder = Folder::new();
    let expected = folder.usual_ticket();
    let silent = [
        folder.usersig(SIGN_WITHOUT_KEY).arg("--key-file").arg("-").input(KEY),
        folder.usersig(SIGN_WITHOUT_KEY).arg("--key-file").arg("-").input(format!("{KEY}\n")),
        folder.usersig(SIGN_WITHOUT_KEY).env("USERSIG_KEY", KEY),
        // What is on the command line counts before what is in the environment.
        folder.usersig(SIGN).env("USERSIG_KEY", OTHER_KEY),
    ];
    for call in silent {
        let done = call.run();
        assert_eq!((done.stdout.trim_end(), done.stderr.as_str(), done.code), (expected.as_str(), "", 0));
    }
}

#[test]
fn a_key_on_the_command_line_works_with_a_warning() {
    let folder = Folder::new();
    let done = folder.usersig(SIGN_WITHOUT_KEY).arg("--key").arg(KEY).run();
    assert_eq!((done.stdout.trim_end(), done.code), (folder.usual_ticket().as_str(), 0));
    assert!(done.stderr.starts_with("warning: other users of this machine"), "{}", done.stderr);
    assert_eq!(done.stderr.lines().count(), 1);
}

#[test]
fn a_pem_key_on_the_command_line_works_too() {
    let folder = Folder::new();
    let expected = folder.ticket(&format!("{SIGN_WITHOUT_KEY} --key-file p256.pem"));
    let done = folder.usersig(SIGN_WITHOUT_KEY).arg("--key").arg(folder.read("p256.pem")).run();
    assert_eq!((done.stdout.trim_end(), done.code), (expected.as_str(), 0));
}

#[test]
fn one_line_end_after_the_key_is_dropped_and_nothing_else() {
    let folder = Folder::new();
    let expected = folder.usual_ticket();
    let signed = |text: String| {
        folder.write("edited", text);
        folder.ticket(&format!("{SIGN_WITHOUT_KEY} --key-file edited"))
    };
    for end in ["", "\n", "\r\n", "\r"] {
        assert_eq!(signed(format!("{KEY}{end}")), expected, "{end:?}");
    }
    for end in [" ", "\n\n", " \n", "\t"] {
        assert_ne!(signed(format!("{KEY}{end}")), expected, "{end:?}");
    }
    assert_ne!(signed(format!(" {KEY}")), expected);
}

#[test]
fn without_a_key_the_hint_says_how_to_give_one() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let room_key = "room-key --sdkappid 1 --userid a --room-id 1 --privileges all";
    let calls = [
        folder.usersig(SIGN_WITHOUT_KEY),
        folder.usersig(SIGN_WITHOUT_KEY).env("USERSIG_KEY", ""),
        folder.usersig(room_key),
        folder.usersig(VERIFY).arg(&ticket),
    ];
    for call in calls {
        let done = call.run();
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        assert!(done.stderr.contains("error: no key was given"), "{}", done.stderr);
        assert!(done.stderr.contains("--key-file FILE"), "{}", done.stderr);
        assert!(done.stderr.contains("USERSIG_KEY"), "{}", done.stderr);
    }
}

#[test]
fn a_ring_accepts_what_any_of_its_keys_made() {
    let folder = Folder::new();
    let ring = format!("{VERIFY} --key-file other-key --key-file key --key-file p256.pub");
    let current = folder.usual_ticket();
    let legacy = folder.ticket(&format!("{SIGN_WITHOUT_KEY} --key-file p256.pem"));
    let other_curve = folder.ticket(&format!("{SIGN_WITHOUT_KEY} --key-file secp256k1.pem"));
    assert_eq!(algorithm(&folder.usersig(&format!("{ring} --json {current}")).run()), "hmac-sha256");
    assert_eq!(algorithm(&folder.usersig(&format!("{ring} --json {legacy}")).run()), "ecdsa-sha256");
    assert_eq!(code(&folder.usersig(&format!("{ring} --json {other_curve}")).run()), 70009);
    let mixed = folder.usersig(VERIFY).arg("--key-file").arg("other-key").arg("--key").arg(KEY).arg(&current);
    assert_eq!(mixed.run().code, 0);
}

#[test]
fn a_ring_rejects_by_what_it_lacks() {
    let folder = Folder::new();
    let current = folder.usual_ticket();
    let legacy = folder.ticket(&format!("{SIGN_WITHOUT_KEY} --key-file secp256k1.pem"));
    let verify =
        |keys: &str, ticket: &str| code(&folder.usersig(&format!("{VERIFY} --json {keys} {ticket}")).run());
    assert_eq!(verify("--key-file other-key", &current), 70009);
    assert_eq!(verify("--key-file p256.pem", &current), 70016);
    assert_eq!(verify("--key-file key", &legacy), 70016);
    assert_eq!(verify("--key-file p256.pub", &legacy), 70009);
}

#[test]
fn a_pem_key_means_the_legacy_algorithm() {
    let folder = Folder::new();
    for curve in ["p256", "secp256k1"] {
        let done = folder.usersig(&format!("{SIGN_WITHOUT_KEY} --json --key-file {curve}.pem")).run();
        assert_eq!(algorithm(&done), "ecdsa-sha256");
        let signed = done.json();
        let ticket = signed["usersig"].as_str().unwrap();
        for key in ["pem", "pub"] {
            let done = folder.usersig(&format!("{VERIFY} --json --key-file {curve}.{key} {ticket}")).run();
            assert_eq!((done.code, algorithm(&done).as_str()), (0, "ecdsa-sha256"));
        }
        let from_environment =
            folder.usersig(VERIFY).env("USERSIG_KEY", folder.read(&format!("{curve}.pub"))).arg(ticket).run();
        assert_eq!(from_environment.code, 0, "{}", from_environment.stderr);
    }
}

#[test]
fn a_key_file_that_is_no_key_is_not_read_to_its_end() {
    let folder = Folder::new();
    folder.write("large", vec![b'k'; (1 << 20) + 1]);
    let done = folder.usersig(&format!("{SIGN_WITHOUT_KEY} --key-file large")).run();
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("large is larger than any key"), "{}", done.stderr);
}

fn algorithm(done: &Done) -> String {
    done.json()["algorithm"].as_str().unwrap().into()
}

fn code(done: &Done) -> i64 {
    assert_eq!(done.code, 1);
    done.json()["code"].as_i64().unwrap()
}
