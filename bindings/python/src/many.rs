//! Many tickets in one call: rows are read, then the interpreter is left, then rows are written.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyString, PyTuple};
use usersig_door::{Application, Expected, Fault, Parameter};

use crate::arguments::{Octets, Ticket, UserId, rows};
use crate::failure::{Failure, guard};
use crate::verified::Verified;

/// What `Application.sign_many` answers.
pub(crate) fn sign(
    door: &Application,
    userids: &Bound<'_, PyAny>,
    expire: i64,
    now: Option<i64>,
    return_exceptions: bool,
) -> PyResult<Vec<Py<PyAny>>> {
    let py = userids.py();
    let mut read = Read::default();
    for (at, row) in rows(userids, Parameter::UserId)?.enumerate() {
        if !read.push(at, row?.extract::<UserId>().map(|userid| userid.0), return_exceptions) {
            break;
        }
    }
    let signed = py.detach(|| guard(|| door.sign_many(&read.good, expire, now)))?;
    let text = |ticket| PyString::new(py, ticket).into_any().unbind();
    read.written(py, signed.iter().map(|ticket| Ok(ticket.map(text)?)), return_exceptions)
}

/// What `Application.verify_many` answers.
pub(crate) fn verify(
    door: &Application,
    tickets: &Bound<'_, PyAny>,
    expected: Expected<'_>,
    now: Option<i64>,
    return_exceptions: bool,
) -> PyResult<Vec<Py<PyAny>>> {
    let py = tickets.py();
    let mut read = Read::default();
    for (at, row) in rows(tickets, Parameter::Ticket)?.enumerate() {
        if !read.push(at, pair(&row?), return_exceptions) {
            break;
        }
    }
    let verified = py.detach(|| guard(|| door.verify_many(&read.good, expected, now)))?;
    let object = |outcome| Ok(Bound::new(py, Verified(outcome)).map_err(|_| Fault::internal())?.into_any());
    let rows = verified.into_iter().map(|row| row.map_err(Failure::from).and_then(object));
    read.written(py, rows.map(|row| row.map(Bound::unbind)), return_exceptions)
}

type Row = Result<Py<PyAny>, Failure>;

/// A row of a ticket and its UserID.
fn pair(row: &Bound<'_, PyAny>) -> Result<(Octets, PyBackedStr), Failure> {
    let of_type = || Failure::of_type(Parameter::Ticket, row);
    let cells = row.cast::<PyTuple>().ok().filter(|cells| cells.len() <= 2).ok_or_else(of_type)?;
    // What a short row lacks is missing, as None is.
    let cell = |at| cells.get_item(at).unwrap_or_else(|_| row.py().None().into_bound(row.py()));
    Ok((cell(0).extract::<Ticket>()?.0, cell(1).extract::<UserId>()?.0))
}

/// Rows as they were read: those for the engine, and those that are none.
struct Read<T> {
    good: Vec<T>,
    /// In the order of the rows.
    bad: Vec<(usize, Failure)>,
}

impl<T> Default for Read<T> {
    fn default() -> Self {
        Self { good: Vec::new(), bad: Vec::new() }
    }
}

impl<T> Read<T> {
    /// Takes a row; whether the next one matters, which it does not behind one that raises.
    fn push(&mut self, at: usize, row: Result<T, Failure>, return_exceptions: bool) -> bool {
        match row {
            Ok(row) => {
                self.good.push(row);
                true
            }
            Err(failure) => {
                self.bad.push((at, failure));
                return_exceptions
            }
        }
    }

    /// The list that Python gets: results in the order of the rows.
    fn written(
        self,
        py: Python<'_>,
        mut results: impl Iterator<Item = Row>,
        return_exceptions: bool,
    ) -> PyResult<Vec<Py<PyAny>>> {
        let mut bad = self.bad.into_iter().peekable();
        (0..)
            .map_while(|at| match bad.next_if(|bad| bad.0 == at) {
                Some((_, failure)) => Some((at, Err(failure))),
                None => results.next().map(|result| (at, result)),
            })
            .map(|(at, row)| match row {
                Ok(object) => Ok(object),
                Err(failure) if return_exceptions => failure.exception(py, Some(at)),
                Err(failure) => Err(failure.raised(py, Some(at))),
            })
            .collect()
    }
}
