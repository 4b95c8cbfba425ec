//! Unforgeability: claims are signed, the ticket is changed in any way, and
//! whatever still verifies says exactly what was signed.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use usersig::{
    Algorithm, Check, Claims, Curve, Encoding, Error, Key, Privileges, Rejection, Room, SdkAppId, Signer,
};
use usersig::{UserBuf, UserId, UserIdForm, Validity, Verifier, inspect};
use usersig_fuzz::forgery::Forgery;
use usersig_fuzz::short::Short;
use usersig_fuzz::{agreement, envelope, keys};

#[derive(Arbitrary, Debug)]
struct Case<'a> {
    key: KeyChoice<'a>,
    stored: bool,
    sdkappid: u32,
    forgery: Forgery<'a>,
    /// Two tickets of one key, so that parts of one can be put into the other.
    first: Wanted<'a>,
    second: Wanted<'a>,
    batch: u8,
}

#[derive(Arbitrary, Debug)]
enum KeyChoice<'a> {
    Secret(Short<'a>),
    Usual,
    P256,
    Secp256k1,
}

/// Values that the types refuse are bent into their range: refusals are quickly
/// tested, and a case that ends there tests nothing else.
#[derive(Arbitrary, Debug)]
struct Wanted<'a> {
    userid: Short<'a>,
    repeat: u8,
    time: u64,
    expire: u64,
    content: Content<'a>,
}

#[derive(Arbitrary, Debug)]
enum Content<'a> {
    Nothing,
    Bytes(Short<'a>),
    Long { byte: u8, length: u16 },
    RoomId { id: u32, privileges: u8 },
    RoomStr { text: Short<'a>, privileges: u8 },
}

/// What was signed, as far as a verifier reports it.
struct Signed {
    userid: String,
    validity: Validity,
    userbuf: Option<Vec<u8>>,
    ticket: String,
}

fuzz_target!(|case: Case<'_>| {
    let sdkappid = SdkAppId::new(case.sdkappid.max(1).into()).expect("a number that is not 0");
    let Some(key) = case.key.key() else { return };
    let encoding = if case.stored { Encoding::Stored } else { Encoding::Compact };
    let signer = Signer::new(sdkappid, &key).expect("the key can sign").with_encoding(encoding);
    let decoy = Key::from_text(b"another application's key").expect("any text is a key");
    let verifier = Verifier::new(sdkappid, [decoy, key]);
    let signed: Vec<Signed> = [&case.first, &case.second]
        .into_iter()
        .filter_map(|wanted| wanted.sign(&signer, &verifier))
        .collect();
    let Some(first) = signed.first() else { return };
    let other = signed.last().unwrap_or(first);
    if signer.algorithm() == Algorithm::HmacSha256 {
        sign_many(&signer, &signed, case.batch.into());
    }

    let forged = case.forgery.make(&first.ticket, &other.ticket);
    for signed in &signed {
        let verdict = verifier.verify(&forged, &Check::new(signed.userid(), 0));
        // A line break is no change, but the engine looks for its own tickets without one.
        let broken = [&forged[..forged.len() / 2], b"\n", &forged[forged.len() / 2..]].concat();
        if !envelope::trim(&forged).starts_with(b"{") {
            assert_eq!(verdict, verifier.verify(&broken, &Check::new(signed.userid(), 0)));
        }
    }
    let Ok(unverified) = inspect(&forged) else {
        for signed in &signed {
            let check = Check::new(signed.userid(), signed.validity.time());
            assert!(verifier.verify(&forged, &check).is_err());
        }
        return;
    };
    let (Ok(userid), Ok(claimed)) = (
        UserId::with_form(unverified.userid(), UserIdForm::Utf8),
        SdkAppId::new(unverified.sdkappid().into()),
    ) else {
        return;
    };
    // The forger chooses the request, too: everything that the ticket says of itself.
    let Ok(verified) = verifier.verify(&forged, &Check::new(userid, 0)) else { return };
    assert_eq!(claimed, sdkappid);
    assert_eq!(verified.algorithm(), signer.algorithm());
    let honest = signed.iter().any(|signed| {
        signed.userid == unverified.userid()
            && signed.validity == verified.validity()
            && signed.userbuf.as_deref() == verified.userbuf()
    });
    assert!(honest, "a forgery: {verified:?} in {:?}", unverified.json());
});

