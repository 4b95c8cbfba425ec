//! Whatever is refused, the page says so in the visitor's language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod common;

use common::{APP, Browser, House};
use usersig_store::{
    Actor,
    application::{NewKey, Policy},
    caller::{Issuer, IssuerKeys},
};

const OTHER: u32 = 1_400_000_002;
const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const POLICY: [(&str, &str); 4] = [
    ("default_expire", "1"),
    ("default_expire_unit", "days"),
    ("longest_expire", "2"),
    ("longest_expire_unit", "days"),
];

/// What is wrong with a form: its address, its fields, and a word of the English answer.
type Case<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);

fn cases<'a>(long: &'a str, rooms: &'a str) -> Vec<Case<'a>> {
    let policy = |changes: &[(&'a str, &'a str)]| {
        let kept = POLICY.iter().filter(|(name, _)| changes.iter().all(|(change, _)| change != name));
        kept.chain(changes).copied().collect::<Vec<_>>()
    };
    let issuer = |changes: &[(&'a str, &'a str)]| {
        let mut fields = vec![("kind", "jwks"), ("issuer", "one"), ("url", "https://one.example/keys")];
        fields.retain(|(name, _)| changes.iter().all(|(change, _)| change != name));
        fields.extend(changes);
        fields
    };
    let proof = ("password", common::PASSWORD);
    let app = |what: &str| -> &'a str { Box::leak(format!("/apps/{APP}{what}").into_boxed_str()) };
    vec![
        ("/apps/new", vec![("sdkappid", "1400000000"), ("name", "Again"), ("source", "make")], "exists"),
        ("/apps/new", vec![("sdkappid", "1400000003"), ("name", "a\tb"), ("source", "make")], "line"),
        (app("/keys/new"), vec![("source", "import"), ("key", KEY)], "already"),
        (app("/keys/new"), vec![("source", "import"), ("key", long)], "longer"),
        (app("/keys/2/retire"), vec![], "rotate"),
        (app("/switch"), vec![("algorithm", "ecdsa")], "current"),
        (app("/policy"), policy(&[("default_expire", "3")]), "default"),
        (app("/policy"), policy(&[("longest_expire", "36500")]), "50 years"),
        (app("/policy"), policy(&[("rooms", "a\tb")]), "no room"),
        (app("/policy"), policy(&[("rooms", rooms)]), "at most"),
        (app("/issuers"), issuer(&[("issuer", "known")]), "already"),
        (app("/issuers"), issuer(&[("issuer", "")]), "carry"),
        (app("/issuers"), issuer(&[("claim", "a\tb")]), "claim"),
        (app("/issuers"), issuer(&[("url", "http://elsewhere.example/")]), "begins"),
        (app("/issuers"), issuer(&[("kind", "secret"), ("secret", "short")]), "32 bytes"),
        ("/tokens/new", vec![("name", "a\tb"), ("scope", "issue")], "line"),
        ("/administrators", vec![("name", "oto"), ("role", "owner"), proof], "already"),
        ("/administrators/olga/remove", vec![proof], "last owner"),
        (app("/delete/now"), vec![("sdkappid", "1400000000"), proof], "asked"),
        ("/tools/generate", vec![("app", "1400000000"), ("userid", "a b c d")], "form"),
        ("/tools/generate", vec![("app", "1400000000"), ("userid", "a"), ("expire", "999999999999")], ""),
        ("/tools/generate", vec![("app", "7"), ("userid", "a")], "no application"),
        ("/tools/verify", vec![("app", "1400000000"), ("userid", "a"), ("ticket", "eJw")], "decoded"),
        ("/tools/private-map-key", vec![("app", "1400000000"), ("userid", "a"), ("room", "0")], "room"),
        ("/tools/diagnose", vec![("app", "1400000000"), ("ticket", MALFORMED)], "identifier"),
        ("/revocations", vec![("app", "1400000000"), ("userid", "")], ""),
        ("/apps/7", vec![("name", "x")], "misspelled"),
    ]
}

/// A ticket whose JSON lacks the UserID: `{"TLS.ver":"2.0"}` in a stored zlib stream.
const MALFORMED: &str = "eAEBEQDu-3siVExTLnZlciI6IjIuMCJ9LUoEuQ__";

/// What a person reads: the main part without marks, fields and code.
fn read(body: &str) -> String {
    let main = body.split_once("<main").map_or(body, |(_, rest)| rest).split("</main>").next().unwrap();
    let mut text = String::new();
    let mut rest = main.split_once('>').map_or("", |(_, rest)| rest);
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push('\n');
        let skipped = ["code", "pre", "textarea", "option", "svg", "style"]
            .into_iter()
            .find(|name| after.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '>'])));
        rest = match skipped {
            Some(name) => after.split_once(&format!("</{name}>")).map_or("", |(_, rest)| rest),
            None => after.split_once('>').map_or("", |(_, rest)| rest),
        };
    }
    text
}

/// Three English words side by side: no name of a thing is so long.
fn english(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let plain = |word: &str| {
            let word = word.trim_matches([',', '.', ':', ';', '(', ')']);
            word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        words.windows(3).find(|three| three.iter().all(|word| plain(word))).map(|three| three.join(" "))
    })
}

async fn house() -> House {
    let house = House::new().await;
    let me = Actor::new("command:test", "");
    let key = NewKey::from_text(KEY.to_owned().into());
    house.store.rotate_key(&me, APP, key, None).await.unwrap();
    house.store.create_application(&me, OTHER, "Other", NewKey::Make, Policy::default()).await.unwrap();
    let keys = IssuerKeys::Jwks { url: "https://known.example/keys".into() };
    house.store.add_issuer(&me, APP, Issuer::new("known", keys), None).await.unwrap();
    house
}

async fn speaking<'a>(house: &'a House, language: &str) -> Browser<'a> {
    let mut browser = house.signed_in("olga").await;
    browser.post("/language", &[("language", language), ("next", "/settings")]).await;
    browser.get("/settings").await;
    browser
}

#[tokio::test]
async fn what_is_refused_is_said_in_the_visitors_language() {
    let house = house().await;
    let (long, rooms) = ("x".repeat(70_000), (0..1001).map(|n| format!("{n}\n")).collect::<String>());
    let cases = cases(&long, &rooms);
    let mut english_pages = Vec::new();
    let mut browser = speaking(&house, "en").await;
    for (path, fields, word) in &cases {
        let answer = browser.post(path, fields).await;
        let text = read(&answer.body);
        assert!(
            !answer.status.is_redirection() && !answer.status.is_server_error(),
            "{path} {}",
            answer.status
        );
        assert!(text.contains(word), "{path}: {word}:\n{text}");
        english_pages.push(answer.status);
    }
    for language in ["zh", "ja", "ko"] {
        let mut browser = speaking(&house, language).await;
        for ((path, fields, _), status) in cases.iter().zip(&english_pages) {
            let answer = browser.post(path, fields).await;
            let text = read(&answer.body);
            assert_eq!(answer.status, *status, "{path} {language}");
            assert!(text.chars().any(|character| character >= '\u{1100}'), "{path} {language}: {text}");
            assert_eq!(english(&text), None, "{path} {language}:\n{text}");
        }
    }
}

#[tokio::test]
async fn pages_hold_no_english_sentence() {
    let house = house().await;
    for language in ["zh", "ja", "ko"] {
        let mut browser = speaking(&house, language).await;
        for page in common::PAGES {
            let text = read(&browser.get(page).await.body);
            assert_eq!(english(&text), None, "{page} {language}:\n{text}");
        }
    }
}
