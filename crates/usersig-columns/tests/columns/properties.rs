//! Whatever the table, its rows get what the engine says of each by itself.

use std::sync::Arc;

use arrow_array::{BinaryArray, UInt64Array};
use proptest::prelude::*;
use usersig::{
    Check, Claims, PrivateMapKey, Privileges, Room, Signer, UserBuf, UserId, UserIdForm, Validity, Verifier,
};
use usersig_columns::{InspectOptions, SignOptions, VerifyOptions, inspect, sign, verify, with_results};

use crate::kit::{FIRST, LEGACY, NOW, SECOND, app, bytes, number, ring, table, text, texts, valid};

#[derive(Debug, Clone)]
struct Asked {
    userid: String,
    sdkappid: Option<u64>,
    expire: Option<u64>,
    userbuf: Option<Vec<u8>>,
    room: Option<(Result<u64, String>, u64)>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let userid = prop_oneof![8 => "[a-z0-9_-]{1,32}", 1 => "[ -~]{0,40}", 1 => any::<String>()];
    let sdkappid = prop_oneof![
        6 => Just(None),
        3 => Just(Some(SECOND)),
        1 => Just(Some(LEGACY)),
        1 => any::<u32>().prop_map(|number| Some(number.into())),
    ];
    let expire = proptest::option::of(prop_oneof![0_u64..100_000_000, any::<u64>()]);
    let userbuf = proptest::option::weighted(0.3, proptest::collection::vec(any::<u8>(), 0..200));
    let name = prop_oneof![any::<u32>().prop_map(|id| Ok(id.into())), "[a-z ]{0,70}".prop_map(Err)];
    let room = proptest::option::weighted(0.3, (name, 0_u64..300));
    (userid, sdkappid, expire, userbuf, room).prop_map(|(userid, sdkappid, expire, userbuf, room)| Asked {
        userid,
        sdkappid,
        expire,
        userbuf,
        room,
    })
}

