//! A reader that goes away, and one that cannot take anything.

use std::io::pipe;
use std::process::Stdio;

use crate::folder::{Done, Folder, SIGN, VERIFY};

fn lines(folder: &Folder) -> Vec<String> {
    let ticket = folder.usual_ticket();
    vec![
        SIGN.into(),
        format!("{SIGN} --json"),
        format!("{VERIFY} --key-file key {ticket}"),
        format!("inspect {ticket}"),
        format!("diagnose --now 1700000001 {ticket}"),
        "keygen ecdsa".into(),
        "completions bash".into(),
        "man".into(),
    ]
}

#[test]
fn a_reader_that_has_enough_ends_the_command_quietly() {
    let folder = Folder::new();
    for line in lines(&folder).into_iter().chain(["--help".into(), "--version".into()]) {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = folder.usersig(&line).command().stdout(writer).output().unwrap();
        let done = Done::new(output);
        assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{line}");
    }
}

#[test]
fn a_rejection_keeps_its_exit_code_when_nobody_reads_it() {
    let folder = Folder::new();
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let line = format!("{VERIFY} --key-file key eJwt");
    let done = Done::new(folder.usersig(&line).command().stdout(writer).output().unwrap());
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let folder = Folder::new();
    for line in lines(&folder) {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let done = Done::new(folder.usersig(&line).command().stdout(full).output().unwrap());
        assert_eq!(done.code, 3, "{line}");
        assert!(done.stderr.contains("cannot write to standard output"), "{line}: {}", done.stderr);
    }
}

#[test]
fn standard_error_that_nobody_reads_changes_nothing() {
    let folder = Folder::new();
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let call = folder.usersig("sign --sdkappid 0 --userid a --key-file key");
    let done = Done::new(call.command().stderr(writer).stdout(Stdio::piped()).output().unwrap());
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
}
