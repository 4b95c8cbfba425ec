//! Does single calls in a process of their own, for counters of instructions,
//! allocations and stack. `usersig-bench` runs it.
//!
//! Usage: `calls run CALL` | `calls allocations` | `calls stack current|legacy KIB`

use std::process::ExitCode;

use usersig_bench::calls::{CALLS, Call};
use usersig_bench::{Result, hostile};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("calls: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["run", name] => {
            let mut work = Call::named(name).ok_or("no such call")?.work()?;
            // What is done only once, as asking the processor what it can, is not counted.
            work();
            for _ in 0..CALLS {
                measured(&mut *work);
            }
            Ok(())
        }
        ["allocations"] => {
            for call in Call::ALL {
                let mut work = call.work()?;
                work();
                println!("{} {}", call.name(), allocation_counter::measure(work).count_total);
            }
            Ok(())
        }
        ["stack", keys, kib] => {
            println!("{}", hostile::verify_within(kib.parse()?, *keys == "legacy")?);
            Ok(())
        }
        _ => Err("usage: calls run CALL | calls allocations | calls stack current|legacy KIB".into()),
    }
}

/// What callgrind counts: it is told this name.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}
