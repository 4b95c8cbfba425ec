//! How far a job is, for `--resume`.
//!
//! The journal is a file of lines beside the output. The first says which job it is; each of the
//! others says how far it is: up to which row of the input, and how many bytes of the output are
//! written and on the disk. A line that is not complete is not there.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::interrupt;
use super::read::Position;
use super::tally::Tally;
use crate::fault::Fault;

/// Which job it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    version: u32,
    /// The moment at which the job began, Unix seconds, or the one that was asked for.
    pub(crate) now: u64,
    /// Everything that decides about the output, by name. Of keys, their fingerprints.
    pub(crate) job: BTreeMap<String, String>,
}

/// How far it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    pub(crate) position: Position,
    /// Bytes of the output.
    pub(crate) output: u64,
    /// Bytes of the file of bad rows.
    pub(crate) errors: u64,
    pub(crate) tally: Tally,
    /// What a Parquet output's end will say about its newest row groups, in base64.
    pub(crate) row_groups: String,
}

/// A job that was broken off.
pub(crate) struct Broken {
    pub(crate) header: Header,
    pub(crate) checkpoint: Checkpoint,
    /// Of all checkpoints, in their order.
    pub(crate) row_groups: Vec<Vec<u8>>,
    /// Bytes of the journal that count.
    length: u64,
}

impl Header {
    pub(crate) const fn new(now: u64, job: BTreeMap<String, String>) -> Self {
        Self { version: VERSION, now, job }
    }

    /// Refuses to go on with another job.
    pub(crate) fn check(&self, broken: &Self) -> Result<(), Fault> {
        let differs = |name: &&String| self.job.get(*name) != broken.job.get(*name);
        let name = self.job.keys().chain(broken.job.keys()).find(differs).map(String::as_str);
        let name = name.or_else(|| (self.version != broken.version).then_some("the version of this command"));
        name.map_or(Ok(()), |name| {
            Err(Fault::usage(
                format_args!("the job that was broken off is another one: {name} differs"),
                "give the same options, or leave --resume out to begin anew",
            ))
        })
    }
}

/// Reads a journal; `None` when there is nothing to go on with.
pub(crate) fn read(path: &Path) -> Result<Option<Broken>, Fault> {
    let mut text = Vec::new();
    match File::open(path).and_then(|mut file| file.read_to_end(&mut text)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Fault::file("read", path, &error)),
        Ok(_) => {}
    }
    let mut lines = text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let Some(first) = lines.next() else { return Ok(None) };
    let Ok(header) = serde_json::from_slice::<Header>(first) else { return Ok(None) };
    let mut length = first.len() as u64;
    let (mut last, mut row_groups) = (None, Vec::new());
    for line in lines {
        let Ok(checkpoint) = serde_json::from_slice::<Checkpoint>(line) else { break };
        let Ok(groups) = STANDARD.decode(&checkpoint.row_groups) else { break };
        length += line.len() as u64;
        row_groups.push(groups);
        last = Some(checkpoint);
    }
    Ok(last.map(|checkpoint| Broken { header, checkpoint, row_groups, length }))
}

/// Writes a journal in a thread of its own, since it waits for the disk.
pub(crate) struct Journal {
    to_thread: SyncSender<Checkpoint>,
    thread: JoinHandle<io::Result<()>>,
    last: Option<Instant>,
}

impl Journal {
    /// Begins a journal, or goes on with one. `outputs` are brought to the disk before a
    /// checkpoint is written.
    pub(crate) fn open(
        path: &Path,
        header: &Header,
        broken: Option<&Broken>,
        outputs: Vec<File>,
    ) -> Result<Self, Fault> {
        let fault = |error: io::Error| Fault::file("write", path, &error);
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(fault)?;
        interrupt::own(path.into());
        file.set_len(broken.map_or(0, |broken| broken.length)).map_err(fault)?;
        file.seek(SeekFrom::End(0)).map_err(fault)?;
        if broken.is_none() {
            file.write_all(&line(header)?).map_err(fault)?;
        }
        let (to_thread, checkpoints) = mpsc::sync_channel::<Checkpoint>(1);
        let thread = thread::spawn(move || {
            for checkpoint in checkpoints {
                outputs.iter().try_for_each(File::sync_data)?;
                let text = line(&checkpoint).map_err(|_| io::Error::other("the checkpoint has no JSON"))?;
                file.write_all(&text)?;
            }
            Ok(())
        });
        Ok(Self { to_thread, thread, last: None })
    }

    /// Whether it is time for a checkpoint.
    pub(crate) fn is_due(&self) -> bool {
        self.last.is_none_or(|last| last.elapsed() >= BETWEEN)
    }

    /// Writes a checkpoint. `false` when the one before is still being written.
    pub(crate) fn write(&mut self, checkpoint: Checkpoint) -> bool {
        let is_taken = !matches!(self.to_thread.try_send(checkpoint), Err(TrySendError::Full(_)));
        if is_taken {
            self.last = Some(Instant::now());
        }
        is_taken
    }

    /// Waits for the last checkpoint. One that could not be written does no harm to a job that is
    /// complete.
    pub(crate) fn close(self) {
        drop(self.to_thread);
        let _ = self.thread.join();
    }
}

/// Removes a journal.
pub(crate) fn remove(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Fault::file("remove", path, &error)),
        _ => Ok(()),
    }
}

fn line(value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    let text = serde_json::to_vec(value);
    let mut text = text.map_err(|error| Fault::stream("write the journal", &error.into()))?;
    text.push(b'\n');
    Ok(text)
}

/// Row groups as a checkpoint keeps them.
pub(crate) fn row_groups(saved: &[u8]) -> String {
    STANDARD.encode(saved)
}

const VERSION: u32 = 1;
/// From one checkpoint to the next.
const BETWEEN: Duration = Duration::from_secs(1);
