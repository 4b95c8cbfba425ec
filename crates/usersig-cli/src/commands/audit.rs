//! `usersig audit`: the log of administrative acts.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::eprintln;
use clap::{Args as ClapArgs, Subcommand};
use serde_json::json;
use usersig_store::Store;
use usersig_store::audit::{Chain, ChainReport};

use super::store::new_file;
use super::store::open::{Place, Session};
use crate::fault::{Fault, REJECTED};
use crate::output::{self, ERROR, GOOD};

/// What `usersig audit` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct AuditCommand {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Check that no entry was changed, removed or inserted; exit code 1 when one was
    ///
    /// The hash of the last entry stands for the whole log: compare it with one that you kept.
    Verify {
        /// Check an exported file, `-` for standard input; the store without it
        file: Option<PathBuf>,
    },
    /// Write the whole log as NDJSON, the oldest entry first
    Export {
        /// New file, readable by you only; standard output without it
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

pub(crate) fn run(args: &AuditCommand, json: bool) -> Result<ExitCode, Fault> {
    match &args.action {
        Action::Verify { file: Some(path) } => report(&check_file(path)?, json),
        Action::Verify { file: None } => {
            let session = Session::open(&args.place)?;
            report(&session.run(session.store.check_audit())?, json)
        }
        Action::Export { output } => {
            let session = Session::open(&args.place)?;
            match output {
                Some(path) => {
                    let entries = new_file(path, |file| export(&session, file))?;
                    eprintln!("wrote {entries} entries to {}", path.display());
                }
                None => drop(export(&session, &mut BufWriter::new(io::stdout().lock()))?),
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn export(session: &Session, out: &mut impl Write) -> Result<u64, Fault> {
    let failed = |error: io::Error| Fault::stream("write the log", &error);
    let mut last = 0;
    loop {
        let entries = session.run(session.store.audit_after(last))?;
        let Some(newest) = entries.last() else { break };
        last = newest.number;
        for entry in &entries {
            serde_json::to_writer(&mut *out, entry).map_err(|error| failed(error.into()))?;
            out.write_all(b"\n").map_err(failed)?;
        }
    }
    out.flush().map_err(failed)?;
    session.run(session.store.note(&session.actor, "audit.export", None, json!({ "entries": last })))?;
    Ok(last)
}

fn check_file(path: &Path) -> Result<ChainReport, Fault> {
    let input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(path).map_err(|error| Fault::file("read", path, &error))?))
    };
    let mut chain = Chain::new();
    for (place, line) in input.lines().enumerate() {
        let line = line.map_err(|error| Fault::file("read", path, &error))?;
        let entry = serde_json::from_str(&line).map_err(|_| {
            let message = format!("line {} of {} is no entry of an audit log", place + 1, path.display());
            Fault::usage(message, "pass a file that `usersig audit export` wrote")
        })?;
        chain.push(&entry);
    }
    Ok(chain.finish())
}

fn report(report: &ChainReport, json: bool) -> Result<ExitCode, Fault> {
    if json {
        output::json(report)?;
    } else {
        match report.broken_at {
            None => output::line(format_args!("{GOOD}whole{GOOD:#}"))?,
            Some(number) => output::line(format_args!("{ERROR}broken{ERROR:#} at entry {number}"))?,
        }
        output::field("entries", report.entries)?;
        output::field("last hash", &report.head)?;
    }
    Ok(if report.broken_at.is_none() { ExitCode::SUCCESS } else { ExitCode::from(REJECTED) })
}
