//! Bad rows: each is an error in its own row, and the rows beside it are served.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use usersig::{Privileges, Room, UserIdForm, codes};
use usersig_columns::{InspectOptions, Names, Role, SignOptions, VerifyOptions, inspect, sign, verify};

use crate::kit::{FIRST, LEGACY, NOW, SECOND, app, number, ring, table, text, texts, users, valid};

fn options() -> SignOptions {
    SignOptions::new(NOW).with_sdkappid(app(FIRST))
}

fn numbers(values: &[Option<i64>]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

/// A table with the users `good`, `bad`, `good`, and in the columns the given value of `bad`.
fn around(columns: &[(&'static str, ArrayRef)]) -> RecordBatch {
    let mut all = vec![("userid", texts([Some("good"), Some("bad"), Some("good")]))];
    all.extend(columns.iter().cloned());
    table(all)
}

fn text_of(value: &str) -> ArrayRef {
    texts([None, Some(value), None])
}

#[test]
fn every_kind_of_bad_row_that_is_signed() {
    let long = "u".repeat(33);
    let big = "A".repeat(12_000);
    let cases: Vec<(RecordBatch, i32, &str)> = vec![
        (users(&["good", "", "good"]), codes::USER_ID_INVALID, "the UserID is empty"),
        (users(&["good", &long, "good"]), codes::USER_ID_INVALID, "the UserID is longer than 32 bytes"),
        (
            users(&["good", "a\nb", "good"]),
            codes::USER_ID_INVALID,
            "the UserID holds a control character at byte 1",
        ),
        (
            users(&["good", "a b", "good"]),
            codes::USER_ID_INVALID,
            "the UserID holds a character outside A-Z a-z 0-9 _ - at byte 1",
        ),
        (
            table(vec![("userid", texts([Some("good"), None, Some("good")]))]),
            codes::USER_ID_INVALID,
            "the UserID is empty",
        ),
        (
            around(&[("sdkappid", numbers(&[None, Some(0), None]))]),
            codes::SDK_APPID_INVALID,
            "the SDKAppID is not a number from 1 to 4294967295",
        ),
        (
            around(&[("sdkappid", numbers(&[None, Some(-1), None]))]),
            codes::SDK_APPID_INVALID,
            "sdkappid is not a whole number from 0 to 18446744073709551615",
        ),
        (
            around(&[("sdkappid", numbers(&[None, Some(7), None]))]),
            codes::SVR_ACCOUNT_SDKAPPID_NOT_FOUND,
            "there is no key of SDKAppID 7",
        ),
        (
            around(&[("expire", numbers(&[None, Some(-5), None]))]),
            codes::INVALID_PARAMETERS,
            "expire is not a whole number from 0 to 18446744073709551615",
        ),
        (
            around(&[("expire", text_of("1d"))]),
            codes::INVALID_PARAMETERS,
            "expire is not a whole number from 0 to 18446744073709551615",
        ),
        (
            around(&[("expire", text_of("18446744073709551616"))]),
            codes::INVALID_PARAMETERS,
            "expire is not a whole number from 0 to 18446744073709551615",
        ),
        (
            around(&[("expire", numbers(&[None, Some(i64::MAX), None]))]),
            codes::INVALID_PARAMETERS,
            "time of signing plus validity is out of range",
        ),
        (
            around(&[("room_id", numbers(&[None, Some(0), None])), ("privileges", text_of("all"))]),
            codes::ROOM_ID_INVALID,
            "the numeric room id is not within 1 to 4294967294",
        ),
        (
            around(&[("room_str", text_of("大厅")), ("privileges", text_of("all"))]),
            codes::ROOM_ID_INVALID,
            "the string room id is not 1 to 64 bytes of the allowed characters",
        ),
        (
            around(&[("room_id", numbers(&[None, Some(1), None])), ("room_str", text_of("1"))]),
            codes::ROOM_ID_INVALID,
            "both a numeric and a string room are given",
        ),
        (
            around(&[("room_id", numbers(&[None, Some(1), None]))]),
            codes::INVALID_PARAMETERS,
            "a room is given and no privileges",
        ),
        (
            around(&[("privileges", text_of("all"))]),
            codes::INVALID_PARAMETERS,
            "privileges are given and no room",
        ),
        (
            around(&[("room_str", text_of("hall")), ("privileges", text_of("fly"))]),
            codes::INVALID_PARAMETERS,
            "the privileges are neither a mask from 0 to 255 nor known names",
        ),
        (
            around(&[("room_str", text_of("hall")), ("privileges", numbers(&[None, Some(256), None]))]),
            codes::INVALID_PARAMETERS,
            "the privileges are neither a mask from 0 to 255 nor known names",
        ),
        (
            around(&[("userbuf", text_of("a*b_"))]),
            codes::INVALID_PARAMETERS,
            "the UserBuf is not standard base64",
        ),
        (
            around(&[("userbuf", text_of(&big))]),
            codes::INVALID_PARAMETERS,
            "the UserBuf is longer than 8192 bytes",
        ),
        (
            around(&[
                ("userbuf", text_of("YWJj")),
                ("room_str", text_of("hall")),
                ("privileges", text_of("all")),
            ]),
            codes::INVALID_PARAMETERS,
            "both a room and a UserBuf are given, and the PrivateMapKey would be the UserBuf",
        ),
        (
            around(&[
                ("expire", numbers(&[None, Some(1 << 33), None])),
                ("room_str", text_of("hall")),
                ("privileges", text_of("all")),
            ]),
            codes::INVALID_PARAMETERS,
            "the PrivateMapKey would run past the year 2106, where its 4-byte time ends",
        ),
    ];
    for (batch, code, error) in &cases {
        let signed = sign(&ring(), batch, &options()).unwrap();
        assert_eq!(text(&signed, "error", 1), Some(*error));
        assert_eq!(number(&signed, "code", 1), Some((*code).into()), "{error}");
        assert_eq!((text(&signed, "usersig", 1), number(&signed, "expires_at", 1)), (None, None), "{error}");
        for row in [0, 2] {
            assert!(text(&signed, "usersig", row).is_some(), "{error}: {:?}", text(&signed, "error", row));
            assert_eq!(
                (number(&signed, "code", row), text(&signed, "error", row)),
                (Some(0), None),
                "{error}"
            );
        }
    }
    assert!(cases.len() >= 20);
}

#[test]
fn a_row_without_any_application() {
    let batch = table(vec![
        ("userid", texts([Some("a"), Some("b")])),
        ("sdkappid", numbers(&[None, Some(FIRST as i64)])),
    ]);
    let signed = sign(&ring(), &batch, &SignOptions::new(NOW)).unwrap();
    assert_eq!(text(&signed, "error", 0), Some("no SDKAppID is given"));
    assert_eq!(number(&signed, "code", 0), Some(codes::SDK_APPID_INVALID.into()));
    assert!(text(&signed, "usersig", 1).is_some());
}

#[test]
fn a_public_key_does_not_sign() {
    let usersig::Key::EcdsaPrivate(private) = crate::kit::legacy_key() else { panic!("not private") };
    let mut ring = usersig_columns::KeyRing::new();
    ring.insert(app(LEGACY), private.public_key().clone().into());
    let signed = sign(&ring, &users(&["a"]), &SignOptions::new(NOW).with_sdkappid(app(LEGACY))).unwrap();
    assert_eq!(text(&signed, "error", 0), Some("a public key cannot sign"));
    // Behind it, a private key does.
    ring.insert(app(LEGACY), crate::kit::legacy_key());
    let signed = sign(&ring, &users(&["a"]), &SignOptions::new(NOW).with_sdkappid(app(LEGACY))).unwrap();
    assert!(text(&signed, "usersig", 0).is_some());
}

#[test]
fn every_kind_of_bad_row_that_is_verified() {
    let ring = ring();
    let signed = sign(&ring, &users(&["good"]), &options().with_expire(60)).unwrap();
    let ticket = text(&signed, "usersig", 0).unwrap().to_owned();
    let cut = &ticket[..40];
    let good = (Some(ticket.as_str()), Some("good"), None, None);
    type Row<'a> = (Option<&'a str>, Option<&'a str>, Option<i64>, Option<&'a str>);
    let cases: Vec<(Row<'_>, i32)> = vec![
        ((None, Some("good"), None, None), codes::SVR_ACCOUNT_USERSIG_EMPTY),
        ((Some(""), Some("good"), None, None), codes::SVR_ACCOUNT_USERSIG_EMPTY),
        ((Some(cut), Some("good"), None, None), codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED),
        ((Some("no ticket"), Some("good"), None, None), codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED),
        ((good.0, Some("other"), None, None), codes::SVR_ACCOUNT_USERSIG_MISMATCH_ID),
        ((good.0, Some(""), None, None), codes::USER_ID_INVALID),
        ((good.0, None, None, None), codes::USER_ID_INVALID),
        ((good.0, Some("a\nb"), None, None), codes::USER_ID_INVALID),
        ((good.0, good.1, Some(SECOND as i64), None), codes::SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID),
        ((good.0, good.1, Some(7), None), codes::SVR_ACCOUNT_SDKAPPID_NOT_FOUND),
        ((good.0, good.1, Some(-7), None), codes::SDK_APPID_INVALID),
        ((good.0, good.1, None, Some("1700000061")), codes::SVR_ACCOUNT_USERSIG_EXPIRED),
        ((good.0, good.1, None, Some("soon")), codes::INVALID_PARAMETERS),
    ];
    for (bad, code) in &cases {
        let rows = [good, *bad, good];
        let batch = table(vec![
            ("usersig", texts(rows.map(|row| row.0))),
            ("userid", texts(rows.map(|row| row.1))),
            ("sdkappid", numbers(&rows.map(|row| row.2))),
            ("now", texts(rows.map(|row| row.3))),
        ]);
        let verified = verify(&ring, &batch, &VerifyOptions::new(NOW).with_sdkappid(app(FIRST))).unwrap();
        assert_eq!([0, 1, 2].map(|row| valid(&verified, row)), [true, false, true], "{bad:?}");
        assert_eq!(number(&verified, "code", 1), Some((*code).into()), "{bad:?}");
        assert!(text(&verified, "reason", 1).is_some() && text(&verified, "reason", 0).is_none());
        for column in ["time", "expire", "expires_at", "key_index", "room_id", "privileges"] {
            assert_eq!(number(&verified, column, 1), None, "{column}");
        }
    }
}

#[test]
fn policies_hold() {
    let ring = ring();
    let options = options().with_room(Room::str("hall").unwrap()).with_privileges(Privileges::AUDIENCE);
    let signed = sign(&ring, &users(&["a", "b"]), &options).unwrap();
    let table = usersig_columns::with_results(&users(&["a", "b"]), &signed).unwrap();
    let usual = VerifyOptions::new(NOW).with_sdkappid(app(FIRST));
    let code = |options: &VerifyOptions| number(&verify(&ring, &table, options).unwrap(), "code", 0).unwrap();
    assert_eq!(code(&usual), 0);
    assert_eq!(code(&usual.clone().without_userbuf()), 70005);
    assert_eq!(code(&usual.clone().with_longest_validity(60)), 70005);
    assert_eq!(code(&VerifyOptions::new(NOW - 100).with_sdkappid(app(FIRST)).with_max_clock_skew(60)), 70005);
    assert_eq!(code(&usual.with_max_clock_skew(60)), 0);
}

#[test]
fn rooms_are_asked_for_only_by_name() {
    let ring = ring();
    let asked = table(vec![
        ("userid", texts([Some("a"), Some("b"), Some("c")])),
        ("room_str", texts([Some("hall"), Some("hall"), Some("hall")])),
        ("privileges", texts([Some("all"), Some("enter"), Some("enter")])),
    ]);
    let signed = sign(&ring, &asked, &options()).unwrap();
    let others = table(vec![
        ("userid", texts([Some("a"), Some("b"), Some("c")])),
        ("usersig", signed["usersig"].clone()),
        ("room_str", texts([Some("hall"), Some("hall"), Some("attic")])),
        ("privileges", texts([Some("send-audio"), Some("send-audio"), None])),
    ]);
    let usual = VerifyOptions::new(NOW).with_sdkappid(app(FIRST));
    let verified = verify(&ring, &others, &usual).unwrap();
    assert_eq!([0, 1, 2].map(|row| valid(&verified, row)), [true; 3]);
    let names = Names::new().with(Role::RoomStr, "room_str").with(Role::Privileges, "privileges");
    let verified = verify(&ring, &others, &usual.with_names(names)).unwrap();
    assert_eq!([0, 1, 2].map(|row| valid(&verified, row)), [true, false, false]);
    assert_eq!(text(&verified, "reason", 2), Some("the PrivateMapKey is for another room"));
}

#[test]
fn a_ticket_that_cannot_be_read_is_a_reason_in_its_row() {
    let signed = sign(&ring(), &users(&["张三"]), &options().with_userid_form(UserIdForm::Utf8)).unwrap();
    let batch = table(vec![("usersig", texts([None, text(&signed, "usersig", 0), Some("?")]))]);
    let inspected = inspect(&batch, &InspectOptions::new()).unwrap();
    assert_eq!([0, 1, 2].map(|row| number(&inspected, "code", row)), [Some(70002), Some(0), Some(70003)]);
    assert_eq!([0, 1, 2].map(|row| text(&inspected, "userid", row)), [None, Some("张三"), None]);
    assert_eq!(number(&inspected, "sdkappid", 1), Some(FIRST as i64));
}
