//! Python's values -> the loose values that the shared door takes, one type per parameter.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyString};
use usersig_door::{Encoding, Misfit, Parameter, RoomArg, UserIdForm};

use crate::failure::Failure;

/// Declares an argument: its type, how it is read, and the parameter that a fault names.
macro_rules! arguments {
    ($($(#[$about:meta])* $name:ident($type:ty) = $read:ident of $parameter:ident;)*) => {$(
        $(#[$about])*
        pub(crate) struct $name(pub(crate) $type);

        impl<'a, 'py> FromPyObject<'a, 'py> for $name {
            type Error = Failure;

            fn extract(value: Borrowed<'a, 'py, PyAny>) -> Result<Self, Failure> {
                $read(&value, Parameter::$parameter).map(Self)
            }
        }
    )*};
}

arguments! {
    /// An SDKAppID.
    SdkAppId(i64) = integer of SdkAppId;
    /// A UserID.
    UserId(PyBackedStr) = text of UserId;
    /// Seconds of validity.
    Expire(i64) = integer of Expire;
    /// A moment, Unix seconds.
    Now(i64) = integer of Now;
    /// A numeric room.
    RoomId(i64) = integer of Room;
    /// A string room.
    RoomStr(PyBackedStr) = text of Room;
    /// A mask of privileges.
    Mask(i64) = integer of Privileges;
    /// A UserBuf.
    UserBuf(PyBackedBytes) = bytes of UserBuf;
    /// A ticket, of any content.
    Ticket(Octets) = octets of Ticket;
    /// A key.
    Key(Octets) = key of Key;
    /// Keys, one or many.
    Keys(Vec<Octets>) = keys of Key;
    /// Other applications, each with a key.
    Others(Vec<(SdkAppId, Key)>) = pairs of Key;
    /// Seconds of a bound.
    Seconds(i64) = integer of Option;
    /// Seconds east of UTC.
    UtcOffset(i32) = offset of Option;
    /// The form of UserIDs.
    Form(UserIdForm) = form of Option;
    /// The encoding of tickets.
    Compression(Encoding) = encoding of Option;
    /// Yes or no.
    Flag(bool) = flag of Option;
    /// A name that stands for something outside.
    Name(PyBackedStr) = text of Option;
    /// A path.
    FilePath(PathBuf) = path of Option;
}

/// Text or bytes, as bytes.
pub(crate) enum Octets {
    Text(PyBackedStr),
    Bytes(PyBackedBytes),
}

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// A room by its number or its text, as two arguments of which one is given.
pub(crate) fn room<'a>(
    id: Option<&RoomId>,
    str: Option<&'a RoomStr>,
) -> Result<Option<RoomArg<'a>>, Failure> {
    match (id, str) {
        (None, None) => Ok(None),
        (Some(id), None) => Ok(Some(RoomArg::Id(id.0))),
        (None, Some(str)) => Ok(Some(RoomArg::Str(str.0.as_bytes()))),
        (Some(_), Some(_)) => Err(Failure::of_value(Parameter::Room, Misfit::WrongType)),
    }
}

/// A number that is not below 0.
pub(crate) fn whole(value: i64, parameter: Parameter) -> Result<u64, Failure> {
    value.try_into().map_err(|_| Failure::of_value(parameter, Misfit::Negative))
}

/// Any iterable of rows but a single text, whose rows would be its characters.
pub(crate) fn rows<'py>(
    value: &Bound<'py, PyAny>,
    parameter: Parameter,
) -> Result<impl Iterator<Item = PyResult<Bound<'py, PyAny>>>, Failure> {
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        return Err(Failure::of_type(parameter, value));
    }
    value.try_iter().map_err(|_| Failure::of_type(parameter, value))
}

fn integer(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<i64, Failure> {
    // Python's bool is a number, but no caller means one by it.
    if value.is_instance_of::<PyBool>() {
        return Err(Failure::of_type(parameter, value));
    }
    value.extract().map_err(|error: PyErr| {
        if error.is_instance_of::<pyo3::exceptions::PyOverflowError>(value.py()) {
            Failure::of_value(parameter, Misfit::OutOfRange)
        } else {
            Failure::of_type(parameter, value)
        }
    })
}

fn offset(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<i32, Failure> {
    let seconds = integer(value, parameter)?;
    seconds.try_into().map_err(|_| Failure::of_value(parameter, Misfit::OutOfRange))
}

fn text(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<PyBackedStr, Failure> {
    let text = value.cast::<PyString>().map_err(|_| Failure::of_type(parameter, value))?;
    PyBackedStr::try_from(text.clone()).map_err(|_| Failure::of_value(parameter, Misfit::NotUnicode))
}

fn bytes(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<PyBackedBytes, Failure> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(PyBackedBytes::from(bytes.clone()));
    }
    let bytes = value.cast::<PyByteArray>().map_err(|_| Failure::of_type(parameter, value))?;
    Ok(PyBackedBytes::from(bytes.clone()))
}

fn octets(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<Octets, Failure> {
    let Ok(text) = value.cast::<PyString>() else {
        return bytes(value, parameter).map(Octets::Bytes);
    };
    if let Ok(text) = PyBackedStr::try_from(text.clone()) {
        return Ok(Octets::Text(text));
    }
    // A ticket comes from outside: a lone surrogate in it is damage, to be rejected as such.
    let not_unicode = Failure::of_value(parameter, Misfit::NotUnicode);
    let encoded = text.call_method1("encode", ("utf-8", "surrogatepass")).map_err(|_| not_unicode)?;
    bytes(&encoded, parameter).map(Octets::Bytes)
}

/// Not from a `bytearray`, which would leave a copy of the key behind.
fn key(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<Octets, Failure> {
    match value.cast::<PyBytes>() {
        Ok(bytes) => Ok(Octets::Bytes(PyBackedBytes::from(bytes.clone()))),
        Err(_) => text(value, parameter).map(Octets::Text),
    }
}

fn keys(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<Vec<Octets>, Failure> {
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        return Ok(vec![key(value, parameter)?]);
    }
    let of_type = |_| Failure::of_type(parameter, value);
    value.try_iter().map_err(of_type)?.map(|item| key(&item.map_err(of_type)?, parameter)).collect()
}

fn pairs(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<Vec<(SdkAppId, Key)>, Failure> {
    let of_type = |_| Failure::of_type(parameter, value);
    let pair = |item: PyResult<Bound<'_, PyAny>>| {
        let (sdkappid, key): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
            item.and_then(|item| item.extract()).map_err(of_type)?;
        Ok((sdkappid.extract()?, key.extract()?))
    };
    value.try_iter().map_err(of_type)?.map(pair).collect()
}

fn form(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<UserIdForm, Failure> {
    match &*text(value, parameter)? {
        "documented" => Ok(UserIdForm::Documented),
        "ascii" => Ok(UserIdForm::Ascii),
        "utf8" => Ok(UserIdForm::Utf8),
        _ => Err(Failure::of_value(parameter, Misfit::OutOfRange)),
    }
}

fn encoding(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<Encoding, Failure> {
    match &*text(value, parameter)? {
        "compact" => Ok(Encoding::Compact),
        "stored" => Ok(Encoding::Stored),
        _ => Err(Failure::of_value(parameter, Misfit::OutOfRange)),
    }
}

fn flag(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<bool, Failure> {
    value.extract().map_err(|_| Failure::of_type(parameter, value))
}

fn path(value: &Bound<'_, PyAny>, parameter: Parameter) -> Result<PathBuf, Failure> {
    value.extract().map_err(|_| Failure::of_type(parameter, value))
}
