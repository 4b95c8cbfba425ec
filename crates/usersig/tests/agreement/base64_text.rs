//! Base64 in the spellings that tickets come in.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use proptest::collection::vec;
use proptest::prelude::*;
use usersig::Damage;

use crate::edit::edit;
use crate::oracle::{Outcome, expected, found, ticket};
use crate::random::cases;
use crate::zlib_stream::deflated;

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn any_text(text in vec(text_byte(), 0..40)) {
        prop_assert_eq!(found(&text), expected(&text));
    }

    #[test]
    fn any_bytes(text in vec(any::<u8>(), 0..40)) {
        prop_assert_eq!(found(&text), expected(&text));
    }

    #[test]
    fn changed_tickets(content in "[ -~]{0,30}", edits in vec(edit(text_byte()), 0..4)) {
        let mut text = ticket(&deflated(content.as_bytes(), 6));
        for edit in edits {
            edit.apply(&mut text);
        }
        prop_assert_eq!(found(&text), expected(&text));
    }

    #[test]
    fn every_way_to_pad(
        content in "[ -~]{0,30}", padding in "[=_]{0,5}", breaks in vec(any::<bool>(), 0..60),
    ) {
        let text = String::from_utf8(ticket(&deflated(content.as_bytes(), 6))).unwrap();
        let mut padded = text.trim_end_matches('_').to_owned() + &padding;
        // Line breaks anywhere, between the padding too.
        let length = padded.len();
        for (at, _) in breaks.iter().enumerate().rev().filter(|(at, broken)| **broken && *at <= length) {
            padded.insert_str(at, if at % 3 == 0 { "\r\n" } else { "\n" });
        }
        prop_assert_eq!(found(padded.as_bytes()), expected(padded.as_bytes()));
    }

    #[test]
    fn what_libraries_write(bytes in vec(any::<u8>(), 0..60)) {
        for text in [
            STANDARD.encode(&bytes),
            STANDARD_NO_PAD.encode(&bytes),
            URL_SAFE.encode(&bytes),
            URL_SAFE_NO_PAD.encode(&bytes),
        ] {
            prop_assert_eq!(found(text.as_bytes()), expected(text.as_bytes()), "{}", text);
        }
    }
}

#[test]
fn the_last_symbols_of_all_kinds() {
    // Every pair of last symbols, with every number of padding characters.
    let text = ticket(&deflated(b"{}", 6));
    let symbols = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-+/_=!\n \0\xff";
    for &a in symbols {
        for &b in symbols {
            for padding in [&b""[..], b"_", b"__", b"=_", b"___"] {
                let end = text.len() - 4;
                let text = [&text[..end], &[a, b], padding].concat();
                assert_eq!(found(&text), expected(&text), "{:?}", String::from_utf8_lossy(&text));
            }
        }
    }
}

#[test]
fn the_longest_text() {
    // Content that does not compress, in a stream of a chosen length.
    for (length, wanted) in
        [(18_431, Damage::Json), (18_432, Damage::Json), (18_433, Damage::TooLong), (20_000, Damage::TooLong)]
    {
        // 2 bytes of header, 5 of a stored block, 4 of checksum.
        let stream = deflated(&vec![b'?'; length - 11], 0);
        assert_eq!(stream.len(), length);
        let text = ticket(&stream);
        assert_eq!(found(&text), Outcome::Damaged(wanted), "{length}");
        assert_eq!(expected(&text), Outcome::Damaged(wanted), "{length}");
        // White space does not count.
        let spaced: Vec<u8> = text.chunks(76).collect::<Vec<_>>().join(&b"\r\n"[..]);
        assert_eq!(found(&spaced), Outcome::Damaged(wanted), "{length}");
    }
}

fn text_byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        12 => prop_oneof![b'A'..=b'Z', b'a'..=b'z', b'0'..=b'9'],
        3 => prop::sample::select(&b"*-+/"[..]),
        2 => prop::sample::select(&b"_="[..]),
        2 => prop::sample::select(&b"\r\n \t"[..]),
        1 => any::<u8>(),
    ]
}
