//! Writes blocks in their order, and notes how far it is.

use std::path::PathBuf;

use super::buffers::Buffers;
use super::format::Packing;
use super::interrupt;
use super::journal::{self, Broken, Checkpoint, Header, Journal};
use super::output::Output;
use super::plan::Route;
use super::read::Position;
use super::tally::Tally;
use super::work::{Done, Encoded, Encoder, Job};
use super::write::pack::pack;
use super::write::parquet::{Contents, MAGIC};
use super::write::text::TextWriter;
use crate::fault::Fault;

/// Writes blocks in their order.
pub(crate) struct Writer {
    output: Output,
    errors: Option<Output>,
    /// Of a Parquet output.
    contents: Option<Contents>,
    /// Row groups that stand in the journal.
    saved_groups: usize,
    journal: Option<(Journal, PathBuf)>,
    position: Position,
    tally: Tally,
}

impl Writer {
    /// Begins the outputs, or goes on with those of a job that was broken off.
    pub(crate) fn open(
        job: &Job,
        route: &Route,
        journal: Option<(PathBuf, Header)>,
        broken: Option<&Broken>,
    ) -> Result<Self, Fault> {
        let begin = broken.map(|broken| broken.checkpoint.clone()).unwrap_or_default();
        let output = Output::open(&route.output, begin.output)?;
        let errors = route.errors.as_ref().map(|(path, ..)| Output::open(path, begin.errors)).transpose()?;
        let mut handles = Vec::new();
        for output in [Some(&output), errors.as_ref()].into_iter().flatten() {
            handles.extend(output.handle()?);
        }
        let mut contents = match &job.encoder {
            Encoder::Text(_) => None,
            Encoder::Parquet(encoder) => Some(Contents::new(encoder).map_err(unwritable)?),
        };
        if let (Some(contents), Some(broken)) = (&mut contents, broken) {
            let mut saved = broken.row_groups.iter().filter(|saved| !saved.is_empty());
            saved.try_for_each(|saved| contents.restore(saved)).map_err(unwritable)?;
        }
        let journal = match journal {
            Some((path, header)) => Some((Journal::open(&path, &header, broken, handles)?, path)),
            None => None,
        };
        let saved_groups = contents.as_ref().map_or(0, Contents::len);
        let Checkpoint { position, tally, .. } = begin;
        Ok(Self { output, errors, contents, saved_groups, journal, position, tally })
    }

    /// The place of the inputs behind what is written.
    pub(crate) const fn position(&self) -> Position {
        self.position
    }

    pub(crate) const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Writes what stands before all rows. `false` when nobody reads the output.
    pub(crate) fn begin(&mut self, job: &Job, route: &Route, no_header: bool) -> Result<bool, Fault> {
        let names = job.shape.outputs.iter().map(|output| output.field.name().as_str());
        let head = match job.encoder {
            Encoder::Parquet(_) => MAGIC.to_vec(),
            Encoder::Text(_) if no_header => Vec::new(),
            Encoder::Text(_) => packed(route.packing, TextWriter::header(route.format, names))?,
        };
        if let (Some(file), Some(rows)) = (&mut self.errors, &job.errors) {
            file.write(&packed(rows.packing, rows.header.clone())?)?;
        }
        self.output.write(&head)
    }

    /// Writes a block; its memory, and `false` when nobody reads the output.
    pub(crate) fn write(&mut self, done: Done) -> Result<(Buffers, bool), Fault> {
        let Done { after, tally, output, buffers, .. } = done;
        let is_read = match output {
            Encoded::Text => self.output.write(&buffers.output)?,
            Encoded::Parquet(group) => {
                if let Some(contents) = &mut self.contents {
                    contents.add(&group.metadata, self.output.length()).map_err(unwritable)?;
                }
                self.output.write(group.bytes(&buffers.output))?
            }
        };
        if let Some(errors) = &mut self.errors {
            errors.write(&buffers.errors)?;
        }
        self.position = after;
        self.tally.add(tally);
        self.note()?;
        Ok((buffers, is_read))
    }

    /// Writes a checkpoint when it is time.
    fn note(&mut self) -> Result<(), Fault> {
        let Some((journal, _)) = self.journal.as_mut().filter(|(journal, _)| journal.is_due()) else {
            return Ok(());
        };
        let groups =
            self.contents.as_ref().map(|contents| (contents.len(), contents.saved(self.saved_groups)));
        let (count, saved) = match groups {
            Some((count, saved)) => (count, journal::row_groups(&saved.map_err(unwritable)?)),
            None => (0, String::new()),
        };
        let is_taken = journal.write(Checkpoint {
            position: self.position,
            output: self.output.length(),
            errors: self.errors.as_ref().map_or(0, Output::length),
            tally: self.tally.clone(),
            row_groups: saved,
        });
        if is_taken {
            self.saved_groups = count;
        }
        Ok(())
    }

    /// Writes the end, and lets the files appear.
    pub(crate) fn end(self) -> Result<Tally, Fault> {
        let Self { mut output, errors, contents, journal, tally, .. } = self;
        if let Some(contents) = contents {
            output.write(&contents.end().map_err(unwritable)?)?;
        }
        let outputs = [Some(&output), errors.as_ref()];
        outputs.into_iter().flatten().try_for_each(Output::sync)?;
        interrupt::finish(|| {
            // The output last: where it is, all is done.
            outputs.into_iter().flatten().rev().try_for_each(Output::appear)?;
            journal.map_or(Ok(()), |(journal, path)| {
                journal.close();
                journal::remove(&path)
            })
        })?;
        Ok(tally)
    }
}

fn packed(packing: Packing, bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    pack(packing, bytes).map_err(|error| Fault::stream("pack the output", &error))
}

fn unwritable(error: parquet::errors::ParquetError) -> Fault {
    Fault::usage(format_args!("the rows have no form in Parquet: {error}"), "write CSV or NDJSON")
}
