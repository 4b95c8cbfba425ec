//! The four exit codes, command by command.

use crate::folder::{Folder, SIGN, VERIFY};

#[test]
fn exit_codes_say_what_happened() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let cases = [
        (0, SIGN.to_owned()),
        (0, "room-key --sdkappid 1 --userid a --room-id 1 --privileges 1 --key-file key".into()),
        (0, format!("{VERIFY} --key-file key {ticket}")),
        (0, format!("inspect {ticket}")),
        (0, format!("diagnose --now 1700000001 --key-file key {ticket}")),
        (0, "completions bash".into()),
        (0, "man".into()),
        (0, "--help".into()),
        (0, "--version".into()),
        (0, "help verify".into()),
        (1, format!("{VERIFY} --key-file other-key {ticket}")),
        (1, format!("{VERIFY} --key-file key eJwt")),
        (1, "inspect eJwt".into()),
        (1, "diagnose eJwt".into()),
        (1, format!("diagnose --now 1800000000 {ticket}")),
        (1, format!("diagnose --now 1700000001 --sdkappid 7 {ticket}")),
        (2, "fly".into()),
        (2, "sign".into()),
        (2, format!("{SIGN} --fly")),
        (2, format!("{VERIFY} {ticket}")),
        (2, "verify --sdkappid 0 --userid a --key-file key eJwt".into()),
        (2, "diagnose --sdkappid 0 eJwt".into()),
        (2, "keygen".into()),
        (2, "keygen rsa".into()),
        (2, "keygen ecdsa --curve p384".into()),
        (2, "completions".into()),
        (2, "inspect eJwt eJwt".into()),
        (3, SIGN.replace("file key", "file missing")),
        (3, format!("{VERIFY} --key-file missing {ticket}")),
        (3, format!("{VERIFY} --key-file key --key-file missing {ticket}")),
        (3, format!("diagnose --keys missing {ticket}")),
        (3, format!("diagnose --key-file missing {ticket}")),
        (3, "keygen hmac --output key".into()),
        (3, "keygen ecdsa --output missing/key.pem".into()),
    ];
    for (code, line) in cases {
        let done = folder.usersig(&line).run();
        assert_eq!(done.code, code, "{line}\n{}{}", done.stdout, done.stderr);
        // A program may look at standard error alone to see that something is wrong.
        assert_eq!(done.stderr.is_empty(), code < 2, "{line}\n{}", done.stderr);
    }
}
