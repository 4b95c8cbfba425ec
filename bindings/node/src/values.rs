//! JavaScript values -> the loose values of `usersig-door`.

use napi::bindgen_prelude::{Array, FromNapiValue, Uint8ArraySlice};
use napi::{JsDate, JsValue, Unknown, ValueType, check_status, sys};
use usersig_door::{Fault, Misfit, Parameter, RoomArg};
use zeroize::{Zeroize, Zeroizing};

use crate::answer::Answer;

/// Reads a value of whatever type JavaScript passed.
pub(crate) trait Loose: Sized {
    /// Nothing for `undefined` and `null`.
    fn given(self) -> Answer<Option<Self>>;

    /// A string as UTF-8. A lone surrogate is a fault: it stands for no character.
    fn text(self, parameter: Parameter) -> Answer<Vec<u8>>;

    /// A key: a string, or the bytes of a `Uint8Array`.
    fn key(self) -> Answer<Zeroizing<Vec<u8>>>;

    /// The bytes of a `Uint8Array`, or of a string in UTF-8.
    fn bytes(self, parameter: Parameter) -> Answer<Vec<u8>>;

    /// A whole number that a double holds exactly.
    fn integer(self, parameter: Parameter) -> Answer<i64>;

    /// Unix seconds: a number, or a `Date`, whose fraction of a second is dropped.
    fn moment(self) -> Answer<Option<i64>>;

    /// A number for a numeric room, a string for a string room.
    fn room(self) -> Answer<RoomName>;

    /// An object of options; all of them have their defaults for `undefined` and `null`.
    fn options<T: FromNapiValue + Default>(self) -> Answer<T>;

    /// The elements of an array, at most [`MAX_ROWS`].
    fn rows(self, parameter: Parameter) -> Answer<Vec<Self>>;

    /// The two elements of an array such as `[ticket, userid]`.
    fn pair(self, first: Parameter, second: Parameter) -> Answer<(Self, Self)>;
}

/// Rows that one call takes: a sparse array may claim four thousand million of them.
pub(crate) const MAX_ROWS: u32 = 1_000_000;

/// A room with its own text.
pub(crate) enum RoomName {
    Id(i64),
    Str(Vec<u8>),
}

impl RoomName {
    pub(crate) fn arg(&self) -> RoomArg<'_> {
        match self {
            Self::Id(id) => RoomArg::Id(*id),
            Self::Str(text) => RoomArg::Str(text),
        }
    }
}

