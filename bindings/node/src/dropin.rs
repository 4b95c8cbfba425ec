//! What the drop-in faces stand on. They are written in JavaScript, like the packages that
//! they replace, and hidden from the package's own interface.

use napi::bindgen_prelude::BufferSlice;
use napi::{Env, Unknown};
use napi_derive::napi;
use usersig_door::dropin::{current, legacy};
use usersig_door::{Parameter, private_map_key_bytes};
use zeroize::Zeroizing;

use crate::answer::{Answer, answer};
use crate::application::Application;
use crate::values::Loose;

/// The application of `tls-sig-api-v2`: one secret key, UserIDs of any form.
#[napi(skip_typescript)]
pub fn current_application(env: Env, sdkappid: Unknown<'_>, key: Unknown<'_>) -> napi::Result<Application> {
    answer(env, || {
        let (sdkappid, key) = (sdkappid.integer(Parameter::SdkAppId)?, key.key()?);
        Application::over(env, current::application(sdkappid, &key)?)
    })
}

/// The application of `tls-sig-api`: a private PEM key, a public one, or both.
#[napi(skip_typescript)]
pub fn legacy_application(
    env: Env,
    sdkappid: Unknown<'_>,
    private_key: Unknown<'_>,
    public_key: Unknown<'_>,
) -> napi::Result<Application> {
    answer(env, || {
        let sdkappid = sdkappid.integer(Parameter::SdkAppId)?;
        let (private_key, public_key) = (key_or_none(private_key)?, key_or_none(public_key)?);
        let private_key = private_key.as_ref().map(|key| key.as_slice());
        let public_key = public_key.as_ref().map(|key| key.as_slice());
        Application::over(env, legacy::application(sdkappid, private_key, public_key)?)
    })
}

/// The UserBuf of a PrivateMapKey alone.
#[napi(skip_typescript)]
pub fn private_map_key<'a>(
    env: Env,
    sdkappid: Unknown<'a>,
    userid: Unknown<'a>,
    expire: Unknown<'a>,
    room: Unknown<'a>,
    privileges: Unknown<'a>,
) -> napi::Result<BufferSlice<'a>> {
    answer(env, || {
        let (sdkappid, userid) = (sdkappid.integer(Parameter::SdkAppId)?, userid.text(Parameter::UserId)?);
        let (expire, room) = (expire.integer(Parameter::Expire)?, room.room()?);
        let privileges = privileges.integer(Parameter::Privileges)?;
        let bytes = private_map_key_bytes(sdkappid, &userid, expire, room.arg(), privileges, None)?;
        Ok(BufferSlice::copy_from(&env, bytes)?)
    })
}

fn key_or_none(key: Unknown<'_>) -> Answer<Option<Zeroizing<Vec<u8>>>> {
    key.given()?.map(Loose::key).transpose()
}
