//! Java's arrays -> bytes, and back.

use jni::Env;
use jni::objects::{JByteArray, JIntArray, JObjectArray};
use jni::sys::{jbyte, jint};
use usersig_door::{Fault, Misfit, Parameter};

use crate::throw::Stop;

/// A copy of a `byte[]`, without allocation up to `N` bytes.
pub(crate) struct Bytes<const N: usize> {
    short: [jbyte; N],
    long: Vec<jbyte>,
    length: usize,
}

impl<const N: usize> Bytes<N> {
    /// The bytes; null is a fault of this parameter.
    pub(crate) fn required(
        env: &Env<'_>,
        array: &JByteArray<'_>,
        parameter: Parameter,
    ) -> Result<Self, Stop> {
        let missing = Fault::new(parameter, Misfit::Missing);
        Self::optional(env, array)?.ok_or(Stop::Fault(missing))
    }

    /// The bytes; `None` for null.
    pub(crate) fn optional(env: &Env<'_>, array: &JByteArray<'_>) -> Result<Option<Self>, Stop> {
        if array.is_null() {
            return Ok(None);
        }
        let length = array.len(env)?;
        let mut bytes = Self { short: [0; N], long: Vec::new(), length };
        match bytes.short.get_mut(..length) {
            Some(short) => array.get_region(env, 0, short)?,
            None => {
                bytes.long.resize(length, 0);
                array.get_region(env, 0, &mut bytes.long)?;
            }
        }
        Ok(Some(bytes))
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        unsigned(self.short.get(..self.length).unwrap_or(&self.long))
    }
}

impl<const N: usize> AsRef<[u8]> for Bytes<N> {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

/// The elements of a `byte[][]`; a null element is `None`.
pub(crate) fn rows<'l>(
    env: &mut Env<'l>,
    array: &JObjectArray<'l, JByteArray<'l>>,
) -> Result<Vec<Option<Vec<u8>>>, Stop> {
    let mut rows = Vec::new();
    for index in 0..array.len(env)? {
        let row = array.get_element(env, index)?;
        rows.push(if row.is_null() { None } else { Some(env.convert_byte_array(&row)?) });
        // Rows may be many.
        env.delete_local_ref(row);
    }
    Ok(rows)
}

/// The numbers of an `int[]`.
pub(crate) fn ints(env: &Env<'_>, array: &JIntArray<'_>) -> Result<Vec<jint>, Stop> {
    let mut ints = vec![0; array.len(env)?];
    array.get_region(env, 0, &mut ints)?;
    Ok(ints)
}

/// Pieces of one text, each up to the next of the ends.
pub(crate) fn pieces<'b>(text: &'b [u8], ends: &[jint]) -> Result<Vec<&'b [u8]>, Stop> {
    let mut start = 0;
    let cut = |&end: &jint| {
        let end = usize::try_from(end).ok()?;
        let piece = text.get(start..end);
        start = end;
        piece
    };
    // Only a defect of the Java half gives ends outside of the text.
    ends.iter().map(cut).collect::<Option<_>>().ok_or(Stop::Fault(Fault::internal()))
}

/// A new `byte[]`.
pub(crate) fn array<'l>(env: &mut Env<'l>, bytes: &[u8]) -> Result<JByteArray<'l>, Stop> {
    Ok(env.byte_array_from_slice(bytes)?)
}

/// A new `byte[][]`; `None` is null.
pub(crate) fn texts<'l>(
    env: &mut Env<'l>,
    texts: &[Option<&[u8]>],
) -> Result<JObjectArray<'l, JByteArray<'l>>, Stop> {
    let rows = JObjectArray::<JByteArray<'_>>::new(env, texts.len(), JByteArray::null())?;
    for (at, text) in texts.iter().enumerate() {
        let Some(text) = text else { continue };
        let text = array(env, text)?;
        rows.set_element(env, at, &text)?;
        env.delete_local_ref(text);
    }
    Ok(rows)
}

fn unsigned(bytes: &[jbyte]) -> &[u8] {
    // SAFETY: both types have one byte, every value and alignment 1.
    unsafe { &*(std::ptr::from_ref(bytes) as *const [u8]) }
}
