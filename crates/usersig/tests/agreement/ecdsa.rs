//! Legacy signatures: made byte for byte as the curves' own crates make them, and judged
//! as they judge, whoever does the arithmetic.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use p256::ecdsa::{DerSignature, Signature, SigningKey};
use p256::elliptic_curve::ops::Reduce;
use p256::elliptic_curve::point::AffineCoordinates;
use p256::{FieldBytes, ProjectivePoint, Scalar};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use usersig::{
    Check, Claims, Curve, EcdsaPrivateKey, Key, LegacyAccount, Rejection, SdkAppId, Signer, UserBuf, UserId,
    UserIdForm, Validity, Verifier, inspect,
};

use crate::random::cases;

const TIME: u64 = 1_795_282_866;

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn signatures_are_those_of_the_curves_crates(
        number in any::<[u8; 32]>(),
        userid in prop_oneof!["[a-z0-9]{1,32}", "[a-z]{600,1200}"],
        userbuf in prop::option::of(prop::collection::vec(any::<u8>(), 0..900)),
    ) {
        let hash = hash(&userid, userbuf.as_deref());
        let p256 = SigningKey::from_slice(&number).unwrap();
        let p256: DerSignature = p256.sign_prehash(&hash).unwrap();
        let k256 = k256::ecdsa::SigningKey::from_slice(&number).unwrap();
        let k256: k256::ecdsa::DerSignature = k256.sign_prehash(&hash).unwrap();
        for (curve, expected) in [(Curve::P256, p256.as_bytes()), (Curve::Secp256k1, k256.as_bytes())] {
            let key = Key::from(EcdsaPrivateKey::from_entropy(curve, &number).unwrap());
            let signer = Signer::new(sdkappid(), &key).unwrap();
            let mut claims = Claims::new(name(&userid), Validity::new(TIME, 60).unwrap());
            if let Some(userbuf) = &userbuf {
                claims = claims.with_userbuf(UserBuf::new(userbuf).unwrap());
            }
            let ticket = signer.sign(&claims).unwrap();
            let unverified = inspect(&ticket).unwrap();
            prop_assert_eq!(unverified.signature(), expected);
            let verifier = Verifier::new(sdkappid(), [key]);
            prop_assert!(verifier.verify(&ticket, &Check::new(name(&userid), TIME)).is_ok());
        }
    }

    #[test]
    fn verdicts_are_those_of_the_curves_crate(
        number in any::<[u8; 32]>(),
        other in any::<[u8; 32]>(),
        userid in prop_oneof![4 => "[a-z0-9]{1,32}", 1 => "[a-z]{900,1200}"],
    ) {
        let key = SigningKey::from_slice(&number).unwrap();
        let other = SigningKey::from_slice(&other).unwrap();
        let signed: Signature = key.sign_prehash(&hash(&userid, None)).unwrap();
        let (r, s) = signed.split_scalars();
        let (r, s) = (*r, *s);
        for (r, s) in [
            (r, s),
            (r, -s),
            (-r, s),
            (s, r),
            (r + Scalar::ONE, s),
            (r, s + Scalar::ONE),
            (Scalar::ONE, s),
            (r, Scalar::ONE),
            (-Scalar::ONE, -Scalar::ONE),
        ] {
            let signature = Signature::from_scalars(r, s).unwrap();
            agrees(&key, &userid, signature.to_der().as_bytes())?;
            agrees(&other, &userid, signature.to_der().as_bytes())?;
        }
        let other: DerSignature = other.sign_prehash(&hash(&userid, None)).unwrap();
        agrees(&key, &userid, other.as_bytes())?;
    }

    /// Keys for which the two multiples that verifying adds are the same point, or opposite.
    #[test]
    fn verdicts_agree_where_adding_points_is_special(number in any::<[u8; 32]>(), userid in "[a-z]{1,32}") {
        let number = Scalar::reduce(&FieldBytes::from(number));
        let r = Scalar::reduce(&(ProjectivePoint::GENERATOR * number).to_affine().x());
        let z = Scalar::reduce(&FieldBytes::from(hash(&userid, None)));
        let same = z * r.invert().unwrap();
        let key = SigningKey::from_slice(&same.to_bytes()).unwrap();
        let s = number.invert().unwrap() * z.double();
        let signature = Signature::from_scalars(r, s).unwrap();
        prop_assert!(key.verifying_key().verify_prehash(&hash(&userid, None), &signature).is_ok());
        agrees(&key, &userid, signature.to_der().as_bytes())?;

        let opposite = SigningKey::from_slice(&(-same).to_bytes()).unwrap();
        for s in [s, number, Scalar::ONE] {
            let signature = Signature::from_scalars(r, s).unwrap();
            agrees(&opposite, &userid, signature.to_der().as_bytes())?;
        }
    }

    #[test]
    fn only_der_is_taken(number in any::<[u8; 32]>(), at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let key = SigningKey::from_slice(&number).unwrap();
        let der: DerSignature = key.sign_prehash(&hash("xiaojun", None)).unwrap();
        let der = der.as_bytes();
        let r = der[3] as usize;
        let mut forms = vec![der.to_vec(), der[..der.len() - 1].to_vec(), [der, &[0]].concat()];
        let mut changed = der.to_vec();
        changed[at.index(der.len())] = to;
        forms.push(changed);
        // The length in the long form of BER, of unknown length, and a zero too many before r.
        forms.push([&[0x30, 0x81], &der[1..]].concat());
        forms.push([&[0x30, 0x80], &der[2..], &[0, 0]].concat());
        forms.push([&[0x30, der[1] + 1, 2, der[3] + 1, 0], &der[4..]].concat());
        // A zero for r, and for s; r without the zero that keeps it positive.
        forms.push([&[0x30, der[1] - der[3] + 1, 2, 1, 0], &der[4 + r..]].concat());
        forms.push([&[0x30, der[3] + 5, 2, der[3]], &der[4..4 + r], &[2, 1, 0]].concat());
        if der[4] == 0 {
            forms.push([&[0x30, der[1] - 1, 2, der[3] - 1], &der[5..]].concat());
        }
        for form in forms {
            agrees(&key, "xiaojun", &form)?;
        }
    }
}

