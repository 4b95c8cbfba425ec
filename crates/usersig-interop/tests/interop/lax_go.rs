//! What Go's verifier takes and ours does not: tickets that can be read in two ways.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use usersig::{Check, Key, SdkAppId, UserId, Verifier};
use usersig_interop::{PeerName, SignRequest};

use crate::inputs::{Form, Inputs, Kind};
use crate::peers;

const TIME: u64 = 1_700_000_000;

/// A change to a ticket's JSON, and the code with which we reject it.
struct Change {
    name: &'static str,
    code: i32,
    edit: fn(&str) -> String,
}

const CHANGES: [Change; 8] = [
    Change {
        name: "a member twice: an earlier one says something else",
        code: 70005,
        edit: |json| json.replacen('{', "{\"TLS.identifier\":\"admin\",", 1),
    },
    Change {
        name: "a member twice, in another letter case",
        code: 70005,
        edit: |json| json.replacen('{', "{\"tls.identifier\":\"admin\",", 1),
    },
    Change {
        name: "a member in another letter case alone",
        code: 70005,
        edit: |json| json.replace("TLS.identifier", "TLS.IDENTIFIER"),
    },
    Change { name: "no TLS.ver", code: 70005, edit: |json| json.replace("\"TLS.ver\":\"2.0\",", "") },
    Change {
        name: "another TLS.ver",
        code: 70005,
        edit: |json| json.replace("\"TLS.ver\":\"2.0\"", "\"TLS.ver\":\"3.0\""),
    },
    Change {
        name: "null for TLS.userbuf",
        code: 70005,
        edit: |json| json.replacen('{', "{\"TLS.userbuf\":null,", 1),
    },
    Change {
        name: "trailing bits in TLS.sig",
        code: 70005,
        edit: |json| {
            // 32 bytes leave two unused bits in the character before the padding.
            let last = json.rfind("=\"").unwrap() - 1;
            let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let value = alphabet.find(&json[last..=last]).unwrap();
            format!("{}{}{}", &json[..last], &alphabet[value + 1..value + 2], &json[last + 1..])
        },
    },
    Change {
        name: "invalid text for U+FFFD in the UserID",
        code: 70003,
        // Replaced by a byte that is no UTF-8 when the ticket is put together.
        edit: |json| json.replace('\u{fffd}', "\u{1}"),
    },
];

#[test]
fn go_takes_what_can_be_read_in_two_ways_and_we_do_not() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    for change in CHANGES {
        let mut input = Inputs::new(61).next(Kind::Plain, Form::Documented);
        input.userid = "user\u{fffd}".into();
        let json = open(&input.sign(TIME));
        let edited = (change.edit)(&json);
        assert_ne!(edited, json, "{}", change.name);
        let ticket = pack(&edited, b"");
        let found = go.verify(&input.request().verify(&ticket, TIME)).unwrap();
        assert_eq!(found, Ok(()), "Go: {}", change.name);
        assert_eq!(
            our_code(&input.key(), input.sdkappid, &input.userid, &ticket),
            change.code,
            "{}",
            change.name
        );
    }
}

#[test]
fn go_takes_what_follows_the_stream_and_we_do_not() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    let input = Inputs::new(62).next(Kind::Plain, Form::Documented);
    let ticket = pack(&open(&input.sign(TIME)), b"something else");
    assert_eq!(go.verify(&input.request().verify(&ticket, TIME)).unwrap(), Ok(()));
    assert_eq!(our_code(&input.key(), input.sdkappid, &input.userid, &ticket), 70003);
}

#[test]
fn go_inflates_a_bomb_and_we_do_not() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    let input = Inputs::new(63).next(Kind::Plain, Form::Documented);
    let json = open(&input.sign(TIME));
    let bomb = pack(&(json + &" ".repeat(4 << 20)), b"");
    assert!(bomb.len() < 24_576, "{}", bomb.len());
    assert_eq!(go.verify(&input.request().verify(&bomb, TIME)).unwrap(), Ok(()));
    assert_eq!(our_code(&input.key(), input.sdkappid, &input.userid, &bomb), 70003);
}

#[test]
fn what_go_refuses_for_its_outside_alone_we_take() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    let input = Inputs::new(64).next(Kind::Plain, Form::Documented);
    let ticket = (0..100)
        .map(|seconds| input.sign(TIME - seconds))
        .find(|ticket| ticket.ends_with('_'))
        .expect("100 tickets without padding");
    for dressed in [format!(" {ticket}\n"), ticket.trim_end_matches('_').to_owned()] {
        let found = go.verify(&input.request().verify(&dressed, TIME)).unwrap();
        assert!(found.is_err(), "{dressed}");
        assert_eq!(our_code(&input.key(), input.sdkappid, &input.userid, &dressed), 0, "{dressed}");
    }
}

#[test]
fn go_reports_a_broken_ticket_as_one_of_another_application() {
    let Some(mut go) = peers::start(PeerName::Go) else { return };
    let ticket = pack("{\"TLS.sdkappid\":\"1400000000\"}", b"");
    let request = SignRequest::new(1_400_000_000, "key", "a", 60);
    let said = go.verify(&request.verify(&ticket, TIME)).unwrap().unwrap_err();
    assert_eq!(said, "sdk appid not match");
    let key = Key::from_text(b"key").unwrap();
    assert_eq!(our_code(&key, 1_400_000_000, "a", &ticket), 70005);
}

/// Our answer: 0 for a valid ticket, else the code.
fn our_code(key: &Key, sdkappid: u32, userid: &str, ticket: &str) -> i32 {
    let verifier = Verifier::new(SdkAppId::new(sdkappid.into()).unwrap(), [key.clone()]);
    let userid = UserId::with_form(userid, usersig::UserIdForm::Utf8).unwrap();
    verifier.verify(ticket, &Check::new(userid, TIME)).map_or_else(|rejection| rejection.code(), |_| 0)
}

/// The JSON of a ticket.
fn open(ticket: &str) -> String {
    let plain = ticket.replace('*', "+").replace('-', "/").replace('_', "=");
    let stream = STANDARD.decode(plain).unwrap();
    let mut json = String::new();
    ZlibDecoder::new(stream.as_slice()).read_to_string(&mut json).unwrap();
    json
}

/// A ticket of this JSON, with U+0001 as a byte that is no UTF-8, and bytes after it.
fn pack(json: &str, after: &[u8]) -> String {
    let bytes: Vec<u8> = json.bytes().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes).unwrap();
    let mut stream = encoder.finish().unwrap();
    stream.extend_from_slice(after);
    STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_")
}
