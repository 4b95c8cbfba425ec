//! Any bytes as a ticket: nothing panics, and the engine and a reader made of
//! kept libraries agree about every layer, every value and every signature.
//!
//! The bytes are tried as the ticket, as its zlib stream, as the deflate data in
//! such a stream, as a recipe for such data, and as the JSON in it: otherwise few
//! inputs would pass base64 and the checksum.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use usersig::{Algorithm, Check, Damage, Rejection, SdkAppId, Unverified, UserId, UserIdForm, Verifier};
use usersig::{PrivateMapKey, inspect};
use usersig_fuzz::fields::Ticket;
use usersig_fuzz::json::Fault;
use usersig_fuzz::keys::RING;
use usersig_fuzz::{deflate, envelope, fields, json, signature};

fuzz_target!(|bytes: &[u8]| {
    look(bytes);
    look(envelope::encode(bytes).as_bytes());
    look(envelope::encode(&envelope::frame(bytes)).as_bytes());
    look(envelope::encode(&envelope::frame(&deflate::dynamic_block(bytes))).as_bytes());
    // Long JSON fits a ticket only when it is compressed.
    let level = if bytes.len() > envelope::MAX_COMPRESSED_BYTES - 16 { 9 } else { 0 };
    look(envelope::seal(bytes, level).as_bytes());
});

fn look(ticket: &[u8]) {
    let found = inspect(ticket);
    match envelope::open(ticket, true) {
        Err(expected) => same_layer(&found, expected),
        Ok(json) => match json::read(&json) {
            Err(Fault::Syntax) => assert_eq!(found, Err(Rejection::Undecodable(Damage::Json))),
            Err(Fault::NumberRange) => assert!(!is_broken_envelope(&found), "{found:?}"),
            Ok(value) => match (fields::read(&value), &found) {
                (None, Err(Rejection::Malformed(..))) => {}
                (Some(expected), Ok(found)) => {
                    assert_eq!(found.json().as_bytes(), json);
                    same_values(found, &expected);
                    same_verdict(ticket, &expected);
                }
                (expected, found) => panic!("{found:?}, expected {expected:?}"),
            },
        },
    }
    if let Err(rejection) = found {
        let check = Check::new(UserId::new("xiaojun").expect("a UserID"), 0);
        assert_eq!(verifier(*SDKAPPID).verify(ticket, &check), Err(rejection));
    }
}

fn same_layer(found: &Result<Unverified, Rejection>, expected: Rejection) {
    let Err(found) = found else { panic!("{found:?}, expected {expected:?}") };
    // The number of the old interface tells the layers apart, which is enough: of a
    // text that is both too long and broken either may be said.
    assert_eq!((found.code(), found.c_code()), (expected.code(), expected.c_code()), "{found:?}");
    if matches!(found, Rejection::Undecodable(Damage::TooLarge)) {
        assert_eq!(*found, expected);
    }
}

fn is_broken_envelope(found: &Result<Unverified, Rejection>) -> bool {
    found.as_ref().is_err_and(|rejection| matches!(rejection.c_code(), 1..=3))
}

fn same_values(found: &Unverified, expected: &Ticket) {
    assert_eq!(found.algorithm(), expected.algorithm);
    assert_eq!(found.userid(), expected.userid);
    assert_eq!(found.sdkappid(), expected.sdkappid);
    assert_eq!(found.validity().time(), expected.time);
    assert_eq!(found.validity().expire(), expected.expire);
    assert_eq!(found.userbuf(), expected.userbuf.as_deref());
    assert_eq!(found.account_type(), expected.account_type.as_deref());
    assert_eq!(found.appid_at_3rd(), expected.appid_at_3rd.as_deref());
    assert_eq!(found.version(), expected.version.as_deref());
    assert_eq!(found.private_map_key(), expected.userbuf.as_deref().and_then(PrivateMapKey::parse));
    let possible = match expected.algorithm {
        Algorithm::HmacSha256 => expected.sig.len() == 32,
        _ => expected.sig.len() <= 72,
    };
    assert_eq!(found.signature(), if possible { expected.sig.as_slice() } else { &[] });
}

/// The ticket verifies just when a key of the ring made its signature.
fn same_verdict(ticket: &[u8], expected: &Ticket) {
    let sdkappid = SdkAppId::new(expected.sdkappid.into()).expect("the reader checked the number");
    let Ok(userid) = UserId::with_form(&expected.userid, UserIdForm::Utf8) else {
        assert!(expected.userid.is_empty() || expected.userid.len() > UserId::MAX_BYTES);
        return;
    };
    let expires_at = expected.time + expected.expire;
    let verifier = verifier(sdkappid);
    let verdict = verifier.verify(ticket, &Check::new(userid, expires_at));
    match signature::key_index(expected) {
        None => assert_eq!(verdict, Err(Rejection::SignatureMismatch)),
        Some(index) => {
            let verified = verdict.expect("the signature is right");
            assert_eq!(verified.key_index(), index);
            assert_eq!(verified.algorithm(), expected.algorithm);
            assert_eq!(verified.sdkappid(), sdkappid);
            assert_eq!(verified.validity().time(), expected.time);
            assert_eq!(verified.validity().expire(), expected.expire);
            assert_eq!(verified.userbuf(), expected.userbuf.as_deref());
        }
    }
    let late = verifier.verify(ticket, &Check::new(userid, expires_at + 1));
    assert_eq!(late, Err(Rejection::Expired { expires_at }));
    let (current_only, check) = (Verifier::new(sdkappid, [RING[0].clone()]), Check::new(userid, expires_at));
    match envelope::open(ticket, false) {
        // Without a legacy key, the JSON alone is no ticket.
        Err(_) => {
            assert_eq!(current_only.verify(ticket, &check), Err(Rejection::Undecodable(Damage::Base64)));
        }
        Ok(_) if expected.algorithm == Algorithm::HmacSha256 => {}
        Ok(_) => {
            let no_key = Err(Rejection::NoKey(Algorithm::EcdsaSha256));
            assert_eq!(current_only.verify(ticket, &check), no_key);
        }
    }
}

fn verifier(sdkappid: SdkAppId) -> Verifier {
    Verifier::new(sdkappid, RING.iter().cloned())
}

static SDKAPPID: LazyLock<SdkAppId> =
    LazyLock::new(|| SdkAppId::new(1_400_000_000).expect("a number that is not 0"));
