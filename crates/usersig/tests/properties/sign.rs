//! A signed ticket is valid, says what was asked for, and fits where it was promised to fit.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value};
use usersig::{Algorithm, Check, Error, Rejection, SdkAppId, UserId, UserIdForm, Verifier, inspect};

use crate::given::{self, Given, given, small};
use crate::random::cases;

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn claims_come_back_exactly(given in given()) {
        let ticket = given.ticket();
        let verifier = Verifier::new(given.sdkappid, [given.key.clone()]);
        for now in [0, given.validity.time(), given.validity.expires_at()] {
            let verified = verifier.verify(&ticket, &Check::new(given.userid(), now)).unwrap();
            prop_assert_eq!(verified.algorithm(), given.key.algorithm());
            prop_assert_eq!(verified.sdkappid(), given.sdkappid);
            prop_assert_eq!(verified.validity(), given.validity);
            prop_assert_eq!(verified.userbuf(), given.userbuf.as_deref());
            prop_assert_eq!(verified.key_index(), 0);
        }
        let late = Check::new(given.userid(), given.validity.expires_at() + 1);
        let expires_at = given.validity.expires_at();
        prop_assert_eq!(verifier.verify(&ticket, &late), Err(Rejection::Expired { expires_at }));
    }

    #[test]
    fn inspecting_says_the_same(given in given()) {
        let unverified = inspect(given.ticket()).unwrap();
        prop_assert_eq!(unverified.algorithm(), given.key.algorithm());
        prop_assert_eq!(unverified.userid(), &given.userid);
        prop_assert_eq!(unverified.sdkappid(), given.sdkappid.get());
        prop_assert_eq!(unverified.validity(), given.validity);
        prop_assert_eq!(unverified.userbuf(), given.userbuf.as_deref());
    }

    #[test]
    fn the_text_is_of_the_ticket_alphabet(given in given()) {
        let ticket = given.ticket();
        let symbols = ticket.trim_end_matches('_');
        prop_assert!(symbols.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-')));
        prop_assert!(ticket.len().is_multiple_of(4) && ticket.len() - symbols.len() < 3);
    }

    #[test]
    fn the_json_has_exactly_the_members_of_its_algorithm(given in given()) {
        let unverified = inspect(given.ticket()).unwrap();
        let json: Map<String, Value> = serde_json::from_str(unverified.json()).unwrap();
        let sig = STANDARD.encode(unverified.signature());
        let mut wanted = if given.key.algorithm() == Algorithm::HmacSha256 {
            serde_json::json!({
                "TLS.ver": "2.0",
                "TLS.identifier": given.userid,
                "TLS.sdkappid": given.sdkappid.get(),
                "TLS.expire": given.validity.expire(),
                "TLS.time": given.validity.time(),
                "TLS.sig": sig,
            })
        } else {
            serde_json::json!({
                "TLS.account_type": "0",
                "TLS.identifier": given.userid,
                "TLS.appid_at_3rd": "0",
                "TLS.sdk_appid": given.sdkappid.to_string(),
                "TLS.expire_after": given.validity.expire().to_string(),
                "TLS.time": given.validity.time().to_string(),
                "TLS.sig": sig,
            })
        };
        if let Some(userbuf) = &given.userbuf {
            wanted["TLS.userbuf"] = STANDARD.encode(userbuf).into();
        }
        prop_assert_eq!(Value::Object(json), wanted);
    }

    #[test]
    fn every_way_to_sign_makes_the_same_ticket(given in given(), room in 0..300usize) {
        let signer = given.signer();
        let claims = given.claims();
        let ticket = signer.sign(&claims).unwrap();
        let mut buffer = vec![b'?'; signer.max_len(&claims) + room];
        prop_assert_eq!(signer.sign_into(&claims, &mut buffer).unwrap(), &ticket);
        let many = signer.sign_many(&[claims, claims]).unwrap();
        prop_assert_eq!(many.iter().collect::<Vec<_>>(), vec![&ticket; 2]);
    }

    #[test]
    fn a_buffer_of_max_len_is_enough_and_a_smaller_one_is_refused(given in given(), less in 1..200usize) {
        let signer = given.signer();
        let claims = given.claims();
        let needed = signer.max_len(&claims);
        prop_assert!(signer.sign(&claims).unwrap().len() <= needed);
        prop_assert!(signer.sign_into(&claims, &mut vec![0; needed]).is_ok());
        for length in [needed - 1, needed - less, 0] {
            let mut buffer = vec![b'?'; length];
            prop_assert_eq!(signer.sign_into(&claims, &mut buffer), Err(Error::BufferTooSmall { needed }));
            prop_assert!(buffer.iter().all(|&byte| byte == b'?'));
        }
    }

    #[test]
    fn requests_for_something_else_are_rejected(given in small(), other in small()) {
        let verifier = Verifier::new(given.sdkappid, [given.key.clone()]);
        let ticket = given.ticket();
        let now = given.validity.time();
        let check = Check::new(given.userid(), now);
        if other.userid != given.userid {
            let check = Check::new(other.userid(), now);
            prop_assert_eq!(verifier.verify(&ticket, &check), Err(Rejection::OtherUserId));
        }
        if other.sdkappid != given.sdkappid {
            let verifier = Verifier::new(other.sdkappid, [given.key.clone()]);
            let rejection = Rejection::OtherSdkAppId { ticket: given.sdkappid.get() };
            prop_assert_eq!(verifier.verify(&ticket, &check), Err(rejection));
        }
        if other.key.fingerprint() != given.key.fingerprint() {
            let verifier = Verifier::new(given.sdkappid, [other.key.clone()]);
            let rejection = if other.key.algorithm() == given.key.algorithm() {
                Rejection::SignatureMismatch
            } else {
                Rejection::NoKey(given.key.algorithm())
            };
            prop_assert_eq!(verifier.verify(&ticket, &check), Err(rejection));
        }
        let expected = verifier.verify(&ticket, &check.with_userbuf(other.userbuf.as_deref().unwrap_or(b"")));
        prop_assert_eq!(expected.is_ok(), given.userbuf == Some(other.userbuf.unwrap_or_default()));
        prop_assert_eq!(verifier.verify(&ticket, &check.without_userbuf()).is_ok(), given.userbuf.is_none());
    }

    #[test]
    fn clock_skew_and_length_are_bounded_exactly(given in small(), now in 0..=i64::MAX as u64, bound: u64) {
        let ticket = given.ticket();
        let verifier = Verifier::new(given.sdkappid, [given.key.clone()]);
        let now = now.min(given.validity.expires_at());
        let check = Check::new(given.userid(), now);
        let (time, expire) = (given.validity.time(), given.validity.expire());
        let ahead = time.saturating_sub(now);
        for skew in [bound, ahead, ahead.saturating_sub(1)] {
            let outcome = verifier.clone().with_max_clock_skew(skew).verify(&ticket, &check);
            let wanted = if skew >= ahead { None } else { Some(Rejection::FromTheFuture { time }) };
            prop_assert_eq!(outcome.err(), wanted);
        }
        for longest in [bound, expire, expire.saturating_sub(1)] {
            let outcome = verifier.clone().with_longest_validity(longest).verify(&ticket, &check);
            let wanted = if longest >= expire { None } else { Some(Rejection::ValidForTooLong { expire }) };
            prop_assert_eq!(outcome.err(), wanted);
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn many_tickets_are_those_of_their_claims(
        key in given::key(),
        sdkappid in given::sdkappid(),
        all in vec(small(), 0..20),
    ) {
        let all: Vec<Given> =
            all.into_iter().map(|given| Given { key: key.clone(), sdkappid, ..given }).collect();
        let claims: Vec<_> = all.iter().map(Given::claims).collect();
        let tickets = usersig::Signer::new(sdkappid, &key).unwrap().sign_many(&claims).unwrap();
        prop_assert_eq!((tickets.len(), tickets.is_empty()), (all.len(), all.is_empty()));
        prop_assert_eq!(tickets.iter().len(), all.len());
        for (index, given) in all.iter().enumerate() {
            let ticket = given.ticket();
            prop_assert_eq!(tickets.get(index), Some(ticket.as_str()));
        }
        prop_assert_eq!(tickets.get(all.len()), None);
    }

    #[test]
    fn a_userid_is_taken_by_exactly_the_forms_it_has(
        text in prop_oneof![
            given::userid(), ".{0,40}", "\\PC{0,3}\\pC\\PC{0,3}", "[ -~]{2045,2052}", "[a-z]{30,35}",
        ],
    ) {
        let control = text.chars().any(char::is_control);
        let documented = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        let ascii = |byte: u8| (0x20..=0x7e).contains(&byte);
        let forms = [
            (UserIdForm::Documented, text.len() <= 32 && text.bytes().all(documented)),
            (UserIdForm::Ascii, text.len() <= 2048 && text.bytes().all(ascii)),
            (UserIdForm::Utf8, text.len() <= 2048 && !control),
        ];
        for (form, wanted) in forms {
            let taken = UserId::with_form(&text, form);
            prop_assert_eq!(taken.is_ok(), wanted && !text.is_empty(), "{:?} {:?}", form, taken);
        }
    }

    #[test]
    fn an_sdkappid_has_32_bits_and_is_not_0(
        number in prop_oneof![any::<u64>(), 0..3u64, 4_294_967_290..4_294_967_300u64],
    ) {
        let wanted = (1..=u32::MAX.into()).contains(&number);
        prop_assert_eq!(SdkAppId::new(number).is_ok_and(|id| u64::from(id.get()) == number), wanted);
    }
}