/// The ticket of one row by the engine alone; `None` where there is none.
fn alone(asked: &Asked) -> Option<String> {
    let ring = ring();
    let sdkappid = usersig::SdkAppId::new(asked.sdkappid.unwrap_or(FIRST)).ok()?;
    let userid = UserId::with_form(&asked.userid, UserIdForm::Documented).ok()?;
    let usual = if asked.room.is_some() { 21_600 } else { Validity::DEFAULT_SECONDS };
    let validity = Validity::new(NOW, asked.expire.unwrap_or(usual)).ok()?;
    let signer = Signer::new(sdkappid, ring.keys(sdkappid).first()?).ok()?;
    let mut claims = Claims::new(userid, validity);
    let room;
    match (&asked.room, &asked.userbuf) {
        (Some(_), Some(_)) => return None,
        (Some((name, privileges)), None) => {
            let name = match name {
                Ok(id) => Room::id(*id).ok()?,
                Err(text) => Room::str(text).ok()?,
            };
            let privileges = Privileges::from_bits(*privileges).ok()?;
            room = PrivateMapKey::new(userid, sdkappid, name, privileges, validity).ok()?.to_bytes();
            claims = claims.with_userbuf(UserBuf::new(&room).ok()?);
        }
        (None, Some(userbuf)) => claims = claims.with_userbuf(UserBuf::new(userbuf).ok()?),
        (None, None) => {}
    }
    signer.sign(&claims).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn columns_are_the_engine_row_by_row(
        rows in prop_oneof![
            4 => proptest::collection::vec(asked(), 0..40),
            1 => proptest::collection::vec(asked(), 500..600),
        ],
        verified_at in prop_oneof![Just(NOW), NOW..NOW + 200_000_000],
        shift in 0_usize..40,
    ) {
        let id = |row: &Asked| row.room.as_ref().and_then(|(name, _)| name.clone().ok());
        let name = |row: &Asked| row.room.as_ref().and_then(|(name, _)| name.clone().err());
        let batch = table(vec![
            ("userid", texts(rows.iter().map(|row| Some(&row.userid)))),
            ("sdkappid", Arc::new(UInt64Array::from_iter(rows.iter().map(|row| row.sdkappid)))),
            ("expire", Arc::new(UInt64Array::from_iter(rows.iter().map(|row| row.expire)))),
            ("userbuf", Arc::new(BinaryArray::from_iter(rows.iter().map(|row| row.userbuf.as_deref())))),
            ("room_id", Arc::new(UInt64Array::from_iter(rows.iter().map(id)))),
            ("room_str", texts(rows.iter().map(name))),
            ("privileges", Arc::new(UInt64Array::from_iter(
                rows.iter().map(|row| row.room.as_ref().map(|(_, privileges)| *privileges)),
            ))),
        ]);
        let ring = ring();
        let signed = sign(&ring, &batch, &SignOptions::new(NOW).with_sdkappid(app(FIRST))).unwrap();
        prop_assert_eq!(signed.num_rows(), rows.len());
        for (row, asked) in rows.iter().enumerate() {
            let alone = alone(asked);
            prop_assert_eq!(text(&signed, "usersig", row), alone.as_deref(), "{:?}", asked);
            prop_assert_eq!(text(&signed, "error", row).is_some(), alone.is_none());
        }

        // Each row's ticket, and those of other rows.
        let table = table(vec![
            ("usersig", texts((0..rows.len()).map(|row| text(&signed, "usersig", (row + shift % 2) % rows.len())))),
            ("userid", batch["userid"].clone()),
            ("sdkappid", batch["sdkappid"].clone()),
        ]);
        let options = VerifyOptions::new(verified_at).with_sdkappid(app(FIRST));
        let verified = verify(&ring, &table, &options).unwrap();
        let inspected = inspect(&table, &InspectOptions::new()).unwrap();
        prop_assert_eq!(verified.num_rows(), rows.len());
        for (row, asked) in rows.iter().enumerate() {
            let ticket = text(&table, "usersig", row).unwrap_or_default();
            match usersig::inspect(ticket) {
                Ok(claims) => {
                    prop_assert_eq!(text(&inspected, "userid", row), Some(claims.userid()));
                    prop_assert_eq!(number(&inspected, "time", row), Some(claims.validity().time() as i64));
                    prop_assert_eq!(bytes(&inspected, "userbuf", row), claims.userbuf());
                }
                Err(rejection) => {
                    prop_assert_eq!(number(&inspected, "code", row), Some(rejection.code().into()));
                }
            }
            let Ok(sdkappid) = usersig::SdkAppId::new(asked.sdkappid.unwrap_or(FIRST)) else { continue };
            let Ok(userid) = UserId::with_form(&asked.userid, UserIdForm::Utf8) else {
                prop_assert!(!valid(&verified, row));
                continue;
            };
            if ring.keys(sdkappid).is_empty() {
                prop_assert_eq!(number(&verified, "code", row), Some(70020));
                continue;
            }
            let verifier = Verifier::new(sdkappid, ring.keys(sdkappid).iter().cloned());
            match verifier.verify(ticket, &Check::new(userid, verified_at)) {
                Ok(one) => {
                    prop_assert!(valid(&verified, row));
                    prop_assert_eq!(number(&verified, "code", row), Some(0));
                    prop_assert_eq!(text(&verified, "algorithm", row), Some(one.algorithm().name()));
                    prop_assert_eq!(number(&verified, "expires_at", row), Some(one.validity().expires_at() as i64));
                    prop_assert_eq!(bytes(&verified, "userbuf", row), one.userbuf());
                    prop_assert_eq!(number(&verified, "key_index", row), Some(one.key_index() as i64));
                    let key = one.private_map_key();
                    let id = key.and_then(|key| key.room().as_id()).map(i64::from);
                    prop_assert_eq!(number(&verified, "room_id", row), id);
                    prop_assert_eq!(text(&verified, "room_str", row), key.and_then(|key| key.room().as_str()));
                }
                Err(rejection) => {
                    prop_assert!(!valid(&verified, row));
                    prop_assert_eq!(number(&verified, "code", row), Some(rejection.code().into()));
                    prop_assert_eq!(text(&verified, "reason", row), Some(&*rejection.to_string()));
                }
            }
        }
        // A slice of a table is a table.
        let from = shift.min(rows.len());
        let rest = sign(&ring, &batch.slice(from, rows.len() - from), &SignOptions::new(NOW).with_sdkappid(app(FIRST)));
        prop_assert_eq!(rest.unwrap(), signed.slice(from, rows.len() - from));
        prop_assert_eq!(with_results(&batch, &signed).unwrap().num_columns(), batch.num_columns() + 4);
    }
}
