//! Times signing and verifying: this project against the published packages, in one run.
//!
//! Usage: `scripts/bench [--quick]`. Both print the page; the full run writes it to
//! `RESULTS.md` too.
//!
//! A row is an operation on one input, a contestant one implementation of it; `contest`
//! measures them in interleaved rounds. To add a row, add it to a file of `rows/`. What
//! is not a time of one call stands beside: `instructions`, `counts`, `processes`,
//! `lengths`. `report` makes the page of all of it.

mod contest;
mod counts;
mod instructions;
mod lengths;
mod machine;
mod ours;
mod peers;
mod processes;
mod report;
mod rows;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use usersig_bench::Result;

use crate::contest::{Measured, Plan};
use crate::counts::Counts;
use crate::instructions::Instructions;
use crate::lengths::Lengths;
use crate::peers::Peers;
use crate::processes::Processes;

/// All that a run finds out.
pub struct Results {
    timed: Vec<Measured>,
    processes: Processes,
    instructions: Instructions,
    counts: Counts,
    lengths: Lengths,
    machine: String,
}

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
    match run(if quick { &Plan::QUICK } else { &Plan::FULL }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scripts/bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(plan: &Plan) -> Result<()> {
    let load = machine::load();
    let mut peers = Peers::start()?;
    let rows = rows::all(&mut peers)?;
    let results = Results {
        timed: contest::run(rows, &mut peers, plan)?,
        processes: processes::measure(plan.rounds)?,
        instructions: instructions::count()?,
        counts: counts::count()?,
        lengths: lengths::compare(&mut peers, plan)?,
        machine: machine::describe(&peers, &load),
    };
    let page = report::page(&results, plan);
    print!("{page}");
    if !plan.quick {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md"), page)?;
    }
    Ok(())
}
