//! Random requests, the tickets that we make of them, and what theirs must say.

use std::fmt;

use fastrand::Rng;
use usersig::{
    Algorithm, Check, Claims, Key, PrivateMapKey, Privileges, Rejection, Room, SdkAppId, Signer, UserBuf,
    UserId, UserIdForm, Validity, Verifier,
};
use usersig_interop::{Room as PeerRoom, SignRequest};

/// A ticket that somebody asks for.
#[derive(Clone)]
pub struct Input {
    pub sdkappid: u32,
    pub key: String,
    pub userid: String,
    pub expire: u64,
    pub extra: Extra,
    /// What the generator was made from, for the message of a failure.
    seed: u64,
}

/// What a ticket carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extra {
    Nothing,
    UserBuf(Vec<u8>),
    RoomId(u32, u32),
    RoomStr(String, u32),
}

/// The kinds of [`Extra`], as the drivers call them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Plain,
    UserBuf,
    /// A UserBuf that is UTF-8, for packages that take nothing else.
    TextUserBuf,
    RoomId,
    RoomStr,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Plain, Self::UserBuf, Self::RoomId, Self::RoomStr];
}

/// Which characters a random UserID has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Documented,
    Ascii,
    Utf8,
}

impl Form {
    pub const ALL: [Self; 3] = [Self::Documented, Self::Ascii, Self::Utf8];
}

/// Random inputs from a seed.
pub struct Inputs {
    rng: Rng,
    seed: u64,
}

impl Inputs {
    pub fn new(seed: u64) -> Self {
        Self { rng: Rng::with_seed(seed), seed }
    }

    pub fn next(&mut self, kind: Kind, form: Form) -> Input {
        let rng = &mut self.rng;
        let sdkappid = match rng.u8(..4) {
            0 => rng.u32(1..=9),
            1 => u32::MAX - rng.u32(..9),
            2 => rng.u32(1..),
            _ => 1_400_000_000 + rng.u32(..300_000_000),
        };
        let room = matches!(kind, Kind::RoomId | Kind::RoomStr);
        let expire = match rng.u8(..4) {
            0 => rng.u64(1..=60),
            1 => 15_552_000,
            2 => rng.u64(1..=5_184_000),
            // Fifty years are too long for a room ticket's 4-byte time.
            _ => rng.u64(1..=if room { 315_360_000 } else { 1_576_800_000 }),
        };
        let privileges = rng.u32(..=255);
        let extra = match kind {
            Kind::Plain => Extra::Nothing,
            Kind::UserBuf => Extra::UserBuf((0..rng.usize(1..200)).map(|_| rng.u8(..)).collect()),
            Kind::TextUserBuf => Extra::UserBuf(text(rng, Form::Utf8, 60).into_bytes()),
            Kind::RoomId => Extra::RoomId(rng.u32(1..=Room::MAX_ID), privileges),
            Kind::RoomStr => {
                let length = rng.usize(1..=64);
                Extra::RoomStr((0..length).map(|_| char::from(pick(rng, ROOM_BYTES))).collect(), privileges)
            }
        };
        let userid = text(rng, form, 32);
        let key = match rng.u8(..4) {
            // Any text is a key; one above 64 bytes is hashed first.
            0 => text(rng, Form::Ascii, 100),
            _ => (0..64).map(|_| char::from(pick(rng, b"0123456789abcdef"))).collect(),
        };
        Input { sdkappid, key, userid, expire, extra, seed: self.seed }
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.rng.u64(..end)
    }
}

