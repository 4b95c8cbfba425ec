//! One ticket by a whole process: the command, and scripts with the published packages.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use usersig_bench::Result;
use usersig_bench::inputs::{Input, KEY};

use crate::contest::median;
use crate::report::table::{Table, ratio};

/// Those that could be run; the command is the first.
pub struct Processes(pub Vec<Process>);

pub struct Process {
    pub who: &'static str,
    /// Milliseconds, by round.
    ms: Vec<f64>,
    command: Command,
}

/// Runs each once a round.
pub fn measure(rounds: usize) -> Result<Processes> {
    eprintln!("starting processes");
    let mut processes = Vec::new();
    for (who, mut command) in commands()? {
        command.stderr(Stdio::null()).env("USERSIG_KEY", KEY);
        match command.output() {
            Ok(output) if output.stdout.starts_with(b"eJ") => {
                processes.push(Process { who, ms: Vec::new(), command });
            }
            _ => eprintln!("left out: {who} does not print a ticket"),
        }
    }
    for _ in 0..rounds {
        for process in &mut processes {
            let start = Instant::now();
            process.command.output()?;
            process.ms.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(Processes(processes))
}

impl Processes {
    pub fn table(&self) -> Table {
        let mut table = Table::new(1, &["process", "ms", "lowest to highest", "× usersig"]);
        for process in &self.0 {
            let lowest = process.ms.iter().copied().fold(f64::INFINITY, f64::min);
            let highest = process.ms.iter().copied().fold(0.0, f64::max);
            table.push(vec![
                process.who.into(),
                format!("{:.2}", median(process.ms.clone())),
                format!("{lowest:.2} to {highest:.2}"),
                ratio(self.times(process.who)),
            ]);
        }
        table
    }

    /// How many times as long as the command a process takes.
    pub fn times(&self, who: &str) -> Option<f64> {
        let ours = self.0.iter().find(|process| process.who == OURS)?;
        let other = self.0.iter().find(|process| process.who == who)?;
        Some(median(other.ms.iter().zip(&ours.ms).map(|(other, ours)| other / ours).collect()))
    }
}

fn commands() -> Result<Vec<(&'static str, Command)>> {
    let Input { userid, application, .. } = Input::usual();
    let (sdkappid, expire) = (application.sdkappid.to_string(), application.expire.to_string());
    let peers = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../peers");

    let mut ours = Command::new(std::env::var_os(COMMAND_VARIABLE).unwrap_or("usersig".into()));
    ours.args(["sign", "--sdkappid", &sdkappid, "--userid", userid, "--expire", &expire]);
    let mut node = Command::new("node");
    node.env("NODE_PATH", peers.join("node/node_modules")).arg("-e").arg(format!(
        "const {{ Api }} = require('tls-sig-api-v2');
        console.log(new Api({sdkappid}, process.env.USERSIG_KEY).genSig('{userid}', {expire}));"
    ));
    let mut python = Command::new(peers.join("python/venv/bin/python"));
    python.arg("-c").arg(format!(
        "import os
from TLSSigAPIv2 import TLSSigAPIv2
print(TLSSigAPIv2({sdkappid}, os.environ['USERSIG_KEY']).gen_sig('{userid}', {expire}))"
    ));
    Ok(vec![(OURS, ours), (NODE, node), (PYTHON, python)])
}

pub const OURS: &str = "usersig sign";
pub const NODE: &str = "node -e";
pub const PYTHON: &str = "python -c";
/// Where the command is.
const COMMAND_VARIABLE: &str = "USERSIG_BENCH_COMMAND";
