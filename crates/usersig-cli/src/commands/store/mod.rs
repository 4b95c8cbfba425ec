//! `usersig store`, and what the other administration commands share: the store, who acts, faults.

mod backup;
pub(crate) mod open;

pub(crate) use self::backup::new_file;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args as ClapArgs, Subcommand};
use serde::Serialize;

use self::open::{Place, Session};
use crate::fault::Fault;
use crate::output;

/// What `usersig store` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct StoreCommand {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write everything into one file that either engine can be filled from
    ///
    /// Keys stay sealed in it: keep the master key too, and elsewhere. The service goes on meanwhile.
    Backup {
        /// New file, readable by you only; `-` for standard output
        file: PathBuf,
    },
    /// Fill an empty store from a backup, all of it or nothing
    ///
    /// A backup of SQLite may be restored into PostgreSQL, and the other way round. The store needs the
    /// master key that the backup was made with.
    Restore {
        /// The backup; `-` for standard input
        file: PathBuf,
    },
    /// Wrap every key with a new master key; safe to repeat when it was interrupted
    ///
    /// With a master key in a file the new one is made and the file changed. With USERSIG_MASTER_KEY give
    /// both, the new one and the old one, and afterwards the new one alone. Running servers follow.
    RotateMasterKey,
}

pub(crate) fn run(args: &StoreCommand, json: bool) -> Result<ExitCode, Fault> {
    match &args.action {
        Action::Backup { file } => backup::backup(&args.place, file, json),
        Action::Restore { file } => backup::restore(&args.place, file, json),
        Action::RotateMasterKey => rotate(&args.place, json),
    }
}

#[derive(Serialize)]
struct RotationJson {
    from: String,
    to: String,
    records: u64,
}

fn rotate(place: &Place, json: bool) -> Result<ExitCode, Fault> {
    let session = Session::open(place)?;
    let rotation = session.run(session.store.rotate_master_key(&session.actor))?;
    if json {
        output::json(&RotationJson { from: rotation.from, to: rotation.to, records: rotation.records })?;
    } else {
        output::field("from", rotation.from)?;
        output::field("to", rotation.to)?;
        output::field("wrapped", rotation.records)?;
    }
    Ok(ExitCode::SUCCESS)
}