/// The account type and the third-party id are written and signed as they are given.
#[test]
fn accounts_are_signed() {
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let own = EcdsaPrivateKey::from_entropy(Curve::P256, &[7; 32]).unwrap();
    let claims = Claims::new(name("xiaojun"), Validity::new(TIME, 60).unwrap());
    for (account_type, appid_at_3rd) in [(0, 0), (0, 1_400_000_000), (107, 9), (u64::MAX, u64::MAX)] {
        let signer = Signer::new(sdkappid(), &own.clone().into()).unwrap();
        let signer = signer.with_legacy_account(LegacyAccount::new(account_type, appid_at_3rd));
        let ticket = signer.sign(&claims).unwrap();
        let found = inspect(&ticket).unwrap();
        assert_eq!(found.account_type(), Some(&*account_type.to_string()));
        assert_eq!(found.appid_at_3rd(), Some(&*appid_at_3rd.to_string()));
        let text = format!(
            "TLS.appid_at_3rd:{appid_at_3rd}\nTLS.account_type:{account_type}\nTLS.identifier:xiaojun\n\
             TLS.sdk_appid:1400000000\nTLS.time:{TIME}\nTLS.expire_after:60\n"
        );
        let expected: DerSignature = key.sign_prehash(&Sha256::digest(text)).unwrap();
        assert_eq!(found.signature(), expected.as_bytes());
        let verifier = Verifier::new(sdkappid(), [own.clone().into()]);
        assert!(verifier.verify(&ticket, &Check::new(name("xiaojun"), TIME)).is_ok());
        assert_eq!(signer.sign_many(&[claims]).unwrap().get(0), Some(&*ticket));
        // The longest values of everything else fit as well.
        let longest = Validity::new(i64::MAX as u64 / 2, i64::MAX as u64 / 2).unwrap();
        let userid = "\"".repeat(2048);
        let claims = Claims::new(name(&userid), longest).with_userbuf(UserBuf::new(&[7; 8192]).unwrap());
        let ticket = signer.sign(&claims).unwrap();
        assert!(verifier.verify(ticket, &Check::new(name(&userid), longest.time())).is_ok());
    }
}

