//! A ticket, what is known about it, and what a diagnosis of it must say.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use usersig::{
    Check, Claims, Curve, Diagnosis, EcdsaPrivateKey, HmacKey, Key, Rejection, SdkAppId, Severity, Signer,
    Symptoms, UserBuf, UserId, UserIdForm, Validity, Verifier, diagnose, inspect,
};

pub(crate) const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
pub(crate) const OTHER_KEY: &str = "d41d8cd98f00b204e9800998ecf8427e5bd2850fff3ecb11d7c805251c51ee46";
pub(crate) const USER: &str = "xiaojun";
pub(crate) const TIME: u64 = 1_700_000_000;
pub(crate) const EXPIRE: u64 = 15_552_000;
pub(crate) const NOW: u64 = TIME + 3600;
pub(crate) const APP: u32 = 1_400_000_000;

pub(crate) fn app(number: u32) -> SdkAppId {
    SdkAppId::new(number.into()).unwrap()
}

/// A sound ticket of the current algorithm: 60 days in, nothing unusual.
pub(crate) fn ticket() -> String {
    sign(KEY, USER, TIME, EXPIRE, None)
}

/// A ticket of the current algorithm.
pub(crate) fn sign(key: &str, userid: &str, time: u64, expire: u64, userbuf: Option<&[u8]>) -> String {
    let key = HmacKey::new(key.as_bytes()).unwrap().into();
    sign_with(&key, APP, userid, time, expire, userbuf)
}

/// A ticket of the key's algorithm.
pub(crate) fn sign_with(
    key: &Key,
    sdkappid: u32,
    userid: &str,
    time: u64,
    expire: u64,
    userbuf: Option<&[u8]>,
) -> String {
    let userid = UserId::with_form(userid, UserIdForm::Utf8).unwrap();
    let mut claims = Claims::new(userid, Validity::new(time, expire).unwrap());
    if let Some(userbuf) = userbuf {
        claims = claims.with_userbuf(UserBuf::new(userbuf).unwrap());
    }
    Signer::new(app(sdkappid), key).unwrap().sign(&claims).unwrap()
}

/// A private key of the legacy algorithm.
pub(crate) fn legacy_key(number: u8) -> EcdsaPrivateKey {
    EcdsaPrivateKey::from_entropy(Curve::P256, &[number; 32]).unwrap()
}

/// Its public key as people have it.
pub(crate) fn public_pem(number: u8) -> String {
    legacy_key(number).public_key().to_pem().unwrap()
}

/// A sound ticket of the legacy algorithm, signed with [`legacy_key`] 1.
pub(crate) fn legacy_ticket() -> String {
    sign_with(&legacy_key(1).into(), APP, USER, TIME, EXPIRE, None)
}

/// The base64 of what a generator with this key signs for [`ticket`].
pub(crate) fn sig(key: &[u8]) -> String {
    sig_of(&HmacKey::new(key).unwrap().into(), APP, EXPIRE, None)
}

/// The same for another application, validity or UserBuf.
pub(crate) fn sig_of(key: &Key, sdkappid: u32, expire: u64, userbuf: Option<&[u8]>) -> String {
    let ticket = sign_with(key, sdkappid, USER, TIME, expire, userbuf);
    STANDARD.encode(inspect(ticket).unwrap().signature())
}

/// The JSON of [`ticket`] with this signature and these members besides.
pub(crate) fn json_with(sig: &str, more: &str) -> String {
    format!(
        "{{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"xiaojun\",\"TLS.sdkappid\":1400000000,\
         \"TLS.expire\":15552000,\"TLS.time\":1700000000,\"TLS.sig\":\"{sig}\"{more}}}"
    )
}

/// A ticket with any content, by the usual libraries.
pub(crate) fn envelope(content: impl AsRef<[u8]>) -> String {
    translate(&STANDARD.encode(deflated(content)))
}

