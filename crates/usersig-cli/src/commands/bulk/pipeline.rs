//! One thread reads blocks, all cores work on them, and one thread writes them in order.
//!
//! Blocks carry their memory with them, and there is a fixed number of memories; whoever has none
//! waits. That bounds the job's memory whatever the size of its inputs.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::buffers::Buffers;
use super::read::{Input, Position};
use super::work::{Done, Job, Task};
use crate::fault::Fault;

/// Blocks in the order of their rows.
pub(crate) struct Pipeline {
    results: Receiver<Result<Done, Fault>>,
    memories: SyncSender<Buffers>,
    /// Blocks that came before their turn.
    early: BTreeMap<u64, Done>,
    next: u64,
}

impl Pipeline {
    /// Starts a job at a place of its inputs. `first` is the input there.
    pub(crate) fn start(job: &Arc<Job>, first: Input, position: Position, threads: usize) -> Self {
        let in_flight = threads + WAITING;
        let (memories, free) = mpsc::sync_channel(in_flight);
        for _ in 0..in_flight {
            // There is room for all of them.
            let _ = memories.try_send(Buffers::default());
        }
        let (to_workers, tasks) = mpsc::sync_channel(in_flight);
        let (to_writer, results) = mpsc::channel();
        let tasks = Arc::new(Mutex::new(tasks));
        for _ in 0..threads {
            let (job, tasks, to_writer) = (job.clone(), tasks.clone(), to_writer.clone());
            thread::spawn(move || {
                loop {
                    let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    // Nobody listens to a job that has failed.
                    let Ok(task) = task else { return };
                    if to_writer.send(job.work(task)).is_err() {
                        return;
                    }
                }
            });
        }
        let job = job.clone();
        thread::spawn(move || {
            if let Err(fault) = read(&job, first, position, &free, &to_workers) {
                let _ = to_writer.send(Err(fault));
            }
        });
        Self { results, memories, early: BTreeMap::new(), next: 0 }
    }

    /// The next block; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Done>, Fault> {
        loop {
            if let Some(done) = self.early.remove(&self.next) {
                self.next += 1;
                return Ok(Some(done));
            }
            match self.results.recv() {
                Ok(done) => {
                    let done = done?;
                    self.early.insert(done.number, done);
                }
                Err(_) if self.early.is_empty() => return Ok(None),
                Err(_) => {
                    return Err(Fault::stream("work on a block", &std::io::Error::other("a thread ended")));
                }
            }
        }
    }

    /// Gives the memory of a block back when it is written.
    pub(crate) fn recycle(&self, buffers: Buffers) {
        // Nobody reads any more at the end.
        let _ = self.memories.try_send(buffers);
    }
}

/// Reads all inputs from a place on.
fn read(
    job: &Job,
    first: Input,
    position: Position,
    free: &Receiver<Buffers>,
    to_workers: &SyncSender<Task>,
) -> Result<(), Fault> {
    let mut number = 0;
    let mut first = Some(first);
    let mut memory = None;
    for input in position.input..job.inputs.len() {
        let mut source = match first.take() {
            Some(first) => first,
            None => Input::open(&job.inputs[input], &job.columns, job.eager)?,
        };
        source.shape(&job.shape)?;
        loop {
            // A job that has failed takes no more.
            let Some(mut buffers) = memory.take().or_else(|| free.recv().ok()) else { return Ok(()) };
            let first_row = source.position().1;
            let Some(block) = source.block(&mut buffers)? else {
                memory = Some(buffers);
                break;
            };
            let (offset, row) = source.position();
            let after = Position { input, offset, row };
            let fraction = source.fraction();
            let task = Task { number, block, input, first_row, after, fraction, buffers };
            if to_workers.send(task).is_err() {
                return Ok(());
            }
            number += 1;
        }
    }
    Ok(())
}

/// Blocks beside those that are worked on: one that is read, and one that is written.
const WAITING: usize = 2;
