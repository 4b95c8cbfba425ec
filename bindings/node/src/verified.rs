//! What a verified ticket says, as a JavaScript object.

use napi::bindgen_prelude::{BufferSlice, Either};
use napi::{Env, Unknown};
use napi_derive::napi;
use usersig_door::{Application, Outcome};

use crate::answer::Answer;

/// What a verified ticket says.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct Verified<'a> {
    /// The algorithm of the signature.
    #[napi(ts_type = "Algorithm")]
    pub algorithm: &'static str,
    /// The application that the ticket is for.
    pub sdkappid: u32,
    /// The user that the ticket is for.
    #[napi(ts_type = "string")]
    pub userid: Unknown<'a>,
    /// Time of signing, Unix seconds.
    pub time: f64,
    /// Validity, seconds.
    pub expire: f64,
    /// The last second at which the ticket is valid, Unix seconds.
    pub expires_at: f64,
    /// The bytes that the ticket carries; an empty UserBuf is not the same as none.
    #[napi(ts_type = "Buffer")]
    pub userbuf: Option<BufferSlice<'a>>,
    /// The room if the UserBuf is a PrivateMapKey: a number for a numeric room, a string for a
    /// string room. It was compared only if `options.room` asked for it.
    pub room: Option<Either<u32, String>>,
    /// The privileges of the PrivateMapKey.
    pub privileges: Option<u32>,
    /// The last second of the PrivateMapKey itself, Unix seconds. Only `options.room` checks it.
    pub room_expires_at: Option<u32>,
    /// Which key of the application made the signature, counted from 0.
    pub key_index: u32,
}

impl<'a> Verified<'a> {
    pub(crate) fn new(env: Env, app: &Application, userid: Unknown<'a>, outcome: &Outcome) -> Answer<Self> {
        let key = outcome.private_map_key();
        Ok(Self {
            algorithm: outcome.algorithm(),
            sdkappid: app.sdkappid(),
            userid,
            time: seconds(outcome.time()),
            expire: seconds(outcome.expire()),
            expires_at: seconds(outcome.expires_at()),
            userbuf: match outcome.userbuf() {
                Some(bytes) => Some(BufferSlice::copy_from(&env, bytes)?),
                None => None,
            },
            room: key.as_ref().map(|key| match key.room().as_str() {
                Some(text) => Either::B(text.to_owned()),
                None => Either::A(key.room().as_id().unwrap_or_default()),
            }),
            privileges: key.as_ref().map(|key| key.privileges().bits()),
            room_expires_at: key.map(|key| key.expires_at()),
            key_index: u32::try_from(outcome.key_index()).unwrap_or(u32::MAX),
        })
    }
}

/// JavaScript's numbers are doubles: above 2^53 - 1 the nearest one stands for the seconds.
#[allow(clippy::cast_precision_loss)]
const fn seconds(seconds: i64) -> f64 {
    seconds as f64
}
