//! The values of a column, whatever its type keeps them in.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, FixedSizeBinaryArray, LargeBinaryArray, LargeStringArray,
    StringArray, StringViewArray,
};
use arrow_schema::DataType;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The texts of a column.
pub(crate) enum Texts<'a> {
    Utf8(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    Dictionary(Box<Dictionary<'a, Self>>),
    Null,
}

impl<'a> Texts<'a> {
    /// `None` when the column holds anything else.
    pub(crate) fn new(array: &'a ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Utf8(array.as_string()),
            DataType::LargeUtf8 => Self::Large(array.as_string()),
            DataType::Utf8View => Self::View(array.as_string_view()),
            DataType::Dictionary(..) => Self::Dictionary(Box::new(Dictionary::new(array, Self::new)?)),
            DataType::Null => Self::Null,
            _ => return None,
        })
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Utf8(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Dictionary(dictionary) => dictionary.values.get(dictionary.place(row)?),
            Self::Null => None,
        }
    }
}

/// The numbers of a column.
pub(crate) enum Numbers<'a> {
    Integers(Integers<'a>),
    Texts(Texts<'a>),
    Dictionary(Box<Dictionary<'a, Self>>),
}

/// A value that is not a number from 0 to 2⁶⁴ − 1.
pub(crate) struct NotANumber;

type Integers<'a> = Box<dyn Fn(usize) -> Option<Result<u64, NotANumber>> + 'a>;

impl<'a> Numbers<'a> {
    /// `None` when the column holds anything else.
    pub(crate) fn new(array: &'a ArrayRef) -> Option<Self> {
        Some(Self::Integers(match array.data_type() {
            DataType::Int8 => integers::<Int8Type>(array),
            DataType::Int16 => integers::<Int16Type>(array),
            DataType::Int32 => integers::<Int32Type>(array),
            DataType::Int64 => integers::<Int64Type>(array),
            DataType::UInt8 => integers::<UInt8Type>(array),
            DataType::UInt16 => integers::<UInt16Type>(array),
            DataType::UInt32 => integers::<UInt32Type>(array),
            DataType::UInt64 => integers::<UInt64Type>(array),
            DataType::Dictionary(..) => {
                return Some(Self::Dictionary(Box::new(Dictionary::new(array, Self::new)?)));
            }
            _ => return Texts::new(array).map(Self::Texts),
        }))
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<Result<u64, NotANumber>> {
        match self {
            Self::Integers(integer) => integer(row),
            Self::Texts(texts) => texts.get(row).map(decimal),
            Self::Dictionary(dictionary) => dictionary.values.get(dictionary.place(row)?),
        }
    }
}

fn integers<T: ArrowPrimitiveType<Native: TryInto<u64>>>(array: &ArrayRef) -> Integers<'_> {
    let array = array.as_primitive::<T>();
    Box::new(|row| array.is_valid(row).then(|| array.value(row).try_into().map_err(|_| NotANumber)))
}

/// Decimal digits and nothing else.
fn decimal(text: &str) -> Result<u64, NotANumber> {
    // The standard library would take a sign.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotANumber);
    }
    text.parse().map_err(|_| NotANumber)
}

/// The bytes of a column.
pub(crate) enum Bytes<'a> {
    Binary(&'a BinaryArray),
    Large(&'a LargeBinaryArray),
    View(&'a BinaryViewArray),
    Fixed(&'a FixedSizeBinaryArray),
    Base64(Texts<'a>),
    Dictionary(Box<Dictionary<'a, Self>>),
}

/// A text that is not standard base64.
pub(crate) struct NotBase64;

impl<'a> Bytes<'a> {
    /// `None` when the column holds anything else.
    pub(crate) fn new(array: &'a ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Binary => Self::Binary(array.as_binary()),
            DataType::LargeBinary => Self::Large(array.as_binary()),
            DataType::BinaryView => Self::View(array.as_binary_view()),
            DataType::FixedSizeBinary(_) => Self::Fixed(array.as_fixed_size_binary()),
            DataType::Dictionary(..) => Self::Dictionary(Box::new(Dictionary::new(array, Self::new)?)),
            _ => Self::Base64(Texts::new(array)?),
        })
    }

    /// Puts a row's bytes behind those of `out`; `None` when the row has none.
    pub(crate) fn append(&self, row: usize, out: &mut Vec<u8>) -> Option<Result<(), NotBase64>> {
        let bytes = match self {
            Self::Binary(array) => array.is_valid(row).then(|| array.value(row))?,
            Self::Large(array) => array.is_valid(row).then(|| array.value(row))?,
            Self::View(array) => array.is_valid(row).then(|| array.value(row))?,
            Self::Fixed(array) => array.is_valid(row).then(|| array.value(row))?,
            Self::Base64(texts) => {
                return Some(STANDARD.decode_vec(texts.get(row)?, out).map_err(|_| NotBase64));
            }
            Self::Dictionary(dictionary) => return dictionary.values.append(dictionary.place(row)?, out),
        };
        out.extend_from_slice(bytes);
        Some(Ok(()))
    }
}

/// Values that rows point to.
pub(crate) struct Dictionary<'a, V> {
    array: &'a ArrayRef,
    /// The place of each row's value; of a null row, any place.
    places: Vec<usize>,
    values: V,
}

impl<'a, V> Dictionary<'a, V> {
    fn new(array: &'a ArrayRef, values: impl FnOnce(&'a ArrayRef) -> Option<V>) -> Option<Self> {
        let dictionary = array.as_any_dictionary_opt()?;
        // Without values every row is null.
        let places = if dictionary.values().is_empty() { Vec::new() } else { dictionary.normalized_keys() };
        Some(Self { array, places, values: values(dictionary.values())? })
    }

    #[inline]
    fn place(&self, row: usize) -> Option<usize> {
        if self.array.is_valid(row) { self.places.get(row).copied() } else { None }
    }
}
