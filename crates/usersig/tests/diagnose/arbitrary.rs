//! Whatever the text, the keys and the request are: a diagnosis comes to an end,
//! its verdict is the verifier's, and a rejection is never left unexplained.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use usersig::{Severity, inspect};

use crate::kit::{
    Given, KEY, NOW, OTHER_KEY, envelope, ids, legacy_ticket, public_pem, special_ticket, standard,
};
use crate::random::cases;

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn any_bytes(text in vec(any::<u8>(), 0..300)) {
        explains(&Given::ticket(&text))?;
    }

    #[test]
    fn any_words(text in vec(select(WORDS), 0..12)) {
        explains(&Given::ticket(&text.concat()))?;
    }

    #[test]
    fn changed_tickets(legacy: bool, edits in vec((any::<Index>(), select(WORDS)), 1..4)) {
        let ticket = if legacy { legacy_ticket() } else { special_ticket() };
        explains(&Given::ticket(&changed(&ticket, &edits)).keys([KEY, &public_pem(1)]))?;
        explains(&Given::ticket(&changed(&standard(&ticket), &edits)))?;
    }

    #[test]
    fn changed_json(legacy: bool, edits in vec((any::<Index>(), select(WORDS)), 1..3)) {
        let ticket = if legacy { legacy_ticket() } else { special_ticket() };
        let json = changed(inspect(ticket).unwrap().json(), &edits);
        for keys in [&[KEY, &public_pem(1)][..], &[KEY], &[&public_pem(1)]] {
            explains(&Given::ticket(&envelope(&json)).key_list(keys))?;
            explains(&Given::ticket(&json).key_list(keys))?;
        }
    }

    #[test]
    fn any_request(
        legacy: bool,
        userid in prop_oneof![Just("xiaojun".to_owned()), "\\PC{0,9}", ".{0,9}"],
        sdkappid in prop_oneof![Just(1_400_000_000), 1..=u32::MAX],
        now in prop_oneof![Just(NOW), any::<u64>()],
        keys in vec(
            prop_oneof![select(KEYS).prop_map(str::to_owned), Just(public_pem(1)), "\\PC{0,70}"], 1..4,
        ),
        other in "\\PC{0,70}",
    ) {
        let ticket = if legacy { legacy_ticket() } else { special_ticket() };
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let given = Given::ticket(&ticket).userid(&userid).sdkappid(sdkappid).at(now).key_list(&keys);
        explains(&given.clone())?;
        explains(&given.clone().other(7, &other))?;
        for key in [KEY, &public_pem(1)] {
            explains(&given.clone().other(1_400_000_000, key))?;
            explains(&given.clone().other(sdkappid, key))?;
            explains(&given.clone().other(7, key))?;
        }
    }
}

/// The text with words put over it.
fn changed(text: &str, edits: &[(Index, &str)]) -> Vec<u8> {
    let mut text = text.as_bytes().to_vec();
    for (at, word) in edits {
        let at = at.index(text.len());
        text.splice(at..(at + word.len() / 2).min(text.len()), word.bytes());
    }
    text
}

fn explains(given: &Given<'_>) -> Result<(), TestCaseError> {
    let diagnosis = given.diagnose();
    prop_assert_eq!(diagnosis.rejection, given.verdict(), "{:#?}", diagnosis);
    let fatal = ids(&diagnosis, Severity::Fatal);
    prop_assert_eq!(diagnosis.rejection.is_some(), !fatal.is_empty(), "{:#?}", diagnosis);
    let mut all: Vec<&str> = diagnosis.causes.iter().map(usersig::Cause::id).collect();
    all.sort_unstable();
    all.dedup();
    // The two contradictions of a PrivateMapKey share an id.
    prop_assert!(all.len() == diagnosis.causes.len() || diagnosis.has("room-mismatch"), "{:#?}", diagnosis);
    for cause in &diagnosis.causes {
        prop_assert!(cause.to_string().len() > 8 && cause.advice().len() > 8);
    }
    if let Some(repaired) = &diagnosis.repaired {
        let unverified = inspect(repaired).ok();
        prop_assert_eq!(&unverified, &diagnosis.unverified);
    }
    Ok(())
}

/// What stands in and around tickets in life.
const WORDS: &[&str] = &[
    "eJ",
    "eA",
    "A",
    "a",
    "_",
    "__",
    "=",
    "+",
    "/",
    "*",
    "-",
    " ",
    "\n",
    "\r\n",
    "\t",
    "%2B",
    "%",
    "%25",
    "\\",
    "\\n",
    "\\u002b",
    "\\u",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "&",
    "?",
    "#",
    ".",
    "...",
    "\u{2026}",
    "\u{200b}",
    "\u{feff}",
    "\u{7528}",
    "usersig",
    "=eJx",
    "Bearer ",
    "token",
    "{\"TLS.",
    "\"TLS.ver\":\"2.0\"",
    "\"TLS.identifier\"",
    "\"TLS.time\":",
    "TLS.sig",
    "1400000000",
    "\0",
    "\u{7f}",
    "00",
    "null",
    "-----BEGIN ",
    "eyJ",
    "H4sI",
];
const KEYS: &[&str] = &[KEY, OTHER_KEY, "", "\"key\"", "-----BEGIN PUBLIC KEY-----", "MFkw", "\n"];