impl Loose for Unknown<'_> {
    fn given(self) -> Answer<Option<Self>> {
        Ok(match self.get_type()? {
            ValueType::Undefined | ValueType::Null => None,
            _ => Some(self),
        })
    }

    fn text(self, parameter: Parameter) -> Answer<Vec<u8>> {
        let found = self.get_type()?;
        if found != ValueType::String {
            return Err(misfit(parameter, found).into());
        }
        if parameter != Parameter::Key
            && let Some(text) = usual(self)?
        {
            return Ok(text);
        }
        let mut units = utf16(self)?;
        let text = utf8(&units);
        if parameter == Parameter::Key {
            units.zeroize();
        }
        Ok(text.ok_or(Fault::new(parameter, Misfit::NotUnicode))?)
    }

    fn key(self) -> Answer<Zeroizing<Vec<u8>>> {
        Ok(Zeroizing::new(self.bytes(Parameter::Key)?))
    }

    fn bytes(self, parameter: Parameter) -> Answer<Vec<u8>> {
        if self.is_typedarray()? {
            // SAFETY: it is a typed array; one of other elements than bytes is an error.
            let slice = unsafe { self.cast::<Uint8ArraySlice<'_>>() };
            // Copied at once: the memory stays JavaScript's, and another thread may share it.
            let bytes = slice.map(|slice| slice.as_ref().to_vec());
            return Ok(bytes.map_err(|_| Fault::new(parameter, Misfit::WrongType))?);
        }
        self.text(parameter)
    }

    fn integer(self, parameter: Parameter) -> Answer<i64> {
        let found = self.get_type()?;
        if found != ValueType::Number {
            return Err(misfit(parameter, found).into());
        }
        // SAFETY: it is a number.
        Ok(whole(unsafe { self.cast::<f64>() }?, parameter)?)
    }

    fn moment(self) -> Answer<Option<i64>> {
        let Some(value) = self.given()? else { return Ok(None) };
        if !value.is_date()? {
            return value.integer(Parameter::Now).map(Some);
        }
        // SAFETY: it is a date.
        let milliseconds = unsafe { value.cast::<JsDate<'_>>() }?.value_of()?;
        Ok(Some(whole((milliseconds / 1000.0).floor(), Parameter::Now)?))
    }

    fn room(self) -> Answer<RoomName> {
        match self.get_type()? {
            ValueType::String => self.text(Parameter::Room).map(RoomName::Str),
            _ => self.integer(Parameter::Room).map(RoomName::Id),
        }
    }

    fn options<T: FromNapiValue + Default>(self) -> Answer<T> {
        let Some(value) = self.given()? else { return Ok(T::default()) };
        // An array, a date or bytes in the place of options would pass as an object without any.
        let other = value.is_array()? || value.is_date()? || value.is_buffer()? || value.is_arraybuffer()?;
        if other || value.get_type()? != ValueType::Object {
            return Err(Fault::new(Parameter::Option, Misfit::WrongType).into());
        }
        // SAFETY: it is an object.
        Ok(unsafe { value.cast::<T>() }?)
    }

    fn rows(self, parameter: Parameter) -> Answer<Vec<Self>> {
        if !self.is_array()? {
            return Err(misfit(parameter, self.get_type()?).into());
        }
        // SAFETY: it is an array.
        let array = unsafe { self.cast::<Array<'_>>() }?;
        if array.len() > MAX_ROWS {
            return Err(Fault::new(Parameter::Rows, Misfit::OutOfRange).into());
        }
        let mut rows = Vec::new();
        for index in 0..array.len() {
            rows.extend(array.get::<Self>(index)?);
        }
        Ok(rows)
    }

    fn pair(self, first: Parameter, second: Parameter) -> Answer<(Self, Self)> {
        let mut elements = self.rows(first)?.into_iter();
        let mut next = |parameter| elements.next().ok_or(Fault::new(parameter, Misfit::Missing));
        Ok((next(first)?, next(second)?))
    }
}

/// What is wrong with a value of a type that does not fit.
fn misfit(parameter: Parameter, found: ValueType) -> Fault {
    let missing = matches!(found, ValueType::Undefined | ValueType::Null);
    Fault::new(parameter, if missing { Misfit::Missing } else { Misfit::WrongType })
}

#[allow(clippy::cast_possible_truncation)]
fn whole(number: f64, parameter: Parameter) -> Result<i64, Fault> {
    // NaN and the infinities fail here, too.
    if number.fract() == 0.0 && number.abs() <= MAX_SAFE_INTEGER {
        return Ok(number as i64);
    }
    Err(Fault::new(parameter, Misfit::OutOfRange))
}

/// A string of ASCII and usual length, in one call in place of two and a conversion.
fn usual(string: Unknown<'_>) -> napi::Result<Option<Vec<u8>>> {
    let mut bytes = [0; USUAL];
    let mut length = 0;
    // SAFETY: the buffer has the size that is passed; the last byte takes the final NUL.
    check_status!(unsafe {
        sys::napi_get_value_string_utf8(
            string.value().env,
            string.raw(),
            bytes.as_mut_ptr().cast(),
            bytes.len(),
            &raw mut length,
        )
    })?;
    // A longer string is cut off, and what is not ASCII may stand for a lone surrogate.
    let text = bytes.get(..length).filter(|text| length < LONGEST && text.is_ascii());
    Ok(text.map(<[u8]>::to_vec))
}

/// The units of a string. Node-API's own UTF-8 would hide lone surrogates as U+FFFD.
fn utf16(string: Unknown<'_>) -> napi::Result<Vec<u16>> {
    let (env, value) = (string.value().env, string.raw());
    let mut length = 0;
    // SAFETY: without a buffer it only writes the length.
    check_status!(unsafe {
        sys::napi_get_value_string_utf16(env, value, std::ptr::null_mut(), 0, &raw mut length)
    })?;
    let mut units = vec![0; length + 1];
    // SAFETY: the buffer has the size that is passed; the last unit takes the final NUL.
    check_status!(unsafe {
        sys::napi_get_value_string_utf16(env, value, units.as_mut_ptr(), units.len(), &raw mut length)
    })?;
    units.truncate(length);
    Ok(units)
}

fn utf8(units: &[u16]) -> Option<Vec<u8>> {
    if units.iter().all(|unit| *unit < 0x80) {
        return Some(units.iter().map(|unit| *unit as u8).collect());
    }
    String::from_utf16(units).ok().map(String::into_bytes)
}

/// Bytes that hold most tickets and UserIDs.
const USUAL: usize = 1024;

/// A string that was cut off may lack as much as a character of the buffer.
const LONGEST: usize = USUAL - 4;

/// The largest whole number up to which a double holds each one: 2^53 - 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
