//! What the results were measured on.

use std::fs;
use std::process::Command;
use std::thread;

use crate::peers::Peers;

/// How many threads wanted to run in the last minute: other work makes the results worse.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// A Markdown list: processor, load, kernel, toolchains, packages.
pub fn describe(peers: &Peers, load: &str) -> String {
    let mut lines = vec![processor(), format!("load before the run: {load}"), kernel()];
    for (name, command) in TOOLCHAINS {
        if let Some(version) = version(command) {
            lines.push(format!("{name}: {version}"));
        }
    }
    for peer in peers.all() {
        let hello = peer.hello();
        lines.push(format!("peer `{}`: {} {}", peer.name(), hello.package, hello.version));
    }
    lines.iter().map(|line| format!("- {line}\n")).collect()
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |name| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    };
    let model = value("model name").unwrap_or("unknown");
    let sha = value("flags").is_some_and(|flags| flags.split(' ').any(|flag| flag == "sha_ni"));
    let cores = thread::available_parallelism().map_or(0, usize::from);
    format!(
        "processor: {model}, {cores} cores, {} SHA instructions, {}",
        if sha { "with" } else { "without" },
        std::env::consts::ARCH
    )
}

fn kernel() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("kernel: {} {}", std::env::consts::OS, release.trim())
}

/// The first line that a tool prints about itself.
fn version(command: &[&str]) -> Option<String> {
    let output = Command::new(command[0]).args(&command[1..]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().map(|line| line.trim().to_owned())
}

const TOOLCHAINS: [(&str, &[&str]); 6] = [
    ("Rust", &["rustc", "--version"]),
    ("Go", &["go", "version"]),
    ("Java", &["java", "--version"]),
    ("Node", &["node", "--version"]),
    ("Python", &["python3", "--version"]),
    ("PHP", &["php", "--version"]),
];
