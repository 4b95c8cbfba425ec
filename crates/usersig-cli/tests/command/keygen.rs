//! `keygen`: keys that work, in files that only their owner can read.

use crate::folder::{Folder, VERIFY};

const SIGN: &str = "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file";

#[test]
fn a_secret_key_has_64_hexadecimal_digits_and_works() {
    let folder = Folder::new();
    let made = folder.usersig("keygen hmac").run();
    let key = made.stdout.strip_suffix('\n').unwrap();
    assert!(key.len() == 64 && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{key}");
    assert_ne!(folder.usersig("keygen hmac").run().stdout, made.stdout);

    folder.write("new", &made.stdout);
    let ticket = folder.ticket(&format!("{SIGN} new"));
    assert_eq!(folder.usersig(&format!("{VERIFY} --key-file new {ticket}")).run().code, 0);
    assert_eq!(folder.usersig(&format!("{VERIFY} --key-file key {ticket}")).run().code, 1);
}

#[test]
fn a_secret_key_in_a_file_works_and_is_not_printed() {
    let folder = Folder::new();
    let made = folder.usersig("keygen hmac --output new").run();
    assert_eq!((made.code, made.stderr.as_str()), (0, "wrote new\n"));
    let key = folder.read("new");
    assert!(!made.stdout.contains(key.trim_end()), "{}", made.stdout);
    assert!(made.stdout.trim_start().starts_with("fingerprint"), "{}", made.stdout);
    let ticket = folder.ticket(&format!("{SIGN} new"));
    assert_eq!(folder.usersig(&format!("{VERIFY} --key-file new {ticket}")).run().code, 0);
}

#[test]
fn a_pair_of_either_curve_works() {
    let folder = Folder::new();
    for curve in ["p256", "secp256k1"] {
        let made = folder.usersig(&format!("keygen ecdsa --curve {curve} --output {curve}-new.pem")).run();
        assert_eq!((made.code, made.stderr), (0, format!("wrote {curve}-new.pem\n")));
        assert!(made.stdout.starts_with("-----BEGIN PUBLIC KEY-----\n"), "{}", made.stdout);
        assert!(!made.stdout.contains("PRIVATE"), "{}", made.stdout);
        folder.write("new.pub", &made.stdout);
        let ticket = folder.ticket(&format!("{SIGN} {curve}-new.pem"));
        for key in ["new.pub", &format!("{curve}-new.pem")] {
            assert_eq!(folder.usersig(&format!("{VERIFY} --key-file {key} {ticket}")).run().code, 0, "{key}");
        }
        assert_eq!(folder.usersig(&format!("{VERIFY} --key-file {curve}.pub {ticket}")).run().code, 1);
    }
}

#[test]
fn a_pair_without_a_file_is_printed_whole() {
    let folder = Folder::new();
    let made = folder.usersig("keygen ecdsa").run();
    assert_eq!((made.code, made.stderr.as_str()), (0, ""));
    let public = made.stdout.find("-----BEGIN PUBLIC KEY-----").unwrap();
    folder.write("new.pem", &made.stdout[..public]);
    folder.write("new.pub", &made.stdout[public..]);
    let ticket = folder.ticket(&format!("{SIGN} new.pem"));
    assert_eq!(folder.usersig(&format!("{VERIFY} --key-file new.pub {ticket}")).run().code, 0);
}

#[test]
fn keys_for_programs_are_the_same_keys() {
    let folder = Folder::new();
    let hmac = folder.usersig("keygen hmac --json").run().json();
    assert_eq!(
        (hmac["algorithm"].as_str(), hmac["key"].as_str().map(str::len)),
        (Some("hmac-sha256"), Some(64))
    );
    let ecdsa = folder.usersig("keygen ecdsa --curve secp256k1 --json").run().json();
    assert_eq!(
        (ecdsa["algorithm"].as_str(), ecdsa["curve"].as_str()),
        (Some("ecdsa-sha256"), Some("secp256k1"))
    );
    folder.write("new.pem", ecdsa["private_key"].as_str().unwrap());
    folder.write("new.pub", ecdsa["public_key"].as_str().unwrap());
    let ticket = folder.ticket(&format!("{SIGN} new.pem"));
    assert_eq!(folder.usersig(&format!("{VERIFY} --key-file new.pub {ticket}")).run().code, 0);

    // Once the private part is in a file, the answer has no place for it.
    let hmac = folder.usersig("keygen hmac --json --output file").run().json();
    assert!(hmac["key"].is_null() && hmac["fingerprint"].as_str().unwrap().len() == 8, "{hmac}");
    let ecdsa = folder.usersig("keygen ecdsa --json --output file.pem").run().json();
    assert!(ecdsa["private_key"].is_null() && ecdsa["public_key"].is_string(), "{ecdsa}");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    for (line, name) in [("keygen hmac", "new"), ("keygen ecdsa", "new.pem")] {
        assert_eq!(folder.usersig(&format!("{line} --output {name}")).run().code, 0);
        let mode = std::fs::metadata(folder.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_file_that_exists_is_never_touched() {
    let folder = Folder::new();
    for line in ["keygen hmac", "keygen ecdsa", "keygen ecdsa --curve secp256k1", "keygen hmac --json"] {
        folder.write("precious", "precious");
        let done = folder.usersig(&format!("{line} --output precious")).run();
        assert_eq!((done.code, done.stdout.as_str()), (3, ""), "{line}");
        assert!(done.stderr.contains("choose another name"), "{line}: {}", done.stderr);
        assert_eq!(folder.read("precious"), "precious", "{line}");
    }
}
