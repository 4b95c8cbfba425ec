//! Every case of `vectors/`, through the crate's public door.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod case;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use case::{Expect, KeyCase, SignCase, VERIFY_FILES, VerifyCase, read};
use usersig::{
    Check, Claims, Curve, Error, Key, PrivateMapKey, Privileges, Room, SdkAppId, Signer, UserBuf, UserId,
    UserIdForm, Validity, Verifier, inspect,
};

#[test]
fn verify_cases() {
    let mut count = 0;
    for name in VERIFY_FILES {
        for case in read::<VerifyCase>(&format!("verify/{name}.jsonl")) {
            let keys = case.keys.iter().map(case::KeyText::key).collect();
            check(&case, keys);
            count += 1;
        }
    }
    assert!(count > 5000, "the case files are incomplete: {count} cases");
}

#[test]
fn key_cases() {
    for case in read::<KeyCase>("keys.jsonl") {
        let title = &case.title;
        let key = Key::from_text(&STANDARD.decode(&case.key_base64).unwrap());
        let found = match &key {
            Ok(Key::Hmac(_)) => "hmac".to_owned(),
            Ok(Key::EcdsaPrivate(key)) => format!("ecdsa-private {}", key.curve()),
            Ok(Key::EcdsaPublic(key)) => format!("ecdsa-public {}", key.curve()),
            Ok(_) => panic!("{title}: unknown kind"),
            Err(Error::Pem(_)) => "pem".to_owned(),
            Err(Error::EmptyKey) => "empty".to_owned(),
            Err(error) => panic!("{title}: {error:?}"),
        };
        let expect = &case.expect;
        let expected = match (&expect.error, &expect.kind, &expect.curve) {
            (Some(error), ..) => error.clone(),
            (None, Some(kind), Some(curve)) => format!("{kind} {curve}"),
            (None, Some(kind), None) => kind.clone(),
            _ => panic!("{title}: no expectation"),
        };
        assert_eq!(found, expected, "{title}");
        if let Some(verifies) = case.verifies {
            check(&verifies, vec![key.unwrap()]);
        }
    }
}

#[test]
fn sign_cases() {
    for case in read::<SignCase>("sign.jsonl") {
        let title = &case.title;
        match (sign(&case), &case.expect.error) {
            (Ok(ticket), None) => check_signed(&case, &ticket),
            (Err(error), Some(expected)) => assert_eq!(error_name(error), expected, "{title}"),
            (outcome, expected) => panic!("{title}: {outcome:?}, expected {expected:?}"),
        }
    }
}

fn check(case: &VerifyCase, keys: Vec<Key>) {
    let title = &case.title;
    let Ok(sdkappid) = SdkAppId::new(case.request.sdkappid) else {
        assert_eq!(case.expect.refused.as_deref(), Some("sdkappid"), "{title}");
        return;
    };
    let Ok(userid) = UserId::with_form(&case.request.userid, UserIdForm::Utf8) else {
        assert_eq!(case.expect.refused.as_deref(), Some("userid"), "{title}");
        return;
    };
    let mut verifier = Verifier::new(sdkappid, keys);
    let mut check = Check::new(userid, case.now);
    let policy = case.policy.clone().unwrap_or_default();
    let exactly = policy.userbuf.as_ref().and_then(case::ExpectedUserBuf::bytes);
    if policy.userbuf.as_ref().is_some_and(case::ExpectedUserBuf::is_none) {
        check = check.without_userbuf();
    }
    if let Some(bytes) = &exactly {
        check = check.with_userbuf(bytes);
    }
    if let Some(room) = &policy.room {
        let privileges = Privileges::from_bits(policy.privileges.unwrap_or(0)).unwrap();
        check = check.with_room(room.room().unwrap(), privileges);
    }
    if let Some(skew) = policy.max_clock_skew {
        verifier = verifier.with_max_clock_skew(skew);
    }
    if let Some(longest) = policy.longest_validity {
        verifier = verifier.with_longest_validity(longest);
    }
    if let Some(offset) = policy.legacy_utc_offset {
        verifier = verifier.with_legacy_utc_offset(offset);
    }
    let found = match verifier.verify(&case.ticket, &check) {
        Ok(verified) => {
            let key = verified.private_map_key();
            Expect {
                valid: Some(true),
                algorithm: Some(verified.algorithm().name().into()),
                time: Some(verified.validity().time()),
                expire: Some(verified.validity().expire()),
                userbuf: verified.userbuf().map(|bytes| STANDARD.encode(bytes)),
                room: key.map(|key| case::RoomName::new(&key.room())),
                privileges: key.map(|key| key.privileges().bits()),
                ..Expect::default()
            }
        }
        Err(rejection) => Expect {
            valid: Some(false),
            code: Some(rejection.code()),
            c_code: Some(rejection.c_code()),
            ..Expect::default()
        },
    };
    assert_eq!(found, case.expect, "{title}: {}", case.about);
}

fn sign(case: &SignCase) -> Result<String, Error> {
    let signer = Signer::new(SdkAppId::new(case.sdkappid)?, &case.key.key())?;
    let form = match case.form.as_str() {
        "documented" => UserIdForm::Documented,
        "ascii" => UserIdForm::Ascii,
        _ => UserIdForm::Utf8,
    };
    let userid = UserId::with_form(&case.userid, form)?;
    let validity = Validity::new(case.time, case.expire)?;
    if let Some(room) = &case.room {
        let privileges = Privileges::from_bits(case.privileges.unwrap().into())?;
        return signer.sign_private_map_key(userid, validity, room.room()?, privileges);
    }
    let userbuf = case.userbuf.as_ref().map(|text| STANDARD.decode(text).unwrap());
    let mut claims = Claims::new(userid, validity);
    if let Some(userbuf) = &userbuf {
        claims = claims.with_userbuf(UserBuf::new(userbuf)?);
    }
    let ticket = signer.sign(&claims)?;
    assert!(ticket.len() <= signer.max_len(&claims), "{}", case.title);
    Ok(ticket)
}

fn check_signed(case: &SignCase, ticket: &str) {
    let title = &case.title;
    let unverified = inspect(ticket).unwrap();
    let userbuf = unverified.userbuf().map(|bytes| STANDARD.encode(bytes));
    assert_eq!(userbuf, case.expect.userbuf, "{title}");
    if let Some(sig) = &case.expect.sig {
        assert_eq!(&STANDARD.encode(unverified.signature()), sig, "{title}");
    }
    if let Some(room) = &case.room {
        let key = PrivateMapKey::parse(unverified.userbuf().unwrap()).unwrap();
        assert_eq!(key.room(), room.room().unwrap(), "{title}");
        assert_eq!(u64::from(key.expires_at()), case.time + case.expire, "{title}");
    }
    let verifier = Verifier::new(SdkAppId::new(case.sdkappid).unwrap(), [case.key.key()]);
    let userid = UserId::with_form(&case.userid, UserIdForm::Utf8).unwrap();
    verifier.verify(ticket, &Check::new(userid, case.time)).unwrap();
}

fn error_name(error: Error) -> &'static str {
    match error {
        Error::UserId(_) => "userid",
        Error::SdkAppId => "sdkappid",
        Error::RoomId | Error::RoomStr => "room",
        Error::Validity | Error::RoomTime => "validity",
        Error::UserBuf => "userbuf",
        error => panic!("{error:?}"),
    }
}

#[test]
fn curves_have_the_names_of_the_cases() {
    assert_eq!([Curve::P256.name(), Curve::Secp256k1.name()], ["p256", "secp256k1"]);
    assert_eq!(Room::MAX_STR_BYTES, 64);
}
