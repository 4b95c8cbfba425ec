//! Keys and tables that the tests share.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use usersig::{Curve, EcdsaPrivateKey, Key, SdkAppId};
use usersig_columns::KeyRing;

pub const NOW: u64 = 1_700_000_000;
pub const FIRST: u64 = 1_400_000_000;
pub const SECOND: u64 = 1_400_000_001;
pub const LEGACY: u64 = 1_400_000_002;

pub fn app(number: u64) -> SdkAppId {
    SdkAppId::new(number).unwrap()
}

pub fn key(text: &str) -> Key {
    Key::from_text(text.as_bytes()).unwrap()
}

pub fn legacy_key() -> Key {
    EcdsaPrivateKey::from_entropy(Curve::P256, &[7; 32]).unwrap().into()
}

/// Two applications with secret keys, the second one in the middle of a rotation, and one with a
/// legacy key.
pub fn ring() -> KeyRing {
    let mut ring = KeyRing::new();
    ring.insert(app(FIRST), key("first"));
    ring.insert(app(SECOND), key("new"));
    ring.insert(app(SECOND), key("old"));
    ring.insert(app(LEGACY), legacy_key());
    ring
}

pub fn texts<T: AsRef<str>>(values: impl IntoIterator<Item = Option<T>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

pub fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
        .unwrap()
}

/// A table of users.
pub fn users(names: &[&str]) -> RecordBatch {
    table(vec![("userid", texts(names.iter().map(Some)))])
}

pub fn text<'a>(batch: &'a RecordBatch, column: &str, row: usize) -> Option<&'a str> {
    let column = batch.column_by_name(column).unwrap().as_string::<i32>();
    column.is_valid(row).then(|| column.value(row))
}

pub fn number(batch: &RecordBatch, column: &str, row: usize) -> Option<i64> {
    let column = batch.column_by_name(column).unwrap();
    let value = || match column.as_primitive_opt::<Int64Type>() {
        Some(column) => column.value(row),
        None => column.as_primitive::<Int32Type>().value(row).into(),
    };
    column.is_valid(row).then(value)
}

pub fn bytes<'a>(batch: &'a RecordBatch, column: &str, row: usize) -> Option<&'a [u8]> {
    let column = batch.column_by_name(column).unwrap().as_binary::<i32>();
    column.is_valid(row).then(|| column.value(row))
}

pub fn valid(batch: &RecordBatch, row: usize) -> bool {
    batch.column_by_name("valid").unwrap().as_boolean().value(row)
}
