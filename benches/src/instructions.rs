//! Instructions of single calls, counted by callgrind in a process of their own.

use std::collections::HashMap;
use std::fs;
use std::process::{Command, Stdio};

use usersig_bench::Result;
use usersig_bench::calls::{CALLS, Call};

use crate::counts;
use crate::report::table::{Table, grouped, ratio};

/// Empty where valgrind is missing.
pub struct Instructions(Vec<Counted>);

struct Counted {
    call: Call,
    /// Of one call.
    all: f64,
    /// Of SHA-256's compression function among them.
    hash: f64,
}

/// Counts every call once: instructions do not vary as times do.
pub fn count() -> Result<Instructions> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("left out: instruction counts; {GET_IT}");
        return Ok(Instructions(Vec::new()));
    }
    eprintln!("counting instructions");
    Ok(Instructions(Call::ALL.into_iter().map(counted).collect::<Result<_>>()?))
}

impl Instructions {
    pub fn table(&self) -> Table {
        let mut table = Table::new(1, &["call", "instructions", "of SHA-256", "the rest", "÷ HMAC alone"]);
        for Counted { call, all, hash } in &self.0 {
            let floor = self.0.iter().find(|floor| floor.call == call.floor());
            table.push(vec![
                call.words().into(),
                grouped(*all),
                grouped(*hash),
                grouped(all - hash),
                ratio(floor.map(|floor| all / floor.all)),
            ]);
        }
        if self.0.is_empty() {
            let missing = [GET_IT, "", "", "", ""];
            table.push(missing.map(String::from).to_vec());
        }
        table
    }
}

fn counted(call: Call) -> Result<Counted> {
    let file = std::env::temp_dir().join(format!("usersig-bench-{}-{}", std::process::id(), call.name()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*measured*"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(counts::calls_binary()?)
        .args(["run", call.name()])
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("valgrind failed for the call {}: {said}", call.name()).into());
    }
    let profile = fs::read_to_string(&file)?;
    fs::remove_file(&file)?;
    let (mut all, mut hash) = (0, 0);
    for (function, cost) in own_costs(&profile) {
        all += cost;
        if function.contains("sha256") {
            hash += cost;
        }
    }
    if hash == 0 {
        return Err(format!("callgrind saw no hash in the call {}", call.name()).into());
    }
    Ok(Counted { call, all: all as f64 / CALLS as f64, hash: hash as f64 / CALLS as f64 })
}

/// What each function cost, without what it called (callgrind's format: `fn=(id) name`,
/// then lines of a position and a cost; the line after `calls=` is the callee's).
fn own_costs(profile: &str) -> HashMap<&str, u64> {
    let (mut names, mut costs) = (HashMap::new(), HashMap::new());
    let mut function = "";
    let mut of_callee = false;
    for line in profile.lines() {
        if let Some(named) = line.strip_prefix("fn=").or_else(|| line.strip_prefix("cfn=")) {
            let (id, name) = named.split_once(' ').unwrap_or((named, ""));
            if !name.is_empty() {
                names.insert(id, name);
            }
            if line.starts_with("fn=") {
                function = names.get(id).copied().unwrap_or_default();
            }
        } else if line.starts_with("calls=") {
            of_callee = true;
        } else if line.starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first)) {
            let cost = line.split(' ').nth(1).and_then(|cost| cost.parse::<u64>().ok());
            if !std::mem::take(&mut of_callee) {
                *costs.entry(function).or_insert(0) += cost.unwrap_or(0);
            }
        }
    }
    costs
}

const GET_IT: &str = "valgrind is not on this machine (on Debian: apt-get install valgrind)";
