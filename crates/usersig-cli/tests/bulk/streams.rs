//! Standard input and output, and programs that wait for every answer.

use std::io::{BufRead, BufReader, Lines, Write, pipe};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::folder::{Done, Folder};
use crate::kit::{SIGN, VERIFY, ticket, users};

#[test]
fn from_standard_input_to_standard_output() {
    let folder = Folder::new();
    let done = folder.usersig(&format!("{SIGN} --input - --output - --format csv --select userid,usersig"));
    let done = done.input("userid\na\nb\n").run();
    assert_eq!(done.stdout, format!("userid,usersig\na,{}\nb,{}\n", ticket("a"), ticket("b")));
    assert_eq!(done.code, 0);
    let made = done.stdout;
    let done = folder.usersig(&format!(
        "{VERIFY} --input - --output - --input-format csv --output-format ndjson --select userid,valid"
    ));
    assert_eq!(
        done.input(made).run().stdout,
        "{\"userid\":\"a\",\"valid\":true}\n{\"userid\":\"b\",\"valid\":true}\n"
    );
}

#[test]
fn what_a_stream_cannot_do() {
    let folder = Folder::new();
    folder.write("t.csv", "userid\na\n");
    for (line, says) in [
        ("--input - --output o.csv --format parquet", "Parquet cannot be read from standard input"),
        ("--input - --output o.csv --format csv --resume", "cannot go on later"),
        ("--input t.csv --output - --format csv --resume", "cannot go on later"),
        ("--input - --input - --output o.csv --format csv", "standard input was given twice"),
        ("--input - --output o.csv", "the name of the input does not say its format: standard input"),
    ] {
        let done = folder.usersig(&format!("{SIGN} {line}")).run();
        assert!(done.code == 2 && done.stderr.contains(says), "{line}: {}", done.stderr);
    }
    let line = "bulk sign --sdkappid 1400000000 --key-file - --input - --output - --format csv";
    let done = folder.usersig(line).run();
    assert!(done.code == 2 && done.stderr.contains("both the key and the rows"), "{}", done.stderr);
}

/// A program that sends some rows, waits for as many answers, and sends more.
#[test]
fn every_block_is_answered_at_once() {
    let folder = Folder::new();
    let line = format!(
        "{SIGN} --input - --output - --format tsv --columns userid --no-header --select usersig --flush-each-block"
    );
    let call = folder.usersig(&line);
    let mut child = call.command().stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    for block in [1, 3, 1000, 70_000, 1] {
        let lines: String = (0..block).map(|user| format!("u{user}\n")).collect();
        // A large block does not fit a pipe: it is sent while the answers are read.
        let sender = std::thread::spawn(move || {
            input.write_all(lines.as_bytes()).unwrap();
            input.flush().unwrap();
            input
        });
        for user in 0..block {
            let answer = output.next().unwrap().unwrap();
            if user % 997 == 0 {
                assert_eq!(answer, ticket(&format!("u{user}")));
            }
        }
        input = sender.join().unwrap();
    }
    // One line out for each line in, whatever stands in it.
    input.write_all(b"\na b\n\\N\nok\n").unwrap();
    drop(input);
    let rest: Vec<String> = output.map(Result::unwrap).collect();
    assert_eq!(rest, ["\\N".to_owned(), "\\N".into(), "\\N".into(), ticket("ok")]);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_reader_that_has_enough_ends_the_command_quietly() {
    let folder = Folder::new();
    folder.write("users.csv", users(300_000));
    let (reader, writer) = pipe().unwrap();
    let call = folder.usersig(&format!("{SIGN} --input users.csv --output - --format csv --no-progress"));
    let child = call.command().stdout(writer).spawn().unwrap();
    let mut lines = BufReader::new(reader).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "userid,usersig,expires_at,code,error");
    drop(lines);
    let done = Done::new(child.wait_with_output().unwrap());
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output() {
    let folder = Folder::new();
    folder.write("users.csv", users(10));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let call = folder.usersig(&format!("{SIGN} --input users.csv --output - --format csv"));
    let done = Done::new(call.command().stdout(full).output().unwrap());
    assert_eq!(done.code, 3);
    assert!(done.stderr.contains("cannot write to standard output"), "{}", done.stderr);
}

/// The command lines of the recipe for ClickHouse, with the key of the tests.
fn clickhouse_commands() -> Vec<String> {
    let recipe = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/clickhouse.md");
    let recipe = std::fs::read_to_string(recipe).unwrap();
    let commands = recipe.lines().filter_map(|line| {
        line.trim().strip_prefix("<command>usersig ")?.strip_suffix("</command>").map(Into::into)
    });
    let with_key = |line: String| {
        assert!(line.contains("--key-file /etc/clickhouse-server/secret.key "), "{line}");
        line.replace("/etc/clickhouse-server/secret.key", "key")
    };
    commands.map(with_key).collect()
}

/// ClickHouse sends a block of rows, waits for as many answers, and sends the next one to the same
/// process.
#[test]
fn the_recipe_for_clickhouse() {
    let folder = Folder::new();
    let [sign, verify] = clickhouse_commands().try_into().unwrap();
    let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut sign = Answers::start(&folder, &sign);
    let mut verify = Answers::start(&folder, &verify);
    for round in 0..3 {
        let tickets = sign.ask(&[&format!("user{round}"), "not one", "\\N", ""]);
        assert!(tickets[0].starts_with("eJ"), "{tickets:?}");
        assert_eq!(tickets[1..], ["\\N"; 3]);
        let ticket = &tickets[0];
        // The process signs as of its start, which is not before ours.
        let (soon, late) = (started + 3600, started + 8 * 86_400);
        let codes = verify.ask(&[
            &format!("{ticket}\tuser{round}\t{soon}"),
            &format!("{ticket}\tother\t{soon}"),
            &format!("{ticket}\tuser{round}\t{late}"),
            "\\N\tuser\t1700000000",
        ]);
        assert_eq!(codes[..3], ["0", "70013", "70001"]);
        assert_ne!(codes[3], "0");
    }
}

/// A process that answers line by line.
struct Answers {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Answers {
    fn start(folder: &Folder, line: &str) -> Self {
        let mut command = folder.usersig(line).command();
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { input: child.stdin.take(), child, output }
    }

    /// Sends lines, and waits for an answer to each.
    fn ask(&mut self, lines: &[&str]) -> Vec<String> {
        self.input.as_mut().unwrap().write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
        lines.iter().map(|_| self.output.next().unwrap().unwrap()).collect()
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        // Its input ends, and so does it.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
