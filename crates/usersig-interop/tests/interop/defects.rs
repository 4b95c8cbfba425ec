//! Defects of the published signers that reach us as tickets: what they make, and what
//! we make of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usersig::{
    Check, Damage, Error, Member, MemberFault, PrivateMapKey, Rejection, Room, Symptoms, UserBuf,
    UserBufMismatch, UserId, UserIdForm, Validity, Verifier, diagnose, inspect, now,
};
use usersig_interop::{PeerName, Room as PeerRoom, SignRequest};

use crate::inputs::{Extra, Form, Input, Inputs, Kind};
use crate::peers;

const SIGNERS: [PeerName; 6] = [
    PeerName::Go,
    PeerName::Java,
    PeerName::Node,
    PeerName::Python,
    PeerName::TlsSigApi,
    PeerName::TencentImRs,
];

#[test]
fn every_signer_signs_a_line_feed_and_we_reject_it() {
    for name in SIGNERS {
        let Some(mut peer) = peers::start(name) else { continue };
        let input = usual(51, Kind::Plain);
        let mut request = input.request();
        request.userid = "a\nTLS.sdkappid:1".into();
        let ticket = peer.sign(&request).unwrap();
        let malformed = Rejection::Malformed(Member::Identifier, MemberFault::ControlCharacter);
        input.expect_rejection(&ticket, &input.key(), malformed);
    }
}

#[test]
fn go_takes_a_line_feed_for_part_of_the_userid() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    let mut request = SignRequest::new(1_400_000_000, "key", "a\nb", 86_400);
    let ticket = go.sign(&request).unwrap();
    let now = now().unwrap();
    assert_eq!(go.verify(&request.verify(&ticket, now)).unwrap(), Ok(()));
    request.userid = "a".into();
    assert!(go.verify(&request.verify(&ticket, now)).unwrap().is_err());
}

#[test]
fn go_signs_an_empty_userbuf_and_leaves_it_out() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    let mut input = usual(52, Kind::UserBuf);
    input.extra = Extra::UserBuf(Vec::new());
    let ticket = go.sign(&input.request()).unwrap();
    assert_eq!(inspect(&ticket).unwrap().userbuf(), None);
    input.expect_rejection(&ticket, &input.key(), Rejection::SignatureMismatch);
    let now = now().unwrap();
    let asked = input.request().verify(&ticket, now);
    assert!(go.verify(&asked).unwrap().is_err(), "{input:?}");
    assert!(go.verify(&asked.with_userbuf(b"")).unwrap().is_err(), "{input:?}");
    let found = diagnose(&Symptoms::new(&ticket, now).with_key(&input.key));
    assert!(found.has("empty-userbuf-left-out"), "{found:?}");
}

#[test]
fn go_leaves_out_an_expire_of_0_and_we_read_it() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    let mut input = usual(53, Kind::Plain);
    input.expire = 0;
    let ticket = go.sign(&input.request()).unwrap();
    let unverified = inspect(&ticket).unwrap();
    assert!(!unverified.json().contains("TLS.expire"), "{}", unverified.json());
    let time = unverified.validity().time();
    input.expect(&ticket, time..=time, &input.key(), usersig::Algorithm::HmacSha256);
}

#[test]
fn java_cuts_a_long_ticket_and_we_reject_it() {
    let Some(mut java) = peers::start(PeerName::Java) else { return };
    let mut input = usual(54, Kind::Plain);
    // Text that hardly compresses.
    input.userid = STANDARD.encode(noise(2400));
    let ticket = java.sign(&input.request()).unwrap();
    assert_eq!(ticket.len(), 2732);
    let rejection = inspect(&ticket).unwrap_err();
    assert_eq!(rejection, Rejection::Undecodable(Damage::Zlib));
    let found = diagnose(&Symptoms::new(&ticket, 0));
    assert!(found.has("truncated"), "{found:?}");
}

#[test]
fn java_and_node_damage_other_letters_inside_a_room_ticket() {
    for name in [PeerName::Java, PeerName::Node] {
        let Some(mut peer) = peers::start(name) else { continue };
        let mut input = usual(55, Kind::RoomId);
        input.userid = "张三".into();
        let ticket = peer.sign(&input.request()).unwrap();
        let now = now().unwrap();
        let verifier = Verifier::new(input.sdkappid(), [input.key()]);
        let check = Check::new(input.userid(), now);
        // The signature covers whatever bytes there are.
        assert!(verifier.verify(&ticket, &check).is_ok(), "{name} {input:?}");
        let (room, privileges) = input.room().unwrap();
        let found = verifier.verify(&ticket, &check.with_room(room, privileges));
        let allowed = [UserBufMismatch::NotPrivateMapKey, UserBufMismatch::RoomUserId];
        let found = found.unwrap_err();
        assert!(allowed.map(Rejection::UserBuf).contains(&found), "{name}: {found:?} {input:?}");
        let symptoms = Symptoms::new(&ticket, now).with_key(&input.key);
        assert!(diagnose(&symptoms).has("room-length-defect"), "{name}");
    }
}

