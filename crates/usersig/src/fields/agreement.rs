//! Holds the reader of usual tickets against the common one: what it takes, the other
//! takes as well, and as the same values.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Fields, Sig, read_any, usual, usual_fields};
use crate::key::{MAC_BYTES, MAX_SIGNATURE_BYTES};
use crate::verify::decode_signature;

const SIG: &str = "tpj0O58Muoz28S51KEk9NGQMYb2+IQeqAmrCPqh72Tg=";

/// What is put between any two bytes.
const PIECES: [&str; 23] = [
    "0",
    "9",
    "\"",
    "\\",
    "/",
    "\\u0041",
    " ",
    "\t",
    "\n",
    ",",
    "}",
    "{",
    "=",
    "A",
    "é",
    "\u{85}",
    "-",
    ".",
    "e1",
    ",\"a\":1",
    ",\"TLS.expire\":1",
    "\0",
    "\u{7f}",
];

/// Members in the order of a generator, with what it writes between tokens.
fn json(members: &[(&str, &str)], space: &str) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("\"TLS.{name}\":{space}{value}")).collect();
    format!("{{{}}}", members.join(&format!(",{space}")))
}

/// JSON that the reader of usual tickets takes.
fn usual_texts() -> Vec<String> {
    let sig = format!("\"{SIG}\"");
    let mut members = [
        ("ver", "\"2.0\""),
        ("identifier", "\"xiaojun\""),
        ("sdkappid", "1400000000"),
        ("expire", "15552000"),
        ("time", "1795282866"),
        ("sig", &sig),
        ("userbuf", "\"AAdpYW9qdW4AAAAB/+8=\""),
    ];
    let mut texts = Vec::new();
    for count in [6, 7] {
        for space in ["", " "] {
            texts.push(json(&members[..count], space));
        }
    }
    for _ in 0..members.len() {
        members.rotate_left(1);
        texts.push(json(&members, ""));
    }
    members.sort_unstable();
    for (identifier, number) in
        [("\"\"", "0"), ("\"小军老师\"", "7"), ("\"an id of 32 bytes, just as usual\"", "99999999")]
    {
        let other = members.map(|(name, value)| match name {
            "identifier" => (name, identifier),
            "expire" | "time" => (name, number),
            "userbuf" => (name, "\"\""),
            _ => (name, value),
        });
        texts.push(json(&other, ""));
    }
    texts
}

/// Whether the reader of usual tickets takes the text; then both must agree.
fn taken(text: &[u8]) -> bool {
    let Some(values) = usual::read(text) else { return false };
    let mut copy = text.to_vec();
    let (Ok(fields), Ok(common)) = (usual_fields(text, &values), read_any(&mut copy, 0)) else {
        unreachable!("taken by one reader alone: {:?}", String::from_utf8_lossy(text))
    };
    assert!(matches!(fields.sig, Sig::Mac(_)) && matches!(common.sig, Sig::Text(_)));
    assert_eq!(all(&fields), all(&common), "{:?}", String::from_utf8_lossy(text));
    true
}

type All<'a> = (&'a str, u32, u64, u64, Option<&'a str>, Vec<u8>, bool);

fn all<'a>(fields: &Fields<'a>) -> All<'a> {
    let mut bytes = [0; MAX_SIGNATURE_BYTES];
    let signature = decode_signature(fields, &mut bytes).unwrap_or_default().to_vec();
    assert_eq!(signature.len(), MAC_BYTES);
    let Fields { userid, sdkappid, time, expire, userbuf, .. } = *fields;
    (userid, sdkappid, time, expire, userbuf, signature, fields.legacy.is_some())
}

#[test]
fn usual_texts_are_taken() {
    for text in usual_texts() {
        assert!(taken(text.as_bytes()), "{text}");
    }
}

#[test]
fn every_changed_byte() {
    let (mut taken_texts, mut others) = (0, 0);
    for text in usual_texts() {
        for at in 0..text.len() {
            for byte in 0..=255 {
                let mut changed = text.clone().into_bytes();
                changed[at] = byte;
                *if taken(&changed) { &mut taken_texts } else { &mut others } += 1;
            }
        }
    }
    assert!(taken_texts > 10_000 && others > 10_000, "{taken_texts} {others}");
}

#[test]
fn every_cut_and_every_insertion() {
    for text in usual_texts() {
        let text = text.as_bytes();
        for at in 0..=text.len() {
            taken(&text[..at]);
            for piece in PIECES {
                taken(&[&text[..at], piece.as_bytes(), &text[at..]].concat());
            }
            for end in at + 1..=text.len().min(at + 12) {
                taken(&[&text[..at], &text[end..]].concat());
            }
        }
    }
}

#[test]
fn every_pair_of_pieces() {
    let texts = usual_texts();
    let mut number = 1u64;
    for first in &texts {
        for second in &texts {
            for _ in 0..400 {
                number =
                    number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let (cut, begin) =
                    (number as u32 as usize % first.len(), (number >> 32) as usize % second.len());
                taken(&[&first.as_bytes()[..cut], &second.as_bytes()[begin..]].concat());
            }
        }
    }
}

#[test]
fn numbers_of_every_length() {
    let text = |sdkappid: &str, time: &str| {
        json(
            &[
                ("ver", "\"2.0\""),
                ("identifier", "\"u\""),
                ("sig", &format!("\"{SIG}\"")),
                ("expire", "1"),
                ("sdkappid", sdkappid),
                ("time", time),
            ],
            "",
        )
    };
    for length in 0..=20 {
        for digits in ["0123456789", "1234567890", "9999999999", "4294967295", "4294967296", "1000000000"] {
            let number: String = digits.chars().cycle().take(length).collect();
            let own = taken(text("1400000000", &number).as_bytes());
            assert_eq!(
                own,
                (1..=15).contains(&length) && !number.starts_with('0') || number == "0",
                "{number}"
            );
            taken(text(&number, "1795282866").as_bytes());
        }
    }
    assert!(taken(text("4294967295", "1").as_bytes()) && !taken(text("4294967296", "1").as_bytes()));
    assert!(!taken(text("0", "1").as_bytes()));
}
