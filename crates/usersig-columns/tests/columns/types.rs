//! Every type that a column may have, and those that it may not.

use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, StringDictionaryBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type, UInt16Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, BooleanArray, Date32Array, DictionaryArray, Float64Array,
    Int8Array, Int16Array, Int32Array, Int64Array, LargeBinaryArray, LargeStringArray, NullArray,
    RecordBatch, StringArray, StringViewArray, TimestampSecondArray, UInt8Array, UInt16Array, UInt32Array,
    UInt64Array,
};
use usersig_columns::{ColumnError, Names, Role, SignOptions, VerifyOptions, sign, verify, with_results};

use crate::kit::{FIRST, NOW, app, number, ring, table, text, texts, valid};

fn options() -> SignOptions {
    SignOptions::new(NOW).with_sdkappid(app(FIRST))
}

/// The same texts in every type that holds texts.
fn text_arrays(values: &[Option<&str>]) -> Vec<ArrayRef> {
    let dictionary: DictionaryArray<Int32Type> = values.iter().copied().collect();
    let mut small = StringDictionaryBuilder::<Int8Type>::new();
    values.iter().for_each(|value| small.append_option(*value));
    vec![
        Arc::new(StringArray::from(values.to_vec())),
        Arc::new(LargeStringArray::from(values.to_vec())),
        Arc::new(StringViewArray::from(values.to_vec())),
        Arc::new(dictionary),
        Arc::new(small.finish()),
    ]
}

#[test]
fn texts_of_every_type() {
    let values = [Some("xiaojun"), None, Some("a-rather-long-userid-of-32-bytes"), Some("xiaojun")];
    let expected = sign(&ring(), &table(vec![("userid", texts(values))]), &options()).unwrap();
    for userids in text_arrays(&values) {
        let batch = table(vec![("userid", userids)]);
        let signed = sign(&ring(), &batch, &options()).unwrap();
        assert_eq!(signed, expected, "{:?}", batch.schema());
        let tickets: Vec<_> = (0..4).map(|row| text(&signed, "usersig", row)).collect();
        for tickets in text_arrays(&tickets) {
            let batch = table(vec![("userid", batch["userid"].clone()), ("usersig", tickets)]);
            let verified =
                verify(&ring(), &batch, &VerifyOptions::new(NOW).with_sdkappid(app(FIRST))).unwrap();
            assert_eq!([0, 1, 2, 3].map(|row| valid(&verified, row)), [true, false, true, true]);
        }
    }
}

#[test]
fn numbers_of_every_type() {
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Int8Array::from(vec![Some(60), None])),
        Arc::new(Int16Array::from(vec![Some(60), None])),
        Arc::new(Int32Array::from(vec![Some(60), None])),
        Arc::new(Int64Array::from(vec![Some(60), None])),
        Arc::new(UInt8Array::from(vec![Some(60), None])),
        Arc::new(UInt16Array::from(vec![Some(60), None])),
        Arc::new(UInt32Array::from(vec![Some(60), None])),
        Arc::new(UInt64Array::from(vec![Some(60), None])),
        Arc::new(DictionaryArray::<UInt16Type>::new(
            UInt16Array::from(vec![Some(1), None]),
            Arc::new(Int64Array::from(vec![5, 60])),
        )),
        Arc::new(StringViewArray::from(vec![Some("60"), None])),
        Arc::new(
            ["0060"].iter().map(|text| Some(*text)).chain([None]).collect::<DictionaryArray<Int32Type>>(),
        ),
    ];
    for expire in arrays {
        let batch = table(vec![("userid", texts([Some("a"), Some("b")])), ("expire", expire)]);
        let signed = sign(&ring(), &batch, &options()).unwrap();
        let ends = [0, 1].map(|row| number(&signed, "expires_at", row).unwrap() as u64 - NOW);
        assert_eq!(ends, [60, 15_552_000], "{:?}", batch.schema());
    }
}

