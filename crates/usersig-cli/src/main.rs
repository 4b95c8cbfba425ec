//! The `usersig` command: a ticket in the first minute, an explanation in the second.

mod args;
mod commands;
mod duration;
mod fault;
mod keys;
mod moment;
mod output;
mod secret;
mod ticket;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::fault::Fault;
use crate::secret::looks_like_key;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return refuse(&error),
    };
    match run(&args) {
        Ok(exit) => exit,
        Err(fault) => fault.report(args.json),
    }
}

/// Prints help, or what is wrong with the command line, unless that repeats a key.
fn refuse(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && looks_like_key(&error.render().to_string()) {
        let message = "a key stands where the command line has no place for one";
        return Fault::usage(message, "pass --key-file FILE; `usersig help` shows the rest").report(false);
    }
    error.exit()
}

fn run(args: &Args) -> Result<ExitCode, Fault> {
    match &args.command {
        Command::Sign(command) => commands::sign::run(command, args.json),
        Command::RoomKey(command) => commands::room_key::run(command, args.json),
        Command::Verify(command) => commands::verify::run(command, args.json),
        Command::Inspect(command) => commands::inspect::run(command, args.json),
        Command::Diagnose(command) => commands::diagnose::run(command, args.json),
        #[cfg(feature = "bulk")]
        Command::Bulk(command) => commands::bulk::run(command, args.json),
        #[cfg(feature = "serve")]
        Command::Serve(command) => commands::serve::run(command),
        #[cfg(feature = "serve")]
        Command::App(command) => commands::app::run(command, args.json),
        #[cfg(feature = "serve")]
        Command::Token(command) => commands::token::run(command, args.json),
        #[cfg(feature = "serve")]
        Command::Issuer(command) => commands::issuer::run(command, args.json),
        #[cfg(feature = "serve")]
        Command::User(command) => commands::user::run(command, args.json),
        #[cfg(feature = "serve")]
        Command::Admin(command) => commands::admin::run(command, args.json),
        #[cfg(feature = "serve")]
        Command::Audit(command) => commands::audit::run(command, args.json),
        #[cfg(feature = "serve")]
        Command::Store(command) => commands::store::run(command, args.json),
        Command::Keygen(command) => commands::keygen::run(command, args.json),
        Command::Bench(command) => commands::bench::run(command, args.json),
        Command::Completions(command) => commands::definitions::completions(command),
        Command::Man => commands::definitions::man(),
    }
}
