//! Jobs that do not come to their end, and go on later.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::folder::{Done, Folder};
use crate::kit::{SIGN, fails, files, run};

/// Rows so long that eight blocks of them are read quickly.
fn long_rows(folder: &Folder, name: &str) {
    let mut text = String::from("userid,note\n");
    let note = "0123456789abcdef".repeat(64);
    for user in 0..60_000 {
        // Now and then a bad row, for the file of bad rows.
        let space = if user % 1000 == 0 { " " } else { "" };
        text += &format!("user{space}{user},{note}\n");
    }
    folder.write(name, text);
}

/// Runs a line until it has noted how far it is, and stops it then.
fn stopped_by(folder: &Folder, line: &str, journal: &str, signal: &str) -> Done {
    let journal = folder.path(journal);
    // That of an earlier run would be taken for this one's.
    let _ = fs::remove_file(&journal);
    let call = folder.usersig(line);
    let mut child = call.command().spawn().unwrap();
    let started = Instant::now();
    while fs::read_to_string(&journal).unwrap_or_default().lines().count() < 2 {
        assert!(started.elapsed() < Duration::from_secs(120), "{line}: it does not get on");
        assert!(child.try_wait().unwrap().is_none(), "{line}: it was over before it was stopped");
        std::thread::sleep(Duration::from_micros(200));
    }
    send(&mut child, signal);
    let output = child.wait_with_output().unwrap();
    let code = output.status.code().unwrap_or(-1);
    Done {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code,
    }
}

fn send(child: &mut Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn part(name: &str) -> String {
    format!("{name}.usersig-part")
}

fn journal(name: &str) -> String {
    format!("{name}.usersig-journal")
}

#[test]
fn a_killed_job_goes_on_and_gives_the_same_bytes() {
    let folder = Folder::new();
    long_rows(&folder, "users.csv");
    folder.usersig(&format!("{SIGN} --input users.csv --output users.ndjson.zst --select userid,note")).run();
    folder.usersig(&format!("{SIGN} --input users.csv --output users.parquet --select userid,note")).run();
    folder.usersig(&format!("{SIGN} --input users.csv --output users.csv.gz --select userid,note")).run();
    for (input, output) in [
        ("users.csv", "t.parquet"),
        ("users.csv", "t.csv"),
        ("users.csv.gz", "t.ndjson"),
        ("users.ndjson.zst", "t.csv.zst"),
        ("users.parquet", "t.parquet"),
        ("users.parquet", "t.csv.gz"),
    ] {
        let line = format!("{SIGN} --input {input} --output {output} --errors bad.csv --no-progress");
        assert_eq!(folder.usersig(&line).run().code, 1);
        let whole = [output, "bad.csv"].map(|name| fs::read(folder.path(name)).unwrap());
        [output, "bad.csv"].iter().for_each(|name| fs::remove_file(folder.path(name)).unwrap());

        let done = stopped_by(&folder, &line, &journal(output), "-KILL");
        assert_eq!(done.code, -1);
        assert!(!folder.path(output).exists() && !folder.path("bad.csv").exists());
        assert!(folder.path(&part(output)).exists() && folder.path(&journal(output)).exists());

        let done = folder.usersig(&format!("{line} --resume")).run();
        assert_eq!(done.code, 1, "{}", done.stderr);
        assert!(done.stdout.contains("of them in an earlier run"), "{input} {output}: {}", done.stdout);
        assert!(done.stdout.starts_with("60,000 rows"), "{}", done.stdout);
        let resumed = [output, "bad.csv"].map(|name| fs::read(folder.path(name)).unwrap());
        assert!(resumed == whole, "{input} {output} differs");
        for left in [part(output), journal(output), part("bad.csv")] {
            assert!(!folder.path(&left).exists(), "{left}");
        }
    }
}

#[test]
fn a_job_of_many_files_goes_on_in_the_right_one() {
    let folder = Folder::new();
    for name in ["a.csv", "b.csv", "c.csv"] {
        folder.write(name, crate::kit::users(70_000));
    }
    let line = format!("{SIGN} --input a.csv --input b.csv --input c.csv --output t.csv");
    run(&folder, &line);
    let whole = folder.read("t.csv");
    for at in 0..3 {
        stopped_by(&folder, &line, &journal("t.csv"), "-KILL");
        // As if it had been stopped behind a later block, or had written half a line.
        let text = folder.read(&journal("t.csv"));
        folder.write(&journal("t.csv"), format!("{text}{}", &"{\"position\":{\"input\":1"[..at * 10]));
        let done = run(&folder, &format!("{line} --resume"));
        assert!(done.stdout.contains("of them in an earlier run"), "{}", done.stdout);
        assert_eq!(folder.read("t.csv"), whole);
    }
}

#[test]
fn the_time_of_signing_stays_that_of_the_first_run() {
    let folder = Folder::new();
    long_rows(&folder, "users.csv");
    let line = "bulk sign --sdkappid 1400000000 --key-file key --input users.csv --output t.csv --select usersig,expires_at,code";
    stopped_by(&folder, line, &journal("t.csv"), "-KILL");
    folder.usersig(&format!("{line} --resume")).run();
    let mut ends = crate::kit::csv_column(&folder.read("t.csv"), "expires_at");
    ends.retain(|end| !end.is_empty());
    ends.dedup();
    assert_eq!(ends.len(), 1, "{ends:?}");
}

#[test]
fn another_job_does_not_go_on() {
    let folder = Folder::new();
    long_rows(&folder, "users.csv");
    let line = format!("{SIGN} --input users.csv --output t.csv");
    stopped_by(&folder, &line, &journal("t.csv"), "-KILL");
    for (other, says) in [
        (format!("{line} --expire 60 --resume"), "an option of the operation differs"),
        (line.replace("1700000000", "1700000001") + " --resume", "--now differs"),
        (
            line.replace("--key-file key", "--key-file other-key") + " --resume",
            "a key of SDKAppID 1400000000 differs",
        ),
        (format!("{line} --select usersig --resume"), "a column differs"),
        (format!("{line} --output-format ndjson --resume"), "a format differs"),
    ] {
        let text = fails(&folder, &other, 2);
        assert!(text.contains(says), "{other}: {text}");
    }
    let text = fs::read_to_string(folder.path("users.csv")).unwrap();
    folder.write("users.csv", text + "later\n");
    let text = fails(&folder, &format!("{line} --resume"), 2);
    assert!(text.contains("input 0 differs"), "{text}");
    // A part that is shorter than it was is not gone on with.
    long_rows(&folder, "users.csv");
    stopped_by(&folder, &line, &journal("t.csv"), "-KILL");
    folder.write(&part("t.csv"), "short");
    let text = fails(&folder, &format!("{line} --resume"), 2);
    assert!(text.contains("is shorter than it was when the job was broken off"), "{text}");
    // Without --resume it begins anew.
    assert_eq!(folder.usersig(&line).run().code, 1);
    assert_eq!(files(&folder), ["t.csv", "users.csv"]);
}

#[test]
fn nothing_to_go_on_with_begins_anew() {
    let folder = Folder::new();
    folder.write("users.csv", crate::kit::users(10));
    run(&folder, &format!("{SIGN} --input users.csv --output t.csv --resume"));
    assert_eq!(folder.read("t.csv").lines().count(), 11);
    for text in ["", "{", "no journal\n", "{\"version\":1}\n"] {
        folder.write(&journal("t.csv"), text);
        run(&folder, &format!("{SIGN} --input users.csv --output t.csv --resume"));
        assert_eq!(files(&folder), ["t.csv", "users.csv"]);
    }
}

#[test]
fn ctrl_c_leaves_no_half_file() {
    let folder = Folder::new();
    long_rows(&folder, "users.csv");
    let line = format!("{SIGN} --input users.csv --output t.parquet --errors bad.csv");
    for signal in ["-INT", "-TERM", "-HUP"] {
        let done = stopped_by(&folder, &line, &journal("t.parquet"), signal);
        assert_eq!((done.code, done.stderr.trim()), (130, "stopped"));
        assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 7, "{signal}");
    }
    // With --resume what is done is kept.
    let done = stopped_by(&folder, &format!("{line} --resume"), &journal("t.parquet"), "-INT");
    assert_eq!((done.code, done.stderr.trim()), (130, "stopped; the same command goes on from here"));
    let done = folder.usersig(&format!("{line} --resume")).run();
    assert!(done.stdout.contains("of them in an earlier run"), "{}", done.stdout);
}

