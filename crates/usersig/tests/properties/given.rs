//! Arbitrary valid input of every kind.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use usersig::{
    Claims, Curve, EcdsaPrivateKey, HmacKey, Key, SdkAppId, Signer, UserBuf, UserId, UserIdForm, Validity,
};

/// What a ticket is made of, with memory of its own.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) key: Key,
    pub(crate) sdkappid: SdkAppId,
    pub(crate) userid: String,
    pub(crate) validity: Validity,
    pub(crate) userbuf: Option<Vec<u8>>,
}

impl Given {
    pub(crate) fn signer(&self) -> Signer {
        Signer::new(self.sdkappid, &self.key).unwrap()
    }

    pub(crate) fn userid(&self) -> UserId<'_> {
        UserId::with_form(&self.userid, UserIdForm::Utf8).unwrap()
    }

    pub(crate) fn claims(&self) -> Claims<'_> {
        let claims = Claims::new(self.userid(), self.validity);
        match &self.userbuf {
            Some(userbuf) => claims.with_userbuf(UserBuf::new(userbuf).unwrap()),
            None => claims,
        }
    }

    pub(crate) fn ticket(&self) -> String {
        self.signer().sign(&self.claims()).unwrap()
    }
}

/// Everything arbitrary.
pub(crate) fn given() -> impl Strategy<Value = Given> {
    (key(), sdkappid(), userid(), validity(), userbuf()).prop_map(
        |(key, sdkappid, userid, validity, userbuf)| Given { key, sdkappid, userid, validity, userbuf },
    )
}

/// Everything arbitrary, but of the size of everyday tickets.
pub(crate) fn small() -> impl Strategy<Value = Given> {
    let userid = prop_oneof![documented(), "[ -~]{1,20}", "\\PC{1,12}"];
    let userbuf = option::of(vec(any::<u8>(), 0..60));
    (key(), sdkappid(), userid, validity(), userbuf).prop_map(|(key, sdkappid, userid, validity, userbuf)| {
        Given { key, sdkappid, userid, validity, userbuf }
    })
}

/// A key that signs, of either algorithm and curve.
pub(crate) fn key() -> impl Strategy<Value = Key> {
    prop_oneof![4 => hmac_key(), 1 => ecdsa_key(Curve::P256), 1 => ecdsa_key(Curve::Secp256k1)]
}

/// Key texts of every length around the block of SHA-256, of any bytes.
pub(crate) fn hmac_key() -> impl Strategy<Value = Key> {
    let text = prop_oneof![
        4 => vec(any::<u8>(), 1..200),
        2 => vec(any::<u8>(), 62..67),
        2 => "[0-9a-f]{64}".prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 4000..4001),
    ];
    text.prop_map(|text| HmacKey::new(&text).unwrap().into())
}

fn ecdsa_key(curve: Curve) -> impl Strategy<Value = Key> {
    any::<[u8; 32]>().prop_filter_map("a number of the curve", move |entropy| {
        EcdsaPrivateKey::from_entropy(curve, &entropy).ok().map(Key::from)
    })
}

pub(crate) fn sdkappid() -> impl Strategy<Value = SdkAppId> {
    let number = prop_oneof![1..=u32::MAX, Just(1), Just(u32::MAX), 1_400_000_000..1_700_000_000u32];
    number.prop_map(|number| SdkAppId::new(number.into()).unwrap())
}

/// UserIDs of the documented form.
pub(crate) fn documented() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_-]{1,32}"
}

/// UserIDs of every form and length, with much of what JSON has to escape.
pub(crate) fn userid() -> impl Strategy<Value = String> {
    prop_oneof![
        documented(),
        "[ -~]{1,80}",
        "[ -~]{2040,2048}",
        "[\\\\\"/<>&:,{}]{1,40}",
        "\\\\{2048}",
        "\\PC{1,40}",
        "[\\u{a0}-\\u{10ffff}]{1,40}",
        "[\\u{a0}-\\u{10ffff}]{500,512}",
        "[\\u{800}-\\u{fff}]{682}",
    ]
}

/// Times and validities of every size, whose sum has at most 63 bits.
pub(crate) fn validity() -> impl Strategy<Value = Validity> {
    const MAX: u64 = i64::MAX as u64;
    let today = (1_600_000_000..2_000_000_000u64, 0..1_576_800_000u64);
    let any = (0..=MAX).prop_flat_map(|time| (Just(time), 0..=MAX - time));
    let edge = (0..=MAX).prop_map(|time| (time, MAX - time));
    let digits =
        (0..19u32, 0..18u32).prop_map(|(time, expire)| (10u64.pow(time.min(18)), 10u64.pow(expire) - 1));
    let corner = prop_oneof![Just((0, 0)), Just((0, MAX)), Just((MAX, 0))];
    prop_oneof![4 => today, 2 => any, 1 => edge, 1 => digits, 3 => corner]
        .prop_map(|(time, expire)| Validity::new(time, expire).unwrap())
}

pub(crate) fn userbuf() -> impl Strategy<Value = Option<Vec<u8>>> {
    prop_oneof![
        4 => Just(None),
        1 => Just(Some(Vec::new())),
        4 => vec(any::<u8>(), 0..200).prop_map(Some),
        1 => vec(any::<u8>(), 500..3000).prop_map(Some),
        1 => vec(any::<u8>(), 8180..=UserBuf::MAX_BYTES).prop_map(Some),
        1 => vec(0..3u8, 0..=UserBuf::MAX_BYTES).prop_map(Some),
    ]
}
