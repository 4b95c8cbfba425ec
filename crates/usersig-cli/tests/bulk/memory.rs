//! Memory stays below a bound, whatever the size of the file.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use crate::folder::Folder;
use crate::kit::{SIGN, VERIFY};

/// The most memory that a run ever had, in KiB.
fn most_memory(folder: &Folder, line: &str) -> u64 {
    let mut child =
        folder.usersig(line).command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut most = 0;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(now.unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            assert_eq!(status.code(), Some(0), "{line:?}");
            return most;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_million_rows_stay_below_the_bound() {
    let folder = Folder::new();
    let mut file = std::io::BufWriter::new(fs::File::create(folder.path("users.csv")).unwrap());
    writeln!(file, "userid").unwrap();
    for user in 0..1_000_000 {
        writeln!(file, "user{user:07}").unwrap();
    }
    drop(file);
    let threads = "--threads 2 --no-progress";
    for (line, output) in [
        (format!("{SIGN} --input users.csv --output t.parquet {threads}"), "t.parquet"),
        (format!("{VERIFY} --input t.parquet --output v.ndjson {threads}"), "v.ndjson"),
    ] {
        let most = most_memory(&folder, &line);
        println!("{output}: {} MiB", most / 1024);
        assert!(most / 1024 < BOUND_MIB, "{output}: {most} KiB");
    }
    // Far more than fits.
    assert!(fs::metadata(folder.path("v.ndjson")).unwrap().len() >> 20 > BOUND_MIB);
}

/// Rows of the largest UserBufs: a block of them is far larger than one of users alone.
#[test]
fn long_rows_stay_below_the_bound() {
    let folder = Folder::new();
    let userbuf = "QUJD".repeat(2730);
    let mut file = std::io::BufWriter::new(fs::File::create(folder.path("users.csv")).unwrap());
    writeln!(file, "userid,userbuf").unwrap();
    for user in 0..30_000 {
        writeln!(file, "user{user},{userbuf}").unwrap();
    }
    drop(file);
    for output in ["t.parquet", "t.csv"] {
        let most = most_memory(&folder, &format!("{SIGN} --input users.csv --output {output} --threads 2"));
        println!("{output}: {} MiB", most / 1024);
        assert!(most / 1024 < BOUND_MIB, "{output}: {most} KiB");
    }
    for output in ["v.csv", "v.parquet"] {
        let most = most_memory(&folder, &format!("{VERIFY} --input t.parquet --output {output} --threads 2"));
        println!("{output}: {} MiB", most / 1024);
        assert!(most / 1024 < BOUND_MIB, "{output}: {most} KiB");
    }
}

const BOUND_MIB: u64 = 256;
