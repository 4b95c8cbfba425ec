//! Columns found by name, and results beside them.

use std::sync::Arc;

use arrow_array::{Int64Array, RecordBatch};
use usersig_columns::{
    ColumnError, InspectOptions, Names, Role, SignOptions, VerifyOptions, inspect, inspect_schema, sign,
    sign_schema, verify, verify_schema, with_results,
};

use crate::kit::{FIRST, NOW, app, number, ring, table, text, texts, users};

fn options() -> SignOptions {
    SignOptions::new(NOW).with_sdkappid(app(FIRST))
}

#[test]
fn columns_that_are_missing_or_stand_twice() {
    let missing = |name: &str| Err(ColumnError::Missing { name: name.into() });
    let (ring, people) = (ring(), table(vec![("user", texts([Some("a")]))]));
    assert_eq!(sign(&ring, &people, &options()), missing("userid"));
    let verifying = VerifyOptions::new(NOW);
    assert_eq!(verify(&ring, &people, &verifying), missing("usersig"));
    assert_eq!(inspect(&people, &InspectOptions::new()), missing("usersig"));
    let names = Names::new().with(Role::UserId, "user").with(Role::Expire, "seconds");
    assert_eq!(sign(&ring, &people, &options().with_names(names)), missing("seconds"));
    let names = Names::new().without(Role::UserId);
    assert_eq!(sign(&ring, &users(&["a"]), &options().with_names(names)), missing("userid"));

    let twice = table(vec![("userid", texts([Some("a")])), ("userid", texts([Some("b")]))]);
    assert_eq!(sign(&ring, &twice, &options()), Err(ColumnError::Ambiguous { name: "userid".into() }));
}

#[test]
fn names_choose_columns() {
    let batch = table(vec![
        ("user", texts([Some("a")])),
        ("expire", texts([Some("not for us")])),
        ("seconds", Arc::new(Int64Array::from(vec![60]))),
    ]);
    let names = Names::new().with(Role::UserId, "user").without(Role::Expire);
    let signed = sign(&ring(), &batch, &options().with_names(names.clone())).unwrap();
    assert_eq!(number(&signed, "expires_at", 0), Some((NOW + 15_552_000) as i64));
    let signed = sign(&ring(), &batch, &options().with_names(names.with(Role::Expire, "seconds"))).unwrap();
    assert_eq!(number(&signed, "expires_at", 0), Some((NOW + 60) as i64));
}

#[test]
fn results_replace_columns_of_their_names() {
    let batch = table(vec![
        ("error", texts([Some("old")])),
        ("userid", texts([Some("a")])),
        ("city", texts([Some("Shenzhen")])),
    ]);
    let joined = with_results(&batch, &sign(&ring(), &batch, &options()).unwrap()).unwrap();
    let schema = joined.schema();
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["userid", "city", "usersig", "expires_at", "code", "error"]);
    assert_eq!((text(&joined, "error", 0), text(&joined, "city", 0)), (None, Some("Shenzhen")));
    assert!(matches!(
        with_results(&batch, &RecordBatch::new_empty(sign_schema())),
        Err(ColumnError::Arrow(_))
    ));
}

#[test]
fn results_have_their_schema_even_without_rows() {
    let empty = table(vec![("userid", texts::<&str>([])), ("usersig", texts::<&str>([]))]);
    assert_eq!(sign(&ring(), &empty, &options()).unwrap().schema(), sign_schema());
    assert_eq!(verify(&ring(), &empty, &VerifyOptions::new(NOW)).unwrap().schema(), verify_schema());
    assert_eq!(inspect(&empty, &InspectOptions::new()).unwrap().schema(), inspect_schema());
}

#[test]
fn every_error_says_what_to_do() {
    let wrong = table(vec![("userid", Arc::new(Int64Array::from(vec![1])) as _)]);
    let errors = [
        sign(&ring(), &wrong, &options()).unwrap_err(),
        sign(&ring(), &table(vec![("x", texts([Some("a")]))]), &options()).unwrap_err(),
        ColumnError::TooLarge,
    ];
    assert_eq!(
        errors.each_ref().map(ToString::to_string),
        [
            "the column \"userid\" is Int64 and should be text",
            "there is no column \"userid\"",
            "the results of one batch pass 2 GiB",
        ]
    );
    assert!(errors.iter().all(|error| error.hint().len() > 10));
}
