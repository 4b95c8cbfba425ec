//! The engine and the second reader of this crate, side by side.

use std::sync::LazyLock;

use usersig::{Algorithm, Check, Damage, PrivateMapKey, Rejection, SdkAppId, Unverified, UserId, UserIdForm};
use usersig::{Verifier, inspect};

use crate::fields::Ticket;
use crate::json::Fault;
use crate::keys::RING;
use crate::{envelope, fields, json, signature};

/// Compares what is read in a ticket, and the verdict of a verifier with
/// [`RING`](crate::keys::RING).
pub fn look(ticket: &[u8]) {
    if let Some(expected) = look_at_values(ticket) {
        same_verdict(ticket, &expected);
    }
}

/// Compares what is read in a ticket; returns it if it is a sound one.
pub fn look_at_values(ticket: &[u8]) -> Option<Ticket> {
    let found = inspect(ticket);
    let mut sound = None;
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
                    sound = Some(expected);
                }
                (expected, found) => panic!("{found:?}, expected {expected:?}"),
            },
        },
    }
    if let Err(rejection) = found {
        let check = Check::new(UserId::new("xiaojun").expect("a UserID"), 0);
        assert_eq!(verifier(*SDKAPPID).verify(ticket, &check), Err(rejection));
    }
    sound
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
