//! The help of the command and of each of its commands, 100 columns wide.

use crate::folder::{Folder, snapshot};

#[test]
fn help_of_the_command() {
    shows("help.txt", "--help");
    shows("help-short.txt", "-h");
}

#[test]
fn help_of_every_command() {
    for command in [
        "sign",
        "room-key",
        "verify",
        "inspect",
        "diagnose",
        "bulk",
        "serve",
        "keygen",
        "bench",
        "completions",
        "man",
    ] {
        shows(&format!("help-{command}.txt"), &format!("{command} --help"));
    }
    for kind in ["hmac", "ecdsa"] {
        shows(&format!("help-keygen-{kind}.txt"), &format!("keygen {kind} --help"));
    }
}

#[test]
fn help_names_every_command() {
    let folder = Folder::new();
    let help = folder.usersig("--help").run().stdout;
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    let known = [
        "sign",
        "room-key",
        "verify",
        "inspect",
        "diagnose",
        "bulk",
        "serve",
        "app",
        "token",
        "issuer",
        "user",
        "admin",
        "audit",
        "store",
        "keygen",
        "bench",
        "completions",
        "man",
        "help",
    ];
    assert_eq!(listed, known);
}

#[test]
fn nothing_at_all_shows_the_help_and_is_wrong_use() {
    let done = Folder::new().usersig("").run();
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(done.stderr.contains("Usage: usersig"), "{}", done.stderr);
}

#[test]
fn help_does_not_show_the_key_of_the_environment() {
    let folder = Folder::new();
    for line in ["--help", "sign --help", "verify --help", "help sign"] {
        // The run itself looks for the key.
        let done = folder.usersig(line).env("USERSIG_KEY", crate::folder::KEY).run();
        assert_eq!(done.code, 0);
        assert!(done.stdout.contains("USERSIG_KEY"), "{line}: {}", done.stdout);
    }
}

fn shows(name: &str, line: &str) {
    snapshot(name, Folder::new().usersig(line).transcript());
}