#[test]
fn an_empty_room_string_makes_no_room() {
    let input = usual(56, Kind::Plain);
    let mut request = input.request();
    request = request.with_room(PeerRoom::Str("".into()), 255);
    for name in [PeerName::Go, PeerName::Java, PeerName::Node] {
        let Some(mut peer) = peers::start(name) else { continue };
        let ticket = peer.sign(&request).unwrap();
        let verifier = Verifier::new(input.sdkappid(), [input.key()]);
        let verified = verifier.verify(&ticket, &Check::new(input.userid(), now().unwrap())).unwrap();
        let room = verified.private_map_key().map(|key| key.room().as_id());
        let expected = if name == PeerName::Node { None } else { Some(Some(0)) };
        assert_eq!(room, expected, "{name}");
    }
    assert_eq!(Room::str(""), Err(Error::RoomStr));
}

#[test]
fn a_room_ticket_past_2106_is_long_over_inside_and_ours_is_refused() {
    let mut input = usual(57, Kind::RoomId);
    input.expire = 100 * 31_536_000;
    for name in [PeerName::Go, PeerName::Java, PeerName::Node] {
        let Some(mut peer) = peers::start(name) else { continue };
        let ticket = peer.sign(&input.request()).unwrap();
        let now = now().unwrap();
        let verifier = Verifier::new(input.sdkappid(), [input.key()]);
        let check = Check::new(input.userid(), now);
        assert!(verifier.verify(&ticket, &check).is_ok(), "{name}");
        let (room, privileges) = input.room().unwrap();
        let found = verifier.verify(&ticket, &check.with_room(room, privileges));
        assert!(matches!(found, Err(Rejection::RoomExpired { .. })), "{name}: {found:?}");
    }
    let (room, privileges) = input.room().unwrap();
    let validity = Validity::new(now().unwrap(), input.expire).unwrap();
    let ours = PrivateMapKey::new(input.userid(), input.sdkappid(), room, privileges, validity);
    assert_eq!(ours, Err(Error::RoomTime));
}

#[test]
fn tls_sig_api_writes_plain_base64_and_we_read_it() {
    let Some(mut peer) = peers::start(PeerName::TlsSigApi) else { return };
    let mut inputs = Inputs::new(58);
    let plain = (0..50).find_map(|_| {
        let input = inputs.next(Kind::Plain, Form::Documented);
        let ticket = peer.sign(&input.request()).unwrap();
        ticket.contains(['+', '/', '=']).then_some((input, ticket))
    });
    let (input, ticket) = plain.expect("50 tickets without one of the three characters");
    let time = inspect(&ticket).unwrap().validity().time();
    input.expect_from_peer(&ticket, time..=time);
    assert!(diagnose(&Symptoms::new(&ticket, time)).has("plain-base64"));
}

#[test]
fn what_go_signs_without_looking_we_refuse_to_sign() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    for userid in ["a\nb", "a\tb", "a\u{0}", "a\u{85}"] {
        assert!(go.sign(&SignRequest::new(1, "key", userid, 60)).is_ok(), "{userid:?}");
        for form in [UserIdForm::Documented, UserIdForm::Ascii, UserIdForm::Utf8] {
            assert!(UserId::with_form(userid, form).is_err(), "{userid:?}");
        }
    }
}

#[test]
fn the_longest_of_our_tickets_is_no_trouble_for_them() {
    let mut input = usual(60, Kind::UserBuf);
    input.userid = "u".repeat(UserId::MAX_BYTES);
    input.extra = Extra::UserBuf(noise(UserBuf::MAX_BYTES));
    let ticket = input.sign(1_700_000_000);
    assert!(ticket.len() > UserBuf::MAX_BYTES, "{}", ticket.len());
    for name in [PeerName::Go, PeerName::Php] {
        let Some(mut peer) = peers::start(name) else { continue };
        let found = peer.verify(&input.request().verify(&ticket, 1_700_000_000)).unwrap();
        assert_eq!(found, Ok(()), "{name}");
    }
}

/// A random input that stays valid for the length of a test.
fn usual(seed: u64, kind: Kind) -> Input {
    let mut input = Inputs::new(seed).next(kind, Form::Documented);
    input.expire = 86_400;
    input
}

/// Bytes that do not compress.
fn noise(length: usize) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(50);
    std::iter::repeat_with(|| rng.u8(..)).take(length).collect()
}