/// Every number at the ends of a curve's range gives one signature and one verdict.
#[test]
fn the_smallest_and_largest_keys_work() {
    for number in [Scalar::ONE, Scalar::ONE.double(), -Scalar::ONE, -Scalar::ONE.double()] {
        let key = SigningKey::from_slice(&number.to_bytes()).unwrap();
        for userid in ["a", "xiaojun"] {
            let signature: DerSignature = key.sign_prehash(&hash(userid, None)).unwrap();
            agrees(&key, userid, signature.as_bytes()).unwrap();
            let own = EcdsaPrivateKey::from_entropy(Curve::P256, &number.to_bytes().into()).unwrap();
            let signer = Signer::new(sdkappid(), &own.into()).unwrap();
            let claims = Claims::new(name(userid), Validity::new(TIME, 60).unwrap());
            let ticket = signer.sign(&claims).unwrap();
            assert_eq!(inspect(&ticket).unwrap().signature(), signature.as_bytes());
        }
    }
}

/// The engine takes a ticket with this signature just when the reference takes the signature.
fn agrees(key: &SigningKey, userid: &str, signature: &[u8]) -> Result<(), TestCaseError> {
    let key_bytes = key.to_bytes().into();
    let expected = Signature::from_der(signature)
        .and_then(|signature| key.verifying_key().verify_prehash(&hash(userid, None), &signature))
        .is_ok();
    let private = EcdsaPrivateKey::from_entropy(Curve::P256, &key_bytes).unwrap();
    let public = Key::from_pem(private.public_key().to_pem().unwrap().as_bytes()).unwrap();
    for key in [private.into(), public] {
        let verifier = Verifier::new(sdkappid(), [key]);
        // The second time, what the key has worked out is there already.
        for _ in 0..2 {
            let found = verifier.verify(ticket(userid, signature), &Check::new(name(userid), TIME));
            match found {
                Ok(_) => prop_assert!(expected),
                Err(Rejection::SignatureMismatch) => prop_assert!(!expected),
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }
    Ok(())
}

/// A legacy ticket as JSON, which the engine reads without the layers around it.
fn ticket(userid: &str, signature: &[u8]) -> String {
    let signature = STANDARD.encode(signature);
    format!(
        r#"{{"TLS.account_type":"0","TLS.identifier":"{userid}","TLS.appid_at_3rd":"0","TLS.sdk_appid":"1400000000","TLS.expire_after":"60","TLS.time":"{TIME}","TLS.sig":"{signature}"}}"#
    )
}

/// The hash of the text that a legacy signature signs.
fn hash(userid: &str, userbuf: Option<&[u8]>) -> [u8; 32] {
    let userbuf =
        userbuf.map_or(String::new(), |userbuf| format!("TLS.userbuf:{}\n", STANDARD.encode(userbuf)));
    let text = format!(
        "TLS.appid_at_3rd:0\nTLS.account_type:0\nTLS.identifier:{userid}\nTLS.sdk_appid:1400000000\n\
         TLS.time:{TIME}\nTLS.expire_after:60\n{userbuf}"
    );
    Sha256::digest(text).into()
}

fn name(userid: &str) -> UserId<'_> {
    UserId::with_form(userid, UserIdForm::Utf8).unwrap()
}

fn sdkappid() -> SdkAppId {
    SdkAppId::new(1_400_000_000).unwrap()
}
