//! The class `Application`: keyed once, signs and verifies.

use napi::bindgen_prelude::ObjectFinalize;
use napi::{Env, JsValue, Unknown};
use napi_derive::napi;
use usersig_door::{DEFAULT_EXPIRE, Parameter};
use zeroize::Zeroizing;

use crate::answer::{Answer, answer};
use crate::arguments::{ApplicationOptions, SignOptions, TimeOptions, VerifyOptions, moment};
use crate::values::Loose;
use crate::verified::verified;

/// One application with its keys: signs with the first, verifies with all.
///
/// Make one when the process starts and keep it. It is never changed, and its keys cannot
/// be read back: printing it shows none of them.
///
/// ```js
/// const { Application, UserSigRejection } = require('usersig')
///
/// const app = new Application(1400000000, process.env.USERSIG_KEY)
/// const ticket = app.sign('xiaojun')
/// try {
///   app.verify(ticket, 'xiaojun')
/// } catch (error) {
///   if (!(error instanceof UserSigRejection)) throw error
///   console.log(error.code, error.message)
/// }
/// ```
#[napi(custom_finalize)]
pub struct Application {
    door: usersig_door::Application,
}

#[napi]
impl Application {
    /// Takes the SDKAppID (1 to 4294967295) and the keys: texts of secret keys as the console
    /// shows them, or PEM texts of the legacy algorithm.
    ///
    /// The first key signs and decides the algorithm of new tickets; a public PEM key in its
    /// place, or no key at all, makes an application that only verifies. A key is used byte for
    /// byte: strip the line end of a file before. Keys in a `Uint8Array` can be wiped by you
    /// after this call, strings cannot.
    ///
    /// Throws a `UserSigError` for an SDKAppID out of range, and for a key that is empty or an
    /// unusable PEM text.
    #[napi(
        constructor,
        ts_args_type = "sdkappid: number, keys: Key | Array<Key>, options?: ApplicationOptions"
    )]
    pub fn new(
        env: Env,
        sdkappid: Unknown<'_>,
        keys: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<Self> {
        answer(env, || {
            let sdkappid = sdkappid.integer(Parameter::SdkAppId)?;
            let options = options.options::<ApplicationOptions<'_>>()?;
            let keys = ring(keys)?;
            let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_slice()).collect();
            Self::over(env, options.apply(usersig_door::Application::new(sdkappid, &keys)?)?)
        })
    }

    /// The SDKAppID.
    #[napi(getter)]
    pub fn sdkappid(&self) -> u32 {
        self.door.sdkappid()
    }

    /// Whether the first key can sign.
    #[napi(getter)]
    pub fn can_sign(&self) -> bool {
        self.door.can_sign()
    }

    /// The algorithm of new tickets; `null` for an application that only verifies.
    #[napi(getter, ts_return_type = "Algorithm | null")]
    pub fn algorithm(&self) -> Option<&'static str> {
        self.door.algorithm()
    }

    /// Eight hexadecimal digits that tell signing keys apart and give nothing away; `null`
    /// for an application that only verifies.
    #[napi(getter)]
    pub fn key_fingerprint(&self) -> Option<String> {
        self.door.key_fingerprint()
    }

    /// Makes a ticket (a UserSig) for a user, valid for `expire` seconds: 180 days by default.
    ///
    /// ```js
    /// app.sign('xiaojun', 86400)
    /// app.sign('xiaojun', 86400, { userbuf: Buffer.from('abc') })
    /// ```
    ///
    /// Throws a `UserSigError` for a value that must not be signed, and for an application that
    /// only verifies.
    #[napi(ts_args_type = "userid: string, expire?: number, options?: SignOptions")]
    pub fn sign(
        &self,
        env: Env,
        userid: Unknown<'_>,
        expire: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<String> {
        answer(env, || {
            let userid = userid.text(Parameter::UserId)?;
            let expire = expire_or_default(expire)?;
            let options = options.options::<SignOptions<'_>>()?;
            let userbuf = match options.userbuf.map_or(Ok(None), Loose::given)? {
                Some(userbuf) => Some(userbuf.bytes(Parameter::UserBuf)?),
                None => None,
            };
            Ok(self.door.sign(&userid, expire, userbuf.as_deref(), moment(options.now)?)?)
        })
    }

    /// Makes a PrivateMapKey: a ticket that also says which room the user may enter, and what
    /// they may do there. It is valid for `expire` seconds and ends before the year 2106.
    ///
    /// `room` is a number from 1 to 4294967294 for a numeric room, or a string of 1 to 64 bytes
    /// for a string room: `10000` and `'10000'` are different rooms. `privileges` is a mask from
    /// 0 to 255 of `Privilege`.
    ///
    /// ```js
    /// app.signPrivateMapKey('xiaojun', 21600, 10000, Privilege.Enter | Privilege.ReceiveAudio)
    /// ```
    ///
    /// Throws a `UserSigError` as `sign` does, and for a room or privileges that are none.
    #[napi(ts_args_type = "userid: string, expire: number, room: number | string, privileges: number, \
                           options?: TimeOptions")]
    pub fn sign_private_map_key(
        &self,
        env: Env,
        userid: Unknown<'_>,
        expire: Unknown<'_>,
        room: Unknown<'_>,
        privileges: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<String> {
        answer(env, || {
            let userid = userid.text(Parameter::UserId)?;
            let expire = expire.integer(Parameter::Expire)?;
            let (room, privileges) = (room.room()?, privileges.integer(Parameter::Privileges)?);
            let now = moment(options.options::<TimeOptions<'_>>()?.now)?;
            Ok(self.door.sign_private_map_key(&userid, expire, room.arg(), privileges, now)?)
        })
    }

    /// Verifies a ticket of this user and returns what it says.
    ///
    /// The UserID may be any text without control characters, whatever form is signed. By
    /// default any UserBuf is taken; `options` asks for one, for none, or for a room.
    ///
    /// ```js
    /// const { expiresAt } = app.verify(ticket, 'xiaojun')
    /// app.verify(privateMapKey, 'xiaojun', { room: 10000, privileges: Privilege.SendAudio })
    /// ```
    ///
    /// Throws a `UserSigRejection` for a ticket that is turned away, and another `UserSigError`
    /// for a request that cannot be made.
    #[napi(
        ts_args_type = "ticket: string, userid: string, options?: VerifyOptions",
        ts_return_type = "Verified"
    )]
    pub fn verify<'a>(
        &self,
        env: Env,
        ticket: Unknown<'a>,
        userid: Unknown<'a>,
        options: Unknown<'a>,
    ) -> napi::Result<Unknown<'a>> {
        answer(env, || {
            let (ticket, name) = (ticket.text(Parameter::Ticket)?, userid.text(Parameter::UserId)?);
            let options = options.options::<VerifyOptions<'_>>()?;
            let wanted = options.wanted()?;
            let outcome = self.door.verify(&ticket, &name, wanted.expected(), moment(options.now)?)?;
            verified(env, &self.door, userid, &outcome)
        })
    }
}