enum RoomName {
    Id(u32),
    Str(String),
}

impl KeyChoice<'_> {
    fn key(&self) -> Option<Key> {
        match self {
            Self::Secret(text) => match Key::from_text(text.0) {
                Ok(key @ Key::Hmac(_)) => Some(key),
                _ => None,
            },
            Self::Usual => Some(keys::RING[0].clone()),
            Self::P256 => Some(keys::private(Curve::P256).into()),
            Self::Secp256k1 => Some(keys::private(Curve::Secp256k1).into()),
        }
    }
}

impl Wanted<'_> {
    /// Signs what can be signed, through every door, and verifies it unchanged.
    fn sign(&self, signer: &Signer, verifier: &Verifier) -> Option<Signed> {
        let userid = self.userid();
        let userid = UserId::with_form(&userid, UserIdForm::Utf8).ok()?;
        let validity = self.validity();
        if let Some((room, privileges)) = self.room() {
            let room = match &room {
                RoomName::Id(id) => Room::id((*id).into()),
                RoomName::Str(text) => Room::str(text),
            };
            return sign_room(signer, verifier, userid, validity, room.ok()?, privileges);
        }
        let userbuf = self.userbuf();
        let mut claims = Claims::new(userid, validity);
        if let Some(bytes) = &userbuf {
            claims = claims.with_userbuf(UserBuf::new(bytes).ok()?);
        }
        let ticket = signer.sign(&claims).expect("claims can be signed");
        let needed = signer.max_len(&claims);
        let mut buffer = vec![0; needed];
        assert_eq!(signer.sign_into(&claims, &mut buffer), Ok(ticket.as_str()));
        let short = signer.sign_into(&claims, &mut buffer[1..]).map(drop);
        assert_eq!(short, Err(Error::BufferTooSmall { needed }));
        // ECDSA is slow, and what follows does not depend on the algorithm.
        if signer.algorithm() == Algorithm::EcdsaSha256 {
            agreement::look_at_values(ticket.as_bytes());
        } else {
            agreement::look(ticket.as_bytes());
            turned_away(&ticket, signer, verifier, userid, validity);
        }

        let mut check = Check::new(userid, validity.expires_at());
        check = match &userbuf {
            Some(bytes) => check.with_userbuf(bytes),
            None => check.without_userbuf(),
        };
        assert!(verifier.verify(&ticket, &check).is_ok());
        let expires_at = validity.expires_at();
        let late = verifier.verify(&ticket, &Check::new(userid, expires_at + 1));
        assert_eq!(late, Err(Rejection::Expired { expires_at }));
        Some(Signed { userid: userid.as_str().into(), validity, userbuf, ticket })
    }

    fn userid(&self) -> String {
        let text = self.userid.text();
        if text.contains(char::is_control) {
            assert!(UserId::with_form(&text, UserIdForm::Utf8).is_err());
        }
        let text = text.replace(char::is_control, "").repeat(1 + usize::from(self.repeat) % 40);
        if text.is_empty() { "xiaojun".into() } else { text }
    }

    /// Ends within 63 bits; for a room, within 32 bits or one second later.
    fn validity(&self) -> Validity {
        let (last, over) =
            if self.room().is_some() { (u32::MAX.into(), 1) } else { (i64::MAX.unsigned_abs(), 0) };
        let time = self.time % last;
        Validity::new(time, self.expire % (last - time + over + 1)).expect("the end is in range")
    }

    fn room(&self) -> Option<(RoomName, Privileges)> {
        let (room, privileges) = match self.content {
            Content::RoomId { id, privileges } => (RoomName::Id(id.clamp(1, Room::MAX_ID)), privileges),
            Content::RoomStr { text, privileges } => {
                let allowed = |byte: u8| {
                    if Room::str(str::from_utf8(&[byte]).unwrap_or("")).is_ok() { byte } else { b'-' }
                };
                let text = text.0.iter().map(|&byte| char::from(allowed(byte))).collect();
                (RoomName::Str(text), privileges)
            }
            _ => return None,
        };
        Some((room, Privileges::from_bits(privileges.into()).ok()?))
    }

    fn userbuf(&self) -> Option<Vec<u8>> {
        match self.content {
            Content::Bytes(bytes) => Some(bytes.0.to_vec()),
            Content::Long { byte, length } => {
                let byte_at = |at: usize| byte.wrapping_mul(at as u8).wrapping_add((at >> 8) as u8);
                Some((0..usize::from(length) % (UserBuf::MAX_BYTES + 2)).map(byte_at).collect())
            }
            _ => None,
        }
    }
}

