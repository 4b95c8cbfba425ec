//! Times signing and verifying: this project against the published packages, in one run.
//!
//! Usage: `scripts/bench [--quick]`. Both print a table; the full run writes it to
//! `RESULTS.md` too.
//!
//! A row is an operation, a contestant one implementation of it. The rounds are
//! interleaved: each measures every contestant of every row once, so that a change of the
//! machine's pace meets all of them alike. To add a row, add it to a file of `rows/`.

mod contest;
mod floor;
mod inputs;
mod machine;
mod ours;
mod peers;
mod report;
mod rows;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::contest::Plan;
use crate::peers::Peers;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--quick"] => true,
        _ => {
            eprintln!("usage: scripts/bench [--quick]");
            return ExitCode::from(2);
        }
    };
    match run(quick) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scripts/bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(quick: bool) -> Result<()> {
    let plan = if quick { Plan::QUICK } else { Plan::FULL };
    let load = machine::load();
    let mut peers = Peers::start()?;
    let rows = rows::all(&mut peers)?;
    let results = contest::run(rows, &mut peers, &plan)?;
    print!("{}", report::table(&results));
    if !quick {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
        fs::write(path, report::page(&results, &plan, &machine::describe(&peers, &load)))?;
    }
    Ok(())
}
