//! Any ticket, keys and ids: a diagnosis is sound, agrees with the verifier, and
//! gives away no key.
//!
//! The input is a header of 14 bytes, the request's UserID and the keys with a
//! byte 0xff behind each, and the ticket as the rest.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use usersig::{Check, Curve, Damage, Diagnosis, Key, Rejection, SdkAppId, Severity, Symptoms, UserId};
use usersig::{UserIdForm, Verifier, diagnose, inspect};
use usersig_fuzz::{envelope, keys};

fuzz_target!(|bytes: &[u8]| {
    let Some(case) = Case::read(bytes) else { return };
    let secrets = case.secrets(&SECRETS);
    let diagnosis = case.diagnose(&secrets);
    look_at_causes(&diagnosis);
    look_at_repair(&case, &diagnosis);
    look_at_verdict(&case, &secrets, &diagnosis);
    look_for_secrets(&case, &diagnosis);
});

struct Case<'a> {
    now: u64,
    sdkappid: Option<SdkAppId>,
    userid: Option<String>,
    /// Which of the secrets are keys of the application, and which of another one.
    own: u8,
    others: u8,
    keys: Vec<&'a [u8]>,
    ticket: &'a [u8],
}

impl<'a> Case<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (now, rest) = bytes.split_first_chunk()?;
        let (sdkappid, rest) = rest.split_first_chunk()?;
        let (&[flags, secrets], rest) = rest.split_first_chunk()?;
        let count = usize::from(flags & 3);
        let mut parts = rest.splitn(count + 2, |&byte| byte == 0xff);
        let userid = String::from_utf8_lossy(parts.next()?).into_owned();
        Some(Self {
            now: u64::from_le_bytes(*now),
            sdkappid: SdkAppId::new(u32::from_le_bytes(*sdkappid).into()).ok(),
            userid: (flags & 4 != 0).then_some(userid),
            own: secrets & 15,
            others: secrets >> 4,
            keys: parts.by_ref().take(count).collect(),
            ticket: parts.next().unwrap_or_default(),
        })
    }

    /// The chosen secrets, this application's first.
    fn secrets<'s>(&self, secrets: &'s [String; 4]) -> [Vec<&'s str>; 2] {
        [self.own, self.others].map(|chosen| {
            let chosen = secrets.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1);
            chosen.map(|(_, secret)| secret.as_str()).collect()
        })
    }

    fn diagnose(&self, [own, others]: &[Vec<&str>; 2]) -> Diagnosis {
        let mut symptoms = Symptoms::new(self.ticket, self.now);
        if let Some(sdkappid) = self.sdkappid {
            symptoms = symptoms.with_sdkappid(sdkappid);
        }
        if let Some(userid) = &self.userid {
            symptoms = symptoms.with_userid(userid);
        }
        for key in &self.keys {
            symptoms = symptoms.with_key(*key);
        }
        for key in own {
            symptoms = symptoms.with_key(*key);
        }
        for (number, key) in (1_400_000_001..).zip(others) {
            let sdkappid = SdkAppId::new(number).expect("a number that is not 0");
            symptoms = symptoms.with_other_application(sdkappid, *key);
        }
        diagnose(&symptoms)
    }
}

fn look_at_causes(diagnosis: &Diagnosis) {
    for cause in &diagnosis.causes {
        let id = cause.id();
        let is_name = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        assert!(is_name && diagnosis.has(id), "{id:?}");
        assert!(!cause.advice().is_empty(), "{id}");
        assert!(!cause.to_string().is_empty(), "{id}");
    }
    assert!(diagnosis.causes.is_sorted_by(|a, b| a.severity() >= b.severity()));
    if let Some(rejection) = diagnosis.rejection {
        let explained = diagnosis.causes.iter().any(|cause| cause.severity() == Severity::Fatal);
        assert!(explained, "{rejection:?} without a reason: {diagnosis:?}");
    }
}

