//! The inputs, the same for everybody.

use usersig::{
    Claims, Curve, EcdsaPrivateKey, Key, PrivateMapKey, Privileges, Room, SdkAppId, Signer, UserBuf, UserId,
    UserIdForm, Validity, Verifier,
};
use usersig_interop::SignRequest;

use crate::Result;
use crate::floor::Message;

/// The documents' example key.
pub const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
/// When tickets are signed whose time is given, Unix seconds.
pub const TIME: u64 = 1_795_282_866;
/// Text, since one package takes nothing else.
pub const USERBUF: &[u8] = b"{\"role\":\"host\",\"room\":10000}";
pub const ROOM_ID: u32 = 10_000;
pub const ROOM_STR: &str = "live-room-10000";
pub const PRIVILEGES: Privileges = Privileges::ALL;

/// An application, and for how long its tickets are valid.
#[derive(Clone, Copy)]
pub struct Application {
    pub sdkappid: u64,
    /// Seconds.
    pub expire: u64,
}

/// An easy one for a compressor, and a hard one.
pub const APPLICATIONS: [Application; 2] = [
    Application { sdkappid: 1_400_000_000, expire: 15_552_000 },
    Application { sdkappid: 1_400_517_283, expire: 604_800 },
];

/// Short, of 32 bytes, and beyond ASCII.
pub const USERIDS: [&str; 3] = ["xiaojun", "f47ac10b58cc4372a5670e02b2c3d479", "用户_小军"];

/// What one ticket says.
#[derive(Clone, Copy)]
pub struct Input {
    pub userid: &'static str,
    pub application: Application,
    pub userbuf: Option<&'static [u8]>,
}

impl Input {
    /// Each UserID in each application, without and with a UserBuf.
    pub fn all() -> impl Iterator<Item = Self> {
        USERIDS.into_iter().flat_map(|userid| {
            APPLICATIONS.into_iter().flat_map(move |application| {
                [None, Some(USERBUF)].map(|userbuf| Self { userid, application, userbuf })
            })
        })
    }

    /// The short UserID in the first application, without a UserBuf.
    pub const fn usual() -> Self {
        Self { userid: USERIDS[0], application: APPLICATIONS[0], userbuf: None }
    }

    pub const fn with_userid(self, userid: &'static str) -> Self {
        Self { userid, ..self }
    }

    pub const fn with_userbuf(self, userbuf: &'static [u8]) -> Self {
        Self { userbuf: Some(userbuf), ..self }
    }

    pub const fn with_application(self, application: Application) -> Self {
        Self { application, ..self }
    }

    pub fn user_id(&self) -> Result<UserId<'static>> {
        Ok(UserId::with_form(self.userid, UserIdForm::Utf8)?)
    }

    /// Whether it has the documented form and no UserBuf, as `user_sig` takes it.
    pub fn is_plain(&self) -> bool {
        self.userbuf.is_none() && UserId::new(self.userid).is_ok()
    }

    pub fn claims(&self, time: u64) -> Result<Claims<'static>> {
        let claims = Claims::new(self.user_id()?, Validity::new(time, self.application.expire)?);
        Ok(match self.userbuf {
            Some(userbuf) => claims.with_userbuf(UserBuf::new(userbuf)?),
            None => claims,
        })
    }

    pub fn signer(&self) -> Result<Signer> {
        Ok(Signer::new(SdkAppId::new(self.application.sdkappid)?, &key()?)?)
    }

    pub fn verifier(&self) -> Result<Verifier> {
        Ok(Verifier::new(SdkAppId::new(self.application.sdkappid)?, [key()?]))
    }

    /// The text under the MAC.
    pub fn message(&self, time: u64) -> Message {
        Message::of(self.userid, self.application, time, self.userbuf)
    }

    /// What a peer is asked for.
    pub fn request(&self) -> SignRequest<'static> {
        let Application { sdkappid, expire } = self.application;
        let request = SignRequest::new(sdkappid, KEY, self.userid, expire);
        match self.userbuf {
            Some(userbuf) => request.with_userbuf(userbuf),
            None => request,
        }
    }

    /// In a few words: `short UserID, UserBuf`.
    pub fn words(&self) -> String {
        let userid = match self.userid {
            userid if userid == USERIDS[0] => "short UserID",
            userid if userid == USERIDS[1] => "32-byte UserID",
            _ => "UTF-8 UserID",
        };
        let second = self.application.sdkappid != APPLICATIONS[0].sdkappid;
        let userbuf = self.userbuf.map_or(String::new(), |userbuf| match userbuf.len() {
            length if length == USERBUF.len() => ", UserBuf".into(),
            length => format!(", UserBuf of {length} bytes"),
        });
        format!("{userid}{userbuf}{}", if second { ", second app" } else { "" })
    }
}

pub fn key() -> Result<Key> {
    Ok(Key::from_text(KEY.as_bytes())?)
}

/// The legacy key of a curve, as PEM.
pub fn legacy_pem(curve: Curve) -> Result<String> {
    let key = EcdsaPrivateKey::from_entropy(curve, &[7; 32])?;
    Ok(key.expose_pem()?.to_string())
}

/// The UserBuf of a PrivateMapKey of the usual input.
pub fn room_userbuf(room: Room<'_>) -> Result<Vec<u8>> {
    let input = Input::usual();
    let validity = Validity::new(TIME, input.application.expire)?;
    let sdkappid = SdkAppId::new(input.application.sdkappid)?;
    Ok(PrivateMapKey::new(input.user_id()?, sdkappid, room, PRIVILEGES, validity)?.to_bytes())
}
