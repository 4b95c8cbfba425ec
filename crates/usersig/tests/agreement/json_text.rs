//! JSON texts: generated, changed, and made up.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use usersig::{Damage, Member, MemberFault, Rejection, inspect};

use crate::edit::edit;
use crate::oracle::{Outcome, expected, found, ticket};
use crate::random::cases;
use crate::zlib_stream::deflated;

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn generated_texts(text in value()) {
        agree(text.as_bytes())?;
    }

    #[test]
    fn changed_texts(text in value(), edits in vec(edit(json_byte()), 1..4)) {
        let mut text = text.into_bytes();
        for edit in edits {
            edit.apply(&mut text);
        }
        agree(&text)?;
    }

    #[test]
    fn made_up_texts(text in vec(json_byte(), 0..30)) {
        agree(&text)?;
        agree(&[b"{", &text[..], b"}"].concat())?;
    }

    #[test]
    fn any_bytes(text in vec(any::<u8>(), 0..20)) {
        agree(&text)?;
        agree(&[b"{\"x\":\"", &text[..], b"\"}"].concat())?;
    }

    #[test]
    fn strings(text in string()) {
        agree(text.as_bytes())?;
        agree(format!("{{{text}:{text}}}").as_bytes())?;
    }

    #[test]
    fn numbers(text in prop_oneof![number(), "[-+.eE0-9]{1,9}"]) {
        agree(text.as_bytes())?;
        agree(format!("{{\"x\":{text}}}").as_bytes())?;
        agree(format!("{{\"x\":[{text},{text} ]}}").as_bytes())?;
    }

    #[test]
    fn a_userid_is_unescaped_alike(text in string()) {
        let json = TICKET.replace("\"a\"", &text);
        let found = inspect(ticket(&deflated(json.as_bytes(), 1)));
        match serde_json::from_str::<Value>(&json) {
            Err(_) => prop_assert_eq!(found, Err(Rejection::Undecodable(Damage::Json))),
            Ok(value) => {
                let userid = value["TLS.identifier"].as_str().unwrap();
                if userid.contains(char::is_control) {
                    let wanted = Rejection::Malformed(Member::Identifier, MemberFault::ControlCharacter);
                    prop_assert_eq!(found, Err(wanted));
                } else {
                    let found = found.unwrap();
                    prop_assert_eq!((found.userid(), found.json()), (userid, json.as_str()));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn members_besides_those_of_a_ticket(names in vec(name(), 0..34), values in vec(value(), 1..4)) {
        let mut json = TICKET.to_owned();
        for (name, value) in names.iter().zip(values.iter().cycle()) {
            json.insert_str(json.len() - 1, &format!(",{name}:{value}"));
        }
        let found = inspect(ticket(&deflated(json.as_bytes(), 1)));
        let fault = |fault| Err(Rejection::Malformed(Member::Document, fault));
        let unescaped: Result<Vec<String>, _> = names.iter().map(|name| serde_json::from_str(name)).collect();
        match (expected(json.as_bytes()), unescaped) {
            (Outcome::Json, Ok(mut all)) => {
                all.extend(KNOWN.map(str::to_owned));
                let distinct: HashSet<&str> = all.iter().map(String::as_str).collect();
                let twin = |name: &String| {
                    let known = |known: &&str| known.eq_ignore_ascii_case(name) && known != name;
                    KNOWN.iter().chain(&["TLS.expire", "TLS.userbuf"]).any(known)
                };
                if all.len() > 32 {
                    prop_assert_eq!(found, fault(MemberFault::TooMany));
                } else if distinct.len() < all.len() {
                    prop_assert_eq!(found, fault(MemberFault::Twice));
                } else if all.iter().any(twin) {
                    prop_assert_eq!(found, fault(MemberFault::LetterCase));
                } else if distinct.contains("TLS.expire") || distinct.contains("TLS.userbuf") {
                    prop_assert!(!matches!(found, Err(Rejection::Undecodable(_))));
                } else {
                    let found = found.unwrap();
                    prop_assert_eq!(found.json(), &json);
                }
            }
            (Outcome::Unsure, _) => {}
            _ => prop_assert_eq!(found, Err(Rejection::Undecodable(Damage::Json))),
        }
    }
}

#[test]
fn sixty_four_levels_and_no_more() {
    for (open, close) in [("[", "]"), ("{\"x\":", "}")] {
        for levels in [1, 2, 62, 63, 64, 65, 66, 127, 128, 129, 1000] {
            let inner = levels - 1;
            // An array is no value by itself: the innermost one is empty, the object holds a number.
            let middle = if open == "[" { "" } else { "1" };
            let text = format!("{{\"x\":{}{middle}{}}}", open.repeat(inner), close.repeat(inner));
            let text = if middle.is_empty() && inner == 0 { "{\"x\":1}".to_owned() } else { text };
            let wanted = if levels <= 64 { Outcome::Json } else { Outcome::Damaged(Damage::Json) };
            assert_eq!(found(&ticket(&deflated(text.as_bytes(), 6))), wanted, "{levels} {open}");
            assert_eq!(expected(text.as_bytes()), wanted, "{levels} {open}");
        }
    }
}

#[test]
fn numbers_of_any_magnitude_are_json() {
    for number in ["1e999", "-1e999", "1e-999", "123456789012345678901234567890", "0.1e99999999999999999999"]
    {
        let text = TICKET.replace('}', &format!(",\"x\":{number}}}"));
        assert!(inspect(ticket(&deflated(text.as_bytes(), 6))).is_ok(), "{number}");
        // In a member of the ticket it is the member that is wrong.
        let text = TICKET.replace("\"TLS.time\":1", &format!("\"TLS.time\":{number}"));
        let rejection = inspect(ticket(&deflated(text.as_bytes(), 6))).unwrap_err();
        assert!(matches!(rejection, Rejection::Malformed(Member::Time, _)), "{number}: {rejection:?}");
    }
}

fn agree(text: &[u8]) -> Result<(), TestCaseError> {
    for ticket in [ticket(&deflated(text, 0)), text.to_vec()] {
        let wanted = expected(&ticket);
        if wanted != Outcome::Unsure {
            prop_assert_eq!(found(&ticket), wanted, "{:?}", String::from_utf8_lossy(text));
        }
    }
    Ok(())
}

/// JSON as text, spelled in all ways, mostly right.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => string(),
        4 => number(),
        3 => prop::sample::select(&["true", "false", "null", "[]", "{}", "[ ]", "{\n}"][..])
            .prop_map(str::to_owned),
        1 => prop::sample::select(&["True", "nul", "NaN", "undefined", "'x'", "", "0x1", "+1"][..])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            vec((space(), inner.clone(), space()), 0..6).prop_map(|values| {
                let values: Vec<String> = values.into_iter().map(|(a, value, b)| a + &value + &b).collect();
                format!("[{}]", values.join(","))
            }),
            vec((space(), string(), space(), inner), 0..6).prop_map(|members| {
                let members: Vec<String> = members
                    .into_iter()
                    .map(|(space, name, between, value)| {
                        format!("{space}{name}{between}:{space}{value}{between}")
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn space() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just(String::new()), 2 => "[ \t\r\n]{1,3}", 1 => "[\u{b}\u{c}\u{a0}]"]
}

/// A string with every kind of escape, right and wrong, surrogates with and without their pair.
fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-zA-Z0-9 ]{1,6}",
        2 => "\\PC",
        3 => "\\\\[\"\\\\/bfnrt]",
        3 => "\\\\u[0-9a-fA-F]{4}",
        2 => "\\\\u[dD][89abAB][0-9a-f]{2}\\\\u[dD][c-fC-F][0-9a-f]{2}",
        1 => "\\\\u[dD][89a-fA-F][0-9a-f]{2}",
    ];
    let wrong = prop_oneof!["\\\\.", "\\\\u[0-9a-z+]{0,4}", "[\u{0}-\u{1f}]", "\"", "\\\\"];
    let pieces = vec(prop_oneof![40 => piece, 1 => wrong], 0..5);
    pieces.prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn number() -> impl Strategy<Value = String> {
    let right = "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?";
    prop_oneof![8 => right, 1 => "[-+]?[0-9.eE]{1,6}"]
}

/// Names of members, some of them those of a ticket, spelled in all ways.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => "\"[a-z]{3,5}\"",
        6 => string(),
        1 => prop::sample::select(&KNOWN[..]).prop_map(|name| format!("\"{name}\"")),
        1 => prop::sample::select(&KNOWN[..]).prop_map(|name| format!("\"{}\"", name.to_lowercase())),
        1 => Just("\"TLS\\u002etime\"".to_owned()),
        1 => Just("\"tLS.userbuf\"".to_owned()),
        1 => Just("\"TLS.account_type\"".to_owned()),
    ]
}

fn json_byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        6 => prop::sample::select(&b"{}[]:,\"\"\"\\"[..]),
        4 => prop::sample::select(&b"0123456789-+.eE"[..]),
        3 => prop::sample::select(&b"truefalsenulldu"[..]),
        2 => prop::sample::select(&b" \t\r\n\x0b\0"[..]),
        1 => any::<u8>(),
    ]
}

const TICKET: &str =
    "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"a\",\"TLS.sdkappid\":1,\"TLS.time\":1,\"TLS.sig\":\"\"}";
const KNOWN: [&str; 5] = ["TLS.ver", "TLS.identifier", "TLS.sdkappid", "TLS.time", "TLS.sig"];
