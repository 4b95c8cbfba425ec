//! Rings of keys, and rows of many applications.

use std::sync::Arc;

use arrow_array::UInt32Array;
use usersig_columns::{KeyRing, KeyRingError, SignOptions, VerifyOptions, sign, verify, with_results};

use crate::kit::{FIRST, NOW, SECOND, app, key, number, ring, table, text, texts, valid};

#[test]
fn json_is_read() {
    let pem = crate::kit::legacy_key();
    let usersig::Key::EcdsaPrivate(private) = &pem else { panic!("not private") };
    let pem_text = private.public_key().to_pem().unwrap().replace('\n', "\\n");
    let text =
        format!(r#"{{"1400000000": "first", "1400000001": ["new", "old"], "3": "{pem_text}", "4": []}}"#);
    let ring = KeyRing::from_json(&text).unwrap();
    assert_eq!(ring.keys(app(FIRST))[0].fingerprint(), key("first").fingerprint());
    let fingerprints: Vec<_> = ring.keys(app(SECOND)).iter().map(usersig::Key::fingerprint).collect();
    assert_eq!(fingerprints, [key("new").fingerprint(), key("old").fingerprint()]);
    assert_eq!(ring.keys(app(3))[0].fingerprint(), pem.fingerprint());
    assert!(ring.keys(app(4)).is_empty());
}

#[test]
fn a_wrong_list_of_keys_is_refused_and_not_repeated() {
    let secret = "c0ffee00112233445566778899aabbcc";
    for (text, error) in [
        (format!("[\"{secret}\"]"), KeyRingError::Json { line: 1, column: 0 }),
        (format!("{{\"1\": {{\"key\": \"{secret}\"}}}}"), KeyRingError::Json { line: 1, column: 7 }),
        (format!("{{\"1\": \"{secret}"), KeyRingError::Json { line: 1, column: 39 }),
        (format!("{{\"{secret}\": \"1\"}}"), KeyRingError::Name),
        (format!("{{\"0\": \"{secret}\"}}"), KeyRingError::Name),
        (format!("{{\"1\": \"{secret}\", \"1\": \"{secret}\"}}"), KeyRingError::Twice),
        ("{\"1\": \"\"}".into(), KeyRingError::Key { sdkappid: 1, error: usersig::Error::EmptyKey }),
    ] {
        let refused = KeyRing::from_json(&text).unwrap_err();
        assert_eq!(refused, error, "{text}");
        assert!(!format!("{refused} {refused:?}").contains(secret));
        let hint = match error {
            KeyRingError::Json { .. } => "write it as {\"1400000000\": \"key\"",
            KeyRingError::Name => "name each member by an SDKAppID",
            KeyRingError::Twice => "give the keys of one SDKAppID as a list",
            _ => usersig::Error::EmptyKey.hint(),
        };
        assert!(refused.hint().starts_with(hint), "{text}: {}", refused.hint());
    }
    assert!(!format!("{:?}", KeyRing::from_json(&format!("{{\"1\": \"{secret}\"}}"))).contains(secret));
}

#[test]
fn every_row_gets_its_own_application_in_order() {
    let count = 3000_u32;
    let mut ring = KeyRing::new();
    for number in 1..=700 {
        ring.insert(app(number), key(&format!("key {number}")));
    }
    let numbers: Vec<u32> = (0..count).map(|row| row * 37 % 700 + 1).collect();
    let batch = table(vec![
        ("userid", texts((0..count).map(|row| Some(format!("user{row}"))))),
        ("sdkappid", Arc::new(UInt32Array::from(numbers.clone()))),
    ]);
    let signed = sign(&ring, &batch, &SignOptions::new(NOW)).unwrap();
    let verified = verify(&ring, &with_results(&batch, &signed).unwrap(), &VerifyOptions::new(NOW)).unwrap();
    for (row, sdkappid) in numbers.iter().enumerate() {
        assert!(valid(&verified, row));
        let claims = usersig::inspect(text(&signed, "usersig", row).unwrap()).unwrap();
        assert_eq!((claims.sdkappid(), claims.userid()), (*sdkappid, &*format!("user{row}")));
    }
}

#[test]
fn the_first_key_signs_and_all_of_them_verify() {
    let mut old = KeyRing::new();
    old.insert(app(SECOND), key("old"));
    let batch = table(vec![("userid", texts([Some("a")]))]);
    let options = SignOptions::new(NOW).with_sdkappid(app(SECOND));
    for (signing, index) in [(&ring(), 0), (&old, 1)] {
        let signed = with_results(&batch, &sign(signing, &batch, &options).unwrap()).unwrap();
        let verified = verify(&ring(), &signed, &VerifyOptions::new(NOW).with_sdkappid(app(SECOND))).unwrap();
        assert_eq!(number(&verified, "key_index", 0), Some(index));
    }
}