impl Input {
    /// The request to a peer.
    pub fn request(&self) -> SignRequest<'_> {
        let request = SignRequest::new(self.sdkappid.into(), &self.key, &self.userid, self.expire);
        match &self.extra {
            Extra::Nothing => request,
            Extra::UserBuf(bytes) => request.with_userbuf(bytes),
            Extra::RoomId(id, privileges) => request.with_room(PeerRoom::Id(*id), *privileges),
            Extra::RoomStr(text, privileges) => {
                request.with_room(PeerRoom::Str(text.as_str().into()), *privileges)
            }
        }
    }

    /// Our ticket, signed at `time`.
    pub fn sign(&self, time: u64) -> String {
        self.sign_with(time, &self.key())
    }

    pub fn sign_with(&self, time: u64, key: &Key) -> String {
        let signer = Signer::new(self.sdkappid(), key).unwrap();
        let validity = Validity::new(time, self.expire).unwrap();
        let claims = Claims::new(self.userid(), validity);
        match &self.extra {
            Extra::Nothing => signer.sign(&claims).unwrap(),
            Extra::UserBuf(bytes) => signer.sign(&claims.with_userbuf(UserBuf::new(bytes).unwrap())).unwrap(),
            Extra::RoomId(..) | Extra::RoomStr(..) => {
                let (room, privileges) = self.room().unwrap();
                signer.sign_private_map_key(self.userid(), validity, room, privileges).unwrap()
            }
        }
    }

    /// The bytes that a ticket with this end carries.
    pub fn userbuf(&self, expires_at: u64) -> Option<Vec<u8>> {
        if let Extra::UserBuf(bytes) = &self.extra {
            return Some(bytes.clone());
        }
        let (room, privileges) = self.room()?;
        let validity = Validity::new(expires_at, 0).unwrap();
        let key = PrivateMapKey::new(self.userid(), self.sdkappid(), room, privileges, validity);
        Some(key.unwrap().to_bytes())
    }

    pub fn room(&self) -> Option<(Room<'_>, Privileges)> {
        let (room, privileges) = match &self.extra {
            Extra::RoomId(id, privileges) => (Room::id((*id).into()).unwrap(), *privileges),
            Extra::RoomStr(text, privileges) => (Room::str(text).unwrap(), *privileges),
            _ => return None,
        };
        Some((room, Privileges::from_bits(privileges.into()).unwrap()))
    }

    pub fn sdkappid(&self) -> SdkAppId {
        SdkAppId::new(self.sdkappid.into()).unwrap()
    }

    pub fn userid(&self) -> UserId<'_> {
        UserId::with_form(&self.userid, UserIdForm::Utf8).unwrap()
    }

    pub fn key(&self) -> Key {
        Key::from_text(self.key.as_bytes()).unwrap()
    }

    /// Checks a ticket that a peer made for this input between two moments.
    pub fn expect_from_peer(&self, ticket: &str, made: std::ops::RangeInclusive<u64>) {
        self.expect(ticket, made, &self.key(), Algorithm::HmacSha256);
        let wrong_key = Key::from_text(format!("{}0", self.key).as_bytes()).unwrap();
        self.expect_rejection(ticket, &wrong_key, Rejection::SignatureMismatch);
    }

    /// Checks that a ticket is valid with a key and says exactly what was asked for.
    pub fn expect(&self, ticket: &str, made: std::ops::RangeInclusive<u64>, key: &Key, algorithm: Algorithm) {
        let verifier = Verifier::new(self.sdkappid(), [key.clone()]);
        let at = |now: u64| Check::new(self.userid(), now);
        // Not the end: the shortest of these tickets are over in a second.
        let verified = verifier
            .verify(ticket, &at(*made.start()))
            .unwrap_or_else(|rejection| panic!("{rejection}\n{ticket}\n{self:?}"));
        assert_eq!(verified.algorithm(), algorithm, "{self:?}");
        let validity = verified.validity();
        assert!(made.contains(&validity.time()), "{} is not in {made:?}: {self:?}", validity.time());
        assert_eq!(validity.expire(), self.expire, "{self:?}");
        self.expect_extra(&verified, &made);

        let end = validity.expires_at();
        assert!(verifier.verify(ticket, &at(end)).is_ok(), "{self:?}");
        let expired = Err(Rejection::Expired { expires_at: end });
        assert_eq!(verifier.verify(ticket, &at(end + 1)), expired, "{self:?}");
        let other = format!("{}x", self.userid);
        let other = UserId::with_form(&other, UserIdForm::Utf8).unwrap();
        let found = verifier.verify(ticket, &Check::new(other, end));
        assert_eq!(found, Err(Rejection::OtherUserId), "{self:?}");
    }

    pub fn expect_rejection(&self, ticket: &str, key: &Key, rejection: Rejection) {
        let verifier = Verifier::new(self.sdkappid(), [key.clone()]);
        let found = verifier.verify(ticket, &Check::new(self.userid(), 0));
        assert_eq!(found, Err(rejection), "{ticket}\n{self:?}");
    }

    fn expect_extra(&self, verified: &usersig::Verified, made: &std::ops::RangeInclusive<u64>) {
        let Some((room, privileges)) = self.room() else {
            assert_eq!(verified.userbuf(), self.userbuf(0).as_deref(), "{self:?}");
            return;
        };
        let key = verified.private_map_key().unwrap_or_else(|| panic!("not a PrivateMapKey: {self:?}"));
        assert_eq!(key.account(), self.userid, "{self:?}");
        assert_eq!(key.sdkappid(), self.sdkappid, "{self:?}");
        assert_eq!((key.room(), key.privileges()), (room, privileges), "{self:?}");
        assert_eq!(key.account_type(), 0, "{self:?}");
        // A generator may ask the clock twice.
        let ends = made.start() + self.expire..=made.end() + self.expire;
        assert!(ends.contains(&key.expires_at().into()), "{} not in {ends:?}: {self:?}", key.expires_at());
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "seed {}: SDKAppID {}, key {:?}, UserID {:?}, expire {}, {:?}",
            self.seed, self.sdkappid, self.key, self.userid, self.expire, self.extra
        )
    }
}

/// A text of the form with 1 to `longest` characters.
fn text(rng: &mut Rng, form: Form, longest: usize) -> String {
    let length = rng.usize(1..=longest);
    let characters = std::iter::repeat_with(|| match form {
        Form::Documented => {
            char::from(pick(rng, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"))
        }
        Form::Ascii => char::from(rng.u8(0x20..=0x7e)),
        Form::Utf8 => match rng.u8(..4) {
            0 => char::from(rng.u8(0x20..=0x7e)),
            1 => rng.char('\u{a0}'..='\u{7ff}'),
            2 => rng.char('\u{800}'..='\u{ffff}'),
            _ => rng.char('\u{10000}'..='\u{10ffff}'),
        },
    });
    characters.take(length).collect()
}

fn pick(rng: &mut Rng, bytes: &[u8]) -> u8 {
    bytes[rng.usize(..bytes.len())]
}

const ROOM_BYTES: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%&()+-:;<=.>?@[]^_{}|~,";
