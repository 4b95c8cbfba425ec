//! The `usersig` command: a ticket in the first minute, an explanation in the second.

mod args;
mod commands;
mod duration;
mod fault;
mod keys;
mod moment;
mod output;
mod ticket;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::fault::Fault;

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(exit) => exit,
        Err(fault) => fault.report(args.json),
    }
}

fn run(args: &Args) -> Result<ExitCode, Fault> {
    match &args.command {
        Command::Sign(command) => commands::sign::run(command, args.json),
        Command::RoomKey(command) => commands::room_key::run(command, args.json),
        Command::Verify(command) => commands::verify::run(command, args.json),
        Command::Inspect(command) => commands::inspect::run(command, args.json),
        Command::Diagnose(command) => commands::diagnose::run(command, args.json),
        Command::Keygen(command) => commands::keygen::run(command, args.json),
        Command::Completions(command) => commands::definitions::completions(command),
        Command::Man => commands::definitions::man(),
    }
}
