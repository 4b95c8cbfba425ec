//! The encodings: other readers inflate them, they are short, and the way that
//! recognises our own tickets answers like the common one.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use proptest::option;
use proptest::prelude::*;
use usersig::{Check, Claims, Encoding, Privileges, Room, UserId, UserIdForm, Validity, Verifier};

use crate::given::{documented, given, hmac_key, sdkappid, small};
use crate::random::cases;

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn other_readers_inflate_both_encodings_to_the_same_values(given in given()) {
        for encoding in [Encoding::Compact, Encoding::Stored] {
            let ticket = given.signer().with_encoding(encoding).sign(&given.claims()).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&inflated(&ticket)).unwrap();
            prop_assert_eq!(json["TLS.identifier"].as_str(), Some(given.userid.as_str()));
        }
    }

    #[test]
    fn our_own_tickets_are_judged_like_all_others(
        given in small(),
        other in small(),
        now in any::<u64>(),
        userbuf in option::of(any::<[u8; 3]>()),
        bounds in (option::of(any::<u64>()), option::of(any::<u64>())),
    ) {
        let ticket = given.ticket();
        // White space around a ticket leads to the common way.
        let spaced = format!("{ticket}\n");
        let ring = [other.key.clone(), given.key.clone()];
        for ring in [&ring[..], &ring[..1]] {
            let mut verifier = Verifier::new(given.sdkappid, ring.to_vec());
            if let Some(skew) = bounds.0 {
                verifier = verifier.with_max_clock_skew(skew);
            }
            if let Some(longest) = bounds.1 {
                verifier = verifier.with_longest_validity(longest);
            }
            for userid in [given.userid(), other.userid()] {
                for now in [now, given.validity.time(), given.validity.expires_at()] {
                    let check = Check::new(userid, now);
                    let room = check.with_room(Room::id(7).unwrap(), Privileges::ENTER);
                    let exactly = check.with_userbuf(userbuf.as_ref().map_or(&[][..], |bytes| bytes));
                    for check in [check, check.without_userbuf(), exactly, room] {
                        prop_assert_eq!(verifier.verify(&ticket, &check), verifier.verify(&spaced, &check));
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(40))]

    /// Tickets of usual claims are shorter than zlib's highest level makes them, in the mean.
    #[test]
    fn compact_tickets_are_shorter_than_those_of_zlib(
        key in hmac_key(),
        sdkappid in sdkappid(),
        userids in proptest::collection::vec(documented(), 50),
        times in proptest::collection::vec((1_577_836_800..2_000_000_000u64, 1..31_536_000u64), 50),
        room in 1..4_000_000_000u64,
    ) {
        let signer = usersig::Signer::new(sdkappid, &key).unwrap();
        for with_room in [false, true] {
            let (mut ours, mut zlib) = (0, 0);
            for (userid, &(time, expire)) in userids.iter().zip(&times) {
                let userid = UserId::with_form(userid, UserIdForm::Documented).unwrap();
                let validity = Validity::new(time, expire).unwrap();
                let ticket = if with_room {
                    signer.sign_private_map_key(userid, validity, Room::id(room).unwrap(), Privileges::ALL)
                } else {
                    signer.sign(&Claims::new(userid, validity))
                }.unwrap();
                ours += ticket.len();
                zlib += zlib_len(&usual_order(&inflated(&ticket)));
            }
            prop_assert!(ours < zlib, "{ours} characters, zlib {zlib}");
        }
    }
}

fn inflated(ticket: &str) -> Vec<u8> {
    let text = ticket.replace('*', "+").replace('-', "/").replace('_', "=");
    let stream = STANDARD.decode(text).unwrap();
    let mut json = Vec::new();
    ZlibDecoder::new(&stream[..]).read_to_end(&mut json).unwrap();
    json
}

/// The same JSON with its members in the order of the published generators.
fn usual_order(json: &[u8]) -> String {
    let members: serde_json::Value = serde_json::from_slice(json).unwrap();
    let names =
        ["TLS.ver", "TLS.identifier", "TLS.sdkappid", "TLS.expire", "TLS.time", "TLS.userbuf", "TLS.sig"];
    let members: Vec<String> = names
        .iter()
        .filter_map(|name| members.get(name).map(|value| format!("\"{name}\":{value}")))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// Characters of a ticket that zlib's highest level makes of a JSON.
fn zlib_len(json: &str) -> usize {
    let mut stream = Vec::new();
    ZlibEncoder::new(json.as_bytes(), Compression::best()).read_to_end(&mut stream).unwrap();
    stream.len().div_ceil(3) * 4
}
