//! Ctrl-C and other requests to stop: files that are not complete are removed, or kept for
//! `--resume`.

use std::fs;
use std::path::PathBuf;
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anstream::eprintln;

use crate::fault::Fault;

/// Files of this job that are not complete.
static UNFINISHED: Mutex<Unfinished> = Mutex::new(Unfinished { files: Vec::new(), keep: false });

struct Unfinished {
    files: Vec<PathBuf>,
    /// For a job that goes on later.
    keep: bool,
}

/// Watches for requests to stop. With `keep`, files that are not complete then stay.
pub(crate) fn watch(keep: bool) -> Result<(), Fault> {
    unfinished().keep = keep;
    ctrlc::set_handler(move || {
        // Held to the end: nothing is renamed meanwhile.
        let mut unfinished = unfinished();
        let goes_on = keep && !unfinished.files.is_empty();
        unfinished.remove();
        eprintln!("{}", if goes_on { "stopped; the same command goes on from here" } else { "stopped" });
        process::exit(STOPPED);
    })
    .map_err(|error| Fault::stream("watch for Ctrl-C", &std::io::Error::other(error)))
}

/// This job now owns a file, which is not complete.
pub(crate) fn own(file: PathBuf) {
    unfinished().files.push(file);
}

/// Runs the last steps of a job, between which it does not stop.
pub(crate) fn finish<T>(steps: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let mut unfinished = unfinished();
    let done = steps()?;
    unfinished.files.clear();
    Ok(done)
}

/// Removes what is not complete, after a fault.
pub(crate) fn clean() {
    unfinished().remove();
}

fn unfinished() -> MutexGuard<'static, Unfinished> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Unfinished {
    fn remove(&mut self) {
        for file in self.files.drain(..).filter(|_| !self.keep) {
            // There is nobody to be told that it is not there.
            let _ = fs::remove_file(file);
        }
    }
}

/// What shells give for a command that Ctrl-C ended.
const STOPPED: i32 = 130;