/// The ticket is of no use to another user, another application, or with another key.
fn turned_away(ticket: &str, signer: &Signer, verifier: &Verifier, userid: UserId<'_>, validity: Validity) {
    let check = Check::new(userid, validity.time());
    let other = format!("{}x", userid.as_str());
    if let Ok(other) = UserId::with_form(&other, UserIdForm::Utf8) {
        let verdict = verifier.verify(ticket, &Check::new(other, validity.time()));
        assert_eq!(verdict, Err(Rejection::OtherUserId));
    }
    let sdkappid = signer.sdkappid();
    let stranger = SdkAppId::new((sdkappid.get() ^ 2).max(1).into()).expect("a number that is not 0");
    let verdict = Verifier::new(stranger, keys::RING.iter().cloned()).verify(ticket, &check);
    assert_eq!(verdict, Err(Rejection::OtherSdkAppId { ticket: sdkappid.get() }));
    let keyless = Verifier::new(sdkappid, []).verify(ticket, &check);
    assert_eq!(keyless, Err(Rejection::NoKey(Algorithm::HmacSha256)));
    if signer.key_fingerprint() != keys::RING[0].fingerprint() {
        let verdict = Verifier::new(sdkappid, keys::RING.iter().cloned()).verify(ticket, &check);
        assert_eq!(verdict, Err(Rejection::SignatureMismatch));
    }
}

fn sign_room(
    signer: &Signer,
    verifier: &Verifier,
    userid: UserId<'_>,
    validity: Validity,
    room: Room<'_>,
    privileges: Privileges,
) -> Option<Signed> {
    let ticket = match signer.sign_private_map_key(userid, validity, room, privileges) {
        Ok(ticket) => ticket,
        Err(error) => {
            assert_eq!(error, Error::RoomTime);
            assert!(validity.expires_at() > u32::MAX.into());
            return None;
        }
    };
    let check = Check::new(userid, validity.expires_at()).with_room(room, privileges);
    let verified = verifier.verify(&ticket, &check).expect("the ticket is for this room");
    let userbuf = verified.userbuf().map(<[u8]>::to_vec);
    Some(Signed { userid: userid.as_str().into(), validity, userbuf, ticket })
}

/// Many tickets in one call are those of single calls: no two of them are mixed up.
fn sign_many(signer: &Signer, signed: &[Signed], count: usize) {
    let claims: Vec<Claims<'_>> = signed
        .iter()
        .cycle()
        .take(count % 40)
        .zip(0..)
        .map(|(signed, at)| {
            // Numbers of other lengths make texts of other lengths.
            let validity = Validity::new(signed.validity.time() >> at, at).expect("small numbers");
            let claims = Claims::new(signed.userid(), validity);
            match &signed.userbuf {
                Some(bytes) => claims.with_userbuf(UserBuf::new(bytes).expect("it was signed")),
                None => claims,
            }
        })
        .collect();
    let many = signer.sign_many(&claims).expect("claims can be signed");
    assert_eq!(many.len(), claims.len());
    for (ticket, claims) in many.iter().zip(&claims) {
        assert_eq!(Ok(ticket), signer.sign(claims).as_deref());
    }
}

impl Signed {
    fn userid(&self) -> UserId<'_> {
        UserId::with_form(&self.userid, UserIdForm::Utf8).expect("it was signed")
    }
}
