//! Damage of a ticket as a whole.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use usersig::inspect;

use crate::kit::{
    EXPIRE, Given, KEY, TIME, USER, envelope, json_with, legacy_ticket, public_pem, sig, sign,
    special_ticket, standard, ticket, translate, words,
};

#[test]
fn base64url() {
    let bytes = STANDARD.decode(standard(&special_ticket())).unwrap();
    Given::ticket(&URL_SAFE.encode(&bytes)).mends(["base64url"]);
    Given::ticket(&URL_SAFE_NO_PAD.encode(&bytes)).mends(["base64url"]);
}

#[test]
fn encoded_twice() {
    let ticket = special_ticket();
    Given::ticket(&STANDARD.encode(&ticket)).mends(["encoded-twice"]);
    Given::ticket(&translate(&STANDARD.encode(&ticket))).mends(["encoded-twice"]);
    Given::ticket(&STANDARD.encode(standard(&ticket))).mends(["encoded-twice"]);
    Given::ticket(&STANDARD.encode(format!("{ticket}\n"))).mends(["encoded-twice"]);
}

#[test]
fn doubled() {
    let ticket = ticket();
    for between in ["", "\n", "\r\n", " "] {
        Given::ticket(&[ticket.as_str(), &ticket].join(between)).mends(["doubled"]);
    }
}

#[test]
fn letter_case_lost() {
    let ticket = ticket();
    Given::ticket(&ticket.to_lowercase()).gives_up(["letter-case-lost"]);
    Given::ticket(&ticket.to_uppercase()).gives_up(["letter-case-lost"]);
    Given::ticket(&format!("\"{}\"", ticket.to_lowercase())).gives_up(["letter-case-lost", "wrapped"]);
}

#[test]
fn truncated_anywhere() {
    for ticket in [ticket(), legacy_ticket(), special_ticket()] {
        let symbols = ticket.trim_end_matches('_').len();
        for length in 3..symbols {
            let diagnosis = Given::ticket(&ticket[..length]).gives_up(["truncated"]);
            assert!(words(&diagnosis, "truncated").contains(&format!("{length} characters are left")));
        }
    }
}

#[test]
fn truncated_where_columns_and_buffers_end() {
    let userbuf: Vec<u8> = (0..3000u32).map(|number| (number * number / 7) as u8).collect();
    let ticket = sign(KEY, USER, TIME, EXPIRE, Some(&userbuf));
    let words = |length: usize| {
        let diagnosis = Given::ticket(&ticket[..length]).gives_up(["truncated"]);
        words(&diagnosis, "truncated")
    };
    assert!(words(255).contains("VARCHAR(255)"));
    for length in [511, 512, 1023, 1024, 2047, 2048] {
        assert!(words(length).contains("fixed buffer"), "{length}");
    }
    assert!(!words(300).contains("size"));
}

#[test]
fn truncated_with_something_around_it() {
    let ticket = special_ticket();
    Given::ticket(&format!("\"{}", &ticket[..150])).gives_up(["truncated", "wrapped"]);
    Given::ticket(&ticket[..150].replace('*', "%2A")).gives_up(["percent-encoded", "truncated"]);
    Given::ticket(&format!("{}%2", &ticket[..150])).gives_up(["truncated"]);
    Given::ticket(&format!("{}...", &ticket[..50])).gives_up(["truncated"]);
    Given::ticket(&format!("{}\u{2026}", &ticket[..50])).gives_up(["truncated"]);
    Given::ticket(&format!("{}...{}", &ticket[..20], &ticket[150..])).gives_up(["truncated"]);
}

#[test]
fn truncated_padding() {
    let ticket = (0..)
        .map(|number| sign(KEY, USER, TIME, EXPIRE + number, None))
        .find(|ticket| ticket.ends_with("__"))
        .unwrap();
    Given::ticket(&ticket[..ticket.len() - 1]).mends(["truncated"]);
    // Broken into lines as well.
    let lines = format!("{}\n{}", &ticket[..77], &ticket[77..ticket.len() - 1]);
    Given::ticket(&lines).mends(["truncated"]);
    // Without any padding it is taken.
    Given::ticket(&ticket[..ticket.len() - 2]).warns([]);
}

#[test]
fn truncated_oldest_form() {
    let oldest = oldest_form();
    let public = public_pem(1);
    for length in [40, 100, oldest.len() - 1] {
        Given::ticket(&oldest[..length]).keys([&public]).finds(["truncated"]);
    }
}

#[test]
fn damaged_anywhere() {
    for ticket in [ticket(), special_ticket(), legacy_ticket()] {
        let symbols = ticket.trim_end_matches('_').len();
        for at in 0..symbols {
            let with = |characters: &str| [&ticket[..at], characters, &ticket[at + 1..]].concat();
            let other = if &ticket[at..=at] == "A" { "B" } else { "A" };
            for damaged in [with(other), with("~"), with("")] {
                // Some bits of a stream mean nothing, and some repeats have two spellings.
                if inspect(&damaged).is_ok_and(|claims| inspect(&ticket).as_ref() == Ok(&claims)) {
                    continue;
                }
                let given = Given::ticket(&damaged);
                // What is lost near the end is the end, for all that anybody can see.
                if at + 24 > symbols && given.diagnose().has("truncated") {
                    given.gives_up(["truncated"]);
                } else {
                    given.gives_up(["damaged"]);
                }
            }
        }
    }
}

#[test]
fn trailing_data() {
    let ticket = ticket();
    for after in ["&random=1", ",", ";", "\",", ".", " and more", "\nxiaojun", "</p>", "_"] {
        Given::ticket(&format!("{ticket}{after}")).mends(["trailing-data"]);
    }
    let mut bytes = STANDARD.decode(standard(&ticket)).unwrap();
    let stream = bytes.len();
    for more in [1, 2, 3, 100, 5000] {
        bytes.resize(stream + more, 0x5a);
        Given::ticket(&translate(&STANDARD.encode(&bytes))).mends(["trailing-data"]);
    }
}

#[test]
fn not_compressed() {
    let json = json_with(&sig(KEY.as_bytes()), "");
    Given::ticket(&STANDARD.encode(&json)).mends(["not-compressed"]);
    Given::ticket(&translate(&STANDARD.encode(&json))).mends(["not-compressed"]);
    // The JSON itself, as a debugger shows it.
    Given::ticket(&json).mends(["not-compressed"]);
    // A verifier that has a legacy key takes bare JSON.
    Given::ticket(&json).keys([KEY, &public_pem(1)]).warns(["oldest-form"]);
}

#[test]
fn other_compression() {
    let json = json_with(&sig(KEY.as_bytes()), "");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(json.as_bytes()).unwrap();
    Given::ticket(&translate(&STANDARD.encode(gzip.finish().unwrap()))).mends(["other-compression"]);
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
    raw.write_all(json.as_bytes()).unwrap();
    Given::ticket(&translate(&STANDARD.encode(raw.finish().unwrap()))).mends(["other-compression"]);
    Given::ticket(&envelope(&json)).warns([]);
}

#[test]
fn oldest_form_is_only_a_warning() {
    Given::ticket(&oldest_form()).keys([&public_pem(1)]).warns(["oldest-form"]);
}

/// The JSON of a legacy ticket as it is.
fn oldest_form() -> String {
    inspect(legacy_ticket()).unwrap().json().to_owned()
}
