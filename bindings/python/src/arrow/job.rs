//! What is to be done with a table, from Python's arguments.

use std::sync::Arc;

use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyMapping};
use usersig::{Privileges, Room, SdkAppId};
use usersig_columns::{
    ColumnError, InspectOptions, KeyRing, Names, Role, SignOptions, VerifyOptions, inspect, sign, verify,
    with_results,
};
use usersig_door::{Fault, Misfit, Parameter};

use crate::arguments::{
    self, Compression, Expire, Flag, Form, Mask, Now, RoomId, RoomStr, Seconds, UtcOffset, whole,
};
use crate::arrow::keys;
use crate::arrow::output::Batches;
use crate::arrow::reader::Work;
use crate::arrow::sound::sound;
use crate::arrow::trouble::Trouble;
use crate::failure::Failure;

/// What is done with every batch.
pub(crate) struct Job {
    operation: Operation,
    /// The names of the columns that are read.
    names: Vec<String>,
    results_only: bool,
}

enum Operation {
    Sign(Arc<KeyRing>, SignOptions),
    Verify(Arc<KeyRing>, VerifyOptions),
    Inspect(InspectOptions),
}

impl Job {
    /// The results of a batch.
    pub(crate) fn run(&self, batch: &RecordBatch) -> Result<RecordBatch, ColumnError> {
        let read = sound(batch, &self.names)?;
        let results = match &self.operation {
            Operation::Sign(ring, options) => sign(ring, &read, options),
            Operation::Verify(ring, options) => verify(ring, &read, options),
            Operation::Inspect(options) => inspect(&read, options),
        }?;
        if self.results_only { Ok(results) } else { with_results(batch, &results) }
    }
}

/// What `usersig.arrow.sign` does.
#[pyfunction]
#[pyo3(signature = (data, keys, *, usual, columns, sdkappid, expire, now, room_id, room_str, privileges,
    userid_form, encoding, results_only))]
#[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
pub(crate) fn sign_columns(
    data: &Bound<'_, PyAny>,
    keys: &keys::KeyRing,
    usual: &Bound<'_, PyDict>,
    columns: Option<&Bound<'_, PyAny>>,
    sdkappid: Option<arguments::SdkAppId>,
    expire: Option<Expire>,
    now: Option<Now>,
    room_id: Option<RoomId>,
    room_str: Option<RoomStr>,
    privileges: Option<Mask>,
    userid_form: Form,
    encoding: Compression,
    results_only: Flag,
) -> Result<Batches, Trouble> {
    let (columns, names) = columns_of(&named(usual, columns)?, SignOptions::ROLES, |_| true)?;
    let mut options = SignOptions::new(moment(now)?)
        .with_userid_form(userid_form.0)
        .with_encoding(encoding.0)
        .with_names(columns);
    if let Some(sdkappid) = application(sdkappid, keys)? {
        options = options.with_sdkappid(sdkappid);
    }
    if let Some(Expire(seconds)) = expire {
        options = options.with_expire(whole(seconds, Parameter::Expire)?);
    }
    if let Some(room) = room(room_id.as_ref(), room_str.as_ref())? {
        options = options.with_room(room);
    }
    if let Some(Mask(mask)) = privileges {
        options =
            options.with_privileges(of_engine(Privileges::from_bits(whole(mask, Parameter::Privileges)?))?);
    }
    let job = Job { operation: Operation::Sign(keys.ring(), options), names, results_only: results_only.0 };
    Ok(Work::new(data, job)?.into())
}

/// What `usersig.arrow.verify` does.
#[pyfunction]
#[pyo3(signature = (data, keys, *, usual, columns, sdkappid, now, max_clock_skew, longest_validity,
    legacy_utc_offset, no_userbuf, results_only))]
#[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
pub(crate) fn verify_columns(
    data: &Bound<'_, PyAny>,
    keys: &keys::KeyRing,
    usual: &Bound<'_, PyDict>,
    columns: Option<&Bound<'_, PyAny>>,
    sdkappid: Option<arguments::SdkAppId>,
    now: Option<Now>,
    max_clock_skew: Option<Seconds>,
    longest_validity: Option<Seconds>,
    legacy_utc_offset: UtcOffset,
    no_userbuf: Flag,
    results_only: Flag,
) -> Result<Batches, Trouble> {
    // A column of rooms is a demand here, and is looked at only when it is named.
    let is_room = |role| matches!(role, Role::RoomId | Role::RoomStr | Role::Privileges);
    let (columns, names) = columns_of(&named(usual, columns)?, VerifyOptions::ROLES, |role| !is_room(role))?;
    let mut options =
        VerifyOptions::new(moment(now)?).with_legacy_utc_offset(legacy_utc_offset.0).with_names(columns);
    if let Some(sdkappid) = application(sdkappid, keys)? {
        options = options.with_sdkappid(sdkappid);
    }
    if let Some(Seconds(seconds)) = max_clock_skew {
        options = options.with_max_clock_skew(whole(seconds, Parameter::Option)?);
    }
    if let Some(Seconds(seconds)) = longest_validity {
        options = options.with_longest_validity(whole(seconds, Parameter::Option)?);
    }
    if no_userbuf.0 {
        options = options.without_userbuf();
    }
    let job = Job { operation: Operation::Verify(keys.ring(), options), names, results_only: results_only.0 };
    Ok(Work::new(data, job)?.into())
}

