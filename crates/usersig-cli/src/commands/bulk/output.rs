//! Files that appear when they are complete, and standard output.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{interrupt, paths};
use crate::fault::Fault;

/// Where rows are written.
pub(crate) struct Output {
    target: Target,
    length: u64,
}

enum Target {
    Stream(io::Stdout),
    Part { file: File, part: PathBuf, path: PathBuf },
}

impl Output {
    /// Begins an output, or goes on behind its first `length` bytes.
    pub(crate) fn open(path: &Path, length: u64) -> Result<Self, Fault> {
        if paths::is_stream(path) {
            return Ok(Self { target: Target::Stream(io::stdout()), length: 0 });
        }
        let part = paths::part(path);
        let fault = |error: io::Error| Fault::file("write", &part, &error);
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(false).open(&part).map_err(fault)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(Fault::usage(
                    format_args!("another job is writing {}", path.display()),
                    "wait for it, or choose another name for the output",
                ));
            }
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        interrupt::own(part.clone());
        if file.metadata().map_err(fault)?.len() < length {
            return Err(Fault::usage(
                format_args!("{} is shorter than it was when the job was broken off", part.display()),
                "run the job without --resume, which begins it anew",
            ));
        }
        file.set_len(length).map_err(fault)?;
        file.seek(SeekFrom::Start(length)).map_err(fault)?;
        Ok(Self { target: Target::Part { file, part, path: path.into() }, length })
    }

    /// Bytes that were written.
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// Writes all of it. `false` when nobody reads any more.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<bool, Fault> {
        if bytes.is_empty() {
            return Ok(true);
        }
        self.length += bytes.len() as u64;
        match &mut self.target {
            Target::Stream(stream) => {
                let mut stream = stream.lock();
                match stream.write_all(bytes).and_then(|()| stream.flush()) {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
                    Err(error) => Err(Fault::stream("write to standard output", &error)),
                    Ok(()) => Ok(true),
                }
            }
            Target::Part { file, part, .. } => {
                file.write_all(bytes).map_err(|error| Fault::file("write", part, &error))?;
                Ok(true)
            }
        }
    }

    /// A second handle, for making sure that what was written is on the disk.
    pub(crate) fn handle(&self) -> Result<Option<File>, Fault> {
        match &self.target {
            Target::Stream(_) => Ok(None),
            Target::Part { file, part, .. } => {
                let handle = file.try_clone().map_err(|error| Fault::file("write", part, &error))?;
                Ok(Some(handle))
            }
        }
    }

    /// Makes sure that all of it is on the disk.
    pub(crate) fn sync(&self) -> Result<(), Fault> {
        match &self.target {
            Target::Stream(_) => Ok(()),
            Target::Part { file, part, .. } => {
                file.sync_all().map_err(|error| Fault::file("write", part, &error))
            }
        }
    }

    /// Gives the file its name.
    pub(crate) fn appear(&self) -> Result<(), Fault> {
        match &self.target {
            Target::Stream(_) => Ok(()),
            Target::Part { part, path, .. } => {
                fs::rename(part, path).map_err(|error| Fault::file("write", path, &error))
            }
        }
    }
}