impl Application {
    /// Tells the collector what an application weighs: it sees an empty object, and a program
    /// that makes one for each ticket would pile them up.
    pub(crate) fn over(env: Env, door: usersig_door::Application) -> Answer<Self> {
        env.adjust_external_memory(WEIGHT)?;
        Ok(Self { door })
    }

    pub(crate) const fn door(&self) -> &usersig_door::Application {
        &self.door
    }
}

impl ObjectFinalize for Application {
    fn finalize(self, env: Env) -> napi::Result<()> {
        env.adjust_external_memory(-WEIGHT).map(drop)
    }
}

/// One key or an array of them.
pub(crate) fn ring(keys: Unknown<'_>) -> Answer<Vec<Zeroizing<Vec<u8>>>> {
    if keys.is_array()? {
        return keys.rows(Parameter::Key)?.into_iter().map(Loose::key).collect();
    }
    Ok(vec![keys.key()?])
}

pub(crate) fn expire_or_default(expire: Unknown<'_>) -> Answer<i64> {
    match expire.given()? {
        Some(expire) => expire.integer(Parameter::Expire),
        None => Ok(DEFAULT_EXPIRE),
    }
}

/// Bytes that an application with one key takes outside of the JavaScript heap, about.
const WEIGHT: i64 = 2048;
