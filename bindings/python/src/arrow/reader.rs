//! The results of a table, batch by batch, made when they are asked for.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;
use usersig_columns::BATCH_ROWS;

use crate::arrow::input::Input;
use crate::arrow::interpreter::{inside, outside};
use crate::arrow::job::Job;
use crate::arrow::trouble::{Trouble, guard};

/// A table, and what is to be done with it.
pub(crate) struct Work {
    job: Job,
    schema: SchemaRef,
    /// The table as it was opened for its schema, until it is read.
    opened: Mutex<Option<Input>>,
    /// Where it is opened again, if it can be.
    table: Option<Py<PyAny>>,
}

impl Work {
    /// Opens the table and looks whether it has the columns that are needed.
    pub(crate) fn new(data: &Bound<'_, PyAny>, job: Job) -> Result<Self, Trouble> {
        guard(|| {
            let input = Input::new(data)?;
            let schema = job.run(&RecordBatch::new_empty(input.schema().clone()))?.schema();
            let table = Input::is_table(data)?.then(|| data.clone().unbind());
            Ok(Self { job, schema, opened: Mutex::new(Some(input)), table })
        })
    }

    pub(crate) const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn open(&self) -> Result<Input, Trouble> {
        // Locked without the interpreter, and left before it is needed.
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (opened, &self.table) {
            (Some(input), _) => Ok(input),
            (None, Some(table)) => self.again(inside(|py| Input::new(table.bind(py)))??),
            (None, None) => {
                Err(Trouble::Data("these batches were read before", "keep the results: to_pyarrow()"))
            }
        }
    }

    /// A table that changed its columns meanwhile would get results of another schema.
    fn again(&self, input: Input) -> Result<Input, Trouble> {
        let schema = self.job.run(&RecordBatch::new_empty(input.schema().clone()))?.schema();
        if schema.fields() == self.schema.fields() {
            return Ok(input);
        }
        Err(Trouble::Data("the table has other columns than before", "make the call again"))
    }
}

/// Reads a table from its beginning.
pub(crate) struct Reader {
    work: Arc<Work>,
    state: State,
}

enum State {
    Closed,
    Open(Box<Input>),
    /// A batch of which the first rows are done.
    Within(Box<Input>, RecordBatch),
    Over,
}

impl Reader {
    pub(crate) const fn new(work: Arc<Work>) -> Self {
        Self { work, state: State::Closed }
    }

    /// The results of the next rows. The thread must not hold the interpreter.
    pub(crate) fn read(&mut self) -> Result<Option<RecordBatch>, Trouble> {
        let read = guard(|| match self.rows()? {
            Some(rows) => Ok(Some(self.work.job.run(&rows)?)),
            None => Ok(None),
        });
        if read.is_err() {
            self.state = State::Over;
        }
        read
    }

    /// The next rows, few enough for bounded memory.
    fn rows(&mut self) -> Result<Option<RecordBatch>, Trouble> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(None),
                State::Closed => State::Open(Box::new(self.work.open()?)),
                State::Open(mut input) => match input.next().transpose()? {
                    Some(batch) if batch.num_rows() == 0 => State::Open(input),
                    Some(batch) => State::Within(input, batch),
                    None => State::Over,
                },
                State::Within(input, batch) => {
                    let count = batch.num_rows().min(BATCH_ROWS);
                    let (rows, left) = (batch.slice(0, count), batch.num_rows() - count);
                    self.state = match left {
                        0 => State::Open(input),
                        _ => State::Within(input, batch.slice(count, left)),
                    };
                    return Ok(Some(rows));
                }
            }
        }
    }
}

/// A reader behind the C interface.
pub(crate) struct Exported {
    schema: SchemaRef,
    reader: Option<Reader>,
}

impl Exported {
    pub(crate) fn new(work: Arc<Work>) -> Self {
        Self { schema: work.schema.clone(), reader: Some(Reader::new(work)) }
    }
}

impl Iterator for Exported {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = self.reader.as_mut()?;
        outside(|| reader.read().map_err(ArrowError::from).transpose())
    }
}

impl RecordBatchReader for Exported {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

impl Drop for Exported {
    fn drop(&mut self) {
        let reader = self.reader.take();
        // What it holds of Python goes at the next call that comes from there: to wait for the
        // interpreter here could be for ever.
        outside(|| drop(reader));
    }
}
