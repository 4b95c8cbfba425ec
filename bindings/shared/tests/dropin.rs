//! The applications of the drop-in faces keep to their algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]
#![cfg(feature = "ecdsa")]

use std::fs;
use std::path::Path;

use serde_json::Value;
use usersig_door::dropin::{current, legacy};
use usersig_door::{Application, Expected, FaultKind};

const NOW: Option<i64> = Some(1_700_000_000);

/// A private and a public PEM text of the case files, of different pairs.
fn pems() -> (String, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/published/ecdsa-sha256.jsonl");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let pem = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
    let private = pem(&cases[0], "private_key_pem");
    let own = pem(&cases[0], "public_key_pem");
    assert!(legacy::application(1, Some(private.as_bytes()), Some(own.as_bytes())).is_ok());
    (private, own)
}

#[test]
fn current_takes_secret_keys_only() {
    let app = current::application(1, b"secret").unwrap();
    let ticket = app.sign("小军 @".as_bytes(), 0, None, NOW).unwrap();
    assert!(app.verify(ticket.as_bytes(), "小军 @".as_bytes(), Expected::None, NOW).is_ok());
    let (private, _) = pems();
    let fault = current::application(1, private.as_bytes()).unwrap_err();
    assert_eq!((fault.kind(), fault.c_code()), (FaultKind::InvalidKey, 17));
    assert_eq!(current::application(1, b"").unwrap_err().kind(), FaultKind::InvalidKey);
}

#[test]
fn legacy_signs_with_the_private_key_and_verifies_with_the_public_one() {
    let (private, public) = pems();
    let (private, public) = (private.as_bytes(), public.as_bytes());
    let both = legacy::application(1, Some(private), Some(public)).unwrap();
    let signs = legacy::application(1, Some(private), Some(b"")).unwrap();
    let verifies = legacy::application(1, None, Some(public)).unwrap();
    assert_eq!(
        (both.can_sign(), signs.algorithm(), verifies.can_sign()),
        (true, Some("ecdsa-sha256"), false)
    );
    let ticket = both.sign("小军".as_bytes(), 60, Some(b"abc"), NOW).unwrap();
    for app in [&both, &signs, &verifies] {
        let outcome =
            app.verify(ticket.as_bytes(), "小军".as_bytes(), Expected::UserBuf(b"abc"), NOW).unwrap();
        assert_eq!((outcome.algorithm(), outcome.expire()), ("ecdsa-sha256", 60));
    }
    let fault = verifies.sign(b"xiaojun", 60, None, NOW).unwrap_err();
    assert_eq!((fault.kind(), fault.c_code()), (FaultKind::InvalidKey, 17));
    for (private, public) in [(None, None), (Some(&b"secret"[..]), None), (Some(public), Some(public))] {
        assert_eq!(legacy::application(1, private, public).unwrap_err().kind(), FaultKind::InvalidKey);
    }
}

#[test]
fn a_public_key_alone_verifies_only() {
    let (_, public) = pems();
    let app = Application::new(1, &[public.as_bytes()]).unwrap();
    assert_eq!((app.can_sign(), app.algorithm(), app.key_fingerprint()), (false, None, None));
    assert_eq!(app.sign_many(&["u"], 1, NOW).unwrap_err().kind(), FaultKind::InvalidKey);
}

#[test]
fn old_accounts_are_signed() {
    let (private, _) = pems();
    let made = || legacy::application(1, Some(private.as_bytes()), None).unwrap();
    let most = u64::MAX.to_string();
    for (account_type, appid_at_3rd) in [("0", "0"), ("107", "1400000955"), (&*most, &*most), ("7", "")] {
        let app = legacy::with_account(made(), account_type.as_bytes(), appid_at_3rd.as_bytes()).unwrap();
        let ticket = app.sign(b"xiaojun", 60, Some(&[7; 100]), NOW).unwrap();
        assert!(app.verify(ticket.as_bytes(), b"xiaojun", Expected::UserBuf(&[7; 100]), NOW).is_ok());
        let same = |account_type: &str, appid_at_3rd: &str| {
            legacy::compare_account(ticket.as_bytes(), account_type.as_bytes(), appid_at_3rd.as_bytes())
        };
        assert!(same(account_type, appid_at_3rd).is_ok());
        assert_eq!(same("1", appid_at_3rd).unwrap_err().c_code(), 12);
        assert_eq!(same(account_type, "1").unwrap_err().c_code(), 11);
        assert_eq!(app.sign_many(&["u"], 60, NOW).unwrap().iter().filter(Result::is_ok).count(), 1);
    }
    for text in ["", "-1", "+1", "00", "01", " 1", "1.0", "a", "\n", "18446744073709551616"] {
        let fault = legacy::with_account(made(), text.as_bytes(), b"0").unwrap_err();
        assert_eq!(
            (fault.kind(), fault.code(), fault.c_code()),
            (FaultKind::InvalidArgument, 6017, 12),
            "{text}"
        );
        if !text.is_empty() {
            assert_eq!(legacy::with_account(made(), b"0", text.as_bytes()).unwrap_err().c_code(), 11);
        }
    }
    let verifies = legacy::application(1, None, Some(pems().1.as_bytes())).unwrap();
    assert!(!legacy::with_account(verifies, b"1", b"1").unwrap().can_sign());
}

#[test]
fn old_accounts_are_zero() {
    assert!(legacy::require_zero(b"0", b"0").is_ok());
    assert!(legacy::require_zero(b"0", b"").is_ok());
    assert_eq!(legacy::require_zero(b"1", b"0").unwrap_err().c_code(), 12);
    assert_eq!(legacy::require_zero(b"0", b"1").unwrap_err().c_code(), 11);

    let (private, _) = pems();
    let app = legacy::application(1, Some(private.as_bytes()), None).unwrap();
    let ticket = app.sign(b"xiaojun", 60, None, NOW).unwrap();
    assert!(legacy::compare_account(ticket.as_bytes(), b"0", b"0").is_ok());
    assert!(legacy::compare_account(ticket.as_bytes(), b"0", b"").is_ok());
    let fault = legacy::compare_account(ticket.as_bytes(), b"1", b"0").unwrap_err();
    assert_eq!((fault.kind(), fault.code(), fault.c_code()), (FaultKind::MismatchAccount, 70005, 12));
    assert_eq!(legacy::compare_account(ticket.as_bytes(), b"0", b"1").unwrap_err().c_code(), 11);
    assert_eq!(legacy::compare_account(b"eJ", b"0", b"0").unwrap_err().code(), 70003);
}