/// The content as a zlib stream.
pub(crate) fn deflated(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// From standard base64 to the ticket alphabet.
pub(crate) fn translate(text: &str) -> String {
    text.replace('+', "*").replace('/', "-").replace('=', "_")
}

/// From the ticket alphabet to standard base64.
pub(crate) fn standard(ticket: &str) -> String {
    ticket.replace('*', "+").replace('-', "/").replace('_', "=")
}

/// A sound ticket whose standard base64 has every special character.
pub(crate) fn special_ticket() -> String {
    (0..)
        .map(|number| sign(KEY, USER, TIME + number, EXPIRE, None))
        .find(|ticket| ticket.ends_with('_') && ["*", "-"].iter().all(|mark| ticket[..150].contains(mark)))
        .unwrap()
}

/// What somebody knows who looks for the reason of a rejection.
#[derive(Clone)]
pub(crate) struct Given<'a> {
    ticket: &'a [u8],
    now: u64,
    sdkappid: SdkAppId,
    userid: &'a str,
    keys: Vec<&'a [u8]>,
    others: Vec<(SdkAppId, &'a [u8])>,
}

impl<'a> Given<'a> {
    /// A ticket with the request and the key that [`ticket`] is right for.
    pub(crate) fn ticket(ticket: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self {
            ticket: ticket.as_ref(),
            now: NOW,
            sdkappid: app(APP),
            userid: USER,
            keys: vec![KEY.as_bytes()],
            others: Vec::new(),
        }
    }

    pub(crate) fn at(mut self, now: u64) -> Self {
        self.now = now;
        self
    }

    pub(crate) fn sdkappid(mut self, number: u32) -> Self {
        self.sdkappid = app(number);
        self
    }

    pub(crate) fn userid(mut self, userid: &'a str) -> Self {
        self.userid = userid;
        self
    }

    /// These keys in the place of the right one.
    pub(crate) fn keys<const N: usize>(mut self, keys: [&'a str; N]) -> Self {
        self.keys = keys.into_iter().map(str::as_bytes).collect();
        self
    }

    pub(crate) fn key_list(mut self, keys: &[&'a str]) -> Self {
        self.keys = keys.iter().map(|text| text.as_bytes()).collect();
        self
    }

    pub(crate) fn key_bytes(mut self, key: &'a [u8]) -> Self {
        self.keys = vec![key];
        self
    }

    pub(crate) fn other(mut self, number: u32, key: &'a str) -> Self {
        self.others.push((app(number), key.as_bytes()));
        self
    }

    /// The diagnosis has these fatal causes and no other, and everything else
    /// about it is as it must be.
    #[track_caller]
    pub(crate) fn finds<const N: usize>(&self, fatal: [&str; N]) -> Diagnosis {
        let diagnosis = self.diagnose();
        let mut found = ids(&diagnosis, Severity::Fatal);
        let mut wanted = fatal.to_vec();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{diagnosis:#?}");
        assert_eq!(diagnosis.rejection, self.verdict(), "{diagnosis:#?}");
        diagnosis
    }

    /// As [`Given::finds`], and the ticket is restored so that it is valid.
    #[track_caller]
    pub(crate) fn mends<const N: usize>(&self, fatal: [&str; N]) -> Diagnosis {
        let diagnosis = self.finds(fatal);
        let repaired = diagnosis.repaired.as_deref().unwrap_or_else(|| panic!("{diagnosis:#?}"));
        let again = Given { ticket: repaired.as_bytes(), ..self.clone() };
        assert_eq!(again.verdict(), None, "{diagnosis:#?}");
        assert_eq!(again.diagnose().repaired, None, "{diagnosis:#?}");
        diagnosis
    }

    /// As [`Given::finds`], and the ticket cannot be restored.
    #[track_caller]
    pub(crate) fn gives_up<const N: usize>(&self, fatal: [&str; N]) -> Diagnosis {
        let diagnosis = self.finds(fatal);
        assert_eq!((&diagnosis.repaired, &diagnosis.unverified), (&None, &None), "{diagnosis:#?}");
        diagnosis
    }

    /// The ticket is valid, and these are the only warnings about it.
    #[track_caller]
    pub(crate) fn warns<const N: usize>(&self, warnings: [&str; N]) -> Diagnosis {
        let diagnosis = self.finds([]);
        assert_eq!(diagnosis.rejection, None, "{diagnosis:#?}");
        assert_eq!(ids(&diagnosis, Severity::Warning), warnings, "{diagnosis:#?}");
        diagnosis
    }

    pub(crate) fn diagnose(&self) -> Diagnosis {
        let mut symptoms =
            Symptoms::new(self.ticket, self.now).with_sdkappid(self.sdkappid).with_userid(self.userid);
        for key in &self.keys {
            symptoms = symptoms.with_key(*key);
        }
        for (sdkappid, key) in &self.others {
            symptoms = symptoms.with_other_application(*sdkappid, *key);
        }
        let diagnosis = diagnose(&symptoms);
        assert!(diagnosis.causes.is_sorted_by_key(|cause| std::cmp::Reverse(cause.severity())));
        diagnosis
    }

    /// What a verifier with the keys that can be read says.
    pub(crate) fn verdict(&self) -> Option<Rejection> {
        let keys = self.keys.iter().filter_map(|text| Key::from_text(text).ok());
        let verifier = Verifier::new(self.sdkappid, keys);
        let userid = UserId::with_form(self.userid, UserIdForm::Utf8);
        let check = Check::new(userid.unwrap_or(UserId::new("nobody").unwrap()), self.now);
        match verifier.verify(self.ticket, &check).err() {
            // A UserID that no ticket can have, when it comes to that.
            Some(Rejection::OtherUserId | Rejection::Expired { .. }) | None if userid.is_err() => {
                Some(Rejection::OtherUserId)
            }
            rejection => rejection,
        }
    }
}

/// The ids of the causes of one weight, in their order.
pub(crate) fn ids(diagnosis: &Diagnosis, severity: Severity) -> Vec<&'static str> {
    let weighty = diagnosis.causes.iter().filter(|cause| cause.severity() == severity);
    weighty.map(usersig::Cause::id).collect()
}

/// The one cause with this id, in words.
#[track_caller]
pub(crate) fn words(diagnosis: &Diagnosis, id: &str) -> String {
    let cause = diagnosis.causes.iter().find(|cause| cause.id() == id);
    cause.unwrap_or_else(|| panic!("no {id}: {diagnosis:#?}")).to_string()
}
