//! No change of a ticket makes another ticket, and no bytes at all are too much for a verifier.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};
use usersig::{Algorithm, Check, Rejection, SdkAppId, UserId, UserIdForm, Verified, Verifier, inspect};

use crate::given::{Given, key, small};
use crate::random::cases;

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_bytes_get_an_answer(bytes in any_bytes(), key in key()) {
        let verifier = Verifier::new(SdkAppId::new(1_400_000_000).unwrap(), [key]);
        let check = Check::new(UserId::new("xiaojun").unwrap(), 1_700_000_000);
        prop_assert!(verifier.verify(&bytes, &check).is_err());
        let inspected = inspect(&bytes);
        prop_assert!(inspected.is_err());
    }

    #[test]
    fn any_content_of_an_envelope_gets_an_answer(content in any_content(), given in small()) {
        let verifier = Verifier::new(given.sdkappid, [given.key.clone()]);
        let check = Check::new(given.userid(), given.validity.time());
        prop_assert!(verifier.verify(envelope(&content), &check).is_err());
        prop_assert!(verifier.verify(&content, &check).is_err());
    }

    #[test]
    fn a_changed_text_is_never_another_ticket(given in small(), edits in vec(edit(), 1..4)) {
        let ticket = given.ticket();
        let mut changed = ticket.into_bytes();
        for edit in edits {
            edit.apply(&mut changed);
        }
        if let Some(verified) = verify_as_it_claims(&changed, &given) {
            prop_assert!(says_the_same(&verified, &given), "{:?}", verified);
        }
    }

    #[test]
    fn a_changed_stream_is_never_another_ticket(given in small(), edits in vec(edit(), 1..3)) {
        let mut stream = STANDARD.decode(standard(&given.ticket())).unwrap();
        for edit in edits {
            edit.apply(&mut stream);
        }
        if let Some(verified) = verify_as_it_claims(STANDARD.encode(stream).as_bytes(), &given) {
            prop_assert!(says_the_same(&verified, &given), "{:?}", verified);
        }
    }

    #[test]
    fn a_changed_json_is_never_another_ticket(given in small(), edits in vec(edit(), 1..3)) {
        let mut json = inspect(given.ticket()).unwrap().json().as_bytes().to_vec();
        for edit in edits {
            edit.apply(&mut json);
        }
        if let Some(verified) = verify_as_it_claims(envelope(&json).as_bytes(), &given) {
            prop_assert!(says_the_same(&verified, &given), "{:?}", verified);
        }
    }

    #[test]
    fn a_changed_claim_is_a_wrong_signature(given in small(), change in change()) {
        let unverified = inspect(given.ticket()).unwrap();
        let legacy = given.key.algorithm() == Algorithm::EcdsaSha256;
        let mut json: Map<String, Value> = serde_json::from_str(unverified.json()).unwrap();
        change.apply(&mut json, legacy);
        let forged = envelope(serde_json::to_vec(&json).unwrap());
        let Ok(claims) = inspect(&forged) else { return Err(TestCaseError::fail("the change is malformed")) };
        prop_assume!(claims.validity() != given.validity
            || claims.userid() != given.userid
            || claims.sdkappid() != given.sdkappid.get()
            || claims.userbuf() != given.userbuf.as_deref()
            || claims.signature() != unverified.signature());
        // The forger asks for what the forged ticket says.
        let verifier = Verifier::new(SdkAppId::new(claims.sdkappid().into()).unwrap(), [given.key.clone()]);
        let userid = UserId::with_form(claims.userid(), UserIdForm::Utf8).unwrap();
        let outcome = verifier.verify(&forged, &Check::new(userid, claims.validity().time()));
        prop_assert_eq!(outcome, Err(Rejection::SignatureMismatch));
    }

    #[test]
    fn the_same_json_in_any_spelling_is_the_same_ticket(given in small(), level in 0..10u32, pretty: bool) {
        let json: Map<String, Value> = serde_json::from_str(inspect(given.ticket()).unwrap().json()).unwrap();
        // serde_json sorts the members.
        let text = if pretty { serde_json::to_vec_pretty(&json) } else { serde_json::to_vec(&json) }.unwrap();
        let ticket = envelope_of_level(text, level);
        let verified = verify_as_it_claims(ticket.as_bytes(), &given);
        prop_assert!(verified.is_some_and(|verified| says_the_same(&verified, &given)));
    }
}

