//! `usersig store backup` and `usersig store restore`

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::eprintln;
use serde::Serialize;
use usersig_store::audit::ChainReport;

use super::open::{Place, Session};
use crate::fault::Fault;
use crate::output::{self, WARNING};

pub(super) fn backup(place: &Place, path: &Path, json: bool) -> Result<ExitCode, Fault> {
    let session = Session::open(place)?;
    if path.as_os_str() == "-" {
        session.run(session.store.backup(&mut BufWriter::new(io::stdout())))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows = new_file(path, |file| session.run(session.store.backup(file)))?;
    if json {
        output::json(&serde_json::json!({ "file": path, "rows": rows }))?;
    } else {
        output::field("wrote", path.display())?;
        output::field("rows", rows)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a new file that only its owner can read. It gets its name when it is whole.
pub(crate) fn new_file<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    if path.exists() {
        return Err(Fault::file("write", path, &io::ErrorKind::AlreadyExists.into()));
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    // One that an earlier run left is nobody's.
    let _ = std::fs::remove_file(&part);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let failed = |error: io::Error| Fault::file("write", path, &error);
    let mut file = BufWriter::new(options.open(&part).map_err(failed)?);
    let written = write(&mut file).and_then(|answer| {
        file.flush().and_then(|()| file.get_ref().sync_all()).map_err(failed)?;
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(answer)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}

#[derive(Serialize)]
struct RestoredJson {
    rows: u64,
    backup_of: u64,
    audit: ChainReport,
}

pub(super) fn restore(place: &Place, path: &Path, json: bool) -> Result<ExitCode, Fault> {
    // First the file: a mistyped name must not make a store.
    let mut input: Box<dyn io::BufRead + Send> = if path.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(path).map_err(|error| Fault::file("read", path, &error))?))
    };
    let session = Session::open_or_make(place)?;
    let restored = session.run(session.store.restore(&session.actor, &mut *input))?;
    if let Some(number) = restored.chain.broken_at {
        eprintln!(
            "{WARNING}warning:{WARNING:#} the audit log was changed before this backup was made, at entry {number}"
        );
    }
    if json {
        output::json(&RestoredJson {
            rows: restored.rows,
            backup_of: restored.created_at,
            audit: restored.chain,
        })?;
    } else {
        output::field("rows", restored.rows)?;
        output::field("backup of", output::date(restored.created_at))?;
        output::field("audit", format_args!("{} entries", restored.chain.entries))?;
    }
    Ok(ExitCode::SUCCESS)
}
