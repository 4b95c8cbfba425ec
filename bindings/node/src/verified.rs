//! What a verified ticket says, as a JavaScript object.

use napi::bindgen_prelude::{BufferSlice, Either, FnArgs};
use napi::{Env, Unknown};
use usersig_door::{Application, Outcome};

use crate::answer::Answer;
use crate::made;

/// The members of `Verified` in `lib/common.d.ts`, in the order of `lib/verified.js`.
pub(crate) type Members<'a> = FnArgs<(
    &'static str,
    u32,
    Unknown<'a>,
    f64,
    f64,
    f64,
    Option<BufferSlice<'a>>,
    Option<Either<u32, String>>,
    Option<u32>,
    Option<u32>,
    u32,
)>;

/// Lets JavaScript make the object: here, each member would be a call of its own.
pub(crate) fn verified<'a>(
    env: Env,
    app: &Application,
    userid: Unknown<'a>,
    outcome: &Outcome,
) -> Answer<Unknown<'a>> {
    let key = outcome.private_map_key();
    let userbuf = match outcome.userbuf() {
        Some(bytes) => Some(BufferSlice::copy_from(&env, bytes)?),
        None => None,
    };
    let room = key.as_ref().map(|key| match key.room().as_str() {
        Some(text) => Either::B(text.to_owned()),
        None => Either::A(key.room().as_id().unwrap_or_default()),
    });
    let members = (
        outcome.algorithm(),
        app.sdkappid(),
        userid,
        seconds(outcome.time()),
        seconds(outcome.expire()),
        seconds(outcome.expires_at()),
        userbuf,
        room,
        key.as_ref().map(|key| key.privileges().bits()),
        key.map(|key| key.expires_at()),
        u32::try_from(outcome.key_index()).unwrap_or(u32::MAX),
    );
    made::verified(env, members.into())
}

/// JavaScript's numbers are doubles: above 2^53 - 1 the nearest one stands for the seconds.
#[allow(clippy::cast_precision_loss)]
const fn seconds(seconds: i64) -> f64 {
    seconds as f64
}
