//! The ticket from the command line and from standard input.

use crate::folder::{Folder, KEY, VERIFY};

#[test]
fn a_ticket_is_taken_from_the_argument_or_standard_input() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let verify = format!("{VERIFY} --key-file key");
    let calls = [
        folder.usersig(&verify).arg(&ticket),
        folder.usersig(&verify).input(ticket.clone()),
        folder.usersig(&verify).input(format!("{ticket}\r\n")),
        folder.usersig(&verify).arg("-").input(format!("\n {ticket} \n")),
        // The key may come from standard input when the ticket does not.
        folder.usersig(VERIFY).arg("--key-file").arg("-").arg(&ticket).input(format!("{KEY}\n")),
    ];
    for call in calls {
        let done = call.run();
        assert_eq!(done.code, 0, "{done:?}");
        assert!(done.stdout.starts_with("valid\n"), "{}", done.stdout);
    }
}

#[test]
fn inspect_and_diagnose_take_it_from_there_too() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let diagnose = "diagnose --now 1700000001 --key-file key";
    for line in ["inspect", "inspect -", diagnose, &format!("{diagnose} -")] {
        let typed = folder.usersig(line.trim_end_matches(" -")).arg(&ticket).run();
        let piped = folder.usersig(line).input(ticket.clone()).run();
        assert_eq!((typed.code, piped.code), (0, 0), "{line}");
        assert_eq!(typed.stdout, piped.stdout, "{line}");
    }
}

#[test]
fn key_and_ticket_cannot_both_come_from_standard_input() {
    let folder = Folder::new();
    for line in [VERIFY, &format!("{VERIFY} -"), "diagnose", "diagnose -"] {
        let done = folder.usersig(&format!("{line} --key-file -")).input(KEY).run();
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{line}");
        assert!(done.stderr.contains("both the key and the ticket"), "{line}: {}", done.stderr);
    }
}

#[test]
fn no_ticket_and_bytes_that_are_no_text_are_rejected() {
    let folder = Folder::new();
    let verify = format!("{VERIFY} --json --key-file key");
    for (input, code) in [(&b""[..], 70002), (b" \r\n", 70002), (b"\xff\xfe", 70003), (b"eJwt\0", 70003)] {
        let done = folder.usersig(&verify).input(input).run();
        assert_eq!((done.code, done.json()["code"].as_i64()), (1, Some(code)), "{input:?}");
    }
}

#[test]
fn a_longer_input_than_any_ticket_is_rejected() {
    let folder = Folder::new();
    let endless = "eJ".repeat(1 << 20);
    let done = folder.usersig(&format!("{VERIFY} --json --key-file key")).input(endless).run();
    assert_eq!((done.code, done.json()["code"].as_i64()), (1, Some(70003)));
}