#[test]
fn two_jobs_do_not_write_one_file() {
    let folder = Folder::new();
    folder.write("users.csv", "userid\na\n");
    let line = format!("{SIGN} --input - --input-format csv --output t.csv");
    let call = folder.usersig(&line);
    let mut child = call.command().stdin(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"userid\nb\n").unwrap();
    let path: PathBuf = folder.path(&part("t.csv"));
    let started = Instant::now();
    while fs::metadata(&path).map_or(0, |file| file.len()) == 0 {
        assert!(started.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(1));
    }
    let text = fails(&folder, &format!("{SIGN} --input users.csv --output t.csv"), 2);
    assert!(text.contains("another job is writing t.csv"), "{text}");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert!(folder.read("t.csv").contains("\nb,eJ"));
}

/// A limit on the size of files fails like a disk without room.
#[test]
fn a_full_disk() {
    let folder = Folder::new();
    folder.write("users.csv", crate::kit::users(20_000));
    for output in ["t.csv", "t.parquet"] {
        let usersig = env!("CARGO_BIN_EXE_usersig");
        let limited = |more: &str| {
            let script = format!(
                "trap '' XFSZ; ulimit -f 1000; exec {usersig} {SIGN} --input users.csv --output {output} {more}"
            );
            let call =
                Command::new("sh").arg("-c").arg(script).current_dir(folder.path("")).output().unwrap();
            Done::new(call)
        };
        let done = limited("");
        assert_eq!(done.code, 3, "{}", done.stderr);
        assert!(
            done.stderr.contains(&format!("cannot write {output}.usersig-part: File too large")),
            "{}",
            done.stderr
        );
        assert_eq!(files(&folder), ["users.csv"]);
        // With --resume what is done is kept, and goes on when there is room.
        assert_eq!(limited("--resume").code, 3);
        run(&folder, &format!("{SIGN} --input users.csv --output {output} --resume"));
        fs::remove_file(folder.path(output)).unwrap();
    }
}
