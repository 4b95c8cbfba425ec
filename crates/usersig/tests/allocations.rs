//! How often signing and verifying ask for memory, counted by a test allocator.

#![allow(missing_docs, clippy::unwrap_used)]

use allocation_counter::measure;
use usersig::{
    Check, Claims, Encoding, Key, SdkAppId, Signer, UserBuf, UserId, UserIdForm, Validity, Verifier,
};

const TIME: u64 = 1_795_282_866;

fn allocations(work: impl FnOnce()) -> u64 {
    measure(work).count_total
}

fn key() -> Key {
    Key::from_text(b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e").unwrap()
}

fn signer() -> Signer {
    Signer::new(SdkAppId::new(1_400_000_000).unwrap(), &key()).unwrap()
}

fn claims(userid: &str) -> Claims<'_> {
    let userid = UserId::with_form(userid, UserIdForm::Utf8).unwrap();
    Claims::new(userid, Validity::new(TIME, 15_552_000).unwrap())
}

#[test]
fn signing_into_a_buffer_allocates_nothing() {
    let (long, quotes) = ("用户".repeat(340), "\"\\".repeat(1000));
    let largest = [0xa5; UserBuf::MAX_BYTES];
    for signer in [signer(), signer().with_encoding(Encoding::Stored)] {
        for userid in ["xiaojun", "me@example.com", &long, &quotes] {
            for userbuf in [None, Some(&b""[..]), Some(b"abc"), Some(&largest)] {
                let mut claims = claims(userid);
                if let Some(userbuf) = userbuf {
                    claims = claims.with_userbuf(UserBuf::new(userbuf).unwrap());
                }
                let mut out = vec![0; signer.max_len(&claims)];
                assert_eq!(allocations(|| assert!(signer.sign_into(&claims, &mut out).is_ok())), 0);
            }
        }
    }
}

#[test]
fn verifying_allocates_only_the_userbuf() {
    let verifier = Verifier::new(SdkAppId::new(1_400_000_000).unwrap(), [key()]);
    let long = "u".repeat(2000);
    for signer in [signer(), signer().with_encoding(Encoding::Stored)] {
        for userid in ["xiaojun", "me@example.com", &long] {
            let check = Check::new(UserId::with_form(userid, UserIdForm::Ascii).unwrap(), TIME);
            let plain = signer.sign(&claims(userid)).unwrap();
            assert_eq!(allocations(|| assert!(verifier.verify(&plain, &check).is_ok())), 0);
            let carrying = claims(userid).with_userbuf(UserBuf::new(b"abc").unwrap());
            let carrying = signer.sign(&carrying).unwrap();
            assert_eq!(allocations(|| assert!(verifier.verify(&carrying, &check).is_ok())), 1);
        }
    }
}

#[test]
fn rejecting_allocates_nothing() {
    let verifier = Verifier::new(SdkAppId::new(1_400_000_000).unwrap(), [key()]);
    let check = Check::new(UserId::new("xiaojun").unwrap(), TIME);
    let ticket = signer().sign(&claims("xiaojun")).unwrap();
    let other =
        Signer::new(SdkAppId::new(1_400_000_000).unwrap(), &Key::from_text(b"other").unwrap()).unwrap();
    let other = other.sign(&claims("xiaojun")).unwrap();
    for ticket in ["", "?", &ticket[..100], &other] {
        assert_eq!(allocations(|| assert!(verifier.verify(ticket, &check).is_err())), 0);
    }
}