#[test]
fn userbufs_of_every_type() {
    let mut fixed = FixedSizeBinaryBuilder::new(3);
    fixed.append_value(b"abc").unwrap();
    fixed.append_null();
    let values = vec![Some(b"abc".as_slice()), None];
    let binary: ArrayRef = Arc::new(BinaryArray::from(values.clone()));
    let arrays: Vec<ArrayRef> = vec![
        binary.clone(),
        Arc::new(LargeBinaryArray::from(values.clone())),
        Arc::new(BinaryViewArray::from(values)),
        Arc::new(fixed.finish()),
        Arc::new(DictionaryArray::<Int32Type>::new(Int32Array::from(vec![0, 1]), binary)),
        texts([Some("YWJj"), None]),
        Arc::new(StringViewArray::from(vec![Some("YWJj"), None])),
    ];
    for userbuf in arrays {
        let batch = table(vec![("userid", texts([Some("a"), Some("b")])), ("userbuf", userbuf)]);
        let signed = sign(&ring(), &batch, &options()).unwrap();
        let table = with_results(&batch, &signed).unwrap();
        let verified = verify(&ring(), &table, &VerifyOptions::new(NOW).with_sdkappid(app(FIRST))).unwrap();
        let found = verified["userbuf"].as_binary::<i32>();
        assert_eq!((found.value(0), found.is_null(1)), (b"abc".as_slice(), true), "{:?}", batch.schema());
        assert!(valid(&verified, 1));
    }
}

/// An empty UserBuf is one, and is signed.
#[test]
fn an_empty_userbuf_is_not_none() {
    let batch = table(vec![("userid", texts([Some("a"), Some("a")])), ("userbuf", texts([Some(""), None]))]);
    let signed = sign(&ring(), &batch, &options()).unwrap();
    let inspected = [0, 1].map(|row| usersig::inspect(text(&signed, "usersig", row).unwrap()).unwrap());
    assert_eq!(inspected.each_ref().map(|claims| claims.userbuf()), [Some([].as_slice()), None]);
}

#[test]
fn a_column_of_nulls_is_no_column() {
    let nulls = || Arc::new(NullArray::new(1)) as ArrayRef;
    let columns = ["sdkappid", "expire", "room_id", "room_str", "privileges", "userbuf"];
    let mut all = vec![("userid", texts([Some("a")]))];
    all.extend(columns.map(|name| (name, nulls())));
    let empty: DictionaryArray<Int32Type> = [None::<&str>].into_iter().collect();
    let plain = sign(&ring(), &table(vec![("userid", texts([Some("a")]))]), &options()).unwrap();
    assert_eq!(sign(&ring(), &table(all), &options()).unwrap(), plain);
    let all = vec![("userid", texts([Some("a")])), ("expire", Arc::new(empty) as _)];
    assert_eq!(sign(&ring(), &table(all), &options()).unwrap(), plain);
}

#[test]
fn columns_of_other_types_are_refused() {
    let floats = || Arc::new(Float64Array::from(vec![1.0])) as ArrayRef;
    let others: Vec<ArrayRef> = vec![
        floats(),
        Arc::new(BooleanArray::from(vec![true])),
        Arc::new(Date32Array::from(vec![1])),
        Arc::new(TimestampSecondArray::from(vec![1])),
        Arc::new(DictionaryArray::<Int32Type>::new(Int32Array::from(vec![0]), floats())),
    ];
    let refuses = |result: Result<RecordBatch, ColumnError>, name: &str, found: &ArrayRef| match result {
        Err(ColumnError::Type { name: refused, found: data_type, .. }) => {
            assert_eq!((refused.as_str(), &data_type), (name, found.data_type()));
        }
        result => panic!("{name} of {:?}: {result:?}", found.data_type()),
    };
    for other in &others {
        for name in ["sdkappid", "expire", "room_id", "room_str", "privileges", "userbuf"] {
            let batch = table(vec![("userid", texts([Some("a")])), (name, other.clone())]);
            refuses(sign(&ring(), &batch, &options()), name, other);
        }
        let batch = table(vec![("userid", other.clone()), ("usersig", texts([Some("a")]))]);
        refuses(sign(&ring(), &batch, &options()), "userid", other);
        refuses(verify(&ring(), &batch, &VerifyOptions::new(NOW)), "userid", other);
        for name in ["now", "sdkappid", "usersig"] {
            let mut columns = vec![("userid", texts([Some("a")])), ("usersig", texts([Some("a")]))];
            columns.retain(|(column, _)| *column != name);
            columns.push((name, other.clone()));
            refuses(verify(&ring(), &table(columns), &VerifyOptions::new(NOW)), name, other);
        }
    }
    // Numbers are no UserIDs, and bytes are no texts.
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    refuses(sign(&ring(), &table(vec![("userid", numbers.clone())]), &options()), "userid", &numbers);
    let bytes: ArrayRef = Arc::new(BinaryArray::from(vec![b"a".as_slice()]));
    refuses(sign(&ring(), &table(vec![("userid", bytes.clone())]), &options()), "userid", &bytes);
    let names = Names::new().with(Role::UserBuf, "userid");
    assert!(
        sign(&ring(), &table(vec![("userid", texts([Some("YWJj")]))]), &options().with_names(names)).is_ok()
    );
}