/// One change of some bytes.
#[derive(Debug, Clone)]
enum Edit {
    Replace(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    Swap(Index, Index),
    Flip(Index, u8),
    Cut(Index),
    Repeat(Index, Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let byte = || prop_oneof![any::<u8>(), b' '..=b'~', Just(b'0'), Just(b'"')];
    prop_oneof![
        4 => (any::<Index>(), byte()).prop_map(|(at, byte)| Edit::Replace(at, byte)),
        2 => (any::<Index>(), byte()).prop_map(|(at, byte)| Edit::Insert(at, byte)),
        2 => any::<Index>().prop_map(Edit::Remove),
        1 => any::<(Index, Index)>().prop_map(|(a, b)| Edit::Swap(a, b)),
        2 => (any::<Index>(), 0..8u8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        1 => any::<Index>().prop_map(Edit::Cut),
        1 => any::<(Index, Index)>().prop_map(|(a, b)| Edit::Repeat(a, b)),
    ]
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        if length == 0 {
            return;
        }
        match self {
            Self::Replace(at, byte) => bytes[at.index(length)] = *byte,
            Self::Insert(at, byte) => bytes.insert(at.index(length + 1), *byte),
            Self::Remove(at) => drop(bytes.remove(at.index(length))),
            Self::Swap(a, b) => bytes.swap(a.index(length), b.index(length)),
            Self::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Self::Cut(at) => bytes.truncate(at.index(length)),
            Self::Repeat(from, to) => {
                let part = bytes[from.index(length)..].to_vec();
                bytes.splice(to.index(length)..to.index(length), part);
            }
        }
    }
}

/// A well-formed change of one claim.
#[derive(Debug, Clone)]
enum Change {
    UserId(String),
    SdkAppId(u32),
    Time(u64),
    Expire(u64),
    UserBuf(Option<Vec<u8>>),
    Sig(Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        "\\PC{1,20}".prop_map(Change::UserId),
        (1..=u32::MAX).prop_map(Change::SdkAppId),
        (0..=i64::MAX as u64).prop_map(Change::Time),
        (0..=i64::MAX as u64).prop_map(Change::Expire),
        proptest::option::of(vec(any::<u8>(), 0..60)).prop_map(Change::UserBuf),
        vec(any::<u8>(), 0..80).prop_map(Change::Sig),
    ]
}

impl Change {
    fn apply(&self, json: &mut Map<String, Value>, legacy: bool) {
        let number = |number: u64| if legacy { number.to_string().into() } else { Value::from(number) };
        let mut set = |name: &str, value| drop(json.insert(name.to_owned(), value));
        let (sdkappid, expire) =
            if legacy { ("TLS.sdk_appid", "TLS.expire_after") } else { ("TLS.sdkappid", "TLS.expire") };
        match self {
            Self::UserId(userid) => set("TLS.identifier", userid.as_str().into()),
            Self::SdkAppId(id) => set(sdkappid, number((*id).into())),
            Self::Time(time) => {
                set("TLS.time", number(*time));
                set(expire, number((i64::MAX as u64 - time).min(86_400)));
            }
            Self::Expire(length) => {
                set(expire, number(*length));
                set("TLS.time", number((i64::MAX as u64 - length).min(1_700_000_000)));
            }
            Self::UserBuf(Some(userbuf)) => set("TLS.userbuf", STANDARD.encode(userbuf).into()),
            Self::UserBuf(None) => drop(json.remove("TLS.userbuf")),
            Self::Sig(sig) => set("TLS.sig", STANDARD.encode(sig).into()),
        }
    }
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..400),
        "[A-Za-z0-9*_+/=-]{0,600}".prop_map(String::into_bytes),
        "eJ[A-Za-z0-9*-]{0,600}_{0,2}".prop_map(String::into_bytes),
        "\\{[ -~]{0,300}\\}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..40).prop_map(|part| part.repeat(1000)),
    ]
}

fn any_content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..400),
        "[\\[\\]{}\":,0-9a-z. \\\\-]{0,300}".prop_map(String::into_bytes),
        "\\{\"TLS\\.(ver|time|sig)\":[\\[\\]{}\":,0-9a-z. \\\\-]{0,300}\\}".prop_map(String::into_bytes),
        (vec(any::<u8>(), 0..40), 0..2000usize).prop_map(|(part, times)| part.repeat(times)),
    ]
}

/// What the verifier says when the request is for what the ticket claims.
fn verify_as_it_claims(ticket: &[u8], given: &Given) -> Option<Verified> {
    let claims = inspect(ticket).ok()?;
    let verifier = Verifier::new(SdkAppId::new(claims.sdkappid().into()).unwrap(), [given.key.clone()]);
    let userid = UserId::with_form(claims.userid(), UserIdForm::Utf8).ok()?;
    let verified = verifier.verify(ticket, &Check::new(userid, claims.validity().time())).ok()?;
    // Whatever was verified is what the ticket claims.
    assert_eq!((claims.userid(), claims.validity()), (given.userid.as_str(), verified.validity()));
    Some(verified)
}

fn says_the_same(verified: &Verified, given: &Given) -> bool {
    verified.validity() == given.validity
        && verified.sdkappid() == given.sdkappid
        && verified.userbuf() == given.userbuf.as_deref()
}

fn envelope(content: impl AsRef<[u8]>) -> String {
    envelope_of_level(content, 6)
}

fn envelope_of_level(content: impl AsRef<[u8]>, level: u32) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(content.as_ref()).unwrap();
    STANDARD.encode(encoder.finish().unwrap()).replace('+', "*").replace('/', "-").replace('=', "_")
}

fn standard(ticket: &str) -> String {
    ticket.replace('*', "+").replace('-', "/").replace('_', "=")
}