fn look_at_repair(case: &Case<'_>, diagnosis: &Diagnosis) {
    let Some(repaired) = &diagnosis.repaired else { return };
    assert_ne!(repaired.as_bytes(), case.ticket);
    match inspect(repaired) {
        Ok(unverified) => assert_eq!(diagnosis.unverified, Some(unverified)),
        Err(rejection) => {
            let opens = matches!(rejection, Rejection::Malformed(..) | Rejection::Undecodable(Damage::Json));
            assert!(opens, "{repaired:?} is no repair: {rejection:?}");
        }
    }
}

/// What is said about the request is what a verifier says, and what is said about
/// the ticket is what it says itself.
fn look_at_verdict(case: &Case<'_>, secrets: &[Vec<&str>; 2], diagnosis: &Diagnosis) {
    if let Ok(plain) = inspect(case.ticket) {
        // Bare JSON may be taken for something else that people paste.
        let bare = envelope::trim(case.ticket).starts_with(b"{");
        let same = diagnosis.unverified.as_ref().map_or(bare, |unverified| *unverified == plain);
        assert!(same, "{:?}, expected {plain:?}", diagnosis.unverified);
    }
    let (Some(sdkappid), Some(userid)) = (case.sdkappid, &case.userid) else { return };
    let Ok(userid) = UserId::with_form(userid, UserIdForm::Utf8) else { return };
    let own = secrets[0].iter().map(|text| text.as_bytes());
    let texts: Vec<&[u8]> = case.keys.iter().copied().chain(own).collect();
    // Without a key, the signature is not looked at.
    if texts.is_empty() {
        return;
    }
    let keys = texts.iter().filter_map(|text| Key::from_text(text).ok());
    let verdict = Verifier::new(sdkappid, keys).verify(case.ticket, &Check::new(userid, case.now));
    assert_eq!(diagnosis.rejection, verdict.err());
}

/// No key stands in what a diagnosis shows, unless the ticket itself brought it.
fn look_for_secrets(case: &Case<'_>, diagnosis: &Diagnosis) {
    let shown = format!("{diagnosis:?}").to_ascii_lowercase();
    let marks: Vec<&String> = MARKS.iter().filter(|mark| shown.contains(mark.as_str())).collect();
    if marks.is_empty() {
        return;
    }
    // With other keys the ticket's own text stays and a key's text goes.
    let again = case.diagnose(&case.secrets(&OTHER_SECRETS));
    let again = format!("{again:?}").to_ascii_lowercase();
    for mark in marks {
        assert!(again.contains(mark), "{mark} is shown");
    }
}

/// A secret key, the same with a line end, the same in quotes and upper case, a PEM key.
static SECRETS: LazyLock<[String; 4]> = LazyLock::new(|| forms(keys::SECRET, keys::private_pem(Curve::P256)));
static OTHER_SECRETS: LazyLock<[String; 4]> =
    LazyLock::new(|| forms(&"0123456789abcdef".repeat(4), keys::private_pem(Curve::Secp256k1)));

fn forms(secret: &str, pem: String) -> [String; 4] {
    [secret.into(), format!("{secret}\n"), format!("\"{}\"", secret.to_uppercase()), pem]
}

/// Texts that stand nowhere but in a secret, in lower case: a part of the secret
/// key, as text and as the numbers of its bytes, and lines of the PEM key.
static MARKS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let secret = &keys::SECRET[..16];
    let decoded: Vec<u8> =
        (0..8).filter_map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).ok()).collect();
    let numbers = |bytes: &[u8]| format!("{bytes:?}").trim_matches(['[', ']']).to_owned();
    let mut marks = vec![secret.to_owned(), numbers(secret.as_bytes()), numbers(&decoded)];
    let pem = keys::private_pem(Curve::P256);
    let lines = pem.lines().filter(|line| !line.starts_with('-'));
    marks.extend(lines.map(|line| line[line.len() / 2..].to_ascii_lowercase()));
    marks
});