/// What `usersig.arrow.inspect` does.
#[pyfunction]
#[pyo3(signature = (data, *, usual, results_only))]
pub(crate) fn inspect_columns(
    data: &Bound<'_, PyAny>,
    usual: &Bound<'_, PyDict>,
    results_only: Flag,
) -> Result<Batches, Trouble> {
    let (columns, names) = columns_of(usual, InspectOptions::ROLES, |_| true)?;
    let operation = Operation::Inspect(InspectOptions::new().with_names(columns));
    Ok(Work::new(data, Job { operation, names, results_only: results_only.0 })?.into())
}

/// The columns that are named: by arguments of their own, and by `columns`, which counts more.
fn named<'py>(
    usual: &Bound<'py, PyDict>,
    columns: Option<&Bound<'py, PyAny>>,
) -> Result<Bound<'py, PyDict>, Trouble> {
    let names = usual.copy()?;
    if let Some(columns) = columns {
        let of_type = |_| Failure::of_type(Parameter::Option, columns);
        names.update(columns.cast::<PyMapping>().map_err(of_type)?)?;
    }
    Ok(names)
}

/// Which columns are read: those that are named, and of the rest those that `usual` has.
fn columns_of(
    given: &Bound<'_, PyDict>,
    roles: &[Role],
    usual: impl Fn(Role) -> bool,
) -> Result<(Names, Vec<String>), Trouble> {
    let (mut names, mut named) = (Names::new(), Vec::new());
    for (role, column) in given {
        let (role, column): (PyBackedStr, Option<PyBackedStr>) = (text(&role)?, optional_text(&column)?);
        let role = roles.iter().find(|known| known.name() == &*role).ok_or_else(|| {
            let known: Vec<_> = roles.iter().map(|role| role.name()).collect();
            Trouble::Names(format!("{:?} is none of {}", &*role, known.join(", ")), "name one of these")
        })?;
        names = match column {
            Some(column) => names.with(*role, &*column),
            None => names.without(*role),
        };
        named.push(role);
    }
    let read = roles.iter().filter(|role| usual(**role) || named.contains(role));
    let read = read.filter_map(|role| names.get(*role)).map(Into::into).collect();
    Ok((names, read))
}

fn text(value: &Bound<'_, PyAny>) -> Result<PyBackedStr, Failure> {
    value.extract().map_err(|_| Failure::of_type(Parameter::Option, value))
}

fn optional_text(value: &Bound<'_, PyAny>) -> Result<Option<PyBackedStr>, Failure> {
    if value.is_none() { Ok(None) } else { text(value).map(Some) }
}

fn room<'a>(id: Option<&RoomId>, str: Option<&'a RoomStr>) -> Result<Option<Room<'a>>, Failure> {
    match (id, str) {
        (None, None) => Ok(None),
        (Some(id), None) => of_engine(Room::id(whole(id.0, Parameter::Room)?)).map(Some),
        (None, Some(str)) => of_engine(Room::str(&str.0)).map(Some),
        (Some(_), Some(_)) => Err(Failure::of_value(Parameter::Room, Misfit::WrongType)),
    }
}

fn application(
    given: Option<arguments::SdkAppId>,
    keys: &keys::KeyRing,
) -> Result<Option<SdkAppId>, Failure> {
    match given {
        None => Ok(keys.only()),
        Some(number) => of_engine(SdkAppId::new(whole(number.0, Parameter::SdkAppId)?)).map(Some),
    }
}

fn moment(now: Option<Now>) -> Result<u64, Failure> {
    match now {
        None => of_engine(usersig::now()),
        Some(now) => whole(now.0, Parameter::Now),
    }
}

fn of_engine<T>(result: Result<T, usersig::Error>) -> Result<T, Failure> {
    result.map_err(|error| Fault::from(error).into())
}
